import { describe, expect, it } from 'vitest'
import { openTestPlatform } from '../testing.ts'
import { deskWords } from './words.ts'

describe('the front desk', () => {
  it.each([
    ['2', 1],
    ['第一个', 0],
  ])('asks back with two choices, and takes “%s” as the answer to its own question', async (answer, index) => {
    await using p = await openTestPlatform()
    const visit = await p.visit('lin-anran')
    const asked = await visit.say('开证明')
    expect(asked).toMatchObject({ outcome: 'clarified', model: 'rules' })
    expect(asked.suggestions).toHaveLength(2)
    const meant = await p.visit('qian-xiaoman')
    const same = await meant.say(asked.suggestions[index] ?? '')
    expect((await visit.say(answer)).agent).toBe(same.agent)
  })

  it('greets, and says what it can do, before it turns anything down', async () => {
    await using p = await openTestPlatform()
    const visit = await p.visit('lin-anran')
    expect(await visit.say('你好')).toMatchObject({ outcome: 'answered', model: 'rules' })
    expect(await visit.say('给我写首诗')).toMatchObject({ outcome: 'unanswered', model: 'rules' })
  })

  it('answers what is said without a matter: hours, thanks, a heavy heart, what was never begun', async () => {
    await using p = await openTestPlatform()
    const visit = await p.visit('lin-anran')
    for (const [says, told] of [
      ['你们晚上上班吗', '以当地派出所公布的为准'],
      ['周六呢', '以当地派出所公布的为准'],
      ['哎 心里烦', '12356'],
      ['我想取消刚才那个', '没有正在办的事'],
      ['谢谢', '不客气'],
    ] as const)
      expect(await visit.say(says), says).toMatchObject({ outcome: 'answered', model: 'rules', text: expect.stringContaining(told) })
  })

  it('names a few things that people come for, and not everything it can do', async () => {
    await using p = await openTestPlatform()
    for (const says of ['你好', '给我写首诗', '你是机器人吗', 'hello']) {
      const reply = await (await p.visit('lin-anran')).say(says)
      expect(reply).toMatchObject({ model: 'rules', agent: null })
      expect(reply.text.length, reply.text).toBeLessThan(240)
      expect(reply.suggestions.length).toBeLessThanOrEqual(4)
      expect(reply.suggestions[0]).toContain('无犯罪记录证明')
    }
  })

  it('offers to whoever has said nothing yet what most people come for', async () => {
    await using p = await openTestPlatform()
    const opened = await (await p.ask('lin-anran', 'POST', '/api/conversations', {})).json()
    expect(opened.suggestions).toHaveLength(4)
    expect(opened.suggestions[0]).toContain('无犯罪记录证明')
  })

  it('tells an officer whom it cannot hand over where to ask, and promises no hand-over', async () => {
    await using p = await openTestPlatform()
    const visit = await p.visit('officer-qinghe')
    expect((await visit.say('你是机器人吗')).text).not.toContain('转人工')
    expect(await visit.say('转人工')).toMatchObject({ outcome: 'unanswered', agent: null, text: expect.stringContaining('本单位') })
  })

  it('hands over whoever wants an officer and has said nothing else, and lets an open conversation do it itself', async () => {
    await using p = await openTestPlatform()
    expect((await (await p.visit('lin-anran')).say('转人工')).outcome).toBe('handed_off')
    const visit = await p.visit('lin-anran')
    const { agent } = await visit.say('派出所能开哪些证明')
    expect(await visit.say('你是机器人吗')).toMatchObject({ outcome: 'answered', agent })
  })

  it.each(['一群吃干饭的', '气死我了', '你们就知道推，我跑了三趟了！'])(
    'calms whoever only says “%s”, and sends them to no page',
    async (says) => {
      await using p = await openTestPlatform()
      const reply = await (await p.visit('lin-anran')).say(says)
      expect(reply).toMatchObject({ outcome: 'clarified', agent: null })
      expect(reply.text).toMatch(/抱歉.*转人工/)
    },
  )

  it.each([
    // Two pages tell of wages, and either is right.
    ['老板不给工资，气死我了', /^(?:wage-helper|labor-dispute)$/],
    ['楼上天天吵，烦死了', /^neighbor-helper$/],
  ])('hears the matter in the anger of “%s”', async (says, agent) => {
    await using p = await openTestPlatform()
    expect((await (await p.visit('lin-anran')).say(says)).agent).toMatch(agent)
  })

  it('says so when no page is open to somebody', () => {
    for (const words of [deskWords.welcome([], false), deskWords.none([], false)]) {
      expect(words.text).toContain('还没有您能用的助手')
      expect(words.text).not.toContain('例如')
      expect(words.suggestions).toEqual([])
    }
  })
})
