// Mistakes: each marked line must be refused, and no other.
import { LaureateError, defineElements, mountDesigner, renderPdf, renderSvg, version } from './laureate/laureate.js'
import { LaureateFrame } from './laureate/frame-host.js'

const place = document.createElement('div')
renderSvg({}) // wrong: no template
renderSvg({ template: 7 }) // wrong: a number
renderPdf({ template: {}, values: [{ recipient: 7 }] }) // wrong: a value that is no text
mountDesigner('#place') // wrong: a selector
mountDesigner(place, { storage: 'session' }) // wrong: there is no such storage
mountDesigner(place, { mode: 'layout' }) // wrong: there is no such mode
renderSvg({ template: {} }).then((answer) => console.log(answer.svg)) // wrong: it may be refused
const number: number = version // wrong: it is a text
defineElements()['laureate-badge'] // wrong: there is no such element
document.createElement('laureate-designer').handle = null // wrong: it is read only
document.createElement('laureate-certificate').storage // wrong: it keeps nothing
new LaureateError('code') // wrong: without a message
new LaureateFrame(document.createElement('iframe'), {}) // wrong: without an origin
console.log(number)
