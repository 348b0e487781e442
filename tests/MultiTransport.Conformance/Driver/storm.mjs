// Both directions at full speed with numbered messages; every one is checked where it arrives.

const LADDER = ['shortpoll', 'longpoll', 'stream', 'sse', 'websocket']

/** plan: { count, perSecond }. The server sends as many, numbered from 1 in their first four bytes. Resolves with what happened. */
export async function storm(session, { count, perSecond }) {
  const moves = { up: 0, down: 0 }
  let last = session.transport
  let received = 0
  let wrong = null
  let finish
  const all = new Promise(resolve => (finish = resolve))
  const fail = what => {
    wrong ??= what
    finish()
  }
  const take = e => {
    const number = new DataView(e.data).getUint32(0)
    if (number !== received + 1) {
      fail(`${number} came after ${received}`)
    }
    received = number
    if (received === count) {
      finish()
    }
  }
  const move = e => {
    if (e.to && last && e.to !== last) {
      moves[LADDER.indexOf(e.to) > LADDER.indexOf(last) ? 'up' : 'down']++
    }
    last = e.to ?? last
  }
  const gap = e => fail(`gap ${e.from} to ${e.to}, session lost: ${e.session === true}`)
  session.addEventListener('message', take)
  session.addEventListener('transport', move)
  session.addEventListener('gap', gap)
  session.closed.then(({ code, reason }) => fail(`closed ${code} ${reason}`))

  const start = performance.now()
  const sending = send(session, count, perSecond, start, fail, () => wrong !== null)
  await all
  if (!wrong) {
    await sending
  }
  session.removeEventListener('message', take)
  session.removeEventListener('transport', move)
  session.removeEventListener('gap', gap)
  return { received, wrong, ...moves, counters: session.counters, took: performance.now() - start }
}

async function send(session, count, perSecond, start, fail, isOver) {
  let last
  for (let i = 1; i <= count && !isOver(); i++) {
    last = session.send(payload(i)).catch(error => fail(`send ${i}: ${error.code} ${error.message}`))
    if (i % 20 === 0) {
      const ahead = (i / perSecond) * 1000 - (performance.now() - start)
      await (ahead > 0 ? new Promise(resolve => setTimeout(resolve, ahead)) : null)
    }
    if (i % 500 === 0) {
      await last // the queue is bounded
    }
  }
  await last
}

/** Mostly small; one in 499 is long enough to travel in fragments. */
function payload(number) {
  const bytes = new Uint8Array(number % 499 === 0 ? 40_000 : 8)
  new DataView(bytes.buffer).setUint32(0, number)
  return bytes
}
