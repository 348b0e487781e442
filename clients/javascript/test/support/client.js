/** The client under test: the sources, or with `MULTITRANSPORT_CLIENT=built` the file that servers serve. */

import { pathToFileURL } from 'node:url'
import { served } from '../../build.mjs'

export const client = await import(process.env.MULTITRANSPORT_CLIENT === 'built' ? pathToFileURL(served).href : '../../src/index.js')
