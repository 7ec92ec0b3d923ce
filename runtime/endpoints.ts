import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import type { EndpointSettings } from '../core/model-settings.ts'
import { ModelFaultError } from '../core/models.ts'
import type { Switches } from '../core/switches.ts'
import type { Clock } from '../core/time.ts'
import { retryAfterMs } from '../models/ask-json.ts'
import { RefusedByEndpointError } from '../models/wire.ts'
import { createBreaker, type ModelHealth } from './breaker.ts'
import type { BudgetKeeper } from './budgets.ts'
import { createFairLine } from './fair-line.ts'
import { costOf } from './measure-call.ts'
import type { NamedModel } from './speak.ts'

/** What an endpoint is opened with. */
export interface EndpointGround {
  readonly clock: Clock
  readonly switches: Switches
  readonly budgets: Pick<BudgetKeeper, 'demand' | 'hold'>
}

/** An endpoint that chats, with all that stands before it: its switch, budgets, breaker and line. */
export interface OpenEndpoint {
  readonly named: NamedModel
  /** True when it makes sense to put it into a turn's chain now. */
  isThere(): boolean
  health(): ModelHealth & { readonly name: string; readonly busy: number; readonly waiting: number; readonly isOff: boolean }
}

/** How long an endpoint that refused wants to be left alone. */
const retryOf = (cause: unknown, clock: Clock): number | undefined =>
  cause instanceof RefusedByEndpointError && (cause.status === 429 || cause.status === 503)
    ? retryAfterMs(cause.retryAfter ?? null, clock)
    : undefined

/** Puts one endpoint behind its switch, budgets, breaker and line. */
export const openEndpoint = (name: string, model: BaseChatModel, settings: EndpointSettings, ground: EndpointGround): OpenEndpoint => {
  const { clock, switches, budgets } = ground
  const { timeouts, price } = settings
  const breaker = createBreaker(clock)
  const line = createFairLine(settings.concurrent)
  const isPriced = price !== undefined && price.in + price.out > 0
  const named: NamedModel = {
    name,
    model,
    price,
    context: settings.context,
    hedgeAfterMs: settings.hedge_after_ms,
    patience: { silentMs: timeouts.silent_ms, totalMs: timeouts.total_ms },
    async enter(asked) {
      if (switches.off('model', name)) throw new ModelFaultError('busy', new Error('switched off'))
      budgets.demand(asked, isPriced)
      if (asked.tokens > settings.context) throw new ModelFaultError('error', new Error('the request is larger than the context'))
      if (!breaker.enter()) throw new ModelFaultError('busy', new Error('resting'))
      // The longest reply is reserved: what a process that dies has not told is counted rather too high than not at all.
      const reserved = { in: asked.tokens, out: settings.max_output, cached: 0 }
      const release = budgets.hold(asked, name, { tokensOut: reserved.out, microYuan: costOf(reserved, price) })
      const place = await line.enter(asked.person, timeouts.queue_ms, asked.signal)
      if (!place) {
        release()
        breaker.withdraw()
        throw new ModelFaultError('busy', new Error('no place in time'))
      }
      return {
        leave({ fault, cause, firstTokenMs }) {
          place()
          release()
          breaker.leave({ fault, firstTokenMs, retryAfterMs: retryOf(cause, clock) })
        },
      }
    },
  }
  return {
    named,
    isThere: () => !switches.off('model', name) && breaker.isOpen(),
    health: () => ({ name, ...breaker.health(), busy: line.busy, waiting: line.waiting, isOff: switches.off('model', name) !== undefined }),
  }
}
