import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { FoundClause } from '../core/guard.ts'

const clause = z.strictObject({
  ...{ document: z.string(), article: z.string(), text: z.string(), effective: z.string() },
  ...{ until: z.string().optional(), isOld: z.boolean().default(false) },
})
const lot = z.strictObject({ found: z.array(z.string()).min(1), asked: z.string(), good: z.array(z.string()), bad: z.array(z.string()) })
const sentences = z.strictObject({ clauses: z.record(z.string(), clause), tuned: z.array(lot), afterwards: z.array(lot) })

/** Sentences about the same clauses: those that a citizen may be shown, and those that nobody may. */
export type Lot = z.output<typeof lot>

const read = sentences.parse(parse(readFileSync(join(import.meta.dirname, 'quote-proof-sentences.yaml'), 'utf8')))

/** A clause as a search would have found it. */
export const clauseOf = ({ document, article, text, effective, until, isOld }: z.output<typeof clause>): FoundClause => ({
  ...{ document, article, path: article, text, effective, until, isOld },
  citation: { document, version: '', path: article, quote: text, effective, href: `/policies/x#${article}` },
})

/** Clauses by short names. */
export const clauses: ReadonlyMap<string, FoundClause> = new Map(Object.entries(read.clauses).map(([name, one]) => [name, clauseOf(one)]))
/** What rules and thresholds were set on, and what was written afterwards. */
export const { tuned, afterwards } = read

const laterFile = z.strictObject({ clauses: z.record(z.string(), clause), lots: z.array(lot) })
const later = laterFile.parse(parse(readFileSync(join(import.meta.dirname, 'quote-proof-fresh.yaml'), 'utf8')))

/** A whole lot on clauses of its own, written before it was run. */
export const fresh: { readonly clauses: ReadonlyMap<string, FoundClause>; readonly lots: readonly Lot[] } = {
  clauses: new Map(Object.entries(later.clauses).map(([name, one]) => [name, clauseOf(one)])),
  lots: later.lots,
}
