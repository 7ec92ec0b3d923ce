import { z } from '@hono/zod-openapi'

/** Shapes of the eval desk, once: routes validate by them and /openapi.json is written from them. */

const instant = z.string().openapi({ format: 'date-time', example: '2026-11-22T01:00:00.000Z' })

export const EvalSuites = z
  .object({
    suites: z.array(z.object({ name: z.string(), title: z.string(), about: z.string() })).readonly(),
    models: z.array(z.string()).readonly().openapi({ description: '`offline`, and the configured model.' }),
  })
  .openapi('EvalSuites')

export const StartEval = z
  .object({
    suites: z.array(z.string().max(40)).max(40).default([]).openapi({ description: 'None: all.' }),
    isWhole: z.boolean().default(false),
    seed: z.int().min(1).max(1_000_000).default(1),
    k: z.int().min(1).max(16).default(1),
    model: z.string().max(120).default('offline'),
  })
  .openapi('StartEval')

export const EvalRunView = z
  .object({
    ...{ id: z.string(), state: z.enum(['running', 'cancelling', 'done', 'failed', 'cancelled']), by: z.string(), byName: z.string() },
    order: z.object({ suites: z.array(z.string()).readonly(), isWhole: z.boolean(), seed: z.int(), k: z.int(), model: z.string() }),
    ...{ at: instant, endedAt: instant.nullable(), done: z.int(), total: z.int(), fault: z.string().nullable(), failures: z.int() },
    gate: z.array(z.string()).readonly().openapi({ description: 'Why it does not pass the baseline and the lines; empty: it does.' }),
    figures: z.array(z.object({ suite: z.string(), id: z.string(), value: z.number(), count: z.int() })).readonly(),
  })
  .openapi('EvalRun')

const figure = z.object({
  ...{ id: z.string(), title: z.string(), kind: z.enum(['share', 'mean', 'median']), wants: z.enum(['most', 'least']) },
  ...{ value: z.number(), low: z.number(), high: z.number(), count: z.int(), hits: z.int().nullable(), line: z.number().nullable() },
  ...{ unit: z.string().nullable() },
})
const words = z.array(z.string()).readonly()
const turn = z.object({
  ...{ says: z.string(), reply: z.string(), outcome: z.string(), agent: z.string().nullable() },
  ...{ tools: words, cards: words, cites: words, faults: words },
})
const item = z.object({
  ...{ id: z.string(), title: z.string(), group: z.string(), faults: words, source: z.string().nullable(), gap: z.string().nullable() },
  ...{ asCase: z.string().nullable(), transcript: z.array(turn).readonly() },
})

export const EvalReport = z
  .object({
    run: EvalRunView,
    measured: z.object({
      ...{ commit: z.string(), seconds: z.number(), cpuSeconds: z.number(), turns: z.int(), p50Ms: z.number(), p95Ms: z.number() },
      ...{ promptTokens: z.int(), completionTokens: z.int() },
    }),
    suites: z.array(
      z.object({
        ...{ suite: z.string(), title: z.string(), about: z.string(), skipped: z.string().nullable(), figures: z.array(figure) },
        ...{ items: z.int(), failed: z.array(item), gaps: z.array(item) },
        groups: z.array(z.object({ name: z.string(), held: z.int(), all: z.int() })),
      }),
    ),
  })
  .openapi('EvalReport')

export const EvalComparison = z
  .object({
    rows: z.array(
      z.object({
        ...{ suite: z.string(), id: z.string(), title: z.string(), kind: z.enum(['share', 'mean', 'median']), count: z.int() },
        ...{ first: z.number(), second: z.number(), isSignificant: z.boolean() },
        p: z.number().nullable().openapi({ description: 'McNemar’s exact test; of shares.' }),
        difference: z.tuple([z.number(), z.number()]).nullable().openapi({ description: '95 % by paired bootstrap; of the others.' }),
        lost: words,
        gained: words,
      }),
    ),
  })
  .openapi('EvalComparison')
