import { describe, expect, it } from 'vitest'
import { passage, visit } from './fixture.ts'

const ask = 'What do you need the certificate for?'
const begun = async () => {
  const v = visit()
  await v.says('I need a police clearance')
  return v
}

describe('English messages', () => {
  it('are asked in English, with English choices', async () => {
    const heard = await visit().says('I need a police clearance')
    expect(heard.text).toContain(ask)
    expect(heard.text).not.toMatch(/\p{Script=Han}/u)
    expect(heard.suggestions[0]).toBe('going abroad')
  })

  it.each([
    ['for my visa', 'go_abroad'],
    ['2', 'employment'],
    ['the second one', 'employment'],
    ['study in Canada', 'emigration'],
    ['my new employer wants it', 'employment'],
    ['for the notary', 'notary'],
    ['出国', 'go_abroad'],
  ])('“%s” is understood', async (says, purpose) => {
    expect(await (await begun()).says(says)).toMatchObject({ args: { purpose } })
  })

  it('take a period', async () => {
    expect(await visit().says('police clearance for a visa, covering January 2020 until now')).toMatchObject({
      args: { purpose: 'go_abroad', period: { from: '2020-01-01', to: '2026-11-22' } },
    })
  })

  it('are corrected in English', async () => {
    const v = visit()
    await v.says('I need a police clearance for work')
    v.waitsForYes()
    expect(await v.says("no, actually it's for immigration")).toMatchObject({ args: { purpose: 'emigration' } })
  })

  it('are summed up in English before the yes', async () => {
    const v = visit()
    await v.says('I need a police clearance for work')
    const heard = await v.gets({ ok: false, say: '确认吗？', error: { code: 'confirmation_required' } })
    expect(heard.text).toBe('Please check: purpose: a job. Say “confirm” if it is right, or tell me what to change.')
  })

  it('are looked up by their Chinese keywords, and the quote says that it is the official text', async () => {
    const v = visit()
    expect(await v.says('How long is the police certificate valid?')).toMatchObject({
      tool: 'search_policy',
      args: { query: expect.stringContaining('有效期') },
    })
    expect((await v.gets(passage('有效期由接收方确定。'))).text).toMatch(/official text in Chinese.*「有效期由接收方确定」/)
  })

  it('are told so in English when nothing is found', async () => {
    const v = visit()
    await v.says('What documents do I need for the police clearance?')
    expect((await v.gets({ ok: true, say: '', data: { passages: [] } })).text).toMatch(/^I found nothing in the regulations/)
  })

  it.each([
    ['cancel', 'cancelled'],
    ['start over', ask],
    ['what do you mean?', ask],
    ['thanks', ask],
    ['are you a robot?', 'not a person'],
    ['you are useless', 'sorry'],
  ])('in the middle of a form “%s” works', async (says, text) => {
    expect((await (await begun()).says(says)).text).toContain(text)
  })

  it('go back to Chinese when the person does', async () => {
    const v = await begun()
    expect((await v.says('你能干啥')).text).toContain('自动答复的智能助手')
  })
})
