// A page that has Laureate in a frame: it must be accepted.
import { LaureateFrame } from './laureate/frame-host.js'

const iframe = document.querySelector('iframe')
if (iframe) {
  const frame = new LaureateFrame(iframe, {
    origin: 'https://certificates.example',
    show: { element: 'designer', options: { locale: 'fr', theme: 'dark', mode: 'fields', values: { course: 'Work safety' } } },
    onSave: async ({ value }) => {
      await fetch('/designs/7', { method: 'PUT', body: JSON.stringify(value) })
    },
    onError: ({ code, message }) => console.warn(code, message),
  })
  frame.ready.then(async () => {
    const text: string = await frame.call('value')
    const kept: boolean = await frame.call('save')
    const { ok } = await frame.call('load', text)
    console.log(kept, ok)
    frame.close()
  })
}
