import type { ModelFault } from '../core/models.ts'
import type { Clock } from '../core/time.ts'
import type { NamedModel } from './speak.ts'

/** Faults of the line, not of the words: these come back with the next call. */
const lineFaults: readonly ModelFault[] = ['error', 'silent', 'too_slow']

/** So many of them within `withinMs` send a model to rest. */
const limits = { faults: 3, withinMs: 120_000, restMs: 30_000 }

/**
 * Lets a model that does not answer rest a while, so that not every turn waits for its silence. The last model, which needs no line,
 * is always there.
 */
export const restingModels = (models: readonly NamedModel[], clock: Clock) => {
  const faults = new Map<string, number[]>()
  const restsUntil = new Map<string, number>()
  return {
    /** Models to ask in this turn, in their order. */
    awake: (): readonly NamedModel[] => {
      const now = clock().getTime()
      return models.filter((model, index) => index === models.length - 1 || (restsUntil.get(model.name) ?? 0) <= now)
    },
    note: (name: string, fault: ModelFault): void => {
      if (!lineFaults.includes(fault)) return
      const now = clock().getTime()
      const recent = [...(faults.get(name) ?? []).filter((at) => now - at < limits.withinMs), now]
      faults.set(name, recent)
      if (recent.length >= limits.faults) restsUntil.set(name, now + limits.restMs)
    },
  }
}
