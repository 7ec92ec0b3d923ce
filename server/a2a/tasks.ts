import { type Artifact, type Message, type Part, Role, type Task, TaskState, type TaskStatus } from '@a2a-js/sdk'
import type { Reply, StoredTurn } from '../../core/conversation.ts'

/**
 * A task (任务) is a stretch of a conversation: it begins with a turn, goes on while we ask something back, and ends with the turn that
 * does not. Nothing of it is kept beside the conversation, so its id says where it begins.
 */
export interface TaskPlace {
  readonly conversation: string
  readonly turn: string
}

export const taskIdOf = ({ conversation, turn }: TaskPlace): string => `${conversation}.${turn}`
export const placeOf = (id: string): TaskPlace | undefined => {
  const match = /^([\w-]{1,64})\.([\w-]{1,64})$/.exec(id)
  return match?.[1] && match[2] ? { conversation: match[1], turn: match[2] } : undefined
}

const asksBack = (reply: Reply): boolean => reply.outcome === 'confirming' || reply.outcome === 'clarified'

export const stateOf = (reply: Reply): TaskState => {
  if (asksBack(reply)) return TaskState.TASK_STATE_INPUT_REQUIRED
  if (reply.outcome === 'failed') return TaskState.TASK_STATE_FAILED
  return reply.outcome === 'refused' ? TaskState.TASK_STATE_REJECTED : TaskState.TASK_STATE_COMPLETED
}

const part = (content: Part['content'], mediaType: string): Part => ({ content, metadata: undefined, filename: '', mediaType })
export const textPart = (text: string): Part => part({ $case: 'text', value: text }, 'text/plain')

/** What an answer holds beyond its text: the same objects as everywhere (docs/doors.md). */
const factsOf = ({ turn, agent, outcome, cards, citations, confirm, suggestions, label, model }: Reply): Part =>
  part(
    { $case: 'data', value: { turn, agent, outcome, cards, citations, confirm: confirm ?? null, suggestions, label, model } },
    'application/json',
  )

const messageOf = (facts: Pick<Message, 'messageId' | 'contextId' | 'taskId' | 'role' | 'parts'>): Message => ({
  ...facts,
  ...{ metadata: undefined, extensions: [], referenceTaskIds: [] },
})

export const statusOf = (reply: Reply, place: TaskPlace, at: Date): TaskStatus => ({
  state: stateOf(reply),
  timestamp: at.toISOString(),
  message: messageOf({
    ...{ messageId: reply.turn, contextId: place.conversation, taskId: taskIdOf(place), role: Role.ROLE_AGENT },
    parts: [textPart(`${reply.text}\n\n（${reply.label}）`), factsOf(reply)],
  }),
})

export const workingStatus = (at: Date): TaskStatus => ({
  state: TaskState.TASK_STATE_WORKING,
  message: undefined,
  timestamp: at.toISOString(),
})

const artifactsOf = (reply: Reply): Artifact[] =>
  stateOf(reply) === TaskState.TASK_STATE_COMPLETED
    ? [
        {
          artifactId: reply.turn,
          name: '答复',
          description: '',
          parts: [textPart(reply.text), factsOf(reply)],
          metadata: undefined,
          extensions: [],
        },
      ]
    : []

/** The task that begins at the place, as it stands now; undefined where there is no such turn. */
export const taskAt = (place: TaskPlace, turns: readonly StoredTurn[]): Task | undefined => {
  const first = turns.findIndex(({ id }) => id === place.turn)
  if (first < 0) return undefined
  let last = first
  for (let at = first; at < turns.length - 1; at++) {
    const reply = turns[at]?.reply
    if (!reply || !asksBack(reply)) break
    last = at + 1
  }
  const mine = turns.slice(first, last + 1)
  const end = turns[last]
  if (!end) return undefined
  const history = mine.flatMap(({ id, says, reply, at }) => [
    messageOf({
      ...{ messageId: `${id}.u`, contextId: place.conversation, taskId: taskIdOf(place), role: Role.ROLE_USER, parts: [textPart(says)] },
    }),
    ...(reply && id !== end.id ? [statusOf(reply, place, at).message].filter((message) => message !== undefined) : []),
  ])
  return {
    ...{ id: taskIdOf(place), contextId: place.conversation, history, metadata: undefined },
    status: end.reply ? statusOf(end.reply, place, end.at) : workingStatus(end.at),
    artifacts: end.reply ? artifactsOf(end.reply) : [],
  }
}

/** True while the task waits for the person, or still runs: another message belongs to it. */
export const isOpen = (task: Task): boolean =>
  task.status?.state === TaskState.TASK_STATE_INPUT_REQUIRED || task.status?.state === TaskState.TASK_STATE_WORKING
