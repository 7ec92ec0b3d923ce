// The officers' desk as the API tells it (core/officer-desk.ts has the meaning of each).

export interface Named {
  id: string
  name: string
}

export type Group = 'intake' | 'supplement' | 'machine' | 'review' | 'verifying' | 'second' | 'deliver' | 'recheck'

export interface CaseRow {
  number: string
  unit: Named
  applicant: string
  purpose: string
  about: string
  state: string
  group: Group | null
  review: string | null
  submittedAt: string
  dueOn: string
  isOverdue: boolean
  isDueToday: boolean
  claim: { by: Named; until: string; isMine: boolean } | null
  revision: number
}

export interface CasePage {
  cases: CaseRow[]
  next: string | null
}

export interface PersonFacts {
  name: string
  documentKind: string
  documentNumber: string
  birth: string | null
  sex: 'male' | 'female' | null
  nationality: string
  phone: string | null
}

export interface SubjectRow extends PersonFacts {
  position: number
  relation: string
  answer: string | null
  finding: string | null
}

export interface Clock {
  kind: 'issue' | 'recheck'
  startedAt: string
  days: number
  dueOn: string | null
  isProvisional: boolean
  isPaused: boolean
  pauses: { from: string; to: string | null }[]
  stoppedAt: string | null
  isOverdue: boolean
  daysLeft: number | null
}

/** A decision that waits for a second person (呈批件). */
export interface Approval {
  id: string
  kind: string
  target: string
  unitName: string
  proposerName: string
  proposedAt: string
  expiresAt: string
  isExpired: boolean
  mayDecide: boolean
  shown: { title: string; fields: { label: string; value: string }[] }
  hash: string
  state: 'open' | 'approved' | 'sent_back' | 'withdrawn'
  note: string | null
}

export interface CaseDetail extends CaseRow {
  status: string
  purposeDetail: string | null
  recipient: string | null
  period: { from: string; to: string } | null
  delivery: 'electronic' | 'window'
  acceptedAt: string | null
  certificate: string | null
  isOpened: boolean
  person: PersonFacts
  agent: PersonFacts | null
  institution: {
    name: string
    uscc: string
    isUsccDoubtful: boolean
    basis: string | null
    letter: string | null
    counts: { all: number; unasked: number; clear: number; open: number }
    subjects: SubjectRow[]
  } | null
  answer: string | null
  wanted: string[]
  missing: { what: string; how: string }[]
  received: string[]
  clock: Clock | null
  rules: { id: string; article: string; mark: string; version: string; says: string | null }[]
  history: { event: string; to: string; at: string; by: string | null }[]
  acts: { act: string; at: string; by: string; content: Record<string, unknown> }[]
  lookups: { at: string; by: string; purpose: string }[]
  papers: { number: string; kind: string; title: string; issuedOn: string; status: 'valid' | 'revoked' }[]
  approvals: Approval[]
  escalations: { stage: string; at: string; to: string | null }[]
  may: string[]
}

export interface Overview {
  today: string
  units: {
    unit: Named
    groups: { group: Group; count: number; overdue: number; dueToday: number; dueNext: number; unclaimed: number }[]
  }[]
  approvalsWaiting: number
  calendarNotice: string | null
}
