import { setFlagsFromString } from 'node:v8'
import { suites } from '../suites/index.ts'
import type { RunQuestion, RunTold } from './run-question.ts'
import { runSuites } from './run-suites.ts'

setFlagsFromString('--semi-space-growth-factor=2')

const tell = (told: RunTold): boolean | undefined => process.send?.(told)

process.once('message', async (question: RunQuestion) => {
  try {
    if (question.want === 'suites') tell({ kind: 'suites', suites: suites.map(({ name, title, about }) => ({ name, title, about })) })
    else {
      const { names, options, settings, model, k, commit } = question
      const chosen = names.length === 0 ? suites : suites.filter(({ name }) => names.includes(name))
      const onProgress = (done: number, total: number): void => void tell({ kind: 'step', done, total })
      const lanes = model === 'offline' ? 1 : 4
      const run = await runSuites({ suites: chosen, options, settings, model, k, processes: 1, lanes, commit, onProgress })
      tell({ kind: 'end', run })
    }
  } catch (cause) {
    tell({ kind: 'fault', why: cause instanceof Error ? cause.message : String(cause) })
  }
  process.disconnect?.()
})
