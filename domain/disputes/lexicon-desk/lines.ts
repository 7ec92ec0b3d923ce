import { diff3Merge, diffIndices } from 'node-diff3'
import type { LexiconFault, LineChange } from '../../../core/lexicon.ts'

const linesOf = (text: string): string[] => text.replace(/\r\n?/g, '\n').split('\n')

/** Two texts line by line, in the order of the newer one. */
export const lineChanges = (before: string, after: string): readonly LineChange[] => {
  const [old, now] = [linesOf(before), linesOf(after)]
  const changes: LineChange[] = []
  let seen = 0
  const same = (until: number): void => {
    if (until > seen) changes.push({ kind: 'same', lines: now.slice(seen, until), at: seen + 1 })
  }
  for (const { buffer1, buffer1Content, buffer2, buffer2Content } of diffIndices(old, now)) {
    same(buffer2[0])
    if (buffer1Content.length > 0) changes.push({ kind: 'removed', lines: buffer1Content, at: buffer1[0] + 1 })
    if (buffer2Content.length > 0) changes.push({ kind: 'added', lines: buffer2Content, at: buffer2[0] + 1 })
    seen = buffer2[0] + buffer2[1]
  }
  same(now.length)
  return changes
}

/** Both sides of one stretch that two people changed, as it stands in a merged text; no lexicon can be read with it. */
const marks = { mine: '<<<<<<< 我的', theirs: '=======', end: '>>>>>>> 别人的' } as const

/** Two changes of one text put together (合并). Where both touched the same lines, both stand there between marks. */
export const merged = (mine: string, base: string, theirs: string): { readonly text: string; readonly clashes: readonly number[] } => {
  const lines: string[] = []
  const clashes: number[] = []
  for (const region of diff3Merge(linesOf(mine), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true })) {
    if (region.ok) lines.push(...region.ok)
    if (!region.conflict) continue
    clashes.push(lines.length + 1)
    lines.push(marks.mine, ...region.conflict.a, marks.theirs, ...region.conflict.b, marks.end)
  }
  return { text: lines.join('\n'), clashes }
}

/** Marks of a merge that nobody settled yet: said in plain words, before a parser says it in its own. */
export const unsettled = (file: string, text: string): readonly LexiconFault[] =>
  linesOf(text).flatMap((line, at) =>
    line === marks.mine || line === marks.theirs || line === marks.end
      ? [{ file, line: at + 1, why: '两个人改了同一处，请留下要的内容，删去这一行标记' }]
      : [],
  )
