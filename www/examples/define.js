import { defineElements } from '../embed/laureate.js'

defineElements()
