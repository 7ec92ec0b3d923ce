import { signsInWords } from '../../core/spoken-signs.ts'

/** Longer messages are read up to here: a form answer or a question never needs more. */
const readChars = 2_000

const circled = '①②③④⑤⑥⑦⑧⑨'

/** Chinese that people type in Latin letters (拼音) at this counter, and what it stands for. */
const spelled: readonly (readonly [RegExp, string])[] = [
  [/\bwu ?fan ?zui(?: ?ji ?lu)?(?: ?zheng ?ming)?\b/gi, '无犯罪记录证明'],
  [/\bzheng ?ming\b/gi, '证明'],
  [/\b(?:ru ?zhi|qiu ?zhi|shang ?ban|zhao ?gong ?zuo)\b/gi, '入职'],
  [/\bliu ?xue\b/gi, '留学'],
  [/\byi ?min\b/gi, '移民'],
  [/\bchu ?guo\b/gi, '出国'],
  [/\bqian ?zheng\b/gi, '签证'],
  [/\bgong ?zheng\b/gi, '公证'],
  [/\bru ?xue\b/gi, '入学'],
  [/\bque ?ren\b/gi, '确认'],
  [/\bqu ?xiao\b/gi, '取消'],
  [/\bjin ?du\b/gi, '进度'],
  [/\bzen ?me(?: ?ban)?\b/gi, '怎么办'],
  [/\bduo ?shao ?qian\b/gi, '多少钱'],
  [/\bni ?hao\b/gi, '你好'],
  [/\bwo ?yao(?: ?(?:kai|ban))?\b/gi, '我要开'],
  [/\bke ?yi\b/gi, '可以'],
]
/** Spelled words are looked for only in text without Chinese characters. */
const fromPinyin = (text: string): string =>
  /\p{Script=Han}/u.test(text)
    ? text
    : spelled.reduce((said, [pattern, word]) => said.replace(pattern, word), text).replace(/(?<=\p{Script=Han}) +(?=\p{Script=Han})/gu, '')

/** A message as the offline model reads it: half-width letters and digits, no invisible characters, one blank at most. */
export const tidy = (raw: string): string =>
  fromPinyin(
    signsInWords(raw.slice(0, readChars))
      .replace(/[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A\uFF0B\uFF0D\uFF0E\uFF0F]/g, (char) =>
        String.fromCharCode(char.charCodeAt(0) - 0xfee0),
      )
      .replace(/[①-⑨]/g, (char) => String(circled.indexOf(char) + 1))
      .replace(/[\u200B-\u200F\u2060\uFEFF\uFFFD\u0000-\u0008\u000E-\u001F\u007F]/g, '')
      .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
  )

/** True when there is something to read: a letter, a Chinese character or a digit. */
export const hasWords = (text: string): boolean => /[\p{L}\p{N}]/u.test(text)

/** True when characters are there but no sense can be in them: one key held down, or a random run of Latin letters. */
export const isNoise = (text: string): boolean => {
  const bare = text.replace(/[^\p{L}\p{N}]/gu, '')
  if (/^(.)\1{3,}$/u.test(bare)) return true
  if (/^[a-z]{5,}$/i.test(text) && !/[aeiouy]/i.test(text)) return true
  return /^(?:asdf|qwer|zxcv|hjkl|dfgh|sdfg|jkl)[a-z]*$/i.test(text)
}

/** Words that say nothing of a person's language. */
const neutral = /^(?:ok|okay|hi|hello|hey|yes|yep|no|bye|byebye|thanks|thx|vip|pdf|app|[a-g])$/i

/** Chinese typed in Latin letters. */
const pinyin = /\b(?:shen ?me|wo ?xiang|ban ?li|an ?di)\b/i

/** The language to answer in; undefined when the message does not tell (a number, an emoji, “ok”). */
export const languageOf = (text: string): 'zh' | 'en' | undefined => {
  if (/\p{Script=Han}/u.test(text) || pinyin.test(text)) return 'zh'
  const words = text.match(/\S+/g)?.filter((word) => /^[^\d]*[a-z]{2}[^\d]*$/i.test(word)) ?? []
  if (words.length === 0) return undefined
  const only = words.length === 1 ? (words[0] ?? '').replace(/[^a-z]/gi, '') : ''
  return only && neutral.test(only) ? undefined : 'en'
}

/** The text without punctuation, blanks and closing particles, in small letters: for comparing whole short messages. */
export const bareOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/(?:吧|啊|呀|呗|哈|嘛|哦|喔|噢|啦|嘞|哩|呢|滴|哟|喽)+$/u, '')

type Simplify = (text: string) => string
let loading: Promise<Simplify> | undefined

/** The converter from traditional to simplified (opencc-js), loaded when it is first needed: 110 kB, 25 ms. */
export const loadSimplify = (): Promise<Simplify> => {
  loading ??= import('opencc-js/t2cn').then(({ Converter }) => Converter({ from: 'tw', to: 'cn' }))
  return loading
}
