// The page's side of the rules worker.
import { openWorker } from './load.js'
import { openRules } from './rules.js'

/** How long the module may take to load. */
const LOADING = 60_000

const failure = (code, message, repair) => JSON.stringify({ errors: [{ severity: 'error', code, path: '', message, repair }] })

export class RulesClient {
  #base
  #language
  #ready = null
  #worker = null
  #inPage = null
  #waiting = new Map()
  #next = 1
  #closed = false
  /** Gives up waiting for a worker that is loading. */
  #abandon = null
  /** Is told how far a run is, as JSON text. */
  onprogress = () => {}
  /** Is told that the engine broke and has lost its project. */
  onbroken = () => {}

  /**
   * @param {URL} base folder of these files
   * @param {{ tag: string, json: string | null } | null} [language] of the answers, as `locale.js` has it
   */
  constructor(base, language) {
    this.#base = base
    this.#language = language
  }

  /**
   * Asks for something; the answer is JSON text, or bytes. Never throws.
   * @param {string} call
   * @param {object} args
   */
  async request(call, args, transfer = []) {
    try {
      await (this.#ready ??= this.#open())
    } catch (why) {
      this.#ready = null
      return failure('rules-unavailable', `The rules engine could not be started: ${why?.message ?? why}.`, 'Check the connection and try again.')
    }
    if (this.#closed) return failure('stopped', 'Stopped.')
    return new Promise((resolve) => {
      const id = this.#next++
      this.#waiting.set(id, resolve)
      if (this.#worker) this.#worker.postMessage({ id, call, ...args }, transfer)
      else this.#inPage.take({ id, call, ...args })
    })
  }

  async #open() {
    const tell = (data) => this.#receive(data)
    try {
      this.#worker = openWorker('rules-worker.js', this.#base, 'laureate-rules')
    } catch {
      // No workers here (some sandboxes, other origins): work in the page.
      this.#inPage = await openRules(this.#base, tell)
      this.#speak((message) => this.#inPage.take(message))
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
        else tell(data)
      }
      worker.onerror = (event) => {
        event.preventDefault()
        done(reject)(new Error(event.message || 'the worker could not be loaded'))
      }
    })
    worker.onerror = (event) => {
      event.preventDefault()
      tell({ broken: event.message })
    }
    this.#speak((message) => worker.postMessage(message))
  }

  /** Tells a new engine its language, before anything is asked. */
  #speak(tell) {
    const { tag, json } = this.#language ?? {}
    if (json) tell({ call: 'speak', json, language: tag })
  }

  #receive({ id, answer, progress, broken }) {
    if (this.#closed) return
    if (progress) this.onprogress(progress)
    if (id) {
      this.#waiting.get(id)?.(answer)
      this.#waiting.delete(id)
    }
    if (broken !== undefined) {
      this.#stop(failure('rules-failed', `The rules engine stopped because of a fault (${broken}).`, 'The project is opened again as it was saved last.'))
      this.onbroken()
    }
  }

  #stop(answer) {
    this.#abandon?.(new Error('it was stopped'))
    this.#abandon = null
    this.#worker?.terminate()
    this.#worker = null
    this.#inPage = null
    this.#ready = null
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const resolve of waiting) resolve(answer)
  }

  close() {
    this.#closed = true
    this.#stop(failure('stopped', 'Stopped.'))
  }
}
