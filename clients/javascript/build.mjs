/** Bundles the client into the one file that every server serves. The same sources give the same bytes. */

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { minify } from 'terser'

export const served = fileURLToPath(new URL('../../src/MultiTransport.AspNetCore/ClientScript/client.js', import.meta.url))

/**
 * What these files say is seen outside: by applications, in JSON, in storage, or by the host. No word of theirs is shortened, nor
 * one that the DOM or the language knows, nor a quoted one. All other names of properties are the client's own.
 */
const FACES = ['clock', 'error', 'events', 'options', 'page', 'session', 'engine/arrived', 'engine/status', 'path/verdicts', 'transports/ending', 'transports/websocket', 'wire/negotiate']
/** A header and a parameter, named where they are used. */
const NAMES = ['Authorization', 'try']

export async function namesOutside() {
  const texts = await Promise.all(FACES.map((name) => readFile(new URL(`src/${name}.js`, import.meta.url), 'utf8')))
  return [...new Set([...NAMES, ...texts.join('\n').match(/[A-Za-z_$][\w$]*/g) ?? []])]
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
  const text = outputFiles.find(({ path }) => path.endsWith('.js')).text
  return minify(text, {
    sourceMap: mapped && { content: outputFiles.find(({ path }) => path.endsWith('.map')).text },
    module: true,
    ecma: 2022,
    compress: { passes: 4, unsafe_arrows: true, unsafe_methods: true, keep_fargs: false },
    mangle: { properties: { keep_quoted: true, reserved: await namesOutside() } },
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
