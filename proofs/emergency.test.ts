import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { dangerIn } from '../guards/emergency.ts'
import { handClock, openTestPlatform } from '../testing.ts'
import { dangers, harmless, laterDangers, laterHarmless, otherWords } from './emergency-sayings.ts'
import { failingModel } from './ground.ts'

const numberOf = { police: '110', medical: '120', fire: '119', self_harm: '12356' } as const
const all = [...Object.values(dangers).flat(), ...otherWords, ...laterDangers]

describe('a person in danger', () => {
  it(`is heard in every one of ${all.length} messages, slips, dialect and English among them`, () => {
    expect(all.filter((says) => dangerIn(says) === undefined)).toEqual([])
  })

  it('gets the card with the right number before any model or tool, whoever answers that day', async () => {
    // A clock that moves on, so that nobody looks like one who floods the desk.
    const clock = handClock()
    const model = failingModel()
    await using p = await openTestPlatform({ model, clock: clock.now })
    for (const [kind, sayings] of Object.entries(dangers)) {
      const visit = await p.visit('zhao-qinghe')
      for (const says of sayings) {
        clock.advance(10_000)
        const heard = await visit.hear(says)
        const names = heard.map(({ event }) => event.event)
        expect(names.slice(0, 2), says).toEqual(['turn.started', 'card'])
        const reply = heard.flatMap(({ event }) => (event.event === 'turn.ended' ? [event.data] : []))[0]
        expect(reply, says).toMatchObject({ outcome: 'handed_off', tools: [], model: 'rules' })
        expect(reply?.cards[0]?.kind, says).toBe('emergency')
        const lines = reply?.cards[0]?.fields.map(({ value }) => value) ?? []
        expect(lines, says).toContain(kind === 'medical' ? '120' : kind === 'police' ? '110' : numberOf[kind as 'fire' | 'self_harm'])
      }
    }
    expect(model.calls()).toBe(0)
    const audit = await p.platform.store.audit.list({ afterSeq: 0, limit: 100 })
    expect(audit.map(({ action }) => action)).toEqual([])
  })

  it('gets it in the middle of a form and under an open question, and finds both as they were', async () => {
    await using p = await openTestPlatform()
    const visit = await p.visit('zhao-qinghe')
    expect((await visit.say('我要开无犯罪记录证明')).outcome).toBe('clarified')
    expect((await visit.say('等等，楼道里全是烟')).cards[0]?.kind).toBe('emergency')
    expect((await visit.say('没事了，是留学用')).outcome).toBe('confirming')
    expect((await visit.say('有人在砸我家的门')).cards[0]?.kind).toBe('emergency')
    const done = await visit.say('确认')
    expect(done.cards[0]?.kind).toBe('certificate')
  })

  it('is seen by the front desk of programs as well, signed in or not', async () => {
    await using p = await openTestPlatform()
    for (const text of ['有人拿刀追我', 'there is a fire in my building'])
      expect(await (await p.ask(undefined, 'POST', '/api/route', { text })).json()).toMatchObject({ decision: 'emergency', candidates: [] })
    // The matter is not lost behind the danger.
    const route = await p.ask(undefined, 'POST', '/api/route', { text: '我老公喝完酒就动手，能让法院不许他靠近我吗' })
    const { decision, next } = z.object({ decision: z.string(), next: z.array(z.object({ agent: z.string() })) }).parse(await route.json())
    expect([decision, next[0]?.agent]).toEqual(['emergency', 'family-violence'])
    // An officer who hands over what somebody said is in no danger: the desk says so as the turn does.
    const judged = await p.ask('analyst-bureau', 'POST', '/api/route', { text: '研判：女子称被丈夫拿刀威胁，带孩子躲在屋里' })
    expect(await judged.json()).toMatchObject({
      decision: 'route',
      candidates: expect.arrayContaining([expect.objectContaining({ agent: 'dispute-triage' })]),
    })
  })
})

describe('a person who only talks of danger', () => {
  const calm = [...harmless, ...laterHarmless]
  it(`is served like anybody else in every one of ${calm.length} messages: stories, the law, papers, and how people swear`, () => {
    expect(calm.filter((says) => dangerIn(says) !== undefined)).toEqual([])
  })
  it('who is in a hurry gets on with the certificate', async () => {
    await using p = await openTestPlatform()
    const visit = await p.visit('zhao-qinghe')
    const reply = await visit.say('急死了，快给我开无犯罪记录证明，明天入职')
    expect(reply.cards.map(({ kind }) => kind)).not.toContain('emergency')
    expect(['confirming', 'clarified']).toContain(reply.outcome)
  })
})

it('a very long message is read in the blink of an eye, whatever it is made of', () => {
  for (const piece of ['我要开证明', '有人', 'a b ', '车祸', '救，', '\u200b', '. . '])
    for (const length of [20_000, 1_000_000]) {
      const began = process.cpuUsage()
      dangerIn(piece.repeat(Math.ceil(length / piece.length)))
      expect(process.cpuUsage(began).user / 1_000).toBeLessThan(1_000)
    }
  expect(dangerIn(`${'我要开证明，'.repeat(10_000)}我家着火了`)).toBe('fire')
})
