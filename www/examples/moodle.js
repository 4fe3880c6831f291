// As an AMD module of Moodle (`local_laureate/editor`). Moodle's build rewrites
// `import(…)`, so the module is loaded by a script element of type `module`.
window.define('local_laureate/editor', [], () => {
  const load = (url) =>
    new Promise((resolve, reject) => {
      const script = document.createElement('script')
      script.type = 'module'
      script.src = url
      script.onerror = () => reject(new Error(`${url} could not be loaded`))
      document.head.append(script)
      customElements.whenDefined('laureate-designer').then(resolve)
    })
  return {
    async init(place, { module, design }) {
      await load(module)
      const designer = document.createElement('laureate-designer')
      designer.setAttribute('src', design)
      place.append(designer)
      return designer
    },
  }
})

// RequireJS takes no async function for a callback.
window.require(['local_laureate/editor'], (editor) => {
  const state = document.querySelector('#state')
  // `define.js` is one line: it defines the elements (see beside this file).
  editor
    .init(document.querySelector('#certificate-editor'), { module: 'define.js', design: 'design.json' })
    .then((designer) => {
      designer.addEventListener('laureate-ready', () => {
        state.textContent = `Ready; define.amd is still RequireJS's: ${typeof window.define.amd === 'object'}.`
      })
    })
    .catch((why) => {
      state.textContent = why.message
    })
})
