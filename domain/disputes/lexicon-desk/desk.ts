import { ConflictError, NotFoundError } from '../../../core/errors.ts'
import { uuidv7 } from '../../../core/ids.ts'
import type { FileRef, LexiconDesk, LexiconDraft, LexiconEdit, LexiconFile, LexiconProposal, Measured } from '../../../core/lexicon.ts'
import type { Officer } from '../../../core/people.ts'
import type { Records } from '../../../core/ports.ts'
import { FileChangedError, LexiconStepError } from './errors.ts'
import { isTampered, sealOf, whyNotPublish, whyNotSign, worseIn } from './gate.ts'
import { type DeskGround, isSame, openLooks, refOf, textsOf } from './ground.ts'
import { lineChanges, merged } from './lines.ts'
import { figuresOf } from './measure.ts'
import { openReading } from './reading.ts'

const shownEdits = 100

const officerDid = (by: Officer, action: string, target: string, detail: Readonly<Record<string, unknown>> = {}) => ({
  ...{ actor: by.id, actorKind: 'officer' as const, action, target, isOk: true, detail },
})

/** Any change takes a proposal back: figures and signature were of another text. */
const reopened = { state: 'open', proposal: undefined, signature: undefined } as const

const replaced = (files: readonly FileRef[], ref: FileRef): readonly FileRef[] => files.map((file) => (file.name === ref.name ? ref : file))

