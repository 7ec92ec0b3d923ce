import { generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AuditRow, AuditSeal } from '../../core/audit.ts'
import { leafHash, merkleRoot } from './merkle.ts'
import { rowHash, sealOf } from './seal.ts'
import { type AuditFault, verifyLog } from './verify.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const signing = (bytes: Uint8Array) => sign(null, bytes, privateKey)
const checking = (bytes: Uint8Array, signature: Uint8Array) => verify(null, bytes, publicKey, signature)
const noon = new Date('2026-11-20T04:00:00Z')

const rowAt = (seq: number, seal: number | null, text: string): AuditRow => {
  const row: AuditRow = {
    seq,
    seal,
    hash: '',
    at: new Date(noon.getTime() + seq * 1000),
    actor: `citizen-${seq % 3}`,
    actorKind: 'citizen',
    action: 'submit_application',
    target: seq % 4 === 0 ? undefined : `A${seq}`,
    isOk: seq % 5 !== 0,
    detail: { text, seq },
    ...(seq % 2 === 0 && { lookup: { subject: `s${seq}`, purpose: '本人申请', basis: '公安机关办理犯罪记录查询工作规定' } }),
    ...(seq % 3 === 0 && { deedKey: `d${seq}`, result: { number: `A${seq}` } }),
  }
  return { ...row, hash: rowHash(row) }
}

interface Log {
  readonly rows: readonly AuditRow[]
  readonly seals: readonly AuditSeal[]
}

/** A log whose batches have the given sizes, with gaps in its numbers, and `tail` rows that are not sealed yet. */
const logOf = (batches: readonly number[], tail: number, gap: number): Log => {
  const rows: AuditRow[] = []
  const seals: AuditSeal[] = []
  let seq = 0
  const grow = (seal: number | null) => {
    seq += 1 + (seq % gap === 0 ? 1 : 0)
    const row = rowAt(seq, seal, `内容 ${seq}`)
    rows.push(row)
    return row
  }
  for (const [index, size] of batches.entries()) {
    const batch = Array.from({ length: size }, () => grow(index + 1))
    seals.push(sealOf(batch, seals.at(-1), { at: noon, sign: signing }))
  }
  for (let at = 0; at < tail; at += 1) grow(null)
  return { rows, seals }
}

const logs = fc.record({
  batches: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
  tail: fc.nat({ max: 4 }),
  gap: fc.integer({ min: 2, max: 7 }),
  at: fc.nat(),
})
const sealedRows = ({ rows }: Log) => rows.filter(({ seal }) => seal !== null)
const pick = <T>(items: readonly T[], at: number): T => {
  const item = items[at % items.length]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}
const replaced = <T>(items: readonly T[], old: T, ...by: readonly T[]): T[] => items.flatMap((item) => (item === old ? by : [item]))

/** Checks the changed log, whatever the log was. */
const finds = (change: (log: Log, at: number) => { log: Log; seq?: number; why?: AuditFault }) =>
  fc.assert(
    fc.property(logs, ({ batches, tail, gap, at }) => {
      const { log, seq, why } = change(logOf(batches, tail, gap), at)
      const verdict = verifyLog(log.seals, log.rows, checking)
      expect(verdict.ok).toBe(false)
      if (seq !== undefined) expect(verdict.firstBad?.seq).toBe(seq)
      if (why !== undefined) expect(verdict.firstBad?.why).toBe(why)
    }),
    { numRuns: 60 },
  )

