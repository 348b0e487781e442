/** Says what each source costs in the built client: `node sizes.mjs`, or `node sizes.mjs engine/floor.js` by line; of topics.js with `--topics`. Counts the bits that gzip spends on each character. */

import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { compile } from './build.mjs'

const HEADER = 10
/** RFC 1951, section 3.2.5. */
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const LENGTHS = LENGTH_BITS.map((_, i) => i === 28 ? 258 : 3 + LENGTH_BITS.slice(0, i).reduce((sum, bits) => sum + 2 ** bits, 0))
const DISTANCE_BITS = Array.from({ length: 30 }, (_, i) => Math.max(0, (i >> 1) - 1))
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

/** @param {Buffer} packed one gzip member of dynamic blocks @returns {number[]} bits by character of what was packed */
function spent(packed) {
  let at = HEADER * 8
  const read = (count) => {
    let value = 0
    for (let i = 0; i < count; i++, at++) value |= ((packed[at >> 3] >> (at & 7)) & 1) << i
    return value
  }
  const codeOf = (lengths) => {
    const codes = new Map()
    for (let length = 1, code = 0; length < 16; length++, code <<= 1) {
      lengths.forEach((one, symbol) => { if (one === length) codes.set(`${length} ${code++}`, symbol) })
    }
    return () => {
      for (let length = 1, code = 0; ; length++) {
        code = (code << 1) | read(1)
        const symbol = codes.get(`${length} ${code}`)
        if (symbol !== undefined) return symbol
        code &= 0xffff
      }
    }
  }
  const bits = []
  for (let isLast = false; !isLast;) {
    isLast = read(1) === 1
    if (read(2) !== 2) throw new Error('This counts dynamic blocks only.')
    const [literals, distances, count] = [read(5) + 257, read(5) + 1, read(4) + 4]
    const first = Array(19).fill(0)
    for (let i = 0; i < count; i++) first[ORDER[i]] = read(3)
    const nextLength = codeOf(first)
    const lengths = []
    while (lengths.length < literals + distances) {
      const symbol = nextLength()
      if (symbol < 16) lengths.push(symbol)
      else lengths.push(...Array(symbol === 16 ? read(2) + 3 : symbol === 17 ? read(3) + 3 : read(7) + 11).fill(symbol === 16 ? lengths.at(-1) : 0))
    }
    const literal = codeOf(lengths.slice(0, literals))
    const distance = codeOf(lengths.slice(literals))
    for (let start = at, symbol = literal(); symbol !== 256; start = at, symbol = literal()) {
      if (symbol < 256) {
        bits.push(at - start)
        continue
      }
      const length = LENGTHS[symbol - 257] + read(LENGTH_BITS[symbol - 257])
      read(DISTANCE_BITS[distance()])
      bits.push(...Array(length).fill((at - start) / length))
    }
  }
  return bits
}

/** @param {string} mappings of a source map, version 3 @returns {{ column: number, source: number, line: number }[][]} by line of the output */
function segments(mappings) {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  let source = 0
  let line = 0
  return mappings.split(';').map((row) => {
    let column = 0
    return row.split(',').filter(Boolean).map((segment) => {
      const fields = []
      let value = 0
      let shift = 0
      for (const digit of segment) {
        const bits = digits.indexOf(digit)
        value |= (bits & 31) << shift
        shift += 5
        if (bits & 32) continue
        fields.push(value & 1 ? -(value >> 1) : value >> 1)
        value = shift = 0
      }
      column += fields[0]
      source += fields[1] ?? 0
      line += fields[2] ?? 0
      return { column, source, line }
    })
  })
}

const isTopics = process.argv.includes('--topics')
const { code, map } = await compile(isTopics ? 'topics.js' : 'client.js', true)
const { mappings, sources } = JSON.parse(map)
const rows = segments(mappings)
const packed = gzipSync(code, { level: 9 })
const bits = spent(packed)
const bytes = {}
let at = 0
for (const [i, text] of code.split('\n').entries()) {
  const row = rows[i] ?? []
  let next = 0
  for (let column = 0; column <= text.length; column++, at++) {
    while (row[next]?.column <= column) next++
    const { source, line } = row[next - 1] ?? { source: 0, line: 0 }
    const lines = bytes[sources[source]] ??= {}
    lines[line] = (lines[line] ?? 0) + (bits[at] ?? 0) / 8
  }
}

const wanted = process.argv.slice(2).find((one) => one !== '--topics')
if (wanted) {
  const name = Object.keys(bytes).find((one) => one.endsWith(`src/${wanted}`))
  if (!name) throw new Error(`${wanted} is no source of the client.`)
  readFileSync(new URL(`src/${wanted}`, import.meta.url), 'utf8').split('\n').forEach((text, i) => {
    if (bytes[name][i]) console.log(`${bytes[name][i].toFixed(0).padStart(5)} ${String(i + 1).padStart(4)} ${text}`)
  })
} else {
  const sums = Object.entries(bytes).map(([name, lines]) => [name.replace(/^.*src\//, ''), Object.values(lines).reduce((sum, one) => sum + one, 0)])
  for (const [name, sum] of sums.sort(([, a], [, b]) => b - a)) console.log(`${sum.toFixed(0).padStart(6)} ${name}`)
  console.log(`${String(packed.length).padStart(6)} gzipped, ${code.length} bytes`)
}
