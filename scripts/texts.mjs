// The texts of the interface: collected from the sources, held against the
// catalogues in www/locales.
//
//   node scripts/texts.mjs            writes www/locales/en.json
//   node scripts/texts.mjs --check    fails where a catalogue is not whole
//   node scripts/texts.mjs --missing fr   prints what a language lacks, as JSON
//
// Two kinds: what is said in the language of the page, `t!("…")`, `tn!(n, "…", "…")`,
// `mark!("…")`, `say!(tongue, "…")`, `say_n!(tongue, n, "…", "…")` in src and `t('…')`
// in www; and what other rooms form in English,
// findings and reasons, which are found by their shape (`said`): the texts of
// `format!` and of plain literals there that read like sentences.
import { readFileSync, readdirSync, writeFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const LOCALES = join(ROOT, 'www/locales')
const LANGUAGES = ['fr', 'de', 'es', 'ar']
/** Rooms whose texts are shown. */
const SPEAKING = ['diagnostic.rs', 'template', 'edit', 'field', 'text', 'render', 'catalogue', 'rules', 'simulate', 'import', 'storage', 'bundle', 'desk', 'screen', 'migrate.rs', 'api']
const SCRIPTS = ['certificate.js', 'client.js', 'bundle.js', 'exporter.js', 'host.js', 'rules-client.js', 'worker.js', 'functions.js', 'errors.js', 'database.js', 'pictures.js', 'versions.js', 'records.js', 'elements.js']

/** Files of those rooms with contents of designs, names of people and of fonts. */
const CONTENTS = ['field/tries.rs', 'rules/random.rs', 'template/classic.rs', 'text/catalogue.rs'].map((path) => join(ROOT, 'src', path))
/** Files with words that are understood, not said. */
const WORDS = ['field/choices.rs', 'import/catalogue/cells.rs', 'import/catalogue/columns.rs', 'import/history/headers.rs', 'import/history/words.rs', 'template/plain.rs'].map((path) => join(ROOT, 'src', path))
/** What reads like a text and is none: names of fonts and of people, a drawing's path. */
const NAMES = new Set(
  readFileSync(join(ROOT, 'www/fonts/fonts.tsv'), 'utf8')
    .split('\n')
    .map((line) => line.split('\t')[1])
    .concat('Ada Lovelace', 'Example Academy', 'Bartholomew Maximilian', 'de l’Étoile', 'recursion limit'),
)

function* files(path, ending) {
  if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) yield* files(join(path, name), ending)
  else if (path.endsWith(ending)) yield path
}

/** A Rust source without comments and tests; texts stay. */
function code(path) {
  let text = readFileSync(path, 'utf8')
  if (/(^|\/)tests?(\.rs|\/)/.test(relative(ROOT, path))) return ''
  // Those within the file, which come last; a file of tests is named anywhere.
  const tests = text.search(/#\[cfg\((all\()?test[^\]]*\]\s*(#!?\[[^\]]*\]\s*)*mod \w+ \{/)
  if (tests >= 0) text = text.slice(0, tests)
  // Reasons for the compiler, and the documentation of functions that a macro makes.
  text = text.replace(/\breason = "[^"]*"|\bwalks!\(\s*"[^"]*"/g, '')
  // A quotation mark of its own begins no text, and raw ones are data.
  text = text.replace(/b?'\\?"'/g, "' '").replace(/\bb?r(#+)"[\s\S]*?"\1/g, '""')
  // Comments, but not the `//` in addresses.
  return text.replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*/g, (whole, text) => text ?? '')
}

/** What a Rust literal says. */
const unescape = (text) =>
  text
    .replace(/\\\n\s*/g, '')
    .replace(/\\u\{([0-9a-fA-F]+)\}/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16)))
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\(["'\\])/g, '$1')

const LITERAL = String.raw`"((?:[^"\\]|\\[\s\S])*)"`
/** The count may be any expression: the two texts are the first two after it. */
const COUNTED = new RegExp(String.raw`\b(?:tn|say_n)!\((?:[^"]*?),\s*${LITERAL},\s*${LITERAL}`, 'g')

/** `{ text: counted? }` of what the interface says itself. */
function spoken() {
  const found = new Map()
  for (const path of files(join(ROOT, 'src'), '.rs')) {
    const text = code(path)
    for (const [, words] of text.matchAll(new RegExp(String.raw`\b(?:(?:t|mark)!\(|say!\(\s*[\w.]+,)\s*${LITERAL}`, 'g'))) found.set(named(unescape(words)), false)
    for (const [, one, other] of text.matchAll(COUNTED)) found.set(unescape(other), unescape(one))
  }
  for (const path of files(join(ROOT, 'www'), '.js')) {
    for (const [, words] of readFileSync(path, 'utf8').matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)) if (!found.has(words)) found.set(unescape(words), false)
  }
  found.delete('$text')
  return found
}

/** Reads like something that is said: words with a space between, or a finding's one word. */
function isSentence(text) {
  if (NAMES.has(text) || /^M\{x\}/.test(text)) return false
  const plain = text.replace(/\{[^}]*\}/g, 'x')
  if (!/[A-Za-z]{2}/.test(plain) || !/ /.test(plain.trim())) return false
  if (!/^[A-Z“”'"({`0-9]/.test(plain) && !/^x /.test(plain)) return false
  // Markup, code, addresses, formats.
  return !/[<>=#@$%\\|]|;(?! [a-z])|::|\.\w+\(|https?:|^\{\s*\}|xmlns|M \d/.test(plain) && /[a-z]{2,} [a-zA-Z“`x]|[a-zA-Z”`] [a-z]{2,}/.test(plain)
}

/** Reads like the part of a finding that says why: `it is cut off`. */
function isClause(text) {
  const plain = text.replace(/\{[^}]*\}/g, 'x')
  return /^[a-z]{1,12} \S/.test(plain) && /[a-z]{3}/.test(plain) && !/[<>=;#@$%\\|_]|::|https?:|^\w+\(/.test(plain)
}

/** Texts that other rooms form. */
function formed() {
  const found = new Set()
  const add = (text, path) => {
    const clauses = path && !WORDS.includes(path)
    if (isSentence(text) || (clauses && isClause(text))) found.add(named(text))
  }
  for (const room of SPEAKING) {
    for (const path of files(join(ROOT, 'src', room), '.rs')) {
      if (CONTENTS.includes(path)) continue
      for (const [, words] of code(path).replace(COUNTED, '').matchAll(new RegExp(LITERAL, 'g'))) add(unescape(words), path)
    }
  }
  for (const name of SCRIPTS) {
    let text
    try {
      text = readFileSync(join(ROOT, 'www', name), 'utf8')
    } catch {
      continue
    }
    text = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    for (const [, single, template] of text.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)) {
      const words = single !== undefined ? unescape(single) : template.replace(/\$\{[^}]*\}/g, '{}')
      add(words)
    }
  }
  return found
}

/** Places by name or number: `{}` has none, `{0:?}` a format. */
function named(text) {
  let n = 0
  return text.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (whole, inner) => {
    if (inner === undefined) return whole
    const name = inner.split(':')[0].replace(/[^\w]/g, '')
    return `{${name || `a${n++}`}}`
  })
}

