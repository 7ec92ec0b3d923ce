import type { DocumentDraft } from '../core/knowledge.ts'
import type { StoredDocument, StoredVersion } from '../core/knowledge-store.ts'
import { foldTitle, slugOf } from './structure/title.ts'

/** Documents and versions as one batch of ingest knows them, kept up with what it adds. */
export interface Catalogue {
  readonly documents: ReadonlyMap<string, StoredDocument>
  /** Every version, withdrawn ones too, oldest first. */
  ofDocument(id: string): readonly StoredVersion[]
  ofSource(source: string): readonly StoredVersion[]
  /** Documents whose titles fold to this. */
  ofTitle(folded: string): readonly StoredDocument[]
  hasIdentity(identity: string): boolean
  put(document: StoredDocument): void
  add(version: StoredVersion): void
}

/** What is done with a document that is brought in. */
export type Plan =
  | { readonly kind: 'unchanged'; readonly document: StoredDocument; readonly version: StoredVersion }
  | {
      readonly kind: 'new' | 'version' | 'correction'
      readonly document: StoredDocument
      /** Versions that this one takes the place of; they are withdrawn. */
      readonly replaces: readonly StoredVersion[]
      /** Another document of the same title that has to be told apart from now on. */
      readonly twin: StoredDocument | undefined
    }

/** Makes a catalogue of what the store holds. */
export const catalogueOf = (documents: readonly StoredDocument[], versions: readonly StoredVersion[]): Catalogue => {
  const byId = new Map<string, StoredDocument>()
  const byTitle = new Map<string, Set<string>>()
  const identities = new Set<string>()
  const byDocument = new Map<string, Map<number, StoredVersion>>()
  const bySource = new Map<string, Map<number, StoredVersion>>()
  const put = (document: StoredDocument): void => {
    byId.set(document.id, document)
    identities.add(document.identity)
    const fold = titleOf(document)
    byTitle.set(fold, (byTitle.get(fold) ?? new Set()).add(document.id))
  }
  const add = (version: StoredVersion): void => {
    byDocument.set(version.document, (byDocument.get(version.document) ?? new Map()).set(version.key, version))
    bySource.set(version.source, (bySource.get(version.source) ?? new Map()).set(version.key, version))
  }
  for (const document of documents) put(document)
  for (const version of versions) add(version)
  return {
    documents: byId,
    ofDocument: (id) => [...(byDocument.get(id)?.values() ?? [])],
    ofSource: (source) => [...(bySource.get(source)?.values() ?? [])],
    ofTitle: (folded) => [...(byTitle.get(folded) ?? [])].flatMap((id) => byId.get(id) ?? []),
    hasIdentity: (identity) => identities.has(identity),
    put,
    add,
  }
}

/** The first part of an identity is the folded title. */
const titleOf = (document: StoredDocument): string => document.identity.split('|')[0] ?? document.identity

const foldIssuer = (issuer: string | undefined): string | undefined =>
  issuer?.replace(/中华人民共和国|\s/g, '').replace('全国人民代表大会常务委员会', '全国人民代表大会')

/** The JSONL that a source is part of: `<file>#<document>@<day>`. */
const fileOf = (source: string): string | undefined => /^(.+?)#/.exec(source)?.[1]

/** Whether a draft is another version of a document with the same folded title. */
const isVersionOf = (draft: DocumentDraft, document: StoredDocument, versions: readonly StoredVersion[]): boolean => {
  if (draft.kind !== document.kind) return false
  if (versions.some(({ source }) => source === draft.source)) return true
  // Ready clauses of one file under two names are two documents, however alike the names are.
  if (draft.label === 'undated' && versions.some(({ source }) => fileOf(source) !== undefined && fileOf(source) === fileOf(draft.source)))
    return false
  if (draft.kind !== 'law')
    return (
      draft.topic === document.topic &&
      draft.label !== 'undated' &&
      versions.every(({ label }) => label !== 'undated' && label !== draft.label)
    )
  const [one, other] = [foldIssuer(draft.issuer), foldIssuer(document.issuer)]
  if (one && other && one !== other) return false
  // Made on one day under two numbers: two texts, neither of which comes after the other.
  const isTwin = draft.number && document.number && draft.number !== document.number
  return !(isTwin && versions.some(({ promulgated }) => promulgated !== undefined && promulgated === draft.promulgated))
}

