import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HumanMessage } from '@langchain/core/messages'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Reply } from '../core/conversation.ts'
import type { ModelCall } from '../core/models.ts'
import { EndpointModel } from '../models/endpoint-model.ts'
import { UnreachedEndpointError } from '../models/wire.ts'
import {
  type Behaviour,
  breaksAt,
  bytesOf,
  calls,
  cutsAt,
  fails,
  handClock,
  hangs,
  openTestEndpoint,
  openTestPlatform,
  says,
  type TestEndpoint,
  type TestPlatform,
} from '../testing.ts'
import { type Attempt, hedged } from './hedge.ts'
import { newMeter } from './speak.ts'

const apology = '离线助手为您继续'
const wish = '我要去深圳上班，单位让开个无犯罪记录证明'
const submit = { name: 'submit_certificate_application', args: { purpose: 'employment' } }
const progress = { name: 'certificate_progress', args: {} }

let first: TestEndpoint
let second: TestEndpoint
let p: TestPlatform
const heard: ModelCall[] = []
const folder = mkdtempSync(join(tmpdir(), 'fenshen-models-'))
let files = 0
const clock = handClock()
beforeEach(() => {
  clock.advance(1_300_000)
  heard.length = 0
})

const fileOf = (more: string, ofFirst: string, times: string): string => {
  const endpoint = (name: string, url: string, extra: string): string =>
    `  ${name}:\n    base_url: ${url}\n    model: ${name}\n    roles: [chat]\n    timeouts: { ${times}, queue_ms: 50 }\n${extra}`
  const priced = '    price: { in: 2, out: 8, cached: 1 }\n    concurrent: 1\n'
  return `endpoints:\n${endpoint('first', first.url, priced + ofFirst)}${endpoint('second', second.url, '')}chains:\n  default: [first, second]\n  other: [second]\n${more}`
}
/** Of endpoints whose silence is not what a test is about, however slow the machine. */
const patient = 'silent_ms: 20000, total_ms: 30000'
const openWith = async (more = '', ofFirst = '', times = 'silent_ms: 300, total_ms: 1500'): Promise<TestPlatform> => {
  const file = join(folder, `${files++}.yaml`)
  writeFileSync(file, fileOf(more, ofFirst, times))
  const opened = await openTestPlatform({ settings: { MODELS_FILE: file }, clock: clock.now })
  opened.platform.bounds.listen((call) => void heard.push(call))
  return opened
}
beforeAll(async () => {
  ;[first, second] = await Promise.all([openTestEndpoint(), openTestEndpoint()])
  p = await openWith()
})
afterAll(async () => {
  await p[Symbol.asyncDispose]()
  await Promise.all([first[Symbol.asyncDispose](), second[Symbol.asyncDispose]()])
  rmSync(folder, { recursive: true, force: true })
})

const ask = async (text: string, one: Behaviour | Behaviour[], two: Behaviour | Behaviour[], on = p): Promise<Reply> => {
  first.behave(...[one].flat())
  second.behave(...[two].flat())
  return (await on.visit('zhao-qinghe')).say(text)
}

const told = '您好，很高兴为您服务。请问这份证明做什么用？'
const said = bytesOf({ text: told, step: 2 })
/** After the first sentence has left, in the middle of the second. */
const inTheMiddle = said.indexOf(Buffer.from('份证')) + 9

