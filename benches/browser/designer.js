// From a key or a move of the pointer to the new picture, in the designer itself.
import { mountDesigner } from '/embed/laureate.js'

/** A template of many texts and shapes, in rows. */
function crowded(count) {
  const elements = Array.from({ length: count }, (_, n) => {
    const frame = { x: 40 + (n % 10) * 142, y: 40 + Math.floor(n / 10) * 48, width: 132, height: 40 }
    const base = { id: n === 0 ? 'title' : `element-${n}`, name: `Element ${n}`, frame }
    if (n % 4 === 3) return { ...base, shape: { form: 'rectangle', stroke: { color: '#1f4d3a', width: 2 } } }
    return { ...base, text: { content: `Text ${n}`, style: { size: 22 }, fit: { overflow: 'shrink-then-wrap', min_size: 10 } } }
  })
  return { format: 'laureate-template', version: 1, name: 'Crowded', language: 'en', page: { width: 1500, height: 1050, dpi: 150 }, elements }
}

const samples = { type: [], drag: [], undo: [] }
/** What is measured now. */
let measured = 'type'

/**
 * Time on the main thread, without what it waits for the screen's next frame:
 * from the event until all that listens to it is done, and the frame that shows
 * the new picture.
 */
function watch(first, last, counts = () => true) {
  let start = 0
  addEventListener(first, () => (start = performance.now()), true)
  // The last to hear of it; what others put off to the end of their turn is done.
  addEventListener(last, (event) => {
    if (!counts(event)) return
    const [of, from, handled] = [measured, start, performance.now()]
    requestAnimationFrame(() => {
      const frame = performance.now()
      // The first task after the frame was drawn.
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        const end = performance.now()
        samples[of].push({ handled: handled - from, work: handled - from + (end - frame), shown: end - from })
      }
      port2.postMessage(0)
    })
  })
}

const count = Number(new URLSearchParams(location.search).get('elements'))
const place = document.querySelector('#designer')
await mountDesigner(place, { template: count ? crowded(count) : null })
watch('beforeinput', 'input')
watch('pointermove', 'pointermove', (event) => event.buttons === 1)
watch('keydown', 'keydown', (event) => event.ctrlKey && event.key !== 'Control')
globalThis.designer = {
  root: place.shadowRoot,
  /** Throws away what was measured and measures this from now on. */
  measure: (what) => {
    measured = what
    samples[what].length = 0
  },
  samples: (what) => samples[what],
}