const idFor = (draft: DocumentDraft, taken: (id: string) => boolean): string => {
  const file = (draft.source.split(/[/\\]/).at(-1) ?? '').replace(/\.[a-z]{1,5}$/i, '')
  const base = draft.kind !== 'law' && /^[\w.-]{1,60}$/.test(file) ? file : slugOf(draft.shortTitle) || 'document'
  if (!taken(base)) return base
  const numbered = draft.number ? `${base}-${slugOf(draft.number)}` : base
  if (!taken(numbered)) return numbered
  let copy = 2
  while (taken(`${base}-${copy}`)) copy++
  return `${base}-${copy}`
}

/** A title that another document has too is shown with what tells it apart. */
const apart = (title: string, by: string | undefined): string => (by && !title.includes(by) ? `${title}（${by}）` : title)
const distinction = (one: { number: string | undefined; issuer: string | undefined }): string | undefined => one.number ?? one.issuer

/** Finds out what a draft is to the documents that are there. */
export const planOf = (draft: DocumentDraft, catalogue: Catalogue): Plan => {
  const ofSource = catalogue.ofSource(draft.source)
  const last = ofSource.reduce<StoredVersion | undefined>(
    (newest, version) => (newest && newest.key > version.key ? newest : version),
    undefined,
  )
  const lastDocument = last && catalogue.documents.get(last.document)
  // Also when it was rolled back: the same bytes do not come back by themselves.
  if (last && lastDocument && last.sourceHash === draft.sourceHash) return { kind: 'unchanged', document: lastDocument, version: last }

  const fold = foldTitle(draft.title)
  const namesakes = catalogue.ofTitle(fold)
  const found = namesakes.find((document) => isVersionOf(draft, document, catalogue.ofDocument(document.id)))
  const isLater = (version: StoredVersion): boolean =>
    draft.kind === 'law' && version.promulgated !== undefined && draft.promulgated !== undefined && draft.promulgated > version.promulgated
  const sameSource = ofSource.filter((version) => version.state === 'live' && !(version.document === found?.id && isLater(version)))
  if (found) {
    const live = catalogue.ofDocument(found.id).filter(({ state }) => state === 'live')
    const sameLabel = live.filter(({ label }) => label === draft.label)
    const moved = sameLabel.find(({ sourceHash }) => sourceHash === draft.sourceHash)
    if (moved) return { kind: 'unchanged', document: found, version: moved }
    const replaces = [...new Map([...sameSource, ...sameLabel].map((version) => [version.key, version])).values()]
    return { kind: replaces.length > 0 ? 'correction' : 'version', document: renewed(found, draft, live), replaces, twin: undefined }
  }
  const twin = namesakes[0]
  const by = twin && (distinction(draft) ?? draft.source)
  const document: StoredDocument = {
    id: idFor(draft, (id) => catalogue.documents.has(id)),
    identity: identityFor(fold, by, catalogue),
    title: apart(draft.title, by),
    shortTitle: apart(draft.shortTitle, by),
    kind: draft.kind,
    topic: draft.topic,
    audience: draft.audience,
    issuer: draft.issuer,
    number: draft.number,
  }
  const twinBy = twin && distinction(twin)
  return {
    kind: sameSource.length > 0 ? 'correction' : 'new',
    document,
    replaces: sameSource,
    twin: twin && { ...twin, title: apart(twin.title, twinBy), shortTitle: apart(twin.shortTitle, twinBy) },
  }
}

const identityFor = (fold: string, by: string | undefined, catalogue: Catalogue): string => {
  const wished = by ? `${fold}|${by}` : fold
  let identity = wished
  for (let copy = 2; catalogue.hasIdentity(identity); copy++) identity = `${wished}|${copy}`
  return identity
}

/** What a document says of itself after its newest text; an older text that comes in later only adds what was unknown. */
const renewed = (document: StoredDocument, draft: DocumentDraft, live: readonly StoredVersion[]): StoredDocument => {
  const isOlder = live.some(({ source, promulgated }) => source !== draft.source && (promulgated ?? '') > (draft.promulgated ?? ''))
  if (isOlder) return { ...document, issuer: document.issuer ?? draft.issuer, number: document.number ?? draft.number }
  const isTold = document.identity.includes('|')
  return {
    ...document,
    title: isTold ? document.title : draft.title,
    shortTitle: isTold ? document.shortTitle : draft.shortTitle,
    topic: draft.topic,
    audience: draft.audience,
    issuer: document.issuer ?? draft.issuer,
    number: draft.number ?? document.number,
  }
}
