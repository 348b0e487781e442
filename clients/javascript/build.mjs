/** Bundles the client into the files that every server serves. The same sources give the same bytes. */

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { minify } from 'terser'

/** The file that every server serves. @param {string} name */
export const servedAs = (name) => fileURLToPath(new URL(`../../src/MultiTransport.AspNetCore/ClientScript/${name}`, import.meta.url))

/** The files and where their sources begin: the session alone, and with topics. */
export const ENTRIES = { 'client.js': 'src/index.js', 'topics.js': 'src/topics/index.js' }

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

/** And those of topics. */
const OUTSIDE_OF_TOPICS = {
  language: 'reverse values',
  session: 'subscribe publish since last presence echo subscription',
  subscription: 'ready topic epoch position unsubscribe history before limit publisher joined left anonymous gap close',
  json: 'op topic since last presence index epoch position gap conflated before limit first more time publisher users user sessions anonymous subscribed unsubscribed skipped joined left'
}

/** @param {string} file one of the entries @param {boolean} [mapped] */
export async function compile(file, mapped = false) {
  const { name, version, license } = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'))
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(ENTRIES[file], import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    sourcemap: mapped && 'external',
    outfile: file,
    write: false
  })
  const names = [OUTSIDE, file === 'topics.js' ? OUTSIDE_OF_TOPICS : {}].flatMap(Object.values)
  // One keyword for all names packs better than two.
  const text = outputFiles.find(({ path }) => path.endsWith('.js')).text.replace(/\bconst /g, 'let   ')
  return minify(text, {
    sourceMap: mapped && { content: outputFiles.find(({ path }) => path.endsWith('.map')).text },
    module: true,
    ecma: 2022,
    compress: { passes: 10, unsafe_arrows: true, unsafe_methods: true, keep_fargs: false, hoist_funs: true },
    mangle: { properties: { builtins: true, keep_quoted: true, reserved: names.join(' ').split(/\s+/) } },
    format: { preamble: `/*! ${name} ${version}, ${license} */` }
  })
}

/** @param {string} file one of the entries @returns {Promise<Uint8Array>} */
export async function bundle(file) {
  const { code } = await compile(file)
  return new TextEncoder().encode(code)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { mkdir, writeFile } = await import('node:fs/promises')
  const { dirname } = await import('node:path')
  const { gzipSync } = await import('node:zlib')
  for (const file of Object.keys(ENTRIES)) {
    const bytes = await bundle(file)
    await mkdir(dirname(servedAs(file)), { recursive: true })
    await writeFile(servedAs(file), bytes)
    console.log(`${file}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzipped`)
  }
}
