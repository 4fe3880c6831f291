// What an integrator writes: it must be accepted.
import {
  LOCALES,
  LaureateError,
  checkRules,
  checkTemplate,
  defineElements,
  fieldContract,
  importPicture,
  mountCertificate,
  mountDesigner,
  mountSimulator,
  renderPdf,
  renderPng,
  renderSvg,
  setPublicPath,
  simulate,
  stop,
  version,
} from './laureate/laureate.js'
import type { Answer, Diagnostic, Template, Values } from './laureate/laureate.js'

setPublicPath('https://cdn.example/laureate/')
const ours: boolean = defineElements()['laureate-designer']
const languages: string[] = Object.values(LOCALES)

const designer = document.querySelector('laureate-designer')
if (designer) {
  designer.addEventListener('laureate-save', (event) => {
    event.detail.respondWith(fetch('/designs/7', { method: 'PUT', body: JSON.stringify(event.detail.value) }))
  })
  designer.addEventListener('laureate-error', ({ detail }) => console.warn(detail.code, detail.message))
  designer.addEventListener('laureate-export', ({ detail: { name, type } }) => console.log(name, type))
  designer.template = '{ "format": "laureate-template", "version": 1 }'
  designer.fields = [{ name: 'course', label: 'Course', type: 'text' }]
  designer.values = { course: 'Work safety' }
  designer.texts = { Save: 'Keep', '{count} gaps': { one: '{count} hole', other: '{count} holes' } }
  designer.readonly = true
  const saved: Promise<boolean> = designer.save()
  console.log(saved, designer.handle?.pictures(), designer.value, designer.form?.method)
}

const certificate = document.createElement('laureate-certificate')
certificate.values = { recipient: 'Ana' }

function errors(answer: Answer<object>): Diagnostic[] {
  return answer.ok ? answer.warnings : answer.errors
}

async function make(template: Template, values: Values[]): Promise<Blob | null> {
  const checked = await checkTemplate({ template })
  if (!checked.ok) throw new Error(errors(checked).map(({ message, repair }) => `${message} ${repair ?? ''}`).join('\n'))
  const contract = await fieldContract({ template })
  if (contract.ok) for (const field of contract.contract.fields) console.log(field.name, field.required)
  const answer = await renderPdf({ template, values, created: new Date().toISOString(), signal: AbortSignal.timeout(10_000) })
  return answer.ok ? new Blob([answer.pdf as BlobPart], { type: 'application/pdf' }) : null
}

async function all(place: HTMLElement, file: File, template: Template) {
  const picture = await importPicture({ bytes: new Uint8Array(await file.arrayBuffer()), name: file.name })
  if (!picture.ok) return
  const handle = await mountDesigner(place, { template, pictures: [picture], locale: 'ar', mode: 'fields', storage: 'none', saving: 'auto' })
  const loaded = await handle.load(handle.value())
  console.log(loaded.ok, handle.template(), await handle.flush())
  handle.configure({ readonly: true, values: { course: 'Else' } })
  handle.destroy()
  const room = await mountSimulator(place, { storage: 'local', storageKey: 'mine', designsKey: 'designs' })
  const project = await room.project()
  const played = await simulate({ project })
  if (played.ok) for (const { learner, certificate, at, values } of played.grants) console.log(learner, certificate, at, values)
  console.log(await checkRules({ project: JSON.stringify(project) }))
  const shown = await mountCertificate(place, { template, values: { a: 'b' }, controls: 'download', verifyUrl: 'https://lms.example/7' })
  const png = await shown.render('png')
  const svg = await renderSvg({ template })
  const again = await renderPng({ template: JSON.stringify(template), dpi: 300 })
  if (png.ok && svg.ok && again.ok) console.log(png.png.length, svg.svg.length, again.png.byteLength)
  try {
    handle.template()
  } catch (why) {
    if (why instanceof LaureateError) console.log(why.code)
  }
  await stop()
}

console.log(ours, languages, version.length, make, all)
