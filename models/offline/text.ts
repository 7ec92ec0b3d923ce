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

/** Characters of the traditional script (繁体字) that simplified text never holds, each before its simplified form. */
const pairs =
  '無无錄录證证記记請请開开辦办國国護护簽签戶户學学業业單单產产點点時时間间實实際际關关係系還还沒没麼么樣样這这個个們们會会說说話话問问題题對对應应該该規规則则詢询驗验訊讯號号碼码電电郵邮資资許许嗎吗誰谁為为與与從从過过進进發发現现長长門门東东車车馬马書书寫写讀读買买賣卖錢钱銀银聽听視视頻频機机構构組组織织聯联絡络後后邊边裡里幾几歲岁歷历減减離离職职勞劳動动區区廣广灣湾廠厂務务員员師师醫医療疗費费條条據据經经濟济權权義义處处給给領领報报審审覺觉讓让難难兒儿媽妈親亲屬属網网線线徑径僅仅備备謝谢係系張张點点紀纪攞拿傳传體体價价優优執执營营銷销筆笔續续齡龄獲获補补裝装約约終终殺杀傷伤騙骗斷断舊旧雙双'
const simplified = new Map([...pairs].flatMap((char, at, all) => (at % 2 === 0 ? [[char, all[at + 1] ?? char] as const] : [])))
const traditional = new RegExp(`[${[...simplified.keys()].join('')}]`)
const everyTraditional = new RegExp(traditional.source, 'g')

/** True when the text should be turned into simplified characters first. */
export const isTraditional = (text: string): boolean => traditional.test(text)

/** How many such characters it has. */
export const traditionalIn = (text: string): number => text.match(everyTraditional)?.length ?? 0

type Simplify = (text: string) => string
let loading: Promise<Simplify> | undefined

/** The converter from traditional to simplified (opencc-js), loaded when it is first needed: 110 kB, 25 ms. */
export const loadSimplify = (): Promise<Simplify> => {
  loading ??= import('opencc-js/t2cn').then(({ Converter }) => Converter({ from: 'tw', to: 'cn' }))
  return loading
}

/** Simplified characters for the commonest ones, without a converter: enough to find the right desk. */
export const simplifyCommon = (text: string): string => text.replace(everyTraditional, (char) => simplified.get(char) ?? char)
