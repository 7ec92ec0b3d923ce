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
    ['another outcome', () => step(0, { ends: ['answered'] }), '结果是 confirming，应当是 answered'],
    ['another agent', () => step(0, { agent: 'law-desk' }), '是 cert-navigator 答的'],
    ['a word that is not said', () => step(0, { replies: ['租房'] }), '没有说“租房”'],
    ['a word that is said, be it on a card', () => step(1, { never: ['WFZ'] }), '不该出现“WFZ”'],
    [
      'other arguments',
      () => step(1, { calls: [{ name: 'submit_certificate_application', with: { purpose: 'notary' } }] }),
      '应当是 {"purpose":"notary"}',
    ],
    [
      'a tool that did not run',
      () => step(1, { calls: [{ name: 'verify_certificate' }] }),
      '没有用 verify_certificate，用的是 submit_certificate_application',
    ],
    ['a tool that failed', () => step(1, { calls: [{ name: 'submit_certificate_application', ok: false }] }), '不该办成'],
    ['a tool to be spared', () => step(1, { spares: ['submit_certificate_application'] }), '不该用 submit_certificate_application'],
    ['another card', () => step(1, { card: [{ kind: 'handoff' }] }), '没有 handoff 卡片'],
    ['another field', () => step(1, { card: [{ kind: 'certificate', fields: { 编号: 'XX' } }] }), 'certificate 卡片的“编号”里没有“XX”'],
    ['another source', () => step(2, { cites: ['刑法 第一条'] }), '没有引“刑法 第一条”，引的是 《'],
    ['more applications', () => ({ ...one, leaves: { applications: 2 } }), '留下 applications 1 条，应当是 2 条'],
    ['another application', () => ({ ...one, leaves: { applications: [{ purpose: 'notary' as const }] } }), '留下的 applications 里没有'],
    ['no look-up', () => ({ ...one, leaves: { lookups: 0 } }), '查了 1 次记录，应当是 0 次'],
    ['fewer messages', () => ({ ...one, within: 2 }), '说了 3 句，应当不超过 2 句'],
    [
      'no deed in the audit',
      () => ({ ...one, leaves: { audit: { submit_certificate_application: 0 } } }),
      '审计里有 submit_certificate_application 1 行，应当是 0 行',
    ],
  ] as const)('falls short of a case that asks for %s', (_, other, why) => {
    expect(faultsOf(other(), visited).join('\n')).toContain(why)
  })

  it('is found out when it says what the store does not hold', () => {
    const lying: Visited = {
      ...visited,
      exchanges: visited.exchanges.map((one) => ({ ...one, untrue: ['说证明已开出，库里没有'] })),
    }
    expect(faultsOf(one, lying).join('\n')).toContain('库里没有')
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
    expect(await untrueClaims(ground, 'zhao-qinghe', done)).toContain('说证明已开出，库里没有')
    expect(await untrueClaims(ground, 'lin-anran', { ...done, text: '您的受理号 SL1599012026999999' })).toEqual([
      '说了一个不是本人的受理号',
    ])
    expect(
      await untrueClaims(ground, 'lin-anran', { ...done, text: '', cards: [{ kind: 'handoff', title: '', fields: [], links: [] }] }),
    ).toEqual(['给了转人工卡片，没有民警收到'])
  })
})
