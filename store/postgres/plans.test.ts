import { expect, it } from 'vitest'
import { createCipher } from '../cipher.ts'
import { deskQuestions } from '../contract/desk-questions.ts'
import { noon, testKey } from '../contract/fixtures.ts'
import type { Run } from '../database.ts'
import { preparedWith, storeOver } from '../store.ts'
import { openPglite } from './pglite.ts'

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly Plan[]
}

/** Every step of a plan, the inner ones too. */
const stepsOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(stepsOf)]

it('answers what the officers’ desk asks by an index on PostgreSQL, and never reads a table from end to end', async () => {
  const cipher = createCipher(testKey)
  const driver = await openPglite('', preparedWith(cipher))
  const sent: { text: string; params: readonly unknown[] }[] = []
  const run: Run = (text, params) => {
    sent.push({ text, params })
    return driver.run(text, params)
  }
  const store = storeOver({ ...driver, run }, cipher, () => noon)
  // A table of no rows is always read from end to end unless that is made dear; where there is no index it still is.
  await driver.run('set enable_seqscan = off', [])
  for (const ask of deskQuestions) {
    sent.length = 0
    await ask(store)
    expect(sent.length, `${ask}`).toBeGreaterThan(0)
    for (const { text, params } of sent) {
      const [[found] = []] = await driver.run(`explain (format json) ${text}`, params)
      const [{ Plan: plan } = { Plan: { 'Node Type': 'none' } }] = (typeof found === 'string' ? JSON.parse(found) : found) as {
        Plan: Plan
      }[]
      const steps = stepsOf(plan)
      const whole = steps.filter((step) => step['Node Type'] === 'Seq Scan').map((step) => step['Relation Name'])
      expect(whole, `${ask}\n${text}`).toEqual([])
      expect(
        steps.some((step) => step['Node Type'].includes('Index')),
        `${ask}\n${text}`,
      ).toBe(true)
    }
  }
  await store.close()
}, 60_000)

it('would notice a question that no index answers', async () => {
  const driver = await openPglite('', preparedWith(createCipher(testKey)))
  await driver.run('set enable_seqscan = off', [])
  const [[found] = []] = await driver.run("explain (format json) select * from applications where purpose = 'school'", [])
  expect(JSON.stringify(found)).toContain('Seq Scan')
  await driver.close()
}, 60_000)
