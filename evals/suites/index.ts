import { agents } from './agents.ts'
import { casework } from './casework.ts'
import { citizens } from './citizens.ts'
import { disputes } from './disputes.ts'
import { emergency } from './emergency.ts'
import { endpoint } from './endpoint.ts'
import { judged } from './judged.ts'
import { knowledge } from './knowledge.ts'
import { llmCitizens } from './llm-citizens.ts'
import { mainJob } from './main-job.ts'
import { personalData } from './personal-data.ts'
import { redTeam } from './red-team.ts'
import { repair } from './repair.ts'
import { routing } from './routing.ts'
import { safety } from './safety.ts'
import type { Suite } from './suite.ts'
import { wording } from './wording.ts'

/** Every suite, in the order of the report. */
export const suites: readonly Suite[] = [
  mainJob,
  agents,
  casework,
  repair,
  routing,
  knowledge,
  emergency,
  safety,
  redTeam,
  personalData,
  endpoint,
  wording,
  disputes,
  citizens,
  llmCitizens,
  judged,
]
