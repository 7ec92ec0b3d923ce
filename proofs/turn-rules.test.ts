import { randomUUID } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Reply } from '../core/conversation.ts'
import { handClock, openTestPlatform, readEvents, type TestPlatform } from '../testing.ts'
import { certificatesOf, countsOf, problemOf, scriptedModel } from './ground.ts'

const wish = '开无犯罪记录证明，留学用'
const answer = async (p: TestPlatform, persona: string, conversation: string, confirm: string, accept = true): Promise<Response> =>
  p.ask(persona, 'POST', `/api/conversations/${conversation}/confirmations/${confirm}`, { accept })
const replyOf = async (response: Response): Promise<Reply> => (await response.json()) as Reply

describe('a question that waits for a yes', () => {
  it('runs out after half an hour, says so, and submits nothing', async () => {
    const clock = handClock()
    await using p = await openTestPlatform({ clock: clock.now })
    const visit = await p.visit('lin-anran')
    const { confirm } = await visit.say(wish)
    clock.advance(30 * 60_000 + 1)
    const late = await replyOf(await answer(p, 'lin-anran', visit.id, confirm?.id ?? ''))
    expect(late).toMatchObject({ outcome: 'failed', cards: [] })
    expect(late.text).toContain('已失效')
    expect(await certificatesOf(p, 'lin-anran')).toEqual([])
  })
  it('answered twice is one deed and one reply; a no after the yes changes nothing', async () => {
    await using p = await openTestPlatform()
    const visit = await p.visit('lin-anran')
    const { confirm } = await visit.say(wish)
    const [one, two] = [
      await answer(p, 'lin-anran', visit.id, confirm?.id ?? ''),
      await answer(p, 'lin-anran', visit.id, confirm?.id ?? ''),
    ]
    expect(await replyOf(two)).toEqual(await replyOf(one))
    expect((await replyOf(await answer(p, 'lin-anran', visit.id, confirm?.id ?? '', false))).text).toContain('已失效')
    expect(await certificatesOf(p, 'lin-anran')).toHaveLength(1)
  })
  it('answered with no submits nothing, and the same card cannot say yes afterwards', async () => {
    await using p = await openTestPlatform()
    const visit = await p.visit('lin-anran')
    const { confirm } = await visit.say(wish)
    expect((await replyOf(await answer(p, 'lin-anran', visit.id, confirm?.id ?? '', false))).text).toContain('没有提交')
    expect((await replyOf(await answer(p, 'lin-anran', visit.id, confirm?.id ?? ''))).text).toContain('已失效')
    expect(await certificatesOf(p, 'lin-anran')).toEqual([])
  })
  it('belongs to one conversation of one person', async () => {
    await using p = await openTestPlatform()
    const [mine, other] = [await p.visit('lin-anran'), await p.visit('zhao-qinghe')]
    const { confirm } = await mine.say(wish)
    expect((await answer(p, 'zhao-qinghe', mine.id, confirm?.id ?? '')).status).toBe(404)
    expect((await replyOf(await answer(p, 'zhao-qinghe', other.id, confirm?.id ?? ''))).text).toContain('已失效')
    expect((await replyOf(await answer(p, 'lin-anran', mine.id, 'no-such'))).text).toContain('已失效')
    for (const persona of ['lin-anran', 'zhao-qinghe']) expect(await certificatesOf(p, persona)).toEqual([])
  })
})

