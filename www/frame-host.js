// The page's side of Laureate in a frame. It needs nothing else of Laureate.

/** The version of the protocol: another one is refused, on both sides. */
const PROTOCOL = 1
/** So long the frame may take to say hello, in milliseconds. */
const PATIENCE = 30_000

export class LaureateFrame {
  #frame
  #origin
  #port = null
  /** Names the document that said hello: it may say so twice. */
  #session = null
  #waiting = new Map()
  #next = 1
  #options
  #settle
  #timer
  /** Resolves when what is shown is ready. */
  ready

  /**
   * @param {HTMLIFrameElement} frame its address is `embed/frame.html`, with `?parent=<our origin>` where that is another one
   * @param {object} options
   * @param {string} options.origin where the frame comes from; `'null'` for one in a sandbox without `allow-same-origin`
   * @param {{element?: 'designer'|'simulator'|'certificate', options?: object}} [options.show]
   * @param {(saved: {value: object}) => Promise<unknown>} [options.onSave]
   * @param {() => void} [options.onChange]
   * @param {(error: {code: string, message: string}) => void} [options.onError]
   * @param {(file: {name: string, type: string}) => void} [options.onExport]
   */
  constructor(frame, options) {
    if (!(frame instanceof HTMLIFrameElement)) throw new TypeError('LaureateFrame takes an <iframe>.')
    if (typeof options?.origin !== 'string' || options.origin === '*') throw new TypeError('LaureateFrame needs the origin that the frame comes from.')
    this.#frame = frame
    this.#origin = options.origin
    this.#options = options
    this.ready = new Promise((resolve, reject) => (this.#settle = { resolve, reject }))
    // Nobody may be listening for it.
    this.ready.catch(() => {})
    this.#timer = setTimeout(() => this.#fail('no-answer', 'The frame did not answer: its address, its `?parent=` or its origin may be wrong.'), PATIENCE)
    addEventListener('message', this.#hello)
    // It may have said hello before we listened.
    frame.contentWindow?.postMessage({ laureate: PROTOCOL, type: 'knock' }, this.#target)
  }

  /** A frame without an origin can only be addressed by its window. */
  get #target() {
    return this.#origin === 'null' ? '*' : this.#origin
  }

  #hello = ({ data, source, origin }) => {
    if (source !== this.#frame.contentWindow || origin !== this.#origin || !data || typeof data !== 'object') return
    if (data.type === 'other-protocol' || (data.type === 'hello' && data.laureate !== PROTOCOL)) {
      this.#fail('other-protocol', `The frame speaks protocol ${data.laureate}, this page ${PROTOCOL}: take both from one version.`)
    } else if (data.type === 'hello' && data.session !== this.#session) {
      this.#session = data.session
      // The frame was loaded anew: what was waited for is gone.
      this.#forget('The frame was loaded again.')
      const { port1, port2 } = new MessageChannel()
      this.#port?.close()
      this.#port = port1
      port1.onmessage = this.#received
      // From here on it may take as long as the network does.
      clearTimeout(this.#timer)
      try {
        source.postMessage({ laureate: PROTOCOL, type: 'open', show: this.#options.show }, this.#target, [port2])
      } catch (why) {
        this.#fail('wrong-argument', `\`show\` cannot be sent: ${why.message}`)
      }
    }
  }

  #received = async ({ data: { id, event, detail, answer, error } }) => {
    if (event === 'save') {
      // The one that asked: another document may have come meanwhile.
      const port = this.#port
      try {
        if (!this.#options.onSave) throw new Error('this page does not save')
        const kept = await this.#options.onSave(detail)
        port?.postMessage({ saved: id, kept: kept !== false })
      } catch (why) {
        port?.postMessage({ saved: id, kept: false, why: String(why?.message ?? why) })
      }
    } else if (event === 'ready') {
      this.#settle.resolve(this)
    } else if (event === 'error') {
      if (this.#options.onError) this.#options.onError(detail)
      if (detail.fatal) this.#settle.reject(Object.assign(new Error(detail.message), { code: detail.code }))
    } else if (event === 'change') {
      this.#options.onChange?.()
    } else if (event === 'export') {
      this.#options.onExport?.(detail)
    } else if (this.#waiting.has(id)) {
      const { resolve, reject } = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error) reject(Object.assign(new Error(error.message), { code: error.code }))
      else resolve(answer)
    }
  }

  /**
   * Calls what the handle of the element in the frame has.
   * @param {'template'|'value'|'project'|'load'|'configure'|'save'|'flush'} call
   * @param {...unknown} args
   */
  async call(call, ...args) {
    await this.ready
    if (!this.#port) throw Object.assign(new Error('This frame was closed.'), { code: 'destroyed' })
    return new Promise((resolve, reject) => {
      const id = this.#next++
      this.#waiting.set(id, { resolve, reject })
      this.#port.postMessage({ id, call, args })
    })
  }

  /** Ends the talk; the frame itself stays. */
  close() {
    clearTimeout(this.#timer)
    removeEventListener('message', this.#hello)
    this.#port?.close()
    this.#port = null
    this.#forget('This frame was closed.')
    this.#settle.reject(Object.assign(new Error('This frame was closed.'), { code: 'destroyed' }))
  }

  #forget(why) {
    for (const { reject } of this.#waiting.values()) reject(Object.assign(new Error(why), { code: 'destroyed' }))
    this.#waiting.clear()
  }

  #fail(code, message) {
    clearTimeout(this.#timer)
    this.#options.onError?.({ code, message })
    this.#settle.reject(Object.assign(new Error(message), { code }))
  }
}
