// One finished certificate in an element: seen, downloaded, shared. Only the module
// that draws SVG is loaded for it; PNG and PDF load theirs when they are asked for.
import { icon, item, make, menu } from './certificate-parts.js'
import { fileName, linkedIn, nameOf, webAddress, wordsOf } from './certificate-words.js'
import { LaureateError, expectObject, expectWord, plain, plainDesign, refusal, shadow } from './errors.js'
import { renderPdf, renderPng, renderSvg } from './functions.js'
import { loadSheet } from './load.js'

/** Keys typed in here are not the host's shortcuts. */
const KEYS = ['keydown', 'keypress', 'keyup']
/** When it is said that something takes a while, and when it can be given up, in milliseconds. */
const SLOW = 300
const VERY_SLOW = 3000
/** How long the browser may need the address of a download after the click. */
const DOWNLOADING = 60_000

const CONTROLS = ['download', 'share', 'open']
const MIME = { svg: 'image/svg+xml', png: 'image/png', pdf: 'application/pdf' }
const RENDER = { svg: renderSvg, png: renderPng, pdf: renderPdf }
/** What asks for a new picture. */
const DRAWN = ['template', 'values', 'pictures', 'fonts']
/** Failures that may be none the next time. */
const PASSING = ['module-unavailable', 'exporter-unavailable', 'exporter-failed', 'font-unavailable', 'render-failed', 'picture-failed', 'timed-out', 'interrupted']

/**
 * @param {HTMLElement} element
 * @param {object} options as the page gave them
 * @param {object} language what `speak` gave
 */
export async function mountCertificate(element, options, language) {
  const certificate = new Certificate(element, options, language)
  try {
    certificate.show(await loadSheet('certificate.css'))
  } catch (why) {
    certificate.destroy()
    throw why
  }
  const alive = (work) => (...args) => {
    if (certificate.destroyed) throw new LaureateError('destroyed', 'This certificate was destroyed.')
    return work(...args)
  }
  const warnings = alive(() => certificate.warnings)
  return {
    /** Changes some options; the answer comes when the certificate shows them. */
    update: alive((more) => certificate.update(expectObject('update', more, { absent: true }))),
    render: alive((type, more) => certificate.render(expectWord('render', type ?? '', Object.keys(RENDER)), more)),
    get warnings() {
      return warnings()
    },
    get destroyed() {
      return certificate.destroyed
    },
    destroy: () => certificate.destroy(),
  }
}

class Certificate {
  destroyed = false
  /** What there is to say about the picture that is shown. */
  warnings = []

  #element
  #language
  #options = {}
  /** Copies of what the page gave, so that it may go on with its own; or why there are none. */
  #design = {}
  #values = {}
  #verifyUrl = null
  #controls = CONTROLS

  /** The address of the picture that is shown. */
  #url = null
  /** The drawing under way, and whether it is out of date already. */
  #drawing = null
  #stale = false
  /** The file that is being made. */
  #job = null

  #place
  #parts

  constructor(element, options, language) {
    this.#element = element
    this.#language = language
    this.#build()
    // Drawing begins while the styles are on their way.
    this.update(options)
  }

