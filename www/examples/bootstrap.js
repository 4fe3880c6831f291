import { defineElements } from '../embed/laureate.js'

document.querySelector('laureate-certificate').values = { recipient_name: 'Zoë Ångström', completed_at: '2026-03-15', certificate_number: '8841' }
defineElements()
