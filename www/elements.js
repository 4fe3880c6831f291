// The custom elements. Attributes are words, properties are data; each element is
// mounted when it comes into a page and ended when it has left it.
import { LaureateError, plainDesign } from './errors.js'
import { textOf } from './load.js'
import { mountCertificate, mountDesigner, mountSimulator } from './mount.js'

const told = (name, detail) => new CustomEvent(name, { detail, bubbles: true, composed: true })

/** What all elements do: come, go, and come again elsewhere. */
class LaureateElement extends (globalThis.HTMLElement ?? Object) {
  /** Grows with each mounting and ending, so that a late one knows it is late. */
  #turn = 0
  #waiting = false
  /** Done when the mounting before is. */
  #before = Promise.resolve()
  #handle = null
  /** Settings given as properties; those of attributes stand in the attributes. */
  #given = {}
  /** What it had when it left: put back, it goes on with that. */
  #left = null
  /** Another document was asked for: what it has is not gone on with. */
  #fresh = false
  /** Something was set while it was being mounted. */
  #late = false
  #failed = false

  static observedAttributes = ['locale', 'src']

  /** What mounting gave: `null` before `laureate-ready` and after the element has left. */
  get handle() {
    return this.#handle
  }

  /** The texts to show instead of our own, by the English text. */
  get texts() {
    return this.#given.texts ?? null
  }

  set texts(texts) {
    this.give('texts', texts)
    this.again()
  }

  /** A property's value as it was given. */
  given(name) {
    return this.#given[name] ?? null
  }

  give(name, value) {
    this.#given[name] = value
    if (name === this.constructor.source) this.#left = null
  }

  /** What it had when it left, or was given. */
  get kept() {
    return this.#left ?? this.given(this.constructor.source)
  }

  connectedCallback() {
    // A property that was set before the element was defined hides ours.
    for (const name of this.constructor.properties ?? []) {
      if (!Object.hasOwn(this, name)) continue
      const value = this[name]
      delete this[name]
      this[name] = value
    }
    // Moved within the page: it goes on as it is.
    if (!this.#handle) this.again()
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (!this.isConnected) this.#end()
    })
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.isConnected) return
    const elsewhere = ['src', 'storage', 'storage-key', 'designs-key'].includes(name)
    if (elsewhere) this.#fresh = true
    if (name === 'src') this.give(this.constructor.source, null)
    // One that could not be mounted may be, with another word.
    if (elsewhere || name === 'locale' || this.#failed) this.again()
    else this.apply()
  }

  /** Takes over what can change while it is there; while it is mounted, a moment later. */
  apply() {
    if (!this.#handle) {
      this.#late = true
      return
    }
    try {
      this.changed(this.#handle)
    } catch (why) {
      this.dispatchEvent(told('laureate-error', { code: why.code ?? 'failed', message: why.message }))
    }
  }

  /** Mounts anew, once, however much has changed at this moment. */
  again() {
    if (!this.isConnected || this.#waiting) return
    this.#waiting = true
    queueMicrotask(() => {
      this.#waiting = false
      if (!this.isConnected) return
      this.#end()
      this.#begin()
    })
  }

  async #begin() {
    const turn = ++this.#turn
    const late = () => turn !== this.#turn
    this.#failed = false
    try {
      let first = true
      const handle = await this.#inTurn(async () => {
        if (late()) return null
        first = this.#left === null
        const document = first ? await this.#fetched() : { [this.constructor.source]: this.#left }
        if (late()) return null
        this.#late = false
        return this.mount({ locale: this.getAttribute('locale'), ...this.#given, ...document })
      })
      if (late()) return handle?.destroy()
      this.#handle = handle
      this.mounted?.(handle, first)
      if (this.#late) this.apply()
      this.dispatchEvent(told('laureate-ready', { handle }))
    } catch (why) {
      if (late()) return
      this.#failed = true
      const message = String(why?.message ?? why)
      const ours = why instanceof LaureateError
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
      root.textContent = ours ? message : `Laureate could not be loaded: ${message.replace(/\.?$/, '.')} Check the connection and reload the page.`
      this.dispatchEvent(told('laureate-error', { code: ours ? why.code : 'not-loaded', message, errors: why?.errors }))
    }
  }

  /** Two mountings at once would take the root from each other, the late one last. */
  #inTurn(mount) {
    const mounted = this.#before.then(mount)
    this.#before = mounted.catch(() => {})
    return mounted
  }

  /** What `src` leads to, under the name of the property that it stands for. */
  async #fetched() {
    const src = this.getAttribute('src')
    if (!src || this.#given[this.constructor.source]) return {}
    const url = new URL(src, document.baseURI)
    try {
      return { [this.constructor.source]: JSON.parse(await textOf(url)) }
    } catch (why) {
      throw new LaureateError('src-unreadable', `${url.href} could not be read (${why.message}).`)
    }
  }

  #end() {
    this.#turn++
    const handle = this.#handle
    this.#handle = null
    if (!handle) return
    const left = this.#fresh ? null : (this.leaving?.(handle) ?? null)
    this.#fresh = false
    if (typeof left?.then === 'function') {
      // The engine is asked for it, and ends when it has answered; so does the next mounting.
      this.#left = null
      const answered = left.then(
        (value) => {
          this.#left ??= value
        },
        () => {},
      )
      this.#before = Promise.all([this.#before, answered.then(() => handle.destroy())]).catch(() => {})
    } else {
      this.#left = left
      handle.destroy()
    }
  }

  /** Something that can change while it is there. */
  changed() {}
}

