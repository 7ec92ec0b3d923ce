import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

const compare = `
import { registerHooks } from 'node:module'
import { resolveQuickly } from './module-paths.ts'
const seen = { quick: 0, other: [] }
registerHooks({
  resolve(specifier, context, next) {
    const own = next(specifier, context)
    let isAsked = false
    const quick = resolveQuickly(specifier, context, (...asked) => { isAsked = true; return next(...asked) })
    if (!isAsked) seen.quick++
    if (quick.url !== own.url || (quick.format ?? '') !== (own.format ?? '')) seen.other.push([specifier, context.parentURL, quick, own])
    return own
  },
})
await import('./commands/serve.ts')
await import('oidc-provider')
await import('docx')
process.stdout.write(JSON.stringify(seen))
process.exit(0)
`

it('finds the same files as Node does, most of them by itself', () => {
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', compare], { cwd: import.meta.dirname, encoding: 'utf8' })
  expect(run.stderr).toBe('')
  const { quick, other } = JSON.parse(run.stdout) as { quick: number; other: unknown[] }
  expect(other).toEqual([])
  expect(quick).toBeGreaterThan(2_000)
}, 180_000)

it('leaves a file that is not there to whoever loads it', () => {
  const load = `
    import { registerHooks } from 'node:module'
    import { resolveQuickly } from './module-paths.ts'
    registerHooks({ resolve: resolveQuickly })
    for (const name of ['./core/not-there.ts', './not-there.mjs', 'no-such-package', './core'])
      await import(name).then(() => console.log('loaded'), (cause) => console.log(cause.code))
  `
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', load], { cwd: import.meta.dirname, encoding: 'utf8' })
  expect(run.stdout.trim().split('\n')).toEqual(['ENOENT', 'ENOENT', 'ERR_MODULE_NOT_FOUND', 'ERR_UNSUPPORTED_DIR_IMPORT'])
}, 60_000)
