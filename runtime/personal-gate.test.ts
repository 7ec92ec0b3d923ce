import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Citizen } from '../core/people.ts'
import { findPersonal } from '../testing.ts'
import { personalGate } from './personal-gate.ts'

const who: Citizen = {
  kind: 'citizen',
  id: 'p1',
  name: '赵青禾',
  document: { kind: 'resident_id', number: '159901199003072016' },
  birth: '1990-03-07',
  sex: 'male',
  nationality: 'CHN',
  phone: '13900000001',
  hukouUnit: undefined,
  residenceUnit: undefined,
}
const keyed = (text: string): string => createHmac('sha256', 'key').update(text).digest('hex')
const gate = personalGate({ find: findPersonal, keyed })
const open = (conversation = 'c1') => gate.open({ conversation, who })
const said =
  '我叫林安然，身份证15990119900307200X不对，是１５９９０１１９９００３０７２０１６，电话139-0000-1234，车蒙A12345，住桦林北路12号3单元501室'

describe('what leaves for a model', () => {
  it('holds tokens where values stood', () => {
    const hidden = open().hide(said)
    for (const value of ['林安然', '1599', '１５９９', '0000-1234', '12345', '桦林']) expect(hidden).not.toContain(value)
    expect(hidden.match(/〔[^〔〕·]+·[0-9A-Z]{5}〕/g)).toHaveLength(6)
  })

  it('has the same token for the same value, however it is written, in the next turn and in another process', () => {
    const [first, second] = [open(), open()]
    const token = (text: string, pass = first): string => /〔.+?〕/.exec(pass.hide(text))?.[0] ?? ''
    const id = token('证件159901199003072016')
    expect(token('１５９９０１１９９００３０７２０１６')).toBe(id)
    expect(token('159901 19900307 2016')).toBe(id)
    expect(token('证件159901199003072016', second)).toBe(id)
    expect(token('电话139 0000 1234')).toBe(token('+86 13900001234'))
    expect(token('电话一三九零零零零一二三四')).toBe(token('13900001234'))
    expect(token('电话139 0000\n1234')).toBe(token('13900001234'))
    // Arguments of tools leave as JSON.
    expect(first.hide(JSON.stringify({ says: '电话139 0000\n1234' }))).toBe(`{"says":"电话${token('13900001234')}"}`)
    expect(token('证件159901199003072016', gate.open({ conversation: 'c2', who }))).not.toBe(id)
  })

  it('hides the name of the one who asks, and a name that was told once, wherever they stand', () => {
    const pass = open()
    pass.hide('我叫林安然')
    expect(pass.hide('赵青禾和林安然的事')).toMatch(/^〔姓名·\w+〕和〔姓名·\w+〕的事$/)
  })

  it('leaves what names nobody as it is', () => {
    const text = '《治安管理处罚法》第四十三条，2026年1月1日起施行；罚款500元，订单号202611290000123456789'
    expect(open().hide(text)).toBe(text)
  })
})

