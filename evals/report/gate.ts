import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { Figure, Run } from '../run/result.ts'

const kept = z.strictObject({ value: z.number(), count: z.int().min(0) })
const file = z.strictObject({
  /** Figures of the offline model by part of the run, suite and figure. */
  fast: z.record(z.string(), z.record(z.string(), kept)),
  whole: z.record(z.string(), z.record(z.string(), kept)),
})

/** What is held already (基线). It may only rise. */
export type Baseline = z.output<typeof file>

/** A `baseline.json` that cannot be read. */
export class BaselineError extends Error {}

export const readBaseline = (path: string): Baseline => {
  if (!existsSync(path)) return { fast: {}, whole: {} }
  try {
    return file.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new BaselineError(`${path}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

/** Figures are compared as they are written down. */
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000

const isWorse = (figure: Pick<Figure, 'wants'>, value: number, than: number): boolean =>
  figure.wants === 'most' ? value < than : value > than

/** Why a run does not pass: a figure below its line, or below what was held before; empty when it passes. */
export const gateFaults = (run: Run, baseline: Baseline): readonly string[] => {
  const held = baseline[run.setting.isWhole ? 'whole' : 'fast']
  return run.suites.flatMap(({ suite, figures, skipped }) =>
    skipped
      ? []
      : figures.flatMap((figure) => {
          const shown = `${suite} ${figure.id}: ${rounded(figure.value)}`
          const before = run.setting.model === 'offline' && !figure.isToldOnly ? held[suite]?.[figure.id] : undefined
          return [
            ...(figure.line !== undefined && isWorse(figure, figure.value, figure.line)
              ? [`${shown}, and the line is ${figure.line}`]
              : []),
            ...(before && isWorse(figure, rounded(figure.value), before.value) ? [`${shown}, and it was ${before.value}`] : []),
            ...(before && !figure.isCountFree && figure.count < before.count
              ? [`${suite} ${figure.id}: ${figure.count} measured, and it was ${before.count}`]
              : []),
          ]
        }),
  )
}

/** The baseline with what a run did better; nothing in it gets worse. */
export const raised = (run: Run, baseline: Baseline): Baseline => {
  const part = run.setting.isWhole ? 'whole' : 'fast'
  const next: Baseline = structuredClone(baseline)
  for (const { suite, figures, skipped } of run.suites) {
    if (skipped) continue
    const rows = next[part][suite] ?? {}
    for (const figure of figures.filter(({ isToldOnly }) => !isToldOnly)) {
      const before = rows[figure.id]
      const value = rounded(figure.value)
      if (before && (isWorse(figure, value, before.value) || (!figure.isCountFree && figure.count < before.count))) continue
      rows[figure.id] = { value, count: figure.count }
    }
    next[part][suite] = rows
  }
  return next
}

export const writeBaseline = (path: string, baseline: Baseline): void => writeFileSync(path, `${JSON.stringify(baseline, null, 2)}\n`)
