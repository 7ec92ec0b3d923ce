import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const isWindows = process.platform === 'win32'

describe.skipIf(isWindows)('setup', () => {
  let home = ''

  const write = (path: string, content: unknown): void =>
    writeFileSync(join(home, path), typeof content === 'string' ? content : JSON.stringify(content))
  const environment = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', npm_config_offline: 'true' }
  const setup = (more: Record<string, string> = {}) =>
    spawnSync(process.execPath, [join(home, 'setup.mjs')], { encoding: 'utf8', env: { ...environment, ...more } })
  const setupBeside = () =>
    new Promise<{ code: number | null; text: string }>((resolve) => {
      const child = spawn(process.execPath, [join(home, 'setup.mjs')], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] })
      let text = ''
      child.stderr.on('data', (piece) => {
        text += piece
      })
      child.on('close', (code) => resolve({ code, text }))
    })

  beforeEach(() => {
    // A project of two packages that lie beside it, so that npm needs no network.
    home = mkdtempSync(join(tmpdir(), 'fenshen-setup-'))
    cpSync(join(import.meta.dirname, 'setup.mjs'), join(home, 'setup.mjs'))
    for (const folder of ['parts/node/bin', 'parts/rare']) mkdirSync(join(home, folder), { recursive: true })
    write('parts/node/package.json', { name: 'node', version: '24.0.0', bin: { node: 'bin/node' } })
    write('parts/node/bin/node', `#!/bin/sh\nexec '${process.execPath}' "$@"\n`)
    chmodSync(join(home, 'parts/node/bin/node'), 0o755)
    write('parts/rare/package.json', { name: 'rare', version: '1.0.0' })
    const root = { name: 'x', dependencies: { node: 'file:parts/node' }, devDependencies: { rare: 'file:parts/rare' } }
    write('package.json', root)
    write('package-lock.json', {
      name: 'x',
      lockfileVersion: 3,
      requires: true,
      packages: {
        '': root,
        'node_modules/node': { resolved: 'parts/node', link: true },
        'node_modules/rare': { resolved: 'parts/rare', link: true },
        'parts/node': { version: '24.0.0', bin: { node: 'bin/node' } },
        'parts/rare': { version: '1.0.0', dev: true },
      },
    })
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  it('installs what the lock file names, with what only the build needs, even where NODE_ENV is production', () => {
    const done = setup({ NODE_ENV: 'production' })
    expect(done.stderr).toContain('installing from package-lock.json')
    expect(done.status).toBe(0)
    expect(existsSync(join(home, 'node_modules/rare/package.json'))).toBe(true)
  })

  it('compiles nothing: a machine needs no compiler, Python or headers from afar', () => {
    write('parts/rare/binding.gyp', '{}')
    write('parts/rare/package.json', { name: 'rare', version: '1.0.0', scripts: { install: 'exit 3' } })
    expect(setup().status).toBe(0)
  })

  it('has nothing to do and nothing to say the second time', () => {
    setup()
    const again = setup()
    expect([again.status, again.stdout, again.stderr]).toEqual([0, '', ''])
  })

  it.each(['node_modules/rare', 'node_modules/.package-lock.json', 'node_modules/node', 'node_modules/.bin/node'])(
    'mends an install that lost %s',
    (lost) => {
      setup()
      rmSync(join(home, lost), { recursive: true, force: true })
      expect(setup().status).toBe(0)
      expect(existsSync(join(home, lost))).toBe(true)
      expect(setup().stderr).toBe('')
    },
  )

  it('installs once when two start at the same time', async () => {
    const both = await Promise.all([setupBeside(), setupBeside()])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(both.filter(({ text }) => text.includes('installing'))).toHaveLength(1)
    expect(existsSync(join(home, '.setup.lock'))).toBe(false)
  })

  it('takes over a lock whose process is gone', () => {
    const gone = spawnSync(process.execPath, ['--version']).pid
    write('.setup.lock', String(gone))
    expect(setup().status).toBe(0)
    expect(existsSync(join(home, '.setup.lock'))).toBe(false)
  })

  it('says what to do when npm cannot install', () => {
    write('package.json', { name: 'x', dependencies: { node: 'file:parts/gone' } })
    const done = setup()
    expect(done.status).toBe(1)
    expect(done.stderr).toContain('Then run the same command again')
  })
})
