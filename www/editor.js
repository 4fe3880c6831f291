// The designer and the rehearsal room in an element: what `mount.js` loads when one
// of them is first wanted.
import { LaureateError, expectObject, plain, plainDesign, shadow } from './errors.js'
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

/** Mounts. A document that is refused is told as an error, and nothing of it stays. */
function mounted(host, place, mount) {
  try {
    return mount()
  } catch (why) {
    place.remove()
    host.close()
    throw Array.isArray(why) ? refused(why) : why
  }
}

/** The findings of a document as an error. */
function refused(errors) {
  const words = errors.map(({ message, repair }) => (repair ? `${message} ${repair}` : message)).join(' ')
  return Object.assign(new LaureateError(errors[0].code, words), { errors })
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
    /** Whoever must know at once; `laureate-change` comes a moment later. */
    onchange: null,
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

/** Tells of changes, those that follow each other closely once; `out.onchange` is told each. */
function teller(host, out, tell) {
  let timer = 0
  host.onchange = () => {
    out.onchange?.()
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
  if (given.errors) {
    host.close()
    throw refused(given.errors)
  }
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
  // What is told is what it is now, and can be read when the designer has gone.
  const now = () => {
    const design = template()
    return { template: design, get value() { return host.whole(design) } }
  }
  host.onsave = now
  const out = handle('designer', designer, host, place, o, {
    template,
    /** The design with its pictures and fonts inside, as JSON text. */
    value: () => JSON.stringify(host.whole(designer.template())),
    async load(template) {
      const data = plainDesign('template', template)
      if (data.refusal) return data.refusal
      const taken = await host.takeDesign(data.value)
      if (taken.errors) return { ok: false, errors: taken.errors }
      if (host.closed) throw new LaureateError('destroyed', 'This designer was destroyed.')
      const answer = designer.load(taken.template)
      return answer.ok ? { ...answer, warnings: [...taken.findings, ...answer.warnings] } : answer
    },
    pictures: () => host.files().pictures,
    fonts: () => host.files().fonts,
  })
  teller(host, out, () => host.emit('laureate-change', { template: template() }))
  return out
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
  host.onsave = async () => {
    const value = await room.project()
    return { value, project: JSON.parse(value) }
  }
  const out = handle('rehearsal room', room, host, place, o, {
    refresh: () => room.refresh(),
    project,
    async load(project) {
      const data = typeof project === 'string' ? { value: project } : plain('project', project)
      if (data.refusal) return data.refusal
      return JSON.parse(await room.load(typeof data.value === 'string' ? data.value : JSON.stringify(data.value)))
    },
  })
  teller(host, out, () => host.emit('laureate-change', { project: out.project }))
  return out
}

/** What may change while it is mounted. */
const inUse = ({ readonly, mode, saving, fields, values }) => ({ readonly, mode, saving, fields, values })
