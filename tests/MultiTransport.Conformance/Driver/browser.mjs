// Start in a page: /driver/driver.html?control=ws://HOST/control&name=NAME
import { watch } from './leftovers.mjs'
import { drive } from './drive.mjs'

const query = new URLSearchParams(location.search)
const leftovers = watch()
const problems = []
addEventListener('error', e => problems.push(`error: ${e.message}`))
addEventListener('unhandledrejection', e => problems.push(`unhandled rejection: ${e.reason}`))
drive({
  name: query.get('name'),
  control: new WebSocket(query.get('control')),
  leftovers,
  problems,
  injected: {},
  load: url => import(url),
})
