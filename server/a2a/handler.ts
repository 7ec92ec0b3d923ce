import {
  type AgentCard,
  type ListTasksResponse,
  type Message,
  type SendMessageRequest,
  type StreamResponse,
  type Task,
  TaskState,
} from '@a2a-js/sdk'
import {
  ContentTypeNotSupportedError,
  PushNotificationNotSupportedError,
  RequestMalformedError,
  TaskNotCancelableError,
  TaskNotFoundError,
  UnsupportedOperationError,
} from '@a2a-js/sdk/errors'
import { NotFoundError } from '../../core/errors.ts'
import type { Who } from '../../core/people.ts'
import type { Clock } from '../../core/time.ts'
import type { RunningTurn } from '../../runtime/running.ts'
import type { Turns } from '../../runtime/turn.ts'
import { isOpen, placeOf, statusOf, type TaskPlace, taskAt, taskIdOf, textPart, workingStatus } from './tasks.ts'

const noPush = async (): Promise<never> => {
  throw new PushNotificationNotSupportedError('没有推送：请用流式，或者再问一次任务。')
}

/** Somebody else's task, and one that never was, look the same. */
const orNotFound = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (cause) {
    throw cause instanceof NotFoundError ? new TaskNotFoundError('没有这个任务，或者它不属于您的账号。') : cause
  }
}

const textOf = (message: Message): string =>
  message.parts
    .map(({ content }) => {
      if (content?.$case !== 'text') throw new ContentTypeNotSupportedError('这里只收文字，请用文字说。')
      return content.value
    })
    .join('\n')

/** What one person may do by this door: tasks are turns of their own conversations, with the rights they have at every other door. */
export const handlerFor = (who: Who, { turns, clock, card }: { turns: Turns; clock: Clock; card: () => AgentCard }) => {
  const read = async (id: string): Promise<{ place: TaskPlace; task: Task }> => {
    const place = placeOf(id)
    const found = place && (await orNotFound(turns.read(place.conversation, who)))
    const task = place && found && taskAt(place, found.turns)
    if (!place || !task) throw new TaskNotFoundError('没有这个任务，或者它不属于您的账号。')
    return { place, task }
  }

  /** Says the message where it belongs: in its task while that is open, in its conversation, or in a new one. */
  const say = async ({ message, metadata }: SendMessageRequest): Promise<{ turn: RunningTurn; place: TaskPlace }> => {
    if (!message) throw new RequestMalformedError('没有消息。')
    const text = textOf(message)
    const before = message.taskId === '' ? undefined : await read(message.taskId)
    if (before && !isOpen(before.task)) throw new UnsupportedOperationError('这个任务已经结束，请只带 contextId 接着谈。')
    const agent = typeof metadata?.agent === 'string' ? metadata.agent : undefined
    const conversation = before?.place.conversation ?? (message.contextId || (await turns.open(who, agent)).conversation.id)
    const key = message.messageId === '' ? undefined : `a2a:${message.messageId}`.slice(0, 200)
    const turn = await orNotFound(turns.say({ conversation, who, text, key, door: 'a2a' }))
    return { turn, place: before?.place ?? { conversation, turn: turn.id } }
  }

  async function* told(turn: RunningTurn, place: TaskPlace): AsyncGenerator<StreamResponse, void, undefined> {
    const facts = { taskId: taskIdOf(place), contextId: place.conversation, metadata: undefined }
    const working = {
      id: facts.taskId,
      contextId: facts.contextId,
      status: workingStatus(clock()),
      artifacts: [],
      history: [],
      metadata: undefined,
    }
    yield { payload: { $case: 'task', value: working } }
    let pieces = 0
    for await (const { event } of turn.events(0)) {
      if (event.event !== 'text.delta') continue
      const artifact = {
        artifactId: turn.id,
        name: '答复',
        description: '',
        parts: [textPart(event.data.text)],
        metadata: undefined,
        extensions: [],
      }
      yield { payload: { $case: 'artifactUpdate', value: { ...facts, artifact, append: pieces++ > 0, lastChunk: false } } }
    }
    yield { payload: { $case: 'statusUpdate', value: { ...facts, status: statusOf(await turn.done, place, clock()) } } }
  }

  return {
    getAgentCard: async () => card(),
    getAuthenticatedExtendedAgentCard: async () => card(),
    async sendMessage(params: SendMessageRequest): Promise<Task> {
      const { turn, place } = await say(params)
      if (params.configuration?.returnImmediately !== true) await turn.done
      return (await read(taskIdOf(place))).task
    },
    async *sendMessageStream(params: SendMessageRequest): AsyncGenerator<StreamResponse, void, undefined> {
      const { turn, place } = await say(params)
      yield* told(turn, place)
    },
    getTask: async ({ id }: { id: string }): Promise<Task> => (await read(id)).task,
    async cancelTask({ id }: { id: string }): Promise<Task> {
      const { place, task } = await read(id)
      const { turns: past } = await turns.read(place.conversation, who)
      const open = past.at(-1)?.pending
      // What has been done is not undone by this; what is only asked is taken back.
      if (task.status?.state !== TaskState.TASK_STATE_INPUT_REQUIRED || !open)
        throw new TaskNotCancelableError('这个任务已经结束，撤不回来了。')
      const answer = { confirmId: open.id, accept: false }
      const turn = await turns.say({ conversation: place.conversation, who, text: '先不办', key: `${open.id}:false`, answer, door: 'a2a' })
      const reply = await turn.done
      return { ...task, status: { ...statusOf(reply, place, clock()), state: TaskState.TASK_STATE_CANCELED } }
    },
    async *resubscribe({ id }: { id: string }): AsyncGenerator<StreamResponse, void, undefined> {
      const { place, task } = await read(id)
      if (!isOpen(task)) throw new UnsupportedOperationError('这个任务已经结束。')
      yield* told(await turns.rejoin(place.conversation, who, undefined), place)
    },
    listTasks: async (): Promise<ListTasksResponse> => {
      throw new UnsupportedOperationError('不列任务：以往的对话在 GET /api/conversations。')
    },
    createTaskPushNotificationConfig: noPush,
    getTaskPushNotificationConfig: noPush,
    listTaskPushNotificationConfigs: noPush,
    deleteTaskPushNotificationConfig: noPush,
  }
}
