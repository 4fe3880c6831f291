// Everything as one file, and what such a file holds. The work is done by an
// exporter of its own, whose worker is ended afterwards: the page stays quick, a
// hostile file can be stopped, and its memory is given back.
import { Exporter, usedPictures } from './client.js'
import { refusal } from './exporter.js'

/** The largest file that is read at all, in bytes; the reader has the same limit. */
const LARGEST = 96 * 1024 * 1024
/** How long reading may take, in ms: two seconds, and more for what is large. */
const limitFor = (bytes) => 2000 + Math.max(0, bytes - 8 * 1024 * 1024) / 8192
/** How long the gate for pictures may take with one of them. */
const PICTURE_LIMIT = 2000

export class Bundles {
  #base
  #pictures
  #page
  #give
  #exporter = null
  #abort = null
  /** Pictures and fonts of what was read last, not kept yet. */
  #held = { pictures: [], fonts: [] }

  /**
   * @param {import('./pictures.js').Pictures} pictures
   * @param {Exporter} page the page's own exporter, which learns of what is kept
   * @param {(font: {id: string, name: string, bytes: Uint8Array}) => Promise<void>} give is told of fonts
   */
  constructor(base, pictures, page, give) {
    this.#give = give
    this.#base = base
    this.#pictures = pictures
    this.#page = page
  }

  /** Makes a `.laureate` file of texts, and of the pictures and fonts kept here. */
  async pack(parts) {
    const ids = parts.designs.flatMap(([, , text]) => usedPictures(JSON.parse(text)))
    const { found, missing } = await this.#find(ids)
    const fonts = (await this.#pictures.fonts()).map(({ name, bytes }) => ({ name, bytes }))
    const answer = await this.#with((exporter, options) => exporter.request('packBundle', { parts, pictures: found, fonts }, options))
    return tell(answer, missing)
  }

  /** Makes the JSON of a design with its pictures inside. */
  async packDesign(template) {
    const { found, missing } = await this.#find(usedPictures(template))
    const fonts = (await this.#pictures.fonts()).map(({ name, bytes }) => ({ name, bytes }))
    const answer = await this.#with((exporter, options) => exporter.request('packDesign', { template, pictures: found, fonts }, options))
    return tell(answer, missing)
  }

  /**
   * Reads a file. Pictures pass the gate one by one; one that does not is left out.
   * @param {(words: string) => void} progress
   * @returns {Promise<string>} JSON text
   */
  async read(file, progress) {
    this.#held = { pictures: [], fonts: [] }
    const stopped = (errors) => JSON.stringify({ errors })
    if (file.size > LARGEST) {
      const words = `“${file.name}” has ${Math.round(file.size / 1024 / 1024)} MB; up to ${LARGEST / 1024 / 1024} MB are read.`
      return stopped(refusal('bundle-too-large', words, 'Save it again in parts: designs one by one, the project as a file.').errors)
    }
    let bytes
    try {
      bytes = new Uint8Array(await file.arrayBuffer())
    } catch {
      return stopped(refusal('file-unreadable', `“${file.name}” could not be read.`, 'Choose the file again.').errors)
    }
    const out = await this.#with(async (exporter, { signal }) => {
      const answer = await exporter.request('readFile', { bytes, name: file.name }, { limit: limitFor(file.size), signal })
      if (!answer.ok) return answer
      const { contents, files } = answer
      const bytesOf = new Map(files.map((one) => [one.id, one.bytes]))
      const held = { pictures: [], fonts: [] }
      const renamed = {}
      const good = []
      for (const [n, picture] of contents.pictures.entries()) {
        progress(`Checking picture ${n + 1} of ${contents.pictures.length}…`)
        const checked = await exporter.request('importPicture', { bytes: bytesOf.get(picture.id), name: picture.info.name ?? '' }, { limit: PICTURE_LIMIT, signal })
        if (signal.aborted) return refusal('stopped', 'Stopped.')
        if (!checked.ok) {
          const name = picture.info.name || 'without a name'
          for (const fault of checked.errors) contents.refused.push({ ...fault, path: picture.id, message: `The picture “${name}” was left out. ${fault.message}` })
          continue
        }
        if (checked.id !== picture.id) renamed[picture.id] = checked.id
        good.push({ ...picture, id: checked.id, size: checked.bytes.length })
        held.pictures.push({ id: checked.id, info: checked.info, bytes: checked.bytes })
      }
      contents.pictures = good
      for (const font of contents.fonts) held.fonts.push({ id: font.id, name: font.name, bytes: bytesOf.get(font.id) })
      this.#held = held
      return { ok: true, contents, renamed }
    })
    return out.ok ? JSON.stringify({ contents: out.contents, renamed: out.renamed }) : stopped(out.errors)
  }

  /** Keeps pictures and fonts of what was read last. `kept` is false when one is not. */
  async keep() {
    const outcome = { kept: true }
    const note = ({ kept, why }) => {
      if (!kept) Object.assign(outcome, { kept, why })
    }
    for (const { id, info, bytes } of this.#held.pictures) {
      this.#page.addPicture(id, info, bytes)
      note(await this.#pictures.put(id, info, bytes))
    }
    const here = new Set((await this.#pictures.fonts()).map(({ id }) => id))
    for (const { id, name, bytes } of this.#held.fonts) {
      await this.#give({ id, name, bytes })
      if (here.has(id)) continue
      note(await this.#pictures.putFont(id, name, bytes))
    }
    this.#held = { pictures: [], fonts: [] }
    return outcome
  }

  stop() {
    this.#abort?.abort()
    this.#abort = null
    this.#exporter?.stop()
    this.#exporter = null
    this.#held = { pictures: [], fonts: [] }
  }

  /** Does something with an exporter of its own, which is ended then. */
  async #with(work) {
    this.stop()
    const exporter = new Exporter(this.#base)
    const abort = new AbortController()
    this.#exporter = exporter
    this.#abort = abort
    try {
      return await work(exporter, { signal: abort.signal })
    } finally {
      exporter.stop()
      if (this.#exporter === exporter) this.#exporter = this.#abort = null
    }
  }

  /** The pictures with these ids, each once. */
  async #find(ids) {
    const found = []
    const missing = []
    for (const id of new Set(ids)) {
      const picture = await this.#pictures.get(id)
      if (picture) found.push({ info: picture.info, bytes: picture.bytes })
      else missing.push(id)
    }
    return { found, missing }
  }
}

/** An answer that also tells of pictures that are not here any more. */
function tell(answer, missing) {
  if (answer.ok && missing.length > 0) {
    const many = missing.length === 1 ? 'A picture is' : `${missing.length} pictures are`
    answer.warnings.push({
      severity: 'warning',
      code: 'picture-missing',
      path: '',
      message: `${many} not on this device any more, and so not in the file.`,
      repair: 'Choose the picture again in the designer, then save once more.',
    })
  }
  return answer
}
