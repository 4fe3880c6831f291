// The language of the interface: one catalogue a language (`locales/*.json`), with
// what the host says in place of some texts. The English text is the key.
import { LaureateError } from './errors.js'
import { base, once, textOf } from './load.js'

/** The languages that come with the program, by their own names. */
export const LOCALES = { en: 'English', fr: 'Français', de: 'Deutsch', es: 'Español', ar: 'العربية' }

const files = new Map()
/** Counts the modules with a host's own texts. */
let modules = 0
/** Every language with a host's own texts is a module of its own. */
const spoken = new Map()

/** The nearest of our languages to a tag, `fr-CA` → `fr`; English where there is none. */
export function nearest(tag) {
  const wanted = String(tag ?? '').toLowerCase().split('-')[0]
  return Object.hasOwn(LOCALES, wanted) ? wanted : 'en'
}

/** A catalogue; where it can't be had, the texts are English: better than nothing to see. */
async function read(language) {
  try {
    return await once(files, language, async () => JSON.parse(await textOf(new URL(`locales/${language}.json`, base()))))
  } catch (why) {
    console.warn(`Laureate: the texts in ${LOCALES[language]} could not be loaded (${why.message}).`)
    return null
  }
}

/** What the element's own surroundings are written in. */
const around = (element) => element?.closest?.('[lang]')?.lang ?? globalThis.document?.documentElement?.lang

/**
 * A language with its texts.
 * @param {string | null | undefined} tag BCP 47; that of the page around where absent
 * @param {Record<string, string | Record<string, string>> | null | undefined} texts a host's own, by the English text
 * @param {Element} [element]
 */
export async function speak(tag, texts, element) {
  const language = nearest(tag || around(element))
  if (texts !== undefined && texts !== null && (typeof texts !== 'object' || Array.isArray(texts))) {
    throw new LaureateError('wrong-argument', '`texts` is an object: the English text, and the text to show instead.')
  }
  const key = JSON.stringify([language, texts ?? {}])
  return once(spoken, key, async () => {
    const known = language === 'en' ? null : await read(language)
    // Asked for again, it may come.
    if (language !== 'en' && !known) spoken.delete(key)
    const own = texts && Object.keys(texts).length > 0
    const catalogue = known || own ? { language, direction: known?.direction, texts: { ...known?.texts, ...texts } } : null
    const rules = new Intl.PluralRules(known ? language : 'en')
    return {
      tag: known ? language : 'en',
      direction: known?.direction ?? 'ltr',
      /** Names the module that speaks it. */
      own: catalogue ? `language=${language}${own ? `&texts=${++modules}` : ''}` : '',
      json: catalogue ? JSON.stringify(catalogue) : null,
      plural: (n) => rules.select(n),
      /** A text, with its places filled by name. */
      t(text, words = {}) {
        const entry = catalogue?.texts[text]
        const said = typeof entry === 'string' ? entry : (entry?.other ?? text)
        return said.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(words, name) ? words[name] : whole))
      },
    }
  })
}
