import type { Finding, IncidentFacts } from '../../../core/disputes.ts'
import { NotFoundError } from '../../../core/errors.ts'
import { sha256 } from '../../../core/ids.ts'
import type { FileRef, LexiconDraft, LexiconFault, LexiconFile, LexiconVersion } from '../../../core/lexicon.ts'
import type { Officer } from '../../../core/people.ts'
import type { Records, Store } from '../../../core/ports.ts'
import type { Clock } from '../../../core/time.ts'
import type { Entry } from '../lexicon/entry.ts'
import { LexiconFaultError, LexiconStepError } from './errors.ts'
import type { Labelled } from './measure.ts'

/** A text and what is known of it beside the text. */
export interface ReadText {
  readonly text: string
  readonly facts?: IncidentFacts | undefined
}

/**
 * Reads texts with any lexicon (试读). Making a scanner takes a good part of a second and an analyst asks for one at every pause of typing, so
 * this works beside the process that serves others.
 */
export interface LexiconReader {
  check(files: readonly LexiconFile[]): Promise<readonly LexiconFault[]>
  /** Of files without a fault. */
  entries(files: readonly LexiconFile[]): Promise<readonly Entry[]>
  /** Of files without a fault; with the version that findings of it carry. */
  scan(
    files: readonly LexiconFile[],
    texts: readonly ReadText[],
  ): Promise<{ readonly version: string; readonly findings: readonly Finding[] }>
}

/** Labelled texts that ship, or that a bureau put beside them. */
export interface LabelledSet {
  readonly name: string
  readonly hash: string
  readonly rows: readonly Labelled[]
}

/** What the desk stands on. */
export interface DeskGround {
  readonly store: Store
  readonly clock: Clock
  readonly reader: LexiconReader
  /** Version 0. */
  readonly shipped: () => readonly LexiconFile[]
  readonly sets: () => Promise<readonly LabelledSet[]>
  /** Newest first, of the units that the officer answers for; one more than `limit` says that there are more. */
  readonly past: (by: Officer, options: { readonly since: Date; readonly limit: number }) => Promise<readonly ReadText[]>
}

export const refOf = ({ name, text }: LexiconFile): FileRef => ({ name, hash: sha256(text) })

export const isSame = (one: readonly FileRef[], other: readonly FileRef[]): boolean =>
  one.length === other.length && one.every(({ name, hash }) => other.some((ref) => ref.name === name && ref.hash === hash))

/** Texts of files, in their order. A text that is gone is a broken database, not an empty file. */
export const textsOf = async ({ lexicon }: Pick<Records, 'lexicon'>, refs: readonly FileRef[]): Promise<readonly LexiconFile[]> => {
  const texts = await lexicon.texts(refs.map(({ hash }) => hash))
  return refs.map(({ name, hash }) => {
    const text = texts.get(hash)
    if (text === undefined) throw new NotFoundError({ what: `lexicon text ${hash} of ${name}` })
    return { name, text }
  })
}

/** What the words in force are: number and files. */
export interface InForce {
  readonly number: number
  readonly files: readonly FileRef[]
  readonly version: LexiconVersion | undefined
}

/** Opens what every part of the desk looks up. */
export const openLooks = ({ store, reader, shipped }: DeskGround) => {
  const shippedRefs = (): readonly FileRef[] => shipped().map(refOf)

  const inForce = async (records: Pick<Records, 'lexicon'> = store): Promise<InForce> => {
    const number = await records.lexicon.newest()
    const version = number === 0 ? undefined : await records.lexicon.findVersion(number)
    return { number, version, files: version?.files ?? shippedRefs() }
  }

  const filesOf = async (refs: readonly FileRef[]): Promise<readonly LexiconFile[]> => {
    const own = shipped()
    // Version 0 stands in no table until somebody changes it.
    return isSame(refs, own.map(refOf)) ? own : textsOf(store, refs)
  }

  /** Throws what is wrong. */
  const soundOf = async (files: readonly LexiconFile[]): Promise<readonly LexiconFile[]> => {
    const faults = await reader.check(files)
    if (faults.length > 0) throw new LexiconFaultError({ faults })
    return files
  }

  const findDraft = async (id: string, records: Pick<Records, 'lexicon'> = store): Promise<LexiconDraft> => {
    const draft = await records.lexicon.findDraft(id)
    if (!draft) throw new NotFoundError({ what: 'lexicon draft' })
    return draft
  }

  /** One that may still be changed. */
  const findOpen = async (id: string, records: Pick<Records, 'lexicon'> = store): Promise<LexiconDraft> => {
    const draft = await findDraft(id, records)
    if (draft.state === 'published' || draft.state === 'dropped') throw new LexiconStepError({ why: 'closed' })
    return draft
  }

  /** Something was published, or a release brought other words, since the draft began. */
  const isBehind = (draft: LexiconDraft, now: InForce): boolean =>
    draft.base !== now.number || (now.number === 0 && !isSame(draft.shipped, shippedRefs()))

  return { shippedRefs, inForce, filesOf, soundOf, findDraft, findOpen, isBehind }
}

export type Looks = ReturnType<typeof openLooks>
