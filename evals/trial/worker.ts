import { setFlagsFromString } from 'node:v8'
import type { TrialOrder } from './order.ts'
import { runTrial } from './trial.ts'

// The process of one trial: told what to try, tells back how far it is, and what came of it.

setFlagsFromString('--semi-space-growth-factor=2')

process.once('message', async (order: TrialOrder) => {
  try {
    const result = await runTrial(order, (done, total) => process.send?.({ kind: 'step', done, total }))
    process.send?.({ kind: 'end', result })
  } catch (cause) {
    process.send?.({ kind: 'fault', why: cause instanceof Error ? cause.message : String(cause) })
  }
  process.disconnect?.()
})
