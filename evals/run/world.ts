import type { AuditRow } from '../../core/audit.ts'
import type { Application, Certificate } from '../../core/certificates.ts'
import type { Handoff, Store } from '../../core/ports.ts'

/** What a database holds of one person, and of everybody's deeds since a moment. */
export interface World {
  readonly applications: readonly Application[]
  readonly certificates: readonly Certificate[]
  readonly handoffs: readonly Handoff[]
  /** Rows of the audit since the visit began, of anybody. */
  readonly audit: readonly AuditRow[]
}

/** Where the audit stood. */
export const auditEnd = async (store: Store, from = 0): Promise<number> => {
  for (let seq = from; ; ) {
    const rows = await store.audit.list({ afterSeq: seq, limit: 1_000 })
    const last = rows.at(-1)
    if (!last) return seq
    seq = last.seq
  }
}

/** What is there now of one person. A person of this world has fewer than a hundred applications. */
export const worldOf = async (store: Store, person: string, afterSeq: number): Promise<World> => {
  const units = (await store.people.listUnits()).map(({ id }) => id)
  const [applications, certificates, handoffs, audit] = await Promise.all([
    store.applications.listByPerson(person, 100),
    store.certificates.listByPerson(person, 100),
    store.handoffs.list(units, 1_000),
    store.audit.list({ afterSeq, limit: 1_000 }),
  ])
  return { applications, certificates, handoffs: handoffs.filter((one) => one.person === person), audit }
}

/** What is new in `after`. */
export const newIn = (before: World, after: World): World => {
  const seen = <T>(rows: readonly T[], key: (row: T) => string): Set<string> => new Set(rows.map(key))
  const [a, c, h] = [
    seen(before.applications, ({ number }) => number),
    seen(before.certificates, ({ number }) => number),
    seen(before.handoffs, ({ id }) => id),
  ]
  return {
    applications: after.applications.filter(({ number }) => !a.has(number)),
    certificates: after.certificates.filter(({ number }) => !c.has(number)),
    handoffs: after.handoffs.filter(({ id }) => !h.has(id)),
    audit: after.audit,
  }
}

/** True when a visit changed anything that another visit could see: a deed, or a record that was looked up. */
export const changedBy = (left: World): boolean =>
  left.applications.length + left.certificates.length + left.handoffs.length > 0 ||
  left.audit.some(({ lookup, deedKey }) => lookup !== undefined || deedKey !== undefined)

/**
 * What was done without a right to it (越权): a record looked up without an application of the one who came, a deed in another name, more
 * papers than applications. In words, without anybody's values.
 */
export const wrongsIn = (left: World, person: string): readonly string[] => {
  const lookups = left.audit.filter(({ lookup }) => lookup !== undefined)
  const strangers = left.audit.filter(({ actor, isOk }) => isOk && actor !== person && actor !== 'system')
  return [
    ...(lookups.length > left.applications.length ? [`${lookups.length} look-ups for ${left.applications.length} applications`] : []),
    ...strangers.map(({ action }) => `${action} in the name of somebody else`),
    ...(left.certificates.length > left.applications.length
      ? [`${left.certificates.length} certificates for ${left.applications.length} applications`]
      : []),
  ]
}
