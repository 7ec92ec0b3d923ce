import { pageVersion } from '../../core/agent.ts'
import type {
  AgentStudio,
  BrokenPage,
  PageDifference,
  PageDraft,
  PageFault,
  PageOrigin,
  PagePlace,
  PageRelease,
  PageSignature,
  PageTexts,
  PageTrial,
} from '../../core/agent-studio.ts'
import type { ApprovalDesk } from '../../core/approval-desk.ts'
import type { Proposal } from '../../core/approvals.ts'
import { ConflictError, NotFoundError, PlatformError } from '../../core/errors.ts'
import { uuidv7 } from '../../core/ids.ts'
import type { Officer } from '../../core/people.ts'
import type { Records, Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
import { lineChanges } from '../disputes/lexicon-desk/lines.ts'
import { PageFaultError, StudioStepError } from './errors.ts'
import { barredIn, isAuthor, sealOf, whyNotPublish, worseIn } from './gate.ts'

const shownReleases = 100
/** A trial that nobody heard of for so long has died with its process. */
const trialPatienceMs = 15 * 60_000
/** A second person has so long to say yes. */
const approvalHoldsMs = 7 * 86_400_000
/** The kind of approval that publishes a page which does worse (发布变差的页面). */
export const publishKind = 'publish_agent_page'

/** A page as it serves now, with its cases. */
export interface InService extends PageTexts {
  readonly id: string
  readonly name: string
  readonly audience: string
  readonly purpose: string
  readonly version: string
  readonly release: PageRelease | undefined
}

/** What the studio stands on. */
export interface StudioGround {
  readonly store: Store
  readonly clock: Clock
  readonly approvals: Pick<ApprovalDesk, 'propose' | 'withdraw' | 'decide' | 'handle'>
  /** Whose matter an approval is. */
  readonly bureau: string
  readonly serving: () => readonly InService[]
  readonly files: () => readonly (PageTexts & { readonly id: string; readonly version: string })[]
  readonly broken: () => readonly BrokenPage[]
  readonly check: (agent: string, texts: PageTexts) => readonly PageFault[]
  /** Beside a page that is not in service any more, or beside none, where that is named. */
  readonly trial: (
    draft: PageTexts & { readonly agent: string },
    beside: (PageTexts & { readonly version: string }) | undefined,
  ) => Promise<{ readonly trial: PageTrial; readonly harms: readonly string[] }>
  /** Serves what was published, in this process at once. */
  readonly look: () => Promise<void>
}

const officerDid = (by: Officer, action: string, target: string, detail: Readonly<Record<string, unknown>> = {}) => ({
  ...{ actor: by.id, actorKind: 'officer' as const, action, target, isOk: true, detail },
})

/** Any change takes a trial back: its figures were of another text. */
const reopened = { state: 'open', proposal: undefined, approval: undefined, stopped: undefined } as const

/** Opens the studio (分身工作台): draft, trial, second person, release. Each deed and its audit row are one transaction. */
export const openStudio = (ground: StudioGround): AgentStudio => {
  const { store, clock, approvals } = ground
  const inServiceOf = (agent: string): InService | undefined => ground.serving().find(({ id }) => id === agent)
  const fileOf = (agent: string) => ground.files().find(({ id }) => id === agent)

  /**
   * What a draft is measured beside: the page in service. Where files serve, a saved file is in service before anybody published it; then
   * it is the last release, or nothing.
   */
  const besideOf = async (draft: PageDraft, records: Records = store): Promise<(PageTexts & { readonly version: string }) | undefined> => {
    const now = inServiceOf(draft.agent)
    if (!now || now.release || now.page !== draft.page || now.cases !== draft.cases) return now
    const [last] = await records.agentReleases.of(draft.agent, 1)
    const kept = last && (await records.agentVersions.find(draft.agent, last.version))
    return last && kept ? { page: kept.page, cases: last.cases, version: last.version } : undefined
  }

  const findDraft = async (id: string, records: Pick<Records, 'agentReleases'> = store): Promise<PageDraft> => {
    const draft = await records.agentReleases.findDraft(id)
    if (!draft) throw new NotFoundError({ what: 'page draft' })
    return draft
  }
  const findOpen = async (id: string, records: Pick<Records, 'agentReleases'> = store): Promise<PageDraft> => {
    const draft = await findDraft(id, records)
    if (draft.state === 'published' || draft.state === 'dropped') throw new StudioStepError({ why: 'closed' })
    if (draft.state === 'trying' && clock().getTime() - draft.changedAt.getTime() < trialPatienceMs)
      throw new StudioStepError({ why: 'trying' })
    return draft
  }
  const move = async (
    records: Records,
    draft: PageDraft,
    change: Partial<PageDraft>,
    by: Pick<Officer, 'id' | 'name'>,
  ): Promise<PageDraft> => {
    const next = { ...draft, ...change, revision: draft.revision + 1, changedAt: clock(), changedByName: by.name }
    if (!(await records.agentReleases.moveDraft(next))) throw new ConflictError({ what: `page draft ${draft.id}` })
    return next
  }
  /** Nobody is asked any more for what has changed. */
  const takeBack = async (records: Records, { approval }: PageDraft, by: Officer): Promise<void> => {
    if (!approval) return
    // Expired, decided or another's: then there is nothing left to take back.
    await approvals.withdraw(records, by, approval.id).catch((cause: unknown) => {
      if (!(cause instanceof PlatformError)) throw cause
    })
  }

  const textsAt = async (agent: string, place: PagePlace): Promise<PageTexts & { readonly version: string | undefined }> => {
    const gone = () => new NotFoundError({ what: 'page' })
    if (place.kind === 'empty') return { page: '', cases: '', version: undefined }
    if (place.kind === 'service') return inServiceOf(agent) ?? { page: '', cases: '', version: undefined }
    if (place.kind === 'draft') {
      const draft = await findDraft(place.id)
      if (draft.agent !== agent) throw gone()
      return { ...draft, version: undefined }
    }
    if (place.kind === 'file') {
      const file = fileOf(agent)
      if (!file) throw gone()
      return file
    }
    const release = await store.agentReleases.find(place.number)
    const kept = release?.agent === agent ? await store.agentVersions.find(agent, release.version) : undefined
    if (!release || !kept) throw gone()
    return { page: kept.page, cases: release.cases, version: release.version }
  }

  const opened = (draft: PageDraft) => ({
    draft,
    faults: ground.check(draft.agent, draft),
    isBehind: draft.state !== 'published' && draft.state !== 'dropped' && draft.base !== inServiceOf(draft.agent)?.version,
  })

  /** Writes the release inside a transaction. */
  const release = async (
    records: Records,
    draft: PageDraft,
    facts: { readonly origin: PageOrigin; readonly source: string | undefined; readonly signature: PageSignature | undefined },
    by: Pick<Officer, 'id' | 'name'>,
  ): Promise<PageRelease> => {
    const [at, version] = [clock(), pageVersion(draft.page)]
    await records.agentVersions.save({ agent: draft.agent, version, page: draft.page, publishedAt: at })
    const made: PageRelease = {
      ...{ number: (await records.agentReleases.newest()) + 1, agent: draft.agent, version, cases: draft.cases, ...facts },
      ...{ fileVersion: fileOf(draft.agent)?.version, by: by.id, byName: by.name, at, why: draft.proposal?.why ?? draft.title },
      proposal: draft.proposal,
    }
    if (!(await records.agentReleases.add(made))) throw new ConflictError({ what: 'page release' })
    await move(records, draft, { state: 'published', approval: undefined }, by)
    const detail = {
      number: made.number,
      version,
      origin: made.origin,
      worse: draft.proposal?.worse ?? [],
      signedBy: facts.signature?.by ?? null,
    }
    await records.audit.append(
      {
        actor: by.id,
        actorKind: 'officer',
        action: 'publish_agent_page',
        target: draft.agent,
        isOk: true,
        detail: { ...detail, draft: draft.id },
      },
      at,
    )
    return made
  }

  const refuseUnlessSound = (draft: PageDraft): void => {
    const faults = ground.check(draft.agent, draft)
    if (faults.length > 0) throw new PageFaultError({ faults })
  }

  /** What the second person is asked: in words, with everything that does worse. */
  const askSecond = (records: Records, draft: PageDraft, by: Officer): Promise<Proposal> => {
    const { proposal } = draft
    if (!proposal) throw new StudioStepError({ why: 'not_proposed' })
    const held = (which: 'before' | 'after'): string => {
      const counted = proposal.trial.cases.filter((one) => one[which] !== undefined)
      return `${counted.filter((one) => one[which]).length} / ${counted.length}`
    }
    return approvals.propose(records, {
      ...{
        kind: publishKind,
        target: draft.agent,
        unit: ground.bureau,
        role: by.roles.includes('admin') ? 'analyst' : 'admin',
        level: 'any',
      },
      args: { draft: draft.id, seal: proposal.seal },
      shown: {
        title: `发布分身页面“${draft.agent}”：试办比使用中的差`,
        fields: [
          { label: '为什么要改', value: proposal.why },
          { label: '使用中的页面通过的案例', value: held('before') },
          { label: '这一版通过的案例', value: held('after') },
          ...proposal.worse.map((value) => ({ label: '变差的地方', value })),
        ],
      },
      ...{ proposer: by, holdsMs: approvalHoldsMs },
    })
  }

  approvals.handle({
    kind: publishKind,
    async perform(records, { proposal, by, decision }) {
      const draft = await findOpen(String(proposal.args.draft), records)
      if (draft.approval?.id !== proposal.id) throw new StudioStepError({ why: 'other_seal' })
      if (decision.verdict === 'sent_back') {
        await move(records, draft, { ...reopened, stopped: `${by.name}没有同意：${decision.note ?? ''}` }, by)
        return undefined
      }
      if (isAuthor(draft, by)) throw new StudioStepError({ why: 'own_work' })
      const seal = String(proposal.args.seal)
      const refused = whyNotPublish(draft, { seal, beside: (await besideOf(draft, records))?.version, isSigned: true })
      if (refused) throw new StudioStepError({ why: refused })
      const signature = { by: by.id, byName: by.name, approval: proposal.id, why: decision.note ?? '' }
      const origin = draft.restores === undefined ? ('studio' as const) : ('restore' as const)
      const source = draft.restores === undefined ? undefined : String(draft.restores)
      return release(
        records,
        draft,
        { origin, source, signature },
        { id: draft.proposal?.by ?? draft.by, name: draft.proposal?.byName ?? draft.byName },
      )
    },
    after: () => ground.look(),
  })

  const tried = async (draft: PageDraft, why: string, by: Officer): Promise<PageDraft> => {
    try {
      const beside = await besideOf(draft)
      const { trial, harms } = await ground.trial(draft, beside)
      const facts = {
        ...{ why, by: by.id, byName: by.name, at: clock().toISOString(), beside: beside?.version, trial },
        ...{ worse: worseIn(trial), barred: barredIn(harms) },
      }
      const proposal = { ...facts, seal: sealOf(draft, facts) }
      return await store.transaction(async (records) => {
        const next = { ...draft, proposal }
        const asked = proposal.worse.length > 0 && proposal.barred.length === 0 ? await askSecond(records, next, by) : undefined
        const approval = asked && { id: asked.id, hash: asked.hash, expiresAt: asked.expiresAt.toISOString() }
        const { seal, worse, barred } = proposal
        await records.audit.append(officerDid(by, 'try_agent_page', draft.agent, { draft: draft.id, seal, worse, barred }), clock())
        return move(records, draft, { state: 'proposed', proposal, approval }, by)
      })
    } catch (cause) {
      const stopped = cause instanceof PlatformError ? cause.detail : '试办没有跑完，请再提交一次；还是不行，请联系管理员看日志。'
      const latest = await findDraft(draft.id)
      if (latest.revision !== draft.revision) return latest
      return store.transaction((records) => move(records, latest, { ...reopened, stopped }, by))
    }
  }

  return {
    async overview() {
      const drafts = await store.agentReleases.drafts()
      const agents = ground.serving().map(({ page: _, cases, ...one }) => {
        const file = fileOf(one.id)
        return {
          ...one,
          isFileOther: file !== undefined && (file.version !== one.version || file.cases !== cases),
          drafts: drafts.filter(({ agent }) => agent === one.id).length,
        }
      })
      const unpublished = ground.files().flatMap(({ id }) => (inServiceOf(id) ? [] : [id]))
      return { agents, broken: ground.broken(), drafts, unpublished }
    },

    async page(agent) {
      const [inService, file] = [inServiceOf(agent), fileOf(agent)]
      const releases = await store.agentReleases.of(agent, shownReleases)
      const drafts = (await store.agentReleases.drafts()).filter((draft) => draft.agent === agent)
      if (!inService && !file && releases.length + drafts.length === 0) throw new NotFoundError({ what: 'agent' })
      return { id: agent, inService, file, releases, drafts }
    },

    check: async (agent, texts) => ground.check(agent, texts),

    async difference(agent, from, to): Promise<PageDifference> {
      const [older, newer] = [await textsAt(agent, from), await textsAt(agent, to)]
      return { page: lineChanges(older.page, newer.page), cases: lineChanges(older.cases, newer.cases) }
    },

    async begin({ agent, title, from }, by) {
      const now = inServiceOf(agent)
      if (from.kind === 'empty' && (now || fileOf(agent))) throw new StudioStepError({ why: 'taken' })
      if (from.kind === 'service' && !now) throw new NotFoundError({ what: 'agent' })
      const { page, cases } = await textsAt(agent, from)
      const at = clock()
      const draft: PageDraft = {
        ...{ id: uuidv7(at), agent, title, page, cases, base: now?.version, restores: from.kind === 'release' ? from.number : undefined },
        ...{ revision: 1, by: by.id, byName: by.name, at, changedAt: at, changedByName: by.name, authors: [by.id], ...reopened },
      }
      await store.transaction(async (records) => {
        await records.agentReleases.addDraft(draft)
        await records.audit.append(officerDid(by, 'begin_page_draft', agent, { draft: draft.id, from }), at)
      })
      return draft
    },

    open: async (id) => opened(await findDraft(id)),

    async save(id, { page, cases, revision }, by) {
      const saved = await store.transaction(async (records) => {
        const draft = await findOpen(id, records)
        if (draft.revision !== revision) throw new ConflictError({ what: `page draft ${id}` })
        if (draft.page === page && draft.cases === cases) return draft
        await takeBack(records, draft, by)
        const detail = { draft: id, page: pageVersion(page), cases: pageVersion(cases) }
        await records.audit.append(officerDid(by, 'save_page_draft', draft.agent, detail), clock())
        const authors = [...new Set([...draft.authors, by.id])]
        return move(records, draft, { page, cases, authors, ...reopened }, by)
      })
      return opened(saved)
    },

    async propose(id, { revision, why }, by) {
      const begun = await store.transaction(async (records) => {
        const draft = await findOpen(id, records)
        if (draft.revision !== revision) throw new ConflictError({ what: `page draft ${id}` })
        refuseUnlessSound(draft)
        const now = await besideOf(draft, records)
        if (now && now.page === draft.page && now.cases === draft.cases) throw new StudioStepError({ why: 'unchanged' })
        await takeBack(records, draft, by)
        return move(records, draft, { ...reopened, state: 'trying' }, by)
      })
      return { draft: begun, done: tried(begun, why, by) }
    },

    async sign(id, { seal, why }, by) {
      const draft = await findDraft(id)
      const { approval, proposal } = draft
      if (draft.state !== 'proposed' || !proposal) throw new StudioStepError({ why: 'not_proposed' })
      if (proposal.seal !== seal) throw new StudioStepError({ why: 'other_seal' })
      if (proposal.barred.length > 0) throw new StudioStepError({ why: 'barred' })
      if (!approval) throw new StudioStepError({ why: 'not_needed' })
      if (isAuthor(draft, by)) throw new StudioStepError({ why: 'own_work' })
      await approvals.decide(by, approval.id, { hash: approval.hash, verdict: 'approved', note: why })
      const [made] = await store.agentReleases.of(draft.agent, 1)
      if (!made) throw new NotFoundError({ what: 'page release' })
      return made
    },

    async publish(id, { seal, origin, source }, by) {
      const made = await store.transaction(async (records) => {
        const draft = await findOpen(id, records)
        const refused = whyNotPublish(draft, { seal, beside: (await besideOf(draft, records))?.version, isSigned: false })
        if (refused) throw new StudioStepError({ why: refused })
        const restored = draft.restores === undefined ? undefined : ({ origin: 'restore', source: String(draft.restores) } as const)
        return release(records, draft, { origin: origin ?? 'studio', source, ...restored, signature: undefined }, by)
      })
      await ground.look()
      return made
    },

    async drop(id, by) {
      await store.transaction(async (records) => {
        const draft = await findOpen(id, records)
        await takeBack(records, draft, by)
        await move(records, draft, { state: 'dropped', approval: undefined }, by)
        await records.audit.append(officerDid(by, 'drop_page_draft', draft.agent, { draft: id }), clock())
      })
    },
  }
}
