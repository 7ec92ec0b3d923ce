import { PlatformError } from './errors.ts'
import type { IntakeFault } from './intake.ts'

/** 还不能提交: something is missing or wrong; all of it is said at once, each with the rule that asks for it. */
export class NotReadyError extends PlatformError {
  readonly code = 'not_ready'
  readonly status = 422
  constructor(facts: { faults: readonly IntakeFault[] }) {
    const says = [...new Set(facts.faults.map(({ says }) => says))]
    super({
      title: '还差几项',
      detail: says.join(''),
      dev: `Not ready: ${facts.faults.map(({ at, rule }) => `${at} (${rule})`).join(', ')}.`,
      extra: { faults: facts.faults.map(({ at, kind, rule, says }) => ({ at, kind, rule, says })) },
    })
  }
}
