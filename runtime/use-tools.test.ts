import { expect, it } from 'vitest'
import { z } from 'zod'
import type { Agent } from '../core/agent.ts'
import type { Citizen } from '../core/people.ts'
import { defineTool, type Effect, type Tool } from '../core/tool.ts'
import { beginCourse } from './course.ts'
import { useTools } from './use-tools.ts'

const who: Citizen = {
  ...{ kind: 'citizen', id: 'p1', name: '赵清禾', document: { kind: 'resident_id', number: '15990119880315201X' }, nationality: 'CHN' },
  ...{ birth: '1988-03-15', sex: 'male', phone: undefined, hukouUnit: undefined, residenceUnit: undefined },
}
const toolOf = (name: string, effect: Extract<Effect, 'read' | 'note'>): Tool =>
  defineTool({
    ...{ name, title: name, description: name, scope: 'citizen', effect, input: z.object({}), output: z.object({}) },
    run: async () => ({}),
    present: () => ({ text: name }),
  })
const tools = [toolOf('slow', 'read'), toolOf('quick', 'read'), toolOf('note', 'note')]
// Only the names of tools are read of the page here.
const agent = { id: 'a', version: '1', tools: tools.map(({ name }) => name), page: '' } as unknown as Agent

it('reads run at the same time, what comes after a deed waits for it, and all is written down in the order it was asked for', async () => {
  const log: string[] = []
  const course = beginCourse(
    {
      ...{ agent, who, conversation: 'c', turn: 't', at: new Date(0), system: '', history: [], says: '', isEnglish: false },
      signal: AbortSignal.timeout(5_000),
    },
    {
      ...{ tools, models: [], patience: { silentMs: 1, totalMs: 1, maxChars: 1 }, clock: () => new Date(0) },
      callTool: async ({ tool: name }) => {
        log.push(`+${name}`)
        await new Promise((resolve) => setTimeout(resolve, name === 'slow' ? 30 : 1))
        log.push(`-${name}`)
        const tool = tools.find((one) => one.name === name) as Tool
        return { kind: 'done', tool, output: {}, presentation: { text: name } }
      },
      check: (text) => text,
      onModelFault: () => undefined,
    },
  )
  const ask = (...names: string[]) =>
    useTools(course, { text: '', calls: names.map((name) => ({ name, args: {} })), outcome: undefined, suggestions: [] })
  const events: string[] = []
  for await (const { event, data } of ask('slow', 'quick', 'slow', 'note', 'quick'))
    if ('name' in data) events.push(`${event} ${data.name}`)
  expect(log).toEqual(['+slow', '+quick', '-quick', '-slow', '+note', '-note'])
  expect(events).toEqual([
    ...['tool.started slow', 'tool.started quick', 'tool.finished slow', 'tool.finished quick'],
    ...['tool.started note', 'tool.finished note'],
  ])
  const answers = course.trace.flatMap((message) => (message.role === 'tool' ? [`${message.call} ${message.name}`] : []))
  expect(answers).toEqual(['t:0 slow', 't:1 quick', 't:2 slow', 't:3 note', 't:4 quick'])
})
