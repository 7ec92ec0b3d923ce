import { PlatformError } from './errors.ts'
import { type Measure, measureNames, type TaskEvent, type TaskState, taskEventNames, taskStateNames } from './tasks.ts'

/** The table of the loop does not know this step from this state, or not for this person. */
export class TaskStepRefusedError extends PlatformError {
  readonly code = 'task_step_refused'
  readonly status = 409
  constructor(facts: { from: TaskState; event: TaskEvent; why: string }) {
    super({
      title: '现在不能这样办',
      detail: `任务现在是“${taskStateNames[facts.from]}”，不能“${taskEventNames[facts.event]}”：${facts.why}。`,
      dev: `${facts.event} from ${facts.from}: ${facts.why}`,
      extra: { from: facts.from, event: facts.event },
    })
  }
}

/** 已被认领：somebody else has it in hand. */
export class TaskClaimedError extends PlatformError {
  readonly code = 'task_claimed'
  readonly status = 409
  constructor(facts: { task: string }) {
    super({
      title: '这件任务已有人认领',
      detail: '同事已经认领了这件任务。需要由您办理的，请先请对方放回。',
      dev: `Task ${facts.task} is claimed by another officer.`,
    })
  }
}

/** 清单之外：not a station's to decide (正负面清单); says whose it is, and what a station does first. */
export class NotStationMatterError extends PlatformError {
  readonly code = 'not_station_matter'
  readonly status = 422
  constructor(facts: {
    matter: { id: string; title: string; basis: string }
    measures: readonly Measure[]
    addressees: readonly { id: string; name: string }[]
    first: readonly string[]
  }) {
    const names = facts.addressees.map(({ name }) => name).join('、') || '有权处理的部门'
    super({
      title: '这件事不归派出所裁断',
      detail: `“${facts.matter.title}”的${facts.measures.map((one) => measureNames[one]).join('、')}由${names}办理。请依次：${facts.first.join('；')}。与对方一起调解的，请先吹哨，并写明协办部门。依据：${facts.matter.basis}。`,
      dev: `Matter ${facts.matter.id} is not a station's; refused ${facts.measures.join(', ')}.`,
      extra: { matter: facts.matter.id, addressees: facts.addressees, first: facts.first },
    })
  }
}
