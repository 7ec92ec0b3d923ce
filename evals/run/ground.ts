import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OnModelCall } from '../../core/models.ts'
import { handClock, openTestPlatform, type TestPlatform } from '../../testing.ts'
import { auditEnd } from './world.ts'

/** A Wednesday morning in office hours: every visit of every run begins at this moment. */
export const visitsBegin = '2026-11-18T02:00:00.000Z'

/** A whole platform that visits come to. */
export interface Ground {
  readonly p: TestPlatform
  readonly clock: ReturnType<typeof handClock>
  /** Where the audit stood when the last visit ended. */
  auditSeq: number
}

/** What platforms of a run have in common. */
export interface GroundSettings {
  /** Settings as the environment would give them: a model and its endpoint. None: the offline model. */
  readonly settings?: Readonly<Record<string, string>>
  readonly agentsFolder?: string
  /** People of `seed --people` beside the demo. */
  readonly people?: string
  /** A folder that another process has prepared already. */
  readonly template?: string
  /** Hears of every call of a model. */
  readonly onModelCall?: OnModelCall
}

/** Platforms on copies of one prepared database. */
export interface Grounds extends AsyncDisposable {
  /** The prepared folder, for another process. */
  readonly template: string
  /** A platform that no visit has changed. */
  take(): Promise<Ground>
  /** Gives it back; one that was changed is taken down. */
  giveBack(ground: Ground, isChanged: boolean): Promise<void>
}

/** Prepares a database once (tables, documents, demo people), and opens copies of it. */
export const openGrounds = async ({ settings, agentsFolder, people, template, onModelCall }: GroundSettings = {}): Promise<Grounds> => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-evals-'))
  const prepared = template ?? join(folder, 'prepared')
  const open = async (at: string, clock: Ground['clock'], seed?: string): Promise<TestPlatform> =>
    openTestPlatform({
      folder: at,
      clock: clock.now,
      settings: { PUBLIC_URL: 'http://fenshen.example.cn', LOG_LEVEL: 'silent', ...settings },
      ...(agentsFolder ? { agentsFolder } : {}),
      ...(seed ? { people: seed } : {}),
    })
  if (!template) {
    const first = await open(prepared, handClock(visitsBegin), people)
    await first.platform.close()
  }
  const free: Ground[] = []
  const all = new Set<Ground>()
  let made = 0
  const close = async (ground: Ground): Promise<void> => {
    all.delete(ground)
    await ground.p.platform.close()
    rmSync(ground.p.folder, { recursive: true, force: true })
  }
  return {
    template: prepared,
    async take() {
      const ready = free.pop()
      if (ready) return ready
      made += 1
      const at = join(folder, `copy-${made}`)
      cpSync(prepared, at, { recursive: true })
      const clock = handClock(visitsBegin)
      const p = await open(at, clock)
      if (onModelCall) p.platform.bounds.listen(onModelCall)
      const ground: Ground = { p, clock, auditSeq: await auditEnd(p.platform.store) }
      all.add(ground)
      return ground
    },
    async giveBack(ground, isChanged) {
      if (isChanged) await close(ground)
      else free.push(ground)
    },
    async [Symbol.asyncDispose]() {
      for (const ground of all) await close(ground)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
