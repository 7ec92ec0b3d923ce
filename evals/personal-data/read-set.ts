import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PersonalKind, type PersonalSpan, personalKinds } from '../../core/personal.ts'

/** A line of a set: its text, and where personal values stand in it. None: a trap, of which nothing may be hidden. */
export interface MarkedLine {
  readonly text: string
  readonly values: readonly PersonalSpan[]
}

const kindOf = (name: string, line: string): PersonalKind => {
  const kind = personalKinds.find((known) => known === name)
  if (!kind) throw new TypeError(`no kind ${name} in ${line}`)
  return kind
}

const readLine = (line: string): MarkedLine => {
  const values: PersonalSpan[] = []
  let text = ''
  let last = 0
  for (const mark of line.matchAll(/⟦(\w+):([^⟧]*)⟧/g)) {
    text += line.slice(last, mark.index)
    values.push({ kind: kindOf(mark[1] ?? '', line), start: text.length, end: text.length + (mark[2]?.length ?? 0) })
    text += mark[2]
    last = mark.index + mark[0].length
  }
  return { text: text + line.slice(last), values }
}

/** Reads `first.txt` and its like: `⟦kind:value⟧` marks a value, `-` begins a trap, `#` a heading. */
export const readSet = (name: string): readonly MarkedLine[] =>
  readFileSync(join(import.meta.dirname, `${name}.txt`), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => readLine(line.startsWith('-') ? line.slice(1) : line))

/** How a finder did on a set. */
export interface SetScore {
  readonly values: number
  /** Values of which no sign is left over. */
  readonly covered: number
  readonly found: number
  /** Findings that stand on a value, with at most one sign beside it (four with an address). */
  readonly right: number
  readonly byKind: Readonly<Record<string, { values: number; covered: number }>>
  /** What went wrong, for a person to read. */
  readonly faults: readonly string[]
}

const overlap = (a: { start: number; end: number }, z: { start: number; end: number }): number =>
  Math.max(0, Math.min(a.end, z.end) - Math.max(a.start, z.start))

/** Holds a finder against a set. A value counts only when it is covered whole: half a number still names somebody. */
export const scoreSet = (lines: readonly MarkedLine[], find: (text: string) => readonly PersonalSpan[]): SetScore => {
  const byKind: Record<string, { values: number; covered: number }> = {}
  const faults: string[] = []
  let [values, covered, found, right] = [0, 0, 0, 0]
  for (const line of lines) {
    const spans = find(line.text)
    for (const value of line.values) {
      byKind[value.kind] ??= { values: 0, covered: 0 }
      const kind = byKind[value.kind] ?? { values: 0, covered: 0 }
      const isCovered = spans.reduce((sum, span) => sum + overlap(span, value), 0) >= value.end - value.start
      values += 1
      kind.values += 1
      covered += Number(isCovered)
      kind.covered += Number(isCovered)
      if (!isCovered) faults.push(`left: ${value.kind} in ${line.text}`)
    }
    for (const span of spans) {
      const inside = line.values.reduce((sum, value) => sum + overlap(span, value), 0)
      const isRight = inside > 0 && span.end - span.start - inside <= (span.kind === 'address' ? 4 : 1)
      found += 1
      right += Number(isRight)
      if (!isRight) faults.push(`too much: ${span.kind} ${line.text.slice(span.start, span.end)} in ${line.text}`)
    }
  }
  return { values, covered, found, right, byKind, faults }
}
