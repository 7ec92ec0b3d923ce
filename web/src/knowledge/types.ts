/** A clause that was shown for a question. */
export interface ShownClause {
  id: string
  document: string | null
  article: string | null
  href: string | null
}

export interface Question {
  id: string
  at: string
  agent: string | null
  audience: 'public' | 'internal'
  text: string
  isSupported: boolean
  shown: ShownClause[]
  reviewed: string | null
  verdict: 'right' | 'wrong' | null
  verdictBy: string | null
  note: string | null
}

export interface Version {
  label: string
  force: 'in_force' | 'superseded' | 'repealed' | 'not_yet' | 'undated'
  effective: string | null
  until: string | null
  clauses: number
  ingestedAt: string
}

export interface Document {
  id: string
  title: string
  topic: string
  audience: 'public' | 'internal'
  current: string | null
  versions: Version[]
}

export interface Landed {
  document: string
  title: string
  label: string
  effective: string | null
  action: 'new' | 'version' | 'correction'
  clauses: number
  added: string[]
  removed: string[]
  changed: string[]
  notes: string[]
}

export interface UploadResult {
  landed: Landed[]
  unchanged: number
  broken: { source: string; why: string }[]
}

export interface Answer {
  id: string
  questions: string[]
  text: string
  audience: 'public' | 'internal'
  clauses: string[]
  reviewer: string
  reviewedAt: string
  expires: string
  isExpired: boolean
}

export interface Concern {
  document: string
  title: string
  label: string
  concern: 'expires_soon' | 'expired' | 'undated' | 'repealed' | 'not_yet'
  on: string | null
}

export interface Overview {
  since: string
  asked: number
  answered: number
  unanswered: number
  isCapped: boolean
  uses: (ShownClause & { uses: number })[]
  concerns: Concern[]
  lately: { document: string; title: string; label: string; clauses: number; ingestedAt: string }[]
}

/** A clause that a search found, as far as the form of a reviewed answer needs it. */
export interface FoundClause {
  id: string
  document: string
  article: string
  href: string
  isOld: boolean
}

export const audienceNames = { public: '对外公开', internal: '仅内部' } as const
export const forceNames = {
  in_force: '现行有效',
  superseded: '旧文本',
  repealed: '已废止',
  not_yet: '尚未施行',
  undated: '未注明日期',
} as const