function english() {
  const texts = {}
  const said = spoken()
  for (const [text, one] of [...said].sort(([a], [b]) => (a < b ? -1 : 1))) texts[text] = one === false ? text : { one, other: text }
  for (const text of [...formed()].sort()) texts[text] ??= text
  return { language: 'en', name: 'English', direction: 'ltr', texts }
}

const places = (text) => [...text.matchAll(/\{(\w+)!?\}/g)].map(([, name]) => name).sort()

/** What is wrong with a language's catalogue. */
function faults(language, wanted) {
  const file = JSON.parse(readFileSync(join(LOCALES, `${language}.json`), 'utf8'))
  const out = []
  for (const key of Object.keys(wanted)) if (!(key in file.texts)) out.push(`lacks ${JSON.stringify(key)}`)
  for (const [key, entry] of Object.entries(file.texts)) {
    if (!(key in wanted)) {
      out.push(`has ${JSON.stringify(key)}, which is said nowhere`)
      continue
    }
    const forms = typeof entry === 'string' ? { other: entry } : entry
    const needed = typeof wanted[key] === 'string' ? ['other'] : new Intl.PluralRules(language).resolvedOptions().pluralCategories
    // “Many” is for millions in French and Spanish.
    for (const form of needed) if (!(form in forms) && !(form === 'many' && language !== 'ar')) out.push(`${JSON.stringify(key)} lacks the form ${form}`)
    for (const [form, text] of Object.entries(forms)) {
      const [has, must] = [new Set(places(text)), new Set(places(key))]
      for (const name of has) if (!must.has(name)) out.push(`${JSON.stringify(key)} (${form}) has {${name}}, which there is not`)
      // One, two or none may do without the number.
      for (const name of must) if (!has.has(name) && !(name === 'count' && form !== 'other')) out.push(`${JSON.stringify(key)} (${form}) lacks {${name}}`)
    }
  }
  return out
}

const { texts } = english()
const [option, language] = process.argv.slice(2)
if (option === '--missing') {
  const known = JSON.parse(readFileSync(join(LOCALES, `${language}.json`), 'utf8')).texts
  console.log(JSON.stringify(Object.fromEntries(Object.entries(texts).filter(([key]) => !(key in known))), null, 1))
} else if (option === '--check') {
  const written = readFileSync(join(LOCALES, 'en.json'), 'utf8')
  let wrong = written === JSON.stringify(english(), null, 1) + '\n' ? [] : ['en.json is not what the sources say: run node scripts/texts.mjs']
  for (const language of LANGUAGES) wrong.push(...faults(language, texts).map((fault) => `${language}.json ${fault}`))
  for (const fault of wrong.slice(0, 60)) console.error(fault)
  if (wrong.length > 0) {
    console.error(`${wrong.length} faults in the catalogues`)
    process.exit(1)
  }
  console.log(`${Object.keys(texts).length} texts, ${LANGUAGES.length + 1} languages`)
} else {
  writeFileSync(join(LOCALES, 'en.json'), JSON.stringify(english(), null, 1) + '\n')
  console.log(`${Object.keys(texts).length} texts`)
}
