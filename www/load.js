// Our own files, in a browser, in a worker and in Node.
import { LaureateError } from './errors.js'
import { scriptUrl } from './trusted.js'

let folder = new URL('.', import.meta.url)

/** The folder of wasm, workers, styles and fonts: that of this file, unless said otherwise. */
export const base = () => folder

/**
 * Says where wasm, workers, styles, fonts and languages are, when they are not
 * beside `laureate.js`. Before anything is mounted.
 * @param {string | URL} url a folder; relative ones are relative to the page
 */
export function setPublicPath(url) {
  try {
    const text = String(url)
    folder = new URL(text.endsWith('/') ? text : `${text}/`, globalThis.document?.baseURI ?? folder)
  } catch {
    throw new LaureateError('wrong-argument', `setPublicPath: ${JSON.stringify(String(url))} is no address.`)
  }
}

/** Does something once; what failed is tried again the next time. */
export function once(known, key, work) {
  if (!known.has(key)) {
    const done = work().catch((why) => {
      known.delete(key)
      throw why
    })
    known.set(key, done)
  }
  return known.get(key)
}

/**
 * The bytes of a file beside this one.
 * @param {URL} url
 */
export async function bytesOf(url) {
  if (url.protocol === 'file:') {
    // Node's `fetch` knows no files. The name is not written where a bundler for
    // browsers would look for it.
    const files = 'node:fs/promises'
    const { readFile } = await import(/* webpackIgnore: true */ /* @vite-ignore */ files)
    return new Uint8Array(await readFile(url))
  }
  const response = await fetch(url)
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

/** The text of a file beside this one. */
export async function textOf(url) {
  return new TextDecoder().decode(await bytesOf(url))
}

/**
 * Opens one of the wasm modules.
 * @param {'page'|'room'|'export'|'rules'|'view'} name
 * @param {URL} base folder of these files
 * @param {string} own a module of one's own for each: languages are a module's
 */
export async function openWasm(name, base, own = '') {
  const glue = new URL(`laureate_${name}.js${own && `?${own}`}`, base)
  const wasm = await import(/* webpackIgnore: true */ /* @vite-ignore */ glue.href)
  const url = new URL(`laureate_${name}_bg.wasm`, base)
  // By its address a browser compiles it while it comes.
  await wasm.default({ module_or_path: url.protocol === 'file:' ? await bytesOf(url) : url })
  return wasm
}

const modules = new Map()
const sheets = new Map()

/** The same, once a name and language. */
export const loadWasm = (name, own = '') => once(modules, `${name}?${own}`, () => openWasm(name, base(), own))

/** A stylesheet, adopted by each shadow root: no `<style>`, so that it works under a strict content security policy. */
export const loadSheet = (file) => once(sheets, file, async () => new CSSStyleSheet().replace(await textOf(new URL(file, base()))))

/** A worker of ours. Throws where there are none, or only those of another origin. */
export const openWorker = (file, base, name) => new Worker(scriptUrl(new URL(file, base), base), { type: 'module', name })
