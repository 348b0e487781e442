/** A file over the session: piece by piece, each acknowledged, on any transport; it goes on where it was. */

import { Refused } from './link.js'

const PieceBytes = 60 * 1024
const HeadBytes = 24
/** So many pieces are on their way at a time: enough for a line, few enough to see progress. */
const AtOnce = 4

/**
 * @param {import('./link.js').Link} link
 * @param {import('./outbox.js').Pending} pending
 * @param {() => void} progress
 */
export async function upload(link, pending, progress) {
  const file = /** @type {Blob} */ (pending.file)
  const state = pending.fileId
    ? await link.ask({ do: 'upload-state', file: pending.fileId })
    : await link.ask({ do: 'upload', name: pending.name, type: file.type, size: file.size })
  if (state.isComplete) return
  pending.fileId = state.file
  pending.done = state.received
  progress()
  const id = Uint8Array.from(/** @type {RegExpMatchArray} */ (state.file.match(/../g)), (digits) => parseInt(digits, 16))
  const onTheirWay = new Set()
  for (let offset = state.received; offset < file.size; offset += PieceBytes) {
    const data = await read(file, offset)
    const piece = new Uint8Array(HeadBytes + data.length)
    piece.set(id)
    new DataView(piece.buffer).setBigInt64(16, BigInt(offset))
    piece.set(data, HeadBytes)
    const sent = link.put(piece).then(() => {
      onTheirWay.delete(sent)
      pending.done = (pending.done ?? 0) + data.length
      progress()
    })
    sent.catch(() => {}) // whoever waits for it below is told
    onTheirWay.add(sent)
    if (onTheirWay.size >= AtOnce) await Promise.race(onTheirWay)
  }
  await Promise.all(onTheirWay)
  await link.ask({ do: 'upload-end', file: state.file })
}

/** What was chosen may be gone from its disk by now, or be a folder. @param {Blob} file @param {number} offset */
async function read(file, offset) {
  try {
    return new Uint8Array(await file.slice(offset, offset + PieceBytes).arrayBuffer())
  } catch {
    throw new Refused({ code: 'file-gone', text: 'The file cannot be read.' })
  }
}
