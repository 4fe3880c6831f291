// Checks and plays a project with the functions.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [embed, file] = process.argv.slice(2)
const { checkRules, simulate, stop } = await import(pathToFileURL(join(embed, 'laureate.js')))

const project = JSON.parse(await readFile(file, 'utf8'))
const checked = await checkRules({ project })
const played = await simulate({ project })
await stop()
if (!checked.ok || !played.ok) throw new Error(JSON.stringify(checked.errors ?? played.errors))
const { summary, grants, gaps, nearMisses, coverage } = played
console.log(JSON.stringify({ checks: checked.checks, summary, grants, gaps, nearMisses, coverage }))
