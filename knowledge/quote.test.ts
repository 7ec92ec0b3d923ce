import { describe, expect, it } from 'vitest'
import { placeOf, quotesOf } from './quote.ts'

const noise = '机关应当公开办事指南并方便群众查阅。'.repeat(8)
const list = [
  `申请人有下列情形之一的，公安机关应当当场办理：`,
  `（一）持有有效证件的；`,
  `（二）已满十六周岁不满十八周岁，由监护人陪同的；`,
  `（三）因出国留学急需的，但是已经申请过的除外；`,
  `（四）${'法律法规规定的其他情形，'.repeat(8)}。`,
].join('\n')

describe('quoting a clause', () => {
  it('a short one is quoted whole, paragraph by paragraph', () => {
    const text = '期限为三日。\n情况复杂的，可以延长至七日。'
    expect(quotesOf(text, '多久')).toEqual(['期限为三日。', '情况复杂的，可以延长至七日。'])
  })

  it('of a long one the sentence that speaks to the question, word for word', () => {
    const text = `${noise}\n无犯罪记录证明的办理期限为三个工作日。\n${noise}`
    expect(quotesOf(text, '无犯罪记录证明办理期限多久')).toEqual(['无犯罪记录证明的办理期限为三个工作日。'])
  })

  it('the number that is asked for is in it, though other sentences share more words', () => {
    const text = `公安机关办理噪声案件应当依法调查。${noise}处五百元以上一千元以下罚款。${noise}`
    expect(quotesOf(text, '噪声要罚多少钱').join('')).toContain('五百元以上一千元以下')
  })

  it('an item comes with the words before its list, and its place is named', () => {
    const text = `${noise}\n${list}`
    const quotes = quotesOf(text, '出国留学急着要能当场办吗')
    expect(quotes[0]).toBe('申请人有下列情形之一的，公安机关应当当场办理：')
    expect(quotes).toContain('（三）因出国留学急需的，但是已经申请过的除外；')
    expect(
      placeOf('第八条', text, ['申请人有下列情形之一的，公安机关应当当场办理：', '（三）因出国留学急需的，但是已经申请过的除外；']),
    ).toBe('第八条第二款第（三）项')
  })

  it('the words before a list never stand alone', () => {
    const quotes = quotesOf(`${noise}\n${list}`, '哪些情形公安机关应当当场办理')
    expect(quotes[0]).toContain('下列情形之一')
    expect(quotes.length).toBeGreaterThan(1)
  })

  it('a rule keeps its 但是, whichever of the two was asked for', () => {
    const rule = '对违反规定的，可以扣留车辆。但是，当场改正的除外。'
    for (const question of ['能扣留车辆吗', '当场改正了还扣吗']) expect(quotesOf(`${noise}\n${rule}\n${noise}`, question)).toEqual([rule])
  })

  it('a half after a semicolon keeps the first half, which names what it is about', () => {
    const long = `违反规定饲养烈性犬${'、大型犬'.repeat(40)}的，处警告；${'不按规定牵引犬只的，'.repeat(6)}处二百元以下罚款；情节严重的，处五日以下拘留。`
    expect(quotesOf(long, '情节严重拘留几天').join('')).toMatch(/^违反规定饲养烈性犬[\s\S]*五日以下拘留。$/)
  })

  it('legal words that the search added count like the question', () => {
    const text = `${noise}\n没有合法依据不得公开他人的违法记录。\n${noise}`
    expect(quotesOf(text, '案底会被人知道吗', ['违法记录', '公开']).join('')).toContain('不得公开他人的违法记录')
  })

  it('names paragraph and item only where there are several', () => {
    expect(placeOf('第五条', '期限三日。', ['期限三日。'])).toBe('第五条')
    expect(placeOf('第五条', '期限三日。\n可以延长。', ['可以延长。'])).toBe('第五条第二款')
    expect(placeOf('第五条', '期限三日。\n可以延长。', ['期限三日。', '可以延长。'])).toBe('第五条')
    expect(placeOf('办理时限', '期限三日。\n可以延长。', ['可以延长。'])).toBe('办理时限')
    expect(placeOf('第五条', '有下列情形的：（一）甲；（二）乙。', ['有下列情形的：', '（二）乙。'])).toBe('第五条第（二）项')
  })
})
