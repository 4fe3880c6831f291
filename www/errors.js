// What is thrown, and what is answered.

/** Misuse: a wrong argument, or a call to what was destroyed. `code` is for programs. */
export class LaureateError extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message)
    this.name = 'LaureateError'
    this.code = code
  }
}

/** A refusal: `{ ok: false, errors: [one] }`. */
export function refusal(code, message, repair, path = '') {
  const error = { severity: 'error', code, path, message }
  if (repair) error.repair = repair
  return { ok: false, errors: [error] }
}

const kind = (value) => (value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value)

/** Throws unless the argument is an object (or absent, where that is allowed). */
export function expectObject(place, value, { absent = false } = {}) {
  if (absent && (value === undefined || value === null)) return {}
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new LaureateError('wrong-argument', `${place} takes an object, not ${kind(value)}.`)
  }
  return value
}

/** A picture as `importPicture` gives it. */
export const isPicture = (one) => one?.bytes instanceof Uint8Array && typeof one.id === 'string' && typeof one.info?.mime === 'string'
/** A font of one's own. */
export const isFont = (one) => one?.bytes instanceof Uint8Array && typeof one.name === 'string'

/** The shadow root; not every element of HTML can have one. */
export function shadow(element) {
  try {
    return element.shadowRoot ?? element.attachShadow({ mode: 'open' })
  } catch (why) {
    throw new LaureateError('wrong-argument', `<${element.localName}> cannot hold it: ${why.message}.`)
  }
}

/** Throws unless the argument is one of these words. */
export function expectWord(place, value, words, fallback) {
  if (value === undefined || value === null) return fallback
  if (!words.includes(value)) throw new LaureateError('wrong-argument', `${place} is one of ${words.join(', ')}, not ${JSON.stringify(value) ?? kind(value)}.`)
  return value
}

/**
 * A copy as plain data. Getters run once, here, and nothing changes on the way.
 * @returns {{value?: unknown, refusal?: object}} a refusal for cycles, getters that throw, big integers
 */
export function plain(place, value) {
  if (value === undefined) return { value }
  try {
    const text = JSON.stringify(value)
    if (text === undefined) throw new TypeError(`it is ${kind(value)}`)
    return { value: JSON.parse(text) }
  } catch (why) {
    const words = `\`${place}\` is not plain data: ${why?.message ?? why}`.replace(/\.?$/, '.')
    return { refusal: refusal('not-plain-data', words, 'Pass what JSON can hold: no cycles, no functions, no getters that throw.', place) }
  }
}

/** The same of a design, which may also come as JSON text. */
export function plainDesign(place, value) {
  if (typeof value !== 'string') return plain(place, value)
  try {
    return { value: JSON.parse(value) }
  } catch (why) {
    return { refusal: refusal('not-json', `\`${place}\` is text, but no JSON: ${why.message}.`, 'Pass the design as it was given by `value` or `template`.', place) }
  }
}
