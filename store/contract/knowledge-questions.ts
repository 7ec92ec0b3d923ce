import { expect, it } from 'vitest'
import type { ReviewedAnswer } from '../../core/knowledge.ts'
import type { AskedQuestion } from '../../core/knowledge-store.ts'
import { freshId, later } from './fixtures.ts'
import type { Ground } from './ground.ts'

/** Far from the times of other tests, so that lists since then hold these alone. */
const since = (seconds: number) => later(seconds + 10_000_000)

const asked = (facts: Partial<AskedQuestion> = {}): AskedQuestion => ({
  ...{ id: freshId(), at: since(0), agent: 'law-desk', audience: 'public', text: '孩子刚出生，多久之内要上户口？', isSupported: true },
  ...{ clauses: [], reviewed: undefined, verdict: undefined, verdictBy: undefined, note: undefined },
  ...facts,
})

/** Questions that were asked, and reviewed answers. */
export const questionsContract = (ground: () => Ground): void => {
  const knowledge = () => ground().store.knowledge

  it('notes a question in one round trip, once, and lists them by time, support and verdict', async () => {
    const one = asked({ at: since(1), clauses: ['a@1#a1', 'a@1#a2'], reviewed: 'answer-1' })
    const two = asked({ at: since(2), isSupported: false, agent: undefined, audience: 'internal' })
    const three = asked({ at: since(3), clauses: ['a@1#a2'] })
    const before = ground().store.roundTrips()
    await knowledge().noteQuestion(one)
    expect(ground().store.roundTrips() - before).toBe(1)
    for (const question of [two, three, three]) await knowledge().noteQuestion(question)
    await knowledge().judgeQuestion(three.id, { verdict: 'wrong', by: 'officer-1', note: '应当引用第七条' })
    const judged = { ...three, verdict: 'wrong', verdictBy: 'officer-1', note: '应当引用第七条' }
    expect(await knowledge().findQuestion(three.id)).toEqual(judged)
    expect(await knowledge().findQuestion('none')).toBeUndefined()
    const list = (options: Partial<Parameters<ReturnType<typeof knowledge>['questions']>[0]>) =>
      knowledge().questions({ since: since(0), limit: 10, ...options })
    expect(await list({})).toEqual([judged, two, one])
    expect(await list({ limit: 1 })).toEqual([judged])
    expect(await list({ since: since(2) })).toEqual([judged, two])
    expect(await list({ supported: false })).toEqual([two])
    expect(await list({ verdict: 'none' })).toEqual([two, one])
    expect(await list({ supported: true, verdict: 'wrong' })).toEqual([judged])
    expect(await list({ verdict: 'right' })).toEqual([])
    expect(await knowledge().clauseUses({ since: since(0), limit: 5 })).toEqual([
      { clause: 'a@1#a2', uses: 2 },
      { clause: 'a@1#a1', uses: 1 },
    ])
    expect(await knowledge().clauseUses({ since: since(2), limit: 1 })).toEqual([{ clause: 'a@1#a2', uses: 1 }])
  })

  it('keeps reviewed answers, the newer of two, until they are removed', async () => {
    const one: ReviewedAnswer = {
      ...{ id: freshId(), questions: ['多久上户口', '新生儿\0落户'], text: '一个月以内。', topics: ['household'], audience: 'public' },
      ...{ clauses: ['a@1#a7'], reviewer: '民警甲', reviewedAt: '2026-11-01', expires: '2027-10-31' },
    }
    const mine = async () => (await knowledge().answers()).filter(({ id }) => id === one.id)
    const seen = await knowledge().revision()
    await knowledge().saveAnswer(one)
    expect(await mine()).toEqual([{ ...one, questions: ['多久上户口', '新生儿\uFFFD落户'] }])
    const newer = { ...one, questions: ['多久上户口'], audience: 'internal', text: '出生后一个月以内。' } as const
    await knowledge().saveAnswer(newer)
    expect(await mine()).toEqual([newer])
    await knowledge().removeAnswer(one.id)
    expect(await mine()).toEqual([])
    expect(await knowledge().revision()).toBe(seen + 3)
  })
}
