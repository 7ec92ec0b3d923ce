import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { ApprovalDesk } from './core/approval-desk.ts'
import type { CertificateDesk } from './core/certificate-desk.ts'
import { BadInputError } from './core/errors.ts'
import type { DeskHelp, OfficerDesk } from './core/officer-desk.ts'
import type { Records, Store } from './core/ports.ts'
import type { RecordRegistry } from './core/records.ts'
import { type Clock, shanghaiDate } from './core/time.ts'
import type { Calendar } from './domain/calendar/calendar.ts'
import { countDeadline, dayIn } from './domain/officer-desk/deadlines-help.ts'
import { createOfficerDesk } from './domain/officer-desk/desk.ts'
import { type OfficerGround, termsOf } from './domain/officer-desk/ground.ts'
import type { CasePapers } from './domain/officer-desk/papers.ts'
import { spotCheckDesk } from './domain/officer-desk/spot-checks.ts'
import { steadyClock } from './domain/officer-desk/steady-clock.ts'
import { type DeskWatched, watchCases } from './domain/officer-desk/watch.ts'
import { treeKeeper } from './domain/tasks/ground.ts'
import { basisTextOf, certificateRules, deskWordsOf } from './open-certificate-rules.ts'
import type { Door } from './server/parts.ts'
import { officerDeskRoutes } from './server/routes/officer-desk.ts'
import { spotCheckRoutes } from './server/routes/spot-checks.ts'

/** What the officers' desk is opened over. */
export interface OfficerDeskParts {
  readonly store: Store
  readonly clock: Clock
  readonly calendar: Calendar
  readonly approvals: ApprovalDesk
  readonly certificates: {
    readonly registry: RecordRegistry
    readonly papers: CasePapers
    readonly desk: { over(records: Records): Pick<CertificateDesk, 'settle'> }
  }
  readonly config: Pick<Config, 'certificateRegion'>
  readonly log: Pick<Logger, 'warn'>
  /** Time that only goes forward; undefined where a test holds the clock. */
  readonly monotonicMs: (() => number) | undefined
}

export interface OpenOfficerDesk {
  readonly desk: OfficerDesk
  /** For tools: to look and to count by. */
  readonly help: DeskHelp
  readonly doors: readonly Door[]
  /** One round of watching days. */
  watch(): Promise<DeskWatched>
  readonly chores: readonly { readonly everyMs: number; readonly run: () => Promise<unknown> }[]
}

const watchEveryMs = 30_000

/** Opens the officers' desk (民警工作台): its pages' API, its decisions, its clock. */
export const openOfficerDesk = (parts: OfficerDeskParts): OpenOfficerDesk => {
  const { store, clock, calendar, approvals, certificates, log, monotonicMs } = parts
  const { registry } = certificates
  const rules = certificateRules(parts.config.certificateRegion)
  const { settings } = rules
  const ground: OfficerGround = {
    ...{ store, clock, calendar, approvals, registry, tree: treeKeeper({ store, clock }) },
    settle: (number) => certificates.desk.over(store).settle(number),
    ruleNote: (id) => rules.rows.get(id),
    terms: {
      issueDays: settings.issue_days,
      recheckDays: settings.recheck_days,
      extendedRecheckDays: settings.extended_recheck_days,
    },
    papers: certificates.papers,
    basisText: basisTextOf(rules),
    words: deskWordsOf(rules),
  }
  const desk = createOfficerDesk(ground)
  let isFirst = true
  const watch = async (): Promise<DeskWatched> => {
    const done = await watchCases(ground, { supplementDays: settings.supplement_days, isFirst })
    if (done.unnamed > 0) log.warn({ cases: done.unnamed }, 'no superior: name an approver or reviewer in the unit or above it')
    if (isFirst && done.calendarNotice) log.warn('the holidays of data/calendar end within sixty days: put the next year in')
    isFirst = false
    return done
  }
  const keepsStep = monotonicMs ? steadyClock(clock, monotonicMs) : () => 'steady' as const
  const chore = async (): Promise<void> => {
    if (keepsStep() === 'steady') await watch()
    else log.warn('the clock jumped: no case goes up until it has kept step for ten minutes')
  }
  const help: DeskHelp = {
    find: desk.find,
    deadline: ({ term, acceptedOn, isEvening }) => {
      const today = shanghaiDate(clock())
      const day = acceptedOn === undefined ? today : dayIn(acceptedOn, today)
      if (day === undefined) throw new BadInputError({ what: 'accepted_on', hint: '没有这一天，请把受理日期写成 2026-11-29 的样子。' })
      return countDeadline({ calendar, terms: termsOf(ground) }, { term, acceptedOn: day, isEvening })
    },
  }
  return {
    desk,
    help,
    watch,
    chores: [{ everyMs: watchEveryMs, run: chore }],
    doors: [
      { path: '/', app: officerDeskRoutes({ desk }) },
      { path: '/', app: spotCheckRoutes({ checks: spotCheckDesk(ground) }) },
    ],
  }
}
