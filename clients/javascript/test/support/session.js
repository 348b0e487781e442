/** What tests ask of a session. */

import assert from 'node:assert/strict'

/** Listens to everything, and says it in short lines. */
export function record(session) {
  const lines = []
  session.onopen = ({ renewed }) => lines.push(renewed ? 'open again' : 'open')
  session.onmessage = ({ data }) => lines.push(`message ${typeof data === 'string' ? data : data.byteLength}`)
  session.ontransport = ({ to }) => lines.push(`transport ${to}`)
  session.onstate = ({ to }) => lines.push(`state ${to}`)
  session.onattempt = ({ attempt }) => lines.push(`attempt ${attempt.transport} ${attempt.verdict}${attempt.reason ? ` ${attempt.reason}` : ''}`)
  session.ongap = (event) => lines.push(event.session ? 'gap session' : `gap ${event.from}-${event.to}`)
  session.onclose = ({ code }) => lines.push(`close ${code}`)
  return lines
}

/** Nothing is left behind. */
export async function assertNothingLeft(world) {
  await world.settle()
  assert.equal(world.clock.pending, 0, 'timers are left')
  assert.equal(world.open, 0, 'requests are left')
  assert.ok(world.sockets.every((socket) => !socket.isOpen), 'sockets are left')
}

export const codeOf = (promise) => promise.then(() => 'resolved', (error) => error.code)
