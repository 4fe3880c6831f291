// Runs the exporter away from the page, so that a long job or a hostile picture
// never holds up a keystroke. One request at a time, in the order they came.
import { openExporter, refusal } from './exporter.js'

const opened = openExporter(new URL('.', import.meta.url))
let last = opened.then(
  () => postMessage({ ready: true }),
  (why) => postMessage({ failed: String(why?.message ?? why) }),
)

addEventListener('message', ({ data: { id, operation, args } }) => {
  last = last.then(async () => {
    let answer
    try {
      postMessage({ id, started: true })
      answer = await (await opened)(operation, args)
    } catch (why) {
      // A panic leaves the module unusable: the client starts another worker.
      postMessage({ id, broken: true, answer: refusal('exporter-failed', `Making the file failed: ${why?.message ?? why}.`, 'Try again; if it fails again, remove the picture you added last.') })
      return
    }
    const files = (answer.files ?? []).map((file) => file.bytes)
    const transfer = [answer.png, answer.pdf, answer.bytes, ...files].filter((part) => part?.buffer).map((part) => part.buffer)
    postMessage({ id, answer }, transfer)
  })
})
