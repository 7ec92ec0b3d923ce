import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Actor,
  type ApplicationEvent,
  type ApplicationState,
  applicationEvents,
  applicationStates,
  type HistoryEntry,
  publicStatuses,
} from '../../core/certificates.ts'
import { IllegalTransitionError } from '../../core/errors.ts'
import { advance, edges, eventOfAnswer, findEdge, publicStatus, publicTrail } from './states.ts'

const system: Actor = { kind: 'system' }
const citizen: Actor = { kind: 'applicant', id: 'citizen-1' }
const officer = (id: string): Actor => ({ kind: 'officer', id })
const [first, second, third] = [officer('甲'), officer('乙'), officer('丙')]

type Step = readonly [ApplicationEvent, Actor]

/** Walks from DRAFT through the steps; one minute each. */
const walk = (...steps: readonly Step[]): { state: ApplicationState; history: HistoryEntry[] } => {
  let state: ApplicationState = 'DRAFT'
  const history: HistoryEntry[] = []
  for (const [event, actor] of steps) {
    state = advance(state, event, actor, history).state
    history.push({ event, to: state, at: new Date(Date.UTC(2026, 10, 23, 1, history.length)).toISOString(), actor })
  }
  return { state, history }
}
const accepted = [
  ['submit', citizen],
  ['id_ok', system],
  ['complete', system],
  ['query', system],
] as const
const issued = [...accepted, ['clear', system], ['issue', system], ['deliver', system]] as const
const refused = [...accepted, ['hit', system], ['confirm_hit', first], ['approve_refusal', second], ['deliver', second]] as const

describe('the table', () => {
  it('has one row for each state and event', () => {
    expect(new Set(edges.map(({ from, event }) => `${from} ${event}`)).size).toBe(edges.length)
  })

  it('uses every event and reaches every state', () => {
    expect(new Set(edges.map(({ event }) => event))).toEqual(new Set(applicationEvents))
    expect(new Set(['DRAFT', ...edges.map(({ to }) => to)])).toEqual(new Set(applicationStates))
  })

  it('I1: neither the machine nor the applicant can bring about a refusal', () => {
    const adverse = edges.filter(({ to }) => to === 'NOT_ACCEPTED' || to === 'REFUSED' || to === 'REFUSAL_2ND' || to === 'REVOKED')
    expect(adverse.length).toBeGreaterThan(3)
    for (const row of adverse) expect(row.by).toEqual(['officer'])
  })

  it('I3: a registry that fails or doubts hands over to a person, and only a clear answer leads to a certificate', () => {
    expect(eventOfAnswer('unavailable')).toBe('uncertain')
    expect(findEdge('QUERYING', 'uncertain')?.to).toBe('HUMAN_REVIEW')
    expect(edges.filter(({ from, to, by }) => from === 'QUERYING' && to === 'CLEAR' && by.includes('system')).map((r) => r.event)).toEqual([
      'clear',
    ])
    expect(edges.filter(({ from, by }) => from === 'HUMAN_REVIEW' && by.includes('system'))).toEqual([])
  })

  it('every state in which somebody waits has a way on', () => {
    const ends = ['LAPSED', 'NOT_ACCEPTED', 'RECHECK_UPHELD', 'CORRECTED', 'REVOKED', 'WITHDRAWN']
    for (const state of applicationStates) expect(edges.some(({ from }) => from === state)).toBe(!ends.includes(state))
  })
})

