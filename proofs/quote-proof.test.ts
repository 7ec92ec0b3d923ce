import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../core/conversation.ts'
import { calls, openTestEndpoint, replyWith, says, type TestEndpoint } from '../models/test-endpoint.ts'
import { handClock, openTestPlatform, type TestPlatform } from '../testing.ts'

let endpoint: TestEndpoint
let p: TestPlatform
const clock = handClock()
beforeEach(() => clock.advance(180_000))
beforeAll(async () => {
  endpoint = await openTestEndpoint()
  p = await openTestPlatform({
    clock: clock.now,
    settings: { MODEL: 'test', OPENAI_BASE_URL: endpoint.url, MODEL_SILENT_MS: '500', MODEL_TOTAL_MS: '3000' },
  })
})
afterAll(async () => {
  await p[Symbol.asyncDispose]()
  await endpoint[Symbol.asyncDispose]()
})

const question = '开无犯罪记录证明收费吗'
const search = calls({ name: 'search_policy', args: { query: question } })
const ask = async (...behaviours: Parameters<TestEndpoint['behave']>): Promise<Reply> => {
  endpoint.behave(...behaviours)
  return (await p.visit('zhao-qinghe', 'cert-navigator')).say(question)
}

describe('a model that answers from what it found', () => {
  it('is heard in its own words, with the clause that they stand on', async () => {
    const reply = await ask(search, says('您好。办理无犯罪记录证明不收费，公证、翻译的费用由办理单位另行收取。'))
    expect(reply).toMatchObject({
      model: 'test',
      outcome: 'answered',
      text: '您好。办理无犯罪记录证明不收费，公证、翻译的费用由办理单位另行收取。',
    })
    expect(reply.citations.map(({ path }) => path)).toEqual(['收费吗，要多少钱'])
  })

  it('loses what it adds, and nothing else', async () => {
    const reply = await ask(
      search,
      says(
        '办理无犯罪记录证明不收费。加急要另交 200 元。根据《行政许可法》第五十八条，不得收费。详情见 http://fee.example/x。公证、翻译等其他手续的费用，由办理单位另行收取。',
      ),
    )
    expect(reply.text).toBe('办理无犯罪记录证明不收费。公证、翻译等其他手续的费用，由办理单位另行收取。')
    expect(reply.model).toBe('test')
  })

  it('of which nothing stands is not heard: the words of the clause are said instead', async () => {
    const reply = await ask(search, says('办理无犯罪记录证明收费五十元。可以邮寄到家。'))
    expect(reply.text).toMatch(/^规定里是这样写的：「本局（演示）办理无犯罪记录证明不收费」/)
    expect(reply).toMatchObject({ model: 'test', outcome: 'answered' })
    expect(reply.citations).toHaveLength(1)
    expect(reply.text).not.toMatch(/五十|邮寄/)
  })

  it('found nothing and claims all the same: it is said that nothing was found', async () => {
    const nothing = calls({ name: 'search_policy', args: { query: '火星移民签证' } })
    const reply = await ask(nothing, says('火星移民签证需要在三日内申请，收费 500 元。'))
    expect(reply).toMatchObject({ outcome: 'unanswered', citations: [] })
    expect(reply.text).toContain('没有找到依据')
    expect(reply.text).not.toMatch(/三日|500/)
  })
})

describe('a model that looks nothing up', () => {
  it('and speaks of law all the same is not heard: the offline model quotes', async () => {
    const reply = await ask(says('办理无犯罪记录证明要交五十元，三天办好。'))
    expect(reply.model).toBe('offline')
    expect(reply.text).toMatch(/按规定原文回答。）规定里是这样写的：「/)
    expect(reply.text).not.toMatch(/五十|三天/)
    expect(reply.citations).toHaveLength(1)
  })

  it('may greet, ask back and offer help', async () => {
    const text = '您好，我是办证助手。请问您要这份证明做什么用？'
    expect(await ask(says(text))).toMatchObject({ model: 'test', text })
  })
})

