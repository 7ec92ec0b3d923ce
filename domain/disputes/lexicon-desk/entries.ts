import type { EntryChange } from '../../../core/lexicon.ts'
import type { Entry } from '../lexicon/entry.ts'

const partOf = ({ place }: Entry): string => /([^/]+)\.yaml(?::\d+)?$/.exec(place)?.[1] ?? place

/** One word may stand in a file under two roles. */
const keyOf = (entry: Entry): string => `${partOf(entry)} ${entry.kind} ${entry.role} ${entry.word}`

const list = (words: readonly string[]): string => (words.length === 0 ? '（无）' : words.join('、'))

const ways: readonly { readonly name: string; readonly of: (entry: Entry) => string }[] = [
  { name: '', of: ({ isWeak, kind }) => (kind === 'term' ? (isWeak ? '弱词' : '强词') : '') },
  { name: '类别', of: ({ classes }) => classes.join('、') },
  { name: '需要同句出现', of: ({ needs }) => list(needs) },
  { name: '同句出现则不算', of: ({ unless }) => list(unless) },
  { name: '变体', of: ({ variants }) => list(variants) },
  { name: '分值', of: ({ points }) => String(points) },
  { name: '管到几个字', of: ({ window }) => String(window) },
  { name: '“…”最多几个字', of: ({ gap }) => String(gap) },
]

const howOf = (before: Entry, after: Entry): string =>
  ways
    .flatMap(({ name, of }) => {
      const [was, is] = [of(before), of(after)]
      return was === is ? [] : [`${name ? `${name}：` : ''}${was} → ${is}`]
    })
    .join('；')

/** Entries that somebody wrote. Words that stand only in `needs` or `unless` of others come and go with those. */
const written = (entries: readonly Entry[]): readonly Entry[] => entries.filter(({ role }) => role !== 'beside')

/** What became of the entries of a lexicon: what came, went, or counts in another way. Where a word stands in its file is no change. */
export const entryChanges = (before: readonly Entry[], after: readonly Entry[]): readonly EntryChange[] => {
  const [earlier, later] = [written(before), written(after)]
  const old = new Map(earlier.map((entry) => [keyOf(entry), entry]))
  const now = new Set(later.map(keyOf))
  const change = (kind: EntryChange['kind'], entry: Entry, how = ''): EntryChange => ({ kind, part: partOf(entry), word: entry.word, how })
  return [
    ...later.flatMap((entry) => {
      const was = old.get(keyOf(entry))
      if (!was) return [change('added', entry)]
      const how = howOf(was, entry)
      return how ? [change('changed', entry, how)] : []
    }),
    ...earlier.filter((entry) => !now.has(keyOf(entry))).map((entry) => change('removed', entry)),
  ]
}