/** What the two rooms share: being kept, being read only, saving. */
class EditorElement extends LaureateElement {
  static observedAttributes = [...LaureateElement.observedAttributes, 'storage', 'storage-key', 'readonly', 'mode', 'saving', 'disabled']

  get readonly() {
    return this.hasAttribute('readonly')
  }

  set readonly(readonly) {
    this.toggleAttribute('readonly', Boolean(readonly))
  }

  /** What the attributes say. */
  settings() {
    return {
      readonly: this.readonly || this.disabledByForm || this.hasAttribute('disabled'),
      // None is as usual, not as it was.
      mode: this.getAttribute('mode'),
      saving: this.getAttribute('saving'),
    }
  }

  options() {
    return {
      ...this.settings(),
      storage: this.getAttribute('storage') ?? undefined,
      storageKey: this.getAttribute('storage-key') ?? undefined,
    }
  }

  changed(handle) {
    handle.configure({ ...this.settings(), ...this.shown() })
  }

  /** What it goes on with where it is put back; what is kept in this browser is read there. */
  leaving(handle) {
    return this.getAttribute('storage') === 'local' ? null : this.document(handle)
  }

  #loads = Promise.resolve()

  /** Opens what was given, one after the other; of those that wait only the last. */
  load(given) {
    const handle = this.handle
    const stays = () => handle === this.handle && given === this.given(this.constructor.source)
    this.#loads = this.#loads.then(async () => {
      if (!stays() || given === null) return
      const answer = await handle.load(given).catch((why) => {
        if (why?.code === 'destroyed') return null
        return { ok: false, errors: [{ code: why?.code ?? 'failed', message: String(why?.message ?? why) }] }
      })
      if (!answer || handle !== this.handle) return
      if (answer.ok) this.loaded?.(handle)
      else this.dispatchEvent(told('laureate-error', { ...answer.errors[0], errors: answer.errors }))
    })
  }

  /** What else may change while it is there. */
  shown() {
    return {}
  }

  /** Asks the page to save, by `laureate-save`; whether it is kept. */
  async save() {
    return this.handle ? this.handle.save() : false
  }

  /** Saves at once what is still to be saved in this browser. */
  async flush() {
    return this.handle ? this.handle.flush() : true
  }
}

/** `<laureate-designer name storage storage-key src locale theme readonly mode saving disabled>` */
export class LaureateDesigner extends EditorElement {
  static formAssociated = true
  static source = 'template'
  static properties = ['template', 'fields', 'values', 'fonts', 'pictures', 'texts', 'value', 'readonly']

  #internals = this.attachInternals?.()
  #initial = null
  #queued = false
  disabledByForm = false

  /** The design, as plain JSON data; its pictures are in `handle.pictures()` and in `value`. */
  get template() {
    if (this.handle) return this.handle.template()
    const { value } = plainDesign('template', this.kept ?? undefined)
    return value ?? null
  }

  set template(template) {
    this.give('template', template)
    if (this.handle) return this.load(template)
    this.#internals?.setFormValue(this.value || null)
    this.again()
  }

  /** The design as JSON text, with its pictures and fonts inside: what a form sends. */
  get value() {
    if (this.handle) return this.handle.value()
    const { value } = plainDesign('template', this.kept ?? undefined)
    return value === undefined || value === null ? '' : JSON.stringify(value)
  }

  set value(text) {
    this.template = text === '' ? null : text
  }

  get form() {
    return this.#internals?.form ?? null
  }

  get name() {
    return this.getAttribute('name') ?? ''
  }

  set name(name) {
    this.setAttribute('name', name)
  }

  get type() {
    return this.localName
  }

  /** Fields that the page fills: added to those of the design. */
  get fields() {
    return this.given('fields')
  }

