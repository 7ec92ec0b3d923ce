import type { z } from '@hono/zod-openapi'
import type { CaseRow, CaseView, DeskOverview as Overview, PersonFacts } from '../core/officer-desk.ts'
import { approvalJson } from './approval-schemas.ts'
import type { DeskCase, DeskOverview, DeskRow } from './desk-schemas.ts'

// Our types as JSON says them: moments as text, what is missing as null.

const at = (moment: Date | undefined): string | null => moment?.toISOString() ?? null

export const caseRowJson = (row: CaseRow): z.input<typeof DeskRow> => ({
  number: row.number,
  unit: row.unit,
  applicant: row.applicant,
  purpose: row.purpose,
  about: row.about,
  state: row.state,
  group: row.group ?? null,
  review: row.review ?? null,
  submittedAt: row.submittedAt.toISOString(),
  dueOn: row.dueOn,
  isOverdue: row.isOverdue,
  isDueToday: row.isDueToday,
  claim: row.claim ? { by: row.claim.by, until: row.claim.until.toISOString(), isMine: row.claim.isMine } : null,
  revision: row.revision,
})

const personJson = ({ birth, sex, phone, ...person }: PersonFacts) => ({
  ...person,
  birth: birth ?? null,
  sex: sex ?? null,
  phone: phone ?? null,
})

const institutionJson = (institution: CaseView['institution']): z.input<typeof DeskCase>['institution'] =>
  institution
    ? {
        ...institution,
        basis: institution.basis ?? null,
        letter: institution.letter ?? null,
        apartFrom: institution.apartFrom ?? null,
        counts: { ...institution.counts },
        subjects: institution.subjects.map(({ position, relation, answer, finding, ...person }) => ({
          ...personJson(person),
          ...{ position, relation, answer: answer ?? null, finding: finding ?? null },
        })),
      }
    : null

const clockJson = (clock: CaseView['clock']): z.input<typeof DeskCase>['clock'] =>
  clock
    ? {
        ...clock,
        startedAt: clock.startedAt.toISOString(),
        dueOn: clock.dueOn ?? null,
        pauses: clock.pauses.map(({ from, to }) => ({ from: from.toISOString(), to: at(to) })),
        stoppedAt: at(clock.stoppedAt),
        daysLeft: clock.daysLeft ?? null,
      }
    : null

export const caseJson = (view: CaseView): z.input<typeof DeskCase> => ({
  ...caseRowJson(view),
  status: view.status,
  purposeDetail: view.purposeDetail ?? null,
  recipient: view.recipient ?? null,
  period: view.period ? { ...view.period } : null,
  delivery: view.delivery,
  acceptedAt: at(view.acceptedAt),
  certificate: view.certificate ?? null,
  isOpened: view.isOpened,
  person: personJson(view.person),
  agent: view.agent ? personJson(view.agent) : null,
  institution: institutionJson(view.institution),
  answer: view.answer ?? null,
  wanted: [...view.wanted],
  missing: view.missing.map((one) => ({ ...one })),
  received: [...view.received],
  objection: view.objection ? { ...view.objection } : null,
  clock: clockJson(view.clock),
  rules: view.rules.map(({ id, article, mark, version, says }) => ({ id, article, mark, version, says: says ?? null })),
  history: view.history.map(({ event, to, at: when, by }) => ({ event, to, at: when, by: by ?? null })),
  acts: view.acts.map(({ act, at: when, by, content }) => ({ act, at: when.toISOString(), by, content: { ...content } })),
  lookups: view.lookups.map(({ at: when, by, purpose }) => ({ at: when.toISOString(), by, purpose })),
  papers: view.papers.map((paper) => ({ ...paper })),
  approvals: view.approvals.map(approvalJson),
  escalations: view.escalations.map(({ stage, at: when, to }) => ({ stage, at: when.toISOString(), to: to ?? null })),
  may: [...view.may],
})

export const overviewJson = (overview: Overview): z.input<typeof DeskOverview> => ({
  today: overview.today,
  units: overview.units.map(({ unit, groups }) => ({ unit, groups: groups.map((one) => ({ ...one })) })),
  approvalsWaiting: overview.approvalsWaiting,
  calendarNotice: overview.calendarNotice ?? null,
})