  /** Puts it into the element. */
  show(sheet) {
    const root = shadow(this.#element)
    root.adoptedStyleSheets = [sheet]
    root.replaceChildren(this.#place)
  }

  destroy() {
    if (this.destroyed) return
    this.destroyed = true
    this.#job?.end()
    this.#release()
    // Its own place only: another one may have taken the root since.
    this.#place.remove()
  }

  // ------------------------------------------------------------------ options

  /** What of the options changed; the answer of the drawing, where there is one. */
  update(more) {
    const options = (this.#options = { ...this.#options, ...more })
    if ('template' in more) this.#design = options.template === '' ? {} : plainDesign('template', options.template ?? undefined)
    if ('values' in more) this.#values = plain('values', options.values ?? undefined)
    if ('verifyUrl' in more) {
      const given = options.verifyUrl ?? ''
      this.#verifyUrl = webAddress(given)
      if (given !== '' && !this.#verifyUrl) this.#wrong('`verifyUrl` is no web address, so it is not used.', 'Pass an address that starts with https://.', 'verifyUrl')
    }
    if ('controls' in more) this.#controls = this.#readControls(options.controls)
    this.#refresh()
    return DRAWN.some((name) => name in more) ? this.#draw() : Promise.resolve(null)
  }

  #readControls(given) {
    const words = Array.isArray(given) ? given : String(given ?? '').split(/[\s,]+/).filter(Boolean)
    const unknown = words.find((word) => ![...CONTROLS, 'all', 'none'].includes(word))
    if (unknown !== undefined) this.#wrong(`\`controls\` has ${JSON.stringify(unknown) ?? 'a thing'}, which there is not.`, `Pass “all”, “none”, or some of ${CONTROLS.join(', ')}.`, 'controls')
    if (words.includes('none')) return []
    const known = CONTROLS.filter((word) => words.includes(word))
    return words.includes('all') || (known.length === 0 && !Array.isArray(given)) ? CONTROLS : known
  }

  /** An option that can't be used is none; the page hears of it. */
  #wrong(message, repair, path) {
    this.#fail(refusal('wrong-argument', message, repair, path).errors[0])
  }

  get #template() {
    return this.#design.value ?? null
  }

  get #name() {
    return nameOf(this.#template) || this.#language.t('Certificate')
  }

  #request(more = {}) {
    const { pictures, fonts } = this.#options
    return { template: this.#template, values: this.#values.value, pictures: pictures ?? [], fonts: fonts ?? [], ...more }
  }

  /** Makes a file of it. Never throws. */
  async render(type, { signal, dpi } = {}) {
    const fault = this.#design.refusal ?? this.#values.refusal
    if (fault) return fault
    const more = { signal }
    if (type === 'png' && dpi !== undefined) more.dpi = dpi
    if (type === 'pdf') {
      const issued = new Date(this.#options.issued ?? Number.NaN)
      more.created = (Number.isNaN(issued.getTime()) ? new Date() : issued).toISOString()
      if (this.#options.number) more.id = String(this.#options.number)
    }
    try {
      return await RENDER[type](this.#template === null ? { ...this.#request(more), template: undefined } : this.#request(more))
    } catch (why) {
      return refusal('render-failed', `Drawing failed because of a fault: ${why?.message ?? why}.`, 'Try again; if it fails again, report the design that does it.')
    }
  }

  // ------------------------------------------------------------------ picture

  /** Draws until nothing is out of date: of fast changes the last one is shown. */
  #draw() {
    this.#stale = true
    this.#drawing ??= this.#drawAll().finally(() => {
      this.#drawing = null
    })
    return this.#drawing
  }

  async #drawAll() {
    const { frame } = this.#parts
    const slow = setTimeout(() => frame.classList.add('is-slow'), SLOW)
    let answer = null
    while (this.#stale && !this.destroyed) {
      this.#stale = false
      answer = await this.#drawOnce()
    }
    clearTimeout(slow)
    frame.classList.remove('is-slow')
    frame.removeAttribute('aria-busy')
    return answer
  }

