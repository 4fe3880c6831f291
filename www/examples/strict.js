import { defineElements } from '../embed/laureate.js'

const said = document.querySelector('#violations')
const violations = []
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
  violations.push(`${violatedDirective}: ${blockedURI} ${sample}`)
  said.textContent = violations.join('\n')
})
defineElements()
