// Both directions at full speed with numbered messages; every one is checked where it arrives.

/** plan: { count, perSecond }. The server sends as many, numbered from 1 in their first four bytes. Resolves with what happened. */
export async function storm(session, { count, perSecond }) {
  const moves = new Map()
  let received = 0
  let wrong = null
  let finish
  const all = new Promise(resolve => (finish = resolve))
  const take = e => {
    const number = new DataView(e.data).getUint32(0)
    if (number !== received + 1) {
      wrong ??= `${number} came after ${received}`
      finish()
    }
    received = number
    if (received === count) {
      finish()
    }
  }
  const move = e => moves.set(`${e.from}>${e.to}`, (moves.get(`${e.from}>${e.to}`) ?? 0) + 1)
  const gap = e => {
    wrong ??= `gap ${e.from} to ${e.to}, session lost: ${e.session === true}`
    finish()
  }
  session.addEventListener('message', take)
  session.addEventListener('transport', move)
  session.addEventListener('gap', gap)
  const closed = session.closed.then(({ code, reason }) => {
    wrong ??= `closed ${code} ${reason}`
    finish()
  })

  const start = performance.now()
  const sending = (async () => {
    let last
    for (let i = 1; i <= count && !wrong; i++) {
      last = session.send(payload(i))
      last.catch(error => (wrong ??= `send ${i}: ${error.code} ${error.message}`))
      if (i % 60 === 0) {
        const ahead = (i / perSecond) * 1000 - (performance.now() - start)
        await (ahead > 0 ? new Promise(resolve => setTimeout(resolve, ahead)) : null)
      }
      if (i % 500 === 0) {
        await last // the queue is bounded
      }
    }
    await last
  })()
  await Promise.race([Promise.all([sending, all]), closed, sending.catch(() => all)])
  session.removeEventListener('message', take)
  session.removeEventListener('transport', move)
  session.removeEventListener('gap', gap)
  return { received, wrong, moves: Object.fromEntries(moves), counters: session.counters, took: performance.now() - start }
}

/** Mostly small; one in 499 is long enough to travel in fragments. */
function payload(number) {
  const bytes = new Uint8Array(number % 499 === 0 ? 40_000 : 8)
  new DataView(bytes.buffer).setUint32(0, number)
  return bytes
}