  async #drawOnce() {
    const template = this.#template
    if (template === null && !this.#design.refusal) {
      this.#state('empty')
      return null
    }
    if (!this.#url) this.#state('drawing')
    this.#parts.frame.setAttribute('aria-busy', 'true')
    const answer = await this.render('svg')
    if (this.destroyed) return answer
    // Of another design it would be in a frame of the wrong shape.
    if (this.#stale && (!answer.ok || template !== this.#template)) return answer
    if (!answer.ok) {
      this.#refuse(answer.errors)
      return answer
    }
    const url = URL.createObjectURL(new Blob([answer.svg], { type: MIME.svg }))
    const picture = await loaded(url)
    if (this.destroyed || (this.#stale && template !== this.#template)) {
      URL.revokeObjectURL(url)
    } else if (picture) {
      this.#put(picture, url, answer)
    } else {
      URL.revokeObjectURL(url)
      const failed = refusal('picture-failed', 'The browser could not show the certificate.', 'Try again, or download it and open the file.')
      this.#refuse(failed.errors)
      return failed
    }
    return answer
  }

  #put(picture, url, { svg, warnings }) {
    const { holder, words, dialog, big } = this.#parts
    const said = wordsOf(svg)
    this.#release()
    this.#url = url
    this.warnings = warnings
    const lang = typeof this.#template?.language === 'string' ? this.#template.language : ''
    // The words as a person would read them out, one element after the other.
    picture.alt = [this.#name, ...said].map((line) => line.replace(/\.$/, '')).join('. ')
    picture.lang = lang
    words.lang = lang
    words.replaceChildren(...said.map((line) => make('span', { dir: 'auto' }, `${line} `)))
    holder.replaceChildren(picture)
    big.src = url
    big.alt = picture.alt
    big.lang = lang
    if (dialog.open) dialog.setAttribute('aria-label', this.#name)
    this.#state('drawn')
  }

  #refuse(errors) {
    const { t } = this.#language
    const again = errors.some((error) => PASSING.includes(error.code))
    const lines = errors.slice(0, 3).flatMap(({ message, repair }) => [make('p', { dir: 'auto' }, make('strong', {}, t(message)), repair ? ` ${t(repair)}` : '')])
    const retry = make('button', { type: 'button', click: () => this.#draw() }, t('Try again'))
    this.#state('failed')
    this.#parts.note.replaceChildren(icon('warning'), ...lines, ...(again ? [retry] : []))
    this.#fail(errors[0])
  }

  /** What is in the frame: `empty`, `drawing`, `drawn` or `failed`. */
  #state(state) {
    const { frame, note, holder, words, dialog, big } = this.#parts
    const { t } = this.#language
    frame.dataset.state = state
    if (state === 'empty') note.textContent = t('No certificate to show yet.')
    if (state === 'drawing') note.textContent = t('Drawing the certificate…')
    if (state === 'drawn') note.textContent = ''
    note.setAttribute('role', state === 'failed' ? 'alert' : 'none')
    if (state === 'empty' || state === 'failed') {
      dialog.close()
      holder.replaceChildren()
      words.replaceChildren()
      big.removeAttribute('src')
      this.#release()
      this.warnings = []
    }
    this.#refresh()
  }

  #release() {
    if (this.#url) URL.revokeObjectURL(this.#url)
    this.#url = null
  }

  // ----------------------------------------------------------------- controls

  /** Shows what the options and the state say. */
  #refresh() {
    const { frame, open, words, bar, download, share } = this.#parts
    const has = (control) => this.#controls.includes(control)
    const { width, height } = this.#template?.page ?? {}
    const known = [width, height].every((side) => typeof side === 'number' && side > 0 && Number.isFinite(side))
    this.#place.style.setProperty('--ratio', known ? String(width / height) : '1.414')
    const drawn = frame.dataset.state === 'drawn'
    open.hidden = !(has('open') && drawn)
    open.setAttribute('aria-label', this.#language.t('Open “{name}”', { name: this.#name }))
    // Under a button the picture's own words are not read out; without one they are.
    words.hidden = open.hidden
    download.box.hidden = !has('download')
    share.box.hidden = !has('share')
    bar.hidden = frame.dataset.state === 'empty' || !(has('download') || has('share'))
    for (const { button, close } of [download, share]) {
      button.setAttribute('aria-disabled', String(!drawn || this.#job !== null))
      if (!drawn) close()
    }
    download.button.classList.toggle('is-busy', this.#job?.slow ?? false)
  }

  #build() {
    const { t, tag, direction } = this.#language
    const holder = make('div', { class: 'holder' })
    const note = make('div', { class: 'note' })
    const open = make('button', { type: 'button', class: 'open', click: () => this.#open() }, icon('large'))
    const frame = make('div', { class: 'frame' }, holder, open, note, make('div', { class: 'progress' }))
    const words = make('p', { class: 'sr-only' })
    const download = menu('primary', [icon('download'), make('span', {}, t('Download')), icon('down')], () => this.#files())
    const share = menu('', [icon('share'), make('span', {}, t('Share')), icon('down')], () => this.#ways())
    const status = make('div', { class: 'status', role: 'status' })
    const extra = make('div', { class: 'extra' })
    const bar = make('div', { class: 'bar' }, download.box, share.box, status, extra)
    const big = make('img', { alt: '' })
    const dialog = make('dialog', { click: (event) => event.target === dialog && dialog.close() },
      make('div', { class: 'large' }, big),
      make('button', { type: 'button', class: 'close', 'aria-label': t('Close'), click: () => dialog.close() }, icon('close')))
    this.#parts = { frame, holder, open, note, words, download, share, bar, status, extra, dialog, big }
    this.#place = make('div', { class: 'laureate', lang: tag, dir: direction }, frame, words, bar, dialog)
    for (const type of KEYS) this.#place.addEventListener(type, (event) => event.stopPropagation())
    this.#state('empty')
  }

  #open() {
    const { dialog } = this.#parts
    if (!this.#url) return
    dialog.setAttribute('aria-label', this.#name)
    dialog.showModal()
  }

  #files() {
    const { t } = this.#language
    const line = (type, words) => item('download', words, { 'data-type': type, click: () => this.#download(type) })
    return [line('pdf', t('PDF, for printing')), line('png', t('PNG, a picture')), line('svg', t('SVG, sharp at any size'))]
  }

  #ways() {
    const { t } = this.#language
    const href = linkedIn(this.#template, this.#values.value, { ...this.#options, verifyUrl: this.#verifyUrl })
    const out = [item('away', t('Add to LinkedIn profile'), { href, 'data-way': 'linkedin' })]
    if (this.#verifyUrl) out.push(item('link', t('Copy link'), { 'data-way': 'link', click: () => this.#copy(this.#verifyUrl) }))
    const sample = new File(['-'], 'certificate.png', { type: MIME.png })
    if (globalThis.navigator?.canShare?.({ files: [sample] })) out.push(item('share', t('Share…'), { 'data-way': 'device', click: () => this.#sharePicture() }))
    return out
  }

  /** Says something below the controls, and aloud. */
  #say(words, ...extra) {
    const { status, extra: place } = this.#parts
    status.classList.remove('is-error')
    status.textContent = words
    place.replaceChildren(...extra)
  }

  #sayFault({ message, repair }) {
    const { t } = this.#language
    this.#say(`${t(message)}${repair ? ` ${t(repair)}` : ''}`)
    this.#parts.status.classList.add('is-error')
  }

  #emit(name, detail) {
    if (!this.destroyed) this.#element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }

  #fail(error) {
    this.#emit('laureate-error', error)
  }

  /**
   * Makes a file while it is shown that it is made; `null` where it was given up or
   * failed, which is said.
   */
  async #make(type) {
    if (this.#job || this.destroyed) return null
    const { t } = this.#language
    const giveUp = new AbortController()
    const cancel = make('button', { type: 'button', class: 'small', click: () => giveUp.abort() }, t('Cancel'))
    const job = {
      slow: false,
      end: () => timers.forEach(clearTimeout),
    }
    const timers = [
      setTimeout(() => {
        job.slow = true
        this.#say(t('Making the file'))
        this.#refresh()
      }, SLOW),
      setTimeout(() => this.#parts.extra.replaceChildren(cancel), VERY_SLOW),
    ]
    this.#job = job
    this.#say('')
    this.#refresh()
    // What is still loading doesn't hear that it was given up.
    const given = new Promise((resolve) => giveUp.signal.addEventListener('abort', () => resolve(null)))
    let answer = await Promise.race([this.render(type, { signal: giveUp.signal }), given])
    // Another job of the page was stopped, and this one with it.
    if (answer?.errors?.[0]?.code === 'interrupted') answer = await Promise.race([this.render(type, { signal: giveUp.signal }), given])
    job.end()
    if (this.destroyed) return null
    this.#job = null
    const focused = this.#place.getRootNode().activeElement === cancel
    this.#say('')
    this.#refresh()
    if (focused) this.#parts.download.button.focus()
    if (giveUp.signal.aborted || !answer) {
      this.#say(t('Stopped.'))
      return null
    }
    if (answer.ok) return answer[type]
    this.#sayFault(answer.errors[0])
    this.#fail(answer.errors[0])
    return null
  }

  #fileName(type) {
    return `${fileName(this.#options.fileName, this.#template, this.#values.value, this.#language.t('Certificate'))}.${type}`
  }

  async #download(type) {
    const name = this.#fileName(type)
    const content = await this.#make(type)
    if (content === null) return
    this.#emit('laureate-export', { name, type: MIME[type] })
    const url = URL.createObjectURL(new Blob([content], { type: MIME[type] }))
    make('a', { href: url, download: name }).click()
    setTimeout(() => URL.revokeObjectURL(url), DOWNLOADING)
    this.#say(this.#language.t('{name} was downloaded', { name }))
  }

  async #copy(link) {
    const { t } = this.#language
    try {
      await navigator.clipboard.writeText(link)
      if (!this.destroyed) this.#say(t('The link was copied.'))
    } catch {
      if (this.destroyed) return
      const field = make('input', { type: 'text', readonly: true, dir: 'ltr', 'aria-label': t('Link to the certificate') })
      field.value = link
      this.#say(t('The browser kept the clipboard to itself. Copy it from here, with Ctrl+C or ⌘C:'), field)
      field.focus()
      field.select()
    }
  }

  async #sharePicture() {
    const { t } = this.#language
    const name = this.#fileName('png')
    const content = await this.#make('png')
    if (content === null) return
    const data = { files: [new File([content], name, { type: MIME.png })], title: this.#name }
    if (this.#verifyUrl && navigator.canShare({ ...data, url: this.#verifyUrl })) data.url = this.#verifyUrl
    const share = async () => {
      try {
        await navigator.share(data)
        if (!this.destroyed) this.#say('')
      } catch (why) {
        if (this.destroyed || why?.name === 'AbortError') return
        // The click is too long ago: another one is needed.
        if (why?.name === 'NotAllowedError' && !asked) return ask()
        this.#sayFault({ message: 'The browser could not share the certificate.', repair: 'Download it and share the file.' })
      }
    }
    let asked = false
    const ask = () => {
      asked = true
      const button = make('button', { type: 'button', class: 'small', click: share }, t('Share…'))
      this.#say(t('The picture is ready.'), button)
      button.focus()
    }
    await share()
  }
}

/** The picture at an address, when it can be shown; `null` where it can't. */
async function loaded(url) {
  const picture = make('img', { draggable: 'false' })
  picture.src = url
  const shown = await new Promise((resolve) => {
    picture.onload = () => resolve(true)
    picture.onerror = () => resolve(false)
  })
  return shown ? picture : null
}
