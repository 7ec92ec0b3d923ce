import { applicantNames } from '../../core/applicants.ts'
import type { Actor, Application, ApplicationEvent, ApplicationState, HistoryEntry } from '../../core/certificates.ts'
import { ClockWentBackError } from '../../core/desk-errors.ts'
import { NotFoundError } from '../../core/errors.ts'
import type { MaterialKind } from '../../core/materials.ts'
import type { PaperPress } from '../../core/papers.ts'
import type { Unit } from '../../core/people.ts'
import type { Records, Store } from '../../core/ports.ts'
import type { RecordRegistry } from '../../core/records.ts'
import type { Clock } from '../../core/time.ts'
import type { Calendar } from '../calendar/calendar.ts'
import type { CasePapers } from '../officer-desk/papers.ts'
import type { Rulebook } from './rulebook/read.ts'
import type { RepeatRule } from './rules.ts'
import { advance } from './states.ts'

/** What the desk stands on; `platform.ts` gives it. */
export interface DeskGround {
  readonly store: Store
  readonly registry: RecordRegistry
  readonly press: PaperPress
  /** Writes what a step of the machine or of the applicant is put on paper as. */
  readonly papers: CasePapers
  /** False when a character of the name has no glyph: an officer then writes the certificate. */
  readonly canPrint: (name: string) => boolean
  readonly calendar: Calendar
  readonly clock: Clock
  /** The bureau's own unit id: takes what no station can. */
  readonly bureau: string
  readonly publicUrl: string
  readonly isDemo: boolean
  /** Days a certificate holds; undefined: as the receiving party demands (`certificate.md` §1.4 有效期). */
  readonly validityDays: number | undefined
  /** Rules and settings of the region. */
  readonly book: Rulebook
  /** Which kinds of material have been handed in for an application. */
  readonly handedIn: (records: Records, number: string) => Promise<readonly MaterialKind[]>
}

/** How applications of one person are counted here. */
export const repeatRuleOf = ({ book }: Pick<DeskGround, 'book'>): RepeatRule => ({
  window: book.settings.repeat_window,
  materialFrom: book.settings.material_from,
})

/** Purpose and legal basis of the look-ups of each kind of applicant (查询用途、依据), as the person who was looked up reads them. */
export const lookupReason = ({ applicant, facts }: Pick<Application, 'applicant' | 'facts'>, book: Rulebook) => {
  const regulation = '《公安机关办理犯罪记录查询工作规定》第四条'
  if (applicant === 'self') return { purpose: '本人申请无犯罪记录证明', basis: `${regulation}（个人查询本人）` }
  if (applicant === 'delegate') return { purpose: '受托人代为申请无犯罪记录证明', basis: `${regulation}（委托查询）` }
  if (applicant === 'guardian')
    return { purpose: '法定代理人代为申请无犯罪记录证明', basis: '《中华人民共和国民法典》第二十三条（法定代理）' }
  const basis = book.bases.find(({ id }) => id === facts.unit?.basis)
  return {
    purpose: `${applicantNames[applicant]}依法查询犯罪记录`,
    basis: basis ? `《${basis.law}》${basis.article}（${basis.post}）` : `${regulation}（单位查询）`,
  }
}

/** The machine as an actor: favourable and neutral steps only. */
export const system: Actor = { kind: 'system' }

/** Clocks of two machines differ by so much: a step that seems to lie before the last one is written at the time of that. */
const skewMs = 60_000

/** When the next step of a case happens; ClockWentBackError where the clock stands well before the last one (时间倒退). */
export const momentAfter = (history: readonly HistoryEntry[], at: Date): Date => {
  const last = new Date(history.at(-1)?.at ?? 0)
  if (last.getTime() - at.getTime() > skewMs) throw new ClockWentBackError({ last, now: at })
  return last > at ? last : at
}

/** State and history after some steps, each checked by the state machine. */
export const walk = (
  from: { state: ApplicationState; history: readonly HistoryEntry[] },
  at: Date,
  steps: readonly (readonly [ApplicationEvent, Actor])[],
): { state: ApplicationState; history: readonly HistoryEntry[] } => {
  const moment = momentAfter(from.history, at).toISOString()
  return steps.reduce(({ state, history }, [event, actor]) => {
    const next = advance(state, event, actor, history)
    return { state: next.state, history: [...history, { event, to: next.state, at: moment, actor }] }
  }, from)
}

const unitsOf = new WeakMap<object, Map<string, Unit>>()

/** The unit whose name stands on the document. Units change with a restart, so each is asked for once. */
export const institutionOf = async (store: Pick<Store, 'people'>, unit: string): Promise<Unit> => {
  const known = unitsOf.get(store) ?? new Map<string, Unit>()
  unitsOf.set(store, known)
  const found = known.get(unit) ?? (await store.people.findUnit(unit))
  if (!found) throw new NotFoundError({ what: `unit ${unit}` })
  known.set(unit, found)
  return found
}
