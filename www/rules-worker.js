// Runs the rules engine away from the page, so that a long history never holds
// up a keystroke.
import { openRules } from './rules.js'

const opened = openRules(new URL('.', import.meta.url), (message, transfer) => postMessage(message, transfer))
opened.then(
  () => postMessage({ ready: true }),
  (why) => postMessage({ failed: String(why?.message ?? why) }),
)
addEventListener('message', async ({ data }) => (await opened).take(data))
