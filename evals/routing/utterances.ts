import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

/** A sentence that no page has for an example, and the page that should hear it; `none` where nobody should. */
export interface Utterance {
  readonly agent: string
  readonly text: string
}

/** Sets that were written apart from one another, each before it was measured. */
export type UtteranceFile = 'utterances' | 'fresh-utterances' | 'third-utterances' | 'fourth-utterances'

/** Every `step`-th sentence of a file of this folder, in order. */
export const readUtterances = (step = 1, file: UtteranceFile = 'utterances'): readonly Utterance[] =>
  Object.entries(
    z.record(z.string(), z.array(z.string().min(1))).parse(parse(readFileSync(join(import.meta.dirname, `${file}.yaml`), 'utf8'))),
  )
    .flatMap(([agent, texts]) => texts.map((text) => ({ agent, text })))
    .filter((_, at) => at % step === 0)
