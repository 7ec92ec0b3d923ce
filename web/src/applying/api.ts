import type { Api } from '../api.ts'
import type { components } from '../api-types.ts'

type Schemas = components['schemas']

// Applications as the API tells them (core/intake.ts has the meaning of each).

/** One thing that is missing or wrong, with the rule that asks for it. */
export type Fault = Schemas['IntakeFault']
export type IntakeView = Schemas['IntakeView']
/** A form that was begun, here or in a conversation. */
export type DraftView = Schemas['DraftView']
export type Options = Schemas['IntakeOptions']
export type PeopleResult = Schemas['PeopleTaken']
export type Material = Schemas['Material']
export type Paper = Schemas['Paper']

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