describe('a chain of models', () => {
  it.each<[string, Behaviour]>([
    ['goes on as it is asked', says('请问这份证明做什么用？')],
    ['begins anew', says(told)],
    ['repeats the last sentence with other commas', says('您好，很高兴为您服务，请问这份证明做什么用？')],
  ])('ends a sentence that the first broke off, without a word doubled, when the second %s', async (_how, two) => {
    for (const broken of [breaksAt(said, inTheMiddle), cutsAt(said, inTheMiddle, 'polite')]) {
      const reply = await ask(wish, broken, two)
      expect(reply).toMatchObject({ text: told, model: 'second', outcome: 'clarified' })
    }
    const { messages } = second.asked.at(-1)?.body ?? { messages: [] }
    expect(messages.slice(-2)).toMatchObject([{ role: 'assistant', content: '您好，很高兴为您服务。' }, { role: 'user' }])
    expect([...first.complaints, ...second.complaints]).toEqual([])
  })

  it('does the deed that the first died of asking for, once, and the next turn knows one answer', async () => {
    const asking = bytesOf({ text: '好的，我来准备申请。', calls: [submit], step: 3 })
    const visit = await p.visit('zhao-qinghe')
    first.behave(breaksAt(asking, asking.indexOf('urp') + 9))
    second.behave(calls(submit))
    const asked = await visit.say(wish)
    expect(asked).toMatchObject({ outcome: 'confirming', model: 'second', tools: [{ name: submit.name, ok: true }] })
    expect(asked.text).toMatch(/^好的，我来准备申请。为您本人申请/)
    first.behave(hangs(said.subarray(0, inTheMiddle)), says('不客气。'))
    second.behave(says('请问这份证明做什么用？'))
    // A question in the middle, in which the model dies again: the deed still waits.
    const between = await visit.say('可以在网上办吗')
    expect(between.text).toBe(told)
    expect(await p.platform.store.certificates.listByPerson('zhao-qinghe', 5)).toEqual([])
    const done = await visit.say(`不，是求职用，${wish}`)
    expect(done.text).not.toContain(apology)
    const { messages } = first.asked.at(-1)?.body ?? { messages: [] }
    expect(messages.filter(({ role }) => role === 'assistant').at(-1)?.content).toBe(told)
  })

  it('keeps what the first had looked up, and says nothing of the change', async () => {
    const visit = await p.visit('lin-anran')
    first.behave(calls(progress), breaksAt(said, inTheMiddle))
    second.behave(says('您名下还没有申请。'))
    const reply = await visit.say('我的证明办到哪一步了')
    expect(reply.tools).toHaveLength(1)
    expect(reply.text).toBe('您好，很高兴为您服务。您名下还没有申请。')
    expect(second.asked.at(-1)?.body.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool', 'assistant', 'user'])
  })

  it('ends with the offline model, which says so once', async () => {
    const reply = await ask(wish, fails(500, '{}'), hangs())
    expect(reply).toMatchObject({ model: 'offline', outcome: 'confirming' })
    expect(reply.text.split(apology)).toHaveLength(2)
    expect(heard.map(({ model, fault }) => [model, fault])).toEqual([
      ['first', 'error'],
      ['second', 'silent'],
      ...heard.slice(2).map(() => ['offline', null]),
    ])
  })

  it('leaves alone for as long as it asks a model that has no room, by seconds or by a date', async () => {
    for (const form of ['seconds', 'date']) {
      const after = form === 'seconds' ? '90' : new Date(clock.now().getTime() + 90_000).toUTCString()
      first.behave(fails(429, '{}', { 'Retry-After': after }))
      expect((await ask(wish, fails(429, '{}', { 'Retry-After': after }), says('请问做什么用？'))).model).toBe('second')
      const before = first.asked.length
      expect((await ask(wish, says('您好？'), says('请问做什么用？'))).model).toBe('second')
      expect(first.asked.length).toBe(before)
      const { models } = (await (await p.ask('admin-bureau', 'GET', '/api/models/health')).json()) as { models: object[] }
      expect(models).toMatchObject([
        { name: 'first', state: 'resting', lastFault: { fault: 'busy' } },
        { name: 'second', state: 'well' },
      ])
      clock.advance(91_000)
      expect((await ask(wish, says('请问做什么用？'), says('您好？'))).model).toBe('first')
    }
    expect((await p.ask('zhao-qinghe', 'GET', '/api/models/health')).status).toBe(403)
  })

  it('goes past a model that is switched off', async () => {
    const flip = (isOff: boolean) => p.ask('admin-bureau', 'POST', '/api/switches', { kind: 'model', name: 'first', isOff, reason: '换卡' })
    expect((await flip(true)).status).toBe(200)
    expect((await ask(wish, says('您好？'), says('请问做什么用？'))).model).toBe('second')
    await flip(false)
    expect((await ask(wish, says('请问做什么用？'), says('您好？'))).model).toBe('first')
  })

  it('sends the second question to another model while the first has no place free', async () => {
    await using q = await openWith('', '', patient)
    // The one place is taken until the second question has been answered elsewhere.
    const others = second.asked.length
    first.behave(async (response, asked) => {
      await vi.waitFor(() => expect(second.asked.length).toBeGreaterThan(others), { timeout: 10_000 })
      await says('请问做什么用？')(response, asked)
    })
    second.behave(says('请问交给谁？'))
    const visits = await Promise.all([q.visit('zhao-qinghe'), q.visit('lin-anran')])
    const replies = await Promise.all(visits.map((visit) => visit.say(wish)))
    expect(replies.map(({ model }) => model).sort()).toEqual(['first', 'second'])
  })

  it('is sent the same bytes for every person, day and turn of a page, up to the conversation; and the conversation only grows', async () => {
    const bodies: string[] = []
    const asked = first.asked.length
    first.behave(says('请问做什么用？'))
    const visit = await p.visit('zhao-qinghe', 'cert-navigator')
    await visit.say('在吗')
    clock.advance(86_400_000)
    await visit.say('还在吗')
    await (await p.visit('lin-anran', 'cert-navigator')).say('您好')
    for (const { body } of first.asked.slice(asked)) bodies.push(JSON.stringify(body))
    const head = (text = ''): string => text.slice(0, text.indexOf('{"role":"user"'))
    expect(bodies).toHaveLength(3)
    expect(head(bodies[0]).length).toBeGreaterThan(2_000)
    expect(head(bodies[1])).toBe(head(bodies[0]))
    expect(head(bodies[2])).toBe(head(bodies[0]))
    expect(bodies[1]?.startsWith((bodies[0] ?? '').replace(/\]\}$/, ''))).toBe(true)
    expect(head(bodies[0])).not.toMatch(/202\d-\d\d-\d\d|赵清禾|zhao-qinghe/)
  })

  it('tells of each call its tokens and what they cost', async () => {
    const use = { choices: [], usage: { prompt_tokens: 1_000, completion_tokens: 50, prompt_tokens_details: { cached_tokens: 400 } } }
    await ask(wish, says('请问做什么用？', { extra: [use] }), says('您好？'))
    expect(heard).toMatchObject([
      {
        ...{ model: 'first', role: 'chat', fault: null, person: 'zhao-qinghe', toolCalls: 0, costMicroYuan: 600 * 2 + 400 + 50 * 8 },
        tokens: { in: 1_000, out: 50, cached: 400, isCounted: true },
      },
    ])
    expect(heard[0]?.agent).toBeTruthy()
  })
})

