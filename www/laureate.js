// Laureate for any page: custom elements and functions. Wasm, worker, styles
// and fonts are found beside this file.
import { Exporter } from './client.js'
import { Host } from './host.js'

const BASE = new URL('.', import.meta.url)

const modules = new Map()
const sheets = new Map()
let exporter = null

/** Does something once; what failed is tried again the next time. */
function once(known, key, work) {
  if (!known.has(key)) {
    const done = work().catch((why) => {
      known.delete(key)
      throw why
    })
    known.set(key, done)
  }
  return known.get(key)
}

/** Loads one of the wasm modules once: `page` is the designer, `room` the rehearsal room. */
function load(name) {
  return once(modules, name, async () => {
    const wasm = await import(new URL(`laureate_${name}.js`, BASE).href)
    await wasm.default({ module_or_path: new URL(`laureate_${name}_bg.wasm`, BASE) })
    return wasm
  })
}

/** A stylesheet, adopted by each shadow root: no `<style>`, so that it works under a strict content security policy. */
function loadSheet(file) {
  return once(sheets, file, async () => {
    const response = await fetch(new URL(file, BASE))
    if (!response.ok) throw new Error(`${file}: HTTP ${response.status}`)
    return new CSSStyleSheet().replace(await response.text())
  })
}

const loadPage = () => Promise.all([load('page'), loadSheet('laureate.css')])
const loadRoom = () => Promise.all([load('room'), loadSheet('laureate.css'), loadSheet('room.css')])

/** The version of the package. */
export async function version() {
  return (await load('page')).version()
}

/** An open shadow root with the styles, and a place in it. */
function prepare(element, styles) {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = styles
  const place = document.createElement('div')
  place.className = 'laureate'
  root.replaceChildren(place)
  return place
}

/** What both mounted things have: saving when the page goes, and an end. */
function handle(name, mounted, host, place, more) {
  let destroyed = false
  const alive = (work) => (...args) => {
    if (destroyed) throw new Error(`This ${name} was destroyed.`)
    return work(...args)
  }
  const flush = () => mounted.flush()
  const hidden = () => document.visibilityState === 'hidden' && flush()
  addEventListener('pagehide', flush)
  document.addEventListener('visibilitychange', hidden)
  return {
    ...Object.fromEntries(Object.entries(more).map(([key, work]) => [key, alive(work)])),
    /** Saves at once what is still to be saved. */
    flush: alive(flush),
    destroy() {
      if (destroyed) return
      flush()
      destroyed = true
      removeEventListener('pagehide', flush)
      document.removeEventListener('visibilitychange', hidden)
      mounted.destroy()
      mounted.free()
      host.close()
      // Its own place only: another one may have taken the root since.
      place.remove()
    },
  }
}

/**
 * Puts the designer into an element.
 * @param {HTMLElement} element gets an open shadow root
 * @param {{storage?: 'none'|'local', storageKey?: string, template?: object}} options
 */
export async function mountDesigner(element, options = {}) {
  const { storage = 'none', storageKey = 'laureate:certificate', template = null } = options
  const [wasm, ...styles] = await loadPage()
  const place = prepare(element, styles)
  const host = new Host(BASE, element, { keep: storage === 'local' })
  const local = storage === 'local'
  const copies = local ? await host.recordsUnder(storageKey) : []
  const designer = wasm.mountDesigner(place, host, local ? storageKey : undefined, template, copies)
  return handle('designer', designer, host, place, { template: () => designer.template() })
}

/**
 * Puts the rehearsal room into an element.
 * @param {HTMLElement} element gets an open shadow root
 * @param {{storage?: 'none'|'local', storageKey?: string, designsKey?: string, project?: object}} options
 */
export async function mountSimulator(element, options = {}) {
  const { storage = 'none', storageKey = 'laureate:project', designsKey = 'laureate:certificate', project = null } = options
  const [wasm, ...styles] = await loadRoom()
  const place = prepare(element, styles)
  const local = storage === 'local'
  const host = new Host(BASE, element, { keep: local })
  const given = project ? JSON.stringify(project) : undefined
  const found = local ? await Promise.all([host.recordsUnder(storageKey), host.recordsUnder(designsKey)]) : []
  const copies = found.includes(null) ? null : found.flat()
  const room = wasm.mountSimulator(place, host, local ? storageKey : undefined, local ? designsKey : undefined, given, copies)
  return handle('rehearsal room', room, host, place, { refresh: () => room.refresh() })
}

/** What both elements do: come, go, and come again elsewhere. */
class LaureateElement extends HTMLElement {
  /** Grows with each coming and going, so that a late mount knows it is late. */
  #turn = 0
  handle = null

  async connectedCallback() {
    const turn = ++this.#turn
    try {
      await this.prepare()
      if (turn !== this.#turn) return
      const handle = await this.mount({
        storage: this.getAttribute('storage') ?? 'none',
        storageKey: this.getAttribute('storage-key') ?? undefined,
      })
      if (turn !== this.#turn) return handle.destroy()
      this.handle = handle
      this.dispatchEvent(new CustomEvent('laureate-ready', { bubbles: true, composed: true }))
    } catch (why) {
      this.dispatchEvent(new CustomEvent('laureate-error', { detail: { message: String(why?.message ?? why) }, bubbles: true, composed: true }))
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
      root.textContent = `Laureate could not be loaded (${why?.message ?? why}). Check the connection and reload the page.`
    }
  }

  disconnectedCallback() {
    this.#turn++
    if (this.handle) {
      // Moved within the page, it goes on with what it has.
      this.leaving()
      this.handle.destroy()
    }
    this.handle = null
  }

  leaving() {}
}

/** `<laureate-designer storage="none|local" storage-key theme>` */
export class LaureateDesigner extends LaureateElement {
  #template = null

  /** The design, as plain JSON data. */
  get template() {
    return this.handle?.template() ?? this.#template
  }

  /** Set before the element is connected. */
  set template(template) {
    this.#template = template
  }

  prepare() {
    return loadPage()
  }

  mount(options) {
    return mountDesigner(this, { ...options, template: this.#template })
  }

  leaving() {
    this.#template = this.handle.template()
  }
}

/** `<laureate-simulator storage="none|local" storage-key designs-key theme>` */
export class LaureateSimulator extends LaureateElement {
  /** The project to start with, as plain JSON data; set before the element is connected. */
  project = null

  prepare() {
    return loadRoom()
  }

  mount(options) {
    return mountSimulator(this, { ...options, designsKey: this.getAttribute('designs-key') ?? undefined, project: this.project })
  }
}

/** Registers the elements; a tag that is taken already is left alone. */
export function defineElements() {
  if (!customElements.get('laureate-designer')) customElements.define('laureate-designer', LaureateDesigner)
  if (!customElements.get('laureate-simulator')) customElements.define('laureate-simulator', LaureateSimulator)
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
