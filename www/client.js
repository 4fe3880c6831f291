// The page's side of the worker: requests with a time limit and a way to stop them.
import { refusal } from './errors.js'
import { openExporter } from './exporter.js'
import { openWorker } from './load.js'

/** How long a request may take, in milliseconds, counted from when it is begun. */
const LIMIT = 120_000
/** How long the module may take to load. */
const LOADING = 60_000

export class Exporter {
  #base
  #worker = null
  #ready = null
  #inPage = null
  #waiting = new Map()
  #next = 1
  /** Gives up waiting for a worker that is loading. */
  #abandon = null
  /** Pictures by id: `{ info, bytes }`. */
  #pictures = new Map()
  /** Ids of pictures and names of fonts that the running worker has. */
  #sent = new Set()
  /** A person's own font files: `{ name, bytes }`. */
  #fonts = []

  constructor(base) {
    this.#base = base
  }

  /** Makes a picture known, so that it is sent along when something needs it. */
  addPicture(id, info, bytes) {
    this.#pictures.set(id, { info, bytes })
  }

  /** Makes a person's own font file known. */
  addFont(name, bytes) {
    const known = this.#fonts.some((font) => font.name === name && font.bytes.length === bytes.length)
    if (!known) this.#fonts.push({ name, bytes })
  }

  /** Starts loading, so that the first request needn't wait for it. */
  warm() {
    this.#start().catch(() => {})
  }

  /**
   * Asks for something. Never throws; what fails is an answer with errors.
   * @param {string} operation
   * @param {object} args
   * @param {{limit?: number, signal?: AbortSignal}} options
   */
  async request(operation, args, { limit = LIMIT, signal } = {}) {
    if (signal?.aborted) return refusal('stopped', 'Stopped.')
    const work = this.#work(operation, args, limit, signal)
    if (!signal) return work
    // Also while the worker loads, and where there is none.
    let stop
    const stopped = new Promise((resolve) => {
      stop = () => resolve(refusal('stopped', 'Stopped.'))
      signal.addEventListener('abort', stop, { once: true })
    })
    return Promise.race([work, stopped]).finally(() => signal.removeEventListener('abort', stop))
  }

  async #work(operation, args, limit, signal) {
    try {
      await this.#start()
      await this.#sendPictures(args.template)
      return await this.#ask(operation, args, limit, signal)
    } catch (why) {
      return refusal('exporter-unavailable', `The exporter could not be started: ${why?.message ?? why}.`, 'Check the connection and try again.')
    }
  }

  /** Stops everything that is under way. */
  stop(answer = refusal('stopped', 'Stopped.')) {
    this.#abandon?.(new Error('it was stopped'))
    this.#abandon = null
    this.#worker?.terminate()
    this.#worker = null
    this.#ready = null
    this.#sent.clear()
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const request of waiting) request.settle(answer)
  }

  #start() {
    if (!this.#ready) {
      const ready = this.#open().catch((why) => {
        // Another worker may have been started since.
        if (this.#ready === ready) this.stop()
        throw why
      })
      this.#ready = ready
    }
    return this.#ready
  }

  async #open() {
    try {
      this.#worker = openWorker('worker.js', this.#base, 'laureate')
    } catch {
      // No workers here (some sandboxes, other origins): work in the page.
      this.#inPage ??= await openExporter(this.#base)
      return
    }
    const worker = this.#worker
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('it took too long to load')), LOADING)
      const done = (settle) => (value) => {
        clearTimeout(timer)
        settle(value)
      }
      this.#abandon = done(reject)
      worker.onmessage = ({ data }) => {
        if (data.ready) done(resolve)()
        else if (data.failed) done(reject)(new Error(data.failed))
        else this.#receive(data)
      }
      worker.onerror = (event) => {
        event.preventDefault()
        done(reject)(new Error(event.message || 'the worker could not be loaded'))
      }
    })
    worker.onerror = (event) => {
      event.preventDefault()
      this.stop(refusal('exporter-failed', 'Making the file failed.', 'Try again.'))
    }
  }

  async #sendPictures(template) {
    for (const font of this.#fonts) {
      if (this.#sent.has(font)) continue
      this.#sent.add(font)
      await this.#ask('addFont', font, LIMIT)
    }
    for (const id of usedPictures(template)) {
      const picture = this.#pictures.get(id)
      if (!picture || this.#sent.has(id)) continue
      this.#sent.add(id)
      await this.#ask('addPicture', { id, info: picture.info, bytes: picture.bytes }, LIMIT)
    }
  }

  #ask(operation, args, limit, signal) {
    if (!this.#worker) {
      // Without a worker and without the module, it was stopped meanwhile.
      if (!this.#inPage) return Promise.resolve(refusal('stopped', 'Stopped.'))
      return this.#inPage(operation, args)
    }
    return new Promise((resolve) => {
      const id = this.#next++
      const request = {
        timer: 0,
        limit,
        settle: (answer) => {
          clearTimeout(request.timer)
          signal?.removeEventListener('abort', abort)
          resolve(answer)
        },
        operation,
      }
      const abort = () => this.#giveUp(request, refusal('stopped', 'Stopped.'))
      if (signal?.aborted) return resolve(refusal('stopped', 'Stopped.'))
      signal?.addEventListener('abort', abort)
      this.#waiting.set(id, request)
      this.#worker.postMessage({ id, operation, args })
    })
  }

  #receive({ id, started, answer, broken }) {
    const request = this.#waiting.get(id)
    if (!request) return
    if (started) {
      // Time counts from here: what waits behind a long job is not late.
      request.timer = setTimeout(() => this.#late(request), request.limit)
      return
    }
    this.#waiting.delete(id)
    request.settle(answer)
    if (broken) this.stop()
  }

  #late(request) {
    const seconds = request.limit / 1000
    const answer =
      request.operation === 'importPicture'
        ? refusal('picture-too-slow', `The picture was not ready within ${seconds} s, so it was refused.`, 'Simplify the drawing, or save it as PNG and choose that.')
        : request.operation === 'readFile'
          ? refusal('bundle-too-slow', `The file could not be read within ${seconds} s, so it was refused.`, 'Nothing was changed. Ask whoever gave it to you to save it again.')
          : refusal('timed-out', `This took longer than ${seconds} s and was stopped.`, 'Try again with fewer certificates or a smaller size.')
    this.#giveUp(request, answer)
  }

  /** Ends one request. The worker goes with it, so what waits behind must be asked again. */
  #giveUp(request, answer) {
    request.settle(answer)
    this.stop(refusal('interrupted', 'This was interrupted because another job had to be stopped.', 'Try again.'))
  }
}

/** The ids of the pictures that a template uses. */
export function usedPictures(template) {
  if (!template || typeof template !== 'object') return []
  const elements = Array.isArray(template.elements) ? template.elements : []
  const ids = [template.background?.picture, ...elements.map((element) => element?.image?.asset)]
  return ids.filter((id) => typeof id === 'string')
}
