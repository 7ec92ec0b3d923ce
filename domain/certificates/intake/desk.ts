import { isInstitution } from '../../../core/applicants.ts'
import type { Application, ApplicationEvent } from '../../../core/certificates.ts'
import type { DeskActInput } from '../../../core/desk-acts.ts'
import { ConflictError, NotFoundError } from '../../../core/errors.ts'
import { canonicalJson } from '../../../core/ids.ts'
import type { IntakeCheck, IntakeDesk, IntakeForm, IntakeView } from '../../../core/intake.ts'
import { NotReadyError } from '../../../core/intake-errors.ts'
import type { Pages } from '../../../core/pages.ts'
import type { Citizen } from '../../../core/people.ts'
import type { Records } from '../../../core/ports.ts'
import { type PlainDate, shanghaiDate } from '../../../core/time.ts'
import { unitKind } from '../../../core/units.ts'
import { type DeskGround, walk } from '../desk-ground.ts'
import { keepAndTell, writePapers } from '../machine-papers.ts'
import { findEdge, publicTrail } from '../states.ts'
import { applicationViewOf } from '../views.ts'
import type { Entry } from './enter.ts'
import { isBlocking } from './form-faults.ts'
import { countStays, needsOf } from './needs.ts'
import { peopleDesk } from './people.ts'
import { tidyFacts } from './tidy-facts.ts'

/** What was said anew of one thing: null takes it back, and what is not named stays. */
const said = <T>(value: T | null | undefined, kept: T | undefined): T | undefined => (value === undefined ? kept : (value ?? undefined))

/** The form that is kept, with what was said anew. */
const merged = (kept: Application, form: IntakeForm, today: PlainDate): Application => {
  const named = Object.entries(form.facts ?? {})
  const told = Object.fromEntries(named.filter(([, value]) => value !== undefined && value !== null))
  const emptied = Object.fromEntries(named.flatMap(([name, value]) => (value === null ? [[name, undefined]] : [])))
  // Somebody who is being typed anew is not the one that was there before.
  const isRetyped = Object.keys(form.facts?.unfinished ?? {}).some((name) => name.startsWith('subject.'))
  const facts = {
    ...{ ...kept.facts, ...emptied, ...tidyFacts(told, today), people: kept.facts.people, objection: kept.facts.objection },
    ...(isRetyped ? { subject: undefined } : {}),
  }
  return {
    ...kept,
    facts: { ...facts, isPurposeOpen: form.purpose === null || (form.purpose === undefined ? kept.facts.isPurposeOpen : undefined) },
    purpose: form.purpose ?? kept.purpose,
    purposeDetail: said(form.purposeDetail, kept.purposeDetail),
    recipient: said(form.recipient, kept.recipient),
    period: said(form.period, kept.period),
    delivery: form.delivery ?? kept.delivery,
  }
}

const formOf = ({ applicant, facts, purpose, ...rest }: Application): IntakeForm => {
  const { people: _, objection: __, apartFrom: ___, isPurposeOpen, ...told } = facts
  return {
    applicant,
    purpose: isPurposeOpen ? undefined : purpose,
    purposeDetail: rest.purposeDetail,
    recipient: rest.recipient,
    period: rest.period ?? null,
    delivery: rest.delivery,
    facts: told,
  }
}

