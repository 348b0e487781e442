/** Bundles the client into the one file that every server serves. The same sources give the same bytes. */

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export const served = fileURLToPath(new URL('../../src/MultiTransport.AspNetCore/ClientScript/client.js', import.meta.url))

/** @returns {Promise<Uint8Array>} */
export async function bundle() {
  const { name, version, license } = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'))
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('src/index.js', import.meta.url))],
    bundle: true,
    format: 'esm',
    minify: true,
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    banner: { js: `/*! ${name} ${version}, ${license} */` },
    write: false
  })
  return outputFiles[0].contents
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
