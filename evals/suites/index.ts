import { agents } from './agents.ts'
import { mainJob } from './main-job.ts'
import type { Suite } from './suite.ts'

/** Every suite, in the order of the report. */
export const suites: readonly Suite[] = [mainJob, agents]
