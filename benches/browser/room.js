// The rehearsal room with 100,000 learners and 1,000,000 events: how long until
// they are opened, checked, played and searched for gaps; how long an edit takes;
// and the longest time for which the page itself was busy meanwhile.
import { mountSimulator } from '/embed/laureate.js'

const LEARNERS = 100_000
const EVENTS = 10

function project() {
  const items = [...Array(EVENTS).keys()].map((n) => `a${n}`)
  const three = ['a1', 'a2', 'a3']
  const head = {
    format: 'laureate-project',
    version: 1,
    name: 'Many',
    activities: items,
    certificates: [{ id: 'done', title: 'Done' }, { id: 'first', title: 'First' }],
    automations: [
      {
        id: 'r',
        event: 'activity-completed',
        active_from: '2026-03-20',
        conditions: { and: [{ or: three.map((id) => ({ 'activity-in-event': id })) }, ...three.map((id) => ({ 'activity-completed': id }))] },
        actions: [{ 'grant-certificate': { certificate: 'done', attach_to: 'a3' } }],
      },
      { id: 'f', event: 'activity-completed', conditions: { 'activity-in-event': 'a5' }, actions: [{ 'grant-certificate': { certificate: 'first' } }] },
    ],
  }
  const two = (n) => String(n).padStart(2, '0')
  const parts = [JSON.stringify(head).slice(0, -1), ',"learners":[']
  for (let n = 0; n < LEARNERS; n++) parts.push(`${n ? ',' : ''}{"id":"l${n}","full_name":"Learner ${n}","email":"l${n}@example.com"}`)
  parts.push('],"events":[')
  for (let n = 0; n < LEARNERS; n++)
    for (let k = 0; k < EVENTS; k++)
      parts.push(`${n + k ? ',' : ''}{"at":"2026-${two(1 + ((n * 7 + k) % 3))}-${two(1 + ((n + k * 3) % 28))}T10:${two(k)}:00Z","learner":"l${n}","event":"activity-completed","item":"a${(n + k) % EVENTS}"}`)
  parts.push(']}')
  return new File(parts, 'many.json', { type: 'application/json' })
}

const place = document.querySelector('#designer')
await mountSimulator(place)
const root = place.shadowRoot
const $ = (selector) => root.querySelector(selector)
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
async function until(what) {
  const end = performance.now() + 200_000
  for (;;) {
    const found = what()
    if (found) return found
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`)
    await rest(10)
  }
}
const idle = () => !$('.room-status .working') && $('[data-count=grants]')

let longest = 0
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration)
}).observe({ type: 'longtask' })

globalThis.room = async () => {
  await until(idle)
  const file = project()
  const transfer = new DataTransfer()
  transfer.items.add(file)
  $('.topbar .menu > button').click()
  const input = await until(() => $('.open-file input'))
  await rest(500)
  longest = 0
  const opened = performance.now()
  input.files = transfer.files
  input.dispatchEvent(new Event('change'))
  await until(() => $('[data-count=grants]').innerText.length > 14 && idle() && $('[data-count=gaps]').innerText !== '0 gaps')
  const open = performance.now() - opened
  $('[data-part=Results]').click()
  await until(() => $('[data-learner=l0]'))
  const grid = $('.grid')
  for (let n = 1; n <= 20; n++) {
    grid.scrollTop = (grid.scrollHeight * n) / 20
    await rest(60)
  }
  await until(() => $(`[data-learner=l${LEARNERS - 1}]`))
  $('[data-report=Gaps]').click()
  await until(() => $('[data-gap]'))
  ;[...root.querySelectorAll('[data-gap] button')].at(-1).click()
  const change = await until(() => $('[data-rule-change]'))
  const before = $('[data-count=grants]').innerText
  const edited = performance.now()
  change.click()
  await until(() => idle() && $('[data-count=grants]').innerText !== before)
  return { open, edit: performance.now() - edited, longest }
}
