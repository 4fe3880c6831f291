// Pictures by the SHA-256 of their bytes: in IndexedDB when things are kept on
// this device, in memory otherwise.

const DATABASE = 'laureate'
const STORE = 'pictures'

export class Pictures {
  #memory = new Map()
  #urls = new Map()
  #database = null

  /** @param {boolean} keep whether pictures outlive the visit */
  constructor(keep) {
    if (keep) this.#database = open().catch(() => null)
  }

  /**
   * Keeps a picture. `kept` tells whether it will be there after a reload.
   * @returns {Promise<{kept: boolean, why?: string}>}
   */
  async put(id, info, bytes) {
    this.#memory.set(id, { info, bytes })
    const database = await this.#database
    if (!database) return { kept: false, why: 'This browser keeps no pictures for this page.' }
    try {
      await run(database, 'readwrite', (store) => store.put({ info, bytes }, id))
      return { kept: true }
    } catch (why) {
      const full = why?.name === 'QuotaExceededError'
      return { kept: false, why: full ? 'The storage of this browser is full.' : String(why?.message ?? why) }
    }
  }

  /** @returns {Promise<{info: object, bytes: Uint8Array} | null>} */
  async get(id) {
    if (this.#memory.has(id)) return this.#memory.get(id)
    const database = await this.#database
    if (!database) return null
    try {
      const found = (await run(database, 'readonly', (store) => store.get(id))) ?? null
      if (found) this.#memory.set(id, found)
      return found
    } catch {
      return null
    }
  }

  /** Keeps a font file beside the pictures. @returns {Promise<{kept: boolean, why?: string}>} */
  async putFont(id, name, bytes) {
    return this.put(id, { mime: 'font/ttf', name }, bytes)
  }

  /** Every font file that was kept: `[{ name, bytes }]`. */
  async fonts() {
    const database = await this.#database
    if (!database) return []
    try {
      const all = await run(database, 'readonly', (store) => store.getAll())
      return all.filter((one) => one?.info?.mime === 'font/ttf').map(({ info, bytes }) => ({ name: info.name, bytes }))
    } catch {
      return []
    }
  }

  /** A `blob:` address of a picture that was put or got before. */
  url(id) {
    if (!this.#urls.has(id)) {
      const picture = this.#memory.get(id)
      if (!picture) return undefined
      this.#urls.set(id, URL.createObjectURL(new Blob([picture.bytes], { type: picture.info.mime })))
    }
    return this.#urls.get(id)
  }

  /** Gives the addresses back. */
  close() {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url)
    this.#urls.clear()
    this.#database?.then((database) => database?.close())
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(new Error('another tab holds the pictures'))
  })
}

/** One transaction with one request: nothing is awaited inside it. */
function run(database, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode)
    const request = work(transaction.objectStore(STORE))
    transaction.oncomplete = () => resolve(request.result)
    transaction.onerror = () => reject(transaction.error)
    transaction.onabort = () => reject(transaction.error)
  })
}
