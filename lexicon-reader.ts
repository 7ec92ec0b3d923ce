import { Worker } from 'node:worker_threads'
import type { Finding } from './core/disputes.ts'
import type { LexiconReader, ReadText } from './domain/disputes/lexicon-desk/ground.ts'
import type { ReaderAnswer, ReaderQuestion } from './lexicon-reader-worker.ts'

/** Texts that go to the thread in one message. */
const atOnce = 2_000
/** A thread that nobody asked anything for so long gives its memory back. */
const idleMs = 60_000
/** Longer than any honest lexicon takes with all its texts. */
const patienceMs = 60_000

type Asked = ReaderQuestion extends infer Q ? (Q extends ReaderQuestion ? Omit<Q, 'id'> : never) : never
interface Waiting {
  resolve(answer: ReaderAnswer): void
  reject(cause: Error): void
}

/** Reads lexicons on a thread, which begins with the first question and ends when nobody asks any more. */
export const openLexiconReader = (dataDir?: string): LexiconReader & { close(): Promise<void> } => {
  let worker: Worker | undefined
  let next = 0
  let idle: NodeJS.Timeout | undefined
  const waiting = new Map<number, Waiting>()

  const end = async (): Promise<void> => {
    const ending = worker
    worker = undefined
    clearTimeout(idle)
    await ending?.terminate()
  }
  const fail = (from: Worker, cause: Error): void => {
    if (worker === from) worker = undefined
    for (const { reject } of waiting.values()) reject(cause)
    waiting.clear()
  }
  const rest = (): void => {
    clearTimeout(idle)
    idle = setTimeout(() => void (waiting.size === 0 && end()), idleMs)
    idle.unref()
  }
  const begin = (): Worker => {
    const made = new Worker(new URL('./lexicon-reader-worker.ts', import.meta.url), {
      workerData: { dataDir },
      resourceLimits: { maxOldGenerationSizeMb: 768 },
    })
    made.on('message', (answer: ReaderAnswer) => {
      waiting.get(answer.id)?.resolve(answer)
      waiting.delete(answer.id)
      rest()
    })
    made.on('error', (cause) => fail(made, cause))
    made.on('exit', () => fail(made, new Error('the reader of the lexicon ended')))
    made.unref()
    return made
  }
  const ask = async (question: Asked): Promise<ReaderAnswer> => {
    worker ??= begin()
    const asked = worker
    const id = next++
    let late: NodeJS.Timeout | undefined
    try {
      const answer = await new Promise<ReaderAnswer>((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        late = setTimeout(() => void asked.terminate(), patienceMs)
        // The same fields under another name for the union: each question is one of its kinds with an id.
        asked.postMessage({ ...question, id } as ReaderQuestion)
      })
      if ('broken' in answer) throw new Error(answer.broken)
      return answer
    } finally {
      clearTimeout(late)
    }
  }
  const odd = (): never => {
    throw new Error('the reader of the lexicon answered something else')
  }

  return {
    async check(files) {
      const answer = await ask({ want: 'check', files })
      return 'faults' in answer ? answer.faults : odd()
    },
    async entries(files) {
      const answer = await ask({ want: 'entries', files })
      return 'entries' in answer ? answer.entries : odd()
    },
    async scan(files, texts) {
      const findings: Finding[] = []
      let version = ''
      const plain = texts.map(({ text, facts }): ReadText => (facts ? { text, facts } : { text }))
      for (let from = 0; from === 0 || from < plain.length; from += atOnce) {
        const answer = await ask({ want: 'scan', files, texts: plain.slice(from, from + atOnce) })
        if (!('findings' in answer)) return odd()
        version = answer.version
        findings.push(...answer.findings)
      }
      return { version, findings }
    },
    close: end,
  }
}
