// Runs on any Node ≥ 18, before `npm start` and `npm test`: installs from the lock file when something is missing, brings the Node of
// the project, builds the pages. Plain JavaScript on purpose: this is the one file that an old Node must be able to read.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const home = fileURLToPath(new URL('.', import.meta.url))
const at = (...parts) => join(home, ...parts)
const isWindows = process.platform === 'win32'
const nodeMajor = 24
/** `node_modules/.bin` is first on the PATH of an npm script, so this is the Node that `npm start` runs. */
const node = isWindows ? at('node_modules', 'node', 'bin', 'node.exe') : at('node_modules', '.bin', 'node')
const lockFile = at('.setup.lock')
const waitMs = 15 * 60_000

const say = (text) => process.stderr.write(`setup: ${text}\n`)
const stop = (text) => {
  say(text)
  process.exit(1)
}
const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Standard output stays clean for whatever comes after. */
const run = (command, args, cwd = home) => spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2] }).status ?? 1
// `--include=dev` also where NODE_ENV=production: the pages are built here. No install scripts: npm takes a package that brings its binaries
// beside a `binding.gyp` for one to compile, which wants Python, a compiler and headers from afar. The one script that is needed is `bringNode`.
const quiet = ['--include=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
const npm = (args, by = process.execPath) => {
  const cli = process.env.npm_execpath ?? ''
  if (/npm-cli\.c?js$/.test(cli)) return run(by, [cli, ...args, ...quiet])
  return spawnSync('npm', [...args, ...quiet], { cwd: home, stdio: ['ignore', 2, 2], shell: isWindows }).status ?? 1
}

const runsNode = () => {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return Number(/^v(\d+)/.exec(stdout ?? '')?.[1] ?? 0) >= nodeMajor
}

const libc = existsSync('/etc/alpine-release') ? 'musl' : 'glibc'
const isForHere = ({ os, cpu, libc: built }) =>
  os?.includes(process.platform) && (!cpu || cpu.includes(process.arch)) && (!built || built.includes(libc))

/** Packages of the lock file that are not there in their version. npm writes its own list last, so a broken install has none at all. */
const missing = () => {
  const wanted = readJson(at('package-lock.json'))?.packages ?? {}
  const found = readJson(at('node_modules', '.package-lock.json'))?.packages
  const isThere = ([path, { version, link }]) =>
    found !== undefined && existsSync(at(path, 'package.json')) && (link || found[path]?.version === version)
  const own = Object.entries(wanted).filter(([path]) => path.startsWith('node_modules/'))
  return {
    needed: own.filter(([, one]) => !one.optional).filter((entry) => !isThere(entry)),
    /** Binaries for this machine, which npm leaves out where they do not like the Node that runs it. */
    native: own.filter(([, one]) => one.optional && isForHere(one)).filter((entry) => !isThere(entry)),
  }
}

const newest = (path) =>
  statSync(path).isDirectory() ? Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name)))) : statSync(path).mtimeMs
const isBuilt = () => {
  const page = at('web', 'dist', 'index.html')
  const sources = ['src', 'index.html', 'build.mjs'].map((name) => at('web', name)).filter(existsSync)
  return sources.length === 0 || (existsSync(page) && statSync(page).mtimeMs >= Math.max(...sources.map(newest)))
}

/** Only one process sets up; the others wait for it. A lock whose process is gone is taken over. */
const lock = () => {
  for (const began = Date.now(); Date.now() - began < waitMs; sleep(200)) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
      process.on('exit', () => rmSync(lockFile, { force: true }))
      return
    } catch (error) {
      if (error.code !== 'EEXIST') stop(`cannot write ${lockFile} (${error.code}). May this user write in the project's folder?`)
    }
    try {
      const holder = Number(readFileSync(lockFile, 'utf8'))
      if (holder > 0) process.kill(holder, 0)
    } catch (error) {
      // Renamed before it is removed: of several that wait, one succeeds.
      if (error.code === 'ESRCH') {
        try {
          renameSync(lockFile, `${lockFile}.${process.pid}`)
          rmSync(`${lockFile}.${process.pid}`, { force: true })
        } catch {}
      }
    }
  }
  stop(`another setup has held ${lockFile} for too long; if none is running, delete the file`)
}

const install = () => {
  say('installing from package-lock.json (once, a minute or less)')
  if (npm(['ci']) !== 0)
    stop('npm ci failed, see above. Is the npm registry, or a filled npm cache, within reach? Then run the same command again.')
}

const bringNode = () => {
  // What the install script of the `node` package does: it fetches the binary for this machine.
  const script = at('node_modules', 'node', 'installArchSpecificPackage.js')
  if (existsSync(script)) run(process.execPath, [script], at('node_modules', 'node'))
  if (!isWindows && existsSync(at('node_modules', 'node', 'bin', 'node'))) {
    mkdirSync(at('node_modules', '.bin'), { recursive: true })
    rmSync(node, { force: true })
    symlinkSync(join('..', 'node', 'bin', 'node'), node)
  }
  if (!runsNode() && Number(process.versions.node.split('.')[0]) < nodeMajor)
    stop(
      `Node ${nodeMajor} could not be fetched for ${process.platform}-${process.arch}. Install Node ${nodeMajor}, then run the same command again.`,
    )
}

/** Asks npm once more, by the Node of the project, for what the older Node was not given. */
const complete = () => {
  if (missing().native.length > 0 && runsNode()) npm(['install', '--no-save'], node)
}

const isInstalled = () => missing().needed.length === 0
const isReady = () => {
  const { needed, native } = missing()
  return needed.length === 0 && native.length === 0 && runsNode()
}

if (!isReady() || !isBuilt()) {
  lock()
  const mustInstall = !isInstalled()
  if (mustInstall) install()
  if (!runsNode()) bringNode()
  complete()
  if (mustInstall || !isBuilt()) {
    const status = existsSync(at('web', 'build.mjs')) ? run(runsNode() ? node : process.execPath, [join('web', 'build.mjs'), '--quiet']) : 0
    if (status !== 0) stop('the pages could not be built, see above')
  }
}
