/** The types of `laureate.js`. `tests/embed/types` holds them to the program. */

// ------------------------------------------------------------------ answers

/** One finding: what happened, where, and what to do. */
export interface Diagnostic {
  severity: 'info' | 'warning' | 'error'
  /** Stable identifier in kebab case. */
  code: string
  /** A path through the document, elements and fields by their id. */
  path: string
  message: string
  repair?: string
}

export interface Refusal {
  ok: false
  errors: Diagnostic[]
}
export type Answer<T> = ({ ok: true; warnings: Diagnostic[] } & T) | Refusal

/** Thrown for misuse: a wrong argument, a call to what was destroyed. */
export class LaureateError extends Error {
  constructor(code: string, message: string)
  /** `wrong-argument`, `not-plain-data`, `not-json`, `destroyed`, `too-late`, `no-page`, `src-unreadable`. */
  readonly code: string
  /** The findings, where a document was refused. */
  readonly errors?: Diagnostic[]
}

// -------------------------------------------------------------------- data

/** A template's JSON: `format: "laureate-template"`, `version: 1` (`schema/template.schema.json`). */
export type Template = Record<string, unknown>

/** A project's JSON: `format: "laureate-project"`, `version: 1` (`schema/project.schema.json`). */
export type Project = Record<string, unknown>

/** Values by field name: dates as RFC 3339, numbers with a decimal point. */
export type Values = Record<string, string>

