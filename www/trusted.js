// Trusted Types: one policy, `laureate`. What goes through it is drawn or named by
// ourselves: SVG that our own writer escaped, icons, and our own files.
let policy

function ours() {
  return (policy ??=
    globalThis.trustedTypes?.createPolicy('laureate', {
      createHTML: (text) => text,
      createScriptURL: (url) => url,
    }) ?? { createHTML: (text) => text, createScriptURL: (url) => url })
}

/** Markup of ours. `scripts/build-site.sh` has the glue of our wasm pass its own through here. */
export const trustedHtml = (text) => ours().createHTML(text)

/** The address of a worker of ours: below our own folder, or it is refused. */
export function scriptUrl(url, base) {
  if (!url.href.startsWith(base.href)) throw new TypeError(`${url.href} is none of Laureate's files.`)
  return ours().createScriptURL(url.href)
}
