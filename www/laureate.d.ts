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

/** A template's JSON: `format: "laureate-template"`, `version: 1`. */
export type Template = Record<string, unknown>

/** Values by field name: dates as RFC 3339, numbers with a decimal point. */
export type Values = Record<string, string>

/** A picture that passed `importPicture`. */
export interface Picture {
  /** SHA-256 of the bytes. */
  id: string
  info: { mime: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/svg+xml'; width: number; height: number; name?: string }
  bytes: Uint8Array
}

export interface RenderRequest {
  template: Template
  values?: Values
  /** The pictures that the template names, unless they come with the program. */
  pictures?: Picture[]
}

export interface Field {
  name: string
  label: string
  type: 'text' | 'date' | 'number' | 'url'
  required: boolean
  sample: string
  format?: string
}

export function renderSvg(request: RenderRequest): Promise<Answer<{ svg: string }>>
/** `dpi` is the page's own when absent. */
export function renderPng(request: RenderRequest & { dpi?: number }): Promise<Answer<{ png: Uint8Array }>>
/** One page for each set of values. `created` is RFC 3339. */
export function renderPdf(
  request: Omit<RenderRequest, 'values'> & { values?: Values | Values[]; created?: string; id?: string },
): Promise<Answer<{ pdf: Uint8Array }>>
export function checkTemplate(request: { template: Template }): Promise<Answer<object>>
export function fieldContract(request: {
  template: Template
}): Promise<Answer<{ contract: { fields: Field[]; schema: object } }>>
/** Lets a picture in: refused are files that are none, damaged, too large, or drawings that run scripts. */
export function importPicture(request: { bytes: Uint8Array; name: string }): Promise<Answer<Picture>>

export interface DesignerOptions {
  /** `local` keeps the work in this browser; `none`, the default, keeps nothing. */
  storage?: 'none' | 'local'
  /** Where: the first certificate is under this key, others under `<key>/<id>`. */
  storageKey?: string
  template?: Template
}
export interface DesignerHandle {
  template(): Template
  /** Saves at once what is still to be saved; whether all of it is kept. */
  flush(): Promise<boolean>
  /** Takes the designer out; every later call throws. */
  destroy(): void
}
export function mountDesigner(element: HTMLElement, options?: DesignerOptions): Promise<DesignerHandle>

/** `<laureate-designer storage storage-key theme>` */
export class LaureateDesigner extends HTMLElement {
  template: Template | null
}
export interface SimulatorOptions {
  /** `local` keeps the project in this browser; `none`, the default, keeps nothing. */
  storage?: 'none' | 'local'
  /** Where. */
  storageKey?: string
  /** Where the designer keeps its certificates. */
  designsKey?: string
  /** A project's JSON: `format: "laureate-project"`, `version: 1`. */
  project?: Record<string, unknown>
}
export interface SimulatorHandle {
  /** Reads the designs anew: they may have been changed in the designer. */
  refresh(): void
  /** Saves at once what is still to be saved; whether all of it is kept. */
  flush(): Promise<boolean>
  /** Takes the room out; every later call throws. */
  destroy(): void
}
export function mountSimulator(element: HTMLElement, options?: SimulatorOptions): Promise<SimulatorHandle>

/** `<laureate-simulator storage storage-key designs-key theme>` */
export class LaureateSimulator extends HTMLElement {
  project: Record<string, unknown> | null
}
/** Registers the elements; a tag that is taken already is left alone. */
export function defineElements(): void
export function version(): Promise<string>
