import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../testing.ts'

/** Ways to ask that already say what the certificate is for. */
const withPurpose = [
  '我要去深圳上班，单位让开个无犯罪记录证明',
  '入职新公司，人事让我交无犯罪记录证明，怎么开',
  '应聘保安要无犯罪证明，给我办一下',
  '我考编过了，政审要无犯罪记录证明',
  '跑网约车要开无犯罪记录证明',
  '送外卖站点让交一份无犯罪记录证明',
  '考教师资格证要用，帮我开无犯罪记录证明',
  '办导游证，需要无犯罪记录证明',
  '办无犯罪记录证明，出国签证用',
  '我要去英国留学，学校要无犯罪记录',
  '移民加拿大，要开一份无犯罪记录证明',
  '公证处让我先来开无犯罪记录证明',
  '做公证用的无犯罪记录，给开一下',
  '考研报名要交无犯罪记录证明',
  '俺要出国打工，想开个没犯过罪的证明',
  '劳务输出去新加坡，要良民证',
  '签证中心要我的无犯罪证明，急用',
  '打工的厂里要那个没有案底的证明',
  '整一张无犯罪记录证明撒，找工作用',
  '唔该，帮我开张无犯罪记录证明，返工用',
  '无犯罪记录证明 入职',
  '找工作，开无犯罪',
  'I need a police clearance certificate for a visa',
  'Please issue a no criminal record certificate for my new job',
  'Police check for studying abroad',
]

/** Ways to ask that leave the purpose open: then it is asked, and nothing else. */
const withoutPurpose = [
  '我要开无犯罪记录证明',
  '开无犯罪证明',
  '无犯罪记录证明怎么办理',
  '想办一张无犯罪记录证明，现在就办',
  '你好，请问可以帮我开无犯罪记录证明吗',
  '良民证在哪里开，给我开一个',
  '帮我开一张没有案底的证明',
  '没有前科的证明给我出一个',
  '开个清白证明',
  '我需要一份无刑事犯罪记录的证明',
  '无犯罪纪录证明',
  '無犯罪記錄證明，我要辦',
  '我要开无犯罪记录証明',
  '无犯罪记录证明!!!急!!',
  '我想申请一下那个无犯罪的证明',
  '人在外地，想在网上开无犯罪记录证明',
  '给我本人开具无犯罪记录证明',
  '麻烦开下无犯罪',
  'wo yao kai 无犯罪记录证明',
  '我要开五犯罪记录证明',
  'I want a no-criminal-record certificate',
  'certificate of no criminal record please',
]

describe('forty ways to ask for the certificate', () => {
  let p: TestPlatform
  beforeAll(async () => {
    p = await openTestPlatform()
  })
  afterAll(() => p[Symbol.asyncDispose]())

  it.each(withPurpose)('“%s” comes to one plain question: shall it be submitted', async (text) => {
    const reply = await (await p.visit('lin-anran')).say(text)
    expect([reply.agent, reply.outcome], reply.text).toEqual(['cert-navigator', 'confirming'])
  })

  it.each(withoutPurpose)('“%s” is asked what it is for', async (text) => {
    const reply = await (await p.visit('lin-anran')).say(text)
    expect([reply.agent, reply.outcome], reply.text).toEqual(['cert-navigator', 'clarified'])
    expect(reply.text).toMatch(/做什么用|用途|what is the certificate for/i)
  })
})
