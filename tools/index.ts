import type { Tool } from '../core/tool.ts'
import { applyForOther } from './apply-for-other.ts'
import { certificateProgress } from './certificate-progress.ts'
import { checkMaterials } from './check-materials.ts'
import { countDeadline } from './count-deadline.ts'
import { countResidenceDays } from './count-residence-days.ts'
import { detectDispute } from './detect-dispute.ts'
import { draftDocumentTemplate } from './draft-document-template.ts'
import { escalateTask } from './escalate-task.ts'
import { handToOfficer } from './hand-to-officer.ts'
import { listLookups } from './list-lookups.ts'
import { listMyTasks } from './list-my-tasks.ts'
import { lowerTaskTier } from './lower-task-tier.ts'
import { objectToResult } from './object-to-result.ts'
import { receiveTask } from './receive-task.ts'
import { reviewCaseChecklist } from './review-case-checklist.ts'
import { searchPolicy } from './search-policy.ts'
import { submitApplication } from './submit-application.ts'
import { submitUnitQuery } from './submit-unit-query.ts'
import { taskProgress } from './task-progress.ts'
import { verifyCertificate } from './verify-certificate.ts'
import { withdrawApplication } from './withdraw-application.ts'

/** What may be done. A tool that is not in this list does not exist. */
export const tools: readonly Tool[] = [
  submitApplication,
  certificateProgress,
  checkMaterials,
  countResidenceDays,
  applyForOther,
  submitUnitQuery,
  withdrawApplication,
  objectToResult,
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
  reviewCaseChecklist,
  countDeadline,
  draftDocumentTemplate,
]
