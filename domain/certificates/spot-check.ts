import type { Application } from '../../core/certificates.ts'
import type { Records } from '../../core/ports.ts'

/** The rule that an application carries when it was picked for a second look (抽检); how many of a hundred is a setting of the region. */
export const spotCheckRule = 'spot_check_percent'

/**
 * Whether it is among the hundredths that are looked at again. By a keyed hash of its number: nobody can foresee it without the key, whoever
 * has the key finds the same again, and nothing that is known of the person goes into it.
 */
export const isPicked = ({ keyed }: Pick<Records, 'keyed'>, number: string, percent: number): boolean =>
  (Number.parseInt(keyed(`spot check ${number}`).slice(0, 8), 16) / 2 ** 32) * 100 < percent

/** Issued with no officer's hand in it, and picked when it came in. */
export const isLookedAtAgain = ({ rules, history }: Pick<Application, 'rules' | 'history'>): boolean =>
  rules.includes(spotCheckRule) && history.every(({ actor }) => actor.kind !== 'officer')
