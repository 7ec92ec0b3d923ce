import { z } from 'zod'
import type { DocumentDraft } from '../../core/knowledge.ts'
import type { Store } from '../../core/ports.ts'
import { isPlainDate } from '../../core/time.ts'
import { BundleError } from './errors.ts'

const day = z.string().refine(isPlainDate, 'not a day like 2026-01-31')
const text = z.string().max(2_000_000)
const line = z.string().max(2_000)

/** A document as a bundle carries it: what its reader made of it, so that both sides hold the same clauses. */
const carried = z.strictObject({
  ...{ title: line.min(1), shortTitle: line, kind: z.enum(['law', 'guide', 'qa']), topic: z.string().regex(/^[\w-]{1,60}$/) },
  ...{ audience: z.enum(['public', 'internal']), issuer: line.nullable(), number: line.nullable(), label: line },
  ...{ promulgated: day.nullable(), effective: day.nullable(), repealed: day.nullable() },
  review: z.strictObject({ by: line, at: day, expires: day.nullable() }).nullable(),
  ...{ origin: line, source: line, sourceHash: z.string().regex(/^[0-9a-f]{64}$/) },
  clauses: z
    .array(z.strictObject({ anchor: line, article: line, path: line, text, externalId: line.nullable() }))
    .min(1)
    .max(50_000),
})

/** Documents that people brought in; what ships comes with the program on both sides. */
export const ownDocuments = async ({
  knowledge,
}: Pick<Store, 'knowledge'>): Promise<readonly { readonly path: string; readonly text: string }[]> => {
  const documents = new Map((await knowledge.documents()).map((document) => [document.id, document]))
  const versions = (await knowledge.versions()).filter(({ state, ingestedBy }) => state === 'live' && ingestedBy !== 'system')
  const files: { path: string; text: string }[] = []
  for (const [at, version] of versions.entries()) {
    const document = documents.get(version.document)
    if (!document) continue
    const clauses = await knowledge.clausesOf(version.key)
    const { title, shortTitle, kind, topic, audience, issuer, number } = document
    const { label, promulgated, effective, repealed, review, origin, source, sourceHash } = version
    const draft: z.input<typeof carried> = {
      ...{ title, shortTitle, kind, topic, audience, issuer: issuer ?? null, number: number ?? null, label },
      ...{ promulgated: promulgated ?? null, effective: effective ?? null, repealed: repealed ?? null },
      review: review ? { ...review, expires: review.expires ?? null } : null,
      ...{ origin, source, sourceHash },
      clauses: clauses.map(({ anchor, article, path, text: words, externalId }) => ({
        ...{ anchor, article, path, text: words, externalId: externalId ?? null },
      })),
    }
    files.push({ path: `documents/${at + 1}.json`, text: `${JSON.stringify(draft)}\n` })
  }
  return files
}

/** A carried document as it goes into the knowledge base. Throws BundleError for one that is no document. */
export const documentIn = (path: string, json: string): DocumentDraft => {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new BundleError({ problem: 'unreadable', member: path, why: 'no JSON' })
  }
  const parsed = carried.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new BundleError({ problem: 'unreadable', member: path, why: `${issue?.path.join('.')}: ${issue?.message}` })
  }
  const { issuer, number, promulgated, effective, repealed, review, clauses, ...rest } = parsed.data
  return {
    ...rest,
    ...{ issuer: issuer ?? undefined, number: number ?? undefined, promulgated: promulgated ?? undefined },
    ...{ effective: effective ?? undefined, repealed: repealed ?? undefined, notes: [] },
    review: review ? { ...review, expires: review.expires ?? undefined } : undefined,
    clauses: clauses.map(({ externalId, ...clause }) => ({ ...clause, externalId: externalId ?? undefined })),
  }
}
