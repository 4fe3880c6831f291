// Keeps the browser from clearing the work, and remembers when to remind of a copy.
//
// After the first work is saved, the browser is asked to keep what is stored here for good.
// Where it won't, it may clear it when space runs low: then one reminder is due, once there is
// work worth it, and never again in this browser.

/** Where it is remembered what was asked and said: one record for all documents and rooms. */
const KEY = 'laureate:keeping'
const DAY = 24 * 60 * 60 * 1000
/** It is asked again after this long: browsers change their mind about sites that are used. */
const AGAIN = 30 * DAY
/** Work worth a reminder: so many saves, the first of them so long ago. */
const SAVES = 20
const LONG = 10 * 60 * 1000

/** What the browser says, once a visit: whether it keeps our data for good. */
let answer = null

/** Something that the person did was saved. Gives `true` when the reminder is due: it is not due again then. */
export async function worked(now = Date.now()) {
  const known = read()
  if (!known || known.reminded) return false
  const { first = now, saves = 0, asked = 0 } = known
  const next = { ...known, first, saves: saves + 1, asked }
  // One answer serves all that is saved in this visit, unless nobody was asked yet.
  answer ??= keep(now - asked > AGAIN)
  const { kept, was } = await answer
  if (was) next.asked = now
  const due = !kept && next.saves >= SAVES && now - first >= LONG
  if (due) next.reminded = now
  // What could not be noted would be said again each time.
  return write({ ...read(), ...next }) && due
}

/** Asks the browser, if it is time to: `kept`, whether it keeps the data, and `was`, whether it was asked. */
async function keep(ask) {
  try {
    if (await navigator.storage.persisted()) return { kept: true, was: false }
    return ask ? { kept: await navigator.storage.persist(), was: true } : { kept: false, was: false }
  } catch {
    // Not over HTTPS, or an old browser: it doesn't promise anything.
    return { kept: false, was: false }
  }
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}')
  } catch (why) {
    // Unreadable is as good as new; without a storage there is nothing to lose either.
    return why instanceof SyntaxError ? {} : null
  }
}

function write(known) {
  try {
    localStorage.setItem(KEY, JSON.stringify(known))
    return true
  } catch {
    return false
  }
}
