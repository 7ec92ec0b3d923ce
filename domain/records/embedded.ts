import type { RecordRegistry, RegistryFile, RegistryFiles } from '../../core/records.ts'
import type { Clock, PlainDate } from '../../core/time.ts'
import { shanghaiDate } from '../../core/time.ts'
import { verdictOf } from './verdict.ts'

/** How a document number is written as a key: half-width, no spaces around it, capital X (GB 11643). */
export const registryKey = (documentNumber: string): string => documentNumber.normalize('NFKC').trim().toUpperCase()

/** A person of whom nothing is held is judged like everyone else, on an empty file. */
const emptyFile = (birth: PlainDate): RegistryFile => ({ demoState: 'R0', birth, isReachable: true, cases: [] })

/** Settles as the work does, or fails as soon as the caller gives up. */
const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (!signal) return work
  const { promise, reject } = Promise.withResolvers<never>()
  const stop = () => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', stop))
}

/**
 * The registry inside the process (内置犯罪记录库), over files that the store keeps.
 * The document number alone is the key: a name never finds anybody (`certificate.md` §5, 30).
 */
export const embeddedRegistry = ({ files, clock }: { files: RegistryFiles; clock: Clock }): RecordRegistry => ({
  async ask({ documentNumber, birth, period, signal }) {
    try {
      const key = registryKey(documentNumber)
      if (key === '' || signal?.aborted) return 'unavailable'
      const file = await unlessAborted(files.find(key), signal)
      return verdictOf(file ?? emptyFile(birth), { birth, period, asOf: shanghaiDate(clock()) })
    } catch {
      return 'unavailable'
    }
  },
})
