/** Characters and pairs of a Chinese text, words of a Latin one: no stop words, for 不得 and 以下 decide a rule. */
const terms = (text: string): string[] => {
  const found: string[] = []
  for (const run of text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{Script=Han}]+|[a-z0-9]+/gu) ?? []) {
    if (/[a-z0-9]/.test(run)) {
      found.push(run)
      continue
    }
    const chars = [...run]
    for (let i = 0; i + 1 < chars.length; i++) found.push(`${chars[i]}${chars[i + 1]}`)
    if (chars.length === 1) found.push(run)
  }
  return found
}

/** What people say, and the words a rule uses for it. Reviewed by hand; grows into data with the knowledge base. */
const everyday: readonly (readonly [RegExp, string])[] = [
  [/^(?!.*(?:有效|valid)).*(?:几天|多久|啥时候|什么时候|多长时间|时限|要等|how long|when will)/i, '多长时间办好，要几天'],
  [/材料|带啥|带什么|要啥|手续|准备什么|需要什么|documents|materials|bring/i, '需要什么材料'],
  [/有效期|管多久|能用多久|过期|保质|valid/i, '有效期多长'],
  [/取保|拘留|罚款|打架|吸毒|行政处罚|bail|detained/i, '取保候审、拘留、行政处罚影响不影响'],
  [/外地|异地|跨省|户口不在|人在|老家|居住地|户籍地|哪里办|在哪|去哪|where/i, '在哪里申请'],
  [/要钱|收费|多少钱|费用|免费|花钱|fee|cost|free/i, '收费吗，要多少钱'],
  [/案底|前科|判过刑|坐过牢|服过刑|缓刑|不起诉|撤案|convict/i, '什么是犯罪记录'],
  [/几次|次数|再开|又开|多开|how many times/i, '一年能开几次'],
  [/不服|复查|复议|搞错|弄错|不给开|object|appeal/i, '对结果不服怎么办，怎么复查'],
  [/真假|验真|二维码|扫码|辨别|verify|genuine|qr/i, '证明怎么验真，二维码怎么用'],
  [/网上|线上|在线|手机上|online/i, '网上怎么办'],
  [/未成年|小时候|十几岁|不满18|未满18|1[0-7] ?岁|十[一二三四五六七]岁|minor/i, '未成年时的记录'],
  [/国外|出国|公证|海牙|认证|翻译|apostille|abroad/i, '拿去国外用'],
  [/单位查|公司查|替员工|委托|代办|谁能|谁可以|外国人|foreigner|who can/i, '谁可以申请'],
  [/幼儿园|学校招|当老师|培训机构/i, '幼儿园、学校等单位招人能不能用'],
  [/我妈|我爸|亲属|父子|母子|家人关系/i, '亲属关系证明'],
  [/改(?:过)?名|曾用名|名字/i, '改过名字、曾用名证明'],
]

const k1 = 1.2
const b = 0.6

/** Okapi BM25 (Robertson & Zaragoza 2009) over headed texts; a term of the heading counts three times. */
export const bm25 = (texts: readonly { heading: string; text: string }[]) => {
  const documents = texts.map(({ heading, text }) => {
    const counts = new Map<string, number>()
    for (const term of terms(text)) counts.set(term, (counts.get(term) ?? 0) + 1)
    for (const term of terms(heading)) counts.set(term, (counts.get(term) ?? 0) + 3)
    return { counts, length: [...counts.values()].reduce((sum, count) => sum + count, 0) }
  })
  const meanLength = documents.reduce((sum, document) => sum + document.length, 0) / Math.max(1, documents.length)
  const holding = new Map<string, number>()
  for (const { counts } of documents) for (const term of counts.keys()) holding.set(term, (holding.get(term) ?? 0) + 1)
  const weight = (term: string): number => {
    const n = holding.get(term) ?? 0
    return n === 0 ? 0 : Math.log(1 + (documents.length - n + 0.5) / (n + 0.5))
  }
  const scoreOf = (query: ReadonlySet<string>, document: (typeof documents)[number]): number => {
    let score = 0
    for (const term of query) {
      const count = document.counts.get(term)
      if (count) score += (weight(term) * count * (k1 + 1)) / (count + k1 * (1 - b + (b * document.length) / meanLength))
    }
    return score
  }
  return {
    /** Texts that support an answer, best first. Empty when too little of the question is found: then nothing is said. */
    search(query: string): { at: number; score: number }[] {
      const added = everyday.flatMap(([said, legal]) => (said.test(query) ? [legal] : []))
      const own = new Set(terms(query))
      const asked = new Set([...own, ...added.flatMap(terms)])
      const known = [...own].filter((term) => holding.has(term)).length
      // Set on the reviewed questions of agents/*/cases.yaml: below a fifth of known pairs, and without a known turn of phrase, an answer is a guess.
      if (added.length === 0 && known / Math.max(1, own.size) < 0.2) return []
      return documents
        .map((document, at) => ({ at, score: scoreOf(asked, document) }))
        .filter(({ score }) => score > 2.5)
        .sort((a, z) => z.score - a.score || a.at - z.at)
    },
  }
}
