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

/** One reason why a run does not pass: below its line, below what was held before, or fewer measured than before. */
interface Shortfall {
  readonly suite: string
  readonly title: string
  readonly figure: Figure
  readonly kind: 'line' | 'held' | 'count'
  readonly than: number
}

const shortfalls = (run: Run, baseline: Baseline): readonly Shortfall[] => {
  const held = baseline[run.setting.isWhole ? 'whole' : 'fast']
  return run.suites.flatMap(({ suite, title, figures, skipped }) =>
    skipped
      ? []
      : figures.flatMap((figure) => {
          const before = run.setting.model === 'offline' && !figure.isToldOnly ? held[suite]?.[figure.id] : undefined
          const one = { suite, title, figure }
          const found: Shortfall[] = []
          if (figure.line !== undefined && isWorse(figure, figure.value, figure.line))
            found.push({ ...one, kind: 'line', than: figure.line })
          if (before && isWorse(figure, rounded(figure.value), before.value)) found.push({ ...one, kind: 'held', than: before.value })
          if (before && !figure.isCountFree && figure.count < before.count) found.push({ ...one, kind: 'count', than: before.count })
          return found
        }),
  )
}

/** Why a run does not pass, for the command line; empty when it passes. */
export const gateFaults = (run: Run, baseline: Baseline): readonly string[] =>
  shortfalls(run, baseline).map(({ suite, figure, kind, than }) =>
    kind === 'count'
      ? `${suite} ${figure.id}: ${figure.count} measured, and it was ${than}`
      : `${suite} ${figure.id}: ${rounded(figure.value)}, and ${kind === 'line' ? 'the line is' : 'it was'} ${than}`,
  )

/** The same for people, on the pages (没有过关). */
export const gateTold = (run: Run, baseline: Baseline): readonly string[] =>
  shortfalls(run, baseline).map(({ title, figure, kind, than }) => {
    const words = (value: number): string =>
      figure.kind === 'share' ? `${Number((100 * value).toFixed(2))}%` : `${rounded(value)}${figure.unit ?? ''}`
    const name = `${title}：${figure.title}`
    if (kind === 'count') return `${name}，只测了 ${figure.count} 件，以前测 ${than} 件`
    return `${name} ${words(figure.value)}，${kind === 'line' ? '底线是' : '以前是'} ${words(than)}`
  })

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
