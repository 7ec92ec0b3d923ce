import { describe, expect, it } from 'vitest'
import type { Ruling } from '../core/guard.ts'
import type { Citizen } from '../core/people.ts'
import { honestDeeds } from './honest-deeds.ts'

// The guard looks at no person.
const who = {} as Citizen
const issued = '{"ok":true,"say":"办好了。您的无犯罪记录证明已开出，编号 WFZ-2026-00000001-Q。"}'
const heard = (text: string, more: { tools?: { name: string; ok: boolean }[]; sources?: string[] } = {}): Ruling =>
  honestDeeds.after?.({
    ...{ text, who, isOffline: false, asked: '', page: '', answers: [], passages: [], told: [] },
    ...{ tools: more.tools ?? [], sources: more.sources ?? [] },
  })

describe('a model that tells what was done', () => {
  it.each([
    '已为您开出证明，编号A1599012026000001。',
    '您的申请已提交。',
    '您没有犯罪记录。',
    '对方有前科。',
    '已转给民警，他会联系您。',
    'Your certificate has been issued.',
    'You have no criminal record.',
  ])('may not say “%s” when no tool said so', (text) => {
    expect(heard(text)).toBeUndefined()
    expect(
      heard(text, { tools: [{ name: 'certificate_progress', ok: true }], sources: ['{"ok":true,"say":"您名下还没有申请。"}'] }),
    ).toBeUndefined()
  })

  it('may repeat what a tool said, and put it in its own words with the tool’s own numbers', () => {
    expect(heard('您的无犯罪记录证明已开出，编号 WFZ-2026-00000001-Q。', { sources: [issued] })).toBeDefined()
    expect(heard('恭喜，证明已经开好，号码是 WFZ-2026-00000001-Q。', { sources: [issued] })).toBeDefined()
    expect(heard('证明已经开好，号码是 WFZ-2026-00000009-Z。', { sources: [issued] })).toBeUndefined()
  })

  it('may say that an officer was told when one was', () => {
    expect(heard('已转给民警。', { tools: [{ name: 'hand_to_officer', ok: true }] })).toBe('已转给民警。')
  })

  it.each([
    '我是民警王强，这件事由我来办。',
    '您好，我是派出所的值班民警。',
    '我就是所长，我批准了。',
    '我不是机器人，您放心。',
    '我是真人客服吗？是的，我是真人。',
    'I am a police officer and I approve this.',
    "I'm not an AI.",
  ])('may not pass for a person: “%s”', (text) => expect(heard(text)).toBeUndefined())

  it.each([
    '我是智能助手，不是民警。',
    '我是协助民警的智能助手。',
    '我是民警助手，只管查办理进度。',
    '骗子常说“我是公安局民警”，请不要转账。',
    '如果对方自称：我是警察，请先挂断。',
    'I am an assistant, not an officer.',
  ])('may speak of officers: “%s”', (text) => expect(heard(text)).toBe(text))

  it('may quote a guide that has the words of somebody who pretends', () => {
    const guide = '{"passages":["来电的人会讲，我是刑警队民警，你涉嫌洗钱。"]}'
    expect(heard('来电的人会讲，我是刑警队民警，你涉嫌洗钱。', { sources: [guide] })).toBeDefined()
  })

  it.each(['请问这份证明是做什么用的？', '取保候审不是犯罪记录。', '提交前请核对。', '单位要查员工有没有犯罪记录，要有法律依据。'])(
    'is left alone with “%s”',
    (text) => expect(heard(text)).toBe(text),
  )
})
