// Versions of documents: in the database where things are kept on this device, in
// memory otherwise. Each is two entries, so that a list is read without the texts:
// `['head', document, id]` and `['text', document, id]`, both texts. What a head
// says is known to `src/storage/versions.rs`.
import { whyNot } from './database.js'

/** All keys that begin so: a list sorts behind every text. */
const under = (...start) => IDBKeyRange.bound(start, [...start, []])

export class Versions {
  #database
  /** By document, then by id: `{ head, text }`, of what the database does not keep. */
  #memory = new Map()

  /** @param {import('./database.js').Database | null} database none: nothing outlives the visit */
  constructor(database) {
    this.#database = database
  }

  /** Keeps a version. @returns {Promise<{kept: boolean, why?: string}>} */
  async put(document, id, head, text) {
    const outcome = await this.#write((store) => {
      store.put(head, ['head', document, id])
      store.put(text, ['text', document, id])
    })
    if (!outcome.kept) this.#remembered(document).set(id, { head, text })
    return outcome
  }

  /** Writes another head for a version that is there. */
  async putHead(document, id, head) {
    const known = this.#memory.get(document)?.get(id)
    if (known) {
      known.head = head
      return { kept: false }
    }
    return this.#write((store) => store.put(head, ['head', document, id]))
  }

  /** The heads of a document's versions, in no order. @returns {Promise<string[]>} */
  async heads(document) {
    const remembered = [...(this.#memory.get(document)?.values() ?? [])].map(({ head }) => head)
    const found = await this.#read((store) => store.getAll(under('head', document)))
    return [...(found ?? []), ...remembered]
  }

  /** The text of one version. @returns {Promise<string | undefined>} */
  async text(document, id) {
    const known = this.#memory.get(document)?.get(id)
    return known ? known.text : this.#read((store) => store.get(['text', document, id]))
  }

  /** Removes versions of a document; all of them without a list. */
  async remove(document, ids) {
    if (!ids) this.#memory.delete(document)
    for (const id of ids ?? []) this.#memory.get(document)?.delete(id)
    return this.#write((store) => {
      for (const part of ['head', 'text']) {
        if (!ids) store.delete(under(part, document))
        for (const id of ids ?? []) store.delete([part, document, id])
      }
    })
  }

  /** The documents that have versions. @returns {Promise<string[]>} */
  async documents() {
    const keys = (await this.#read((store) => store.getAllKeys(under('head')))) ?? []
    return [...new Set([...keys.map(([, document]) => document), ...this.#memory.keys()])]
  }

  #remembered(document) {
    if (!this.#memory.has(document)) this.#memory.set(document, new Map())
    return this.#memory.get(document)
  }

  async #read(work) {
    try {
      return await this.#database?.run('versions', 'readonly', work)
    } catch {
      return undefined
    }
  }

  async #write(work) {
    if (!this.#database) return { kept: false }
    try {
      await this.#database.run('versions', 'readwrite', (store) => void work(store))
      return { kept: true }
    } catch (why) {
      return { kept: false, why: whyNot(why) }
    }
  }
}
