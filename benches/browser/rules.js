// The works of `benches/rules.rs`, under the same names, in wasm: the module that
// a worker runs, over the same workloads.
import init, { Simulator } from '/embed/laureate_rules.js'

const wasm = await init()

/** The value of an answer; stops at a refusal. */
function good(answer) {
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors))
  return answer
}

const text = async (name) => {
  const response = await fetch(`/bench/rules/${name}.json`)
  if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`)
  return response.text()
}

/** The median time of some runs, ms. */
function median(runs, work) {
  const times = []
  for (let run = 0; run < runs; run++) {
    const start = performance.now()
    work(run)
    times.push(performance.now() - start)
  }
  return times.sort((a, b) => a - b)[runs >> 1]
}

/** Opens a workload in a room of its own, and gives it back when done. */
async function within(name, work) {
  const simulator = new Simulator()
  good(simulator.open(await text(name)))
  try {
    return await work(simulator)
  } finally {
    simulator.free()
  }
}

const replay = (rules, activities, more = '') => () =>
  within(`replay-200000-${rules}-20000-${activities}`, (simulator) => ({
    [`replay, 200000 events, ${rules} rules${more}`]: median(5, () => good(simulator.run())),
  }))

const works = {
  small: replay(10, 2000),
  middle: replay(100, 2000),
  wide: replay(1000, 2000),
  dense: replay(1000, 400, ', 400 activities'),
  periodic: () =>
    within('periodic-1000', (simulator) => ({
      'ten years of hourly rules, 1000 learners': median(5, () => good(simulator.run())),
    })),
  edit: async () => {
    const project = await text('replay-10000-200-1000-400')
    const simulator = new Simulator()
    const edited = () => {
      good(simulator.open(project))
      good(simulator.run())
    }
    edited()
    const figure = median(9, edited)
    simulator.free()
    return { 'after an edit, 10000 events': figure }
  },
  // Last, because memory that a module took is never given back.
  large: () =>
    within('replay-1000000-200-100000-400', (simulator) => ({
      'replay, 1000000 events, 200 rules': median(3, () => good(simulator.run())),
      'explain one learner': median(99, (run) => good(simulator.explain(`learner-${run}`, 'c3'))),
      memory: wasm.memory.buffer.byteLength,
    })),
}

globalThis.rulesBench = { names: Object.keys(works), measure: (name) => works[name]() }
