import { isOnBehalf } from './acts.ts'
import { plainSpeech } from './lexicon.ts'

/** What people call a thing, and what the sections on certificates call it: only a desk that issues or explains them asks with these words. */
const official: readonly (readonly [RegExp, string])[] = [
  [/(?:要|收|花|交|多少)钱|免费/, '收费'],
  [/单身|未婚|已婚|离婚|结没结婚/, '婚姻状况'],
  [/什么证明|什么样的证明/, '哪些证明'],
  [/(?:管|能用|还能用|用得了)多?(?:久|长)?|过期|失效/, '有效期'],
  [/(?<!认)不认|申诉|冤枉|说理|搞错|弄错/, '复查 异议'],
  [/(?:单位|公司|老板|我司|学校).{0,6}(?:查|核验)/, '单位查询 从业禁止 谁可以申请'],
  [/肇事|醉驾|危险驾驶|坐过?牢|判过?刑/, '什么是犯罪记录'],
  [/本人去|亲自|跑一趟|(?:要|必须|非得|得)(?:本人|去)/, '网上办'],
  [/(?:户口|人).{0,3}(?:不在|在)(?!国外|境外).{0,12}(?:办|开)|就地|就近/, '户籍地 居住地 在哪里申请'],
]

/** The question for a search: all of it, in plain words, with what the sections of a desk for certificates call the thing. */
export const queryOf = (question: string, isOfCertificates: boolean): string => {
  const said = plainSpeech(question)
  if (!isOfCertificates) return said
  const words = official.filter(([pattern, word]) => pattern.test(said) && !said.includes(word)).map(([, word]) => word)
  if (isOnBehalf(question) && !/代办|委托/.test(question)) words.push('委托代办')
  return words.length > 0 ? `${said}（${words.join('、')}）` : said
}
