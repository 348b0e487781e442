/** Shows the form to sign in, or the chat, or why neither can be. */

import { whoAmI } from './accounts.js'
import { t } from './language.js'
import { Chat } from './model/chat.js'
import { chatView } from './views/chat.js'
import { noticeView } from './views/notice.js'
import { signInView } from './views/sign-in.js'

const Pause = 3000

document.title = t('title')
void begin()

/** @param {string} [note] what to say above the form */
async function begin(note) {
  let me
  try {
    me = await whoAmI()
  } catch {
    const again = setTimeout(() => void begin(note), Pause)
    document.body.replaceChildren(noticeView(t('error.network'), () => { clearTimeout(again); void begin(note) }))
    return
  }
  if (me) start(me)
  else document.body.replaceChildren(signInView(start, note))
}

/** @param {import('./accounts.js').User} user */
function start(user) {
  const chat = new Chat(user)
  const life = new AbortController()
  document.body.replaceChildren(chatView(chat, life.signal))
  const { session } = chat.link
  // A session that was lost while the cookie ended asks for ever: the line may be the reason, so that it is looked at.
  session.addEventListener('attempt', async ({ attempt }) => {
    if (attempt.transport !== 'negotiate' || attempt.verdict !== 'failed' || await whoAmI().catch(() => user) || life.signal.aborted) return
    end()
    void session.close()
    void begin(t('signedOut'))
  })
  session.closed.then(({ code }) => {
    if (code === 'closed-by-client') return // the page itself
    end()
    if (code === 'kicked' || code === 'unreachable' || code === 'unauthorized' || code === 'credentials-expired') void begin(t('signedOut'))
    else document.body.replaceChildren(noticeView(`${t('transport.closed')}: ${code}`, () => void begin()))
  })

  function end() {
    life.abort()
    for (const dialog of document.querySelectorAll('dialog')) dialog.remove()
  }
}
