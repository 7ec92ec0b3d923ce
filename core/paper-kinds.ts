/** The papers of the certificate desk (文书种类): a closed list, `certificate.md` §6. */
export const paperKinds = [
  'certificate',
  'refusal',
  'refusal_record',
  'inquiry_letter',
  'receipt',
  'supplement',
  'not_accepted',
  'verification_approval',
  'recheck_application',
  'recheck_opinion',
  'revocation',
] as const
export type PaperKind = (typeof paperKinds)[number]

/** 文书名称, as it stands at the head of the page. */
export const paperTitles: Record<PaperKind, string> = {
  certificate: '无犯罪记录证明',
  refusal: '不予出具无犯罪记录证明通知书',
  refusal_record: '不予出具审批页（内页）',
  inquiry_letter: '犯罪记录查询告知函',
  receipt: '受理回执',
  supplement: '补正告知书',
  not_accepted: '不予受理告知书',
  verification_approval: '调查核实审批表',
  recheck_application: '复查申请表',
  recheck_opinion: '复查意见',
  revocation: '撤销公告',
}

/** Papers that stay in the house (内部文书): no public check knows them, no code stands on them. */
export const internalPapers: ReadonlySet<PaperKind> = new Set(['refusal_record', 'verification_approval'])

/** What a number begins with; each kind counts by itself. */
export const paperPrefixes: Record<PaperKind, string> = {
  certificate: 'WFZ',
  refusal: 'BCZ',
  refusal_record: 'BCN',
  inquiry_letter: 'CXH',
  receipt: 'SLH',
  supplement: 'BZG',
  not_accepted: 'BSL',
  verification_approval: 'HSP',
  recheck_application: 'FCS',
  recheck_opinion: 'FCY',
  revocation: 'CXG',
}

/** The kind that a number speaks of; undefined for a number of no paper. */
export const kindOfNumber = (number: string): PaperKind | undefined =>
  paperKinds.find((kind) => number.startsWith(`${paperPrefixes[kind]}-`))
