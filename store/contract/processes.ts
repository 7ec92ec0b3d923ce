import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openStore } from '../open.ts'
import { auditEntry, freshId, noon, testKey } from './fixtures.ts'
import type { Ground } from './ground.ts'

const program = fileURLToPath(new URL('./child.ts', import.meta.url))

/** Another process on the same database; see child.ts. */
const start = (...args: string[]): ChildProcess => spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })

const ended = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

/** Several processes on one database, and the end of one of them. */
export const processesContract = (ground: () => Ground): void => {
  describe('several processes', () => {
    it('write at the same time: none waits in vain, none draws the same number', async () => {
      const { store, url = '' } = ground()
      const name = freshId()
      const children = [start(url, 'write', name, '50'), start(url, 'write', name, '50')]
      for (let at = 0; at < 50; at += 1) {
        await store.transaction(async (records) => {
          const value = await records.sequences.next(name, 2026)
          await records.audit.append(auditEntry({ deedKey: `${name}-${value}` }), noon)
        })
      }
      expect(await Promise.all(children.map(ended))).toEqual([0, 0])
      expect(await store.sequences.next(name, 2026)).toBe(151)
    }, 120_000)

    it('leave nothing behind when one is killed in the middle of a transaction, and the next goes on at once', async () => {
      const { store, url = '' } = ground()
      const name = freshId()
      const child = start(url, 'hang', name)
      if (child.stdout) await once(child.stdout, 'data')
      child.kill('SIGKILL')
      await ended(child)
      expect(await store.audit.findDeed(`${name}-1`)).toBeUndefined()
      expect(await store.sequences.next(name, 2026)).toBe(1)
      const again = await openStore({ url, key: testKey, clock: () => noon })
      expect(await again.sequences.next(name, 2026)).toBe(2)
      expect(await again.audit.findDeed(`${name}-1`)).toBeUndefined()
      await again.close()
    }, 60_000)

    it('may all start at once on an empty database', async () => {
      const url = await ground().emptyUrl()
      const name = freshId()
      const children = Array.from({ length: 4 }, () => start(url, 'write', name, '1'))
      expect(await Promise.all(children.map(ended))).toEqual([0, 0, 0, 0])
      const store = await openStore({ url, key: testKey, clock: () => noon })
      expect(await store.sequences.next(name, 2026)).toBe(5)
      await store.close()
    }, 60_000)
  })
}
