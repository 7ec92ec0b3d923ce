import type { ClauseView } from '../../core/library.ts'
import { escaped } from './policy-text.ts'

/** A heading (编, 章, 节) with the clause that it stands above. */
export interface Heading {
  readonly id: string
  readonly text: string
  /** 0 for the highest. */
  readonly depth: number
  /** Index of the first clause below it. */
  readonly clause: number
}

/** Headings above a clause, from its path; the last part is the clause itself. */
const headingsAbove = ({ path }: ClauseView): readonly string[] => path.split(' › ').slice(0, -1)

/** Every heading of a document in its order. A section with text of its own is the heading of the sections below it. */
export const headingsOf = (clauses: readonly ClauseView[]): readonly Heading[] => {
  const found: Heading[] = []
  let before: readonly string[] = []
  for (const [clause, view] of clauses.entries()) {
    const above = headingsAbove(view)
    let shared = 0
    while (shared < above.length && above[shared] === before[shared]) shared++
    for (let depth = shared; depth < above.length; depth++)
      found.push({ id: `h${found.length + 1}`, text: above[depth] ?? '', depth, clause })
    before = [...above, view.article]
  }
  return found
}

/** How deep a clause stands below headings. */
export const depthOf = (clause: ClauseView): number => headingsAbove(clause).length

/** A law with fewer articles than this lists them where it has no headings. */
const fewArticles = 80

/** The outline (目录) as nested lists of links: headings of a law, every section of anything else; empty where there is nothing to choose. */
export const outline = (clauses: readonly ClauseView[], headings: readonly Heading[], isLaw: boolean): string => {
  const withClauses = !isLaw || (headings.length < 2 && clauses.length < fewArticles)
  const entries = headings.map(({ id, text, depth, clause }) => ({ id, text, depth, clause, isOwn: false }))
  if (withClauses)
    for (const [clause, view] of clauses.entries())
      if (!/-r\d+$/.test(view.anchor)) entries.push({ id: view.anchor, text: view.article, depth: depthOf(view), clause, isOwn: true })
  if (entries.length < 2) return ''
  entries.sort((a, b) => a.clause - b.clause || Number(a.isOwn) - Number(b.isOwn) || a.depth - b.depth)
  let html = ''
  let depth = -1
  for (const entry of entries) {
    html += entry.depth > depth ? '<ol>'.repeat(entry.depth - depth) : `</li>${'</ol></li>'.repeat(depth - entry.depth)}`
    html += `<li><a href="#${encodeURIComponent(entry.id)}">${escaped(entry.text)}</a>`
    depth = entry.depth
  }
  return `${html}</li>${'</ol></li>'.repeat(depth)}</ol>`
}
