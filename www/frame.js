// Laureate in a frame: the document that a page puts into an <iframe>. It shows
// what the page asks for, and speaks with it through a port of their own. See
// `frame-host.js` for the other side, and docs/embedding.md for the protocol.
import { defineElements } from './elements.js'
import { version } from './version.js'

/** The version of the protocol: another one is refused, on both sides. */
const PROTOCOL = 1
/** Who may speak with us: the page around, from the origin that the address names, else from our own. */
const allowed = new URLSearchParams(location.search).get('parent') ?? location.origin
const CALLS = ['template', 'value', 'project', 'load', 'configure', 'save', 'flush']
const ELEMENTS = { designer: 'laureate-designer', simulator: 'laureate-simulator', certificate: 'laureate-certificate' }
/** What an element is given as attributes; the rest are properties. */
const ATTRIBUTES = { locale: 'locale', theme: 'theme', mode: 'mode', saving: 'saving', controls: 'controls', fileName: 'file-name', verifyUrl: 'verify-url', organisation: 'organisation', issued: 'issued', expires: 'expires', number: 'number' }
const PROPERTIES = ['template', 'project', 'fields', 'values', 'fonts', 'pictures', 'texts', 'readonly']

let port = null
let element = null
let asked = 0
const saves = new Map()

const tell = (event, detail) => port?.postMessage({ event, detail })

/** A cycle cannot be sent, and neither can a function: what an event says, as data. */
const data = (value) => JSON.parse(JSON.stringify(value ?? null))

function show({ element: kind = 'designer', options = {} } = {}) {
  const tag = Object.hasOwn(ELEMENTS, kind) ? ELEMENTS[kind] : null
  if (!tag) throw Object.assign(new Error(`There is no element “${kind}”.`), { code: 'wrong-argument' })
  element = document.createElement(tag)
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null) continue
    if (Object.hasOwn(ATTRIBUTES, name)) element.setAttribute(ATTRIBUTES[name], String(value))
    else if (PROPERTIES.includes(name)) element[name] = value
    else throw Object.assign(new Error(`There is no option “${name}” for a frame.`), { code: 'wrong-argument' })
  }
  element.addEventListener('laureate-ready', () => tell('ready', { version }))
  element.addEventListener('laureate-change', () => tell('change', {}))
  // One that keeps it from being there, or one of many while it is.
  element.addEventListener('laureate-error', ({ detail }) => tell('error', { ...data(detail), fatal: !element.handle && kind !== 'certificate' }))
  element.addEventListener('laureate-export', ({ detail }) => tell('export', data(detail)))
  element.addEventListener('laureate-save', ({ detail }) => {
    const id = ++asked
    detail.respondWith(new Promise((resolve, reject) => saves.set(id, { resolve, reject })))
    port.postMessage({ event: 'save', id, detail: { value: data(detail.value) } })
  })
  document.body.replaceChildren(element)
}

async function answer(id, call, args = []) {
  try {
    if (!CALLS.includes(call)) throw Object.assign(new Error(`There is no call “${call}”.`), { code: 'wrong-argument' })
    const handle = element?.handle
    if (typeof handle?.[call] !== 'function') throw Object.assign(new Error(`“${call}” is not ready, or not of this element.`), { code: 'not-ready' })
    port.postMessage({ id, answer: data(await handle[call](...args)) })
  } catch (why) {
    port.postMessage({ id, error: { code: why.code ?? 'failed', message: why.message } })
  }
}

function received({ data: message }) {
  if (!message || typeof message !== 'object') return
  if (message.saved !== undefined) {
    const save = saves.get(message.saved)
    saves.delete(message.saved)
    if (message.kept) save?.resolve(true)
    else save?.reject(new Error(message.why || 'the page refused it'))
  } else if (message.call !== undefined) {
    answer(message.id, message.call, message.args)
  }
}

// Whom this frame would speak with is no secret; only the page that it names hears it.
const session = Math.random()
const hello = () => parent.postMessage({ laureate: PROTOCOL, type: 'hello', version, session }, allowed)

addEventListener('message', (event) => {
  const { data: message, source, origin, ports } = event
  if (source !== parent || origin !== allowed) return
  if (message?.type === 'knock') hello()
  if (message?.type !== 'open') return
  if (message.laureate !== PROTOCOL) {
    parent.postMessage({ laureate: PROTOCOL, type: 'other-protocol' }, allowed)
    return
  }
  // Another one of the page, when the first was closed.
  port?.close()
  port = ports[0]
  port.onmessage = received
  try {
    show(message.show)
  } catch (why) {
    tell('error', { code: why.code ?? 'failed', message: why.message, fatal: true })
  }
})

defineElements()
if (parent !== window) hello()
