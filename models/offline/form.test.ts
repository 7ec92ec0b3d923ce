import { describe, expect, it } from 'vitest'
import { hear } from './dialogue.ts'
import { pages, today, visit } from './fixture.ts'
import { createDesk } from './intent.ts'
import { readBriefing } from './page.ts'
import { receive } from './results.ts'
import { type Field, readSheets } from './sheets.ts'
import { type State, start } from './state.ts'

const submitted = (args: Record<string, unknown>) => ({ tool: 'submit_certificate_application', args })

describe('filling the form', () => {
  it.each([
    [
      '给德国大使馆交的，从2020年1月到现在的无犯罪记录证明，办签证，要纸质的',
      { purpose: 'go_abroad', recipient: '德国大使馆', period: { from: '2020-01-01', to: today }, delivery: 'window' },
    ],
    [
      '要电子版，无犯罪证明，查2018年3月到2024年6月的，教师入职，给乌兰察布市第一中学',
      { purpose: 'employment', recipient: '乌兰察布市第一中学', period: { from: '2018-03-01', to: '2024-06-30' }, delivery: 'electronic' },
    ],
    ['公证用的无犯罪记录证明，最近三年的记录就行', { purpose: 'notary', period: { from: '2023-11-22', to: today } }],
  ])('takes everything out of one sentence: “%s”', async (says, args) => {
    expect(await visit().says(says)).toMatchObject(submitted(args))
  })

  it.each([
    '没听懂吗，我要无犯罪记录证明，公证用',
    '听不懂吗 公证用，给我开个没有前科的证明',
    '公证处让先开，对方说缺一份没有前科的证明，能在这儿开吗',
  ])('hears what is wanted through what is said around it: “%s”', async (says) => {
    expect(await visit().says(says)).toMatchObject(submitted({ purpose: 'notary' }))
  })

  it('takes a question before “行吗” for a question where nothing was asked', async () => {
    expect(await visit().says('办无犯罪证明只带户口簿，行吗')).toMatchObject({ tool: 'search_policy' })
  })

  /** Answers to “what is it for?”. */
  it.each([
    ['1', 'go_abroad'],
    ['第二个', 'employment'],
    ['B', 'employment'],
    ['②', 'employment'],
    ['最后一个', 'other'],
    ['出国用的', 'go_abroad'],
    ['考编', 'employment'],
    ['老板让开的', 'employment'],
    ['去韩国', 'go_abroad'],
    ['去英国读书', 'emigration'],
    ['幼儿园老师', 'employment'],
    ['考教资', 'licence'],
    ['办出租车从业资格证，行不', 'licence'],
    ['别嘅用途', 'other'],
    ['我要上大学', 'school'],
    ['不是出国，是公证', 'notary'],
    ['visa', 'go_abroad'],
    ['教师资格正', 'licence'],
  ])('understands “%s” as the purpose', async (says, purpose) => {
    const v = visit()
    await v.says('我要开无犯罪记录证明')
    expect(await v.says(says)).toMatchObject(submitted({ purpose }))
  })

  it('keeps the words of a purpose that fits no choice', async () => {
    const v = visit()
    await v.says('我要开无犯罪记录证明')
    expect(await v.says('领养小孩用')).toMatchObject(submitted({ purpose: 'other', purpose_detail: '领养小孩用' }))
  })

  it('asks which of two, when two were named', async () => {
    const v = visit()
    await v.says('我要开无犯罪记录证明')
    const heard = await v.says('单位要，办签证')
    expect(heard.text).toContain('1. 求职、入职；2. 出国（境）')
    expect(heard.suggestions).toEqual(['求职、入职', '出国（境）'])
  })

  it('offers a value to a person who does not know', async () => {
    const v = visit()
    await v.says('我要开无犯罪记录证明')
    expect((await v.says('不知道')).text).toContain('可以先按“其他”办')
    expect(await v.says('好的')).toMatchObject(submitted({ purpose: 'other' }))
  })

  it('says the message of a field that the tool refused, and asks it again', async () => {
    const v = visit()
    await v.says('办签证要的无犯罪记录证明，查2020年到2021年的')
    const heard = await v.gets({
      ok: false,
      say: '',
      error: { code: 'tool_input', fields: [{ path: 'period.to', message: '结束日期不能晚于今天' }] },
    })
    expect(heard.text).toContain('结束日期不能晚于今天。')
    expect(await v.says('2020年到2023年')).toMatchObject(
      submitted({ purpose: 'go_abroad', period: { from: '2020-01-01', to: '2023-12-31' } }),
    )
  })

  it('does not send a period that has not come yet', async () => {
    const heard = await visit().says('办签证要的无犯罪记录证明，查2030年1月到2031年1月的')
    expect(heard.tool).toBeUndefined()
    expect(heard.text).toContain('这段时间还没到')
  })

  it('lets an optional field go when the person does not want it', async () => {
    const v = visit()
    await v.says('办签证要的无犯罪记录证明，查2020年到2021年的')
    await v.gets({ ok: false, say: '', error: { code: 'tool_input', fields: [{ path: 'period', message: '这段时间不行' }] } })
    const heard = await v.says('不用了')
    expect(heard).toMatchObject(submitted({ purpose: 'go_abroad' }))
    expect(heard.args).not.toHaveProperty('period')
  })

  it('keeps the answers when the tool fails, and tries again on request', async () => {
    const v = visit()
    await v.says('入职用的无犯罪记录证明')
    const heard = await v.gets({ ok: false, say: '系统忙，请稍后再试。', error: { code: 'unavailable' } })
    expect(heard).toMatchObject({ outcome: 'unanswered', suggestions: ['再试一次', '转人工'] })
    expect(heard.text).toContain('系统忙')
    expect(await v.says('再试一次')).toMatchObject(submitted({ purpose: 'employment' }))
  })
})

