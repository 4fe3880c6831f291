// The modules that draw: `export` makes SVG, PNG and PDF and lets pictures in; the
// worker runs it, where there are no workers the page does. `view` is a small part
// of it, for SVG alone.
import { refusal } from './errors.js'
import { bytesOf, openWasm } from './load.js'

export { refusal }

/** How designs name what they have inside: SHA-256 in hexadecimal. */
const DIGEST = /^[0-9a-f]{64}$/

/**
 * Loads a module and gives a function that answers requests. Answers are
 * `{ ok: true, …, warnings }` or `{ ok: false, errors }`.
 * @param {URL} base folder of these files
 * @param {'export'|'view'} name
 * @param {(bytes: Uint8Array, name: string) => Promise<object>} gate lets a drawing in, where the module itself cannot
 */
export async function openExporter(base, name = 'export', gate = null) {
  const wasm = await openWasm(name, base)
  const exporter = new wasm.Exporter()
  const fonts = new Map()

  /** Fetches a font file once; a failed fetch is tried again the next time. */
  function font(file) {
    if (!fonts.has(file)) {
      const loading = (async () => {
        const added = exporter.addFont(file, await bytesOf(new URL(`fonts/${file}`, base)))
        if (!added.ok) throw new Error(added.errors[0]?.message)
      })()
      fonts.set(file, loading)
      loading.catch(() => fonts.delete(file))
    }
    return fonts.get(file)
  }

  /** Adds the fonts that a certificate wants; fallbacks show one after another. */
  async function prepare(template, values) {
    for (let round = 0; round < 8; round++) {
      const wanted = exporter.wanted(template, values)
      if (!wanted.ok) return wanted
      if (wanted.files.length === 0) return null
      for (const file of wanted.files) {
        try {
          await font(file)
        } catch (why) {
          return refusal('font-unavailable', `The font ${file} could not be loaded (${why.message}).`, 'Check the connection and try again.')
        }
      }
    }
    return null
  }

  /** Own fonts that are here; and pictures from inside of designs, by their bytes. */
  const own = new Set()
  const known = new Map()
  /** A design that has its pictures and fonts inside gives them here: `{ files }`. */
  async function unpack(given) {
    const { files, ...template } = given && typeof given === 'object' ? given : {}
    if (!files) return { template: given }
    let text = JSON.stringify(template)
    try {
      for (const { name, data } of Object.values(files.fonts ?? {})) {
        const added = await operations.addFont({ name, bytes: fromBase64(data) })
        if (!added.ok) return added
      }
      for (const [id, { mime, data }] of Object.entries(files.pictures ?? {})) {
        if (!DIGEST.test(id)) throw new TypeError(`“${id}” is no SHA-256`)
        // By what it is: an id is only what the design says of it.
        const key = `${mime} ${data}`
        if (!known.has(key)) {
          const info = template.assets?.[id]
          const bytes = fromBase64(data)
          if (name === 'view' && mime !== 'image/svg+xml') {
            const mine = known.size.toString(16).padStart(64, '0')
            const added = exporter.addPicture(mine, { ...info, mime }, bytes)
            if (!added.ok) return added
            known.set(key, mine)
          } else {
            // Drawings stand in the SVG themselves, so they pass the gate here as well.
            const checked = name === 'view' ? await gate(bytes, info?.name ?? '') : exporter.importPicture(bytes, info?.name ?? '')
            if (!checked.ok) return checked
            if (name === 'view') exporter.addPicture(checked.id, checked.info, checked.bytes)
            known.set(key, checked.id)
          }
        }
        text = text.replaceAll(id, known.get(key))
      }
    } catch (why) {
      return refusal('wrong-files', `What the design has inside cannot be read: ${why?.message ?? why}.`, 'Take the design as `value` gives it.', 'files')
    }
    return { template: JSON.parse(text) }
  }
  /** Unpacks the design, then does it. */
  const drawn = (work) => async ({ template: given, ...args }) => {
    const { template, errors } = await unpack(given)
    return errors ? { ok: false, errors } : work({ template, ...args })
  }

  const operations = {
    renderSvg: drawn(async ({ template, values = {} }) => (await prepare(template, values)) ?? exporter.renderSvg(template, values)),
    renderPng: drawn(async ({ template, values = {}, dpi }) => (await prepare(template, values)) ?? exporter.renderPng(template, values, dpi)),
    renderPdf: drawn(async ({ template, values = {}, created, id }) => {
      const records = Array.isArray(values) ? values : [values]
      for (const record of records) {
        const fault = await prepare(template, record)
        if (fault) return fault
      }
      return exporter.renderPdf(template, records, created, id)
    }),
    async renderGuide({ template, values = {} }) {
      return (await prepare(template, values)) ?? exporter.renderGuide(template, values)
    },
    async addPicture({ id, info, bytes }) {
      return exporter.addPicture(id, info, bytes)
    },
    async addFont({ name, bytes }) {
      const font = `${name}/${bytes.length}`
      if (own.has(font)) return { ok: true, warnings: [] }
      const added = exporter.addOwnFont(name, bytes)
      if (added.ok) own.add(font)
      return added
    },
    async importPicture({ bytes, name }) {
      return exporter.importPicture(bytes, name)
    },
    async importDesign({ text, name }) {
      return exporter.importDesign(text, name)
    },
    async packBundle({ parts, pictures = [], fonts = [] }) {
      return exporter.packBundle(parts, pictures, fonts)
    },
    async packDesign({ template, pictures = [], fonts = [] }) {
      return exporter.packDesign(template, pictures, fonts)
    },
    async readFile({ bytes, name }) {
      return exporter.readFile(bytes, name)
    },
    async checkTemplate({ template }) {
      return exporter.checkTemplate(template)
    },
    async fieldContract({ template }) {
      return exporter.fieldContract(template)
    },
  }

  return async function answer(operation, args) {
    const work = Object.hasOwn(operations, operation) ? operations[operation] : null
    if (!work) return refusal('unknown-operation', `There is no operation “${operation}”.`)
    return work(args)
  }
}

function fromBase64(data) {
  return Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
}
