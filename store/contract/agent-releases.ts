import { describe, expect, it } from 'vitest'
import type { PageDraft, PageProposal, PageRelease } from '../../core/agent-studio.ts'
import { freshId, later, noon } from './fixtures.ts'
import type { Ground } from './ground.ts'

const proposal: PageProposal = {
  ...{
    why: '一线反馈',
    by: 'a',
    byName: '顾思齐',
    at: noon.toISOString(),
    beside: 'v0',
    worse: ['少了一句'],
    barred: [],
    seal: 'e'.repeat(64),
  },
  trial: {
    ...{ model: 'offline', taken: [{ says: '对门狗天天叫', from: 'dog-license', got: 'x' }], routed: 9, seconds: 1.5 },
    cases: [{ title: '毒狗，不行', of: 'service', before: true, after: false, faults: ['ends answered'] }],
  },
}

const draft = (facts: Partial<PageDraft> = {}): PageDraft => ({
  ...{
    id: freshId(),
    agent: 'dog-license',
    title: '换一种说法',
    page: '---\nname: 狗\n---\n长𠮷',
    cases: '',
    base: 'v0',
    restores: undefined,
  },
  ...{ revision: 1, state: 'open', by: 'a', byName: '顾思齐', at: noon, changedAt: noon, changedByName: '顾思齐', authors: ['a'] },
  ...{ stopped: undefined, proposal: undefined, approval: undefined, ...facts },
})

/** Drafts and releases of agent pages. */
export const agentReleasesContract = (ground: () => Ground): void => {
  const releases = () => ground().store.agentReleases

  /** Numbers are one row of their own over all tests of a database: the next one after whatever is there. */
  const next = async (facts: Partial<PageRelease> = {}): Promise<PageRelease> => ({
    ...{
      number: (await releases().newest()) + 1,
      agent: freshId(),
      version: 'v1',
      cases: '- title: 甲\n',
      origin: 'studio',
      fileVersion: 'v0',
    },
    ...{ source: undefined, by: 'a', byName: '顾思齐', at: noon, why: '一线反馈', proposal, signature: undefined, ...facts },
  })

  describe('agent pages', () => {
    it('are released for good, each number once, and the newest of each agent is in service', async () => {
      const first = await next()
      const [one, other] = await Promise.all([releases().add(first), releases().add({ ...first, agent: freshId() })])
      expect([one, other].filter(Boolean)).toHaveLength(1)
      const agent = (await releases().find(first.number))?.agent ?? ''
      const signature = { by: 'b', byName: '管有方', approval: freshId(), why: '核对过' }
      const second = await next({ agent, version: 'v2', signature, source: 'abc', proposal: undefined, fileVersion: undefined })
      expect(await releases().add(second)).toBe(true)
      expect(await releases().newest()).toBe(second.number)
      expect((await releases().of(agent, 10)).map(({ version }) => version)).toEqual(['v2', 'v1'])
      expect(await releases().of(agent, 1)).toEqual([second])
      expect((await releases().inService()).filter((release) => release.agent === agent)).toEqual([second])
      expect(await releases().find(first.number)).toMatchObject({ proposal, fileVersion: 'v0' })
      expect(await releases().find(999_999_999)).toBeUndefined()
    })

    it('are changed by whoever saw the newest draft, and are no longer listed when it is over', async () => {
      const made = draft()
      await releases().addDraft(made)
      expect(await releases().findDraft(made.id)).toEqual(made)
      const approval = { id: freshId(), hash: 'f'.repeat(64), expiresAt: noon.toISOString() }
      const changes = ['甲', '乙'].map((page) => ({
        ...made,
        page,
        revision: 2,
        state: 'proposed' as const,
        proposal,
        approval,
        changedAt: later(9),
      }))
      const moved = await Promise.all(changes.map((change) => releases().moveDraft(change)))
      expect(moved.filter(Boolean)).toHaveLength(1)
      expect(await releases().findDraft(made.id)).toEqual(changes[moved.indexOf(true)])
      expect((await releases().drafts()).map(({ id }) => id)).toContain(made.id)
      expect(await releases().moveDraft({ ...made, revision: 3, state: 'dropped', restores: 7, stopped: '没有同意' })).toBe(true)
      expect(await releases().findDraft(made.id)).toMatchObject({
        restores: 7,
        stopped: '没有同意',
        proposal: undefined,
        approval: undefined,
      })
      expect((await releases().drafts()).map(({ id }) => id)).not.toContain(made.id)
      expect(await releases().findDraft('none')).toBeUndefined()
    })
  })
}
