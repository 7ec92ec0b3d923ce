/** English that people bring to a police counter, and the Chinese that says it. Longer phrases stand before shorter ones. */
const entries: readonly (readonly [RegExp, string])[] = [
  [
    /(?:certificate|proof|letter|statement) of (?:no|non|not having|not having any)[ -]?(?:criminal|conviction)\w*(?: records?)?|(?:no|non)[ -]?criminal[ -]?(?:record|conviction)s?(?: (?:certificate|certification|proof|check|document|letter|paper))?|criminal (?:record|history|background)s? (?:certificate|check|clearance|report|letter|document|paper)|police (?:clearance|certificate|check|report|record|character)(?: (?:certificate|letter|check|document))?|(?:certificate|letter) of (?:good conduct|good behaviou?r|good standing)|good (?:conduct|behaviou?r) certificate|criminal clearance|clean record|background check|pcc\b|cnocr|clearance certificate/g,
    '无犯罪记录证明',
  ],
  [/who (?:has |have |had )?(?:looked|checked|accessed|viewed|seen|searched|queried).{0,30}/g, '谁查过我的记录'],
  [/criminal records?|criminal history/g, '犯罪记录'],
  [/\bvisas?\b|go(?:ing)? abroad|abroad|overseas|travel|embassy|consulate/g, '出国签证'],
  [
    /immigrat\w*|emigrat\w*|permanent resident|green card|residency|stud(?:y|ying|ies) (?:abroad|in \w+)|move to (?:canada|australia|the us|new zealand)/g,
    '移民留学',
  ],
  [/\bjobs?\b|\bwork(?:ing)?\b|employ\w*|\bhire\w*|new company|recruit\w*|onboard\w*|\bhr\b/g, '求职入职'],
  [/\bschools?\b|universit\w*|college|enrol\w*|admission/g, '入学'],
  [/\bpr\b/g, '移民'],
  [/\boffer\b/g, '求职入职'],
  [/in person|come (?:in|over)\b/g, '必须本人去派出所吗'],
  [/notar\w*/g, '公证'],
  [/licen[cs]es?\b|teacher(?:'s)? (?:certificate|qualification)|qualification/g, '资质许可'],
  [
    /\bstatus\b|progress|track (?:my|the)|how far|ready yet|is it ready|is it done|what happened to|application number/g,
    '办理进度到哪一步了',
  ],
  [/genuine|authentic\w*|\bfake\b|\bverif\w*|\breal\b|forged|valid certificate/g, '核验真伪'],
  [/how long (?:is|does|will).{0,30}valid|validity|expir\w*|valid for/g, '有效期多久'],
  [/how long|how many days|when (?:can|will)|processing time|how soon/g, '要多久几天'],
  [/how much|\bfees?\b|\bcost\b|\bcharge\w*|free of charge|\bpay\b/g, '收费多少钱'],
  [/what (?:documents?|materials?|papers?|do i need)|which documents?|documents?|materials?|required|requirements?/g, '需要什么材料'],
  [/\bwhere\b|which office|which station|address/g, '在哪里办'],
  [/on behalf|for my (?:wife|husband|son|daughter|friend|mother|father|parents|child|kid)|authori[sz]\w*|proxy/g, '委托代办'],
  [/foreigners?|foreign national|not chinese|expat/g, '外国人'],
  [/\bhow (?:do|can|to|should)\b/g, '怎么办理'],
  [/apply|application/g, '申请'],
  [/apostille|legali[sz]ation/g, '附加证明书'],
  [/passport/g, '护照'],
  [/hukou|household/g, '户口'],
  [/residence permit/g, '居住证'],
  [/\bcertificates?\b|\bproof\b/g, '证明'],
  [/regulations?|\brules?\b|\blaws?\b|polic(?:y|ies)\b/g, '规定'],
]

/** The Chinese keywords of an English message; empty when it holds none. */
export const gloss = (english: string): string => {
  let rest = english.toLowerCase()
  const words: string[] = []
  for (const [pattern, word] of entries) {
    if (rest.search(pattern) < 0) continue
    words.push(word)
    rest = rest.replace(pattern, ' ')
  }
  return words.join(' ')
}

/** A Chinese message with English words in it: the words are said again in Chinese at its end. */
export const glossMixed = (text: string): string => {
  if (!/\p{Script=Han}/u.test(text) || !/[a-z]{2,} ?[a-z]{2,}/i.test(text)) return text
  const words = gloss(text.replace(/\p{Script=Han}+/gu, ' ').replace(/[a-z]*\d[a-z\d-]*/gi, ' '))
  return words ? `${text}，${words}` : text
}
