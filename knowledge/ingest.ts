import type { AuditEntry } from '../core/audit.ts'
import type { DocumentDraft } from '../core/knowledge.ts'
import type { Records } from '../core/ports.ts'
import { type Ending, endingsKnown, endingsOf, endOthers } from './endings.ts'
import { type Catalogue, planOf } from './identity.ts'
import type { IndexEntry } from './index/build.ts'
import { catalogueFrom, type IngestGround, indexed, type Landed, landOne, type Words } from './landing.ts'
import { actorKindOf } from './versions.ts'

/** A file, or a line of one, that could not be taken: what it was, and why in words for people. */
export interface Broken {
  readonly source: string
  readonly why: string
}

/** What comes in: a document, a file that did not change since the last time, or one that is broken. */
export type Incoming =
  | { readonly kind: 'draft'; readonly draft: DocumentDraft }
  | { readonly kind: 'unchanged'; readonly source: string }
  | { readonly kind: 'broken'; readonly broken: Broken }

/** What a run of ingest came to. */
export interface IngestReport {
  readonly landed: readonly Landed[]
  readonly unchanged: number
  readonly broken: readonly Broken[]
}

/** Thrown inside a transaction to leave nothing of it behind. */
class DryRun extends Error {}

/**
 * Brings documents in, a few thousand clauses to a transaction: versions, clauses, their part of the index and the audit entry land
 * together or not at all. What was brought in before costs nothing, so a run that was cut off goes on where it was.
 */
export const ingest = async (incoming: AsyncIterable<Incoming>, ground: IngestGround): Promise<IngestReport> => {
  const most = ground.batchClauses ?? 3_000
  const landed: Landed[] = []
  const broken: Broken[] = []
  const endings: Ending[] = []
  let unchanged = 0
  let waiting: DocumentDraft[] = []
  let clauses = 0
  let done = { documents: 0, clauses: 0, last: '' }
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return
    const batch = waiting
    waiting = []
    const outcome = await landTogether(batch, ground, endings)
    landed.push(...outcome.landed)
    unchanged += outcome.unchanged
    broken.push(...outcome.broken)
    done = { documents: done.documents + batch.length, clauses: done.clauses + clauses, last: batch.at(-1)?.title ?? '' }
    clauses = 0
    ground.onProgress?.(done)
  }
  for await (const one of incoming) {
    if (one.kind === 'broken') broken.push(one.broken)
    else if (one.kind === 'unchanged') unchanged++
    else {
      waiting.push(one.draft)
      clauses += one.draft.clauses.length
      if (clauses >= most) await flush()
    }
  }
  await flush()
  const known = landed.length > 0 && !ground.isDryRun ? await endingsKnown(ground.store.knowledge, landed) : []
  const ended = landed.length > 0 ? await endOthers([...endings, ...known], ground) : []
  if (landed.length > 0 && !ground.isDryRun) {
    if (!ground.isMergedLater) await ground.index.merge(ground.store)
    ground.index.refresh()
  }
  return { landed: [...landed, ...ended], unchanged, broken }
}

type Outcome = { landed: Landed[]; unchanged: number; broken: Broken[] }

/** A batch in one transaction. When a document makes it fail, the others land one by one and that one is named. */
const landTogether = async (batch: readonly DocumentDraft[], ground: IngestGround, endings: Ending[]): Promise<Outcome> => {
  try {
    return await land(batch, ground, endings)
  } catch (cause) {
    if (batch.length === 1 && batch[0] && isItsFault(cause))
      return { landed: [], unchanged: 0, broken: [{ source: batch[0].source, why: reasonOf(cause) }] }
    if (!isItsFault(cause)) throw cause
    const outcome: Outcome = { landed: [], unchanged: 0, broken: [] }
    for (const draft of batch) {
      const one = await landTogether([draft], ground, endings)
      outcome.landed.push(...one.landed)
      outcome.unchanged += one.unchanged
      outcome.broken.push(...one.broken)
    }
    return outcome
  }
}

/** A database that is gone is nobody's document's fault: the run stops, and the next goes on. */
const isItsFault = (cause: unknown): boolean => !(cause instanceof Error && 'code' in cause && cause.code === 'store_unavailable')
const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : 'could not be stored')

const land = async (batch: readonly DocumentDraft[], ground: IngestGround, endings: Ending[]): Promise<Outcome> => {
  const { words, revision, ...ahead } = await lookAhead(batch, ground)
  // Used once: landing adds to it, and a transaction that is tried again begins with what there is.
  let seen: Catalogue | undefined = ahead.catalogue
  if (words.size === 0) return { landed: [], unchanged: batch.length, broken: [] }
  let outcome: Outcome = { landed: [], unchanged: 0, broken: [] }
  let found: Ending[] = []
  const work = async (records: Records): Promise<void> => {
    outcome = { landed: [], unchanged: 0, broken: [] }
    found = []
    // Alone with documents and index from here on: what is planned now is what will be.
    await records.knowledge.raiseRevision()
    const isAsSeen = (await records.knowledge.revision()) === revision + 1
    const catalogue = (isAsSeen ? seen : undefined) ?? (await catalogueFrom(records.knowledge))
    seen = undefined
    const entries: IndexEntry[] = []
    for (const draft of batch) {
      const plan = planOf(draft, catalogue)
      if (plan.kind === 'unchanged') outcome.unchanged++
      else {
        outcome.landed.push(await landOne(draft, plan, { ...ground, records, catalogue, entries, words }))
        found.push(...endingsOf(draft, plan.document.id))
      }
    }
    if (ground.isDryRun) throw new DryRun()
    if (entries.length > 0) await ground.index.add(records.knowledge, entries)
    // What ships belongs to the release; what people bring in is their deed.
    if (ground.by !== 'system' && outcome.landed.length > 0) await records.audit.append(deedOf(outcome.landed, ground.by), ground.clock())
  }
  await ground.store.transaction(work).catch((cause: unknown) => {
    if (!(cause instanceof DryRun)) throw cause
  })
  endings.push(...found)
  return outcome
}

interface Ahead {
  readonly revision: number
  readonly catalogue: Catalogue
  readonly words: Words
}

/** Documents as they are, and the words of every clause that will be new: read and counted before others have to wait for a transaction. */
const lookAhead = async (batch: readonly DocumentDraft[], ground: IngestGround): Promise<Ahead> => {
  const revision = await ground.store.knowledge.revision()
  const catalogue = await catalogueFrom(ground.store.knowledge)
  const words = new Map(
    batch.flatMap((draft) => {
      const plan = planOf(draft, catalogue)
      if (plan.kind === 'unchanged') return []
      const clauses = ground.isDryRun ? [] : draft.clauses.map((clause) => ground.entryOf(indexed(plan.document, clause)))
      return [[draft, { title: plan.document.title, clauses }] as const]
    }),
  )
  return { revision, catalogue, words }
}

const deedOf = (landed: readonly Landed[], by: string): AuditEntry => ({
  actor: by,
  actorKind: actorKindOf(by),
  action: 'knowledge.ingested',
  target: landed.length === 1 ? landed[0]?.document : undefined,
  isOk: true,
  detail: { documents: landed.length, clauses: landed.reduce((sum, one) => sum + one.clauses, 0) },
})
