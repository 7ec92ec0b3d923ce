import { randomBytes } from 'node:crypto'
import type { AuditEntry } from '../../core/audit.ts'
import type { Actor } from '../../core/certificates.ts'
import { NotFoundError } from '../../core/errors.ts'
import { sha256 } from '../../core/ids.ts'
import type { DraftedPaper, Paper, PaperFacts, PaperHead, PaperOrder, PaperPress } from '../../core/papers.ts'
import type { Records, Store } from '../../core/ports.ts'
import { type Clock, shanghaiDate } from '../../core/time.ts'
import { maskName } from '../certificates/masking.ts'
import { verifyCodeOf } from '../certificates/numbers.ts'
import { numberOf } from './numbers.ts'
import { whoOf } from './payload.ts'

/** What the office of papers stands on; `open-papers.ts` gives it. */
export interface OfficeGround {
  readonly store: Store
  readonly press: PaperPress
  readonly clock: Clock
  readonly publicUrl: string
  readonly isDemo: boolean
}

/** Writes papers (文书办理): first drafted, then put into the books together with the step that they belong to. */
export interface PaperOffice {
  /**
   * Numbers, lays out and signs a paper, outside any transaction. Nothing is issued yet: a draft that is not kept leaves a number that
   * nobody will ever get. Throws UnprintableError for a name without glyphs. With `records` it is done inside their transaction: writers
   * then wait for the page.
   */
  draft<K extends Paper['kind']>(order: PaperOrder<K>, records?: Records): Promise<DraftedPaper>
  /** Puts a draft into the books and the audit, inside the caller's transaction. */
  keep(records: Records, drafted: DraftedPaper, by: Actor): Promise<void>
}

/** Who did it, as the audit names them. */
const actorOf = (by: Actor): Pick<AuditEntry, 'actor' | 'actorKind'> =>
  by.kind === 'system'
    ? { actor: 'system', actorKind: 'system' }
    : { actor: by.id, actorKind: by.kind === 'officer' ? 'officer' : 'citizen' }

/** Opens the office. */
export const openOffice = ({ store, press, clock, publicUrl, isDemo }: OfficeGround): PaperOffice => ({
  draft: async ({ kind, application, person, unit, facts }, records = store) => {
    const at = clock()
    const issuedOn = shanghaiDate(at)
    const institution = await records.people.findUnit(unit)
    if (!institution) throw new NotFoundError({ what: 'institution of a paper' })
    const year = Number(issuedOn.slice(0, 4))
    const number = numberOf(kind, { year, sequence: await records.sequences.next(`paper:${kind}`, year) })
    const verifyCode = verifyCodeOf(randomBytes(15))
    const head: PaperHead = {
      ...{ number, issuedOn, institution: institution.name, isDemo, verifyCode },
      verifyUrl: `${publicUrl}/verify/${verifyCode}`,
    }
    // The order's facts and the head are together exactly the facts of the kind, which a spread of a generic cannot say.
    const whole = { ...facts, ...head } as unknown as PaperFacts[typeof kind]
    const pdf = await press.print(kind, whole, at)
    const { name } = whoOf(whole)
    return {
      pdf,
      paper: {
        ...{ number, kind, application, person, unit, verifyCode, issuedAt: at, issuedOn, isDemo },
        maskedName: name === '' ? '' : maskName(name),
        status: 'valid',
        ...{ revokedAt: undefined, removedAt: undefined },
        sha256: sha256(pdf),
      },
    }
  },
  keep: async (records, { paper, pdf }, by) => {
    await records.papers.insert(paper, pdf)
    await records.audit.append(
      {
        ...actorOf(by),
        action: 'issue_paper',
        target: paper.number,
        isOk: true,
        detail: { kind: paper.kind, application: paper.application ?? null, sha256: paper.sha256 },
        deedKey: `paper:${paper.number}`,
      },
      paper.issuedAt,
    )
  },
})
