const Moment = 200

/** What is done once nothing more was typed for a moment, and not with each letter. @param {() => Promise<void>} act */
export function settled(act) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  return () => {
    clearTimeout(timer)
    timer = setTimeout(() => void act(), Moment)
  }
}
