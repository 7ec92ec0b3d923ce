import { type Message, Role, type SendMessageRequest, type Task, TaskState } from '@a2a-js/sdk'
import { ClientFactory, ClientFactoryOptions, DefaultAgentCardResolver, JsonRpcTransportFactory } from '@a2a-js/sdk/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../../testing.ts'
import { textPart } from '../a2a/tasks.ts'
import type { Listening } from '../listen.ts'

let p: TestPlatform
let listening: Listening
beforeAll(async () => {
  p = await openTestPlatform()
  listening = await p.platform.server.listen({ port: p.platform.config.port, host: '127.0.0.1' })
})
afterAll(async () => {
  await listening.close()
  await p[Symbol.asyncDispose]()
})

const clientOf = async (persona: string, more: object = {}) => {
  const made = await p.ask(persona, 'POST', '/api/keys', { title: '别处的助手', doors: ['a2a'], ...more })
  const { secret } = await made.json()
  const signed: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set('Authorization', `Bearer ${secret}`)
    return fetch(input, { ...init, headers })
  }
  const factory = new ClientFactory(
    ClientFactoryOptions.createFrom(ClientFactoryOptions.default, {
      transports: [new JsonRpcTransportFactory({ fetchImpl: signed })],
      cardResolver: new DefaultAgentCardResolver({ fetchImpl: signed }),
    }),
  )
  return factory.createFromUrl(listening.url)
}
let n = 0
const saying = (text: string, more: Partial<Message> = {}): SendMessageRequest => ({
  ...{ tenant: '', configuration: undefined, metadata: undefined },
  message: {
    ...{ messageId: `m-${n++}`, contextId: '', taskId: '', role: Role.ROLE_USER, parts: [textPart(text)] },
    ...{ metadata: undefined, extensions: [], referenceTaskIds: [], ...more },
  },
})
const asTask = (answer: Message | Task): Task => {
  if (!('status' in answer)) throw new Error('expected a task')
  return answer
}
const dataOf = (task: Task): { cards: { kind: string }[] } | undefined => {
  const found = task.status?.message?.parts.find(({ content }) => content?.$case === 'data')?.content
  return found?.$case === 'data' ? found.value : undefined
}

describe('the official A2A client', () => {
  it('finds the card, begins a task, is asked, says 确认 in the same task, and gets the certificate', async () => {
    const client = await clientOf('zhao-qinghe')
    const asked = asTask(await client.sendMessage(saying('我要去深圳上班，单位让开个无犯罪记录证明')))
    expect(asked.status?.state).toBe(TaskState.TASK_STATE_INPUT_REQUIRED)
    const done = asTask(await client.sendMessage(saying('确认', { taskId: asked.id, contextId: asked.contextId })))
    expect(done.id).toBe(asked.id)
    expect(done.status?.state).toBe(TaskState.TASK_STATE_COMPLETED)
    expect(dataOf(done)?.cards.map(({ kind }) => kind)).toContain('certificate')
    expect((await (await p.ask('zhao-qinghe', 'GET', '/api/certificates')).json()).certificates).toHaveLength(1)
    const read = await client.getTask({ tenant: '', id: asked.id })
    expect(read).toMatchObject({ id: asked.id, contextId: asked.contextId, status: { state: TaskState.TASK_STATE_COMPLETED } })
    expect(read.history.length).toBe(3)
    await expect(client.sendMessage(saying('再来', { taskId: asked.id }))).rejects.toThrow()
  })

  it('streams the text of a task and its end', async () => {
    const client = await clientOf('zhao-qinghe')
    const kinds: string[] = []
    let text = ''
    for await (const { payload } of client.sendMessageStream(saying('身份证丢了多久能补好'))) {
      kinds.push(payload?.$case ?? '')
      const content = payload?.$case === 'artifactUpdate' ? payload.value.artifact?.parts[0]?.content : undefined
      if (content?.$case === 'text') text += content.value
    }
    expect(kinds[0]).toBe('task')
    expect(kinds.at(-1)).toBe('statusUpdate')
    expect(text.length).toBeGreaterThan(5)
  })

  it('takes back what was only asked, and nothing that is done', async () => {
    const client = await clientOf('lin-anran')
    const asked = asTask(await client.sendMessage(saying('我要开无犯罪记录证明，入职用')))
    const cancelled = await client.cancelTask({ tenant: '', id: asked.id, metadata: undefined })
    expect(cancelled.status?.state).toBe(TaskState.TASK_STATE_CANCELED)
    expect((await (await p.ask('lin-anran', 'GET', '/api/certificates')).json()).certificates).toEqual([])
    await expect(client.cancelTask({ tenant: '', id: asked.id, metadata: undefined })).rejects.toThrow()
  })

  it('sends the same message twice as one', async () => {
    const client = await clientOf('zhao-qinghe')
    const first = asTask(await client.sendMessage(saying('你好')))
    const message = saying('无犯罪记录证明收费吗', { contextId: first.contextId })
    const [one, two] = [asTask(await client.sendMessage(message)), asTask(await client.sendMessage(message))]
    expect(two.id).toBe(one.id)
  })
})

describe('nobody else', () => {
  it('reads, goes on with or takes back another person’s task', async () => {
    const theirs = await clientOf('lin-anran')
    const asked = asTask(await theirs.sendMessage(saying('我要开无犯罪记录证明，入职用')))
    const mine = await clientOf('zhao-qinghe')
    await expect(mine.getTask({ tenant: '', id: asked.id })).rejects.toThrow()
    await expect(mine.cancelTask({ tenant: '', id: asked.id, metadata: undefined })).rejects.toThrow()
    await expect(mine.sendMessage(saying('确认', { taskId: asked.id }))).rejects.toThrow()
    await expect(mine.sendMessage(saying('确认', { contextId: asked.contextId }))).rejects.toThrow()
    await expect(mine.getTask({ tenant: '', id: 'made-up' })).rejects.toThrow()
  })

  it('comes in without a key, or by a key of another door', async () => {
    const body = { method: 'POST', body: '{"jsonrpc":"2.0","id":1,"method":"GetTask","params":{"id":"x"}}' }
    const json = { 'Content-Type': 'application/json' }
    expect((await fetch(`${listening.url}/a2a`, { ...body, headers: json })).status).toBe(401)
    const { secret } = await (await p.ask('zhao-qinghe', 'POST', '/api/keys', { title: 'x', doors: ['mcp'] })).json()
    expect((await fetch(`${listening.url}/a2a`, { ...body, headers: { ...json, Authorization: `Bearer ${secret}` } })).status).toBe(403)
  })

  it('learns from the public card which pages officers have', async () => {
    const card = await (await fetch(`${listening.url}/.well-known/agent-card.json`)).json()
    const ids = card.skills.map(({ id }: { id: string }) => id)
    expect(ids).toContain('cert-navigator')
    expect(ids).not.toContain('dispute-triage')
  })
})
