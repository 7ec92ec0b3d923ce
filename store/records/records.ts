import type { Records } from '../../core/ports.ts'
import { storeFault } from '../faults.ts'
import { agentReleases } from './agent-releases.ts'
import { agentVersions } from './agent-versions.ts'
import { apiKeys } from './api-keys.ts'
import { applicationSubjects } from './application-subjects.ts'
import { applications } from './applications.ts'
import { approvals } from './approvals.ts'
import { audit } from './audit.ts'
import { caseDrafts } from './case-drafts.ts'
import { certificateFigures } from './certificate-figures.ts'
import { certificates } from './certificates.ts'
import { chatThreads } from './chat-threads.ts'
import { conversations } from './conversations.ts'
import { desk } from './desk/desk.ts'
import { evalRuns } from './eval-runs.ts'
import type { Ground } from './ground.ts'
import { handoffs } from './handoffs.ts'
import { incidents } from './incidents.ts'
import { knowledge } from './knowledge/knowledge.ts'
import { lexicon } from './lexicon.ts'
import { materials } from './materials.ts'
import { notices } from './notices.ts'
import { papers } from './papers.ts'
import { people } from './people.ts'
import { registryFiles } from './registry-files.ts'
import { sendings } from './sendings.ts'
import { sequences } from './sequences.ts'
import { sessions } from './sessions.ts'
import { spotChecks } from './spot-checks.ts'
import { switches } from './switches.ts'
import { tallies } from './tallies.ts'
import { tasks } from './tasks/tasks.ts'
import { usage } from './usage.ts'
import { webhooks } from './webhooks.ts'

/** All repositories over one ground. */
export const recordsOf = (ground: Ground): Records => ({
  people: withPlainFaults(people(ground)),
  sessions: withPlainFaults(sessions(ground)),
  conversations: withPlainFaults(conversations(ground)),
  approvals: withPlainFaults(approvals(ground)),
  applications: withPlainFaults(applications(ground)),
  subjects: withPlainFaults(applicationSubjects(ground)),
  certificates: withPlainFaults(certificates(ground)),
  papers: withPlainFaults(papers(ground)),
  materials: withPlainFaults(materials(ground)),
  notices: withPlainFaults(notices(ground)),
  certificateFigures: withPlainFaults(certificateFigures(ground)),
  sequences: withPlainFaults(sequences(ground)),
  handoffs: withPlainFaults(handoffs(ground)),
  audit: withPlainFaults(audit(ground)),
  agentVersions: withPlainFaults(agentVersions(ground)),
  agentReleases: withPlainFaults(agentReleases(ground)),
  evalRuns: withPlainFaults(evalRuns(ground)),
  registryFiles: withPlainFaults(registryFiles(ground)),
  knowledge: withPlainFaults(knowledge(ground)),
  lexicon: withPlainFaults(lexicon(ground)),
  incidents: withPlainFaults(incidents(ground)),
  tasks: withPlainFaults(tasks(ground)),
  desk: withPlainFaults(desk(ground)),
  spotChecks: withPlainFaults(spotChecks(ground)),
  caseDrafts: withPlainFaults(caseDrafts(ground)),
  apiKeys: withPlainFaults(apiKeys(ground)),
  switches: withPlainFaults(switches(ground)),
  tallies: withPlainFaults(tallies(ground)),
  usage: withPlainFaults(usage(ground)),
  chatThreads: withPlainFaults(chatThreads(ground)),
  webhooks: withPlainFaults(webhooks(ground)),
  sendings: withPlainFaults(sendings(ground)),
  keyed: ground.cipher.keyed,
})

/** Drizzle writes the values of a failed statement into its error; those must not leave the store. */
const withPlainFaults = <T extends object>(repository: T): T => {
  const guarded = Object.entries(repository).map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await method(...args)
      } catch (error) {
        throw storeFault(error)
      }
    },
  ])
  // Same names and the same functions, each behind a catch: what `fromEntries` cannot say.
  return Object.fromEntries(guarded) as T
}
