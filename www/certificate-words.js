// What is said about a certificate besides its picture: file names, the address
// for LinkedIn, the words for those who don't see it.

/** So many bytes a file's name may have with its ending: no file system takes more than 255. */
const NAME_BYTES = 200

const text = (value) => (typeof value === 'string' ? value.trim() : '')
const fieldsOf = (template) => (Array.isArray(template?.fields) ? template.fields.filter((field) => text(field?.name)) : [])

/** The value of the first field that fits, by the first word that finds one. */
function valueBy(template, values, words, type) {
  for (const word of words) {
    for (const field of fieldsOf(template)) {
      const fits = field.name.toLowerCase().includes(word) && (!type || field.type === type)
      const value = fits ? text(values?.[field.name]) : ''
      if (value) return value
    }
  }
  return ''
}

/** The name of a certificate, "" where it has none. */
export const nameOf = (template) => text(template?.name)

/** Whom it is for, as far as the names of the fields say it. */
const recipientOf = (template, values) => valueBy(template, values, ['recipient', 'learner', 'participant', 'student', 'holder', 'full_name', 'name'])

/**
 * A name that every file system takes, without an ending.
 * @param {unknown} given a name that was asked for
 * @param {string} fallback
 */
export function fileName(given, template, values, fallback) {
  const wanted = text(given).replace(/\.(pdf|png|svg)$/i, '')
  const parts = wanted ? [wanted] : [nameOf(template) || fallback, recipientOf(template, values)]
  const clean = parts.filter(Boolean).map(cleaned).filter(Boolean).join(' - ')
  const short = shortened(clean, NAME_BYTES).replace(/[. ]+$/, '')
  // Names of devices under Windows, with any ending.
  if (/^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i.test(short)) return `_${short}`
  return short || 'certificate'
}

/** Without separators, control characters, and those that turn the direction: they hide an ending. */
function cleaned(name) {
  const plain = name.replace(/[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\\/:*?"<>|]/gu, ' ')
  return plain.replace(/\s+/gu, ' ').replace(/^[. ]+|[. ]+$/g, '')
}

function shortened(name, bytes) {
  const encoder = new TextEncoder()
  let out = ''
  let left = bytes
  for (const letter of name) {
    left -= encoder.encode(letter).length
    if (left < 0) break
    out += letter
  }
  return out
}

/** The address, where it is one of the web; `null` for any other. */
export function webAddress(address) {
  try {
    const url = new URL(text(address))
    return ['http:', 'https:'].includes(url.protocol) ? url.href : null
  } catch {
    return null
  }
}

/** Year and month of an instant or a day in RFC 3339: `month` of src/screen/linkedin.rs. */
function month(date) {
  const found = /^(\d{1,4})-(\d\d)/.exec(text(date))
  const [year, number] = found ? [Number(found[1]), Number(found[2])] : []
  return number >= 1 && number <= 12 ? { year, month: number } : null
}

/** Month of the end of the validity, as `Validity::Months` of src/template/field.rs says it. */
function validUntil(template, values) {
  const { kind, months, from = 'completed_at' } = template?.validity ?? {}
  const start = kind === 'months' && Number.isInteger(months) ? month(values?.[from]) : null
  if (!start) return null
  const at = start.year * 12 + start.month - 1 + months
  return { year: Math.floor(at / 12), month: (at % 12) + 1 }
}

/**
 * “Add to LinkedIn profile”: the address that fills LinkedIn's form. The same as
 * `Credential::link` of src/screen/linkedin.rs, with what the fields say where the
 * page says nothing, as src/ui/simulator/learner/share.rs finds it.
 */
export function linkedIn(template, values, { organisation, issued, expires, number, verifyUrl }) {
  const begun = month(issued) ?? month(valueBy(template, values, ['issue', 'grant', 'award', 'complet'], 'date'))
  const ends = month(expires) ?? validUntil(template, values) ?? month(valueBy(template, values, ['until', 'expir'], 'date'))
  const fields = [
    ['name', nameOf(template)],
    ['organizationName', text(organisation) || valueBy(template, values, ['issuer', 'organi', 'academy', 'authority'])],
    ['issueYear', begun?.year],
    ['issueMonth', begun?.month],
    ['expirationYear', ends?.year],
    ['expirationMonth', ends?.month],
    ['certUrl', verifyUrl ?? webAddress(valueBy(template, values, [''], 'url'))],
    ['certId', text(number) || valueBy(template, values, ['number', 'certificate_id'])],
  ]
  const said = fields.filter(([, value]) => value).map(([key, value]) => `&${key}=${encoded(String(value))}`)
  return `https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME${said.join('')}`
}

/** Percent-encodes all but unreserved characters (RFC 3986, section 2.3). */
const encoded = (words) => encodeURIComponent(words.replace(/\p{Cs}/gu, '\ufffd')).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"' }

/**
 * What an SVG of ours says, an element each, in its order: the invisible lines
 * that lie over the outlines (src/render/svg/glyphs.rs), and names of pictures.
 * Read as text: a parser of markup is not to be had under Trusted Types.
 */
export function wordsOf(svg) {
  const said = []
  let goes = false
  const parts = /<text [^>]*fill-opacity="0"[^>]*>([^<]*)<\/text>|<g[^>]* aria-label="([^"]*)"|<\/g>/g
  for (const [, line, label] of svg.matchAll(parts)) {
    const words = (line ?? label ?? '').replace(/&(amp|lt|gt|quot);/g, (whole, name) => ENTITIES[name])
    if (line !== undefined && goes) said[said.length - 1] += ` ${words}`
    else if (words) said.push(words)
    goes = line !== undefined
  }
  return said
}
