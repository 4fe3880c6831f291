// Laureate for any page: custom elements and functions. Wasm, worker, styles
// and fonts are found beside this file.
import { Exporter } from './client.js'
import { Host } from './host.js'

const BASE = new URL('.', import.meta.url)

let page = null
let sheet = null
let exporter = null

/** Loads the page's wasm once. */
function loadPage() {
  page ??= (async () => {
    const wasm = await import(new URL('laureate_page.js', BASE).href)
    await wasm.default({ module_or_path: new URL('laureate_page_bg.wasm', BASE) })
    return wasm
  })().catch((why) => {
    page = null
    throw why
  })
  return page
}

/** The one stylesheet, adopted by each shadow root: no `<style>`, so that it works under a strict content security policy. */
function loadSheet() {
  sheet ??= (async () => {
    const response = await fetch(new URL('laureate.css', BASE))
    if (!response.ok) throw new Error(`laureate.css: HTTP ${response.status}`)
    return new CSSStyleSheet().replace(await response.text())
  })().catch((why) => {
    sheet = null
    throw why
  })
  return sheet
}

/** The version of the package. */
export async function version() {
  return (await loadPage()).version()
}

/**
 * Puts the designer into an element.
 * @param {HTMLElement} element gets an open shadow root
 * @param {{storage?: 'none'|'local', storageKey?: string, template?: object}} options
 */
export async function mountDesigner(element, options = {}) {
  const { storage = 'none', storageKey = 'laureate:certificate', template = null } = options
  const [wasm, styles] = await Promise.all([loadPage(), loadSheet()])
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [styles]
  const place = document.createElement('div')
  place.className = 'laureate'
  root.replaceChildren(place)
  const host = new Host(BASE, element, { keep: storage === 'local' })
  const designer = wasm.mountDesigner(place, host, storage === 'local' ? storageKey : undefined, template)
  let destroyed = false
  const alive = (work) => (...args) => {
    if (destroyed) throw new Error('This designer was destroyed.')
    return work(...args)
  }
  const flush = () => designer.flush()
  const hidden = () => document.visibilityState === 'hidden' && flush()
  addEventListener('pagehide', flush)
  document.addEventListener('visibilitychange', hidden)
  return {
    /** The template as plain JSON data. */
    template: alive(() => designer.template()),
    /** Saves at once what is still to be saved. */
    flush: alive(flush),
    destroy() {
      if (destroyed) return
      flush()
      destroyed = true
      removeEventListener('pagehide', flush)
      document.removeEventListener('visibilitychange', hidden)
      designer.destroy()
      designer.free()
      host.close()
      // Its own place only: another designer may have taken the root since.
      place.remove()
    },
  }
}

/** `<laureate-designer storage="none|local" storage-key theme>` */
export class LaureateDesigner extends HTMLElement {
  #handle = null
  #template = null
  /** Grows with each coming and going, so that a late mount knows it is late. */
  #turn = 0

  /** The design, as plain JSON data. */
  get template() {
    return this.#handle?.template() ?? this.#template
  }

  /** Set before the element is connected. */
  set template(template) {
    this.#template = template
  }

  async connectedCallback() {
    const turn = ++this.#turn
    try {
      await Promise.all([loadPage(), loadSheet()])
      if (turn !== this.#turn) return
      const handle = await mountDesigner(this, {
        storage: this.getAttribute('storage') ?? 'none',
        storageKey: this.getAttribute('storage-key') ?? undefined,
        template: this.#template,
      })
      if (turn !== this.#turn) return handle.destroy()
      this.#handle = handle
      this.dispatchEvent(new CustomEvent('laureate-ready', { bubbles: true, composed: true }))
    } catch (why) {
      this.dispatchEvent(new CustomEvent('laureate-error', { detail: { message: String(why?.message ?? why) }, bubbles: true, composed: true }))
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
      root.textContent = `Laureate could not be loaded (${why?.message ?? why}). Check the connection and reload the page.`
    }
  }

  disconnectedCallback() {
    this.#turn++
    if (this.#handle) {
      // Moved within the page, it goes on with what it has.
      this.#template = this.#handle.template()
      this.#handle.destroy()
    }
    this.#handle = null
  }
}

/** Registers the elements; a tag that is taken already is left alone. */
export function defineElements() {
  if (!customElements.get('laureate-designer')) customElements.define('laureate-designer', LaureateDesigner)
}

function request(operation, args) {
  exporter ??= new Exporter(BASE)
  for (const { id, info, bytes } of args.pictures ?? []) exporter.addPicture(id, info, bytes)
  const { pictures, ...rest } = args
  return exporter.request(operation, rest)
}

/** `{ template, values, pictures }` → `{ ok, svg, warnings }` */
export const renderSvg = (args) => request('renderSvg', args)
/** `{ template, values, pictures, dpi }` → `{ ok, png, warnings }` */
export const renderPng = (args) => request('renderPng', args)
/** `{ template, values: object | object[], pictures, created, id }` → `{ ok, pdf, warnings }` */
export const renderPdf = (args) => request('renderPdf', args)
/** `{ template }` → `{ ok, warnings }` or `{ ok: false, errors }` */
export const checkTemplate = (args) => request('checkTemplate', args)
/** `{ template }` → `{ ok, contract }` */
export const fieldContract = (args) => request('fieldContract', args)
/** `{ bytes, name }` → `{ ok, id, info, bytes, warnings }` */
export const importPicture = (args) => request('importPicture', args)
