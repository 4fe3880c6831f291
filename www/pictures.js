// Pictures and fonts by the SHA-256 of their bytes: in the database when things
// are kept on this device, in memory otherwise.
import { whyNot } from './database.js'

export class Pictures {
  #memory = new Map()
  #urls = new Map()
  #database

  /** @param {import('./database.js').Database | null} database none: nothing outlives the visit */
  constructor(database) {
    this.#database = database
  }

  /**
   * Keeps a picture. `kept` tells whether it will be there after a reload.
   * @returns {Promise<{kept: boolean, why?: string}>}
   */
  async put(id, info, bytes) {
    this.#memory.set(id, { info, bytes })
    if (!this.#database) return { kept: false, why: 'This browser keeps no pictures for this page.' }
    try {
      await this.#database.run('pictures', 'readwrite', (store) => store.put({ info, bytes }, id))
      return { kept: true }
    } catch (why) {
      return { kept: false, why: whyNot(why) }
    }
  }

  /** @returns {Promise<{info: object, bytes: Uint8Array} | null>} */
  async get(id) {
    if (this.#memory.has(id)) return this.#memory.get(id)
    if (!this.#database) return null
    try {
      const found = (await this.#database.run('pictures', 'readonly', (store) => store.get(id))) ?? null
      if (found) this.#memory.set(id, found)
      return found
    } catch {
      return null
    }
  }

  /** The pictures of this visit: `[{ id, info, bytes }]`. */
  known() {
    return [...this.#memory].filter(([, { info }]) => info.mime !== 'font/ttf').map(([id, { info, bytes }]) => ({ id, info, bytes }))
  }

  /** Keeps a font file beside the pictures. @returns {Promise<{kept: boolean, why?: string}>} */
  async putFont(id, name, bytes) {
    return this.put(id, { mime: 'font/ttf', name }, bytes)
  }

  /** Every font file that was kept: `[{ id, name, bytes }]`. */
  async fonts() {
    if (!this.#database) return []
    try {
      const ids = []
      const all = await this.#database.run('pictures', 'readonly', (store) => {
        const files = store.getAll()
        const keys = store.getAllKeys()
        keys.onsuccess = () => ids.push(...keys.result)
        return files
      })
      return all
        .map((one, n) => ({ id: ids[n], info: one?.info, bytes: one?.bytes }))
        .filter(({ info }) => info?.mime === 'font/ttf')
        .map(({ id, info, bytes }) => ({ id, name: info.name, bytes }))
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
  }
}
