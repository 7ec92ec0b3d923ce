import { join } from 'node:path'
import { caseFigures, caseFilesIn, jobsOf } from './case-suite.ts'
import type { Suite } from './suite.ts'

/** 说错了能改: corrections, digressions, repeats, starting over. */
export const repair: Suite = {
  name: 'repair',
  title: '说错了能改',
  about: '改口、岔开又回来、没听清、取消、从头来，办成的只是最后那个意思。',
  figures: caseFigures,
  jobs: () => jobsOf(caseFilesIn(join(import.meta.dirname, '..', 'repair'), 'evals/repair')),
}
