import { simplifyCommon } from '../core/script.ts'
import { isAssent, isDissent } from '../models/offline/assent.ts'
import { tidy } from '../models/offline/text.ts'

const trimmed = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s。！？!?，,、~～.…;；:："“”'‘’（）()]+/g, '')
const particles = /(?:吧|啊|呀|的|了|呗|哈|嘛|哦|喔|噢|啦|滴|嘞|着)+$/

const yes = new Set(
  '确认,确定,确认提交,确定提交,我确认,我确定,是,是的,对,对的,没错,好,好的,行,可以,嗯,嗯嗯,没问题,提交,同意,我同意,中,成,要得,得,办,办理,给我办,就这样,就这么办,好好,行行,对对,对对对,是是,ok,okay,yes,y,yep,sure,confirm,confirmed,iconfirm,yesplease,goahead,agree,submit'.split(
    ',',
  ),
)
const no = new Set(
  '不,不要,不用,不行,不对,不是,不确认,不同意,不提交,先不,先不要,先别,别,别提交,等等,等一下,等会,等会儿,否,取消,算,算了,不办,不办了,不弄了,先不办,no,n,nope,cancel,stop,dont,donot,notnow,nothanks'.split(
    ',',
  ),
)

/** Sound like a yes, but ask back or begin something else. */
const unsure = new Set('对了,对吧,是吧,好了,行了'.split(','))

const pictures = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f/gu

/** Reads a message as the answer to "确认吗？". Anything that is not plainly a yes or a no is neither. */
export const answerToConfirm = (raw: string): 'yes' | 'no' | undefined => {
  // 👍 alone binds nobody: a deed is agreed to in words.
  const text = simplifyCommon(tidy(raw.replace(pictures, '')))
  const said = trimmed(text)
  if (said.length === 0 || said.length > 20 || unsure.has(said)) return undefined
  const isIn = (words: ReadonlySet<string>, part: string): boolean => words.has(part) || words.has(part.replace(particles, ''))
  if (isIn(no, said)) return 'no'
  // “确认？” asks; only a yes without a question mark binds anybody.
  if (/[?？]\s*$/.test(text)) return undefined
  if (isIn(yes, said)) return 'yes'
  // “嗯，可以”: several small words that all say the same.
  const parts = text
    .split(/[\s。！？!?，,、；;]+/)
    .map(trimmed)
    .filter(Boolean)
  if (parts.length > 1 && parts.every((part) => isIn(yes, part))) return 'yes'
  if (parts.length > 1 && parts.every((part) => isIn(no, part))) return 'no'
  if (isAssent(text)) return 'yes'
  return isDissent(text) ? 'no' : undefined
}

const han = /\p{Script=Han}/u

/**
 * Which language a turn is answered in: that of the message, when it has words enough to tell. A number, “ok” or “yes” says nothing of
 * a language; then the conversation so far decides.
 */
export const speaksEnglish = (raw: string, before: readonly string[]): boolean => {
  // Chinese typed in Latin letters (wu fan zui) is Chinese.
  const text = tidy(raw)
  if (han.test(text)) return false
  const words = text.split(/\s+/).filter((word) => /^[a-z][a-z'’-]+[.,!?;:]*$/i.test(word))
  if (words.length >= 2) return true
  const told = before.map(tidy).findLast((said) => han.test(said) || /[a-z]{2,}\s+[a-z]{2,}/i.test(said))
  return told === undefined ? words.length === 1 : !han.test(told)
}
