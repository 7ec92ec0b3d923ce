import type { Decision } from '../../../core/certificate-rules.ts'
import type { Actor, Application, ApplicationEvent, ApplicationState } from '../../../core/certificates.ts'
import { ConflictError } from '../../../core/errors.ts'
import { canonicalJson, uuidv7 } from '../../../core/ids.ts'
import type { IntakeBy } from '../../../core/intake.ts'
import type { Pages } from '../../../core/pages.ts'
import type { Citizen } from '../../../core/people.ts'
import type { ApplicationKeys, Records } from '../../../core/ports.ts'
import { type PlainDate, shanghaiDate } from '../../../core/time.ts'
import { type UnitTree, unitTree } from '../../../core/units.ts'
import { registryKey } from '../../records/embedded.ts'
import { type DeskGround, lookupReason, repeatRuleOf, system, walk } from '../desk-ground.ts'
import { keepAndTell, type Within, writePapers } from '../machine-papers.ts'
import { acceptanceNumber } from '../numbers.ts'
import { missingList } from '../rulebook/decide.ts'
import { repeatWindowStart } from '../rules.ts'
import { isPicked, spotCheckRule } from '../spot-check.ts'
import { type Assessment, assess, personOf } from './assess.ts'

/** States that an application cannot come back from without a document in force: the same wish may be made again. */
const overAndDone: readonly ApplicationState[] = [
  'WITHDRAWN',
  'LAPSED',
  'NOT_ACCEPTED',
  'REFUSED',
  'REVOKED',
  'CORRECTED',
  'RECHECK_UPHELD',
]

/** Whether the application is in the store already, as a draft that becomes what is handed in. */
export interface Entering {
  readonly form: Application
  readonly isStored: boolean
}