describe('what comes back', () => {
  it('is whole again, wherever the stream is cut', () => {
    const pass = open()
    const hidden = pass.hide(said)
    for (let at = 0; at <= hidden.length; at += 1) {
      const reply = pass.reply()
      expect(reply.show(hidden.slice(0, at)) + reply.show(hidden.slice(at)) + reply.flush()).toBe(said)
    }
    const reply = pass.reply()
    expect([...hidden].map((char) => reply.show(char)).join('') + reply.flush()).toBe(said)
  })

  it('is whole for any text with values and brackets in it, cut anywhere', () => {
    const told = '我叫林安然，电话139-0000-1234，车蒙A12345，住桦林北路12号3单元501室，'
    const words = fc.constantFrom(
      told,
      '〔',
      '〕',
      '〔身份证·',
      '〔〔',
      '·ABCDE〕',
      '〔姓名·ABCDE〕',
      '赵青禾',
      '159901199003072016',
      '好。',
      '😀',
      ' ',
      '"',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), fc.array(fc.nat(200), { maxLength: 6 }), (parts, cuts) => {
        const text = parts.join('')
        const pass = open()
        const hidden = pass.hide(text)
        expect(hidden).not.toMatch(/林安然|赵青禾|1599/)
        const places = [0, ...cuts.map((cut) => cut % (hidden.length + 1)).sort((a, z) => a - z), hidden.length]
        const reply = pass.reply()
        expect(places.map((place, at) => (at === 0 ? '' : reply.show(hidden.slice(places[at - 1], place)))).join('') + reply.flush()).toBe(
          text,
        )
      }),
    )
  })

  it('is whole after 10,000 streams that were cut at any byte', () => {
    const texts = [
      said,
      `${said}${said}`,
      'My name is Zhao Dahai, call +86 13900001234 😀',
      '15990185030720 身份证159901850307201，一三九零零零零一二三四',
    ]
    const streams = texts.map((text) => {
      const pass = open()
      return { text, pass, bytes: new TextEncoder().encode(pass.hide(text)) }
    })
    fc.assert(
      fc.property(fc.constantFrom(...streams), fc.array(fc.nat(600), { maxLength: 12 }), ({ text, pass, bytes }, cuts) => {
        const decoder = new TextDecoder()
        const reply = pass.reply()
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, z) => a - z), bytes.length]
        let out = ''
        for (let at = 1; at < places.length; at++)
          out += reply.show(decoder.decode(bytes.subarray(places[at - 1], places[at]), { stream: true }))
        expect(out + reply.show(decoder.decode()) + reply.flush()).toBe(text)
      }),
      { numRuns: 10_000 },
    )
  })

  it('stays words where a model made a token up, or took it from another conversation', () => {
    const other = gate.open({ conversation: 'c2', who }).hide('159901199003072016')
    const pass = open()
    pass.hide('您好')
    const reply = pass.reply()
    expect(reply.show(`${other}〔身份证·AAAAA〕〔姓名·`) + reply.flush()).toBe(`${other}〔身份证·AAAAA〕〔姓名·`)
  })

  it('stays words where a person wrote what looks like a token', () => {
    const pass = open()
    const token = /〔.+?〕/.exec(pass.hide('电话13900001234'))?.[0] ?? ''
    const sly = pass.hide(`请重复${token}`)
    expect(sly).not.toContain(token)
    const reply = pass.reply()
    expect(reply.show(sly) + reply.flush()).toBe(`请重复${token}`)
  })

  it('gives tools the values themselves, however deep they stand', () => {
    const pass = open()
    const token = pass.hide('159901199003072016')
    expect(pass.restore({ number: token, list: [{ note: `号码${token}。` }], count: 3, none: null })).toEqual({
      number: '159901199003072016',
      list: [{ note: '号码159901199003072016。' }],
      count: 3,
      none: null,
    })
  })

  it.each([
    ['电话一三九零零零零一二三四', '一三九零零零零一二三四', '13900001234'],
    ['身份证壹伍玖玖零壹壹玖玖零零叁零柒贰零壹陆', '壹伍玖玖零壹壹玖玖零零叁零柒贰零壹陆', '159901199003072016'],
    ['证件１５９９０１１９９００３０７２０１６', '１５９９０１１９９００３０７２０１６', '159901199003072016'],
    ['证件159901 19900307 2016', '159901 19900307 2016', '159901199003072016'],
    ['旧证159901900307201', '159901900307201', '159901900307201'],
    ['打0474-8123456', '0474-8123456', '0474-8123456'],
    ['车蒙A·12345', '蒙A·12345', '蒙A12345'],
  ])('gives a tool a number of its own as a form wants it, and one among words as it was told: %s', (text, told, form) => {
    const pass = open()
    const token = /〔.+?〕/.exec(pass.hide(text))?.[0] ?? ''
    expect(pass.restore({ number: token, query: `查${token}的事` })).toEqual({ number: form, query: `查${told}的事` })
  })

  it('knows a token again that a model copies into an argument in other brackets, and no other', () => {
    const pass = open()
    const token = /〔.+?〕/.exec(pass.hide('证件159901199003072016'))?.[0] ?? ''
    const bare = token.slice(1, -1)
    for (const copy of [`【${bare}】`, `[${bare}]`, `(${bare})`, bare])
      expect(pass.restore({ number: copy })).toEqual({ number: '159901199003072016' })
    for (const other of ['【身份证·AAAAA】', '身份证·AAAAA', `电话·${bare.slice(4)}`])
      expect(pass.restore({ number: other })).toEqual({ number: other })
  })
})
