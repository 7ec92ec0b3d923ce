import type { ClauseDraft, DocumentDraft } from '../core/knowledge.ts'
import type { KnowledgeStore, StoredDocument, StoredVersion } from '../core/knowledge-store.ts'
import type { Records, Store } from '../core/ports.ts'
import type { Clock, PlainDate } from '../core/time.ts'
import { type Catalogue, catalogueOf, type Plan } from './identity.ts'
import type { IndexEntry } from './index/build.ts'
import type { TextIndex } from './index/text-index.ts'
import type { IndexedClause } from './terms/entry.ts'
import { actorKindOf, type Difference, deedKeyOf, diffOf, timelineOf } from './versions.ts'

/** What happened to one document. */
export interface Landed {
  readonly document: string
  readonly title: string
  readonly label: string
  readonly source: string
  readonly effective: PlainDate | undefined
  readonly action: 'new' | 'version' | 'correction'
  readonly clauses: number
  /** Against the text before it; undefined for a new document. */
  readonly difference: Difference | undefined
  readonly notes: readonly string[]
}

/** What ingest stands on. */
export interface IngestGround {
  /** Person id, `system` for what ships, `operator` for the terminal. */
  readonly by: string
  readonly clock: Clock
  readonly store: Store
  readonly index: TextIndex
  /** Words of a clause as the index counts them. */
  readonly entryOf: (clause: IndexedClause) => Pick<IndexEntry, 'terms' | 'length'>
  /** Finds out everything and writes nothing. */
  readonly isDryRun?: boolean
  /** True where somebody merges the index by and by (a server's timer), so that nobody waits for it here. */
  readonly isMergedLater?: boolean
  /** Clauses of one transaction; a document is never cut in two. */
  readonly batchClauses?: number
  readonly onProgress?: (done: { documents: number; clauses: number; last: string }) => void
}

/** Every document and version there is. */
export const catalogueFrom = async (knowledge: KnowledgeStore): Promise<Catalogue> =>
  catalogueOf(await knowledge.documents(), await knowledge.versions())

/** Words of clauses, counted ahead under the title that their document was expected to have. */
export type Words = ReadonlyMap<
  DocumentDraft,
  { readonly title: string; readonly clauses: readonly Pick<IndexEntry, 'terms' | 'length'>[] }
>

/** What one document lands on, inside a transaction. */
export interface Inside extends IngestGround {
  readonly records: Records
  readonly catalogue: Catalogue
  readonly entries: IndexEntry[]
  readonly words: Words
}

/** Makes a version of a draft, with its document, and compares it with the text before it. */
export const landOne = async (draft: DocumentDraft, plan: Exclude<Plan, { kind: 'unchanged' }>, inside: Inside): Promise<Landed> => {
  const { records, catalogue } = inside
  const before = plan.kind === 'new' ? undefined : textBefore(draft, plan, catalogue)
  if (plan.twin) {
    await records.knowledge.saveDocument(plan.twin)
    catalogue.put(plan.twin)
  }
  const known = catalogue.documents.get(plan.document.id)
  if (!known || JSON.stringify(known) !== JSON.stringify(plan.document)) await records.knowledge.saveDocument(plan.document)
  catalogue.put(plan.document)
  await addVersion(draft, plan, inside)
  const difference = before && diffOf(await records.knowledge.clausesOf(before.key), draft.clauses)
  return {
    document: plan.document.id,
    title: plan.document.title,
    label: draft.label,
    source: draft.source,
    effective: draft.effective,
    action: plan.kind,
    clauses: draft.clauses.length,
    difference,
    notes: draft.notes,
  }
}

/** What the new text is compared with: what it replaces, or the version that was in force before it began. */
const textBefore = (
  draft: DocumentDraft,
  plan: { document: StoredDocument; replaces: readonly StoredVersion[] },
  catalogue: Catalogue,
): StoredVersion | undefined => {
  const replaced = plan.replaces.at(-1)
  if (replaced) return replaced
  const spans = timelineOf(catalogue.ofDocument(plan.document.id))
  return spans.filter(({ from }) => (from ?? '') <= (draft.effective ?? '9999')).at(-1)?.version
}

/** What the index is told of a clause; the question of a question-and-answer row is a way of asking for it. */
export const indexed = ({ title, shortTitle, kind }: StoredDocument, { article, path, text }: ClauseDraft): IndexedClause => ({
  title,
  shortTitle,
  path,
  article,
  text,
  asks: kind === 'qa' ? [article] : [],
})

/** Adds the version and what the index shall know of it; what it takes the place of is withdrawn and written down. */
export const addVersion = async (
  draft: DocumentDraft,
  plan: { document: StoredDocument; replaces: readonly StoredVersion[] },
  inside: Inside,
): Promise<void> => {
  const { records, catalogue, entries, words, entryOf, by, clock, isDryRun } = inside
  for (const version of plan.replaces) {
    await records.knowledge.setVersionState(version.key, 'withdrawn')
    catalogue.add({ ...version, state: 'withdrawn' })
  }
  const at = clock()
  const version: Omit<StoredVersion, 'key' | 'firstClause' | 'clauses'> = {
    document: plan.document.id,
    label: draft.label,
    promulgated: draft.promulgated,
    effective: draft.effective,
    repealed: draft.repealed,
    review: draft.review,
    origin: draft.origin,
    source: draft.source,
    sourceHash: draft.sourceHash,
    state: 'live',
    ingestedAt: at,
    ingestedBy: by,
  }
  const { key, firstClause } = await records.knowledge.addVersion(version, draft.clauses)
  catalogue.add({ ...version, key, firstClause, clauses: draft.clauses.length })
  const ahead = words.get(draft)
  if (!isDryRun)
    for (const [index, clause] of draft.clauses.entries()) {
      const counted = ahead?.title === plan.document.title ? ahead.clauses[index] : undefined
      entries.push({ clause: firstClause + index, version: key, ...(counted ?? entryOf(indexed(plan.document, clause))) })
    }
  if (plan.replaces.length === 0) return
  const replaced = plan.replaces.map((one) => one.key)
  await records.audit.append(
    {
      actor: by,
      actorKind: actorKindOf(by),
      action: 'knowledge.corrected',
      target: plan.document.id,
      isOk: true,
      detail: { version: key, replaced },
      deedKey: deedKeyOf(key),
      result: { replaced },
    },
    at,
  )
}
