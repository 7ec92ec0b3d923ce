import { AIMessageChunk, HumanMessage } from '@langchain/core/messages'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { briefing, pages, visit } from './fixture.ts'
import { offlineModel } from './model.ts'

const ask = async (text: string) => {
  const reply = await offlineModel()
    .bindTools(pages.navigator.tools)
    .invoke([briefing('navigator'), new HumanMessage(text)])
  const metadata: { outcome?: string; suggestions?: string[] } = reply.response_metadata
  return { text: reply.text, calls: reply.tool_calls, metadata }
}

describe('the offline model', () => {
  it('gives the same reply to the same messages, from any instance', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.constantFrom('我要开无犯罪证明，出国用', '要多久？', '取消', '转人工')), async (text) => {
        expect(await ask(text)).toEqual(await ask(text))
      }),
      { numRuns: 60 },
    )
  })

  it('answers anything at all without failing, and never with nothing', async () => {
    const lines = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        fc.constantFrom('开无犯罪证明', '1', '不对', '是', '出国', '改用途', '?'),
      ),
      { minLength: 1, maxLength: 5 },
    )
    await fc.assert(
      fc.asyncProperty(lines, fc.constantFrom('navigator', 'progress', 'menu'), async (texts, name) => {
        const v = visit(name)
        for (const text of texts) {
          const heard = await v.says(text)
          expect(heard.tool !== undefined || heard.text.trim() !== '').toBe(true)
          expect(heard.tool === undefined || heard.text === '').toBe(true)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('takes whatever a tool answers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.boolean(), async (data, ok) => {
        const v = visit()
        await v.says('开无犯罪证明，出国用')
        const heard = await v.gets({ ok, say: '', data: JSON.parse(data) })
        expect(heard.text.trim()).not.toBe('')
      }),
      { numRuns: 60 },
    )
  })

  it.each([
    ['an empty message', ''],
    ['blanks', ' \n\t '],
    ['emoji only', '😀😀👍🏽'],
    ['punctuation', '。。。？？'],
    ['keyboard noise', 'asdfghjkl'],
    ['one key held down', '啊啊啊啊啊啊啊'],
    ['broken surrogates', '\ud83d\ud83d\ud83d'],
    ['binary', '\u0000\u0001\u0002\ufffd\ufffd'],
  ])('is polite to %s', async (_, text) => {
    const reply = await ask(text)
    expect(reply.text).toMatch(/没看懂|could not make sense/)
    expect(reply.metadata.outcome).toBe('clarified')
    expect(reply.metadata.suggestions?.length).toBeGreaterThan(0)
  })

  it('reads a message of 20,000 characters quickly', async () => {
    const began = process.cpuUsage()
    for (const unit of ['我要开无犯罪记录证明，', '不是出国', 'a1 ', '1', '从2020年', '（（（', '我有没有查'] as const)
      await ask(unit.repeat(20_000 / unit.length))
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(2_000)
  })

  it('streams exactly what it would have said at once', async () => {
    const model = offlineModel().bindTools(pages.navigator.tools)
    for (const text of ['我要开无犯罪记录证明', '出国用，开无犯罪证明', '你能干啥', 'I need a police clearance', '😀']) {
      const messages = [briefing('navigator'), new HumanMessage(text)]
      const whole = await model.invoke(messages)
      let sum: AIMessageChunk | undefined
      let count = 0
      for await (const chunk of await model.stream(messages)) {
        sum = sum ? sum.concat(chunk) : chunk
        count++
      }
      expect(sum).toBeInstanceOf(AIMessageChunk)
      expect(sum?.text).toBe(whole.text)
      expect(sum?.tool_calls?.map(({ name, args, id }) => ({ name, args, id }))).toEqual(
        whole.tool_calls?.map(({ name, args, id }) => ({ name, args, id })),
      )
      expect(sum?.response_metadata).toMatchObject(whole.response_metadata)
      if (whole.text.length > 60) expect(count).toBeGreaterThan(2)
    }
  })

  it('says what it is: a program, no person and no officer', async () => {
    for (const text of ['你是机器人吗', '你是真人吗', '你是警察吗', '你是ChatGPT吗', 'are you human?'])
      expect((await ask(text)).text).toMatch(/程序，不是真人|a program/)
  })

  it('takes the day from the message, and from the clock only when the message names none', async () => {
    const says = new HumanMessage('办签证用的无犯罪证明，查去年3月到现在的记录')
    const model = offlineModel({ clock: () => new Date('2030-05-05T00:00:00Z') }).bindTools(pages.navigator.tools)
    expect((await model.invoke([briefing('navigator'), says])).tool_calls?.[0]?.args.period).toEqual({
      from: '2025-03-01',
      to: '2026-11-22',
    })
    const undated = briefing('navigator').text.replace(/<today>.*<\/today>/, '')
    const { SystemMessage } = await import('@langchain/core/messages')
    expect((await model.invoke([new SystemMessage(undated), says])).tool_calls?.[0]?.args.period).toEqual({
      from: '2029-03-01',
      to: '2030-05-05',
    })
  })

  it('goes on without a page, without tools, without anything', async () => {
    expect((await offlineModel().invoke([new HumanMessage('我要开无犯罪证明')])).text).not.toBe('')
    expect((await offlineModel().invoke('你好')).text).not.toBe('')
  })
})
