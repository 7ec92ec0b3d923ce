import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { internalPapers, type PaperKind, paperKinds } from '../../core/paper-kinds.ts'
import type { Paper, PaperHead, PaperOrder } from '../../core/papers.ts'
import { handClock, openTestPlatform, type TestPlatform } from '../../testing.ts'
import type { PaperOffice } from './office.ts'
import { sampleOf } from './samples.ts'

const officer = { kind: 'officer', id: 'o-1' } as const

/** An order of a kind, from its sample. */
const orderOf = <K extends Paper['kind']>(kind: K, more: Partial<PaperOrder<K>> = {}): PaperOrder<K> => {
  const { number: _n, issuedOn: _i, institution: _s, isDemo: _d, verifyCode: _c, verifyUrl: _u, ...facts } = sampleOf[kind] as PaperHead
  // What is left of a sample without its head is what an order holds.
  return { kind, application: 'SL1599012026000001', person: undefined, unit: '159901', facts: facts as PaperOrder<K>['facts'], ...more }
}

describe('the office of papers', () => {
  let p: TestPlatform
  let office: PaperOffice
  let unit: string
  const clock = handClock()
  // A door for everyone takes so many checks a minute and no more.
  beforeEach(() => clock.advance(61_000))
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-office-'))
  beforeAll(async () => {
    p = await openTestPlatform({ folder, clock: clock.now })
    office = p.platform.office
    unit = (await p.platform.store.people.listUnits()).find(({ parent }) => parent !== undefined)?.id ?? ''
  })
  afterAll(async () => {
    await p[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })
  const json = async (path: string, init: RequestInit = {}): Promise<Record<string, unknown>> =>
    (await (await p.platform.server.request(path, { ...init, headers: { accept: 'application/json' } })).json()) as Record<string, unknown>
  const upload = (pdf: Uint8Array): RequestInit => {
    const body = new FormData()
    body.set('file', new Blob([Uint8Array.from(pdf)], { type: 'application/pdf' }), 'paper.pdf')
    return { method: 'POST', body }
  }
  const issue = async (kind: Paper['kind']) => {
    const drafted = await office.draft({ ...orderOf(kind), unit })
    await p.platform.store.transaction((records) => office.keep(records, drafted, officer))
    return drafted
  }

  it.each(paperKinds.filter((kind): kind is Paper['kind'] => kind !== ('certificate' satisfies PaperKind)))(
    'issues %s, and says to anyone who checks it which kind of paper it is, or nothing where it is of the house',
    async (kind) => {
      const { paper, pdf } = await issue(kind)
      const byCode = await json(`/verify/${paper.verifyCode}`)
      const byFile = await json('/verify', upload(pdf))
      if (internalPapers.has(kind)) {
        expect(byCode).toMatchObject({ verdict: 'unknown' })
        expect(byFile).toMatchObject({ verdict: 'invalid', reason: 'internal' })
        expect(JSON.stringify([byCode, byFile])).not.toContain(paper.number)
        return
      }
      expect(byCode).toMatchObject({ verdict: 'valid', kind, number: paper.number, maskedName: paper.maskedName })
      expect(byFile).toMatchObject({ verdict: 'valid', kind, number: paper.number, maskedName: paper.maskedName })
      expect(JSON.stringify([byCode, byFile])).not.toContain('周远航')
      await p.platform.store.papers.revoke(paper.number, new Date())
      expect(await json(`/verify/${paper.verifyCode}`)).toMatchObject({ verdict: 'revoked' })
      expect(await json('/verify', upload(pdf))).toMatchObject({ verdict: 'revoked' })
    },
  )

  it('gives numbers of each kind by themselves, and none twice', async () => {
    const drafts = await Promise.all(
      ['receipt', 'receipt', 'supplement'].map((kind) => office.draft({ ...orderOf(kind as 'receipt'), unit })),
    )
    const numbers = drafts.map(({ paper }) => paper.number)
    expect(new Set(numbers).size).toBe(3)
    expect(numbers.map((number) => number.slice(0, 8)).sort()).toEqual(['BZG-2026', 'SLH-2026', 'SLH-2026'])
  })

  it('issues nothing without its audit row, and nothing of a draft that was not kept', async () => {
    const drafted = await office.draft({ ...orderOf('receipt'), unit })
    const { store } = p.platform
    await expect(
      store.transaction(async (records) => {
        await office.keep(records, drafted, officer)
        throw new Error('the step failed')
      }),
    ).rejects.toThrow('the step failed')
    expect(await store.papers.find(drafted.paper.number)).toBeUndefined()
    expect(await store.audit.findDeed(`paper:${drafted.paper.number}`)).toBeUndefined()
    const kept = await issue('receipt')
    expect(await store.audit.findDeed(`paper:${kept.paper.number}`)).toMatchObject({ action: 'issue_paper', actor: 'o-1' })
    await expect(store.transaction((records) => office.keep(records, kept, officer))).rejects.toThrow()
  })

  it('says nothing of a number that only looks like one of ours', async () => {
    const { paper } = await issue('refusal')
    for (const text of [paper.number, paper.number.slice(0, -1), 'BCZ-2026-99999999-0', '%00', 'BCZ'])
      expect(await json(`/verify/${encodeURIComponent(text)}`), text).toMatchObject({ verdict: 'unknown' })
  })
})
