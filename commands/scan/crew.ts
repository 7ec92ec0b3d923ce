import { Worker } from 'node:worker_threads'
import type { LexiconFile } from '../../core/lexicon.ts'
import type { Lexicon } from '../../domain/disputes/lexicon/read-lexicon.ts'
import { lexiconOver } from '../../open-disputes.ts'
import type { Lot, LotDone } from './lot.ts'

/** Threads that scan lots side by side (一组工作线程). */
export interface Crew extends AsyncDisposable {
  /** Of lexicon, rules and learned part: findings of different ones are not put into one file. */
  readonly version: string
  /** What the lots came to, in their order. Asks for no more lots than the threads can hold. */
  scan<L extends Lot>(lots: AsyncIterable<L>): AsyncGenerator<{ readonly lot: L; readonly done: LotDone }>
  /** The findings of a lot are where they belong: a later lot may be written over them. */
  giveBack(done: LotDone): void
}

/** Lots that wait at each thread beside the one it works on. */
const waiting = 1

/** Nearly all that a lot makes is gone with it: a small nursery costs no time, and saves 30 MB. */
const resourceLimits = { maxYoungGenerationSizeMb: 16 }

/** A thread, and the lots that it was given and has not answered. */
interface Hand {
  readonly worker: Worker
  readonly version: string
  readonly asked: { resolve(done: LotDone): void; reject(cause: unknown): void }[]
}

const openHand = (lexicon: Lexicon, dataDir: string | undefined): Promise<Hand> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('scan-worker.ts', import.meta.url), { workerData: { lexicon, dataDir }, resourceLimits })
    const asked: Hand['asked'] = []
    const fail = (cause: unknown): void => {
      reject(cause)
      for (const { reject: give } of asked.splice(0)) give(cause)
    }
    worker.on('error', fail)
    worker.on('exit', (code) => fail(new Error(`a scanning thread ended with ${code}`)))
    worker.once('message', ({ version }: { version: string }) => {
      worker.on('message', (done: LotDone) => asked.shift()?.resolve(done))
      resolve({ worker, version, asked })
    })
  })

/** Starts so many threads over a lexicon. Throws when it does not read. */
export const openCrew = async (files: readonly LexiconFile[], count: number, dataDir?: string): Promise<Crew> => {
  const lexicon = await lexiconOver(files)
  const hands = await Promise.all(Array.from({ length: count }, () => openHand(lexicon, dataDir)))
  const ask = (hand: Hand, lot: Lot): Promise<LotDone> =>
    new Promise((resolve, reject) => {
      hand.asked.push({ resolve, reject })
      const { bytes, firstLine, lines } = lot
      const room = rooms.pop()
      hand.worker.postMessage({ bytes, firstLine, ...(lines ? { lines } : {}), ...(room ? { room } : {}) }, [
        bytes.buffer,
        ...(room ? [room] : []),
      ])
    })
  // This thread makes so little of its own that what is dropped here would lie about for long.
  const rooms: ArrayBuffer[] = []
  return {
    version: hands[0]?.version ?? '',
    async *scan(lots) {
      const open: { lot: (typeof lots extends AsyncIterable<infer L> ? L : never) & Lot; done: Promise<LotDone> }[] = []
      for await (const lot of lots) {
        const [first = hands[0] as Hand] = [...hands].sort((a, b) => a.asked.length - b.asked.length) // At least one is open.
        const done = ask(first, lot)
        // It is awaited below; until then nobody else hears of a failure.
        done.catch(() => undefined)
        open.push({ lot, done })
        const next = open.length > hands.length * (1 + waiting) ? open.shift() : undefined
        if (next) yield { lot: next.lot, done: await next.done }
      }
      for (const next of open) yield { lot: next.lot, done: await next.done }
    },
    giveBack({ findings }) {
      rooms.push(findings.buffer)
    },
    async [Symbol.asyncDispose]() {
      for (const { worker } of hands) {
        worker.removeAllListeners('exit')
        await worker.terminate()
      }
    },
  }
}