describe('a conversation', () => {
  it('of somebody else is not there, at any door', async () => {
    await using p = await openTestPlatform()
    const visit = await p.visit('lin-anran')
    await visit.say('你好')
    const path = `/api/conversations/${visit.id}`
    for (const persona of ['zhao-qinghe', 'officer-qinghe', 'admin-bureau'])
      for (const [method, to, body] of [
        ['GET', path, undefined],
        ['GET', `${path}/events`, undefined],
        ['POST', `${path}/messages`, { text: '你好' }],
        ['POST', `${path}/confirmations/x`, { accept: true }],
      ] as const)
        expect([persona, method, to, await problemOf(await p.ask(persona, method, to, body))]).toMatchObject([
          ...[persona, method, to],
          { status: 404, code: 'not_found' },
        ])
  })
  it('hears two tabs that speak at once one after the other, and loses nobody’s word', async () => {
    await using p = await openTestPlatform()
    const visit = await p.visit('lin-anran')
    const says = Array.from({ length: 12 }, (_, at) => `证明有效期多长？第${at}问`)
    const replies = await Promise.all(says.map((text) => visit.say(text)))
    expect(new Set(replies.map(({ turn }) => turn)).size).toBe(12)
    const read = (await (await p.ask('lin-anran', 'GET', `/api/conversations/${visit.id}`)).json()) as {
      turns: { says: string; reply: Reply | null }[]
    }
    expect(read.turns.map((turn) => turn.says).sort()).toEqual([...says].sort())
    expect(read.turns.every(({ reply }) => reply !== null)).toBe(true)
  })
  it('takes a message with the same key once, in the body or the header, also after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fenshen-again-'))
    try {
      const replies: Reply[] = []
      let id = ''
      for (const round of [1, 2]) {
        await using p = await openTestPlatform({ folder })
        if (round === 1) id = (await p.visit('lin-anran')).id
        const path = `/api/conversations/${id}/messages`
        replies.push(await replyOf(await p.ask('lin-anran', 'POST', path, { text: '证明有效期多长', key: 'k1' })))
        replies.push(await replyOf(await p.ask('lin-anran', 'POST', path, { text: '证明有效期多长' }, { 'Idempotency-Key': 'k1' })))
        const both = await Promise.all([1, 2, 3].map(() => p.ask('lin-anran', 'POST', path, { text: '要等多久', key: 'k2' })))
        expect(new Set((await Promise.all(both.map(replyOf))).map(({ turn }) => turn)).size).toBe(1)
        expect(countsOf(folder).turns).toBe(2)
      }
      expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('a listener who drops out in the middle of a turn', () => {
  it('goes on after Last-Event-ID, from any point, and misses nothing and hears nothing twice', async () => {
    const model = scriptedModel(() => ['第一句话在这里。', 60, '第二句话在这里。', 60, '第三句话在这里。', 60, '第四句话在这里。'])
    await using p = await openTestPlatform({ model })
    const visit = await p.visit('lin-anran', 'cert-navigator')
    const headers = { Accept: 'text/event-stream' }
    const response = await p.ask('lin-anran', 'POST', `/api/conversations/${visit.id}/messages`, { text: '说说看' }, headers)
    // Hears two frames, then the line breaks.
    const reader = response.body?.getReader()
    let heard = ''
    while (heard.split('\n\n').length < 3) heard += new TextDecoder().decode((await reader?.read())?.value)
    await reader?.cancel()
    const first = await readEvents(new Response(heard))
    const again = async (after: string | undefined): ReturnType<typeof readEvents> =>
      readEvents(
        await p.ask('lin-anran', 'GET', `/api/conversations/${visit.id}/events`, undefined, after ? { 'Last-Event-ID': after } : {}),
      )
    const rest = await again(first.at(-1)?.id)
    const all = [...first, ...rest]
    expect(all.map(({ id }) => Number(id.split('.')[1]))).toEqual(all.map((_, at) => at + 1))
    expect(all.map(({ event }) => event.event).at(-1)).toBe('turn.ended')
    const text = all.map(({ event }) => (event.event === 'text.delta' ? event.data.text : '')).join('')
    expect(text).toBe('第一句话在这里。第二句话在这里。第三句话在这里。第四句话在这里。')
    expect(await again(undefined)).toEqual(all)
    for (const [at, { id }] of all.entries()) expect(await again(id)).toEqual(all.slice(at + 1))
    expect(model.calls()).toBe(1)
  })
})

describe('a client that hangs up after any event, at any door', () => {
  /** Each door: how something is said by it with a stream. */
  const doors: Readonly<Record<string, (p: TestPlatform, conversation: string, text: string) => Promise<Response>>> = {
    page: (p, conversation, text) =>
      p.ask('lin-anran', 'POST', `/api/conversations/${conversation}/messages`, { text }, { Accept: 'text/event-stream' }),
    v1: (p, conversation, text) => {
      const body = { model: 'fenshen', stream: true, messages: [{ role: 'user', content: text }], metadata: { conversation } }
      return p.ask('lin-anran', 'POST', '/v1/chat/completions', body)
    },
    responses: (p, conversation, text) =>
      p.ask('lin-anran', 'POST', '/v1/responses', { model: 'fenshen', stream: true, input: text, conversation }),
    mcp: (p, conversation, text) => {
      const params = { name: 'ask', arguments: { conversation, text }, _meta: { progressToken: 'a' } }
      const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params }
      return p.ask('lin-anran', 'POST', '/mcp', body, { accept: 'application/json, text/event-stream' })
    },
    a2a: (p, contextId, text) => {
      const message = { messageId: randomUUID(), role: 'ROLE_USER', contextId, parts: [{ text }] }
      return p.ask('lin-anran', 'POST', '/a2a', { jsonrpc: '2.0', id: 1, method: 'SendStreamingMessage', params: { message } })
    },
  }
  /** Reads so many frames, then hangs up; gives how many there were. */
  const hear = async (response: Response, frames: number): Promise<number> => {
    const reader = response.body?.getReader()
    let text = ''
    for (;;) {
      const heard = text.split('\n\n').length - 1
      const next = heard < frames ? await reader?.read() : undefined
      if (!next || next.done) {
        await reader?.cancel()
        return heard
      }
      text += new TextDecoder().decode(next.value)
    }
  }
  /** The answer to the nth thing said. Whoever hung up at once may be ahead of the turn itself. */
  const answerTo = async (p: TestPlatform, conversation: string, n: number): Promise<Reply> => {
    for (;;) {
      const read = await p.ask('lin-anran', 'GET', `/api/conversations/${conversation}`)
      const { turns } = (await read.json()) as { turns: { reply: Reply | null }[] }
      const reply = turns[n - 1]?.reply
      if (reply) return reply
      await sleep(5)
    }
  }

  it.each(Object.keys(doors))('has its whole answer kept, and its deed done once: %s', async (name) => {
    const door = doors[name]
    if (!door) throw new Error(name)
    await using p = await openTestPlatform()
    const whole = await p.visit('lin-anran')
    const frames = await hear(await door(p, whole.id, wish), Number.POSITIVE_INFINITY)
    const { text } = await answerTo(p, whole.id, 1)
    expect(frames).toBeGreaterThan(1)
    expect(text).toContain('确认提交吗')
    for (let after = 0; after <= frames; after += 1) {
      const { id } = await p.visit('lin-anran')
      await hear(await door(p, id, wish), after)
      expect(await answerTo(p, id, 1), `hung up after ${after}`).toMatchObject({ outcome: 'confirming', text })
      if (after > 1) continue
      await hear(await door(p, id, '确认'), after)
      expect((await answerTo(p, id, 2)).cards.map(({ kind }) => kind)).toContain('certificate')
      // The same wish on the same day is the same certificate.
      expect(await certificatesOf(p, 'lin-anran')).toHaveLength(1)
    }
  })
})

describe('an agent’s page', () => {
  const page = (greeting: string): string =>
    readFileSync(join(import.meta.dirname, '..', 'agents', 'cert-progress', 'agent.md'), 'utf8').replace(
      /^greeting: .*$/m,
      `greeting: ${greeting}`,
    )
  const until = async (holds: () => Promise<boolean>, limitMs: number): Promise<number> => {
    const began = performance.now()
    while (!(await holds())) {
      if (performance.now() - began > limitMs) throw new Error(`not within ${limitMs} ms`)
      await sleep(20)
    }
    return performance.now() - began
  }

  it('that is edited is live within a second; a conversation keeps the version it began with; a broken page takes no other down', async () => {
    const agentsFolder = mkdtempSync(join(tmpdir(), 'fenshen-agents-'))
    try {
      cpSync(join(import.meta.dirname, '..', 'agents'), agentsFolder, { recursive: true })
      await using p = await openTestPlatform({ agentsFolder, isWatching: true })
      const live = async (): Promise<Record<string, { version: string; greeting: string }>> => {
        const { agents } = (await (await p.ask('lin-anran', 'GET', '/api/agents')).json()) as {
          agents: { id: string; version: string; greeting: string }[]
        }
        return Object.fromEntries(agents.map((agent) => [agent.id, agent]))
      }
      const versionsOf = async (id: string): Promise<(string | null)[]> =>
        (await p.platform.store.conversations.load(id, 9))?.turns.map(({ agentVersion }) => agentVersion) ?? []
      const names = Object.keys(await live()).sort()
      const old = (await live())['cert-progress']?.version ?? ''
      const begun = await p.visit('lin-anran', 'cert-progress')
      await begun.say('查进度')

      writeFileSync(join(agentsFolder, 'cert-progress', 'agent.md'), page('新的问候'))
      // A second by the promise; a loaded machine gets two more before this fails.
      await until(async () => (await live())['cert-progress']?.greeting === '新的问候', 3_000)
      const fresh = (await live())['cert-progress']?.version ?? ''
      expect(fresh).not.toBe(old)
      await begun.say('查进度')
      const other = await p.visit('lin-anran', 'cert-progress')
      expect(other.greeting).toBe('新的问候')
      await other.say('查进度')
      expect(await versionsOf(begun.id)).toEqual([old, old])
      expect(await versionsOf(other.id)).toEqual([fresh])

      mkdirSync(join(agentsFolder, 'broken-one'))
      writeFileSync(join(agentsFolder, 'broken-one', 'agent.md'), page('坏的').replace('certificate_progress', 'certificate_progres'))
      writeFileSync(join(agentsFolder, 'cert-progress', 'agent.md'), '---\nname: [')
      await until(async () => p.platform.pages.current().errors.length === 2, 3_000)
      const dev = p.platform.pages
        .current()
        .errors.map((error) => error.dev)
        .join('\n')
      expect(dev).toMatch(/broken-one\/agent\.md:\d+: .*certificate_progress/)
      expect(Object.keys(await live()).sort()).toEqual(names)
      expect((await live())['cert-progress']?.version).toBe(fresh)
      expect((await other.say('查进度')).outcome).toBe('answered')
    } finally {
      rmSync(agentsFolder, { recursive: true })
    }
  })
})

describe('a process that died in the middle of a yes', () => {
  /** What is on the disk then: the yes is stored, and nothing came of it. */
  const cutOff = async (p: TestPlatform): Promise<{ visit: Awaited<ReturnType<TestPlatform['visit']>>; confirm: string }> => {
    const visit = await p.visit('lin-anran')
    const confirm = (await visit.say(wish)).confirm?.id ?? ''
    const at = new Date('2026-11-18T02:00:00.000Z')
    await p.platform.store.conversations.startTurn({
      ...{ conversation: visit.id, id: randomUUID(), n: 2, says: '确认' },
      key: `${confirm}:true`,
      at,
    })
    return { visit, confirm }
  }
  it('takes the same yes in words', async () => {
    await using p = await openTestPlatform()
    const { visit } = await cutOff(p)
    expect((await visit.say('确认')).cards[0]?.kind).toBe('certificate')
  })
  // DEFECT (runtime/turn.ts, begin): the key of the turn that was cut off is `seen`, it has no reply to tell again, and the button answers
  // 409 for ever; so does every message that is sent again with its key. It should run again. When it is mended, make it a plain test.
  it('takes the same yes by the same button', async () => {
    await using p = await openTestPlatform()
    const { visit, confirm } = await cutOff(p)
    const again = await answer(p, 'lin-anran', visit.id, confirm)
    expect(again.status).toBe(200)
    expect((await replyOf(again)).cards[0]?.kind).toBe('certificate')
  })
})

describe('what a turn costs the database', () => {
  /** Signing in is apart: one round trip by token, two by cookie, for whatever is asked. */
  const signInTrips = 1

  it('is at most six round trips and five rows, whatever it is about', async () => {
    await using p = await openTestPlatform()
    // The first question that a process hears reads the index and the list of documents; they stay.
    await (await p.visit('lin-anran', 'cert-navigator')).say('证明收不收费')
    const visit = await p.visit('lin-anran', 'cert-navigator')
    const cost: Record<string, { trips: number; rows: number }> = {}
    const rowsNow = (): number => Object.values(countsOf(p.folder)).reduce((sum, count) => sum + count, 0)
    for (const [what, says] of [
      ['plain answer', '你好'],
      ['policy question', '证明有效期多长'],
      ['progress question', '查一下我的办理进度'],
      ['look-ups question', '谁查过我的记录'],
      ['emergency', '我家着火了'],
      ['form question', '我要开无犯罪记录证明'],
      ['confirm question', '留学用'],
      ['issuing', '确认'],
    ] as const) {
      const [trips, rows] = [p.platform.store.roundTrips(), rowsNow()]
      await visit.say(says)
      cost[what] = { trips: p.platform.store.roundTrips() - trips - signInTrips, rows: rowsNow() - rows }
    }
    const { issuing, ...others } = cost
    for (const [what, { trips, rows }] of Object.entries(others)) {
      expect(trips, `${what}: ${trips} round trips`).toBeLessThanOrEqual(6)
      expect(rows, `${what}: ${rows} rows`).toBeLessThanOrEqual(5)
    }
    // Issuing is two transactions and a look-up more; these numbers may only fall.
    expect(issuing?.trips).toBeLessThanOrEqual(19)
    expect(issuing?.rows).toBeLessThanOrEqual(6)
    console.info(`database per turn: ${JSON.stringify(cost)}`)
  })
  it('does not grow with the number of certificates in the answer', async () => {
    const clock = handClock()
    await using p = await openTestPlatform({ clock: clock.now })
    for (let day = 0; day < 2; day += 1) {
      const visit = await p.visit('lin-anran')
      await visit.say(wish)
      await visit.say('确认')
      clock.advance(86_400_000)
    }
    const visit = await p.visit('lin-anran', 'cert-progress')
    const trips = p.platform.store.roundTrips()
    expect((await visit.say('查一下我的办理进度')).cards).toHaveLength(2)
    expect(p.platform.store.roundTrips() - trips - signInTrips).toBeLessThanOrEqual(6)
  })
  it('is no more for checking a certificate', async () => {
    await using p = await openTestPlatform()
    const holder = await p.visit('lin-anran')
    await holder.say(wish)
    const number = (await holder.say('确认')).cards[0]?.fields[0]?.value
    const visit = await p.visit('zhao-qinghe', 'cert-progress')
    const trips = p.platform.store.roundTrips()
    expect((await visit.say(`核验证明 ${number}`)).cards[0]?.kind).toBe('verification')
    expect(p.platform.store.roundTrips() - trips - signInTrips).toBeLessThanOrEqual(6)
  })
})
