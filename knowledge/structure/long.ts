import type { ClauseDraft } from '../../core/knowledge.ts'

/** Most characters of one clause. The longest article of the laws we have has under 6,000; more is a text without paragraphs. */
const clauseChars = 12_000

/** Pieces of a text, cut behind a sentence where there is one in the last third, else where it is full. No half characters. */
const cut = (text: string): string[] => {
  const pieces: string[] = []
  let at = 0
  while (text.length - at > clauseChars) {
    const window = text.slice(at, at + clauseChars)
    const end = Math.max(...['。', '；', '\n', '！', '？', '，'].map((mark) => window.lastIndexOf(mark)))
    let length = end > clauseChars * 0.66 ? end + 1 : clauseChars
    if (/[\ud800-\udbff]/.test(text[at + length - 1] ?? '')) length--
    pieces.push(text.slice(at, at + length).trim())
    at += length
  }
  pieces.push(text.slice(at).trim())
  return pieces.filter((piece) => piece !== '')
}

/** Clauses that are too long to be quoted, cut: `a3`, `a3-c2`, `a3-c3`. */
export const cutLong = (clauses: readonly ClauseDraft[]): ClauseDraft[] =>
  clauses.flatMap((clause) =>
    clause.text.length <= clauseChars
      ? [clause]
      : cut(clause.text).map((text, index) =>
          index === 0
            ? { ...clause, text }
            : { ...clause, anchor: `${clause.anchor}-c${index + 1}`, path: `${clause.path}（续${index}）`, text },
        ),
  )
