import type { Figure, Run } from '../run/result.ts'
import { faultRateOf } from '../run/tally.ts'
import { isFailed } from './junit.ts'

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`

/** A figure in words: `96.0 % (93.1–97.7), 240 of 250`. */
export const figureText = ({ kind, value, low, high, count, hits, unit }: Figure): string =>
  kind === 'share'
    ? `${percent(value)} (${percent(low)}–${percent(high)}), ${hits} of ${count}`
    : `${value.toFixed(2)}${unit ? ` ${unit}` : ''} (${low.toFixed(2)}–${high.toFixed(2)}), n = ${count}`

/** A run for a terminal. `failures`: how many failing items of each suite are named. */
export const linesOf = (run: Run, failures = 5): readonly string[] => {
  const { measured, setting } = run
  return [
    ...run.suites.flatMap(({ suite, title, figures, items, skipped }) => {
      if (skipped) return [`${suite}  ${title}`, `  skipped: ${skipped}`, '']
      const failed = items.filter(isFailed)
      const gaps = items.filter(({ gap }) => gap !== undefined).length
      return [
        `${suite}  ${title}`,
        ...figures.map(
          (figure) => `  ${figure.id.padEnd(24)} ${figureText(figure)}${figure.line === undefined ? '' : `  line ${figure.line}`}`,
        ),
        ...(gaps > 0 ? [`  ${gaps} known gaps, counted apart`] : []),
        ...failed.slice(0, failures).map((item) => `  ✗ ${item.source ? `${item.source} ` : ''}${item.title}: ${item.faults[0] ?? ''}`),
        ...(failed.length > failures ? [`  … and ${failed.length - failures} more; --json, --junit or --html has them`] : []),
        ...failed
          .flatMap(({ asCase }) =>
            asCase
              ? [
                  '',
                  ...asCase
                    .trimEnd()
                    .split('\n')
                    .map((line) => `  ${line}`),
                ]
              : [],
          )
          .slice(0, 60),
        '',
      ]
    }),
    ...(measured.models ?? []).map(
      (tally) =>
        `${tally.model}: ${tally.calls} calls, ${tally.promptTokens} + ${tally.completionTokens} tokens, ${(tally.costMicroYuan / 1e6).toFixed(4)} yuan, given up ${percent(faultRateOf(tally))}${Object.entries(
          tally.faults,
        )
          .map(([fault, count]) => `, ${fault} ${count}`)
          .join('')}`,
    ),
    `model ${setting.model}, seed ${setting.seed}, k ${setting.k}, ${setting.isWhole ? 'whole' : 'fast'}; ${measured.turns} turns in ${measured.seconds.toFixed(0)} s (${measured.cpuSeconds.toFixed(0)} s of processor), p50 ${measured.p50Ms.toFixed(0)} ms, p95 ${measured.p95Ms.toFixed(0)} ms${measured.promptTokens > 0 ? `, ${measured.promptTokens} + ${measured.completionTokens} tokens` : ''}`,
  ]
}
