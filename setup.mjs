// Runs on any Node ≥ 18, before `npm start` and `npm test`: installs from the lock file when that has changed, then builds the pages.
// Plain JavaScript on purpose: this is the one file that an old Node must be able to read.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const home = fileURLToPath(new URL('.', import.meta.url))
const stamp = join(home, 'node_modules', '.fenshen-setup')
const node = join(home, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

const run = (command, args) => {
  const done = spawnSync(command, args, { cwd: home, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' })
  if (done.status !== 0) {
    console.error(`setup: ${command} ${args.join(' ')} failed. Is the npm registry (or a filled npm cache) within reach?`)
    process.exit(done.status || 1)
  }
}

const lock = createHash('sha256').update(readFileSync(join(home, 'package-lock.json'))).update(process.arch + process.platform).digest('hex')
const isInstalled = existsSync(stamp) && readFileSync(stamp, 'utf8') === lock && existsSync(node)
if (!isInstalled) {
  console.error('setup: installing from package-lock.json (once)')
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'])
  mkdirSync(join(home, 'node_modules'), { recursive: true })
  writeFileSync(stamp, lock)
}

const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    const path = join(folder, entry.name)
    return Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs)
  }, 0)
const built = join(home, 'web', 'dist', 'index.html')
const isBuilt = existsSync(built) && statSync(built).mtimeMs >= Math.max(newest(join(home, 'web', 'src')), statSync(join(home, 'web', 'index.html')).mtimeMs)
if (!isBuilt) run(node, [join('web', 'build.mjs')])
