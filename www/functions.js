// Laureate without a page: rendering, checking and rehearsing, as functions of
// plain data. The same in a browser, in a worker and in Node. Each answers
// `{ ok: true, …, warnings }` or `{ ok: false, errors }`, and throws only for what
// is no request at all.
import { expectObject, isFont, isPicture, plain, plainDesign, refusal } from './errors.js'
import { base, once } from './load.js'

/** What is loaded when it is first needed: each function pays for its own part. */
const parts = new Map()

/** Draws SVG, in here: a small module, no worker. */
const viewer = () => once(parts, 'view', async () => (await import('./exporter.js')).openExporter(base(), 'view', gate))
/** A drawing from inside of a design passes the gate of the exporter. */
const gate = async (bytes, name) => (await exporter()).request('importPicture', { bytes, name })
/** Makes PNG and PDF, in a worker where there are any. */
const exporter = () => once(parts, 'export', async () => new (await import('./client.js')).Exporter(base()))
const rules = () => once(parts, 'rules', async () => new (await import('./rules-client.js')).RulesClient(base()))

async function loaded(part) {
  try {
    return { part: await part() }
  } catch (why) {
    return { refusal: refusal('module-unavailable', `A part of Laureate could not be loaded: ${why?.message ?? why}.`, 'Check the connection and try again.') }
  }
}

/** The design, the values and what comes with them, as plain data. */
function read(operation, request) {
  const { template, values, pictures = [], fonts = [], signal, ...rest } = expectObject(operation, request)
  const design = plainDesign('template', template)
  const filled = plain('values', values)
  const other = plain('options', rest)
  const fault = design.refusal ?? filled.refusal ?? other.refusal ?? wrongFiles('pictures', pictures, isPicture) ?? wrongFiles('fonts', fonts, isFont) ?? wrongSignal(signal)
  if (fault) return { fault }
  if (design.value === undefined) return { fault: refusal('wrong-argument', '`template` is missing.', 'Pass the design as `template`.', 'template') }
  const args = { template: design.value, ...other.value }
  if (filled.value !== undefined && filled.value !== null) args.values = filled.value
  return { args, pictures, fonts, signal }
}

function wrongFiles(place, list, is) {
  if (Array.isArray(list) && list.every(is)) return null
  return refusal('wrong-argument', `\`${place}\` is a list of objects whose \`bytes\` are a Uint8Array, with their name or id.`, undefined, place)
}

function wrongSignal(signal) {
  return signal === undefined || signal === null || signal instanceof AbortSignal ? null : refusal('wrong-argument', '`signal` is an AbortSignal.', undefined, 'signal')
}

/** In the page itself. */
async function draw(operation, request) {
  const { fault, args, pictures, fonts } = read(operation, request)
  if (fault) return fault
  const { part, refusal } = await loaded(viewer)
  if (refusal) return refusal
  for (const picture of pictures) await part('addPicture', picture)
  for (const font of fonts) await part('addFont', font)
  try {
    return await part(operation, args)
  } catch (why) {
    // A panic leaves the module unusable: the next call loads another one.
    parts.delete('view')
    return broken(why)
  }
}

/** In a worker. */
async function make(operation, request) {
  const { fault, args, pictures, fonts, signal } = read(operation, request)
  if (fault) return fault
  const { part, refusal } = await loaded(exporter)
  if (refusal) return refusal
  for (const { id, info, bytes } of pictures) part.addPicture(id, info, bytes)
  for (const { name, bytes } of fonts) part.addFont(name, bytes)
  return part.request(operation, args, { signal })
}

const broken = (why) => refusal('render-failed', `Drawing failed because of a fault: ${why?.message ?? why}.`, 'Try again; if it fails again, report the design that does it.')

async function rehearse(call, request) {
  const { project } = expectObject(call, request)
  const data = typeof project === 'string' ? { value: project } : plain('project', project)
  if (data.refusal) return data.refusal
  if (data.value === undefined) return refusal('wrong-argument', '`project` is missing.', 'Pass the project as `project`.', 'project')
  const text = typeof data.value === 'string' ? data.value : JSON.stringify(data.value)
  const { part, refusal: fault } = await loaded(rules)
  if (fault) return fault
  const answer = await part.request(call, { text })
  // What the client itself refuses with is JSON text.
  return typeof answer === 'string' ? { ok: false, errors: JSON.parse(answer).errors } : answer
}

/** `{ template, values, pictures, fonts }` → `{ ok, svg, warnings }` */
export const renderSvg = (request) => draw('renderSvg', request)
/** `{ template, values, pictures, fonts, dpi, signal }` → `{ ok, png, warnings }` */
export const renderPng = (request) => make('renderPng', request)
/** `{ template, values: object | object[], pictures, fonts, created, id, signal }` → `{ ok, pdf, warnings }` */
export const renderPdf = (request) => make('renderPdf', request)
/** `{ template }` → `{ ok, warnings }` or `{ ok: false, errors }` */
export const checkTemplate = (request) => draw('checkTemplate', request)
/** `{ template }` → `{ ok, contract }` */
export const fieldContract = (request) => draw('fieldContract', request)
/** `{ bytes, name }` → `{ ok, id, info, bytes, warnings }` */
export async function importPicture(request) {
  const { bytes, name = '', signal } = expectObject('importPicture', request)
  if (!(bytes instanceof Uint8Array)) return refusal('wrong-argument', '`bytes` is a Uint8Array.', undefined, 'bytes')
  const wrong = wrongSignal(signal)
  if (wrong) return wrong
  const { part, refusal: fault } = await loaded(exporter)
  return fault ?? part.request('importPicture', { bytes, name: String(name) }, { signal })
}
/** `{ project }` (data or JSON text) → `{ ok, summary, grants, gaps, nearMisses, coverage, warnings }` */
export const simulate = (request) => rehearse('simulate', request)
/** `{ project }` → `{ ok, checks, warnings }` */
export const checkRules = (request) => rehearse('checkRules', request)

/** Ends the workers of these functions and gives back their memory; the next call starts them anew. */
export async function stop() {
  const [made, engine] = [parts.get('export'), parts.get('rules')]
  parts.clear()
  ;(await made?.catch(() => {}))?.stop()
  ;(await engine?.catch(() => {}))?.close()
}
