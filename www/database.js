// The one IndexedDB database of this origin: pictures and fonts by the SHA-256 of
// their bytes, a second copy of every document, and the versions kept of them.
// Opened when it is first needed, closed when a newer page wants to change its
// shape, and opened again after that.

const NAME = 'laureate'
const VERSION = 2
const STORES = ['pictures', 'records', 'versions']

/** A tab that does not let go must not hold up the page: ms until we go on without. */
const BLOCKED = 3000
/** How long the database may take to open when nobody holds it: after the browser was killed it is repaired first. */
const PATIENCE = 20_000
/** What could not be opened is not tried again at every turn: ms. */
const PAUSE = 5000

export class Database {
  #opening = null

  /**
   * Runs one transaction over one store: `work` makes the requests at once, and
   * what the request that it gives answers is the result.
   * Fails where there is no database, no room or no right.
   * @param {'pictures'|'records'|'versions'} store
   * @param {'readonly'|'readwrite'} mode
   * @param {(store: IDBObjectStore) => IDBRequest | void} work
   */
  async run(store, mode, work) {
    const database = await this.#open()
    return new Promise((resolve, reject) => {
      let transaction
      try {
        // What is called saved has reached the disk.
        transaction = database.transaction(store, mode, mode === 'readwrite' ? { durability: 'strict' } : {})
      } catch (why) {
        // It was closed meanwhile: the next call opens it anew.
        this.#opening = null
        reject(why)
        return
      }
      const request = work(transaction.objectStore(store))
      transaction.oncomplete = () => resolve(request?.result)
      transaction.onerror = () => reject(transaction.error)
      transaction.onabort = () => reject(transaction.error)
    })
  }

  close() {
    this.#opening?.then((database) => database.close()).catch(() => {})
    this.#opening = null
  }

  #open() {
    if (!this.#opening) {
      const opening = open(() => {
        if (this.#opening === opening) this.#opening = null
      })
      this.#opening = opening
      opening.catch(() => {
        setTimeout(() => {
          if (this.#opening === opening) this.#opening = null
        }, PAUSE)
      })
    }
    return this.#opening
  }
}

/** @param {() => void} closed called when the database had to be let go */
async function open(closed) {
  try {
    return await request(VERSION, closed)
  } catch (why) {
    // A newer page has changed the shape: what we know of is still in it.
    if (why?.name !== 'VersionError') throw why
    const database = await request(undefined, closed)
    if (STORES.every((store) => database.objectStoreNames.contains(store))) return database
    database.close()
    throw why
  }
}

function request(version, closed) {
  return new Promise((resolve, reject) => {
    // Looking at `indexedDB` alone throws in a sandboxed frame.
    const request = indexedDB.open(NAME, version)
    let late = false
    const giveUp = (why) => () => {
      late = true
      reject(new Error(why))
    }
    let timer = setTimeout(giveUp('The database takes too long to open.'), PATIENCE)
    request.onblocked = () => {
      clearTimeout(timer)
      timer = setTimeout(giveUp('Another tab holds the database.'), BLOCKED)
    }
    request.onupgradeneeded = () => {
      for (const store of STORES) {
        if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store)
      }
    }
    request.onsuccess = () => {
      clearTimeout(timer)
      const database = request.result
      if (late) return database.close()
      // A page of a newer build waits for us: it may change the shape.
      database.onversionchange = () => {
        database.close()
        closed()
      }
      database.onclose = closed
      resolve(database)
    }
    request.onerror = () => {
      clearTimeout(timer)
      reject(request.error)
    }
  })
}

/** What a failed write means, in words. */
export function whyNot(why) {
  if (why?.name === 'QuotaExceededError') return 'The storage of this browser is full.'
  return `This browser keeps nothing for this page (${why?.message || why?.name || why}).`
}
