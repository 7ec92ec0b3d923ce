import { expect, it } from 'vitest'
import type { RegistryFile, RegistryFiles, RegistryQuestion } from '../../core/records.ts'
import { demoFile } from './demo-files.ts'
import { embeddedRegistry } from './embedded.ts'

const clock = () => new Date('2026-11-22T02:00:00Z')
const birth = '1990-03-07'
const question: RegistryQuestion = { documentNumber: '159901199003072016', name: '测试甲', birth, purpose: 'employment', period: undefined }

/** The port over a plain map: what the store does, without a database. */
const filesOf = (held: Record<string, RegistryFile>): RegistryFiles => {
  const map = new Map(Object.entries(held))
  return { find: async (number) => map.get(number), save: async (number, file) => void map.set(number, file) }
}
const registryOf = (held: Record<string, RegistryFile>) => embeddedRegistry({ files: filesOf(held), clock })
const r4 = demoFile('R4', birth, '2026-11-22')

it('answers by the file of that document number', async () => {
  expect(await registryOf({ '159901199003072016': r4 }).ask(question)).toBe('hit')
})
it('knows nothing of a person without a file', async () => expect(await registryOf({}).ask(question)).toBe('clear'))
it('30: the same name with another number finds nothing', async () => {
  expect(await registryOf({ '159901199003072016': r4 }).ask({ ...question, documentNumber: '159901199003072008' })).toBe('clear')
})
it('another name with the same number finds the file', async () => {
  expect(await registryOf({ '159901199003072016': r4 }).ask({ ...question, name: '测试乙' })).toBe('hit')
})
it('finds a number however it was typed', async () => {
  const registry = registryOf({ '15990119900307123X': r4 })
  for (const documentNumber of ['15990119900307123x', ' 15990119900307123X ', '１５９９０１１９９００３０７１２３Ｘ'])
    expect(await registry.ask({ ...question, documentNumber })).toBe('hit')
})
it('asks a person when the birth in the file is another', async () => {
  expect(await registryOf({ '159901199003072016': { ...r4, cases: [], birth: '1990-03-08' } }).ask(question)).toBe('uncertain')
})
it('35: plays an outage for the person it was set for', async () => {
  expect(await registryOf({ '159901199003072016': demoFile('R13', birth, '2026-11-22') }).ask(question)).toBe('unavailable')
})
it('is unavailable, and does not throw, when the files fail, the file is broken, the number is blank or the clock stops', async () => {
  const fails: RegistryFiles = { find: () => Promise.reject(new Error('disk')), save: async () => {} }
  expect(await embeddedRegistry({ files: fails, clock }).ask(question)).toBe('unavailable')
  expect(await registryOf({ '159901199003072016': JSON.parse('{}') }).ask(question)).toBe('unavailable')
  expect(await registryOf({}).ask({ ...question, documentNumber: ' ' })).toBe('unavailable')
  const stopped = () => {
    throw new Error('clock')
  }
  expect(await embeddedRegistry({ files: filesOf({}), clock: stopped }).ask(question)).toBe('unavailable')
})
it('is unavailable as soon as the caller gives up', async () => {
  const never: RegistryFiles = { find: () => new Promise(() => {}), save: async () => {} }
  const registry = embeddedRegistry({ files: never, clock })
  const caller = new AbortController()
  const answer = registry.ask({ ...question, signal: caller.signal })
  caller.abort()
  expect(await answer).toBe('unavailable')
  expect(await registry.ask({ ...question, signal: AbortSignal.abort() })).toBe('unavailable')
})
