import { expect, it } from 'vitest'
import type { CaseDraft } from '../../core/case-drafts.ts'
import { freshId, later } from './fixtures.ts'
import type { Ground } from './ground.ts'

const draft = (facts: Partial<CaseDraft> = {}): CaseDraft => ({
  ...{ id: freshId(), at: later(20_000_000), agent: 'cert-navigator', source: 'thumb', opinion: 'bad', yaml: '- title: 甲\n' },
  ...{ note: '答非所问', state: 'open', decidedBy: undefined },
  ...facts,
})

/** Drafts of cases: saved, replaced while open, decided once. */
export const caseDraftsContract = (ground: () => Ground): void => {
  const drafts = () => ground().store.caseDrafts

  it('keeps drafts of cases, the newer of two while it is open, and decides each once', async () => {
    const [one, two] = [draft(), draft({ at: later(20_000_001), agent: undefined, note: undefined, source: 'question', opinion: 'good' })]
    await drafts().save(one)
    await drafts().save(two)
    expect(await drafts().find(one.id)).toEqual(one)
    expect(await drafts().find('none')).toBeUndefined()
    const changed = { ...one, opinion: 'good', note: undefined } as const
    await drafts().save(changed)
    expect(await drafts().find(one.id)).toEqual(changed)
    const mine = async (state: CaseDraft['state']) =>
      (await drafts().list({ state, limit: 500 })).filter(({ id }) => id === one.id || id === two.id)
    expect(await mine('open')).toEqual([two, changed])

    expect(await drafts().decide(one.id, { state: 'kept', by: 'officer-1' })).toBe(true)
    expect(await drafts().decide(one.id, { state: 'dropped', by: 'officer-2' })).toBe(false)
    expect(await drafts().decide('none', { state: 'kept', by: 'officer-1' })).toBe(false)
    await drafts().save(one)
    expect(await drafts().find(one.id)).toEqual({ ...changed, state: 'kept', decidedBy: 'officer-1' })
    expect(await mine('open')).toEqual([two])
  })
}
