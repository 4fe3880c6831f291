// Laureate for any page: custom elements and functions, without anything to build.
// This file and what it names are small; wasm, styles and fonts come when they are
// first needed. In Node and in workers the functions work as they do in a page.
export { LaureateCertificate, LaureateDesigner, LaureateSimulator, defineElements } from './elements.js'
export { LaureateError } from './errors.js'
export { checkRules, checkTemplate, fieldContract, importPicture, renderPdf, renderPng, renderSvg, simulate, stop } from './functions.js'
export { setPublicPath } from './load.js'
export { LOCALES } from './locale.js'
export { mountCertificate, mountDesigner, mountSimulator } from './mount.js'
export { version } from './version.js'
