import { applicantKinds, applicantNames, relationNames, subjectRelations } from '../core/applicants.ts'
import { purposeNames, purposes } from '../core/certificates.ts'
import type { DraftView, IntakeOptions, IntakeView } from '../core/intake.ts'
import { materialKinds, materialNames } from '../core/materials.ts'
import { applicationJson } from './certificate-views.ts'

const named = <K extends string>(ids: readonly K[], names: Readonly<Record<K, string>>) => ids.map((id) => ({ id, name: names[id] }))

/** What forms may offer, as JSON. */
export const optionsJson = ({ stations, bases, ...rest }: IntakeOptions) => ({
  applicants: named(applicantKinds, applicantNames),
  purposes: named(purposes, purposeNames),
  materials: named(materialKinds, materialNames),
  relations: named(subjectRelations, relationNames),
  stations: [...stations],
  bases: bases.map(({ for: kinds, ...basis }) => ({ ...basis, for: [...kinds] })),
  ...rest,
})

/** A form that was begun, as JSON. */
export const draftJson = ({ number, applicant, purpose, begunAt }: DraftView) => ({
  number,
  applicant,
  purpose: purpose ?? null,
  begunAt: begunAt.toISOString(),
})

/** An application as whoever made it reads it in JSON. Of a unit's people it tells how many were looked up, never what was found. */
export const intakeJson = ({ view, applicant, isDraft, form, check, people, asked, trail, may }: IntakeView) => ({
  application: applicationJson(view),
  applicant,
  isDraft,
  form: {
    ...form,
    facts: form.facts && { ...form.facts, stays: form.facts.stays?.map(({ from, to }) => ({ from, to })) },
  },
  check: check
    ? {
        ...check,
        faults: check.faults.map(({ at, kind, rule, article, says, saysEn }) => ({
          at,
          kind,
          rule,
          article,
          says,
          saysEn: saysEn ?? null,
        })),
        wants: [...check.wants],
        handedIn: [...check.handedIn],
        days: check.days ?? null,
      }
    : null,
  people: people ? { all: people.all, answered: people.all - people.unasked } : null,
  asked: asked.map((one) => ({ ...one })),
  trail: trail.map((step) => ({ ...step })),
  may: [...may],
})