/** Taking applications in from forms and from chat (受理), over the records of somebody's transaction or the store itself. */
export const intakeDesk = (ground: DeskGround, entry: Entry) => {
  const { store, clock, book } = ground
  const people = peopleDesk(ground)
  /** One open draft a person and kind: its keys say so. */
  const draftKeys = (form: Application, who: Citizen): { deedKey: string; sameKey: string } => ({
    deedKey: store.keyed(canonicalJson(['draft', form.number])),
    sameKey: store.keyed(canonicalJson(['draft', who.id, form.applicant])),
  })

  return (records: Records, pages: Pages | undefined): IntakeDesk => {
    const mine = async (number: string, who: Citizen): Promise<Application> => {
      const application = await records.applications.find(number)
      if (application?.person !== who.id) throw new NotFoundError({ what: 'application' })
      return application
    }

    const checkOf = async (form: Application, who: Citizen): Promise<IntakeCheck> => {
      const { decision, faults, days, unit } = await entry.read(records, form, who, undefined)
      return {
        isReady: !faults.some(isBlocking),
        faults,
        wants: decision.wants,
        handedIn: await ground.handedIn(records, form.number),
        days,
        next: decision.verdict === 'accept' ? 'at_once' : decision.verdict === 'supplement' ? 'papers' : 'officer',
        unit: { id: unit, name: (await entry.units(records)).nameOf(unit) },
      }
    }

    /** What was asked for last (一次告知), as whoever asked wrote it down. */
    const askedOf = async (number: string): Promise<IntakeView['asked']> => {
      const acts = (await records.desk.acts(number)).filter(({ act }) => act === 'supplement')
      // Only the desk writes these contents, in the shape of its own act.
      const content = acts.at(-1)?.content as Pick<DeskActInput<'supplement'>, 'missing'> | undefined
      return content?.missing ?? []
    }

    const viewOf = async (application: Application, who: Citizen): Promise<IntakeView> => {
      const { state, history, certificate, applicant } = application
      const isDraft = state === 'DRAFT'
      const can = (event: ApplicationEvent): boolean => findEdge(state, event)?.by.includes('applicant') === true
      const kept = certificate === undefined ? undefined : await records.certificates.find(certificate)
      return {
        view: applicationViewOf(application, kept, shanghaiDate(clock())),
        applicant,
        isDraft,
        form: formOf(application),
        check: isDraft || state === 'NEED_SUPPLEMENT' ? await checkOf(application, who) : undefined,
        people: isInstitution(applicant) ? await records.subjects.count(application.number) : undefined,
        asked: state === 'NEED_SUPPLEMENT' ? await askedOf(application.number) : [],
        trail: publicTrail(history),
        may: [
          ...(isDraft ? (['save'] as const) : []),
          ...(can('submit') ? (['submit'] as const) : []),
          ...(can('withdraw') ? (['withdraw'] as const) : []),
          ...(can('supply') ? (['supply'] as const) : []),
          ...(state === 'DELIVERED' || state === 'ISSUED' ? (['object'] as const) : []),
        ],
      }
    }

    /** One step of the applicant's own, or ConflictError when somebody was faster. Gives what the application is then. */
    const step = async (
      application: Application,
      who: Citizen,
      events: readonly ApplicationEvent[],
      change: { facts?: Application['facts']; dueOn?: string } = {},
    ): Promise<Application> => {
      const actor = { kind: 'applicant', id: who.id } as const
      const walked = walk(
        application,
        clock(),
        events.map((event) => [event, event === 'deliver' ? ({ kind: 'system' } as const) : actor] as const),
      )
      if (!(await records.applications.move(application, { ...walked, ...change }))) throw new ConflictError({ what: 'application' })
      return { ...application, ...walked, ...change }
    }

    return {
      options: async () => {
        const tree = await entry.units(records)
        return {
          stations: tree.all
            .filter((unit) => unitKind(unit) === 'station')
            .map(({ id, name, address, phone }) => ({ id, name, address, phone })),
          bases: book.bases.filter(({ mark }) => mark === '✔'),
          requiredDays: book.settings.required_days,
          stayCounting: book.settings.stay_counting,
          batchLimit: book.settings.batch_limit,
        }
      },

      needs: (question, who) => needsOf(question, who, { book, today: shanghaiDate(clock()) }),

      countStays: (stays) => countStays(stays, { book, today: shanghaiDate(clock()), isDemo: ground.isDemo }),

      drafts: async (who) =>
        (await records.applications.listByPerson(who.id, 50))
          .filter(({ state }) => state === 'DRAFT')
          .map(({ number, applicant, facts, purpose, begunAt, submittedAt }) => ({
            number,
            applicant,
            purpose: facts.isPurposeOpen ? undefined : purpose,
            begunAt: begunAt ?? submittedAt,
          })),

      save: async (form, who) => {
        const at = clock()
        const { draft } = await records.applications.standing(who.id, form.applicant, at)
        const kept = draft === undefined ? undefined : await records.applications.find(draft)
        if (kept) {
          const next = merged(kept, form, shanghaiDate(at))
          const keys = { ...draftKeys(next, who), ...entry.keysOf(next, who) }
          if (!(await records.applications.rewrite(kept, next, keys))) throw new ConflictError({ what: 'draft' })
          return viewOf({ ...next, revision: kept.revision + 1 }, who)
        }
        const fresh = merged(entry.blank(form.applicant, who, at), form, shanghaiDate(at))
        const numbered = { ...fresh, number: await entry.numberFor(records, ground.bureau, shanghaiDate(at)) }
        const made = await records.applications.insert(numbered, { ...draftKeys(numbered, who), ...entry.keysOf(numbered, who) })
        if (!made) throw new ConflictError({ what: 'draft' })
        return viewOf(made, who)
      },

      view: async (number, who) => viewOf(await mine(number, who), who),

      putPeople: async (number, who, rows) => {
        const draft = await mine(number, who)
        if (draft.state !== 'DRAFT' || !isInstitution(draft.applicant)) throw new ConflictError({ what: 'people of a draft' })
        const read = await people.read(rows, draft.applicant)
        if (read.faults.length > 0 || read.people.length === 0) return { count: 0, faults: read.faults }
        const sums = {
          count: read.people.length,
          unrelated: read.people.filter(({ relation }) => relation === 'none').length,
          foreigners: read.people.filter(({ subject }) => subject.document.kind.startsWith('foreign')).length,
        }
        await records.subjects.replace(
          number,
          read.people.map((person) => ({ ...person, answer: undefined, finding: undefined })),
        )
        const next = { ...draft, facts: { ...draft.facts, people: sums } }
        if (!(await records.applications.rewrite(draft, next, draftKeys(draft, who)))) throw new ConflictError({ what: 'draft' })
        return { count: sums.count, faults: [] }
      },

      people: async (number, who, page) => {
        await mine(number, who)
        return (await records.subjects.list(number, page)).map(people.viewOf)
      },

      submit: async (number, by) => {
        const { who, deedKey } = by
        const form = await mine(number, who)
        if (form.state !== 'DRAFT') return { number, dueOn: form.dueOn }
        const entering = { form, isStored: true }
        const { sameKey, found } = await entry.sameWish(records, entering, who, deedKey, shanghaiDate(clock()))
        if (found && found.number !== number) {
          // The same wish was handed in by another door today: this draft is over, that one goes on.
          await step(form, who, ['withdraw'])
          return { number: found.number, dueOn: found.dueOn }
        }
        const assessment = await entry.read(records, form, who, undefined)
        const open = assessment.faults.filter(isBlocking)
        if (open.length > 0) throw new NotReadyError({ faults: open })
        return entry.enter(records, entering, by, { assessment, sameKey, pages })
      },

      withdraw: async (number, who) => {
        const application = await mine(number, who)
        if (application.state === 'WITHDRAWN') return
        if (application.state === 'DRAFT') {
          const walked = walk(application, clock(), [['withdraw', { kind: 'applicant', id: who.id }]])
          // The key of the open draft is given free.
          const sameKey = store.keyed(canonicalJson(['withdrawn', number]))
          const keys = { deedKey: sameKey, sameKey, ...entry.keysOf(application, who) }
          if (!(await records.applications.rewrite(application, { ...application, ...walked }, keys)))
            throw new ConflictError({ what: 'draft' })
          return
        }
        await step(application, who, ['withdraw'])
        // Whoever had it in hand has nothing to do about it any more.
        const claim = await records.desk.claimOf(number)
        if (claim) await records.desk.release(number, claim.officer)
      },

      supply: async (number, who) => {
        const application = await mine(number, who)
        const handedIn = await ground.handedIn(records, number)
        const missing = application.wanted.filter((kind) => !handedIn.includes(kind))
        if (application.state === 'NEED_SUPPLEMENT' && missing.length > 0) {
          const { faults } = await checkOf(application, who)
          throw new NotReadyError({ faults: faults.filter(({ at }) => missing.some((kind) => at === `material:${kind}`)) })
        }
        await step(application, who, ['supply'])
      },

      object: async (number, who, reason) => {
        const application = await mine(number, who)
        const at = clock()
        const facts = { ...application.facts, objection: { reason, at: at.toISOString() } }
        const { date } = ground.calendar.addWorkingDays(at, book.settings.recheck_days)
        // An electronic document is delivered with its issue; the step is written down when it first matters.
        const events: readonly ApplicationEvent[] = application.state === 'ISSUED' ? ['deliver', 'object'] : ['object']
        const objected = await step(application, who, events, { facts, dueOn: date })
        // An objection stands with its paper or not at all.
        const paper = { kind: 'recheck_application', statement: reason, evidence: [] } as const
        const written = await writePapers(ground, [paper], objected, at, { records, pages })
        await keepAndTell(records, objected, written, 'recheck_accepted', at)
      },
    }
  }
}
