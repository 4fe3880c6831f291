// The standalone site: our own page around our own element.
import { defineElements } from './embed/laureate.js'

defineElements()
document.querySelector('laureate-designer').addEventListener('laureate-ready', () => {
  document.querySelector('#loading')?.remove()
})