/** Opens the desk of the lexicon (词库管理): working copy, proposal, signature, version. Each deed and its audit row are one transaction. */
export const openLexiconDesk = (ground: DeskGround): LexiconDesk => {
  const { store, clock, shipped, sets, reader } = ground
  const looks = openLooks(ground)
  const { inForce, findDraft, findOpen, isBehind } = looks

  const move = async (records: Records, draft: LexiconDraft, change: Partial<LexiconDraft>, by: Officer): Promise<LexiconDraft> => {
    const next = { ...draft, ...change, revision: draft.revision + 1, changedAt: clock(), changedByName: by.name }
    if (!(await records.lexicon.moveDraft(next))) throw new ConflictError({ what: `lexicon draft ${draft.id}` })
    return next
  }

  const editOf = (draft: LexiconDraft, facts: { file: string; before: string; after: string }, by: Officer): LexiconEdit => ({
    // Sorts in the order of saving: two may come within one tick of the clock.
    ...{ id: `${draft.id} ${String(draft.revision).padStart(8, '0')} ${facts.file}`, draft: draft.id },
    ...{ ...facts, by: by.id, byName: by.name, at: clock() },
  })

  const opened = async (draft: LexiconDraft) => ({
    draft,
    edits: await store.lexicon.edits(draft.id, shownEdits),
    faults: await reader.check(await looks.filesOf(draft.files)),
    ...(draft.state === 'published' || draft.state === 'dropped'
      ? { isBehind: false, hasNewerShipped: false }
      : { isBehind: isBehind(draft, await inForce()), hasNewerShipped: !isSame(draft.shipped, looks.shippedRefs()) }),
  })

  const measuredWith = async (before: readonly LexiconFile[], after: readonly LexiconFile[]) => {
    const measured: Measured[] = []
    for (const { name, hash, rows } of await sets()) {
      const figures = async (files: readonly LexiconFile[]) => {
        const { findings } = await reader.scan(files, rows)
        return figuresOf(rows.flatMap((label, at) => (findings[at] ? [{ label, finding: findings[at] }] : [])))
      }
      measured.push({ set: name, hash, before: await figures(before), after: await figures(after) })
    }
    return measured
  }
  const versionOf = async (files: readonly LexiconFile[]): Promise<string> => (await reader.scan(files, [])).version

  /** The texts that two people began from, as far as they are known. */
  const changedMeanwhile = async (draft: LexiconDraft, { name, text, was }: LexiconFile & { was: string }, now: FileRef) => {
    const known = await store.lexicon.texts([was, now.hash])
    const theirs = known.get(now.hash) ?? ''
    const base = known.get(was) ?? theirs
    const [last] = (await store.lexicon.edits(draft.id, shownEdits)).filter(({ file }) => file === name)
    return new FileChangedError({
      ...{ file: name, hash: now.hash, by: last?.byName ?? draft.changedByName, at: last?.at ?? draft.changedAt, theirs },
      ...{ changes: lineChanges(base, theirs) },
      ...(({ text: both, clashes }) => ({ merged: both, clashes }))(merged(text, base, theirs)),
    })
  }

  return {
    ...openReading(ground, looks),

    async overview() {
      const { number, version, files } = await inForce()
      const texts = await looks.soundOf(await looks.filesOf(files))
      const entries = await reader.entries(texts)
      const entriesOf = (name: string): number => entries.filter(({ place }) => place.includes(name)).length
      return {
        current: { number, version, scanner: await versionOf(texts) },
        hasNewerShipped: version !== undefined && !isSame(version.shipped, looks.shippedRefs()),
        files: files.map(({ name }) => ({ name, entries: entriesOf(name) })),
        drafts: await store.lexicon.drafts(),
        sets: (await sets()).map(({ name, rows }) => ({ name, texts: rows.length })),
      }
    },

    async begin({ title, from }, by) {
      const now = await inForce()
      const earlier =
        from === undefined || from === now.number
          ? undefined
          : from === 0
            ? { files: looks.shippedRefs() }
            : await store.lexicon.findVersion(from)
      if (from !== undefined && from !== now.number && !earlier) throw new NotFoundError({ what: 'lexicon version' })
      const at = clock()
      const draft: LexiconDraft = {
        ...{
          id: uuidv7(at),
          title,
          base: now.number,
          files: earlier?.files ?? now.files,
          shipped: now.version?.shipped ?? looks.shippedRefs(),
        },
        ...{ revision: 1, by: by.id, byName: by.name, at, changedAt: at, changedByName: by.name, ...reopened },
      }
      await store.transaction(async (records) => {
        await records.lexicon.keepTexts(shipped().map((file) => ({ ...refOf(file), text: file.text })))
        await records.lexicon.addDraft(draft)
        await records.audit.append(officerDid(by, 'begin_lexicon_draft', draft.id, { base: draft.base, from: from ?? null }), at)
      })
      return draft
    },

    open: async (id) => opened(await findDraft(id)),

    async save(id, file, by) {
      const ref = refOf(file)
      const saved = await store.transaction(async (records) => {
        const draft = await findOpen(id, records)
        const now = draft.files.find(({ name }) => name === file.name)
        if (!now) throw new NotFoundError({ what: 'lexicon file' })
        if (now.hash === ref.hash) return { draft }
        if (now.hash !== file.was) return { draft, clash: now }
        await records.lexicon.keepTexts([{ hash: ref.hash, text: file.text }])
        await records.lexicon.addEdit(editOf(draft, { file: file.name, before: now.hash, after: ref.hash }, by))
        await records.audit.append(
          officerDid(by, 'save_lexicon_draft', id, { file: file.name, before: now.hash, after: ref.hash }),
          clock(),
        )
        return { draft: await move(records, draft, { files: replaced(draft.files, ref), ...reopened }, by) }
      })
      if (saved.clash) throw await changedMeanwhile(saved.draft, file, saved.clash)
      return { draft: saved.draft, hash: ref.hash, faults: await reader.check(await looks.filesOf(saved.draft.files)) }
    },

    async takeUp(id, from, by) {
      const draft = await findOpen(id)
      const now = await inForce()
      const shippedNow = looks.shippedRefs()
      const baseRefs = from === 'shipped' || draft.base === 0 ? draft.shipped : (await store.lexicon.findVersion(draft.base))?.files
      if (!baseRefs) throw new NotFoundError({ what: 'lexicon version' })
      const [base, mine] = [await looks.filesOf(baseRefs), await looks.filesOf(draft.files)]
      const theirs = from === 'shipped' ? shipped() : await looks.filesOf(now.files)
      const clashes: { file: string; line: number; why: string }[] = []
      const files = theirs.map((file) => {
        const textIn = (all: readonly LexiconFile[]): string => all.find(({ name }) => name === file.name)?.text ?? ''
        const both = merged(textIn(mine), textIn(base), file.text)
        clashes.push(...both.clashes.map((line) => ({ file: file.name, line, why: '两边改了同一处' })))
        return { name: file.name, text: both.text }
      })
      const next = await store.transaction(async (records) => {
        await records.lexicon.keepTexts([...files, ...shipped()].map((file) => ({ hash: refOf(file).hash, text: file.text })))
        for (const file of files) {
          const [before, after] = [draft.files.find(({ name }) => name === file.name)?.hash ?? '', refOf(file).hash]
          if (before !== after) await records.lexicon.addEdit(editOf(draft, { file: file.name, before, after }, by))
        }
        await records.audit.append(officerDid(by, 'take_up_lexicon', id, { from, base: now.number, clashes: clashes.length }), clock())
        const isShippedTaken = from === 'shipped' || now.number === 0
        const change = {
          ...{ files: files.map(refOf), base: from === 'shipped' ? draft.base : now.number },
          ...{ shipped: isShippedTaken ? shippedNow : draft.shipped, ...reopened },
        }
        return move(records, draft, change, by)
      })
      return { ...(await opened(next)), clashes }
    },

    async propose(id, { revision, why }, by) {
      const draft = await findOpen(id)
      if (draft.revision !== revision) throw new ConflictError({ what: `lexicon draft ${id}` })
      const now = await inForce()
      if (isBehind(draft, now)) throw new LexiconStepError({ why: 'behind' })
      if (isSame(draft.files, now.files)) throw new LexiconStepError({ why: 'unchanged' })
      const [before, after] = [await looks.filesOf(now.files), await looks.soundOf(await looks.filesOf(draft.files))]
      const measured = await measuredWith(before, after)
      const facts: Omit<LexiconProposal, 'seal'> = {
        ...{ why, by: by.id, byName: by.name, at: clock().toISOString(), measured, worse: worseIn(measured) },
        scanner: { before: await versionOf(before), after: await versionOf(after) },
      }
      const proposal = { ...facts, seal: sealOf(draft, facts) }
      return store.transaction(async (records) => {
        const { seal, worse } = proposal
        await records.audit.append(officerDid(by, 'propose_lexicon', id, { base: draft.base, seal, worse }), clock())
        return move(records, draft, { state: 'proposed', proposal, signature: undefined }, by)
      })
    },

    async sign(id, { seal, why }, by) {
      return store.transaction(async (records) => {
        const draft = await findOpen(id, records)
        const refused = whyNotSign(draft, await records.lexicon.edits(id, Number.MAX_SAFE_INTEGER), by)
        if (refused) throw new LexiconStepError({ why: refused })
        if (draft.proposal?.seal !== seal) throw new LexiconStepError({ why: 'other_seal' })
        await records.audit.append(officerDid(by, 'sign_lexicon', id, { seal, worse: draft.proposal.worse }), clock())
        return move(records, draft, { signature: { by: by.id, byName: by.name, at: clock().toISOString(), seal, why } }, by)
      })
    },

    async publish(id, { seal }, by) {
      const draft = await findOpen(id)
      const now = await inForce()
      const refused = whyNotPublish(draft, { newest: now.number, seal, publisher: by })
      if (refused) throw new LexiconStepError({ why: refused })
      const { proposal, signature } = draft
      const known = await sets()
      const isStale =
        !proposal ||
        isTampered(draft, proposal) ||
        (await versionOf(await looks.filesOf(draft.files))) !== proposal.scanner.after ||
        known.length !== proposal.measured.length ||
        proposal.measured.some(({ set, hash }) => !known.some((one) => one.name === set && one.hash === hash))
      if (!proposal || isStale || isBehind(draft, now)) throw new LexiconStepError({ why: 'stale' })
      return store.transaction(async (records) => {
        await textsOf(records, draft.files)
        const version = {
          ...{ number: draft.base + 1, base: draft.base, files: draft.files, shipped: draft.shipped, draft: id },
          ...{ by: by.id, byName: by.name, at: clock(), proposal, signature },
        }
        if (!(await records.lexicon.addVersion(version))) throw new LexiconStepError({ why: 'behind' })
        await move(records, draft, { state: 'published' }, by)
        const detail = { number: version.number, scanner: proposal.scanner.after, seal, signedBy: signature?.by ?? null }
        await records.audit.append(officerDid(by, 'publish_lexicon', id, detail), clock())
        return version
      })
    },

    async drop(id, by) {
      await store.transaction(async (records) => {
        const draft = await findOpen(id, records)
        await move(records, draft, { state: 'dropped' }, by)
        await records.audit.append(officerDid(by, 'drop_lexicon_draft', id), clock())
      })
    },
  }
}
