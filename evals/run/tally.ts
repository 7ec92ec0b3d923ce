import type { ModelCall } from '../../core/models.ts'

/** What one model was called for over a run: counts alone, so that processes can be added up. */
export interface ModelTally {
  readonly model: string
  readonly calls: number
  readonly promptTokens: number
  readonly completionTokens: number
  /** By the prices of models.yaml, or of `--price`; 0 without. */
  readonly costMicroYuan: number
  /** Calls that were given up, by reason. */
  readonly faults: Readonly<Record<string, number>>
}

const added = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> => {
  const sum = { ...a }
  for (const [name, count] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + count
  return sum
}

/** Tallies of several processes as one, by model. */
export const addTallies = (tallies: readonly ModelTally[]): readonly ModelTally[] => {
  const byModel = new Map<string, ModelTally>()
  for (const one of tallies) {
    const known = byModel.get(one.model)
    byModel.set(
      one.model,
      known
        ? {
            ...{ model: one.model, calls: known.calls + one.calls, promptTokens: known.promptTokens + one.promptTokens },
            completionTokens: known.completionTokens + one.completionTokens,
            costMicroYuan: known.costMicroYuan + one.costMicroYuan,
            faults: added(known.faults, one.faults),
          }
        : one,
    )
  }
  return [...byModel.values()].sort((a, b) => (a.model < b.model ? -1 : 1))
}

/** One call as a tally. The offline model costs nothing and is not counted. */
export const tallyOf = ({ model, tokens, costMicroYuan, fault }: ModelCall): readonly ModelTally[] =>
  model === 'offline'
    ? []
    : [
        {
          ...{ model, calls: 1, promptTokens: tokens.in, completionTokens: tokens.out, costMicroYuan },
          faults: fault ? { [fault]: 1 } : {},
        },
      ]

/** Cost of a tally by prices in yuan a million tokens, where the model's own are not known. */
export const pricedBy =
  (price: { readonly in: number; readonly out: number } | undefined) =>
  (tally: ModelTally): ModelTally =>
    price && tally.costMicroYuan === 0
      ? { ...tally, costMicroYuan: Math.round(tally.promptTokens * price.in + tally.completionTokens * price.out) }
      : tally

/** Share of calls that were given up. */
export const faultRateOf = ({ calls, faults }: ModelTally): number =>
  calls === 0 ? 0 : Object.values(faults).reduce((sum, count) => sum + count, 0) / calls
