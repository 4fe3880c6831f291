import { defineElements } from '../embed/laureate.js'

const said = document.querySelector('#violations')
const violations = []
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
  violations.push(`${violatedDirective}: ${blockedURI} ${sample}`)
  said.textContent = violations.join('\n')
})
document.querySelector('laureate-certificate').values = { recipient_name: 'Zoë Ångström', completed_at: '2026-03-15', certificate_number: '8841' }
defineElements()
