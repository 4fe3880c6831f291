// Keeps the site for use without a network, and tells of new versions. The work is
// sw.js's; here it is started, and talked about. Pages that embed the elements never load this.

import { speak } from './embed/locale.js'

/** The site's own words, in the language of the page. */
const { t } = await speak(document.documentElement.lang)

/** The build that this page belongs to; none where the site is not to be kept (`make serve`). */
const BUILD = document.querySelector('meta[name="laureate-build"]')?.content
/** An open tab looks for a new version this often, in milliseconds, when it is come back to. */
const LOOK = 60 * 60 * 1000

const workers = serviceWorkers()
let registration = null
/** What offers the new version that waits. */
let offer = null
let leaving = false
const watched = new WeakSet()

/** None where they are missing; in a sandboxed frame even looking for them throws. */
function serviceWorkers() {
  try {
    return navigator.serviceWorker
  } catch {
    return undefined
  }
}

/** Asks a worker something; what it says. */
function ask(worker, what) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => resolve(data)
    worker.postMessage({ ask: what }, [port2])
  })
}

/** Saves what is open here; `false` if that could not be done. */
async function save() {
  const rooms = [...document.querySelectorAll('laureate-designer, laureate-simulator')]
  const saved = await Promise.all(rooms.map((room) => room.handle?.flush()))
  return !saved.includes(false)
}

/**
 * Starts keeping the site, once the page is ready and has nothing else to do: the first
 * view comes before everything else.
 */
export function keepOffline() {
  if (!workers) return
  if (!BUILD) return void forget()
  workers.addEventListener('message', async ({ data, ports: [port] }) => {
    if (data?.laureate === 'save') port?.postMessage({ saved: await save().catch(() => false) })
  })
  workers.addEventListener('controllerchange', newController)
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 500))
  // Whoever pays by the byte is asked first.
  const frugal = navigator.connection?.saveData && !workers.controller
  idle(() => (frugal ? offerToKeep() : start()), { timeout: 5000 })
}

/** A worker that an earlier site left here takes itself away when it is looked at. */
async function forget() {
  const left = await workers.getRegistration()
  if (left?.scope === new URL('.', location.href).href) await left.update().catch(() => {})
}

function offerToKeep() {
  const note = tell(t('Laureate can work without a network. To keep it on this device, about 40 MB are loaded once.'))
  button(note, t('Keep it'), () => {
    note.remove()
    start()
  })
  button(note, t('Not now'), () => note.remove())
}

async function start() {
  try {
    registration = await workers.register('sw.js', { scope: './', updateViaCache: 'none' })
  } catch {
    // Not over HTTPS, forbidden, or offline in a way of its own: the site works as it does without.
    return
  }
  registration.addEventListener('updatefound', () => watch(registration.installing))
  watch(registration.installing)
  if (registration.waiting && registration.active) offerUpdate(registration.waiting)
  if (workers.controller) ask(workers.controller, 'check')
  else if (registration.active) await take(registration.active, false)
  let looked = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - looked < LOOK) return
    looked = Date.now()
    registration.update().catch(() => {})
  })
}

/** Follows a worker that is being installed. */
function watch(worker) {
  if (!worker || watched.has(worker)) return
  watched.add(worker)
  worker.addEventListener('statechange', () => {
    if (worker.state === 'installed' && registration.active) offerUpdate(worker)
    if (worker.state === 'activated' && !workers.controller) take(worker, true)
  })
}

/** The first worker answers for this page too, if it keeps the same build. */
async function take(worker, first) {
  const { id } = await ask(worker, 'state')
  if (id !== BUILD) return
  await ask(worker, 'claim')
  if (!first) return
  const note = tell(t('Ready to work offline. Laureate is kept on this device, with all its fonts.'))
  button(note, t('Close'), () => note.remove())
  passing(note)
}

function offerUpdate(worker) {
  offer?.remove()
  const note = tell(t('A new version is ready. Your work is saved before it starts.'))
  offer = note
  const go = button(note, t('Update'), async () => {
    go.disabled = true
    say(note, t('Saving what is open…'))
    const answer = await ask(worker, 'update')
    if (!answer.unsaved && !answer.failed) {
      // A page that was loaded past the worker is not told of its successor.
      setTimeout(() => leaving || location.reload(), 3000)
      return
    }
    go.disabled = false
    say(note, t('Something open could not be saved, so the version you have stays. Download your work, then try again.'))
  })
  button(note, t('Later'), () => note.remove())
}

/** Another worker answers for this page. If it keeps another build, the page has to become that one: two are never mixed. */
async function newController() {
  if (leaving || !workers.controller) return
  const { id } = await ask(workers.controller, 'state')
  if (id === BUILD || leaving) return
  leaving = true
  await save().catch(() => {})
  location.reload()
}

// ---------------------------------------------------------------- messages

/** A message over the page, for as long as it is needed. */
function tell(words) {
  let place = document.querySelector('#messages')
  if (!place) {
    place = document.createElement('div')
    place.id = 'messages'
    place.setAttribute('role', 'status')
    document.body.append(place)
  }
  const note = document.createElement('div')
  note.className = 'message'
  note.append(document.createElement('p'))
  place.append(note)
  // Said by screen readers only if it changes after it is there.
  requestAnimationFrame(() => say(note, words))
  return note
}

function say(note, words) {
  note.querySelector('p').textContent = words
}

function button(note, words, act) {
  const made = document.createElement('button')
  made.type = 'button'
  made.textContent = words
  made.addEventListener('click', act)
  note.append(made)
  return made
}

/** Goes by itself, but not while somebody is at it. */
function passing(note) {
  const go = () => (note.matches(':hover, :focus-within') ? later() : note.remove())
  const later = () => setTimeout(go, 8000)
  later()
}
