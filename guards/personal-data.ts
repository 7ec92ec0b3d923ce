import type { Guard } from '../core/guard.ts'

const idNumber = /(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])/g
const mobile = /(?<!\d)1[3-9]\d{9}(?!\d)/g

/** True when every number of the text that names a person belongs to the one who is signed in. */
const isOwn = (number: string, own: readonly (string | undefined)[]): boolean =>
  own.some((value) => value?.toUpperCase() === number.toUpperCase())

/** 不传他人信息：numbers of other people are never repeated by a model, and asking about one is answered with the lawful way. */
export const personalData: Guard = {
  name: 'personal-data',
  before: ({ text, who }) => {
    if (who.kind !== 'citizen') return undefined
    const plain = text.normalize('NFKC')
    const others = (plain.match(idNumber) ?? []).filter((number) => !isOwn(number, [who.document.number]))
    if (others.length === 0 || !/查|前科|案底|犯罪|记录|有没有|是不是/.test(plain)) return undefined
    return {
      outcome: 'refused',
      text: '您发来的证件号码和您登录的身份不一致。为保护每个人的信息，我只能为您本人查询和办理，也不会说明别人有没有记录。别人需要证明，请他本人登录办理；要委托您代办，请带委托书和双方身份证明到派出所窗口。',
      suggestions: ['给我自己开无犯罪记录证明', '委托办理要带什么'],
    }
  },
  after: ({ text, who }) => {
    const own = who.kind === 'citizen' ? [who.document.number, who.phone] : []
    const hide = (number: string): string =>
      isOwn(number, own) ? number : `${number.slice(0, 3)}${'*'.repeat(number.length - 5)}${number.slice(-2)}`
    return text.replace(idNumber, hide).replace(mobile, hide)
  },
}
