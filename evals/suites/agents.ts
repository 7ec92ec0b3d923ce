import { agentCaseFiles, caseFigures, jobsOf } from './case-suite.ts'
import type { Suite } from './suite.ts'

/** The cases beside every page (各分身的案例). */
export const agents: Suite = {
  name: 'agents',
  title: '各分身的案例',
  about: '每个分身目录里的 cases.yaml，从总台进门。',
  figures: caseFigures,
  jobs: (options) => jobsOf(agentCaseFiles(options.agentsFolder, options.agents)),
}
