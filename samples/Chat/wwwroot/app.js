/** Shows the form to sign in, or the chat. */

import { whoAmI } from './accounts.js'
import { t } from './language.js'
import { Chat } from './model/chat.js'
import { chatView } from './views/chat.js'
import { signInView } from './views/sign-in.js'

document.title = t('title')
const me = await whoAmI().catch(() => null)
if (me) start(me)
else document.body.append(signInView(start))

/** @param {import('./accounts.js').User} user */
function start(user) {
  document.body.replaceChildren(chatView(new Chat(user)))
}
