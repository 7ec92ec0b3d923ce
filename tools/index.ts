import type { Tool } from '../core/tool.ts'
import { certificateProgress } from './certificate-progress.ts'
import { detectDispute } from './detect-dispute.ts'
import { escalateTask } from './escalate-task.ts'
import { handToOfficer } from './hand-to-officer.ts'
import { listLookups } from './list-lookups.ts'
import { listMyTasks } from './list-my-tasks.ts'
import { lowerTaskTier } from './lower-task-tier.ts'
import { receiveTask } from './receive-task.ts'
import { searchPolicy } from './search-policy.ts'
import { submitApplication } from './submit-application.ts'
import { taskProgress } from './task-progress.ts'
import { verifyCertificate } from './verify-certificate.ts'

/** What may be done. A tool that is not in this list does not exist. */
export const tools: readonly Tool[] = [
  submitApplication,
  certificateProgress,
  verifyCertificate,
  searchPolicy,
  listLookups,
  handToOfficer,
  listMyTasks,
  taskProgress,
  receiveTask,
  escalateTask,
  lowerTaskTier,
  detectDispute,
]
