// The service worker of the standalone site: after one visit it works with the network off.
// Never registered by the elements; a page that embeds them is not answered from
// here, even where it lies within our scope.
//
// One cache a build, named by the build's id. Installing fetches every file past
// the HTTP cache and checks its digest, so a site that is only half deployed is never kept, and
// an installation that failed leaves the one before it at work. A file is kept as soon as it was
// checked: an installation that was interrupted goes on where it stopped. A new
// build waits until somebody asks for it; then all tabs save first.

// Filled in by scripts/offline-list.mjs: id, bytes, and the digest of each file by its path.
const BUILD = { id: '', bytes: 0, files: {} }

const SCOPE = new URL(registration.scope)
const PREFIX = `laureate ${SCOPE.href} `
const NAME = PREFIX + BUILD.id
/** The header under which a kept file carries its digest. */
const DIGEST = 'x-laureate-sha256'
/** Files fetched at a time: the page itself should still get through. */
const AT_ONCE = 4
/** How long tabs have to save before a new build takes over, in milliseconds. */
const SAVING = 5_000

/** The build on the net is another one, and ours is not whole: everything comes from the net. */
let lost = false
/** Tabs that the build before us had opened. Each reloads as soon as it hears of us. */
const older = new Set()

addEventListener('install', (event) => event.waitUntil(alone(fill)))
addEventListener('activate', (event) => event.waitUntil(takeOver()))
addEventListener('fetch', (event) => {
  const path = pathOf(event.request)
  if (path !== null && !lost) event.respondWith(answer(event, path))
})
addEventListener('message', (event) => {
  const work = new Map(Object.entries({ state, check, claim, update })).get(event.data?.ask)
  const [port] = event.ports
  if (!work || !port) return
  const failed = (why) => ({ failed: String(why?.message ?? why) })
  event.waitUntil(work(event).catch(failed).then((said) => port.postMessage(said)))
})

/** The path of a file of ours that is asked for; `null` for anything else. */
function pathOf(request) {
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== SCOPE.origin || !url.pathname.startsWith(SCOPE.pathname)) return null
  let path = url.pathname.slice(SCOPE.pathname.length)
  try {
    path = decodeURIComponent(path)
  } catch {
    return null
  }
  if (path === '') path = 'index.html'
  if (!Object.hasOwn(BUILD.files, path)) return null
  // An address with a query is of somebody who wants to go past caches.
  // A module that speaks a language is the same file under another name.
  const same = url.search === '' || url.search.startsWith('?language=')
  return request.mode === 'navigate' || same ? path : null
}

/** Whether a window shows our own page, and not one that embeds the elements. */
function isOurs(client) {
  const url = new URL(client.url)
  return url.origin === SCOPE.origin && [SCOPE.pathname, `${SCOPE.pathname}index.html`].includes(url.pathname)
}

const windows = async (options = {}) => (await clients.matchAll({ type: 'window', ...options })).filter(isOurs)

/**
 * Whether a request comes from a page of ours that we answer, or its workers: one
 * that was loaded past us may be of another build. A worker's own address doesn't tell
 * whose it is: it counts as ours while such a page is open.
 */
async function fromUs(event) {
  if (event.request.mode === 'navigate') return true
  const [client, pages] = await Promise.all([event.clientId && clients.get(event.clientId), windows()])
  return client?.type === 'window' ? pages.some(({ id }) => id === client.id) : pages.length > 0
}

async function answer(event, path) {
  const { request } = event
  if (!(await fromUs(event))) return fetch(request)
  // A navigation is asked for by the page that goes, and answered for the one that comes.
  const old = request.mode !== 'navigate' && older.has(event.clientId)
  if (old) return (await fromOlder(path)) ?? fetch(request)
  const kept = await (await caches.open(NAME)).match(urlOf(path))
  if (kept) return kept
  // The browser has thrown it away: fetched again, as long as the net still has this build.
  try {
    return await keep(await caches.open(NAME), path)
  } catch (why) {
    if (!(why instanceof Torn)) throw why
    // What is left of it must not get among the files of the other build.
    lost = true
    await caches.delete(NAME)
    registration.update().catch(() => {})
    return fetch(request)
  }
}

