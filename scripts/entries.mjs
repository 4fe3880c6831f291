// What each way into the embeddable files downloads at first, before anybody does
// anything: bytes, with gzip and with brotli.
//
//   node scripts/entries.mjs dist
//
// The scripts are found by following imports; wasm, styles and fonts are those that
// the entry loads at once with the classic certificate.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const embed = join(process.argv[2] ?? 'dist', 'embed')
const FONTS = ['playfair-display-700', 'eb-garamond-400', 'alex-brush-400'].map((name) => `fonts/${name}.ttf`)
const ENTRIES = {
  'laureate.js alone': { scripts: ['laureate.js'], more: [] },
  '<laureate-certificate>, renderSvg': { scripts: ['laureate.js', 'certificate.js', 'exporter.js', 'laureate_view.js'], more: ['laureate_view_bg.wasm', 'certificate.css', ...FONTS] },
  'renderPng, renderPdf': { scripts: ['laureate.js', 'client.js', 'worker.js', 'laureate_export.js'], more: ['laureate_export_bg.wasm', ...FONTS] },
  'simulate, checkRules': { scripts: ['laureate.js', 'rules-client.js', 'rules-worker.js', 'laureate_rules.js'], more: ['laureate_rules_bg.wasm'] },
  '<laureate-designer>': { scripts: ['laureate.js', 'editor.js', 'laureate_page.js'], more: ['laureate_page_bg.wasm', 'laureate.css', ...FONTS] },
  '<laureate-simulator>': { scripts: ['laureate.js', 'editor.js', 'laureate_room.js', 'rules-worker.js', 'laureate_rules.js'], more: ['laureate_room_bg.wasm', 'laureate_rules_bg.wasm', 'laureate.css', 'room.css'] },
  'another language': { scripts: [], more: ['locales/fr.json'] },
}

/** A script and all that it imports from its beginning. */
function closure(names) {
  const found = new Set()
  const follow = (name) => {
    if (found.has(name)) return
    found.add(name)
    for (const [, other] of readFileSync(join(embed, name), 'utf8').matchAll(/^(?:import|export)[^'"\n]*?from ['"]\.\/([^'"]+)['"]/gm)) follow(other)
  }
  names.forEach(follow)
  return [...found]
}

const kb = (bytes) => `${Math.round(bytes / 1024)} KB`
const packed = new Map()
function sizes(name) {
  if (!packed.has(name)) {
    const bytes = readFileSync(join(embed, name))
    const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: bytes.length > 1e6 ? 9 : 11 } })
    packed.set(name, [bytes.length, gzipSync(bytes, { level: 9 }).length, brotli.length])
  }
  return packed.get(name)
}

console.log('| entry | files | bytes | gzip | brotli |\n|---|---:|---:|---:|---:|')
for (const [entry, { scripts, more }] of Object.entries(ENTRIES)) {
  const files = [...closure(scripts), ...more]
  const sum = files.map(sizes).reduce((sum, one) => sum.map((n, i) => n + one[i]), [0, 0, 0])
  console.log(`| \`${entry}\` | ${files.length} | ${sum.map(kb).join(' | ')} |`)
}
