// The works of `benches/certificate.rs`, under the same names, in wasm: the
// module that the worker runs, called as the worker calls it.
import init, { Exporter } from '/embed/laureate_export.js'

const PAGES = 1000
/** A sample is as many runs as take this many ms: the clock ticks every 0.1 ms. */
const SAMPLE = 10
/** Time for each work, ms. */
const BUDGET = 4000

const read = async (path) => {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`)
  return response
}
const bytesOf = async (path) => new Uint8Array(await (await read(path)).arrayBuffer())

const [, certificate, background, jpeg, svg] = await Promise.all([
  init(),
  read('/bench/certificate.json').then((response) => response.json()),
  bytesOf('/bench/background.png'),
  bytesOf('/bench/background.jpg'),
  bytesOf('/bench/classic.svg'),
])

/** The value of an answer; stops at a refusal. */
function good(answer) {
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors))
  return answer
}

function values(number) {
  return {
    recipient_name: `Ada Lovelace ${number}`,
    activity: `Work Safety Essentials ${number * 7}`,
    completed_at: `2026-03-${String(1 + (number % 28)).padStart(2, '0')}`,
    certificate_number: `ISW-2026-${String(number).padStart(5, '0')}`,
  }
}

/** The template; with `all`, each of its 12 lines holds a field. */
function template(picture, all = false) {
  const made = structuredClone(certificate)
  made.background = { picture: picture.id }
  made.assets = { [picture.id]: picture.info }
  for (const { text } of made.elements) {
    if (all && text && !text.content.includes('{{')) text.content = `${text.content.slice(0, -14)}{{certificate_number}}`
  }
  return made
}

/** An exporter with the picture and the fonts. */
async function exporterFor() {
  const exporter = new Exporter()
  const picture = good(exporter.importPicture(background, 'background'))
  for (;;) {
    const { files } = good(exporter.wanted(template(picture), values(0)))
    if (files.length === 0) return { exporter, picture }
    for (const file of files) good(exporter.addFont(file, await bytesOf(`/embed/fonts/${file}`)))
  }
}

const { exporter, picture } = await exporterFor()
const usual = template(picture)
const changing = template(picture, true)
const records = Array.from({ length: PAGES }, (_, number) => values(number))
const date = '2026-03-15T10:30:00Z'
let number = 0

/** The same certificate by the browser's own canvas: the rival. */
async function canvas(bitmap) {
  const sheet = new OffscreenCanvas(1500, 1050)
  const pen = sheet.getContext('2d')
  pen.drawImage(bitmap, 0, 0)
  pen.textAlign = 'center'
  pen.font = '28px serif'
  for (const { text, frame } of certificate.elements) {
    if (text) pen.fillText(`${text.content} ${number}`, frame.x + frame.width / 2, frame.y + frame.height / 2)
  }
  await sheet.convertToBlob({ type: 'image/png' })
}
const bitmap = await createImageBitmap(new Blob([background]))

const works = {
  'layout, next record': () => good(exporter.wanted(usual, values(++number))),
  'svg, next record': () => good(exporter.renderSvg(usual, values(++number))),
  'png, alone': () => {
    // Something that all records share: nothing drawn before is of use.
    usual.elements[0].frame.x = ++number % 2 ? 250 : 251
    good(exporter.renderPng(usual, values(number)))
  },
  'png, next record': () => good(exporter.renderPng(usual, values(++number))),
  'png, next record, all changed': () => good(exporter.renderPng(changing, values(++number))),
  'png, canvas': () => (++number, canvas(bitmap)),
  'pdf, one page': () => good(exporter.renderPdf(usual, [values(++number)], date)),
  'long/pdf, 1000 pages': () => good(exporter.renderPdf(usual, records, date)),
  'import, classic.svg': () => good(exporter.importPicture(svg, 'classic.svg')),
  'import, background.jpg': () => good(exporter.importPicture(jpeg, 'background.jpg')),
}

/** `{ name, median, best }` of a work in ms, warm. */
async function measure(name) {
  const run = works[name]
  const once = async (times) => {
    const start = performance.now()
    // Only the canvas is waited for: a turn of the event loop would count.
    for (let n = 0; n < times; n++) {
      const made = run()
      if (made instanceof Promise) await made
    }
    return (performance.now() - start) / times
  }
  await once(1)
  const warm = await once(1)
  const times = Math.max(1, Math.ceil(SAMPLE / Math.max(warm, 0.1)))
  const samples = []
  const end = performance.now() + BUDGET
  while (samples.length < 5 || performance.now() < end) samples.push(await once(times))
  samples.sort((a, b) => a - b)
  return { name, median: samples[samples.length >> 1], best: samples[0] }
}

/** Bytes that each page of a long PDF adds to the first. */
function bytesPerPage() {
  const size = (list) => good(exporter.renderPdf(usual, list, date)).pdf.length
  return (size(records) - size(records.slice(0, 1))) / (PAGES - 1)
}

globalThis.bench = { names: Object.keys(works), measure, bytesPerPage }
