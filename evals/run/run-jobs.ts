import type { Bench, Job } from '../suites/suite.ts'
import type { Item } from './result.ts'

const holdsAll = ({ marks }: Item): boolean => Object.values(marks).every(Boolean)

/** Runs a job k times: the first try is the result, the others say how reliable it is. */
export const runJob = async (job: Job, bench: Bench, k: number): Promise<readonly Item[]> => {
  const first = await job.run(bench)
  if (k < 2) return first
  const tries = new Map(first.map((item) => [item.id, [holdsAll(item)]]))
  for (let at = 1; at < k; at++) for (const item of await job.run(bench)) tries.get(item.id)?.push(holdsAll(item))
  return first.map((item) => ({ ...item, tries: tries.get(item.id) ?? [] }))
}

/** Runs jobs in order, `lanes` of them at a time; the result has their order. */
export const runJobs = async (
  jobs: readonly Job[],
  bench: Bench,
  how: { k: number; lanes: number; onDone(): void },
): Promise<readonly (readonly Item[])[]> => {
  const done: (readonly Item[])[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    for (;;) {
      const at = next
      next += 1
      const job = jobs[at]
      if (!job) return
      done[at] = await runJob(job, bench, how.k)
      how.onDone()
    }
  }
  await Promise.all(Array.from({ length: how.lanes }, lane))
  return done
}