/** A picture that passed `importPicture`. */
export interface Picture {
  /** SHA-256 of the bytes. */
  id: string
  info: { mime: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/svg+xml'; width: number; height: number; name?: string }
  bytes: Uint8Array
}

/** A font of one's own, TTF or OTF. */
export interface FontFile {
  name: string
  bytes: Uint8Array
}

export interface Field {
  name: string
  label: string
  type: 'text' | 'date' | 'number' | 'url'
  required: boolean
  sample: string
  format?: string
}

/** What whoever fills a certificate must bring. */
export interface FieldContract {
  fields: Field[]
  /** JSON Schema of the values. */
  schema: object
}

// ---------------------------------------------------------------- functions

export interface RenderRequest {
  /** As data or JSON text; its pictures may be inside (`files`), as `value` has them. */
  template: Template | string
  values?: Values
  /** The pictures that the template names, unless they are inside or come with the program. */
  pictures?: Picture[]
  fonts?: FontFile[]
}
/** Stops what is under way. */
interface Stoppable {
  signal?: AbortSignal
}

export function renderSvg(request: RenderRequest): Promise<Answer<{ svg: string }>>
/** `dpi` is the page's own when absent. */
export function renderPng(request: RenderRequest & Stoppable & { dpi?: number }): Promise<Answer<{ png: Uint8Array }>>
/** One page for each set of values. `created` is RFC 3339; the same request gives the same bytes. */
export function renderPdf(
  request: Omit<RenderRequest, 'values'> & Stoppable & { values?: Values | Values[]; created?: string; id?: string },
): Promise<Answer<{ pdf: Uint8Array }>>
export function checkTemplate(request: { template: Template | string }): Promise<Answer<object>>
export function fieldContract(request: { template: Template | string }): Promise<Answer<{ contract: FieldContract }>>
/** Lets a picture in: refused are files that are none, damaged, too large, or drawings that run scripts. */
export function importPicture(request: { bytes: Uint8Array; name?: string } & Stoppable): Promise<Answer<Picture>>

/** A certificate that was granted. */
export interface Grant {
  learner: string
  certificate: string
  title: string
  /** RFC 3339. */
  at: string
  /** The rule that granted it. */
  by: string
  values: Values
  [more: string]: unknown
}
export interface Summary {
  learners: number
  events: number
  grants: number
  [more: string]: unknown
}
/** Plays the project's events against its rules. */
export function simulate(request: { project: Project | string }): Promise<
  Answer<{ summary: Summary; grants: Grant[]; gaps: Record<string, unknown>[]; nearMisses: Record<string, unknown>[]; coverage: Record<string, unknown>[] }>
>
/** What is wrong with the rules, before anything is played. */
export function checkRules(request: { project: Project | string }): Promise<Answer<{ checks: Record<string, unknown>[] }>>
/** Ends the workers of these functions and gives back their memory; the next call starts them anew. */
export function stop(): Promise<void>

// ------------------------------------------------------------------ mounting

/** The languages that come with the program, by their own names. */
export const LOCALES: Readonly<Record<'en' | 'fr' | 'de' | 'es' | 'ar', string>>

/** Texts to show instead of our own, by the English text; counted ones by plural category. */
export type Texts = Record<string, string | Partial<Record<'zero' | 'one' | 'two' | 'few' | 'many' | 'other', string>>>

interface Spoken {
  /** BCP 47; that of the page around when absent, English when there is none of it. */
  locale?: string | null
  texts?: Texts | null
}

interface Kept {
  /** `local` keeps the work in this browser; `none`, the default, keeps nothing. */
  storage?: 'none' | 'local'
  /** Where. */
  storageKey?: string
  /** One may only look. */
  readonly?: boolean
  /** When the page is asked to keep the work, by `laureate-save`: by a button (the default), also after changes, or never. */
  saving?: 'button' | 'auto' | 'off'
}

export interface DesignerOptions extends Spoken, Kept {
  template?: Template | string | null
  pictures?: Picture[]
  fonts?: FontFile[]
  /** `fields`: only texts and fields may change, the layout is locked. */
  mode?: 'all' | 'fields'
  /** Fields that the page fills: added to those of the design. */
  fields?: Partial<Field>[] | null
  /** Values to look at the design with. */
  values?: Values | null
}

interface EditorHandle {
  readonly destroyed: boolean
  /** Asks the page to keep the work (`laureate-save`); whether it did. */
  save(): Promise<boolean>
  /** Saves at once what is still to be saved in this browser; whether all of it is kept. */
  flush(): Promise<boolean>
  /** Takes it out; every later call throws. */
  destroy(): void
}

export interface DesignerHandle extends EditorHandle {
  template(): Template
  /** The design as JSON text, with its pictures and fonts inside. */
  value(): string
  /** Opens another design; one that is refused leaves the present one. */
  load(template: Template | string): Promise<Answer<object>>
  configure(options: Pick<DesignerOptions, 'readonly' | 'mode' | 'saving' | 'fields' | 'values'>): void
  pictures(): Picture[]
  fonts(): FontFile[]
}
export function mountDesigner(element: HTMLElement, options?: DesignerOptions): Promise<DesignerHandle>

export interface SimulatorOptions extends Spoken, Kept {
  project?: Project | string | null
  /** Where the designer keeps its certificates. */
  designsKey?: string
}
export interface SimulatorHandle extends EditorHandle {
  project(): Promise<Project>
  /** Opens another project; one that is refused leaves the present one. */
  load(project: Project | string): Promise<Answer<object>>
  configure(options: Pick<SimulatorOptions, 'readonly' | 'saving'>): void
  /** Reads the designs anew: they may have been changed in the designer. */
  refresh(): void
}
export function mountSimulator(element: HTMLElement, options?: SimulatorOptions): Promise<SimulatorHandle>

export interface CertificateOptions extends Spoken {
  template?: Template | string | null
  values?: Values | null
  pictures?: Picture[] | null
  fonts?: FontFile[] | null
  /** `all`, `none`, or words of `download share open`. */
  controls?: string | null
  /** Of downloads, without the ending. */
  fileName?: string
  /** Where the certificate can be verified; http or https. */
  verifyUrl?: string
  organisation?: string
  /** RFC 3339. */
  issued?: string
  /** RFC 3339. */
  expires?: string
  /** The certificate's number. */
  number?: string
}
export interface CertificateHandle {
  readonly destroyed: boolean
  readonly warnings: Diagnostic[]
  update(options: CertificateOptions): void
  render(format: 'svg'): Promise<Answer<{ svg: string }>>
  render(format: 'png'): Promise<Answer<{ png: Uint8Array }>>
  render(format: 'pdf'): Promise<Answer<{ pdf: Uint8Array }>>
  destroy(): void
}
export function mountCertificate(element: HTMLElement, options?: CertificateOptions): Promise<CertificateHandle>

/** Says where wasm, workers, styles, fonts and languages are, when they are not beside `laureate.js`. */
export function setPublicPath(url: string | URL): void

// ------------------------------------------------------------------ elements

/** `laureate-ready`. */
export type ReadyEvent<H> = CustomEvent<{ handle: H }>
/** `laureate-change` of a designer. */
export type ChangeEvent = CustomEvent<{ readonly template: Template }>
/** `laureate-change` of a rehearsal room. */
export type ProjectChangeEvent = CustomEvent<{ project(): Promise<Project> }>
/** `laureate-save`: answered by `respondWith`, or prevented; else the work is downloaded. */
export type SaveEvent = CustomEvent<{
  readonly template?: Template
  readonly project?: Project
  /** A design with its pictures inside, or a project as JSON text. */
  readonly value: unknown
  respondWith(kept: Promise<unknown>): void
}>
/** `laureate-error`. */
export type ErrorEvent = CustomEvent<{ code: string; message: string; errors?: Diagnostic[] }>
/** `laureate-export`: a file was handed to the person. */
export type ExportEvent = CustomEvent<{ name: string; type: string }>

/** `<laureate-designer name storage storage-key src locale theme readonly mode saving disabled>` */
export class LaureateDesigner extends HTMLElement {
  static readonly formAssociated: true
  /** The design; set, it is opened. */
  get template(): Template | null
  set template(template: Template | string | null)
  /** The design as JSON text with its pictures inside: what a form sends. */
  value: string
  fields: Partial<Field>[] | null
  values: Values | null
  fonts: FontFile[] | null
  pictures: Picture[] | null
  texts: Texts | null
  readonly: boolean
  name: string
  readonly form: HTMLFormElement | null
  readonly type: string
  /** `null` before `laureate-ready` and after the element has left the page. */
  readonly handle: DesignerHandle | null
  save(): Promise<boolean>
  flush(): Promise<boolean>
}

/** `<laureate-simulator storage storage-key designs-key src locale theme readonly saving>` */
export class LaureateSimulator extends HTMLElement {
  get project(): Project | null
  set project(project: Project | string | null)
  texts: Texts | null
  readonly: boolean
  readonly handle: SimulatorHandle | null
  save(): Promise<boolean>
  flush(): Promise<boolean>
}

/** `<laureate-certificate src locale theme controls file-name verify-url organisation issued expires number>` */
export class LaureateCertificate extends HTMLElement {
  template: Template | string | null
  values: Values | null
  fonts: FontFile[] | null
  pictures: Picture[] | null
  texts: Texts | null
  readonly handle: CertificateHandle | null
}

/** Registers the elements; a tag that is taken already is left alone. By tag: whether it is ours. */
export function defineElements(): Record<'laureate-designer' | 'laureate-simulator' | 'laureate-certificate', boolean>

/** The version of the package. */
export const version: string

declare global {
  interface HTMLElementTagNameMap {
    'laureate-designer': LaureateDesigner
    'laureate-simulator': LaureateSimulator
    'laureate-certificate': LaureateCertificate
  }
  interface HTMLElementEventMap {
    'laureate-save': SaveEvent
    'laureate-error': ErrorEvent
    'laureate-export': ExportEvent
  }
}
