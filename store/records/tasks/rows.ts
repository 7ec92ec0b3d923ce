import { type Tier, tiers } from '../../../core/disputes.ts'
import type { Task, TaskCall, TaskStep } from '../../../core/tasks.ts'
import type { Cipher } from '../../cipher.ts'
import type { Tables } from '../../database.ts'
import { orUndefined } from '../ground.ts'

export type TaskRow = Tables['tasks']['$inferSelect']
type StepRow = Tables['taskSteps']['$inferSelect']
type CallRow = Tables['taskCalls']['$inferSelect']

/** 0 red … 4 white. */
export const rankOf = (tier: Tier): number => tiers.indexOf(tier)

export const taskRow = ({ brief, ...task }: Task, cipher: Cipher): TaskRow => ({
  ...task,
  rank: rankOf(task.tier),
  // A task is over a dispute, so it has a class; D8 takes what nobody named (§1 取八类理由).
  mainClass: task.classes[0] ?? 'D8',
  matter: task.matter ?? null,
  claimedBy: task.claimedBy ?? null,
  receivedAt: task.receivedAt ?? null,
  contactedAt: task.contactedAt ?? null,
  fedBackAt: task.fedBackAt ?? null,
  closedAt: task.closedAt ?? null,
  escalateAt: task.escalateAt ?? null,
  escalatedTo: task.escalatedTo ?? null,
  satisfaction: task.satisfaction ?? null,
  outcome: task.outcome ?? null,
  brief: brief ? cipher.sealJson('tasks.brief', task.id, brief) : null,
})

export const taskOf = ({ rank: _rank, mainClass: _main, brief, ...row }: TaskRow, cipher: Cipher): Task => ({
  ...row,
  matter: orUndefined(row.matter),
  claimedBy: orUndefined(row.claimedBy),
  receivedAt: orUndefined(row.receivedAt),
  contactedAt: orUndefined(row.contactedAt),
  fedBackAt: orUndefined(row.fedBackAt),
  closedAt: orUndefined(row.closedAt),
  escalateAt: orUndefined(row.escalateAt),
  escalatedTo: orUndefined(row.escalatedTo),
  satisfaction: orUndefined(row.satisfaction),
  outcome: orUndefined(row.outcome),
  brief: brief ? briefOf(cipher.openJson('tasks.brief', row.id, brief)) : undefined,
})

/** JSON leaves out what is undefined; our type names it. */
const briefOf = ({ place, excerpt }: { place?: string; excerpt: string }): Task['brief'] => ({ place, excerpt })

export const stepRow = ({ to, actor, content, ...step }: TaskStep, cipher: Cipher): StepRow => ({
  ...step,
  state: to,
  actor: actor.kind === 'officer' ? actor.id : null,
  content: content ? cipher.sealJson('task_steps.content', step.id, content) : null,
})

export const stepOf = ({ state, actor, content, ...row }: StepRow, cipher: Cipher): TaskStep => ({
  ...row,
  to: state,
  actor: actor === null ? { kind: 'system' } : { kind: 'officer', id: actor },
  content: content ? cipher.openJson('task_steps.content', row.id, content) : undefined,
})

const words = (place: 'task_calls.question' | 'task_calls.answer', id: string, sealed: Uint8Array | null, cipher: Cipher) =>
  sealed ? cipher.open(place, id, sealed).toString('utf8') : undefined

export const callRow = ({ question, answer, ...call }: TaskCall, cipher: Cipher): CallRow => ({
  ...call,
  answeredAt: call.answeredAt ?? null,
  answeredBy: call.answeredBy ?? null,
  attended: call.attended ?? null,
  question: question === undefined ? null : cipher.seal('task_calls.question', call.id, question),
  answer: answer === undefined ? null : cipher.seal('task_calls.answer', call.id, answer),
})

export const callOf = (row: CallRow, cipher: Cipher): TaskCall => ({
  ...row,
  answeredAt: orUndefined(row.answeredAt),
  answeredBy: orUndefined(row.answeredBy),
  attended: orUndefined(row.attended),
  question: words('task_calls.question', row.id, row.question, cipher),
  answer: words('task_calls.answer', row.id, row.answer, cipher),
})
