import { expect, it } from 'vitest'
import { readIncidents } from './evals/disputes/incidents.ts'
import { openDisputes } from './open-disputes.ts'
import { markNames } from './web/src/disputes/names.ts'
import { ruleName } from './web/src/disputes/rules.ts'

it('has a name for people for every rule and mark that a finding may show, and points that add up as the page adds them', async () => {
  const scanner = await openDisputes()
  const unnamed = new Set<string>()
  for (const { text } of readIncidents()) {
    const { reasons, marks, points } = scanner.scan(text, { earlier: 2 })
    for (const { rule } of reasons) if (!/\p{Script=Han}/u.test(ruleName(rule))) unnamed.add(rule)
    for (const mark of marks) if (markNames[mark] === undefined) unnamed.add(mark)
    const sum = reasons.reduce((total, reason) => total + reason.points, 0)
    expect(Math.max(0, sum), text).toBe(points)
  }
  expect([...unnamed]).toEqual([])
})
