import type { Citation } from '../../core/conversation.ts'
import type { Ground } from '../run/ground.ts'

interface PolicyAnswer {
  readonly clauses: readonly { readonly anchor: string; readonly text: string }[]
}

const bare = (text: string): string => text.normalize('NFKC').replace(/[\s“”"《》〈〉]/g, '')

/** What is wrong with a citation: it opens nothing, or its quoted words do not stand there. Undefined when it stands. */
export const citationFault = async ({ p, clock }: Ground, reader: string, citation: Citation): Promise<string | undefined> => {
  const [, document = '', label = '', anchor = ''] = /^\/policies\/([^?#]+)(?:\?v=([^#]*))?(?:#(.*))?$/.exec(citation.href) ?? []
  clock.advance(1_000)
  const response = await p.ask(reader, 'GET', `/api/policies/${document}${label ? `?v=${label}` : ''}`)
  if (response.status !== 200) return `cites what does not open: ${citation.document} ${citation.path}`
  // Held to its schema by the tests of the server.
  const { clauses } = (await response.json()) as PolicyAnswer
  // A part of a clause (款、项) has the anchor of its clause before its own.
  const text = (clauses.find((clause) => clause.anchor === anchor) ?? clauses.find((clause) => anchor.startsWith(`${clause.anchor}-`)))
    ?.text
  if (text === undefined) return `cites a place that is not there: ${citation.document} ${citation.path}`
  const parts = citation.quote.split(/…+|\.{3,}/).map(bare)
  const whole = bare(text)
  return parts.every((part) => whole.includes(part)) ? undefined : `quotes what does not stand there: ${citation.document} ${citation.path}`
}
