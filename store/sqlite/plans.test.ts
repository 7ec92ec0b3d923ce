import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { KnowledgeStore } from '../../core/knowledge-store.ts'
import type { Store } from '../../core/ports.ts'
import { createCipher } from '../cipher.ts'
import { deskQuestions } from '../contract/desk-questions.ts'
import { noon, testKey } from '../contract/fixtures.ts'
import type { Run } from '../database.ts'
import { preparedWith, storeOver } from '../store.ts'
import { openSqlite } from './driver.ts'

/** Opens a store that writes down what it sends; `plan` says how SQLite would find the rows of each statement that `work` sends. */
const openWatched = async () => {
  const dir = mkdtempSync(join(tmpdir(), 'fenshen-plans-'))
  const cipher = createCipher(testKey)
  const driver = await openSqlite(join(dir, 'test.db'), preparedWith(cipher))
  const sent: { text: string; params: readonly unknown[] }[] = []
  const run: Run = (text, params) => {
    sent.push({ text, params })
    return driver.run(text, params)
  }
  const store = storeOver({ ...driver, run }, cipher, () => noon)
  const explain = async (text: string, params: readonly unknown[] = []) => {
    const rows = await driver.run(`explain query plan ${text}`, params)
    return rows.map((row) => String(row[3]))
  }
  return {
    explain,
    planOf: async (work: (records: Store) => Promise<unknown>) => {
      sent.length = 0
      await work(store)
      return (await Promise.all(sent.map(({ text, params }) => explain(text, params)))).flat()
    },
    plan: async (work: (knowledge: KnowledgeStore) => Promise<unknown>) => {
      sent.length = 0
      await work(store.knowledge)
      return (await Promise.all(sent.map(({ text, params }) => explain(text, params)))).flat()
    },
    [Symbol.asyncDispose]: async () => {
      await store.close()
      rmSync(dir, { recursive: true })
    },
  }
}

it('looks at no clause, block, vector or question that was not asked for, however many there are', async () => {
  await using watched = await openWatched()
  const works: ((knowledge: KnowledgeStore) => Promise<unknown>)[] = [
    (knowledge) => knowledge.revision(),
    (knowledge) => knowledge.clauses([3, 1, 2]),
    (knowledge) => knowledge.clausesOf(1),
    (knowledge) => knowledge.findClause(1, 'a1'),
    (knowledge) => knowledge.segmentHeader(1),
    (knowledge) => knowledge.segmentBlocks([{ segment: 1, block: 2 }]),
    (knowledge) => knowledge.vectors('model', { afterClause: 7, limit: 10 }),
    (knowledge) => knowledge.clausesWithoutVector('model', 10, 7),
    (knowledge) => knowledge.findQuestion('q'),
    (knowledge) => knowledge.questions({ since: noon, limit: 10 }),
    (knowledge) => knowledge.questions({ supported: false, since: noon, limit: 10 }),
    (knowledge) => knowledge.clauseUses({ since: noon, limit: 10 }),
  ]
  for (const work of works) {
    const steps = await watched.plan(work)
    expect(steps.filter((step) => step.startsWith('SEARCH')).length, steps.join('\n')).toBeGreaterThan(0)
    // Only the lists of what was asked for are read from end to end.
    expect(steps.filter((step) => step.startsWith('SCAN') && !step.includes('VIRTUAL TABLE'))).toEqual([])
  }
})

it('finds the versions of a document, and those that came from one file, by an index', async () => {
  await using watched = await openWatched()
  for (const column of ['document', 'source'])
    expect((await watched.explain(`select * from document_versions where ${column} = ?`, ['x'])).join()).toContain(
      `INDEX document_versions_${column}`,
    )
})

