import type { Guard } from '../core/guard.ts'
import type { Who } from '../core/people.ts'
import type { PersonalKind } from '../core/personal.ts'
import { findPersonal } from '../domain/personal-data/find-personal.ts'

/** Numbers of documents: who asks about one of them asks about its holder. */
const documents: ReadonlySet<PersonalKind> = new Set(['resident_id', 'foreigner_id', 'permit', 'passport'])
/** Numbers that a model repeats to nobody but their owner. Landlines are left: offices have them. */
const owned: ReadonlySet<PersonalKind> = new Set([...documents, 'bank_card'])
const isMobile = (number: string): boolean => /^(?:(?:00)?86)?1[3-9]\d{9}$/.test(number)

const plain = (number: string): string =>
  number
    .normalize('NFKC')
    .replace(/[^0-9A-Za-z]/g, '')
    .toUpperCase()

/** True when a number of the text belongs to the one who is signed in. */
const isOwn = (number: string, who: Who): boolean =>
  who.kind === 'citizen' && [who.document.number, who.phone].some((value) => value !== undefined && plain(number).endsWith(plain(value)))

/** 不传他人信息：numbers of other people are never repeated by a model, and asking about one is answered with the lawful way. */
export const personalData: Guard = {
  name: 'personal-data',
  before: ({ text, who }) => {
    if (who.kind !== 'citizen' || !/查|前科|案底|犯罪|记录|有没有|是不是/.test(text)) return undefined
    const others = findPersonal(text).some(
      ({ kind, start, end }) => documents.has(kind) && /\d{7}/.test(plain(text.slice(start, end))) && !isOwn(text.slice(start, end), who),
    )
    if (!others) return undefined
    return {
      outcome: 'refused',
      text: '您发来的证件号码和您登录的身份不一致。为保护每个人的信息，我只能为您本人查询和办理，也不会说明别人有没有记录。别人需要证明，请他本人登录办理；要委托您代办，请带委托书和双方身份证明到派出所窗口。',
      suggestions: ['给我自己开无犯罪记录证明', '委托办理要带什么'],
    }
  },
  after: ({ text, who }) => {
    let said = ''
    let last = 0
    for (const { kind, start, end } of findPersonal(text)) {
      const number = text.slice(start, end)
      if (!(owned.has(kind) || (kind === 'phone' && isMobile(plain(number)))) || isOwn(number, who)) continue
      said += `${text.slice(last, start)}${number.slice(0, 3)}${'*'.repeat(Math.max(4, number.length - 5))}${number.slice(-2)}`
      last = end
    }
    return said + text.slice(last)
  },
}
