import { disputeClasses, type Finding, tiers } from '../../../core/disputes.ts'
import { NotFoundError } from '../../../core/errors.ts'
import type { FileRef, LexiconDesk, LexiconFile, LexiconPlace, Replay } from '../../../core/lexicon.ts'
import { entryChanges } from './entries.ts'
import type { DeskGround, Looks, ReadText } from './ground.ts'
import { refOf } from './ground.ts'
import { lineChanges } from './lines.ts'
import { labelOf } from './measure.ts'

/** So many incidents are read again at once: some seconds of one core. */
const replayLimit = 20_000
const shownExamples = 40
const dayMs = 86_400_000

interface Pair {
  readonly text: string
  readonly before: Finding
  readonly after: Finding
}

/** 0 is the gravest change: red comes or goes. 3: nothing that counts. */
const gravity = ({ before, after }: Pair): number => {
  if ((before.tier === 'red') !== (after.tier === 'red')) return 0
  if (before.tier !== after.tier) return 1
  return labelOf(before) === labelOf(after) ? 3 : 2
}

/** What two readings of the same texts come to side by side. */
export const replayOf = (pairs: readonly Pair[], facts: { readonly since: string; readonly isCapped: boolean }): Replay => {
  const count = (side: 'before' | 'after', is: (finding: Finding) => boolean): number => pairs.filter((pair) => is(pair[side])).length
  const changed = pairs.filter((pair) => gravity(pair) < 3)
  return {
    ...facts,
    texts: pairs.length,
    changed: changed.length,
    byClass: [...disputeClasses, 'none' as const].map((one) => ({
      class: one,
      before: count('before', (finding) => labelOf(finding) === one),
      after: count('after', (finding) => labelOf(finding) === one),
    })),
    byTier: tiers.map((tier) => ({
      tier,
      before: count('before', (finding) => finding.tier === tier),
      after: count('after', (finding) => finding.tier === tier),
    })),
    examples: changed.toSorted((a, b) => gravity(a) - gravity(b)).slice(0, shownExamples),
  }
}

/** Files with some of them as an editor has them now. */
const withEdits = (files: readonly LexiconFile[], edits: readonly LexiconFile[]): readonly LexiconFile[] =>
  files.map((file) => edits.find(({ name }) => name === file.name) ?? file)

/** What the desk shows without changing anything but the audit. */
export const openReading = (
  { store, clock, past, reader }: DeskGround,
  looks: Looks,
): Pick<LexiconDesk, 'versions' | 'file' | 'difference' | 'preview' | 'replay'> => {
  const refsAt = async (place: LexiconPlace): Promise<readonly FileRef[]> => {
    if ('draft' in place) return (await looks.findDraft(place.draft)).files
    if (place.version === 0) return looks.shippedRefs()
    const version = await store.lexicon.findVersion(place.version)
    if (!version) throw new NotFoundError({ what: 'lexicon version' })
    return version.files
  }
  const filesAt = async (place: LexiconPlace) => looks.filesOf(await refsAt(place))
  const current = async () => looks.filesOf((await looks.inForce()).files)

  const readTwice = async (texts: readonly ReadText[], before: readonly LexiconFile[], after: readonly LexiconFile[]) => {
    const [old, now] = [await reader.scan(before, texts), await reader.scan(after, texts)]
    return texts.flatMap(({ text }, at): readonly Pair[] => {
      const [one, other] = [old.findings[at], now.findings[at]]
      return one && other ? [{ text, before: one, after: other }] : []
    })
  }

  return {
    versions: () => store.lexicon.versions(),

    async file(place, name) {
      const file = (await filesAt(place)).find((one) => one.name === name)
      if (!file) throw new NotFoundError({ what: 'lexicon file' })
      return { ...file, hash: refOf(file).hash }
    },

    async difference(from, to) {
      const [before, after] = await Promise.all([filesAt(from), filesAt(to)])
      const files = after.flatMap(({ name, text }) => {
        const was = before.find((file) => file.name === name)?.text ?? ''
        return was === text ? [] : [{ name, lines: lineChanges(was, text) }]
      })
      // A working copy with a fault has lines, but no entries to compare.
      const isReadable = (await reader.check(before)).length === 0 && (await reader.check(after)).length === 0
      return { files, entries: isReadable ? entryChanges(await reader.entries(before), await reader.entries(after)) : [] }
    },

    async preview({ draft, files }, text) {
      const before = await current()
      const after = withEdits(draft ? await filesAt({ draft }) : before, files)
      const faults = await reader.check(after)
      if (faults.length > 0) return { faults }
      const [pair] = await readTwice([{ text }], before, after)
      return pair ? { before: pair.before, after: pair.after } : { faults }
    },

    async replay(id, days, by) {
      const after = await filesAt({ draft: id })
      const faults = await reader.check(after)
      if (faults.length > 0) return { faults }
      const since = new Date(clock().getTime() - days * dayMs)
      const texts = await past(by, { since, limit: replayLimit + 1 })
      // Texts of people were read: who did it, and why, stands in the audit before anything is shown.
      await store.audit.append(
        {
          ...{ actor: by.id, actorKind: 'officer', action: 'replay_lexicon', target: id, isOk: true },
          detail: { days, texts: Math.min(texts.length, replayLimit) },
        },
        clock(),
      )
      const pairs = await readTwice(texts.slice(0, replayLimit), await current(), after)
      return replayOf(pairs, { since: since.toISOString(), isCapped: texts.length > replayLimit })
    },
  }
}
