import type { Api, Application } from '../api.ts'
import type { ApplicantKind } from './form.ts'

// Applications as the API tells them (core/intake.ts has the meaning of each).

/** One thing that is missing or wrong, with the rule that asks for it. */
export interface Fault {
  at: string
  kind: 'missing' | 'wrong' | 'material' | 'note'
  rule: string
  article: string
  says: string
  saysEn: string | null
}

export interface Check {
  isReady: boolean
  faults: Fault[]
  wants: string[]
  handedIn: string[]
  days: number | null
  next: 'at_once' | 'papers' | 'officer'
  unit: { id: string; name: string }
}

export interface IntakeView {
  application: Application
  applicant: ApplicantKind
  isDraft: boolean
  form: { applicant: ApplicantKind; facts?: Record<string, unknown> } & Record<string, unknown>
  check: Check | null
  people: { all: number; answered: number } | null
  trail: { status: string; at: string }[]
  may: ('save' | 'submit' | 'withdraw' | 'supply' | 'object')[]
}

/** A form that was begun, here or in a conversation. */
export interface DraftView {
  number: string
  applicant: ApplicantKind
  purpose: string | null
  begunAt: string
}

export interface Options {
  stations: { id: string; name: string; address: string; phone: string }[]
  bases: { id: string; post: string; law: string; article: string; covers: string; channel: string; for: string[] }[]
  requiredDays: number
  stayCounting: 'cumulative' | 'continuous'
  batchLimit: number
}

export interface PeopleResult {
  count: number
  faults: { row: number; says: string }[]
}

const at = (number: string) => `/api/applications/${encodeURIComponent(number)}`

export const optionsPath = '/api/applications/options'
export const applicationPath = at

/** Deeds about one's own applications. */
export const applying = (api: Api) => ({
  save: (form: unknown) => api.send<IntakeView>('/api/applications', form),
  putPeople: (number: string, file: File) => {
    const form = new FormData()
    form.set('file', file)
    return api.send<PeopleResult>(`${at(number)}/people`, form)
  },
  submit: (number: string) => api.send<IntakeView>(`${at(number)}/submit`, { consent: true }),
  withdraw: (number: string) => api.send<IntakeView>(`${at(number)}/withdraw`),
  supply: (number: string) => api.send<IntakeView>(`${at(number)}/supply`),
  object: (number: string, reason: string) => api.send<IntakeView>(`${at(number)}/object`, { reason }),
})

/** What is wrong with one value, by the same checks that the server makes when it is handed in. */
export interface ValueCheck {
  verdict: 'accept' | 'reject' | 'needs_fix' | 'soft_warn'
  reason: string
  derived?: { days?: number; birth?: string; sex?: string }
}

export const checkValue = (api: Api, kind: string, value: unknown): Promise<ValueCheck> =>
  api.send<ValueCheck>('/api/forms/check', { kind, value })
