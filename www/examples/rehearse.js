import { defineElements } from '../embed/laureate.js'

const room = document.querySelector('laureate-simulator')
const changed = document.querySelector('#changed')

room.addEventListener('laureate-change', async ({ detail }) => {
  const project = await detail.project()
  changed.textContent = `${project.name || 'The project'} was changed: ${(project.automations ?? []).length} automations.`
})
defineElements()
