import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LexiconDesk, LexiconFile } from './core/lexicon.ts'
import type { Officer } from './core/people.ts'
import type { Store } from './core/ports.ts'
import { openLexiconDesk } from './domain/disputes/lexicon-desk/desk.ts'
import { openLexiconReader } from './lexicon-reader.ts'
import { openStore } from './store/open.ts'
import { handClock, testKey } from './testing.ts'

const yaml = (code: string, words: readonly string[]): string =>
  `class: ${code}\nversion: 2026-11-29\ngroups:\n  - about: 一组\n    strong: [${words.join(', ')}]\n`
const by: Officer = { kind: 'officer', id: 'gu', name: '顾思齐', unit: 'bureau', roles: ['analyst'] }
const other: Officer = { ...by, id: 'guan', name: '管有方' }

let folder: string
let store: Store
let desk: LexiconDesk
const reader = openLexiconReader()
/** What a release ships: changed by the tests, as an update would. */
let shipped: readonly LexiconFile[] = []
const clock = handClock()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fenshen-lexicon-'))
  store = await openStore({ url: join(folder, 'test.db'), key: Buffer.from(testKey, 'base64'), clock: clock.now })
  const rows = [
    { text: '蓝莓陀螺', classes: ['D1'], red: false },
    { text: '紫薯风车', classes: ['D2'], red: false },
  ] as const
  desk = openLexiconDesk({
    ...{
      store,
      clock: clock.now,
      reader,
      shipped: () => shipped,
      sets: async () => [{ name: '集', hash: 'h', rows }],
      past: async () => [],
    },
  })
})
afterAll(async () => {
  await reader.close()
  await store.close()
  rmSync(folder, { recursive: true })
})

const publish = async (title: string, name: string, text: string) => {
  const draft = await desk.begin({ title, from: undefined }, by)
  const { hash } = await desk.file({ draft: draft.id }, name)
  const saved = await desk.save(draft.id, { name, text, was: hash }, by)
  const { proposal } = await desk.propose(draft.id, { revision: saved.draft.revision, why: '补词' }, by)
  return desk.publish(draft.id, { seal: proposal?.seal ?? '' }, by)
}

it('takes up what a release ships beside what a bureau changed, and asks no more afterwards', async () => {
  shipped = [
    { name: 'D1.yaml', text: yaml('D1', ['蓝莓陀螺']) },
    { name: 'D2.yaml', text: yaml('D2', ['紫薯风车']) },
  ]
  expect((await publish('我们的词', 'D1.yaml', yaml('D1', ['蓝莓陀螺', '本地的话']))).number).toBe(1)
  expect((await desk.overview()).hasNewerShipped).toBe(false)
  shipped = [shipped[0] as LexiconFile, { name: 'D2.yaml', text: yaml('D2', ['紫薯风车', '新带的话']) }]
  expect((await desk.overview()).hasNewerShipped).toBe(true)
  // What is published stays in force until somebody takes the update up.
  expect((await desk.file({ version: 1 }, 'D2.yaml')).text).not.toContain('新带的话')
  const { id } = await desk.begin({ title: '并入更新', from: undefined }, by)
  expect(await desk.open(id)).toMatchObject({ hasNewerShipped: true, isBehind: false })
  const taken = await desk.takeUp(id, 'shipped', by)
  expect(taken).toMatchObject({ hasNewerShipped: false, isBehind: false, clashes: [], faults: [] })
  expect((await desk.difference({ version: 1 }, { draft: id })).entries.map(({ word }) => word)).toEqual(['新带的话'])
  expect((await desk.file({ draft: id }, 'D1.yaml')).text).toContain('本地的话')
  const { proposal } = await desk.propose(id, { revision: taken.draft.revision, why: '随更新' }, by)
  expect((await desk.publish(id, { seal: proposal?.seal ?? '' }, by)).number).toBe(2)
  expect((await desk.overview()).hasNewerShipped).toBe(false)
})

it('lets one of two publish who press at the same time, and tells the other that there is a newer version', async () => {
  const drafts = await Promise.all(
    ['甲的话', '乙的话'].map(async (word) => {
      const draft = await desk.begin({ title: word, from: undefined }, by)
      const { hash } = await desk.file({ draft: draft.id }, 'D1.yaml')
      const text = yaml('D1', ['蓝莓陀螺', '本地的话', word])
      const saved = await desk.save(draft.id, { name: 'D1.yaml', text, was: hash }, by)
      return desk.propose(draft.id, { revision: saved.draft.revision, why: '补词' }, by)
    }),
  )
  const pressed = await Promise.allSettled(drafts.map(({ id, proposal }) => desk.publish(id, { seal: proposal?.seal ?? '' }, by)))
  expect(pressed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const [late] = pressed.filter(({ status }) => status === 'rejected')
  expect(late).toMatchObject({ reason: { code: 'lexicon_step_refused', extra: { why: 'behind' } } })
  expect((await desk.versions()).map(({ number }) => number)).toEqual([3, 2, 1])
})

it('refuses a signature that was given for another text, however the row came to hold it', async () => {
  const draft = await desk.begin({ title: '变差', from: undefined }, by)
  const { hash } = await desk.file({ draft: draft.id }, 'D2.yaml')
  const saved = await desk.save(draft.id, { name: 'D2.yaml', text: yaml('D2', ['什么也不认得']), was: hash }, by)
  const proposed = await desk.propose(draft.id, { revision: saved.draft.revision, why: '试试' }, by)
  const seal = proposed.proposal?.seal ?? ''
  const signed = await desk.sign(draft.id, { seal, why: '同意' }, other)
  // Somebody at the database's own prompt puts other words under the seal.
  const files = signed.files.map((file) => (file.name === 'D1.yaml' ? { ...file, hash: saved.hash } : file))
  await store.lexicon.moveDraft({ ...signed, files, revision: signed.revision + 1 })
  await expect(desk.publish(draft.id, { seal }, by)).rejects.toMatchObject({ extra: { why: 'stale' } })
})
