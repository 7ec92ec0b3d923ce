import { expect, it } from 'vitest'
import type { z } from 'zod'
import { playFirstCases } from './demo-cases.ts'
import { readCalendar } from './open-calendar.ts'
import type { DeskRow } from './server/desk-schemas.ts'
import { handClock, openTestPlatform } from './testing.ts'

const now = '2026-11-30T02:00:00.000Z'

it('lets a new demo begin with applications on the officers’ desk, handed in and worked under the rights of invented people, once', async () => {
  await using p = await openTestPlatform({ clock: handClock(now).now })
  const { config, keyring, store, log } = p.platform
  const play = () => playFirstCases({ config, keyring, store, calendar: readCalendar(), log }, new Date(now))
  expect(await play()).toBe(6)

  const queueOf = async (who: string) => {
    const answer = await p.ask(who, 'GET', '/api/desk/cases')
    expect(answer.status).toBe(200)
    return ((await answer.json()) as { cases: z.output<typeof DeskRow>[] }).cases
  }
  const ours = await queueOf('reviewer-qinghe')
  expect(ours.map(({ state }) => state).sort()).toEqual(['HUMAN_REVIEW', 'HUMAN_REVIEW', 'HUMAN_REVIEW', 'REFUSAL_2ND'])
  expect(new Set(ours.map(({ submittedAt }) => submittedAt)).size).toBe(4)
  expect(ours.every(({ isOverdue }) => !isOverdue)).toBe(true)
  expect(await queueOf('reviewer-shiqiao')).toHaveLength(2)

  // One waits for its approver, and can be decided there as any other.
  const { approvals } = (await (await p.ask('approver-qinghe', 'GET', '/api/approvals')).json()) as {
    approvals: { id: string; hash: string }[]
  }
  const [proposal] = approvals
  const decided = await p.ask('approver-qinghe', 'POST', `/api/approvals/${proposal?.id}/decision`, {
    hash: proposal?.hash,
    verdict: 'approved',
  })
  expect(decided.status).toBe(200)
  // Whoever applied sees nothing of all that.
  const theirs = await (await p.ask('dong-lai', 'GET', '/api/applications')).text()
  expect(theirs).toContain('办理中')

  expect(await play()).toBeUndefined()
}, 60_000)
