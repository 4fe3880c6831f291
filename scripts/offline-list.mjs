// Lists the files of a finished site with their digests, for its service worker.
//
//   node scripts/offline-list.mjs FOLDER         the worker keeps this site
//   node scripts/offline-list.mjs FOLDER --none  the site is not kept (`make serve`)
//
// The list goes into sw.js itself, so that one file tells a browser that the site has
// changed. The build's id, the digest of everything in it, stands in sw.js and in
// index.html: a page knows by it whether a worker keeps the same build. May be
// run again on the same folder.
//
// `--none`: a site that is made anew with every keystroke must never be answered from a
// cache. index.html then names no build, so nothing registers; and since a worker
// of another site may be left at the same address (127.0.0.1:8080), sw.js is
// one that takes itself away.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const [folder, mode] = process.argv.slice(2)
if (!folder) throw new Error('usage: node scripts/offline-list.mjs FOLDER [--none]')
const at = (file) => join(folder, file)
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

// A file may be a link into another folder: it is replaced, not written into.
function write(file, text) {
  writeFileSync(at(`${file}.new`), text)
  renameSync(at(`${file}.new`), at(file))
}

const META = /(<meta name="laureate-build" content=")[^"]*(" \/>)/
const LIST = /^const BUILD = .*$/m

const page = readFileSync(at('index.html'), 'utf8')
if (mode === '--none') {
  write('index.html', page.replace(/^.*<meta name="laureate-build".*\n/m, ''))
  renameSync(at('sw-none.js'), at('sw.js'))
} else {
  rmSync(at('sw-none.js'), { force: true })
  const worker = readFileSync(at('sw.js'), 'utf8')
  if (!META.test(page) || !LIST.test(worker)) throw new Error('index.html or sw.js has no place for the build')
  const blank = page.replace(META, '$1$2')

  const files = {}
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
  for (const file of all.filter((entry) => entry.isFile())) {
    const path = relative(folder, join(file.parentPath ?? file.path, file.name)).split(sep).join('/')
    // The example pages are not the site: what they show is there without them.
    if (path !== 'sw.js' && path !== 'index.html' && !path.startsWith('examples/')) files[path] = readFileSync(at(path))
  }
  let bytes = 0
  const digests = Object.keys(files).sort().map((path) => {
    bytes += files[path].length
    return [path, sha256(files[path])]
  })
  const id = sha256(JSON.stringify([digests, blank, worker.replace(LIST, '')])).slice(0, 16)
  const stamped = blank.replace(META, `$1${id}$2`)
  digests.push(['index.html', sha256(stamped)])
  write('index.html', stamped)
  write('sw.js', worker.replace(LIST, () => `const BUILD = ${JSON.stringify({ id, bytes, files: Object.fromEntries(digests) })}`))
  console.log(`Offline: build ${id}, ${digests.length} files, ${(bytes / 1e6).toFixed(1)} MB`)
}
