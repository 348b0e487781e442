import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { bundle, ENTRIES, servedAs } from '../build.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
/** A page waits for it, once a version. */
const MOST_GZIPPED = { 'client.js': 17200, 'topics.js': 20000 }

for (const file of Object.keys(ENTRIES)) {
  describe(`build of ${file}`, () => {
    const served = servedAs(file)
    test('what is committed is what the sources give', async () => {
      assert.ok(Buffer.from(await bundle(file)).equals(readFileSync(served)), `run npm run build, and commit ${file}`)
    })

    test('it is small, says what it is, and needs nothing', () => {
      const bytes = readFileSync(served)
      assert.ok(gzipSync(bytes, { level: 9 }).length < MOST_GZIPPED[file])
      const text = bytes.toString()
      assert.match(text, /^\/\*! multitransport \d+\.\d+\.\d+, MIT \*\/\n/)
      assert.doesNotMatch(text, /\bimport\b\s*["'({]/)
    })

    test('it runs without document, window and WebSocket', () => {
      const script = `delete globalThis.WebSocket; const { connect } = await import(${JSON.stringify(`file://${served}`)});
        const session = connect('http://127.0.0.1:1/', { connectTimeout: 1 }); console.log((await session.closed).code)`
      const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
      assert.equal(stdout, 'unreachable\n')
    })
  })
}

describe('package', () => {
  test('no file is long, and no file names another host', () => {
    for (const { parentPath, path, name } of readdirSync(`${root}/src`, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())) {
      const text = readFileSync(`${parentPath ?? path}/${name}`, 'utf8')
      assert.ok(text.split('\n').length <= 300, name)
    }
    assert.doesNotMatch(readFileSync(`${root}/package-lock.json`, 'utf8'), /https?:\/\//)
  })

  test('the package holds the sources, the types and the licence', () => {
    const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' })
    const listing = JSON.parse(stdout)
    const [{ files }] = Array.isArray(listing) ? listing : Object.values(listing)
    const names = files.map(({ path }) => path)
    for (const name of ['package.json', 'LICENSE', 'README.md', 'src/index.js', 'src/topics/index.js']) assert.ok(names.includes(name), name)
    assert.ok(names.every((name) => /^(src|types)\/|^(package\.json|LICENSE|README\.md)$/.test(name)), names.join())
  })
})