describe('hedging', () => {
  it('lets whoever speaks first go on, ends the other request, and counts both', async () => {
    await using q = await openWith('', '    hedge_after_ms: 20\n', patient)
    const before = first.hangups()
    const reply = await ask(wish, hangs(), says('请问做什么用？'), q)
    expect(reply).toMatchObject({ model: 'second', text: '请问做什么用？' })
    await vi.waitFor(() => expect(first.hangups()).toBe(before + 1))
    expect(heard).toMatchObject([
      { model: 'first', fault: 'silent', tokens: { out: 0 }, costMicroYuan: (heard[0]?.tokens.in ?? 0) * 2 },
      { model: 'second', fault: null },
    ])
    heard.length = 0
    // The first is slow, but the second has nothing to say.
    const asked = second.asked.length
    const slow: Behaviour = async (response, one) => {
      await vi.waitFor(() => expect(second.asked.length).toBe(asked + 1))
      await says('请问交给谁？')(response, one)
    }
    expect(await ask(wish, slow, hangs(), q)).toMatchObject({ model: 'first', text: '请问交给谁？' })
    await vi.waitFor(() => expect(second.open()).toBe(0))
    expect(heard.map(({ model, fault }) => [model, fault]).sort()).toEqual([
      ['first', null],
      ['second', 'outrun'],
    ])
    // Each call of a turn for itself.
    expect((await ask(wish, [calls(progress), hangs()], [says('您名下还没有申请。')], q)).text).toContain('您名下还没有申请。')
  })

  it('asks nobody else once a model has begun to speak', async () => {
    let end: (step: IteratorResult<string, never>) => void = () => undefined
    const first = new Promise<IteratorResult<string, never>>((resolve) => {
      end = resolve
    })
    const begin = vi.fn()
    const attempt = { meter: { ...newMeter(), firstAt: 1 }, first } as unknown as Attempt
    expect(await hedged(attempt, 1, { begin, lost: () => undefined })).toEqual({ won: 'first' })
    expect(begin).not.toHaveBeenCalled()
    end({ done: false, value: '好。' })
  })
})

