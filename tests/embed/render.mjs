// Draws every case of a folder with the functions, as SVG, PNG and PDF, into it.
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [embed, folder] = process.argv.slice(2)
const { renderPdf, renderPng, renderSvg, stop } = await import(pathToFileURL(join(embed, 'laureate.js')))

const said = {}
for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json'))) {
  const name = file.slice(0, -'.json'.length)
  const request = JSON.parse(await readFile(join(folder, file), 'utf8'))
  const answers = {
    svg: await renderSvg(request),
    png: await renderPng({ ...request, dpi: 72 }),
    pdf: await renderPdf({ ...request, created: '2026-03-15T09:00:00Z' }),
  }
  said[name] = {}
  for (const [ending, answer] of Object.entries(answers)) {
    said[name][ending] = answer.ok || answer.errors
    if (answer.ok) await writeFile(join(folder, `${name}.${ending}`), answer[ending])
  }
}
await stop()
console.log(JSON.stringify(said))
