import type { Stretch } from '../core/library.ts'

/** What is compared of a clause. */
export interface Comparable {
  readonly anchor: string
  readonly text: string
}

/** A clause and the one that took its place; one side is undefined where it came or went. */
export interface Pair<T extends Comparable> {
  readonly before: T | undefined
  readonly after: T | undefined
}

const fold = (text: string): string => text.replace(/\s+/g, '')

const pairsOf = (text: string): ReadonlySet<string> => {
  const folded = fold(text)
  const pairs = new Set<string>()
  for (let at = 0; at + 1 < folded.length; at++) pairs.add(folded.slice(at, at + 2))
  return pairs
}

/** Share of bigrams (Dice) from which two clauses count as one that was rewritten; the same number needs less. */
const alike = 0.5
const alikeUnderOneNumber = 0.3
/** A bigram in more clauses than this says nothing of which one is meant. */
const commonIn = 60

interface Candidate {
  readonly before: number
  readonly after: number
  readonly score: number
}

/** How alike the clauses of two texts are, where they are alike at all. */
const candidatesOf = (before: readonly (Comparable | undefined)[], after: readonly (Comparable | undefined)[]): Candidate[] => {
  const postings = new Map<string, number[]>()
  const sizes: number[] = []
  for (const [at, clause] of after.entries()) {
    const pairs = clause ? pairsOf(clause.text) : new Set<string>()
    sizes[at] = pairs.size
    for (const pair of pairs) {
      const list = postings.get(pair)
      if (list) list.push(at)
      else postings.set(pair, [at])
    }
  }
  const found: Candidate[] = []
  for (const [at, clause] of before.entries()) {
    if (!clause) continue
    const pairs = pairsOf(clause.text)
    const rare = [...pairs].flatMap((pair) => {
      const list = postings.get(pair)
      return list && list.length <= commonIn ? [list] : []
    })
    const shared = new Map<number, number>()
    for (const list of rare) for (const other of list) shared.set(other, (shared.get(other) ?? 0) + 1)
    for (const [other, count] of shared) {
      const score = (2 * count) / Math.max(1, pairs.size + (sizes[other] ?? 0))
      const isSameNumber = after[other]?.anchor === clause.anchor
      if (score >= (isSameNumber ? alikeUnderOneNumber : alike))
        found.push({ before: at, after: other, score: score + (isSameNumber ? 0.05 : 0) })
    }
  }
  return found.sort((a, b) => b.score - a.score || a.before - b.before || a.after - b.after)
}

/**
 * Finds for each clause of one version its like in another: the same words first, wherever their number went (a law that is revised
 * counts its articles anew), then the most alike. In the order of the later text; what went stands behind what it stood behind.
 */
export const alignClauses = <T extends Comparable>(before: readonly T[], after: readonly T[]): readonly Pair<T>[] => {
  const mate = new Map<number, number>()
  const taken = new Set<number>()
  const join = (one: number, other: number): void => {
    mate.set(other, one)
    taken.add(one)
  }
  const byText = new Map<string, number[]>()
  for (const [at, { text }] of before.entries()) byText.set(fold(text), [...(byText.get(fold(text)) ?? []), at])
  for (const [at, clause] of after.entries()) {
    const free = (byText.get(fold(clause.text)) ?? []).filter((one) => !taken.has(one))
    const same = free.find((one) => before[one]?.anchor === clause.anchor) ?? free[0]
    if (same !== undefined) join(same, at)
  }
  const left = before.map((clause, at) => (taken.has(at) ? undefined : clause))
  const open = after.map((clause, at) => (mate.has(at) ? undefined : clause))
  for (const { before: one, after: other } of candidatesOf(left, open)) if (!taken.has(one) && !mate.has(other)) join(one, other)

  const placeOf = new Map([...mate].map(([other, one]) => [one, other]))
  const behind = new Map<number, T[]>()
  let last = -1
  for (const [at, clause] of before.entries()) {
    const place = placeOf.get(at)
    if (place === undefined) behind.set(last, [...(behind.get(last) ?? []), clause])
    else last = place
  }
  const gone = (at: number): Pair<T>[] => (behind.get(at) ?? []).map((clause) => ({ before: clause, after: undefined }))
  return [...gone(-1), ...after.flatMap((clause, at) => [{ before: before[mate.get(at) ?? -1], after: clause }, ...gone(at)])]
}

/** Longer texts are shown whole, one above the other: a comparison by character would take its time and be unreadable. */
const mostCharacters = 1_500

/** Texts split where people would: runs of Latin letters and digits stay whole. */
const tokensOf = (text: string): string[] => text.match(/[A-Za-z0-9]+|[\s\S]/gu) ?? []

/** What two texts share and where they differ, in order. */
export const stretchesOf = (before: string, after: string): readonly Stretch[] => {
  const [old, now] = [tokensOf(before), tokensOf(after)]
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head++
  let tail = 0
  while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++
  const [a, b] = [old.slice(head, old.length - tail), now.slice(head, now.length - tail)]
  const middle = a.length > mostCharacters || b.length > mostCharacters ? whole(a, b) : common(a, b)
  return merged([...same(old.slice(0, head)), ...middle, ...same(tail > 0 ? old.slice(-tail) : [])])
}

const same = (tokens: readonly string[]): Stretch[] => [{ kind: 'same', text: tokens.join('') }]
const whole = (a: readonly string[], b: readonly string[]): Stretch[] => [
  { kind: 'removed', text: a.join('') },
  { kind: 'added', text: b.join('') },
]

/** Longest common subsequence, by the usual table. */
const common = (a: readonly string[], b: readonly string[]): Stretch[] => {
  const width = b.length + 1
  const table = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i * width + j] =
        a[i] === b[j] ? (table[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0)
  const found: Stretch[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [one, other] = [a[i] ?? '', b[j] ?? '']
    if (i < a.length && j < b.length && one === other) {
      found.push({ kind: 'same', text: one })
      i++
      j++
    } else if (i < a.length && (j >= b.length || (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0))) {
      found.push({ kind: 'removed', text: one })
      i++
    } else {
      found.push({ kind: 'added', text: other })
      j++
    }
  }
  return found
}

/** Neighbours of one kind as one; a single shared character between two changes is chance, and counts as changed. */
const merged = (stretches: readonly Stretch[]): readonly Stretch[] => {
  const runs: { kind: Stretch['kind']; text: string }[] = []
  for (const { kind, text } of stretches) {
    const last = runs.at(-1)
    if (!text) continue
    if (last?.kind === kind) last.text += text
    else runs.push({ kind, text })
  }
  const out: Stretch[] = []
  let removed = ''
  let added = ''
  const flush = (): void => {
    if (removed) out.push({ kind: 'removed', text: removed })
    if (added) out.push({ kind: 'added', text: added })
    removed = ''
    added = ''
  }
  for (const [at, { kind, text }] of runs.entries()) {
    const isChance = kind === 'same' && at > 0 && at < runs.length - 1 && [...text].length < 2
    if (kind === 'removed' || isChance) removed += text
    if (kind === 'added' || isChance) added += text
    if (kind === 'same' && !isChance) {
      flush()
      out.push({ kind, text })
    }
  }
  flush()
  return out
}
