import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const bin = (name: string): string => join(import.meta.dirname, 'node_modules', '.bin', name)
/** What a checker complains of; empty when it is content. */
const complaints = (name: string, args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(bin(name), args, {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  })
  return status === 0 ? '' : `${stdout}${stderr}`.slice(0, 8_000) || `${name} ended with ${status}`
}

describe('every file', () => {
  it('is formatted and without a complaint of the linter (npm run format mends most)', () => {
    expect(complaints('biome', ['check', '--colors=off'])).toBe('')
  })

  it.each(['.', 'web'])('has types that hold, in %s', { timeout: 120_000 }, (project) => {
    expect(complaints('tsc', ['--noEmit', '-p', project])).toBe('')
  })

  it('could fail here: a checker that complains is heard', () => {
    expect(complaints('tsc', ['--noEmit', '-p', 'no-such-folder'])).toContain('no-such-folder')
  })
})
