/** Signing up, in and out. */

/** @typedef {{ id: number, name: string }} User */

/** @returns {Promise<User | null>} */
export async function whoAmI() {
  const answer = await fetch('/accounts/me')
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`)
  return answer.status === 200 ? answer.json() : null
}

/**
 * @param {'login' | 'register'} how
 * @param {string} name
 * @param {string} password
 * @returns {Promise<User>}
 */
export async function signIn(how, name, password) {
  let answer
  try {
    answer = await fetch(`/accounts/${how}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name, password }) })
  } catch {
    throw Object.assign(new Error('network'), { code: 'network' })
  }
  if (answer.ok) return answer.json()
  const { code = answer.status === 429 ? 'busy' : 'network', detail } = await answer.json().catch(() => ({}))
  throw Object.assign(new Error(detail ?? code), { code })
}

export async function signOut() {
  const answer = await fetch('/accounts/logout', { method: 'POST' }).catch(() => null)
  if (!answer?.ok) throw Object.assign(new Error('network'), { code: answer?.status === 503 ? 'storage-unavailable' : 'network' })
}
