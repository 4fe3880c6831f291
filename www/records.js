// The second copy of every document. localStorage reaches the disk seconds after
// a write in some browsers; a transaction that is complete is there even when the
// browser is killed at once. Each copy is the record as localStorage has it: a
// line of JSON (with its `revision`), then the document.
import { whyNot } from './database.js'

export class Records {
  #database
  /** The last of the writes, which are done in order. */
  #last = Promise.resolve({ kept: true })

  /** @param {import('./database.js').Database} database */
  constructor(database) {
    this.#database = database
  }

  /** Writes a record unless a newer one is there. Settles with {@link settled}. */
  put(key, text) {
    this.#last = this.#write((store) => {
      const current = store.get(key)
      current.onsuccess = () => {
        if (revision(current.result) <= revision(text)) store.put(text, key)
      }
    })
  }

  remove(key) {
    this.#last = this.#write((store) => store.delete(key))
  }

  /** Whether the last write is kept; when it is known. @returns {Promise<{kept: boolean, why?: string}>} */
  settled() {
    return this.#last
  }

  /** One record. @returns {Promise<string | undefined>} */
  async get(key) {
    try {
      return await this.#database.run('records', 'readonly', (store) => store.get(key))
    } catch {
      return undefined
    }
  }

  /** The records under a key and under `key/…`; `null` when they can't be read. @returns {Promise<[string, string][] | null>} */
  async under(key) {
    try {
      const range = IDBKeyRange.bound(key, `${key}/\uffff`)
      const keys = []
      const found = await this.#database.run('records', 'readonly', (store) => {
        const all = store.getAll(range)
        const names = store.getAllKeys(range)
        names.onsuccess = () => keys.push(...names.result)
        return all
      })
      return keys.map((name, n) => [name, found[n]]).filter(([name]) => name === key || name.startsWith(`${key}/`))
    } catch {
      return null
    }
  }

  async #write(work) {
    try {
      await this.#database.run('records', 'readwrite', (store) => void work(store))
      return { kept: true }
    } catch (why) {
      return { kept: false, why: whyNot(why) }
    }
  }
}

/** Of a record; -1 of what is none. */
function revision(record) {
  try {
    const head = JSON.parse(record.slice(0, record.indexOf('\n')))
    return Number.isFinite(head.revision) ? head.revision : -1
  } catch {
    return -1
  }
}
