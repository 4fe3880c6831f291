// One document, several tabs: one edits, the others follow. Who edits holds a Web
// Lock, which the browser gives back when the tab is gone, however it went. Tabs
// talk over a BroadcastChannel; that something was saved is told there and by the
// `storage` event, whichever comes first.
//
// Where there are no locks (a page that is not served securely) every tab may
// edit, and the save that comes too late is refused by its revision.

/** An editing tab that does not answer is not waited for longer: ms. */
const PATIENCE = 2000

export class Tabs {
  #base
  #channel = null
  #key = null
  /** Changes with each document, so that late answers are known as such. */
  #turn = 0
  #release = null
  #queue = null
  #role = null
  #asked = null
  #told

  /**
   * @param {string} base documents are kept under it and `base/…`
   * @param {object} told
   * @param {(role: 'edit'|'follow') => void} told.role
   * @param {(key: string) => void} told.saved somebody else has written there
   * @param {() => Promise<void>} told.leave save all: another tab takes over
   */
  constructor(base, told) {
    this.#base = base
    this.#told = told
    if (globalThis.BroadcastChannel) {
      this.#channel = new BroadcastChannel(`laureate:${base}`)
      this.#channel.onmessage = ({ data }) => this.#heard(data)
    }
    addEventListener('storage', this.#stored)
  }

  /** Asks to be the one that edits a document; lets go of the one before. */
  hold(key) {
    if (key === this.#key) {
      if (this.#role) this.#told.role(this.#role)
      return
    }
    this.#letGo()
    this.#key = key
    const turn = ++this.#turn
    if (!locks()) return this.#be('edit')
    this.#request(turn, { ifAvailable: true })
  }

  /** Takes over from the tab that edits, which saves first. */
  async take() {
    if (!this.#key || !locks() || this.#role === 'edit') return
    const turn = this.#turn
    const answered = new Promise((resolve) => {
      this.#asked = resolve
      setTimeout(resolve, PATIENCE)
    })
    this.#tell('take')
    await answered
    this.#asked = null
    if (turn !== this.#turn || this.#role === 'edit') return
    this.#queue?.abort()
    this.#request(turn, { steal: true })
  }

  /** Tells the others that a document was saved. */
  saved(key) {
    this.#tell('saved', key)
  }

  close() {
    removeEventListener('storage', this.#stored)
    this.#letGo()
    this.#turn++
    this.#channel?.close()
  }

  #letGo() {
    this.#queue?.abort()
    this.#queue = null
    this.#release?.()
    this.#release = null
    this.#key = null
    this.#role = null
  }

  /** A lock is ours until this is settled. */
  #keep(turn) {
    return new Promise((resolve) => {
      if (turn !== this.#turn) return resolve()
      this.#release = resolve
      this.#be('edit')
    })
  }

  async #request(turn, options) {
    let got = false
    try {
      await navigator.locks.request(this.#name(), options, (lock) => {
        if (!lock) return undefined
        got = true
        return this.#keep(turn)
      })
    } catch {
      // Stolen: another tab has taken over. Or the page has no right to locks.
      if (turn === this.#turn && !got && options.ifAvailable) return this.#be('edit')
    }
    // Let go of on purpose, or for another document.
    if (turn !== this.#turn) return
    this.#release = null
    this.#wait(turn)
  }

  /** Follows, and edits as soon as the tab that does so now is gone. */
  #wait(turn) {
    this.#be('follow')
    const queue = new AbortController()
    this.#queue = queue
    navigator.locks
      .request(this.#name(), { signal: queue.signal }, () => (turn === this.#turn ? this.#keep(turn) : undefined))
      .then(
        () => turn === this.#turn && this.#wait(turn),
        // Aborted on purpose, or stolen once it was ours.
        () => turn === this.#turn && !queue.signal.aborted && this.#wait(turn),
      )
  }

  #be(role) {
    if (role === this.#role) return
    this.#role = role
    this.#told.role(role)
  }

  async #heard({ kind, key }) {
    if (kind === 'saved') this.#told.saved(key)
    if (key !== this.#key) return
    if (kind === 'yours') this.#asked?.()
    if (kind === 'take' && this.#role === 'edit') {
      // Nothing is edited any more from here on, and what was is saved.
      this.#be('follow')
      await this.#told.leave()
      this.#tell('yours')
    }
  }

  #tell(kind, key = this.#key) {
    try {
      this.#channel?.postMessage({ kind, key })
    } catch {
      // Closed meanwhile.
    }
  }

  #stored = ({ key, storageArea }) => {
    if (!key) return
    // A sandboxed frame may not even look.
    try {
      if (storageArea !== localStorage) return
    } catch {
      return
    }
    if (key === this.#base || key.startsWith(`${this.#base}/`) || key.startsWith(`${this.#base}.`)) this.#told.saved(key)
  }

  #name() {
    return `laureate:${this.#key}`
  }
}

const locks = () => globalThis.navigator?.locks

/** Whether a tab edits a document. */
export async function isHeld(key) {
  try {
    const { held } = await locks().query()
    return held.some(({ name }) => name === `laureate:${key}`)
  } catch {
    return false
  }
}