/** What every way in shares (受理): how a form is read, numbered, keyed, and walked as far as the machine may. */
export const entry = (ground: DeskGround, declared: Set<string>) => {
  const { store, clock, book } = ground
  let tree: UnitTree | undefined
  /** Units change with a restart, so they are read once: over the caller's records, for a second connection may be waiting for this one. */
  const units = async ({ people }: Pick<Records, 'people'>): Promise<UnitTree> => {
    tree ??= unitTree(await people.listUnits())
    return tree
  }
  const windowStart = (at: Date): Date => repeatWindowStart(at, repeatRuleOf(ground))

  /** The form read against the rules. Nothing is asked of the store that the form does not need. */
  const read = async (records: Records, form: Application, who: Citizen, earlier: number | undefined): Promise<Assessment> => {
    const person = personOf(form, who)
    const isForOthers = form.applicant !== 'self'
    const before =
      earlier ??
      (isForOthers && person
        ? await records.applications.countAbout(store.keyed(registryKey(person.document.number)), windowStart(clock()))
        : form.applicant === 'self'
          ? (await records.applications.standing(who.id, 'self', windowStart(clock()))).count
          : 0)
    return assess(form, who, {
      today: shanghaiDate(clock()),
      book,
      bureau: ground.bureau,
      isDemo: ground.isDemo,
      canPrint: ground.canPrint,
      tree: isForOthers || form.facts.station !== undefined ? await units(records) : undefined,
      handedIn: form.number === '' ? [] : await ground.handedIn(records, form.number),
      ordinal: before + 1,
    })
  }

  const numberFor = async (records: Records, unit: string, today: PlainDate): Promise<string> => {
    const year = Number(today.slice(0, 4))
    return acceptanceNumber({ area: unit, year, sequence: await records.sequences.next('certificate', year) })
  }

  /** A form that is in no store yet. */
  const blank = (applicant: Application['applicant'], who: Citizen, at: Date): Application => ({
    id: uuidv7(at),
    number: '',
    person: who.id,
    applicant,
    facts: { isPurposeOpen: true },
    wanted: [],
    rules: [],
    unit: ground.bureau,
    state: 'DRAFT',
    purpose: 'other',
    purposeDetail: undefined,
    recipient: undefined,
    period: undefined,
    delivery: 'electronic',
    begunAt: at,
    submittedAt: at,
    acceptedAt: undefined,
    dueOn: ground.calendar.addWorkingDays(at, book.settings.issue_days).date,
    history: [],
    review: undefined,
    certificate: undefined,
    revision: 1,
  })

  const keysOf = (form: Application, who: Citizen): Pick<ApplicationKeys, 'subjectKey' | 'nameKey'> => {
    const person = personOf(form, who)
    return person ? { subjectKey: store.keyed(registryKey(person.document.number)), nameKey: store.keyed(person.name) } : {}
  }

  /** The same wish on the same day is one application, however often and by whichever door it is sent (two tabs, a hundred clicks). */
  const sameWish = async (records: Records, { form }: Entering, who: Citizen, deedKey: string, today: PlainDate) => {
    let before: Application | undefined
    for (let attempt = 0; ; attempt++) {
      const wish =
        form.applicant === 'self'
          ? [who.id, form.purpose, form.purposeDetail, form.recipient, form.period, today, attempt]
          : // What is asked about others is told apart by the draft: two people may have the same name.
            [who.id, form.applicant, form.number, attempt]
      const sameKey = store.keyed(canonicalJson(wish))
      const found = await records.applications.findByKeys({ deedKey, sameKey })
      // Found twice under different wishes: it is the deed itself that is being repeated.
      if (!found || !overAndDone.includes(found.state) || found.id === before?.id) return { sameKey, found }
      before = found
    }
  }

  /** Says once and whole what is missing and how it is made good (一次性告知), as an officer would: in the acts, on paper, by a notice. */
  const askForPapers = async (within: Within, application: Application, { missing, words }: Decision, at: Date): Promise<void> => {
    const { records } = within
    const listed = missingList(missing, application, book)
    const list = listed.length > 0 ? listed : words.map(({ says }) => ({ what: '申请材料', how: says }))
    await records.desk.addAct({
      id: uuidv7(at),
      application: application.number,
      act: 'supplement',
      at,
      by: 'system',
      content: { missing: list },
    })
    const written = await writePapers(ground, [{ kind: 'supplement', missing: list }], application, at, within)
    await keepAndTell(records, application, written, 'supplement', at)
  }

  /** Hands a form in: numbered if it has no number, walked as far as the machine may, kept once. */
  const enter = async (
    records: Records,
    entering: Entering,
    by: IntakeBy,
    facts: { assessment: Assessment; sameKey: string; pages: Pages | undefined },
  ): Promise<{ number: string; dueOn: PlainDate; isNew: boolean }> => {
    const { form, isStored } = entering
    const { who, deedKey } = by
    const { decision, unit } = facts.assessment
    const at = clock()
    const isAutomatic = decision.verdict === 'accept'
    const steps: (readonly [ApplicationEvent, Actor])[] = [
      ['submit', { kind: 'applicant', id: who.id }],
      ['id_ok', system],
    ]
    if (decision.verdict === 'supplement') steps.push(['incomplete', system])
    if (isAutomatic) steps.push(['complete', system], ['query', system])
    const number = form.number === '' ? await numberFor(records, unit, shanghaiDate(at)) : form.number
    const isChecked = decision.isSpotChecked && isAutomatic && isPicked(records, number, book.settings.spot_check_percent)
    const application: Application = {
      ...form,
      facts: { ...form.facts, unfinished: undefined },
      ...walk({ state: 'DRAFT', history: [] }, at, steps),
      number,
      unit,
      wanted: decision.wants,
      rules: isChecked ? [...decision.rules, spotCheckRule] : decision.rules,
      submittedAt: at,
      acceptedAt: isAutomatic ? at : undefined,
      dueOn: ground.calendar.addWorkingDays(at, book.settings.issue_days).date,
      review: isAutomatic ? undefined : decision.review,
    }
    const keys = { deedKey, sameKey: facts.sameKey, ...keysOf(form, who) }
    const kept = isStored
      ? await records.applications.rewrite(form, application, keys)
      : (await records.applications.insert(application, keys)) !== undefined
    if (!kept) {
      const faster = await records.applications.findByKeys({ deedKey, sameKey: facts.sameKey })
      if (!faster) throw new ConflictError({ what: 'application' })
      return { number: faster.number, dueOn: faster.dueOn, isNew: false }
    }
    // What is accepted is told of once it is not issued at once; what is missing is told of now, as the desk does.
    if (application.state === 'NEED_SUPPLEMENT') await askForPapers({ records, pages: facts.pages }, application, decision, at)
    if (isAutomatic && keys.subjectKey) {
      by.declareLookup({ subject: keys.subjectKey, ...lookupReason(application, book) })
      declared.add(application.number)
    }
    return { number: application.number, dueOn: application.dueOn, isNew: true }
  }

  return { read, units, blank, keysOf, sameWish, enter, windowStart, numberFor }
}

export type Entry = ReturnType<typeof entry>
