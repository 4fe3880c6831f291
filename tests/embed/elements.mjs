// Where custom-elements.json and the elements themselves differ.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [embed, file] = process.argv.slice(2)
const classes = await import(pathToFileURL(join(embed, 'laureate.js')))
const manifest = JSON.parse(await readFile(file, 'utf8'))
const differences = []

/** Getters, setters and methods, those inherited from ours included, less what the platform calls. */
function members(element) {
  const found = new Set()
  for (let at = element.prototype; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) found.add(name)
  }
  const internal = /Callback$|^(constructor|given|give|again|changed|mount|mounted|leaving|settings|options|shown|kept|apply|document|load|loaded|changed)$/
  return new Set([...found].filter((name) => !internal.test(name)))
}

const declarations = manifest.modules.flatMap((module) => module.declarations)
for (const { name, tagName, attributes, members: described } of declarations) {
  const element = classes[name]
  if (!element) {
    differences.push(`${name} is not exported`)
    continue
  }
  // What CSS or a form reads needs no watching.
  const watched = new Set(element.observedAttributes)
  for (const attribute of attributes) if (!watched.has(attribute.name) && !['name', 'theme'].includes(attribute.name)) differences.push(`${tagName}: nobody watches “${attribute.name}”`)
  for (const attribute of watched) if (!attributes.some(({ name }) => name === attribute)) differences.push(`${tagName}: “${attribute}” is not described`)
  const real = members(element)
  for (const member of described) if (!real.has(member.name)) differences.push(`${name} has no “${member.name}”`)
  for (const member of real) if (!described.some(({ name }) => name === member)) differences.push(`${name}.${member} is not described`)
}
for (const name of Object.keys(classes).filter((name) => /^Laureate[A-Z]/.test(name) && name !== 'LaureateError')) {
  if (!declarations.some((one) => one.name === name)) differences.push(`${name} is not described`)
}
console.log(JSON.stringify(differences))