/** A file as the build before us had it. */
async function fromOlder(path) {
  for (const name of await others()) {
    const kept = await (await caches.open(name)).match(urlOf(path))
    if (kept) return kept
  }
  return undefined
}

const urlOf = (path) => new URL(path, SCOPE).href
const others = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME)

/** One worker at a time fills or tidies: none throws away what another one is just getting. */
const alone = (work) => (navigator.locks ? navigator.locks.request(PREFIX, work) : work())

/** What the net has is not of this build. */
class Torn extends Error {}

/** Gets everything that is not kept yet. */
async function fill() {
  const cache = await caches.open(NAME)
  const before = await Promise.all((await others()).map((name) => caches.open(name)))
  const missing = []
  for (const [path, digest] of Object.entries(BUILD.files)) {
    if ((await cache.match(urlOf(path)))?.headers.get(DIGEST) !== digest) missing.push(path)
  }
  // The page first: what it has just loaded is the cheapest to ask for again.
  missing.sort((a, b) => a.endsWith('.ttf') - b.endsWith('.ttf'))
  const next = missing.values()
  const some = async () => {
    for (const path of next) if (!(await copy(before, cache, path))) await keep(cache, path)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, some))
  // The person may have cleared it meanwhile.
  const kept = (await (await caches.open(NAME)).keys()).length
  const wanted = Object.keys(BUILD.files).length
  if (kept < wanted) throw new Error(`${kept} of ${wanted} files are kept`)
}

/** Takes a file over from another build that has the same one; not the page, whose headers may be new. */
async function copy(before, cache, path) {
  if (path === 'index.html') return false
  for (const other of before) {
    const kept = await other.match(urlOf(path))
    if (kept?.headers.get(DIGEST) === BUILD.files[path]) {
      await cache.put(urlOf(path), kept)
      return true
    }
  }
  return false
}

/** Fetches a file, checks it and keeps it; the answer to give. */
async function keep(cache, path) {
  // `no-cache` asks the server each time, and is told shortly of what has not changed.
  const got = (await fetched(path, 'no-cache')) ?? (await fetched(path, 'reload'))
  if (!got) throw new Torn(`${path} is not that of build ${BUILD.id}`)
  await cache.put(urlOf(path), got.clone())
  return got
}

async function fetched(path, how) {
  const response = await fetch(urlOf(path), { cache: how, credentials: 'same-origin' })
  if (response.status === 404 || response.status === 410) throw new Torn(`${path} is not there`)
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`)
  const bytes = await response.arrayBuffer()
  const sha256 = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const digest = Array.from(sha256, (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (digest !== BUILD.files[path]) return null
  // Its own headers (a security policy among them), less those about the way it came.
  const headers = new Headers(response.headers)
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name)
  headers.set(DIGEST, digest)
  return new Response(bytes, { headers })
}

async function takeOver() {
  // Who is there already was given another build's page.
  if ((await others()).length > 0) for (const { id } of await windows()) older.add(id)
  await alone(tidy)
}

/** Removes the builds that no open tab needs, but none that is on its way in. */
async function tidy() {
  if (registration.installing || registration.waiting) return
  for (const id of older) if (!(await clients.get(id))) older.delete(id)
  if (older.size > 0) return
  for (const name of await others()) await caches.delete(name)
}

// ---------------------------------------------------------------- what the page asks

async function state() {
  return { id: BUILD.id, bytes: BUILD.bytes, lost }
}

/** Mends what the browser has thrown away, and removes what nobody needs. */
async function check() {
  if (!lost) await alone(fill)
  await alone(tidy)
  return state()
}

/** The first visit: the page that had no worker gets this one, so that it can go offline at once. */
async function claim() {
  await clients.claim()
  return state()
}

/** Takes the place of the build at work, once every tab has saved. */
async function update() {
  const saved = await Promise.all((await windows({ includeUncontrolled: true })).map(askToSave))
  if (saved.includes(false)) return { ...(await state()), unsaved: true }
  await self.skipWaiting()
  return state()
}

/** `false` if the tab says that it could not save. One that sleeps saved when it was hidden. */
function askToSave(client) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => resolve(data.saved)
    setTimeout(resolve, SAVING)
    client.postMessage({ laureate: 'save' }, [port2])
  })
}