describe('a budget', () => {
  const spend = (on: TestPlatform, tokens: number): Promise<Reply> =>
    ask(
      wish,
      says('请问做什么用？', { extra: [{ choices: [], usage: { prompt_tokens: tokens, completion_tokens: 10 } }] }),
      says('请问交给谁？'),
      on,
    )

  it('of one person is told kindly and once a conversation; the offline model goes on, others are not touched, and tomorrow is new', async () => {
    await using q = await openWith('budgets:\n  person: { tokens: 30000 }\n', '', patient)
    expect((await spend(q, 40_000)).model).toBe('first')
    const visit = await q.visit('zhao-qinghe')
    const before = first.asked.length
    const refused = await visit.say(wish)
    expect(refused).toMatchObject({ model: 'offline', outcome: 'confirming' })
    expect(refused.text).toContain('您今天使用智能模型的次数已经到了上限')
    expect((await visit.say('留学用')).text).not.toContain('上限')
    expect(first.asked.length).toBe(before)
    first.behave(says('请问做什么用？'))
    expect((await (await q.visit('lin-anran')).say(wish)).model).toBe('first')
    await q.platform.bounds.budgets.tick()
    clock.advance(86_400_000)
    expect((await spend(q, 100)).model).toBe('first')
  })

  it('of money stops what costs and not what is free', async () => {
    await using q = await openWith('budgets:\n  day: { yuan: 0.001 }\n', '', patient)
    expect((await spend(q, 5_000)).model).toBe('first')
    expect((await spend(q, 5_000)).model).toBe('second')
    await q.platform.bounds.budgets.tick()
    const { budgets, days } = (await (await q.ask('admin-bureau', 'GET', '/api/budgets')).json()) as { budgets: object[]; days: object[] }
    expect(budgets).toMatchObject([{ scope: 'day', key: 'all', used: { steps: 2, microYuan: 10_080 }, limits: { yuan: 0.001 } }])
    expect(days).toMatchObject([
      { scope: 'model', key: 'first', steps: 1, tokensIn: 5_000 },
      { scope: 'model', key: 'second', steps: 1 },
    ])
    expect((await q.ask('zhao-qinghe', 'GET', '/api/budgets')).status).toBe(403)
  })

  it('of a turn bounds its calls, of an agent and a unit their day', async () => {
    await using q = await openWith('budgets:\n  turn: { steps: 2 }\n', '', patient)
    first.behave((response, asked) => calls({ ...progress, args: { application_number: `A${asked.number}` } })(response, asked))
    const before = first.asked.length
    const reply = await (await q.visit('zhao-qinghe')).say('我的证明办到哪一步了')
    expect(first.asked.length - before).toBe(2)
    expect(reply).toMatchObject({ model: 'offline' })
    expect(reply.text).toContain('这个问题用的时间有点长')
    await using r = await openWith('budgets:\n  agent: { steps: 1 }\n  unit: { steps: 1 }\n', '', patient)
    await spend(r, 10)
    expect((await spend(r, 10)).text).toContain('今天智能模型的用量已经到了上限')
    const page = (await r.visit('approver-bureau')) as { say(text: string): Promise<Reply> }
    first.behave(says('在。'))
    expect((await page.say('今天的待办有哪些')).model).not.toBe('none')
  })

  it('counts nothing of what an endpoint never took, and everything of a call from the moment it is sent', async () => {
    await using q = await openWith('budgets:\n  day: { steps: 3 }\n', '', patient)
    const days = async (): Promise<{ key: string; steps: number; tokensIn: number; microYuan: number }[]> => {
      await q.platform.bounds.budgets.tick()
      return (await (await q.ask('admin-bureau', 'GET', '/api/budgets')).json()).days
    }
    // Turned down, then no line at all.
    expect((await ask(wish, fails(500, ''), says('请问做什么用？'), q)).model).toBe('second')
    expect(heard).toMatchObject([
      { model: 'first', fault: 'error', isTaken: false, tokens: { in: 0, out: 0 }, costMicroYuan: 0 },
      { isTaken: true },
    ])
    expect(await days()).toMatchObject([{ key: 'second', steps: 1 }])
    const nobody = new EndpointModel({ baseUrl: 'http://127.0.0.1:1/v1', apiKey: undefined, name: 'nobody' })
    await expect(nobody.pieces([new HumanMessage('在吗')], {}).next()).rejects.toBeInstanceOf(UnreachedEndpointError)
    // What a process had sent when it was killed: it stands in the store while the answer is still to come.
    const comes = Promise.withResolvers<void>()
    const slow: Behaviour = async (response, one) => {
      await comes.promise
      await says('请问做什么用？', { extra: [{ choices: [], usage: { prompt_tokens: 7, completion_tokens: 10 } }] })(response, one)
    }
    const asked = first.asked.length
    const answer = ask(wish, slow, says('请问交给谁？'), q)
    await vi.waitFor(() => expect(first.asked.length).toBe(asked + 1))
    const held = (await days()).find(({ key }) => key === 'first')
    expect(held).toMatchObject({ steps: 1, tokensOut: 2_000, microYuan: (held?.tokensIn ?? 0) * 2 + 2_000 * 8 })
    expect(held?.tokensIn).toBeGreaterThan(100)
    // The other place of the three is taken by now, and one is left.
    expect((await ask(wish, says('不该问到。'), says('请问交给谁？'), q)).model).toBe('second')
    expect((await ask(wish, says('不该问到。'), says('不该问到。'), q)).model).toBe('offline')
    comes.resolve()
    expect((await answer).model).toBe('first')
    expect((await days()).find(({ key }) => key === 'first')).toMatchObject({ steps: 1, tokensIn: 7, microYuan: 7 * 2 + 10 * 8 })
  })

  it('is counted together by processes that share a store', async () => {
    await using q = await openWith('budgets:\n  day: { steps: 3 }\n', '', patient)
    const row = {
      day: '2026-11-18',
      scope: 'day',
      key: 'all',
      steps: 3,
      tokensIn: 9,
      tokensOut: 9,
      cached: 0,
      ms: 5,
      microYuan: 0,
    } as const
    const today = new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    await q.platform.store.usage.add([{ ...row, day: today }], clock.now())
    await q.platform.bounds.budgets.tick()
    expect((await spend(q, 10)).model).toBe('offline')
  })
})
