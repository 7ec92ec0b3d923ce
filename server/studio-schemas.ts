import { z } from '@hono/zod-openapi'

/** Shapes of the studio, once: routes validate by them and /openapi.json is written from them. */

const instant = z.string().openapi({ format: 'date-time', example: '2026-11-22T01:00:00.000Z' })
const hash = z.string().openapi({ example: '0f1e2d3c4b5a6978' })
export const agentId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,40}$/, '编号用小写字母、数字和短横线，例如 dog-license')
  .openapi({ example: 'dog-license' })
const page = z.string().max(200_000)
const cases = z.string().max(400_000)

export const PageFaultView = z.object({ file: z.enum(['agent.md', 'cases.yaml']), line: z.int(), why: z.string() }).openapi('PageFault')

const trial = z
  .object({
    model: z.string(),
    cases: z
      .array(
        z.object({
          ...{ title: z.string(), of: z.enum(['service', 'draft']), before: z.boolean().nullable(), after: z.boolean() },
          faults: z.array(z.string()).readonly(),
        }),
      )
      .readonly(),
    taken: z.array(z.object({ says: z.string(), from: z.string(), got: z.string() })).readonly(),
    routed: z.int(),
    seconds: z.number(),
  })
  .openapi('PageTrial')

const proposal = z.object({
  ...{ why: z.string(), by: z.string(), byName: z.string(), at: instant, beside: hash.nullable(), trial },
  worse: z.array(z.string()).readonly().openapi({ description: 'What it does worse, in words; not empty: a second person has to sign.' }),
  barred: z.array(z.string()).readonly().openapi({ description: 'What nobody can sign for.' }),
  seal: z.string(),
})

export const PageDraftView = z
  .object({
    ...{ id: z.string(), agent: agentId, title: z.string(), page: z.string(), cases: z.string(), base: hash.nullable() },
    ...{ restores: z.int().nullable(), revision: z.int(), state: z.enum(['open', 'trying', 'proposed', 'published', 'dropped']) },
    ...{ by: z.string(), byName: z.string(), at: instant, changedAt: instant, changedByName: z.string() },
    stopped: z.string().nullable().openapi({ description: 'Why the last trial came to no end, or was sent back.' }),
    proposal: proposal.nullable(),
    approval: z.object({ id: z.string(), hash: z.string(), expiresAt: z.string() }).nullable(),
  })
  .openapi('PageDraft')

export const PageReleaseView = z
  .object({
    ...{ number: z.int(), agent: agentId, version: hash, origin: z.enum(['first', 'studio', 'files', 'restore', 'bundle']) },
    ...{ source: z.string().nullable(), by: z.string(), byName: z.string(), at: instant, why: z.string() },
    worse: z.array(z.string()).readonly(),
    held: z.object({ before: z.int().nullable(), after: z.int(), of: z.int() }).nullable(),
    signature: z.object({ by: z.string(), byName: z.string(), approval: z.string(), why: z.string() }).nullable(),
  })
  .openapi('PageRelease')

const brief = PageDraftView.omit({ page: true, cases: true, proposal: true }).extend({ worse: z.array(z.string()).readonly().nullable() })

export const StudioView = z
  .object({
    agents: z.array(
      z.object({
        ...{ id: agentId, name: z.string(), audience: z.string(), purpose: z.string(), version: hash, release: PageReleaseView.nullable() },
        isFileOther: z.boolean().openapi({ description: 'The file in agents/ says something else than what serves.' }),
        drafts: z.int(),
      }),
    ),
    broken: z.array(z.object({ agent: z.string(), line: z.int(), why: z.string() })).readonly(),
    drafts: z.array(brief),
    unpublished: z.array(z.string()).readonly().openapi({ description: 'Agents of which only a file is there, and nothing serves.' }),
  })
  .openapi('Studio')

const texts = z.object({ page: z.string(), cases: z.string(), version: hash })
export const StudioPageView = z
  .object({
    ...{ id: agentId, inService: texts.nullable(), file: texts.nullable() },
    ...{ releases: z.array(PageReleaseView), drafts: z.array(brief) },
  })
  .openapi('StudioPage')

const line = z.object({ kind: z.enum(['same', 'added', 'removed']), lines: z.array(z.string()).readonly(), at: z.int() })
export const PageDifferenceView = z.object({ page: z.array(line).readonly(), cases: z.array(line).readonly() }).openapi('PageDifference')

export const OpenPageDraftView = z
  .object({
    draft: PageDraftView,
    faults: z.array(PageFaultView).readonly(),
    isBehind: z.boolean().openapi({ description: 'Another page came into service since it began.' }),
  })
  .openapi('OpenPageDraft')

/** `service`, `file`, `empty`, `release:12`, `draft:0199…`. */
export const placeText = z
  .string()
  .max(80)
  .regex(/^(?:service|file|empty|release:\d{1,9}|draft:[\w-]{1,64})$/, '请写 service、file、empty、release:编号 或 draft:编号')
  .openapi({ example: 'service' })

export const CheckPage = z.object({ agent: agentId, page, cases }).openapi('CheckPage')
export const BeginPage = z.object({ agent: agentId, title: z.string().trim().min(1).max(80), from: placeText }).openapi('BeginPage')
export const SavePage = z.object({ page, cases, revision: z.int() }).openapi('SavePage')
export const TryPage = z.object({ revision: z.int(), why: z.string().trim().min(2).max(500) }).openapi('TryPage')
export const SignPage = z.object({ seal: z.string().max(64), why: z.string().trim().min(2).max(500) }).openapi('SignPage')
export const PublishPage = z.object({ seal: z.string().max(64) }).openapi('PublishPage')
