/** What names a person or belongs to one (个人信息), by kind: a closed list. */
export const personalKinds = [
  'resident_id', // 居民身份证号
  'foreigner_id', // 外国人永久居留身份证号
  'permit', // 通行证、港澳台居民居住证号
  'passport', // 护照号
  'phone', // 手机、座机
  'plate', // 车牌号
  'bank_card', // 银行卡号
  'uscc', // 统一社会信用代码
  'email', // 电子邮箱
  'address', // 住址
  'name', // 姓名
  'account', // 微信、QQ、支付宝账号
] as const
export type PersonalKind = (typeof personalKinds)[number]

/** Where in a text a personal value stands, from `start` up to but not including `end`, in UTF-16 units. */
export interface PersonalSpan {
  readonly kind: PersonalKind
  readonly start: number
  readonly end: number
}

/** Finds every personal value of a text, in order, none inside another. Pure, offline. */
export type FindPersonal = (text: string) => readonly PersonalSpan[]

/** A value that is known from the session, so that it is found wherever it stands. */
export interface KnownValue {
  readonly kind: PersonalKind
  readonly value: string
}

/** What is read as each digit: half and full width, Han digits, those of cheques (壹贰叁), and 幺 as numbers are read out. */
export const digitSigns: ReadonlyMap<string, string> = new Map(
  ['0０〇零○', '1１一壹幺', '2２二贰貳', '3３三叁參', '4４四肆', '5５五伍', '6６六陆陸', '7７七柒', '8８八捌', '9９九玖'].flatMap((signs) =>
    [...signs].map((sign) => [sign, signs.slice(0, 1)] as const),
  ),
)
