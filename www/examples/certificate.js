import { defineElements } from '../embed/laureate.js'

const certificate = document.querySelector('laureate-certificate')
const name = document.querySelector('#name')

const show = () => {
  certificate.values = { recipient_name: name.value, completed_at: '2026-03-15', certificate_number: '8841' }
}
name.addEventListener('input', show)
show()
defineElements()
