import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openFlush } from './flush.ts'

describe('what is written is put on the disk', () => {
  it('for everybody who asks, also for those who ask while the disk is busy or the file is being closed', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'fenshen-flush-'))
    writeFileSync(join(dir, 'log'), 'x')
    const flush = await openFlush(join(dir, 'log'))
    const asked = [flush.settled(), flush.settled(), flush.settled()]
    expect(asked[2]).toBe(asked[1])
    expect(asked[1]).not.toBe(asked[0])
    const closed = flush.close()
    await Promise.all([...asked, closed])
    expect(flush.hasFailed).toBe(false)
    rmSync(dir, { recursive: true })
  })

  // A device keeps nothing, and says so.
  it.skipIf(process.platform !== 'linux')('or everybody is told that it was not, and it is never taken for kept again', async () => {
    const flush = await openFlush('/dev/null')
    const results = await Promise.allSettled([flush.settled(), flush.settled()])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(flush.hasFailed).toBe(true)
    await flush.close()
  })
})
