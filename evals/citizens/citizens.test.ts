import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCases } from '../cases/read.ts'
import { type Ground, openGrounds } from '../run/ground.ts'
import { transcriptOf } from '../run/transcript.ts'
import { faultsOfLife, liveVisit } from './live.ts'
import { peopleFile, personOf } from './people.ts'
import { goals, planOf, speechOf } from './plan.ts'
import { shrink } from './shrink.ts'

const agents = join(import.meta.dirname, '..', '..', 'agents')
const plans = Array.from({ length: 3_000 }, (_, index) => planOf(1, index))

describe('simulated citizens', () => {
  it('are thousands of different visits, and the same ones for the same seed', () => {
    expect(new Set(plans.map((plan) => JSON.stringify({ ...plan, index: 0 }))).size).toBeGreaterThan(2_000)
    expect(new Set(plans.map((plan) => speechOf(plan).opening())).size).toBeGreaterThan(1_500)
    expect(plans.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, index) => planOf(1, index)))
    expect(planOf(2, 0)).not.toEqual(planOf(1, 0))
  })

  it('come for everything, three of four for the paper', () => {
    for (const goal of goals) expect(plans.filter((plan) => plan.goal === goal).length, goal).toBeGreaterThan(50)
    expect(plans.filter(({ goal }) => goal === 'certificate').length).toBeGreaterThan(2_000)
  })

  it('are people with numbers of regions that were never assigned, nobody twice', () => {
    const { people } = JSON.parse(peopleFile(0, 2_000)) as { people: { id: string; id_number: string }[] }
    expect(people.every(({ id_number }) => /^1599\d{13}[\dX]$/.test(id_number))).toBe(true)
    expect(new Set(people.map(({ id_number }) => id_number)).size).toBe(2_000)
  })

  it('have the same visit byte for byte when it is lived again on another copy', async () => {
    await using grounds = await openGrounds({ people: peopleFile(0, 12) })
    const live = async (index: number) => {
      const ground = await grounds.take()
      const lived = await liveVisit(ground, planOf(1, index), personOf(index))
      await grounds.giveBack(ground, true)
      return JSON.stringify(transcriptOf(lived.visited.exchanges))
    }
    for (const index of [0, 3, 7]) expect(await live(index)).toBe(await live(index))
  })

  it('are judged by what they leave: a visit is a failure for whoever wanted something else', async () => {
    await using grounds = await openGrounds({ people: peopleFile(0, 60) })
    const plan = plans.find(
      ({ goal, correctsFrom, digresses, typos, dialect }) =>
        goal === 'certificate' && !correctsFrom && !digresses && typos === 0 && dialect === 'standard',
    )
    if (!plan) throw new Error('no plain plan')
    const ground = await grounds.take()
    const lived = await liveVisit(ground, plan, 'lin-anran')
    expect(faultsOfLife(plan, lived)).toEqual([])
    expect(faultsOfLife({ ...plan, purpose: plan.purpose === 'other' ? 'school' : 'other' }, lived).join()).toContain('用途是')
    expect(faultsOfLife({ ...plan, goal: 'cancel' }, lived).join()).toContain('没人要的申请')
    expect(faultsOfLife({ ...plan, wantsWindow: true }, lived).join()).toContain('要的是纸质')
    expect(faultsOfLife({ ...plan, goal: 'officer' }, lived).join()).toContain('没有转给民警')
  })
})

describe('a failing visit', () => {
  it('is shrunk to three messages at most, and is a case that can be run', async () => {
    // The page is made worse: it no longer offers the deed, so that nobody gets the paper.
    const folder = mkdtempSync(join(tmpdir(), 'fenshen-worse-'))
    try {
      cpSync(agents, folder, { recursive: true })
      const page = join(folder, 'cert-navigator', 'agent.md')
      const worse = readFileSync(page, 'utf8')
        .replace('submit_certificate_application, ', '')
        .replace(/^ +- .*tool: submit_certificate_application.*\n/gm, '')
      writeFileSync(page, worse)
      await using grounds = await openGrounds({ agentsFolder: folder })
      const fresh = async <T>(work: (ground: Ground, person: string) => Promise<T>): Promise<T> => {
        const ground = await grounds.take()
        try {
          return await work(ground, 'lin-anran')
        } finally {
          await grounds.giveBack(ground, true)
        }
      }
      const wordy = plans.find(
        ({ goal, mood, typos, dialect }) => goal === 'certificate' && mood === 'wordy' && typos > 0 && dialect !== 'standard',
      )
      if (!wordy) throw new Error('no wordy plan')
      const { messages, asCase, plan } = await shrink(wordy, fresh)
      expect(messages.length).toBeLessThanOrEqual(3)
      expect(plan).toMatchObject({ mood: 'terse', typos: 0, dialect: 'standard' })
      expect(messages.join('').length).toBeLessThan(speechOf(wordy).opening().length)
      expect(readCases(asCase, 'shrunk.yaml')[0]?.visit).toHaveLength(messages.length)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }, 120_000)
})
