/** The types of `frame-host.js`: a page's side of Laureate in a frame. */
import type { CertificateOptions, DesignerOptions, SimulatorOptions } from './laureate.js'

/** What the frame shows. Nothing is stored in a frame: the page keeps the work. */
export type Shown =
  | { element?: 'designer'; options?: Omit<DesignerOptions, 'storage' | 'storageKey'> & { theme?: Theme } }
  | { element: 'simulator'; options?: Omit<SimulatorOptions, 'storage' | 'storageKey' | 'designsKey'> & { theme?: Theme } }
  | { element: 'certificate'; options?: CertificateOptions & { theme?: Theme } }
export type Theme = 'light' | 'dark' | 'auto'

export interface FrameOptions {
  /** Where the frame comes from; `'null'` for one in a sandbox without `allow-same-origin`. */
  origin: string
  show?: Shown
  /** Keeps the work, a design as data, a project as text; what it rejects with is shown in the frame. */
  onSave?(saved: { value: Record<string, unknown> | string }): Promise<unknown>
  onChange?(): void
  onError?(error: { code: string; message: string }): void
  onExport?(file: { name: string; type: string }): void
}

/** Errors have a `code`: `no-answer`, `other-protocol`, `not-ready`, `wrong-argument`, `destroyed`. */
export class LaureateFrame {
  constructor(frame: HTMLIFrameElement, options: FrameOptions)
  readonly ready: Promise<LaureateFrame>
  call(call: 'template'): Promise<Record<string, unknown>>
  /** JSON text, with pictures and fonts inside. */
  call(call: 'value'): Promise<string>
  call(call: 'project'): Promise<Record<string, unknown>>
  call(call: 'load', document: Record<string, unknown> | string): Promise<{ ok: boolean }>
  call(call: 'configure', options: Record<string, unknown>): Promise<null>
  call(call: 'save' | 'flush'): Promise<boolean>
  close(): void
}
