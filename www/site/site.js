// The standalone site: our own page around our own elements. `#rehearse` is the
// rehearsal room, anything else the designer; each is loaded when it is first shown.
import { LOCALES, defineElements } from './embed/laureate.js'

/** The first of the person's languages that there is, or the one that the address names (`?lang=fr`). */
function language() {
  const wanted = [new URLSearchParams(location.search).get('lang'), ...navigator.languages]
  return wanted.map((tag) => tag?.toLowerCase().split('-')[0]).find((tag) => tag && Object.hasOwn(LOCALES, tag)) ?? 'en'
}

const LANGUAGE = language()
document.documentElement.lang = LANGUAGE

const TAGS = { design: 'laureate-designer', rehearse: 'laureate-simulator' }

function show(room) {
  for (const [name, tag] of Object.entries(TAGS)) {
    let element = document.querySelector(tag)
    if (name === room && !element) {
      element = document.createElement(tag)
      element.setAttribute('storage', 'local')
      element.setAttribute('rooms', '')
      element.setAttribute('locale', LANGUAGE)
      document.body.append(element)
    }
    if (element) element.hidden = name !== room
  }
  document.title = room === 'rehearse' ? 'Laureate: rehearsal room' : 'Laureate'
}

const wanted = () => (location.hash === '#rehearse' ? 'rehearse' : 'design')

addEventListener('hashchange', () => {
  // What one room has saved, the other reads.
  document.querySelector(TAGS.design)?.handle?.flush()
  document.querySelector(TAGS.rehearse)?.handle?.flush()
  show(wanted())
  document.querySelector(TAGS.rehearse)?.handle?.refresh()
})
document.addEventListener('laureate-go', ({ detail }) => {
  location.hash = detail === 'rehearse' ? '#rehearse' : '#design'
})
// A file brought something for both rooms: the one that is not shown is made anew
// when it is, and reads what is kept then.
document.addEventListener('laureate-imported', () => {
  for (const tag of Object.values(TAGS)) document.querySelector(`${tag}[hidden]`)?.remove()
})
document.addEventListener('laureate-ready', () => document.querySelector('#loading')?.remove())
// Loaded once there is something to see; it knows the language by then.
document.addEventListener('laureate-ready', async () => (await import('./offline.js')).keepOffline(), { once: true })
document.addEventListener('laureate-error', () => document.querySelector('#loading')?.remove())

defineElements()
show(wanted())