describe('advance', () => {
  it('goes only where a row of the table allows this actor', () => {
    const actors = fc.constantFrom(system, citizen, first)
    fc.assert(
      fc.property(fc.constantFrom(...applicationStates), fc.constantFrom(...applicationEvents), actors, (state, event, actor) => {
        const row = findEdge(state, event)
        if (row?.by.includes(actor.kind) && !row.after)
          expect(advance(state, event, actor, [])).toEqual({ state: row.to, clock: row.clock })
        else expect(() => advance(state, event, actor, [])).toThrow(IllegalTransitionError)
      }),
      { numRuns: 3000 },
    )
  })

  it('no walk of the machine alone, and none with the applicant, ends in a refusal', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...applicationEvents), fc.constantFrom(system, citizen)), { maxLength: 60 }),
        (tries) => {
          let state: ApplicationState = 'DRAFT'
          const history: HistoryEntry[] = []
          for (const [event, actor] of tries) {
            if (!findEdge(state, event)?.by.includes(actor.kind)) continue
            state = advance(state, event, actor, history).state
            history.push({ event, to: state, at: '2026-11-23T01:00:00.000Z', actor })
            expect(['REFUSED', 'NOT_ACCEPTED', 'REFUSAL_2ND', 'REVOKED', 'VERIFYING']).not.toContain(state)
          }
        },
      ),
    )
  })

  it('in any walk, a refusal bears two different officers and a recheck a fresh one (I5)', () => {
    const officers = fc.constantFrom(first, second, third)
    fc.assert(
      fc.property(fc.infiniteStream(fc.tuple(fc.nat(), officers)), (choices) => {
        let { state, history } = walk(...accepted, ['hit', system])
        for (const [n, by] of choices) {
          const rows = edges.filter(({ from, event }) => from === state && event !== 'withdraw')
          const row = rows[n % rows.length]
          if (!row || history.length > 40) break
          const actor = row.by.includes('officer') ? by : row.by.includes('system') ? system : citizen
          try {
            state = advance(state, row.event, actor, history).state
            history = [...history, { event: row.event, to: state, at: '2026-11-23T01:00:00.000Z', actor }]
          } catch (error) {
            expect(error).toBeInstanceOf(IllegalTransitionError)
            if (n % 3 === 0) break
          }
        }
        const ids = (events: readonly ApplicationEvent[]) =>
          history.flatMap(({ event, actor }) => (events.includes(event) && actor.kind === 'officer' ? [actor.id] : []))
        for (const id of ids(['approve_refusal'])) expect(ids(['confirm_hit'])).not.toContain(id)
        for (const id of ids(['uphold', 'correct'])) expect(ids(['confirm_hit', 'approve_refusal', 'confirm_clear'])).not.toContain(id)
      }),
      { numRuns: 500 },
    )
  })

  it('two officers refuse; one alone cannot, under whatever history', () => {
    expect(walk(...refused).state).toBe('DELIVERED')
    const once = walk(...accepted, ['hit', system], ['confirm_hit', first])
    expect(() => advance(once.state, 'approve_refusal', first, once.history)).toThrow(IllegalTransitionError)
    const twice = walk(...accepted, ['hit', system], ['confirm_hit', first], ['reject_refusal', second], ['confirm_hit', second])
    expect(() => advance(twice.state, 'approve_refusal', first, twice.history)).toThrow(IllegalTransitionError)
    expect(advance(twice.state, 'approve_refusal', third, twice.history).state).toBe('REFUSED')
    expect(() => advance('REFUSAL_2ND', 'approve_refusal', second, [])).toThrow(IllegalTransitionError)
  })

  it('a recheck is done by an officer who had no part in the refusal', () => {
    const { state, history } = walk(...refused, ['object', citizen])
    for (const event of ['uphold', 'correct'] as const) {
      for (const by of [first, second]) expect(() => advance(state, event, by, history)).toThrow(IllegalTransitionError)
      expect(() => advance(state, event, third, history)).not.toThrow()
    }
    expect(walk(...refused, ['object', citizen], ['extend', second], ['correct', third]).state).toBe('CORRECTED')
  })

  it('checking needs the approval of somebody else than who asked for it, and stops the clock', () => {
    const asked = walk(...accepted, ['uncertain', system], ['need_verify', first])
    expect(() => advance(asked.state, 'approve_verify', first, asked.history)).toThrow(IllegalTransitionError)
    expect(advance(asked.state, 'approve_verify', second, asked.history)).toEqual({ state: 'VERIFYING', clock: 'pause' })
  })

  it('a history that does not end where the application stands is not built upon', () => {
    const { history } = walk(...accepted)
    expect(() => advance('CLEAR', 'issue', system, history)).toThrow(IllegalTransitionError)
    expect(() => advance('SUBMITTED', 'id_ok', officer(' '), [])).toThrow(IllegalTransitionError)
  })

  it('only what was issued can be recalled', () => {
    const certificate = walk(...issued)
    expect(advance(certificate.state, 'recall', first, certificate.history).state).toBe('REVOKED')
    const refusal = walk(...refused)
    expect(() => advance(refusal.state, 'recall', third, refusal.history)).toThrow(IllegalTransitionError)
  })

  it('an applicant may take back what has no result yet, and an objection without losing the document', () => {
    expect(walk(...accepted, ['withdraw', citizen]).state).toBe('WITHDRAWN')
    expect(() => walk(...issued, ['withdraw', citizen])).toThrow(IllegalTransitionError)
    expect(walk(...issued, ['object', citizen], ['withdraw', citizen]).state).toBe('DELIVERED')
  })
})

describe('what the applicant sees', () => {
  it('is one of the closed list, in every state (I2)', () => {
    for (const state of applicationStates) expect(publicStatuses).toContain(publicStatus(state, []))
  })

  it('核实中 shows only after a leader has approved the checking', () => {
    const asked = walk(...accepted, ['uncertain', system], ['need_verify', first])
    expect(publicStatus(asked.state, asked.history)).toBe('办理中')
    const approved = walk(...accepted, ['uncertain', system], ['need_verify', first], ['approve_verify', second])
    expect(publicStatus(approved.state, approved.history)).toBe('核实中')
    expect(publicStatus('VERIFYING', [])).toBe('办理中')
    expect(edges.filter(({ to }) => to === 'VERIFYING').map(({ event }) => event)).toEqual(['approve_verify'])
  })

  it('is the same until the result, whether the registry found something or not', () => {
    const seen = (...steps: readonly Step[]) => publicTrail(walk(...steps).history).map(({ status }) => status)
    expect(seen(...issued)).toEqual(['待核验', '办理中', '已办结'])
    expect(seen(...refused)).toEqual(seen(...issued))
    expect(seen(...accepted, ['uncertain', system], ['confirm_clear', first], ['issue', system])).toEqual(seen(...issued))
  })

  it('a sealed record (R5, R7) goes the very way of none (R0): the machine knows no other word than clear', () => {
    expect(walk(...issued)).toEqual(walk(...accepted, [eventOfAnswer('clear'), system], ['issue', system], ['deliver', system]))
  })
})
