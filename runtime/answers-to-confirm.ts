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

/** Reads a message as the answer to "确认吗？". Anything that is not plainly a yes or a no is neither. */
export const answerToConfirm = (text: string): 'yes' | 'no' | undefined => {
  const said = trimmed(text)
  if (said.length === 0 || said.length > 16) return undefined
  const bare = said.replace(particles, '')
  if (yes.has(said) || yes.has(bare)) return 'yes'
  return no.has(said) || no.has(bare) ? 'no' : undefined
}

/** True for a message in Latin letters without a Chinese character: it gets an English answer. */
export const isEnglish = (text: string): boolean => /[a-z]{2}/i.test(text) && !/\p{Script=Han}/u.test(text)
