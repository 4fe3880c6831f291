import { defineElements } from '../embed/laureate.js'

const form = document.querySelector('form')
const sent = document.querySelector('#sent')

// Without this the browser posts the form as any other: the design is a value of
// it. Here the answer is shown in the page.
form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const data = new FormData(form)
  const design = JSON.parse(data.get('design'))
  const answer = await fetch(form.action, { method: 'POST', body: data }).catch((why) => ({ status: why.message }))
  const server = answer.ok ? 'The server took it' : `This server takes no posts (${answer.status})`
  sent.textContent = `${server}. Sent: the course “${data.get('course')}” and the design “${design.name}” (${data.get('design').length} characters).`
})
defineElements()
