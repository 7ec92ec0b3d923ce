import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Officer, Unit } from '../../core/people.ts'
import { unitKind, unitTree } from '../../core/units.ts'
import { readDeadlines } from './deadlines.ts'
import { addresseesIn, seenBy } from './ground.ts'
import { chainOf, nextSuperior } from './superiors.ts'
import { calendar, rules } from './test-ground.ts'
import { readAdvice, readWorklist } from './worklist.ts'

const read = (name: string): unknown => parse(readFileSync(join(import.meta.dirname, '..', '..', 'data', name), 'utf8'))
// The file is read and checked by demo.ts; here only its rows are looked at.
const units = (read('demo/units.yaml') as Unit[]).map((unit) => ({ ...unit, parent: unit.parent }))
const tree = unitTree(units)

describe('the worklist that ships', () => {
  it('sends everybody somewhere: each department it names is there for each station', () => {
    for (const station of units.filter((unit) => unitKind(unit) === 'station'))
      for (const { id, duty } of rules.worklist.matters)
        expect([station.id, id, addresseesIn(tree)(station.id, duty).length]).toEqual([station.id, id, duty.length])
  })
  it('proposes a matter for each class, and what is marked before it', () => {
    for (const one of ['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D8'] as const) expect(rules.worklist.propose([one], [])).toBeDefined()
    expect(rules.worklist.propose(['D1'], ['family_violence'])).toMatchObject({ id: 'family_violence', side: 'positive' })
    expect(rules.worklist.propose(['D4'], [])).toMatchObject({ id: 'labour', side: 'negative' })
  })
  it('says in order what a station does first, and what it never does', () => {
    expect(rules.worklist.first.join()).toMatch(/制止.*登记.*告知.*移送/)
    expect(rules.worklist.never).toEqual(['裁断民事权属', '逼签协议', '扣人抵债'])
  })
})

describe('lists with a slip in them', () => {
  const station = read('worklists/station.yaml') as { matters: object[] }
  const deadlines = read('worklists/deadlines.yaml') as { tiers: Record<string, object> }
  it('are refused with what is wrong', () => {
    const [first] = station.matters
    expect(() => readWorklist({ ...station, matters: [first, first] })).toThrow('same id')
    expect(() => readWorklist({ ...station, matters: [{ ...first, side: 'negative', duty: [] }] })).toThrow('name a duty')
    expect(() => readWorklist({ ...station, matters: [{ ...first, classes: ['D9'] }] })).toThrow()
    expect(() => readWorklist({ ...station, matter: [] })).toThrow()
    expect(() =>
      readDeadlines({ ...deadlines, tiers: { ...deadlines.tiers, red: { ...deadlines.tiers.red, contact: '1m' } } }, calendar),
    ).toThrow('red: a later step')
    expect(() =>
      readDeadlines({ ...deadlines, tiers: { ...deadlines.tiers, red: { ...deadlines.tiers.red, sign: '5 min' } } }, calendar),
    ).toThrow()
    expect(() => readAdvice({ always: [], rules: [] })).toThrow()
  })
})

describe('whoever is higher', () => {
  const officer = (id: string, unit: string, ...roles: Officer['roles']): Officer => ({ kind: 'officer', id, name: id, unit, roles })
  const officers = [
    officer('a', '159901', 'officer'),
    officer('b', '159901', 'reviewer'),
    officer('c', '159901', 'approver'),
    officer('d', '159900', 'approver'),
    officer('e', '159900', 'approver'),
  ]
  const chain = chainOf(tree, '159901')
  it('is the approver of the unit, then of the next one that has any', () => {
    expect(chain).toEqual(['159901', '159910', '159900'])
    expect(nextSuperior(chain, officers, { level: 0, claimedBy: undefined })).toEqual({ id: 'c', level: 1, isTop: false })
    expect(nextSuperior(chain, officers, { level: 1, claimedBy: undefined })).toEqual({ id: 'd', level: 3, isTop: true })
    expect(nextSuperior(chain, officers, { level: 3, claimedBy: undefined })).toEqual({ id: 'd', level: 3, isTop: true })
  })
  it('is never whoever holds the task, and a reviewer where there is no approver', () => {
    expect(nextSuperior(chain, officers, { level: 0, claimedBy: 'c' })).toMatchObject({ id: 'b', level: 1 })
  })
  it('may be nobody, which is said', () => {
    expect(nextSuperior(chain, [], { level: 0, claimedBy: undefined })).toEqual({ id: undefined, level: 1, isTop: true })
  })
})

describe('the tree of units', () => {
  it('shows an officer the own unit and what is below, and departments nothing', () => {
    const at = (unit: string): Officer => ({ kind: 'officer', id: 'o', name: 'o', unit, roles: ['officer'] })
    expect(seenBy(at('159903'), tree)).toEqual(['159903', '159903001', '159903002'])
    expect(seenBy(at('159910'), tree)).toContain('159904001')
    expect(seenBy(at('159900'), tree).some((id) => tree.kindOf(id) === 'department')).toBe(false)
    expect(seenBy(at('159900-labour'), tree)).toEqual([])
    expect(seenBy(at('nowhere'), tree)).toEqual([])
  })
  it('goes any depth, and ends where a parent is missing or a circle would begin', () => {
    const unit = (id: string, parent: string | undefined): Unit => ({ id, name: id, parent, phone: '', address: '' })
    const deep = unitTree(Array.from({ length: 50 }, (_, n) => unit(String(n), n === 0 ? undefined : String(n - 1))))
    expect(deep.above('49')).toHaveLength(49)
    expect(deep.under('0')).toHaveLength(50)
    const odd = unitTree([unit('a', 'b'), unit('b', 'a'), unit('c', 'gone')])
    expect(odd.above('a').map(({ id }) => id)).toEqual(['b'])
    expect(odd.under('a')).toEqual(['a', 'b'])
    expect(odd.above('c')).toEqual([])
  })
})
