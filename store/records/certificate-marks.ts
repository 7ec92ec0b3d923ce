import type { Application, ApplicationState, HistoryEntry } from '../../core/certificates.ts'
import { timeOfId } from '../../core/ids.ts'
import { mondayOf, type PlainDate, shanghaiDate } from '../../core/time.ts'

/** What reports count of one application (统计标记): weeks and times, nothing of the person and nothing of why. */
export interface CertificateMarks {
  readonly receivedWeek: PlainDate | null
  readonly documentWeek: PlainDate | null
  readonly documentOn: PlainDate | null
  readonly documentSeconds: number | null
  readonly isAutomatic: boolean | null
  readonly recheckWeek: PlainDate | null
  readonly recheckEnd: 'upheld' | 'corrected' | null
  readonly recheckOn: PlainDate | null
  readonly revokedWeek: PlainDate | null
}

export const markNames = [
  'receivedWeek',
  'documentWeek',
  'documentOn',
  'documentSeconds',
  'isAutomatic',
  'recheckWeek',
  'recheckEnd',
  'recheckOn',
  'revokedWeek',
] as const satisfies readonly (keyof CertificateMarks)[]

/** States whose first reaching puts a document into somebody's hands, whatever it says. */
const withDocument: ReadonlySet<ApplicationState> = new Set(['ISSUED', 'REFUSED', 'NOT_ACCEPTED'])

const weekOf = (entry: HistoryEntry | undefined): PlainDate | null => (entry ? mondayOf(shanghaiDate(new Date(entry.at))) : null)

/** When it began: the conversation, or the draft that it was (its id keeps that moment), or its submission. */
const beginOf = ({ id, begunAt, submittedAt }: Pick<Application, 'id' | 'begunAt' | 'submittedAt'>): Date =>
  new Date(Math.min((begunAt ?? timeOfId(id) ?? submittedAt).getTime(), submittedAt.getTime()))

/** The marks of an application by its history. Pure: the same history always gives the same. A draft has not been received. */
export const marksOf = (application: Pick<Application, 'id' | 'state' | 'begunAt' | 'submittedAt' | 'history'>): CertificateMarks => {
  const { state, submittedAt, history } = application
  const at = history.findIndex(({ to }) => withDocument.has(to))
  const document = history[at]
  const recheck = history.findLast(({ to }) => to === 'RECHECK_UPHELD' || to === 'CORRECTED')
  const waited = document ? new Date(document.at).getTime() - beginOf(application).getTime() : undefined
  return {
    receivedWeek: state === 'DRAFT' ? null : mondayOf(shanghaiDate(submittedAt)),
    documentWeek: weekOf(document),
    documentOn: document ? shanghaiDate(new Date(document.at)) : null,
    documentSeconds: waited === undefined ? null : Math.max(0, Math.round(waited / 1_000)),
    isAutomatic: document ? history.slice(0, at + 1).every(({ actor }) => actor.kind !== 'officer') : null,
    recheckWeek: weekOf(recheck),
    recheckEnd: recheck ? (recheck.to === 'CORRECTED' ? 'corrected' : 'upheld') : null,
    recheckOn: recheck ? shanghaiDate(new Date(recheck.at)) : null,
    revokedWeek: weekOf(history.find(({ to }) => to === 'REVOKED')),
  }
}
