import { describe, expect, it } from 'vitest'
import { parted } from './wishes.ts'

describe('two wishes in one message', () => {
  it.each([
    ['单位要个无犯罪证明，顺便问下居住证咋续', '单位要个无犯罪证明', '居住证咋续'],
    ['先查下进度，再问问能不能寄', '查下进度', '能不能寄'],
    ['先问下押金不退咋办再问一下能不能涨租', '押金不退咋办', '能不能涨租'],
    ['房东不退押金怎么办？对了，居住证去哪办？', '房东不退押金怎么办', '居住证去哪办？'],
    ['我想补身份证，另外，帮我查查证明的进度', '我想补身份证', '帮我查查证明的进度'],
    ['I need a certificate for a job, and also how do I extend my visa', 'I need a certificate for a job', 'how do I extend my visa'],
  ])('are cut where the second begins: %s', (says, first, later) => {
    expect(parted(says)).toEqual({ first, later })
  })

  it.each([
    '房子还有三个月到期怎么办',
    '打我的是另外一个人',
    '我再想想',
    '身份证丢了怎么补',
    '对了',
    '顺便',
    '无犯罪证明和居住证要什么材料',
  ])('are one where nothing turns to another: %s', (says) => {
    expect(parted(says)).toBeUndefined()
  })
})
