import { defineElements } from '../embed/laureate.js'

const designer = document.querySelector('laureate-designer')
const kept = document.querySelector('#kept')

// What the page brings: fields that it fills, and whom the design is looked at with.
designer.fields = [{ name: 'employee_number', label: 'Employee number', type: 'text', sample: '40 217' }]
designer.values = { recipient_name: 'Zoë Ångström' }

designer.addEventListener('laureate-save', (event) => {
  // The designer says “Saving…” until this promise says that it is kept, or why not.
  event.detail.respondWith(save(event.detail.value))
})

/** In a real page: `fetch('/certificates/17', { method: 'PUT', body: JSON.stringify(design) })`. */
async function save(design) {
  await new Promise((resolve) => setTimeout(resolve, 300))
  kept.textContent = `Saved: “${design.name}”, ${JSON.stringify(design).length} characters.`
}

defineElements()
