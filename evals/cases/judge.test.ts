import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ground, type Grounds, openGrounds } from '../run/ground.ts'
import { visitOf } from '../run/run-case.ts'
import type { Visited } from '../run/visit.ts'
import type { Case } from './format.ts'
import { faultsOf } from './judge.ts'
import { readCases } from './read.ts'
import { blindSpotsOf } from './spoil.ts'

const good = `
- title: 留学，当场拿到
  as: lin-anran
  visit:
    - says: 开无犯罪记录证明，留学用
      agent: cert-navigator
      replies: 移民、留学
      never: 没有犯罪记录
      no_card: certificate
      ends: confirming
    - says: 确认
      calls: { name: submit_certificate_application, with: { purpose: emigration }, ok: true }
      spares: hand_to_officer
      says_one_of: [已开出, 办好了]
      card: { kind: certificate, fields: { 编号: WFZ } }
      ends: answered
    - says: 收费吗
      cites: 办理须知 收费
      ends: answered
  leaves:
    applications: [{ purpose: emigration, state: ISSUED }]
    certificates: [{ status: valid }]
    handoffs: 0
    lookups: 1
    turns: 3
    audit: { submit_certificate_application: 1 }
  within: 3
`

describe('a visit that happened', () => {
  let grounds: Grounds
  let ground: Ground
  let one: Case
  let visited: Visited
  beforeAll(async () => {
    grounds = await openGrounds()
    ground = await grounds.take()
    const [first] = readCases(good, 'good.yaml')
    if (!first) throw new Error('no case')
    one = first
    visited = await visitOf(ground, one)
  })
  afterAll(() => grounds[Symbol.asyncDispose]())

  it('holds what its case asks, and each wish would notice when it is not met', () => {
    expect(faultsOf(one, visited)).toEqual([])
    expect(blindSpotsOf(one, visited)).toEqual([])
  })

  const step = (at: number, change: object): Case => ({
    ...one,
    visit: one.visit.map((wish, index) => (index === at ? { ...wish, ...change } : wish)),
  })

  it.each([
    ['another outcome', () => step(0, { ends: ['answered'] }), 'ends confirming, not answered'],
    ['another agent', () => step(0, { agent: 'law-desk' }), 'answered by cert-navigator'],
    ['a word that is not said', () => step(0, { replies: ['租房'] }), 'does not say “租房”'],
    ['a word that is said, be it on a card', () => step(1, { never: ['WFZ'] }), 'says “WFZ”'],
    [
      'other arguments',
      () => step(1, { calls: [{ name: 'submit_certificate_application', with: { purpose: 'notary' } }] }),
      'not {"purpose":"notary"}',
    ],
    ['a tool that did not run', () => step(1, { calls: [{ name: 'verify_certificate' }] }), 'does not call verify_certificate'],
    ['a tool that failed', () => step(1, { calls: [{ name: 'submit_certificate_application', ok: false }] }), 'does not fail'],
    ['a tool to be spared', () => step(1, { spares: ['submit_certificate_application'] }), 'calls submit_certificate_application'],
    ['another card', () => step(1, { card: [{ kind: 'handoff' }] }), 'shows no handoff card'],
    ['another field', () => step(1, { card: [{ kind: 'certificate', fields: { 编号: 'XX' } }] }), 'has no “XX”'],
    ['another source', () => step(2, { cites: ['刑法 第一条'] }), 'does not cite 刑法 第一条'],
    ['more applications', () => ({ ...one, leaves: { applications: 2 } }), 'leaves 1 applications, not 2'],
    ['another application', () => ({ ...one, leaves: { applications: [{ purpose: 'notary' as const }] } }), 'leaves no applications with'],
    ['no look-up', () => ({ ...one, leaves: { lookups: 0 } }), 'leaves 1 look-ups, not 0'],
    ['fewer messages', () => ({ ...one, within: 2 }), 'takes 3 messages, more than 2'],
    [
      'no deed in the audit',
      () => ({ ...one, leaves: { audit: { submit_certificate_application: 0 } } }),
      'rows of submit_certificate_application',
    ],
  ] as const)('falls short of a case that asks for %s', (_, other, why) => {
    expect(faultsOf(other(), visited).join('\n')).toContain(why)
  })

  it('is found out when it says what the store does not hold', () => {
    const lying: Visited = {
      ...visited,
      exchanges: visited.exchanges.map((one) => ({ ...one, untrue: ['says that a certificate was issued, and there is none'] })),
    }
    expect(faultsOf(one, lying).join('\n')).toContain('there is none')
  })
})

describe('a claim', () => {
  it('is held against the store at every message: an invented number is no number of mine', async () => {
    const { untrueClaims } = await import('../run/claims.ts')
    await using grounds = await openGrounds()
    const ground = await grounds.take()
    const [first] = readCases(good, 'good.yaml')
    if (!first) throw new Error('no case')
    const { exchanges } = await visitOf(ground, first)
    const done = exchanges[1]?.reply
    if (!done) throw new Error('no reply')
    expect(await untrueClaims(ground, 'lin-anran', done)).toEqual([])
    // The same words to somebody who has nothing.
    expect(await untrueClaims(ground, 'zhao-qinghe', done)).toContain('says that a certificate was issued, and there is none')
    expect(await untrueClaims(ground, 'lin-anran', { ...done, text: '您的受理号 SL1599012026999999' })).toEqual([
      'names an application that this person has not',
    ])
    expect(
      await untrueClaims(ground, 'lin-anran', { ...done, text: '', cards: [{ kind: 'handoff', title: '', fields: [], links: [] }] }),
    ).toEqual(['shows a hand-over, and no officer has it'])
  })
})
