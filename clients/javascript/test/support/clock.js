/** A clock that stands until it is told to go. */

/** Lets everything happen that needs no time: promises, streams, their follow-ups. */
export async function settle() {
  for (let i = 0; i < 6; i++) await new Promise((resolve) => setImmediate(resolve))
}

export function createClock(start = 1000) {
  let now = start
  let wall = 1_700_000_000_000
  let timers = []
  let last = 0

  function add(call, ms, counts) {
    const timer = { id: ++last, at: now + ms, call, counts }
    timers.push(timer)
    return timer
  }

  return {
    now: () => now,
    wall: () => wall,
    /** As the globals have them. */
    performance: { now: () => now },
    Date: { now: () => wall },
    setTimeout(call, ms) { return add(call, ms, true) },
    /** A timer of the other side; it is not counted. */
    elsewhere(call, ms) { return add(call, ms, false) },
    clearTimeout(timer) { timers = timers.filter((one) => one !== timer) },
    get pending() { return timers.filter(({ counts }) => counts).length },
    get next() { return Math.min(...timers.map(({ at }) => at)) - now },
    /** Goes on by so much; every timer fires at its time. */
    async advance(ms) {
      const until = now + ms
      await settle()
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at || a.id - b.id)
        if (!next) break
        wall += Math.max(next.at, now) - now
        now = Math.max(next.at, now)
        timers = timers.filter((one) => one !== next)
        next.call()
        await settle()
      }
      wall += until - now
      now = until
    },
    /** The machine sleeps: no timer fires meanwhile, and those that are due fire late. */
    async sleep(ms, { monotonic = true } = {}) {
      if (monotonic) now += ms
      wall += ms
      await this.advance(0)
    },
    setWall(value) { wall = value }
  }
}