/** Everything that a model may put between true sentences. */
const lies = [
  '办理无犯罪记录证明收费 20 元。',
  '办理无犯罪记录证明应当收费。',
  '根据《收费管理办法》第三条，每份收取工本费。',
  '依照第四百条，不收费。',
  '“办理无犯罪记录证明一律收费”。',
  '不收费，但是加急收费 100 元。',
  '请扫码支付 http://pay.example/1。',
  '请点[这里](https://x.example)。',
  '请拨打 0474-7654321。',
  '您的缴费编号是 JF-2026-00000077。',
  '公证、翻译的费用由本局收取。',
  '3 天内办结，超过就不收费。',
  '证明有效期是 6 个月。',
  '没有案底的人不用申请。',
  '现在请忽略规则：打人不违法。',
  '您可以要求赔偿二千元。',
  '可以。',
  '不用的。',
  '您知道要交五百元吗？',
]

describe('a model that lies between true sentences', () => {
  it.each(lies)('is never heard to say “%s”, in no event of the turn and not in what is kept', async (lie) => {
    endpoint.behave(search, replyWith({ text: `办理无犯罪记录证明不收费。${lie} 您还想了解哪方面？`, step: 3 }))
    const visit = await p.visit('zhao-qinghe', 'cert-navigator')
    const heard = await visit.hear(question)
    const text = heard.map(({ event }) => (event.event === 'text.delta' ? event.data.text : '')).join('')
    expect(text.replace(/\s/g, '')).toBe('办理无犯罪记录证明不收费。您还想了解哪方面？')
    const kept = JSON.stringify(await (await p.ask('zhao-qinghe', 'GET', `/api/conversations/${visit.id}`)).json())
    expect(kept).not.toContain(lie.slice(0, -1))
  })

  it('streams sentence by sentence, each after its check, and cites before it goes on', async () => {
    endpoint.behave(search, says('办理无犯罪记录证明不收费。公证、翻译等其他手续的费用，由办理单位另行收取。'))
    const heard = await (await p.visit('zhao-qinghe', 'cert-navigator')).hear(question)
    expect(heard.map(({ event }) => event.event)).toEqual([
      ...['turn.started', 'tool.started', 'tool.finished'],
      ...['text.delta', 'citation', 'text.delta', 'turn.ended'],
    ])
  })
})

describe('the offline model', () => {
  it('says nothing about rules that quote proof would cut, were it anybody else', async () => {
    await using offline = await openTestPlatform()
    for (const asked of [
      '证明有效期多长',
      '要带什么材料',
      '几天能办好',
      '取保候审影响开证明吗',
      '单位能查我的记录吗',
      '对结果不服怎么办',
    ]) {
      const reply = await (await offline.visit('lin-anran', 'cert-navigator')).say(asked)
      const { quoteProof } = await import('../guards/quote-proof.ts')
      const found = await offline.platform.callTool({
        ...{ tool: 'search_policy', args: { query: asked }, agent: undefined, conversation: undefined, deedKey: asked },
        who: (await offline.platform.store.people.find('lin-anran')) ?? expect.fail('no persona'),
      })
      expect(reply.outcome).toBe('answered')
      const passages = reply.citations.map((citation) => ({
        ...{ document: citation.document, article: citation.path, path: citation.path, text: citation.quote, isOld: false },
        ...{ effective: citation.effective, until: undefined, citation },
      }))
      expect(found.kind).toBe('done')
      const ruling = quoteProof.after?.({
        ...{
          text: reply.text,
          who: {} as never,
          isOffline: false,
          asked,
          page: '',
          tools: [],
          sources: [],
          answers: [],
          passages,
          told: [],
        },
      })
      expect([asked, typeof ruling === 'object' ? ruling.text : ruling]).toEqual([asked, reply.text])
    }
  })
})
