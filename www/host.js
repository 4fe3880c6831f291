// What the page's wasm asks of the browser: fonts, pictures, the exporter,
// downloads. One host an instance.
import { Bundles } from './bundle.js'
import { Exporter, usedPictures } from './client.js'
import { Database } from './database.js'
import { LaureateError } from './errors.js'
import { bytesOf } from './load.js'
import { worked } from './persist.js'
import { Pictures } from './pictures.js'
import { Records } from './records.js'
import { RulesClient } from './rules-client.js'
import { Tabs, isHeld } from './tabs.js'
import { Versions } from './versions.js'

/** So long the page may take to save, in milliseconds. */
const PATIENCE = 60_000

/** Font files of this visit, shared by every instance. */
const fonts = new Map()

export class Host {
  #base
  #element
  #pictures
  /** The database and what of it holds documents; `null` where nothing is kept. */
  #database
  #records
  #versions
  #exporter
  #current = null
  #rules = null
  #tabs = null
  #bundles = null
  #language
  /** Own fonts that were given by the page: `[{ name, bytes }]`. */
  #given = []
  /** Pictures and fonts as they stand in a design's JSON, by their ids. */
  #inside = new Map()
  closed = false
  /** Is told of changes. */
  onchange = () => {}
  /** Says what there is to save. */
  onsave = () => ({})

  constructor(base, element, { keep, language }) {
    this.#base = base
    this.#element = element
    this.#language = language
    this.#database = keep ? new Database() : null
    this.#records = this.#database && new Records(this.#database)
    this.#pictures = new Pictures(this.#database)
    this.#versions = new Versions(this.#database)
    this.#exporter = new Exporter(base)
  }

  /** The bytes of a font file; a failed fetch is tried again the next time. */
  async font(file) {
    if (!fonts.has(file)) {
      const loading = bytesOf(new URL(`fonts/${file}`, this.#base))
      fonts.set(file, loading)
      loading.catch(() => fonts.delete(file))
    }
    return fonts.get(file)
  }

  /** Starts loading the exporter in the background. */
  warm() {
    this.#exporter.warm()
  }

  /** Asks the exporter; `limit` is in milliseconds. Never throws. */
  async request(operation, args, limit) {
    const controller = new AbortController()
    this.#current = controller
    const answer = await this.#exporter.request(operation, args, { limit, signal: controller.signal })
    if (this.#current === controller) this.#current = null
    return answer
  }

  /** Stops the request that is under way. */
  cancel() {
    this.#current?.abort()
  }

  /** Keeps a picture and makes it known to the exporter. */
  async putPicture(id, info, bytes) {
    this.#exporter.addPicture(id, info, bytes)
    return this.#pictures.put(id, info, bytes)
  }

  /** Gets a picture that was kept; `false` when it is not there. */
  async getPicture(id) {
    const found = await this.#pictures.get(id)
    if (!found) return false
    this.#exporter.addPicture(id, found.info, found.bytes)
    return true
  }

  /** The address to show a picture by. */
  pictureUrl(id) {
    return this.#pictures.url(id)
  }

  /** Keeps a person's own font file and makes it known to the exporter. */
  async putFont(id, name, bytes) {
    await this.giveFont({ id, name, bytes })
    return this.#pictures.putFont(id, name, bytes)
  }

  /** A font file that the page has given. */
  async giveFont({ id, name, bytes }) {
    const own = id ?? (await digest(bytes))
    if (this.#given.some((font) => font.id === own)) return
    this.#exporter.addFont(name, bytes)
    this.#given.push({ id: own, name, bytes })
  }

  /** The fonts that were kept or given: `[{ name, bytes }]`; the exporter knows them then. */
  async ownFonts() {
    const fonts = await this.#pictures.fonts()
    for (const { name, bytes } of fonts) this.#exporter.addFont(name, bytes)
    for (const font of fonts) await this.giveFont(font)
    return [...this.#given]
  }

  /** The texts of the language that is spoken here, as JSON; none for plain English. */
  catalogue() {
    return this.#language.json ?? undefined
  }

  /** Which form a count takes in that language. */
  plural(n) {
    return this.#language.plural(n)
  }

  /** Something was changed. */
  changed() {
    this.onchange()
  }

  /**
   * Asks the page to keep the work, by a `laureate-save` that it answers with
   * `detail.respondWith(promise)`, or prevents.
   * @returns {Promise<{handled: boolean, kept: boolean, why?: string}>}
   */
  async askSave() {
    let answer = null
    let open = true
    const detail = Object.defineProperties(
      {
        respondWith(promise) {
          if (!open) throw new LaureateError('too-late', 'respondWith is called while the event is being told, not later.')
          answer = Promise.resolve(promise)
          event.preventDefault()
        },
      },
      Object.getOwnPropertyDescriptors(await this.onsave()),
    )
    const event = new CustomEvent('laureate-save', { detail, bubbles: true, composed: true, cancelable: true })
    this.#element.dispatchEvent(event)
    open = false
    if (!answer) return { handled: event.defaultPrevented, kept: event.defaultPrevented }
    let timer
    const late = new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`the page has not answered for ${PATIENCE / 1000} s`)), PATIENCE)
    })
    try {
      const kept = await Promise.race([answer, late])
      return kept === false ? { handled: true, kept: false, why: 'the page refused it' } : { handled: true, kept: true }
    } catch (why) {
      return { handled: true, kept: false, why: String(why?.message ?? why) }
    } finally {
      clearTimeout(timer)
    }
  }

