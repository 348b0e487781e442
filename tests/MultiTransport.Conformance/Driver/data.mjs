// Messages as JSON: { text }, { binary: base64 } and, for sending only, { blob: base64 }, { view: base64 }, { broken: true } and { size, kind }.

export function toData(json) {
  if ('text' in json) {
    return json.text
  }
  if ('size' in json) {
    return json.kind === 'text' ? 'x'.repeat(json.size) : new Uint8Array(json.size)
  }
  if ('broken' in json) {
    return 'half a pair: \ud800'
  }
  if ('blob' in json) {
    return new Blob([fromBase64(json.blob)])
  }
  if ('view' in json) {
    const bytes = fromBase64(json.view)
    const wider = new Uint8Array(bytes.length + 7)
    wider.set(bytes, 3)
    return new DataView(wider.buffer, 3, bytes.length)
  }
  if ('array' in json) {
    const bytes = fromBase64(json.array)
    const wider = new Uint8Array(bytes.length + 7)
    wider.set(bytes, 3)
    return wider.subarray(3, 3 + bytes.length)
  }
  if ('binary' in json) {
    return fromBase64(json.binary).buffer
  }
  return json.other // what no client takes: a number, an object, null
}

export function toJson(data) {
  if (typeof data === 'string') {
    return { text: data }
  }
  if (data instanceof ArrayBuffer) {
    return { binary: toBase64(new Uint8Array(data)) }
  }
  return { other: Object.prototype.toString.call(data) }
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0))
}

function toBase64(bytes) {
  let text = ''
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode(...bytes.subarray(i, i + 8192))
  }
  return btoa(text)
}
