// The exporter: the wasm module that makes SVG, PNG and PDF and that lets
// pictures in. The worker runs it; where there are no workers the page does.

/**
 * Loads the module and gives a function that answers requests. Answers are
 * `{ ok: true, …, warnings }` or `{ ok: false, errors }`.
 * @param {URL} base folder of these files
 */
export async function openExporter(base) {
  const wasm = await import(new URL('laureate_export.js', base).href)
  await wasm.default({ module_or_path: new URL('laureate_export_bg.wasm', base) })
  const exporter = new wasm.Exporter()
  const fonts = new Map()

  /** Fetches a font file once; a failed fetch is tried again the next time. */
  function font(file) {
    if (!fonts.has(file)) {
      const loading = (async () => {
        const response = await fetch(new URL(`fonts/${file}`, base))
        if (!response.ok) throw new Error(`HTTP ${response.status}`)
        const added = exporter.addFont(file, new Uint8Array(await response.arrayBuffer()))
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

  const operations = {
    async renderSvg({ template, values = {} }) {
      return (await prepare(template, values)) ?? exporter.renderSvg(template, values)
    },
    async renderPng({ template, values = {}, dpi }) {
      return (await prepare(template, values)) ?? exporter.renderPng(template, values, dpi)
    },
    async renderPdf({ template, values = {}, created, id }) {
      const records = Array.isArray(values) ? values : [values]
      for (const record of records) {
        const fault = await prepare(template, record)
        if (fault) return fault
      }
      return exporter.renderPdf(template, records, created, id)
    },
    async renderGuide({ template, values = {} }) {
      return (await prepare(template, values)) ?? exporter.renderGuide(template, values)
    },
    async addPicture({ id, info, bytes }) {
      return exporter.addPicture(id, info, bytes)
    },
    async addFont({ name, bytes }) {
      return exporter.addOwnFont(name, bytes)
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

export function refusal(code, message, repair) {
  const error = { severity: 'error', code, path: '', message }
  if (repair) error.repair = repair
  return { ok: false, errors: [error] }
}