  /**
   * A design that a page gives: what it has inside passes the gate and is taken out.
   * @returns {Promise<{template: object, findings: object[]}>}
   */
  async takeDesign(given) {
    if (!given || typeof given !== 'object' || !given.files) return { template: given, findings: [] }
    const { files, ...template } = given
    const name = typeof template.name === 'string' ? template.name : 'design'
    const file = new File([JSON.stringify(given)], `${name}.json`)
    const { contents, renamed, errors } = JSON.parse(await this.readBundle(file, () => {}))
    // Without its pictures it would be saved without them.
    if (errors) return { errors }
    await this.keepBundle()
    let text = JSON.stringify(template)
    for (const [from, to] of Object.entries(renamed)) text = text.replaceAll(from, to)
    return { template: JSON.parse(text), findings: contents.refused }
  }

  /** A design with its pictures and fonts inside. */
  whole(template) {
    const { pictures, fonts } = this.files(template)
    if (pictures.length + fonts.length === 0) return template
    const inside = (id, make) => {
      if (!this.#inside.has(id)) this.#inside.set(id, make())
      return [id, this.#inside.get(id)]
    }
    return {
      ...template,
      files: {
        pictures: Object.fromEntries(pictures.map(({ id, info, bytes }) => inside(id, () => ({ mime: info.mime, data: toBase64(bytes) })))),
        fonts: Object.fromEntries(fonts.map(({ id, name, bytes }) => inside(id, () => ({ name, data: toBase64(bytes) })))),
      },
    }
  }

  /** The pictures that a design uses, all without one, and the fonts that were given or brought. */
  files(template) {
    const used = template && new Set(usedPictures(template))
    const pictures = this.#pictures.known().filter(({ id }) => !used || used.has(id))
    return { pictures, fonts: [...this.#given] }
  }

  /** Writes the second copy of a document; `null` removes it. */
  putRecord(key, text) {
    if (text === null || text === undefined) this.#records?.remove(key)
    else this.#records?.put(key, text)
  }

  /** Whether the last of these writes is kept: `{ kept, why }`. */
  async recordsSettled() {
    return this.#records ? this.#records.settled() : { kept: false, why: 'Nothing is kept for this page.' }
  }

  /** The second copy of a document. */
  async getRecord(key) {
    return this.#records?.get(key)
  }

  /** The second copies under a key: `[[key, text]]`. */
  async recordsUnder(key) {
    return this.#records ? this.#records.under(key) : []
  }

  /** Who is told which tab edits, of saves elsewhere, and that it must leave. */
  onTabs(base, role, saved, leave) {
    this.#tabs?.close()
    this.#tabs = new Tabs(base, { role, saved, leave })
  }

  /** Asks to be the tab that edits a document. */
  holdDocument(key) {
    this.#tabs?.hold(key)
  }

  /** Takes a document over from the tab that edits it. */
  takeDocument() {
    this.#tabs?.take()
  }

  /** Whether a tab edits a document. */
  async documentHeld(key) {
    return isHeld(key)
  }

  /** Tells other tabs that a document was saved. */
  savedDocument(key) {
    this.#tabs?.saved(key)
  }

  /** Something the person did was saved: `true` when it is time to remind of a copy. */
  async worked() {
    return this.#database ? worked() : false
  }

  /** Somebody wants everything as a file. Whoever knows how listens for it on the element. */
  backup() {
    this.#element.dispatchEvent(new CustomEvent('laureate-backup'))
  }

  /** Everything, or one design, as a file; and such files read. See `bundle.js`. */
  get #files() {
    return (this.#bundles ??= new Bundles(this.#base, this.#pictures, this.#exporter, (font) => this.giveFont(font)))
  }

  /** @param {string} parts JSON text @returns {Promise<object>} `{ ok, bytes, warnings }` */
  packBundle(parts) {
    return this.#files.pack(JSON.parse(parts))
  }

  /** @param {string} template JSON text @returns {Promise<object>} `{ ok, text, warnings }` */
  packDesign(template) {
    return this.#files.packDesign(JSON.parse(template))
  }

  /** @returns {Promise<string>} JSON text: `{ contents, renamed }` or `{ errors }` */
  readBundle(file, progress) {
    return this.#files.read(file, progress)
  }

  /** Keeps the pictures and fonts of what was read last: `{ kept, why }`. */
  keepBundle() {
    return this.#files.keep()
  }

  /** Stops what is under way with files, and gives back its memory. */
  stopBundle() {
    this.#bundles?.stop()
  }

  /** `zip`, `design` or `other`: what a file is, by its first bytes. */
  async fileKind(file) {
    const start = new Uint8Array(await file.slice(0, 2).arrayBuffer())
    if (start[0] === 0x50 && start[1] === 0x4b) return 'zip'
    const text = await file.slice(0, 4096).text()
    return /"format"\s*:\s*"laureate-template"/.test(text) ? 'design' : 'other'
  }

  /** What the element says under a name. */
  attribute(name) {
    return this.#element.getAttribute(name) ?? undefined
  }

  /** Hears events that others send to the element. Gives a function that ends it. */
  onElement(type, heard) {
    this.#element.addEventListener(type, heard)
    return () => this.#element.removeEventListener(type, heard)
  }

  /** Keeps a version of a document: `{ kept, why }`. */
  async putVersion(document, id, head, text) {
    return this.#versions.put(document, id, head, text)
  }

  /** Writes another head for a version. */
  async putVersionHead(document, id, head) {
    return this.#versions.putHead(document, id, head)
  }

  /** The heads of a document's versions. */
  async versionHeads(document) {
    return this.#versions.heads(document)
  }

  /** The text of a version. */
  async versionText(document, id) {
    return this.#versions.text(document, id)
  }

  /** Removes versions; all of a document's without a list. */
  async removeVersions(document, ids) {
    return this.#versions.remove(document, ids)
  }

  /** The documents that have versions, less those that have a second copy. */
  async versionDocuments() {
    const all = await this.#versions.documents()
    const gone = await Promise.all(all.map(async (key) => (await this.getRecord(key)) === undefined))
    return all.filter((_, n) => gone[n])
  }

  /** The bytes of a file, at most `limit` of them: larger ones are not read. */
  async readFile(file, limit) {
    if (file.size > limit) return null
    return new Uint8Array(await file.arrayBuffer())
  }

  /** How much this page has stored, as far as the browser says: `{ usage, quota, persisted }`. */
  async storageUse() {
    try {
      const [{ usage, quota }, persisted] = await Promise.all([navigator.storage.estimate(), navigator.storage.persisted()])
      return { usage, quota, persisted }
    } catch {
      return {}
    }
  }

  /** Hands a file to the person. */
  download(name, type, content) {
    this.emit('laureate-export', { name, type })
    const url = URL.createObjectURL(new Blob([content], { type }))
    const link = document.createElement('a')
    link.href = url
    link.download = name
    link.click()
    // Safari needs the address for a moment after the click.
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  }

  /** Puts a text on the clipboard; `false` where the browser refuses. */
  async copyText(text) {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      return false
    }
  }

  /** Where words end in a run of a script without spaces, in characters. */
  wordBreaks(run, language) {
    if (!Intl.Segmenter) return []
    const breaks = []
    let at = 0
    for (const { segment } of new Intl.Segmenter(language, { granularity: 'word' }).segment(run)) {
      if (at > 0) breaks.push(at)
      at += [...segment].length
    }
    return breaks
  }

  /**
   * The module broke: nothing it holds can be trusted, so the page offers what
   * was saved last. Plain DOM, since nothing of the module may be called.
   */
  panicked(storageKey) {
    this.emit('laureate-error', { code: 'panicked', message: 'Laureate stopped because of a fault.' })
    const root = this.#element.shadowRoot
    if (!root) return
    const { t } = this.#language
    const box = document.createElement('div')
    box.className = 'broken'
    box.setAttribute('role', 'alertdialog')
    box.setAttribute('aria-label', t('Laureate stopped'))
    const words = document.createElement('p')
    words.textContent = storageKey
      ? t('Laureate stopped because of a fault. Your work is saved up to the last moment; reload the page to go on.')
      : t('Laureate stopped because of a fault. Reload the page to start afresh.')
    const reload = document.createElement('button')
    reload.type = 'button'
    reload.textContent = t('Reload')
    reload.onclick = () => location.reload()
    box.append(words, reload)
    if (storageKey) {
      const save = document.createElement('button')
      save.type = 'button'
      save.textContent = t('Download saved work')
      save.onclick = () => {
        const text = localStorage.getItem(storageKey) ?? ''
        // Behind the first line, which is the envelope's, stands the template.
        this.download('certificate.json', 'application/json', text.slice(text.indexOf('\n') + 1))
      }
      box.append(save)
    }
    root.append(box)
    reload.focus()
  }

  #engine() {
    return (this.#rules ??= new RulesClient(this.#base, this.#language))
  }

  /** Asks the rules engine; the answer is JSON text, or bytes. Files are read here. */
  async rules(call, { file, ...args } = {}) {
    if (file) args.bytes = new Uint8Array(await file.arrayBuffer())
    // A file's bytes are handed over; bytes of the page's own memory are copied.
    return this.#engine().request(call, args, file ? [args.bytes.buffer] : [])
  }

  /** Who is told how far a run is, and that the engine broke. */
  onRules(progress, broken) {
    this.#engine().onprogress = progress
    this.#engine().onbroken = broken
  }

  /** Whether the page around us has other rooms to go to. */
  hasRooms() {
    return this.#element.hasAttribute('rooms')
  }

  emit(type, detail) {
    this.#element.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }))
  }

  close() {
    this.closed = true
    this.#exporter.stop()
    this.#bundles?.stop()
    this.#rules?.close()
    this.#tabs?.close()
    this.#pictures.close()
    // What is still to be written is written first.
    this.#records?.settled().then(() => this.#database.close())
  }
}

function toBase64(bytes) {
  let text = ''
  // In parts: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

/** SHA-256 in hexadecimal, as designs name their files. */
async function digest(bytes) {
  const hash = await crypto.subtle.digest('SHA-256', bytes)
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
