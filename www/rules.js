// The rules engine: the wasm module that owns a project, checks and plays it.
// The worker runs it; where there are no workers the page does, in slices.

import { Database } from './database.js'
import { openWasm } from './load.js'
import { Records } from './records.js'

/** So many learners are played before the clock is looked at. */
const SLICE = 64
/** So long it works before it listens again, in milliseconds. */
const WORK = 24
/** So often progress is told, in milliseconds. */
const TELL = 120

/**
 * Loads the module and gives a function that takes messages `{ id, call, … }`.
 * @param {URL} base folder of these files
 * @param {(message: object, transfer?: Transferable[]) => void} tell where answers `{ id, answer }` and `{ progress }` go
 */
export async function openRules(base, tell) {
  const wasm = await openWasm('rules', base)
  const desk = new wasm.Desk()
  const calls = {
    // The texts of a language: answers come in it from then on.
    speak: ({ json, language }) => {
      const rules = new Intl.PluralRules(language)
      try {
        desk.speak(json, (n) => rules.select(n))
      } catch (why) {
        // English is no reason to stop.
        console.warn(`Laureate: texts: ${why?.message ?? why}`)
      }
    },
    ask: ({ text }) => desk.ask(text),
    open: ({ bytes, label, fresh, now }) => desk.open(bytes, label, fresh, now),
    readCsv: ({ bytes, columns, create }) => desk.readCsv(bytes, columns ?? undefined, create),
    readXapi: ({ bytes, create }) => desk.readXapi(bytes, create),
    zipAdd: ({ name, bytes }) => desk.zipAdd(name, bytes),
    zipFinish: () => desk.zipFinish(),
    checkRules: ({ text }) => rehearse(text, (one) => one.checks()),
    simulate: ({ text }) =>
      rehearse(text, (one) => {
        const answers = [one.run(), one.grants(0, 0xffffffff), one.gaps(), one.coverage()]
        const failed = answers.find(({ ok }) => !ok)
        if (failed) return failed
        const [{ summary }, { grants }, { report }, { coverage }] = answers
        return { ok: true, summary, grants, gaps: report.gaps, nearMisses: report.near_misses, coverage }
      }),
    // A long project goes into the database from here: the page never sees its text.
    keep: async ({ key, revision, modified, limit }) => {
      const text = desk.sealed(revision, modified, limit)
      if (text === undefined) return JSON.stringify({ ok: { kept: false, fits: false } })
      records ??= new Records(new Database())
      records.put(key, text)
      return JSON.stringify({ ok: { fits: true, ...(await records.settled()) } })
    },
  }
  let records = null
  /** Opens a project of its own, beside the one that is worked on. */
  function rehearse(text, work) {
    const one = new wasm.Simulator()
    try {
      const opened = one.open(text)
      if (!opened.ok) return opened
      const answer = work(one)
      return answer.ok ? { ...answer, warnings: opened.warnings } : answer
    } finally {
      one.free()
    }
  }

  const { port1, port2 } = new MessageChannel()
  let working = false
  let told = 0

  /** Works for a moment, then lets messages in before it goes on. */
  function work() {
    working = false
    if (!desk.isBusy()) return
    const start = performance.now()
    while (desk.isBusy() && performance.now() - start < WORK) desk.step(SLICE)
    if (desk.isDone() || performance.now() - told > TELL) {
      told = performance.now()
      tell({ progress: desk.progress() })
    }
    goOn()
  }

  function goOn() {
    if (working || !desk.isBusy()) return
    working = true
    port2.postMessage(0)
  }

  const safely = (run) => {
    try {
      run()
    } catch (why) {
      // A panic leaves the module unusable: the client starts another one.
      tell({ broken: String(why?.message ?? why) })
    }
  }
  port1.onmessage = () => safely(work)
  // Node would wait for it for ever.
  port1.unref?.()

  return {
    take: ({ id, call, ...args }) =>
      safely(() => {
        const answer = calls[call](args)
        if (answer instanceof Promise) answer.then((answer) => tell({ id, answer }))
        else tell({ id, answer }, answer instanceof Uint8Array ? [answer.buffer] : [])
        goOn()
      }),
    close() {
      port1.close()
      desk.free()
    },
  }
}
