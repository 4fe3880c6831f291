// What the functions say to input that is wrong: the codes and places of answers,
// or the name and code of what is thrown.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const [embed] = process.argv.slice(2)
const laureate = await import(pathToFileURL(join(embed, 'laureate.js')))
const { LaureateError, checkRules, checkTemplate, defineElements, fieldContract, importPicture, mountDesigner, renderPdf, renderPng, renderSvg, simulate, stop } = laureate
const design = JSON.parse(await readFile(fileURLToPath(new URL('../golden/classic/template.json', import.meta.url)), 'utf8'))

const cyclic = { ...design }
cyclic.self = cyclic
const throwing = Object.defineProperty({ ...design }, 'name', {
  enumerable: true,
  get() {
    throw new Error('not today')
  },
})
const half = Object.defineProperty({}, 'recipient_name', {
  enumerable: true,
  get() {
    throw new Error('no name')
  },
})

async function told(work) {
  try {
    const { ok, errors, warnings } = await work()
    const found = ok ? warnings : errors
    return { ok, found: found.map(({ code, path }) => (path ? `${code} ${path}` : code)) }
  } catch (why) {
    return { threw: why instanceof LaureateError ? why.code : why.name }
  }
}

const cases = {
  'a number for a request': () => renderSvg(7),
  'nothing for a request': () => renderPng(),
  'a list for a request': () => renderPdf([]),
  'no template': () => renderSvg({}),
  'a template that is a number': () => renderSvg({ template: 7 }),
  'a template that is a function': () => renderSvg({ template: () => {} }),
  'text that is no JSON': () => renderPdf({ template: '{ "format":' }),
  'a cyclic template': () => renderSvg({ template: cyclic }),
  'a getter that throws': () => renderPng({ template: throwing }),
  'a getter of values that throws': () => renderSvg({ template: design, values: half }),
  'a template of a newer version': () => checkTemplate({ template: { ...design, version: 99 } }),
  'the same, drawn': () => renderPdf({ template: { ...design, version: 99 } }),
  'a template of another format': () => renderSvg({ template: { format: 'else', version: 1 } }),
  'values for unknown fields': () => renderSvg({ template: design, values: { recipient_name: 'A', completed_at: '2026-01-02', certificate_number: '1', shoe_size: '43' } }),
  'a value that is no text': () => renderSvg({ template: design, values: { recipient_name: 7 } }),
  'values that are a list': () => renderSvg({ template: design, values: ['A'] }),
  'pictures that are none': () => renderSvg({ template: design, pictures: [{ id: 'x' }] }),
  'fonts that are text': () => renderPng({ template: design, fonts: 'Inter' }),
  'a picture without bytes': () => importPicture({ name: 'a.png' }),
  'a picture that is none': () => importPicture({ bytes: new Uint8Array([1, 2, 3]), name: 'a.png' }),
  'a contract of nothing': () => fieldContract({ template: null }),
  'no project': () => simulate({}),
  'a project that is none': () => simulate({ project: { format: 'else' } }),
  'rules of a cyclic project': () => checkRules({ project: cyclic }),
  'rules of text that is no JSON': () => checkRules({ project: 'nothing' }),
  'an order that was stopped before': () => renderPng({ template: design, signal: AbortSignal.abort() }),
  'elements without a page': async () => defineElements(),
  'mounting without a page': () => mountDesigner({}),
  'good input after all that': () => renderSvg({ template: design }),
  'the same input as text': () => renderSvg({ template: JSON.stringify(design) }),
}
const said = {}
for (const [name, work] of Object.entries(cases)) said[name] = await told(work)
await stop()
said['good input after the end'] = await told(() => renderSvg({ template: design }))
await stop()
console.log(JSON.stringify(said, null, 1))