/** A tool with one field of every kind, to fill by answering one question at a time. */
const everything = {
  type: 'function',
  function: {
    name: 'register_thing',
    description: 'Register a thing.',
    parameters: {
      title: '登记',
      type: 'object',
      properties: {
        id: { title: '身份证号', kind: 'resident_id', type: 'string', ask: '您的身份证号是多少？' },
        phone: { title: '手机号', kind: 'phone', type: 'string', ask: '手机号是多少？' },
        plate: { title: '车牌', kind: 'plate', type: 'string', ask: '车牌号是多少？' },
        on: { title: '日期', kind: 'date', type: 'string', ask: '哪一天的事？' },
        amount: { title: '金额', kind: 'amount', type: 'number', ask: '金额是多少？' },
        hurt: { title: '有没有人受伤', kind: 'yes_no', type: 'boolean', ask: '有人受伤吗？' },
        story: { title: '经过', kind: 'text', type: 'string', ask: '请说说经过。' },
        channel: { title: '渠道', type: 'string', enum: ['app', 'counter'], default: 'app' },
      },
      required: ['id', 'phone', 'plate', 'on', 'amount', 'hurt', 'story', 'channel'],
    },
  },
}
const page = '<page>\n---\nname: 登记员\nexamples: [我要登记]\n---\n</page>\n<today>2026-11-22</today>'
const ground = { desk: createDesk(readBriefing(page).page, readSheets([everything])), today }
const talk = (...lines: string[]) => {
  let step = { state: start as State, reply: undefined as unknown }
  for (const line of lines) {
    const next = hear(step.state, line, ground)
    step = { state: next.reply.kind === 'say' ? { ...next.state, said: next.reply.text } : next.state, reply: next.reply }
  }
  return step
}

describe('one question at a time', () => {
  it('fills every kind of field, as people write them', () => {
    const { reply } = talk(
      '我要登记',
      '１５９９０１ 19900307 201６',
      '138 0000 0000',
      '蒙a·12345',
      '去年三月五号',
      '三千五',
      '没有',
      '他把我的车蹭了，我要个说法。',
    )
    expect(reply).toEqual({
      kind: 'call',
      tool: 'register_thing',
      args: {
        id: '159901199003072016',
        phone: '13800000000',
        plate: '蒙A12345',
        on: '2025-03-05',
        amount: 3500,
        hurt: false,
        story: '他把我的车蹭了，我要个说法',
        channel: 'app',
      },
    })
  })

  it('takes several answers at once and asks only for the rest', () => {
    const { reply } = talk('我要登记', '159901199003072016，电话13800000000，车是蒙A12345')
    expect(reply).toMatchObject({ kind: 'say', text: expect.stringContaining('哪一天的事？') })
  })

  it.each([
    ['15990119900307201', '18 位'],
    ['159901199003072017', '校验位'],
  ])('says why %s is refused and asks again', (number, why) => {
    const { reply } = talk('我要登记', number)
    expect(reply).toMatchObject({ text: expect.stringMatching(new RegExp(`${why}.*您的身份证号是多少`)) })
  })

  it('does not take a question as free text', () => {
    const { reply } = talk('我要登记', '159901199003072016', '13800000000', '蒙A12345', '昨天', '100元', '有', '取消')
    expect(reply).toMatchObject({ text: expect.stringContaining('已经取消') })
  })
})

describe('tools that are not ours', () => {
  it('reads any schema without failing', () => {
    const odd = [
      null,
      3,
      { function: {} },
      {
        function: {
          name: 'x',
          parameters: { properties: { a: null, b: { anyOf: [{ type: 'null' }, { type: 'string', enum: ['p'] }] }, c: { pattern: '(' } } },
        },
      },
    ]
    const [sheet] = readSheets(odd)
    expect(sheet?.fields.map(({ kind }: Field) => kind)).toEqual(['text', 'choice', 'text'])
  })

  it('says the plain text of a foreign tool', () => {
    const step = receive(start, 'foreign', '今天窗口开放。', ground)
    expect(step.reply).toMatchObject({ kind: 'say', text: '今天窗口开放。' })
  })

  it('has the three pages of the tests in order', () => {
    for (const { tools } of Object.values(pages)) expect(readSheets(tools)).toHaveLength(tools.length)
  })
})
