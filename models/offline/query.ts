import { isOnBehalf } from './acts.ts'
import { plainSpeech } from './lexicon.ts'

/** What people call a thing, and what a document calls it: added to a query, because a document is searched by its own words. */
const official: readonly (readonly [RegExp, string])[] = [
  [/(?:要|收|花|交|多少)钱|免费/, '收费'],
  [/单身|未婚|已婚|离婚|结没结婚/, '婚姻状况'],
  [/什么证明|什么样的证明/, '哪些证明'],
  [/管多(?:久|长)|过期/, '有效期'],
  [/(?:户口|人).{0,3}(?:不在|在).{0,12}(?:办|开)|就地|就近/, '户籍地 居住地 在哪里申请'],
]

/** The question for a search: all of it, in plain words, with what documents call the thing. */
export const queryOf = (question: string): string => {
  const said = plainSpeech(question)
  const words = official.filter(([pattern, word]) => pattern.test(said) && !said.includes(word)).map(([, word]) => word)
  if (isOnBehalf(question) && !/代办|委托/.test(question)) words.push('委托代办')
  return words.length > 0 ? `${said}（${words.join('、')}）` : said
}
