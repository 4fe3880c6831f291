import { LaureateFrame } from '../embed/frame-host.js'

const said = document.querySelector('#said')
const design = await (await fetch('design.json')).json()

// The origin is the one that the frame comes from: here our own.
const frame = new LaureateFrame(document.querySelector('iframe'), {
  origin: location.origin,
  show: { element: 'designer', options: { template: design, locale: 'en' } },
  onSave: async ({ value }) => {
    said.textContent = `Saved by the page: “${value.name}”.`
  },
  onChange: () => {
    said.textContent = 'Changed in the frame.'
  },
})
await frame.ready
said.textContent = 'The frame is ready.'

document.querySelector('#ask').addEventListener('click', async () => {
  const value = await frame.call('value')
  said.textContent = `The frame answered: “${JSON.parse(value).name}”.`
})
