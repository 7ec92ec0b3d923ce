import { NotFoundError } from '../core/errors.ts'
import type { StoredDocument, StoredVersion } from '../core/knowledge-store.ts'
import type { Records, Store } from '../core/ports.ts'
import type { Clock, PlainDate } from '../core/time.ts'
import { foldTitle } from './structure/title.ts'

/** What is compared of a clause. */
export interface Comparable {
  readonly anchor: string
  readonly text: string
}

/** Clauses that came, went, or say something else, by their anchors. */
export interface Difference {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}

const fold = (text: string): string => text.replace(/\s+/g, '')

/** Compares two versions clause by clause; spacing is no change. */
export const diffOf = (before: readonly Comparable[], after: readonly Comparable[]): Difference => {
  const old = new Map(before.map(({ anchor, text }) => [anchor, text]))
  const kept = new Set(after.map(({ anchor }) => anchor))
  return {
    added: after.filter(({ anchor }) => !old.has(anchor)).map(({ anchor }) => anchor),
    removed: before.filter(({ anchor }) => !kept.has(anchor)).map(({ anchor }) => anchor),
    changed: after.flatMap(({ anchor, text }) => {
      const was = old.get(anchor)
      return was !== undefined && fold(was) !== fold(text) ? [anchor] : []
    }),
  }
}

/** One version with the span of days in which it holds. */
export interface Span {
  readonly version: StoredVersion
  /** First day in force; undefined where nobody knows. */
  readonly from: PlainDate | undefined
  /** First day on which it no longer is. */
  readonly until: PlainDate | undefined
}

const begins = ({ effective, promulgated }: StoredVersion): PlainDate => effective ?? promulgated ?? ''

/**
 * The live versions of one document, oldest first: each holds from its effective day until it is repealed or the next one begins.
 * A version without that day stands where it was made, and ends with nothing where that is unknown too.
 */
export const timelineOf = (versions: readonly StoredVersion[]): readonly Span[] => {
  const live = versions
    .filter(({ state }) => state === 'live')
    .sort((a, z) => (begins(a) < begins(z) ? -1 : begins(a) > begins(z) ? 1 : a.key - z.key))
  return live.map((version, index) => {
    const next =
      begins(version) === ''
        ? undefined
        : live.slice(index + 1).find(({ effective }) => effective !== undefined && effective > begins(version))
    const ends = [version.repealed, next?.effective].filter((day) => day !== undefined).sort()
    return { version, from: version.effective, until: ends[0] }
  })
}

/** How the audit log calls whoever brought something in: a person, or the machine and its operator. */
export const actorKindOf = (by: string): 'officer' | 'system' => (by === 'system' || by === 'operator' ? 'system' : 'officer')

/** Under this key the audit log keeps what a version took the place of. */
export const deedKeyOf = (version: number): string => `knowledge:version:${version}`

/** Finds a document by its id or by a way of writing its title. */
export const findDocument = (documents: readonly StoredDocument[], named: string): StoredDocument | undefined => {
  const folded = foldTitle(named)
  return (
    documents.find(({ id }) => id === named) ??
    documents.find(({ title, shortTitle }) => foldTitle(title) === folded || foldTitle(shortTitle) === folded)
  )
}

/** What a rollback did. */
export interface RolledBack {
  readonly document: StoredDocument
  readonly withdrawn: StoredVersion
  readonly restored: readonly StoredVersion[]
}

const replacedBy = async (records: Records, version: StoredVersion): Promise<readonly number[]> => {
  const result = (await records.audit.findDeed(deedKeyOf(version.key)))?.result
  if (typeof result !== 'object' || result === null || !('replaced' in result) || !Array.isArray(result.replaced)) return []
  return result.replaced.filter((key) => typeof key === 'number')
}

/** Withdraws the newest live version of a document and brings back what it took the place of. Throws NotFoundError. */
export const rollback = (store: Store, named: string, { by, clock }: { by: string; clock: Clock }): Promise<RolledBack> =>
  store.transaction(async (records) => {
    // Alone with the documents from here on.
    await records.knowledge.raiseRevision()
    const [documents, all] = [await records.knowledge.documents(), await records.knowledge.versions()]
    const document = findDocument(documents, named)
    if (!document) throw new NotFoundError({ what: `document "${named}"` })
    const own = all.filter((version) => version.document === document.id)
    const withdrawn = own.filter(({ state }) => state === 'live').sort((a, z) => z.key - a.key)[0]
    if (!withdrawn) throw new NotFoundError({ what: `live version of ${document.id}` })
    const replaced = await replacedBy(records, withdrawn)
    const restored = all.filter((version) => replaced.includes(version.key) && version.state === 'withdrawn')
    await records.knowledge.setVersionState(withdrawn.key, 'withdrawn')
    for (const version of restored) await records.knowledge.setVersionState(version.key, 'live')
    await records.audit.append(
      {
        actor: by,
        actorKind: actorKindOf(by),
        action: 'knowledge.rolled_back',
        target: document.id,
        isOk: true,
        detail: { withdrawn: withdrawn.key, restored: restored.map(({ key }) => key) },
      },
      clock(),
    )
    return { document, withdrawn, restored }
  })
