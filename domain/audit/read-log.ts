import type { AuditPage, AuditRow, AuditWish } from '../../core/audit.ts'
import type { Officer } from '../../core/people.ts'
import type { Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
import { rowHash } from './seal.ts'

/** Rows that one request looks through at most, so that a rare word costs no more than a common one. */
const lookedThrough = 5_000
const pageOf = 500

const wordOf = (value: unknown): string | undefined => (typeof value === 'string' && /^[a-z_]{1,60}$/.test(value) ? value : undefined)

/** Reads the log for an auditor, and writes down that it was read. */
export const readLog = async (
  { store, clock }: { readonly store: Pick<Store, 'audit' | 'people' | 'keyed'>; readonly clock: Clock },
  who: Officer,
  wish: AuditWish,
): Promise<AuditPage> => {
  const hidden = ({ actorKind, actor }: AuditRow): string =>
    actorKind === 'citizen' ? store.keyed(`auditor:${actor}`).slice(0, 16) : actor
  const fits = (row: AuditRow): boolean =>
    (wish.action === undefined || row.action === wish.action) &&
    (wish.target === undefined || row.target === wish.target) &&
    (wish.actor === undefined || hidden(row) === wish.actor)
  const found: AuditRow[] = []
  let before = wish.before
  let isStart = false
  for (let looked = 0; looked < lookedThrough && found.length < wish.limit && !isStart; looked += pageOf) {
    const page = await store.audit.newest({ beforeSeq: before, limit: pageOf })
    for (const row of page) {
      if (found.length === wish.limit) break
      if (fits(row)) found.push(row)
      before = row.seq
    }
    isStart = page.length < pageOf && (page.length === 0 || page.at(-1)?.seq === before)
  }
  const officers = [...new Set(found.flatMap(({ actorKind, actor }) => (actorKind === 'officer' ? [actor] : [])))]
  const [names, newest] = await Promise.all([store.people.namesOf(officers), store.audit.lastSeal()])
  await store.audit.append(
    {
      ...{ actor: who.id, actorKind: 'officer', action: 'read_audit', target: wish.target, isOk: true },
      detail: { rows: found.length, ...(wish.action ? { action: wish.action } : {}), ...(wish.actor ? { actor: wish.actor } : {}) },
    },
    clock(),
  )
  return {
    lines: found.map((row) => ({
      ...{ seq: row.seq, at: row.at, actorKind: row.actorKind, actor: hidden(row), name: names.get(row.actor) },
      ...{ action: row.action, target: row.target, isOk: row.isOk, why: wordOf(row.detail.why), agent: row.agent },
      ...{ purpose: row.lookup?.purpose, basis: row.lookup?.basis, isWhole: rowHash(row) === row.hash, seal: row.seal },
    })),
    next: isStart ? undefined : before,
    newestSeal: newest && { id: newest.id, at: newest.at, hash: newest.hash },
  }
}
