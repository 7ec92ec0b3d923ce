import { z } from '@hono/zod-openapi'
import { disputeClasses, tiers } from '../core/disputes.ts'

/** Shapes of the lexicon desk, once: routes validate by them and /openapi.json is written from them. */

const instant = z.string().openapi({ format: 'date-time', example: '2026-11-22T01:00:00.000Z' })
const label = z.enum([...disputeClasses, 'none'])
const share = z.object({ value: z.number().nullable(), of: z.int() }).openapi({ description: 'A share, and of how many; null of none.' })
const ref = z.object({ name: z.string(), hash: z.string() })
const fault = z.object({ file: z.string(), line: z.int(), why: z.string() })

const Figures = z
  .object({
    texts: z.int(),
    macroF1: z.number(),
    byClass: z.array(z.object({ class: label, precision: share, recall: share, f1: z.number() })).readonly(),
    dispute: z.object({ precision: share, recall: share }),
    red: z.object({ recall: share, falseAlarms: share }),
  })
  .openapi('LexiconFigures')

const proposal = z.object({
  ...{ why: z.string(), by: z.string(), byName: z.string(), at: instant },
  scanner: z.object({ before: z.string(), after: z.string() }),
  measured: z.array(z.object({ set: z.string(), hash: z.string(), before: Figures, after: Figures })).readonly(),
  worse: z.array(z.string()).readonly().openapi({ description: 'What it does worse, in words; not empty: a second person has to sign.' }),
  seal: z.string(),
})
const signature = z.object({ by: z.string(), byName: z.string(), at: instant, seal: z.string(), why: z.string() })

export const LexiconDraftView = z
  .object({
    ...{ id: z.string(), title: z.string(), base: z.int(), revision: z.int(), state: z.enum(['open', 'proposed', 'published', 'dropped']) },
    files: z.array(ref).readonly(),
    ...{ by: z.string(), byName: z.string(), at: instant, changedAt: instant, changedByName: z.string() },
    ...{ proposal: proposal.nullable(), signature: signature.nullable() },
  })
  .openapi('LexiconDraft')

export const LexiconVersionView = z
  .object({
    ...{ number: z.int(), base: z.int(), by: z.string(), byName: z.string(), at: instant, scanner: z.string(), why: z.string() },
    ...{ proposal, signature: signature.nullable() },
  })
  .openapi('LexiconVersion')

export const LexiconOverviewView = z
  .object({
    current: z.object({ number: z.int(), scanner: z.string(), version: LexiconVersionView.nullable() }),
    hasNewerShipped: z.boolean().openapi({ description: 'A release brought other words than those that this version began from.' }),
    files: z.array(z.object({ name: z.string(), entries: z.int() })).readonly(),
    drafts: z.array(LexiconDraftView),
    sets: z.array(z.object({ name: z.string(), texts: z.int() })).readonly(),
  })
  .openapi('LexiconOverview')

const edit = z.object({ file: z.string(), by: z.string(), byName: z.string(), at: instant, before: z.string(), after: z.string() })

export const OpenDraftView = z
  .object({
    ...{ draft: LexiconDraftView, edits: z.array(edit), faults: z.array(fault).readonly() },
    isBehind: z.boolean().openapi({ description: 'Another version was published since it began; take it up first.' }),
    hasNewerShipped: z.boolean().openapi({ description: 'A release ships other words than those that it goes back to.' }),
    clashes: z.array(fault).readonly().optional().openapi({ description: 'After taking up: where both sides changed the same lines.' }),
  })
  .openapi('OpenLexiconDraft')

export const LexiconText = z.object({ name: z.string(), text: z.string(), hash: z.string() }).openapi('LexiconText')

export const LexiconSaved = z
  .object({ draft: LexiconDraftView, hash: z.string(), faults: z.array(fault).readonly() })
  .openapi('LexiconSaved')

export const LexiconDifferenceView = z
  .object({
    entries: z
      .array(z.object({ kind: z.enum(['added', 'removed', 'changed']), part: z.string(), word: z.string(), how: z.string() }))
      .readonly(),
    files: z
      .array(
        z.object({
          name: z.string(),
          lines: z
            .array(z.object({ kind: z.enum(['same', 'added', 'removed']), lines: z.array(z.string()).readonly(), at: z.int() }))
            .readonly(),
        }),
      )
      .readonly(),
  })
  .openapi('LexiconDifference')

const finding = z
  .object({
    classes: z.array(z.enum(disputeClasses)).readonly(),
    tier: z.enum(tiers),
    points: z.number(),
    reasons: z
      .array(z.object({ word: z.string(), at: z.int(), rule: z.string(), points: z.number(), class: z.enum(disputeClasses).optional() }))
      .readonly(),
    marks: z.array(z.string()).readonly(),
  })
  .openapi('DisputeFindingInPreview')

const pair = { before: finding, after: finding }

export const LexiconPreview = z
  .object({ faults: z.array(fault).readonly(), before: finding.nullable(), after: finding.nullable() })
  .openapi('LexiconPreview')

export const LexiconReplay = z
  .object({
    ...{ texts: z.int(), isCapped: z.boolean(), since: instant, changed: z.int() },
    byClass: z.array(z.object({ class: label, before: z.int(), after: z.int() })).readonly(),
    byTier: z.array(z.object({ tier: z.enum(tiers), before: z.int(), after: z.int() })).readonly(),
    examples: z.array(z.object({ text: z.string(), ...pair })).readonly(),
    faults: z.array(fault).readonly(),
  })
  .openapi('LexiconReplay')

/** A file of some thousand words is 100 kB; half a million characters is nobody's lexicon. */
const fileText = z
  .string()
  .max(500_000, '一份词库文件最多 50 万字。')
  .refine((text) => text.isWellFormed() && !text.includes('\0'), '文件里有读不出来的字符，请删去后再保存。')
const why = z.string().trim().min(2, '请写明为什么这样改。').max(500, '最多 500 字。')
const seal = z.string().regex(/^[0-9a-f]{64}$/, '请刷新后再试。')

export const NewDraft = z.object({
  title: z.string().trim().min(1, '请给草稿起个名字。').max(80, '最多 80 字。'),
  from: z.int().min(0).optional().openapi({ description: 'An earlier version to go back to; left out, the one in force.' }),
})
export const SaveFile = z.object({
  text: fileText,
  was: z.string().max(64).openapi({ description: 'Hash of the text that the editor began from.' }),
})
export const TakeUp = z.object({ from: z.enum(['published', 'shipped']) })
export const PreviewAsk = z.object({
  draft: z.string().max(64).optional(),
  files: z
    .array(z.object({ name: z.string().max(40), text: fileText }))
    .max(20)
    .default([]),
  text: z.string().max(20_000, '一次最多试 20000 字。'),
})
export const ReplayAsk = z.object({ days: z.int().min(1).max(400).default(30) })
export const Propose = z.object({ revision: z.int(), why })
export const Sign = z.object({ seal, why })
export const Publish = z.object({ seal })
