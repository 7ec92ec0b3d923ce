import { afterAll, beforeAll, describe } from 'vitest'
import { agentReleasesContract } from './contract/agent-releases.ts'
import { apiKeysContract } from './contract/api-keys.ts'
import { applicationsContract } from './contract/applications.ts'
import { approvalsContract } from './contract/approvals.ts'
import { auditContract } from './contract/audit.ts'
import { caseDraftsContract } from './contract/case-drafts.ts'
import { certificateFiguresContract } from './contract/certificate-figures.ts'
import { certificatesContract } from './contract/certificates.ts'
import { chatThreadsContract } from './contract/chat-threads.ts'
import { conversationsContract } from './contract/conversations.ts'
import { deskContract } from './contract/desk.ts'
import { evalRunsContract } from './contract/eval-runs.ts'
import type { Ground } from './contract/ground.ts'
import { incidentsContract } from './contract/incidents.ts'
import { knowledgeContract } from './contract/knowledge.ts'
import { lexiconContract } from './contract/lexicon.ts'
import { papersContract } from './contract/papers.ts'
import { processesContract } from './contract/processes.ts'
import { rowsContract } from './contract/rows.ts'
import { secrecyContract } from './contract/secrecy.ts'
import { sendingsContract } from './contract/sendings.ts'
import { switchesContract } from './contract/switches.ts'
import { talliesContract } from './contract/tallies.ts'
import { tasksContract } from './contract/tasks.ts'
import { transactionsContract } from './contract/transactions.ts'
import { webhooksContract } from './contract/webhooks.ts'

/** What every database must do for every port: one suite, called from the tests of each. */
export const storeContract = (name: string, open: () => Promise<Ground>, { hasProcesses }: { hasProcesses: boolean }): void => {
  describe(`the store on ${name}`, () => {
    let opened: Ground | undefined
    beforeAll(async () => {
      opened = await open()
    }, 120_000)
    afterAll(() => opened?.close())
    const ground = () => {
      if (!opened) throw new Error('The database did not open.')
      return opened
    }
    rowsContract(ground)
    conversationsContract(ground)
    applicationsContract(ground)
    certificatesContract(ground)
    papersContract(ground)
    certificateFiguresContract(ground)
    auditContract(ground)
    knowledgeContract(ground)
    lexiconContract(ground)
    agentReleasesContract(ground)
    evalRunsContract(ground)
    incidentsContract(ground)
    tasksContract(ground)
    caseDraftsContract(ground)
    switchesContract(ground)
    talliesContract(ground)
    chatThreadsContract(ground)
    approvalsContract(ground)
    apiKeysContract(ground)
    webhooksContract(ground)
    sendingsContract(ground)
    deskContract(ground)
    transactionsContract(ground)
    secrecyContract(ground)
    if (hasProcesses) processesContract(ground)
  })
}
