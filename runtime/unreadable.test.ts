import { describe, expect, it } from 'vitest'
import { isGarbage, isMachineTalk, isOtherLanguage } from './unreadable.ts'

describe('what a person can read', () => {
  it.each([
    '您名下还没有申请。要开无犯罪记录证明，直接告诉我用途就行。',
    '电话：0471-1599001（工作日 8:30—12:00，14:30—17:30）。',
    'ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ ᠪᠡᠷ ᠶᠠᠷᠢᠶ᠎ᠠ',
    'བོད་སྐད་ཀྱིས་ལབ་རོགས་གནང་།',
    'ئۇيغۇرچە سۆزلەڭ، رەھمەت سىزگە',
    '| 用途 | 材料 |\n| --- | --- |',
  ])('is let through: %s', (text) => {
    expect(isGarbage(text)).toBe(false)
    expect(isMachineTalk(text)).toBe(false)
  })

  it.each(['\uFFFD\uFFFD好', '⌘⌥⇧⏎⌫⎋⌦⇪⌘⌥⇧⏎', '好的'.repeat(40)])('is not: %s', (text) => expect(isGarbage(text)).toBe(true))
  it.each(['```json', '{"name": "x"', '  "arguments": {', '}', '<tool_call>', '<|im_end|>', '</think>'])(
    'is not meant for one: %s',
    (text) => expect(isMachineTalk(text)).toBe(true),
  )
})

describe('the language of an answer', () => {
  it.each<[string, boolean, boolean]>([
    ['Sure, I can help you with that.', false, true],
    ['OK，请问做什么用？', false, false],
    ['Shenzhen Example Technology Co., Ltd.', false, false],
    ['15990112', false, false],
    ['What is it for?', true, false],
    ['好的，请问这份证明是做什么用的？', true, true],
    ['It is a certificate (无犯罪记录证明) for you.', true, false],
    ['Bonjour, je peux vous aider à obtenir votre certificat.', false, true],
    ['안녕하세요, 무엇을 도와드릴까요?', false, true],
    ['Здравствуйте, чем могу помочь?', true, true],
    ['こんにちは、証明書についてお手伝いします。', false, true],
    ['姓名：Шевченко Тарас Григорович', false, false],
    ['日本企业“ソニー”的在职证明也可以。', false, false],
  ])('%s', (sentence, isEnglish, isOther) => expect(isOtherLanguage(sentence, isEnglish)).toBe(isOther))
})

it('whoever writes in another script may be answered in it', () => {
  const mongolian = 'ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ ᠪᠡᠷ ᠶᠠᠷᠢᠶ᠎ᠠ'
  expect([isOtherLanguage(mongolian, false, '您好'), isOtherLanguage(mongolian, false, 'ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ')]).toEqual([true, false])
})