it('finds tasks, their history and incidents by an index, however many there are', async () => {
  await using watched = await openWatched()
  const units = ['station-1', 'station-2']
  const works: ((store: Store) => Promise<unknown>)[] = [
    ({ applications }) => applications.standing('p', 'self', noon),
    ({ subjects }) => subjects.list('n', { limit: 50, isUnasked: true }),
    ({ subjects }) => subjects.count('n'),
    ({ tasks }) => tasks.list({ units, states: ['dispatched', 'received'], limit: 50 }),
    ({ tasks }) => tasks.list({ units, states: ['closed'], limit: 50 }),
    ({ tasks }) => tasks.list({ units, limit: 50, after: { tier: 'red', dueAt: noon, id: 'x' } }),
    ({ tasks }) => tasks.find('x', units),
    ({ tasks }) => tasks.find('RW1', units),
    ({ tasks }) => tasks.ofEvents(['e']),
    ({ tasks }) => tasks.steps('x'),
    ({ tasks }) => tasks.nextStep('x'),
    ({ tasks }) => tasks.callsOf('x'),
    ({ tasks }) => tasks.callsTo(units, { open: true, limit: 9 }),
    ({ tasks }) => tasks.lateCalls(noon, 9),
    ({ tasks }) => tasks.toEscalate(noon, 9),
    ({ tasks }) => tasks.toVisit(noon, 9),
    ({ tasks }) => tasks.attachments('x'),
    ({ tasks }) => tasks.counts(units, noon),
    ({ tasks }) => tasks.stepCounts(units, { from: noon, to: noon }),
    ({ tasks }) => tasks.closedCounts(units, { from: noon, to: noon }),
    ({ incidents }) => incidents.list({ units, limit: 50 }),
    ({ incidents }) => incidents.find('x', units),
    ({ incidents }) => incidents.seen([{ source: '110', id: 'x' }]),
    ({ incidents }) => incidents.ofEvent('e'),
    ({ incidents }) => incidents.recent(['e'], noon),
    ({ incidents }) => incidents.chains(['k'], noon),
    ({ incidents }) => incidents.counts({ units, by: 'class', from: noon, to: noon }),
    ({ incidents }) => incidents.countSince(units, noon),
    ({ approvals }) => approvals.listOpen({ units, roles: ['approver'], levels: ['any'], notBy: 'o', now: noon, limit: 9 }),
    ({ approvals }) => approvals.ofTarget('x'),
    ({ sendings }) => sendings.findDeed('x'),
    ({ papers }) => papers.findByCode('x'),
    ({ papers }) => papers.listByApplication('x'),
    ({ papers }) => papers.listByPerson('x', 9),
    ({ materials }) => materials.list('x'),
    ({ materials }) => materials.due({ before: noon, states: ['LAPSED'], limit: 9 }),
    ({ notices }) => notices.list('x', { limit: 9 }),
    ({ notices }) => notices.countUnread('x'),
    ({ notices }) => notices.read('x', undefined, noon),
    ({ notices }) => notices.claim({ now: noon, leaseMs: 1, limit: 9 }),
    ({ people }) => people.officersOf(units),
    ({ people }) => people.namesOf(['o']),
    ({ tallies }) => tallies.sums('2026-11-09'),
    ({ tallies }) => tallies.turnDays('2026-11-09'),
    ({ tallies }) => tallies.forget('2026-11-09'),
    ({ certificateFigures }) => certificateFigures.received({ units, from: '2026-11-09', to: '2026-11-23' }),
    ({ certificateFigures }) => certificateFigures.overdue({ units, from: '2026-11-09', to: '2026-11-23' }, '2026-11-23'),
    ({ certificateFigures }) => certificateFigures.rechecks({ units, from: '2026-11-09', to: '2026-11-23' }),
    ({ certificateFigures }) => certificateFigures.revoked({ units, from: '2026-11-09', to: '2026-11-23' }),
  ]
  for (const work of works) {
    const steps = await watched.planOf(work)
    expect(steps.filter((step) => step.startsWith('SEARCH')).length, `${work}\n${steps.join('\n')}`).toBeGreaterThan(0)
    expect(
      steps.filter((step) => step.startsWith('SCAN') && !step.includes('VIRTUAL TABLE')),
      `${work}`,
    ).toEqual([])
  }
})

it('finds the documents of some weeks by an index, and reads no row of any other', async () => {
  await using watched = await openWatched()
  const of = { units: ['station-1'], from: '2026-11-09', to: '2026-11-23' }
  const steps = await watched.planOf(({ certificateFigures }) => certificateFigures.documents(of))
  expect(steps.join('\n')).toContain('INDEX applications_documents')
  expect(steps.filter((step) => /SCAN applications/.test(step))).toEqual([])
})

it('reaches the officers’ desk by its own indexes, however many applications are over', async () => {
  await using watched = await openWatched()
  for (const work of deskQuestions) {
    const steps = await watched.planOf(work)
    expect(steps.filter((step) => step.startsWith('SEARCH')).length, `${work}\n${steps.join('\n')}`).toBeGreaterThan(0)
    expect(
      steps.filter((step) => step.startsWith('SCAN') && !step.includes('VIRTUAL TABLE')),
      `${work}`,
    ).toEqual([])
  }
})
