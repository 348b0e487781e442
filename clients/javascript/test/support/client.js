/** The client under test: the sources, or with `MULTITRANSPORT_CLIENT=built` the files that servers serve. */

import { pathToFileURL } from 'node:url'
import { servedAs } from '../../build.mjs'

const isBuilt = process.env.MULTITRANSPORT_CLIENT === 'built'
export const client = await import(isBuilt ? pathToFileURL(servedAs('client.js')).href : '../../src/index.js')
export const topicsClient = await import(isBuilt ? pathToFileURL(servedAs('topics.js')).href : '../../src/topics/index.js')
