/** Bundles the client into the one file that every server serves. The same sources give the same bytes. */

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { minify } from 'terser'

export const served = fileURLToPath(new URL('../../src/MultiTransport.AspNetCore/ClientScript/client.js', import.meta.url))

/** The names of properties that are seen outside. All others are the client's own, and are shortened, also where the DOM knows one of that name. */
const OUTSIDE = {
  language: `abs add apply assign asyncIterator at call catch ceil charCodeAt constructor defineProperties defineProperty delete done entries every
    fill filter find findIndex flatMap floor forEach from fromCharCode get has includes indexOf isArray isFinite isSafeInteger isView join keys length map max
    MAX_SAFE_INTEGER message min name next now parse pop prototype push race reduce reject replace resolve return round set shift size slice some splice
    split startsWith stringify subarray test then value`,
  host: `abort addEventListener arrayBuffer baseURI binaryType body buffer bufferedAmount byteLength byteOffset cache clearTimeout close code connection
    credentials data decode dispatchEvent document encode encodeInto error fatal fetch getRandomValues getReader handleEvent hash headers href ignoreBOM
    location method navigator performance Date onabort onclose onerror onmessage onopen origin pathname persisted protocol read reason redirect removeEventListener
    send sendBeacon sessionStorage setTimeout signal status stream terminate text type visibilityState WebSocket written Authorization`,
  options: `transports token credentials onRequest connectTimeout requestTimeout pollInterval queue messages bytes verdicts fetch WebSocket random host
    getItem setItem expired key timeout`,
  session: 'send request use close state transport attempts counters bufferedAmount id url rtt closed up down taken',
  events: 'id renewed data from to why attempt session code number reason transport mode at took verdict detail arrived',
  json: `version key transports failed messages name reason text binary renew renewed id secret session limits message frame body upstream window bytes
    heartbeat hold received handled fails number code position path why detail action arrived failures until`,
  tables: 'websocket sse stream longpoll shortpoll blocked negotiate'
}

/** @param {boolean} [mapped] */
export async function compile(mapped = false) {
  const { name, version, license } = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'))
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('src/index.js', import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    sourcemap: mapped && 'external',
    outfile: 'client.js',
    write: false
  })
  // One keyword for all names packs better than two.
  const text = outputFiles.find(({ path }) => path.endsWith('.js')).text.replace(/\bconst /g, 'let   ')
  return minify(text, {
    sourceMap: mapped && { content: outputFiles.find(({ path }) => path.endsWith('.map')).text },
    module: true,
    ecma: 2022,
    compress: { passes: 10, unsafe_arrows: true, unsafe_methods: true, keep_fargs: false, hoist_funs: true },
    mangle: { properties: { builtins: true, keep_quoted: true, reserved: Object.values(OUTSIDE).join(' ').split(/\s+/) } },
    format: { preamble: `/*! ${name} ${version}, ${license} */` }
  })
}

/** @returns {Promise<Uint8Array>} */
export async function bundle() {
  const { code } = await compile()
  return new TextEncoder().encode(code)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { mkdir, writeFile } = await import('node:fs/promises')
  const { dirname } = await import('node:path')
  const { gzipSync } = await import('node:zlib')
  const bytes = await bundle()
  await mkdir(dirname(served), { recursive: true })
  await writeFile(served, bytes)
  console.log(`client.js: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzipped`)
}
