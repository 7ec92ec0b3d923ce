import type { TranscriptTurn } from '../../core/eval-runs.ts'
import { maskPersonal } from '../../testing.ts'
import type { Exchange } from './visit.ts'

/** What is different each time by chance, or names somebody. */
const marks: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '〔编号〕'],
  [/\bWFZ-[0-9A-Z-]{6,}/g, 'WFZ-〔证明编号〕'],
  [/\bSL[0-9A-Z]{8,}/g, 'SL〔受理号〕'],
  [/\b[0-9A-HJKMNP-TV-Z]{24}\b/g, '〔验证码〕'],
]

/** Text as a report may hold it: personal values and numbers replaced; the same visit gives the same text. */
export const reportable = (text: string): string => maskPersonal(marks.reduce((said, [mark, name]) => said.replace(mark, name), text))

/** The transcript of a visit, with what is wrong at each message. */
export const transcriptOf = (
  exchanges: readonly Exchange[],
  faultsAt: (at: number) => readonly string[] = () => [],
): readonly TranscriptTurn[] =>
  exchanges.map(({ says, reply, untrue }, at) => ({
    says: reportable(says),
    reply: reportable(reply.text),
    outcome: reply.outcome,
    agent: reply.agent,
    tools: reply.tools.map(({ name, ok }) => (ok ? name : `${name}（未成）`)),
    cards: reply.cards.map(({ kind, title }) => `${kind} ${title}`),
    cites: reply.citations.map(({ document, path }) => `${document} ${path}`),
    faults: [...new Set([...faultsAt(at), ...untrue])].map(reportable),
  }))
