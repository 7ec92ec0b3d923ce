import { join } from 'node:path'
import { caseFigures, caseFilesIn, jobsOf } from './case-suite.ts'
import type { Suite } from './suite.ts'

/** The one job that has to work whatever else does: the certificate (无犯罪记录证明). */
export const mainJob: Suite = {
  name: 'main-job',
  title: '主业务：无犯罪记录证明',
  about: '各种说法、各种人，从第一句话到库里的最后状态。',
  figures: caseFigures,
  jobs: () => jobsOf(caseFilesIn(join(import.meta.dirname, '..', 'main-job'), 'evals/main-job')),
}