  set fields(fields) {
    this.give('fields', fields)
    this.apply()
  }

  /** Values to look at the design with. */
  get values() {
    return this.given('values')
  }

  set values(values) {
    this.give('values', values)
    this.apply()
  }

  get fonts() {
    return this.given('fonts')
  }

  set fonts(fonts) {
    this.give('fonts', fonts)
    this.again()
  }

  get pictures() {
    return this.given('pictures')
  }

  set pictures(pictures) {
    this.give('pictures', pictures)
    this.again()
  }

  shown() {
    return { fields: this.given('fields'), values: this.given('values') }
  }

  mount(given) {
    return mountDesigner(this, { ...this.options(), ...given })
  }

  mounted(handle, first) {
    if (first) this.#initial = handle.value()
    this.#internals?.setFormValue(handle.value())
    handle.onchange = () => this.#changed()
  }

  document(handle) {
    return handle.value()
  }

  loaded(handle) {
    this.#internals?.setFormValue(handle.value())
  }

  /** In a form the value follows at once; elsewhere nobody asks for it. */
  #changed() {
    if (this.#queued || !this.form) return
    this.#queued = true
    queueMicrotask(() => {
      this.#queued = false
      if (this.handle) this.#internals.setFormValue(this.handle.value())
    })
  }

  formAssociatedCallback(form) {
    if (form && this.handle) this.#internals.setFormValue(this.handle.value())
  }

  formDisabledCallback(disabled) {
    this.disabledByForm = disabled
    this.apply()
  }

  formResetCallback() {
    if (this.#initial !== null) this.template = this.#initial
  }

  formStateRestoreCallback(state) {
    if (typeof state === 'string') this.template = state
  }
}

/** `<laureate-simulator storage storage-key designs-key src locale theme readonly saving>` */
export class LaureateSimulator extends EditorElement {
  static observedAttributes = [...EditorElement.observedAttributes, 'designs-key']
  static source = 'project'
  static properties = ['project', 'texts', 'readonly']

  /** The project to start with; what it has become is in `handle.project()` and in `laureate-change`. */
  get project() {
    return this.given('project')
  }

  set project(project) {
    this.give('project', project)
    if (this.handle && project !== null) this.load(project)
    else this.again()
  }

  document(handle) {
    return handle.project()
  }

  mount(given) {
    return mountSimulator(this, { ...this.options(), designsKey: this.getAttribute('designs-key') ?? undefined, ...given })
  }
}

/** `<laureate-certificate src locale theme controls file-name verify-url>` */
export class LaureateCertificate extends LaureateElement {
  static observedAttributes = [...LaureateElement.observedAttributes, 'controls', 'file-name', 'verify-url', 'organisation', 'issued', 'expires', 'number']
  static source = 'template'
  static properties = ['template', 'values', 'fonts', 'pictures', 'texts']

  get template() {
    return this.given('template')
  }

  set template(template) {
    this.#show('template', template)
  }

  get values() {
    return this.given('values')
  }

  set values(values) {
    this.#show('values', values)
  }

  get pictures() {
    return this.given('pictures')
  }

  set pictures(pictures) {
    this.#show('pictures', pictures)
  }

  get fonts() {
    return this.given('fonts')
  }

  set fonts(fonts) {
    this.#show('fonts', fonts)
  }

  #show(name, value) {
    this.give(name, value)
    if (this.handle) this.handle.update({ [name]: value })
    else this.again()
  }

  /** What the attributes say. */
  settings() {
    const word = (name) => this.getAttribute(name) ?? undefined
    return {
      controls: word('controls'),
      fileName: word('file-name'),
      verifyUrl: word('verify-url'),
      organisation: word('organisation'),
      issued: word('issued'),
      expires: word('expires'),
      number: word('number'),
    }
  }

  changed(handle) {
    handle.update(this.settings())
  }

  mount(given) {
    return mountCertificate(this, { ...this.settings(), ...given })
  }
}

const ELEMENTS = {
  'laureate-designer': LaureateDesigner,
  'laureate-simulator': LaureateSimulator,
  'laureate-certificate': LaureateCertificate,
}

/**
 * Registers the elements. A tag that is taken already is left alone, so that two
 * versions of these files may be on one page: the first one keeps it.
 * @returns {Record<string, boolean>} by tag: whether it is ours
 */
export function defineElements() {
  const registry = globalThis.customElements
  if (!registry) throw new LaureateError('no-page', 'defineElements needs a page; here only the functions work.')
  return Object.fromEntries(
    Object.entries(ELEMENTS).map(([tag, element]) => {
      if (!registry.get(tag)) registry.define(tag, element)
      return [tag, registry.get(tag) === element]
    }),
  )
}
