// The designer and the rehearsal room in an element: what `mount.js` loads when one
// of them is first wanted.
import { LaureateError, expectObject, plain, plainDesign } from './errors.js'
import { Host } from './host.js'
import { base, loadSheet, loadWasm } from './load.js'
import { settings } from './mount.js'

/** So long changes may follow each other before they are told, in milliseconds. */
const TELL = 60

/** Keys typed in here are not the host's shortcuts. */
const KEYS = ['keydown', 'keypress', 'keyup']

/** An open shadow root with the styles, and a place in it. */
function prepare(element, styles, language) {
  const root = shadow(element)
  root.adoptedStyleSheets = styles
  const place = document.createElement('div')
  place.className = 'laureate'
  place.lang = language.tag
  place.dir = language.direction
  for (const type of KEYS) place.addEventListener(type, (event) => event.stopPropagation())
  root.replaceChildren(place)
  return place
}

/** The shadow root; not every element of HTML can have one. */
function shadow(element) {
  try {
    return element.shadowRoot ?? element.attachShadow({ mode: 'open' })
  } catch (why) {
    throw new LaureateError('wrong-argument', `<${element.localName}> cannot hold it: ${why.message}.`)
  }
}

/** Mounts. A document that is refused is told as an error, and nothing of it stays. */
function mounted(host, place, mount) {
  try {
    return mount()
  } catch (why) {
    place.remove()
    host.close()
    if (!Array.isArray(why)) throw why
    const words = why.map(({ message, repair }) => (repair ? `${message} ${repair}` : message)).join(' ')
    throw Object.assign(new LaureateError(why[0].code, words), { errors: why })
  }
}

/** What both mounted things have: saving when the page goes, and an end. */
function handle(name, mounted, host, place, o, more) {
  const local = o.storage === 'local'
  let said = inUse(o)
  let destroyed = false
  const alive = (work) => (...args) => {
    if (destroyed) throw new LaureateError('destroyed', `This ${name} was destroyed.`)
    return work(...args)
  }
  const flush = () => mounted.flush()
  const hidden = () => document.visibilityState === 'hidden' && flush()
  // Only what keeps its work in this browser has anything to do when the page goes.
  if (local) {
    addEventListener('pagehide', flush)
    document.addEventListener('visibilitychange', hidden)
  }
  return {
    ...Object.fromEntries(Object.entries(more).map(([key, work]) => [key, alive(work)])),
    get destroyed() {
      return destroyed
    },
    configure: alive((options) => {
      // What is not said stays as it was.
      const named = Object.entries(expectObject('configure', options)).filter(([, value]) => value !== undefined)
      said = settings('configure', { ...said, ...Object.fromEntries(named) })
      mounted.configure(said)
    }),
    save: alive(async () => mounted.save()),
    flush: alive(flush),
    destroy() {
      if (destroyed) return
      flush()
      destroyed = true
      removeEventListener('pagehide', flush)
      document.removeEventListener('visibilitychange', hidden)
      mounted.destroy()
      mounted.free()
      host.close()
      // Its own place only: another one may have taken the root since.
      place.remove()
    },
  }
}

/** Tells of changes, those that follow each other closely once. */
function teller(host, tell) {
  let timer = 0
  host.onchange = () => {
    if (timer) return
    timer = setTimeout(() => {
      timer = 0
      if (!host.closed) tell()
    }, TELL)
  }
}

/** @param {object} o options, checked by `mount.js` */
export async function mountDesigner(element, o, language) {
  const [wasm, ...styles] = await Promise.all([loadWasm('page', language.own), loadSheet('laureate.css')])
  const local = o.storage === 'local'
  const host = new Host(base(), element, { keep: local, language })
  const given = o.template === null ? { template: null, findings: [] } : await host.takeDesign(o.template)
  for (const { id, info, bytes } of o.pictures) await host.putPicture(id, info, bytes)
  for (const font of o.fonts) await host.giveFont(font)
  const copies = local ? await host.recordsUnder(o.storageKey) : []
  const place = prepare(element, styles, language)
  const designer = mounted(host, place, () =>
    wasm.mountDesigner(place, host, {
      storageKey: local ? o.storageKey : undefined,
      template: given.template,
      findings: given.findings,
      copies,
      ...inUse(o),
    }),
  )
  const template = () => designer.template()
  teller(host, () => host.emit('laureate-change', { get template() { return template() } }))
  host.onsave = () => ({ get template() { return template() }, get value() { return host.whole(template()) } })
  return handle('designer', designer, host, place, o, {
    template,
    /** The design with its pictures and fonts inside, as JSON text. */
    value: () => JSON.stringify(host.whole(designer.template())),
    async load(template) {
      const data = plainDesign('template', template)
      if (data.refusal) return data.refusal
      const taken = await host.takeDesign(data.value)
      if (host.closed) throw new LaureateError('destroyed', 'This designer was destroyed.')
      const answer = designer.load(taken.template)
      return answer.ok ? { ...answer, warnings: [...taken.findings, ...answer.warnings] } : answer
    },
    pictures: () => host.files().pictures,
    fonts: () => host.files().fonts,
  })
}

/** @param {object} o options, checked by `mount.js` */
export async function mountSimulator(element, o, language) {
  const [wasm, ...styles] = await Promise.all([loadWasm('room', language.own), loadSheet('laureate.css'), loadSheet('room.css')])
  const local = o.storage === 'local'
  const host = new Host(base(), element, { keep: local, language })
  const found = local ? await Promise.all([host.recordsUnder(o.storageKey), host.recordsUnder(o.designsKey)]) : []
  const copies = found.includes(null) ? null : found.flat()
  const place = prepare(element, styles, language)
  const room = wasm.mountSimulator(place, host, {
    storageKey: local ? o.storageKey : undefined,
    designsKey: local ? o.designsKey : undefined,
    project: o.project === null ? undefined : typeof o.project === 'string' ? o.project : JSON.stringify(o.project),
    copies,
    ...inUse(o),
  })
  const project = async () => JSON.parse(await room.project())
  teller(host, () => host.emit('laureate-change', { project }))
  host.onsave = async () => {
    const value = await room.project()
    return { value, project: JSON.parse(value) }
  }
  return handle('rehearsal room', room, host, place, o, {
    refresh: () => room.refresh(),
    project,
    async load(project) {
      const data = typeof project === 'string' ? { value: project } : plain('project', project)
      if (data.refusal) return data.refusal
      return JSON.parse(await room.load(typeof data.value === 'string' ? data.value : JSON.stringify(data.value)))
    },
  })
}

/** What may change while it is mounted. */
const inUse = ({ readonly, mode, saving, fields, values }) => ({ readonly, mode, saving, fields, values })
