import { describe, expect, it } from 'vitest'
import { sha256 } from '../../core/ids.ts'
import type { LexiconDraft, LexiconProposal, LexiconVersion } from '../../core/lexicon.ts'
import { freshId, later, noon } from './fixtures.ts'
import type { Ground } from './ground.ts'

const figures = {
  texts: 3,
  macroF1: 0.1 + 0.2,
  byClass: [{ class: 'D4', precision: { value: 1 / 3, of: 3 }, recall: { value: null, of: 0 }, f1: 0.5 }],
  dispute: { precision: { value: 1, of: 1 }, recall: { value: 1, of: 1 } },
  red: { recall: { value: 1, of: 2 }, falseAlarms: { value: 0, of: 1 } },
} as const
const proposal: LexiconProposal = {
  ...{
    why: '补几种说法',
    by: 'a',
    byName: '顾思齐',
    at: noon.toISOString(),
    worse: ['红档查全从 100.00% 降到 99.00%'],
    seal: 'e'.repeat(64),
  },
  ...{ scanner: { before: 'v0', after: 'v1' }, measured: [{ set: '随带标注集', hash: 'f'.repeat(64), before: figures, after: figures }] },
}
const signature = { by: 'b', byName: '管有方', at: noon.toISOString(), seal: proposal.seal, why: '核对过样例' }
const files = [{ name: 'D1.yaml', hash: 'a'.repeat(64) }]

const draft = (facts: Partial<LexiconDraft> = {}): LexiconDraft => ({
  ...{ id: freshId(), title: '补欠薪的说法', base: 0, files, shipped: files, revision: 1, state: 'open', by: 'a', byName: '顾思齐' },
  ...{ at: noon, changedAt: noon, changedByName: '顾思齐', proposal: undefined, signature: undefined, ...facts },
})

/** Numbers of versions are one row of their own over all tests of a database: the next one after whatever is there. */
const version = (number: number, facts: Partial<LexiconVersion> = {}): LexiconVersion => ({
  ...{
    number,
    base: number - 1,
    files,
    shipped: files,
    draft: freshId(),
    by: 'a',
    byName: '顾思齐',
    at: noon,
    proposal,
    signature: undefined,
  },
  ...facts,
})

/** Texts, working copies and versions of the lexicon. */
export const lexiconContract = (ground: () => Ground): void => {
  const lexicon = () => ground().store.lexicon

  describe('the lexicon', () => {
    it('keeps a text once, whoever brings it again, and gives back those that it knows', async () => {
      const texts = ['class: D1\n', `长${'词'.repeat(200_000)}𠮷`, ''].map((text) => ({ hash: sha256(text), text }))
      await lexicon().keepTexts(texts)
      await lexicon().keepTexts(texts)
      const found = await lexicon().texts([...texts.map(({ hash }) => hash), 'nowhere'])
      expect([...found].sort()).toEqual(texts.map(({ hash, text }) => [hash, text]).sort())
      expect(await lexicon().texts([])).toEqual(new Map())
    })

    it('gives back versions as they were published, newest first, and lets a number be taken once', async () => {
      const before = await lexicon().newest()
      const [one, two] = [version(before + 1), version(before + 2, { signature })]
      expect(await lexicon().addVersion(one)).toBe(true)
      expect(await lexicon().addVersion(version(before + 1, { by: 'late' }))).toBe(false)
      expect(await lexicon().addVersion(two)).toBe(true)
      expect(await lexicon().newest()).toBe(before + 2)
      expect((await lexicon().versions()).slice(0, 2)).toEqual([two, one])
      expect(await lexicon().findVersion(before + 1)).toEqual(one)
      expect(await lexicon().findVersion(before + 9)).toBeUndefined()
    })

    it('lets one of many publish under the same number at the same time', async () => {
      const number = (await lexicon().newest()) + 1
      const added = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          at % 2
            ? lexicon().addVersion(version(number))
            : ground().store.transaction(({ lexicon: inside }) => inside.addVersion(version(number))),
        ),
      )
      expect(added.filter(Boolean)).toHaveLength(1)
    })

    it('moves a draft on from the revision that was seen, and from no other', async () => {
      const one = draft()
      await lexicon().addDraft(one)
      const proposed = { ...one, revision: 2, state: 'proposed', proposal, signature, changedAt: later(5), changedByName: '别人' } as const
      expect(await lexicon().moveDraft(proposed)).toBe(true)
      expect(await lexicon().moveDraft({ ...one, revision: 2, title: 'lost' })).toBe(false)
      expect(await lexicon().findDraft(one.id)).toEqual(proposed)
      const open = { ...proposed, revision: 3, state: 'open', proposal: undefined, signature: undefined } as const
      expect(await lexicon().moveDraft(open)).toBe(true)
      expect(await lexicon().findDraft(one.id)).toEqual(open)
      expect(await lexicon().findDraft('nowhere')).toBeUndefined()
    })

    it('lists what is being worked on, the last changed first, without what is over', async () => {
      const [older, newer, over] = [draft(), draft({ changedAt: later(60) }), draft({ state: 'published' })]
      for (const one of [older, newer, over]) await lexicon().addDraft(one)
      const ids = (await lexicon().drafts()).map(({ id }) => id).filter((id) => [older.id, newer.id, over.id].includes(id))
      expect(ids).toEqual([newer.id, older.id])
    })

    it('keeps each edit with both texts, newest first', async () => {
      const { id } = draft()
      const edits = [1, 2, 3].map((at) => ({
        ...{ id: `${id}-${at}`, draft: id, file: 'D4.yaml', before: `b${at}`, after: `a${at}`, by: 'a', byName: '顾思齐', at: later(at) },
      }))
      for (const edit of edits) await lexicon().addEdit(edit)
      expect(await lexicon().edits(id, 2)).toEqual([edits[2], edits[1]])
      expect(await lexicon().edits('nowhere', 9)).toEqual([])
    })
  })
}
