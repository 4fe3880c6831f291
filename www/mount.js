// Putting the designer, the rehearsal room or a certificate into an element. What
// draws them is loaded when it is first wanted.
import { LaureateError, expectObject, expectWord, isFont, isPicture, plain, plainDesign } from './errors.js'
import { speak } from './locale.js'

function expectElement(name, element) {
  if (!globalThis.document) throw new LaureateError('no-page', `${name} needs a page; here only the functions work.`)
  if (element?.nodeType !== 1 || typeof element.attachShadow !== 'function') {
    throw new LaureateError('wrong-argument', `${name} takes the element to put it into.`)
  }
  // Styles cannot be shared between documents: a frame loads Laureate itself.
  if (element.ownerDocument !== document) throw new LaureateError('wrong-argument', `${name} takes an element of this document.`)
}

/** Plain data, or the refusal of it thrown: there is nobody yet to answer. */
function data(read, place, value) {
  if (value === undefined || value === null) return null
  const { value: copy, refusal } = read(place, value)
  if (refusal) throw new LaureateError(refusal.errors[0].code, refusal.errors[0].message)
  return copy
}

function text(place, value, fallback) {
  if (value === undefined || value === null) return fallback
  if (typeof value !== 'string' || value === '') throw new LaureateError('wrong-argument', `${place} is a text that is not empty.`)
  return value
}

function files(place, list, is) {
  if (list === undefined || list === null) return []
  if (!Array.isArray(list) || !list.every(is)) {
    throw new LaureateError('wrong-argument', `${place} is a list of objects whose \`bytes\` are a Uint8Array, with their name or id.`)
  }
  return list
}

/** What a designer and a room may be told while they are there. */
export function settings(name, options) {
  const { readonly, mode, saving, fields, values } = options
  return {
    readonly: readonly === undefined || readonly === null ? false : Boolean(readonly),
    mode: expectWord(`${name}: mode`, mode, ['all', 'fields'], 'all'),
    saving: expectWord(`${name}: saving`, saving, ['button', 'auto', 'off'], 'button'),
    fields: data(plain, 'fields', fields),
    values: data(plain, 'values', values),
  }
}

/**
 * Puts the designer into an element, which gets an open shadow root.
 * @param {HTMLElement} element
 * @param {import('./laureate.js').DesignerOptions} options
 */
export async function mountDesigner(element, options = {}) {
  expectElement('mountDesigner', element)
  const given = expectObject('mountDesigner', options, { absent: true })
  const o = {
    storage: expectWord('mountDesigner: storage', given.storage, ['none', 'local'], 'none'),
    storageKey: text('mountDesigner: storageKey', given.storageKey, 'laureate:certificate'),
    template: data(plainDesign, 'template', given.template),
    pictures: files('pictures', given.pictures, isPicture),
    fonts: files('fonts', given.fonts, isFont),
    ...settings('mountDesigner', given),
  }
  const [language, editor] = await Promise.all([speak(given.locale, given.texts, element), import('./editor.js')])
  return editor.mountDesigner(element, o, language)
}

/**
 * Puts the rehearsal room into an element, which gets an open shadow root.
 * @param {HTMLElement} element
 * @param {import('./laureate.js').SimulatorOptions} options
 */
export async function mountSimulator(element, options = {}) {
  expectElement('mountSimulator', element)
  const given = expectObject('mountSimulator', options, { absent: true })
  const o = {
    storage: expectWord('mountSimulator: storage', given.storage, ['none', 'local'], 'none'),
    storageKey: text('mountSimulator: storageKey', given.storageKey, 'laureate:project'),
    designsKey: text('mountSimulator: designsKey', given.designsKey, 'laureate:certificate'),
    project: typeof given.project === 'string' ? given.project : data(plain, 'project', given.project),
    ...settings('mountSimulator', given),
  }
  const [language, editor] = await Promise.all([speak(given.locale, given.texts, element), import('./editor.js')])
  return editor.mountSimulator(element, o, language)
}

/**
 * Shows one certificate in an element, with its downloads.
 * @param {HTMLElement} element
 * @param {import('./laureate.js').CertificateOptions} options
 */
export async function mountCertificate(element, options = {}) {
  expectElement('mountCertificate', element)
  const given = expectObject('mountCertificate', options, { absent: true })
  const [language, viewer] = await Promise.all([speak(given.locale, given.texts, element), import('./certificate.js')])
  return viewer.mountCertificate(element, given, language)
}