describe('the sealed audit log', () => {
  it('is found whole when nobody touched it, and says how many rows wait for a seal', () => {
    fc.assert(
      fc.property(logs, ({ batches, tail, gap }) => {
        const { rows, seals } = logOf(batches, tail, gap)
        expect(verifyLog(seals, rows, checking)).toEqual({ ok: true, rows: rows.length, seals: seals.length, unsealed: tail })
      }),
      { numRuns: 60 },
    )
    expect(verifyLog([], [], checking)).toEqual({ ok: true, rows: 0, seals: 0, unsealed: 0 })
  })

  const edits: readonly Partial<AuditRow>[] = [
    { actor: 'nobody' },
    { actorKind: 'system' },
    { action: 'something_else' },
    { target: 'A999' },
    { isOk: 'yes' as never }, // A value of the wrong type must be found too.
    { detail: { text: '改过' } },
    { at: new Date(0) },
    { deedKey: 'other' },
    { result: { number: 'A999' } },
    { lookup: { subject: 'x', purpose: 'y', basis: 'z' } },
    { hash: '0'.repeat(64) },
    { agent: 'other' },
    { conversation: 'other' },
  ]
  it.each(edits)('names a row in which %o was written', (edit) => {
    finds(({ rows, seals }, at) => {
      const row = pick(rows, at)
      return { log: { seals, rows: replaced(rows, row, { ...row, ...edit }) }, seq: row.seq, why: 'changed' }
    })
  })

  it('names a sealed row that was changed together with its hash', () => {
    finds((log, at) => {
      const row = pick(sealedRows(log), at)
      const forged = { ...row, actor: 'forged' }
      return {
        log: { ...log, rows: replaced(log.rows, row, { ...forged, hash: rowHash(forged) }) },
        seq: row.seq,
        why: 'changed',
      }
    })
  })

  it('names a sealed row that was deleted', () => {
    finds((log, at) => {
      const row = pick(sealedRows(log), at)
      return { log: { ...log, rows: replaced(log.rows, row) }, seq: row.seq, why: 'deleted' }
    })
  })

  it('names a row that was slipped in among sealed ones, marked or not', () => {
    finds((log, at) => {
      const row = pick(sealedRows(log), at)
      const extra = rowAt(row.seq - 0.5, at % 2 === 0 ? row.seal : null, '插入')
      return { log: { ...log, rows: replaced(log.rows, row, extra, row) }, seq: extra.seq, why: 'inserted' }
    })
  })

  it('finds two sealed rows that changed places, by order or by number', () => {
    finds((log, at) => {
      const sealed = sealedRows(log)
      const a = pick(sealed, at)
      const b = sealed.find((row) => row.seq > a.seq && row.seal === a.seal)
      if (!b) return { log: { ...log, rows: replaced(log.rows, a) } }
      const rows = log.rows.map((row) =>
        row === a ? (at % 2 ? b : { ...b, seq: a.seq }) : row === b ? (at % 2 ? a : { ...a, seq: b.seq }) : row,
      )
      return { log: { ...log, rows }, seq: a.seq, why: 'reordered' }
    })
  })

  it('finds a row that lost its mark, or was marked for another seal', () => {
    finds((log, at) => {
      const row = pick(sealedRows(log), at)
      return { log: { ...log, rows: replaced(log.rows, row, { ...row, seal: at % 2 ? null : 99 }) }, seq: row.seq, why: 'changed' }
    })
  })

  it('finds a seal that is missing, first, middle or last', () => {
    finds((log, at) => {
      const seal = pick(log.seals, at)
      return { log: { ...log, seals: replaced(log.seals, seal) }, seq: seal.seqs[0] ?? 0, why: 'missing_seal' }
    })
  })

  const sealEdits: readonly ((seal: AuditSeal) => Partial<AuditSeal>)[] = [
    () => ({ at: new Date(1) }),
    () => ({ root: '1'.repeat(64) }),
    () => ({ previous: '1'.repeat(64) }),
    () => ({ hash: '1'.repeat(64) }),
    () => ({ signature: 'AAAA' }),
    ({ leaves }) => ({ leaves: [...leaves, leafHash('more')] }),
    ({ leaves }) => ({ leaves: leaves.map((leaf, at) => (at === 0 ? leafHash('other') : leaf)) }),
    ({ seqs, leaves }) => ({ seqs: seqs.slice(1), leaves: leaves.slice(1) }),
    ({ seqs }) => ({ seqs: seqs.map((seq) => seq + 1) }),
    () => ({ seqs: [], leaves: [], root: merkleRoot([]) }),
    ({ id }) => ({ id: id + 1 }),
  ]
  it.each(sealEdits)('finds a changed seal (%#)', (edit) => {
    finds((log, at) => {
      const seal = pick(log.seals, at)
      return { log: { ...log, seals: replaced(log.seals, seal, { ...seal, ...edit(seal) }) } }
    })
  })

  it('finds a log sealed again from a forged row on by somebody without the key', () => {
    const other = generateKeyPairSync('ed25519').privateKey
    finds(({ rows }, at) => {
      const forged = rows.map((row, index) => {
        const edited = index === at % rows.length ? { ...row, seal: 1, actor: 'forged' } : { ...row, seal: 1 }
        return { ...edited, hash: rowHash(edited) }
      })
      return { log: { rows: forged, seals: [sealOf(forged, undefined, { at: noon, sign: (bytes) => sign(null, bytes, other) })] } }
    })
  })
})

describe('the Merkle tree', () => {
  it('has the roots that RFC 6962 implementations agree on', () => {
    // Certificate Transparency reference vectors: the empty tree, one empty leaf, and the first three of its test leaves.
    expect(merkleRoot([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(merkleRoot([leafHash('')])).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
    const leaves = ['', '\0', '\x10'].map(leafHash)
    expect(merkleRoot(leaves.slice(0, 2))).toBe('fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125')
    expect(merkleRoot(leaves)).toBe('aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77')
  })
})
