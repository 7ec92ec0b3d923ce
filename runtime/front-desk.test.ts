import { describe, expect, it } from 'vitest'
import { openTestPlatform } from '../testing.ts'

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
})
