import { Worker } from 'node:worker_threads'
import { MaterialRefusedError } from '../../core/material-intake.ts'

/** The longest look at one file, ms. */
const patienceMs = 30_000
const heapMb = 512

/** Has one file looked at in a thread that ends with it. What it posts first is the answer; one that breaks or dawdles refuses the file. */
export const inThread = async <T>(file: URL, data: unknown, options: { readonly patienceMs?: number } = {}): Promise<T> => {
  const worker = new Worker(file, { workerData: data, resourceLimits: { maxOldGenerationSizeMb: heapMb }, stdout: true, stderr: true })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<T>((resolve, reject) => {
      timer = setTimeout(() => reject(new MaterialRefusedError({ why: 'slow' })), options.patienceMs ?? patienceMs)
      worker.once('message', resolve)
      worker.once('error', () => reject(new MaterialRefusedError({ why: 'damaged' })))
      worker.once('exit', () => reject(new MaterialRefusedError({ why: 'damaged' })))
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
