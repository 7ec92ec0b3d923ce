import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openTestPlatform } from '../testing.ts'
import { CaseError, demandsOf, readCases, shortfallsOf, worstReply } from './cases.ts'

const folder = join(import.meta.dirname, '..', 'agents')
const files = readdirSync(folder)
  .map((agent) => ({ agent, file: `agents/${agent}/cases.yaml`, path: join(folder, agent, 'cases.yaml') }))
  .filter(({ path }) => existsSync(path))

describe.each(files)('$file', ({ file, path }) => {
  it.each(readCases(readFileSync(path, 'utf8'), file))('$title', async ({ as, visit: steps }) => {
    await using p = await openTestPlatform()
    const visit = await p.visit(as)
    for (const step of steps) {
      const reply = await visit.say(step.says)
      const shortfalls = shortfallsOf(step, reply)
      expect(shortfalls, `“${step.says}”\n→ ${reply.outcome} ${reply.agent}: ${reply.text}`).toEqual([])
      // Proved once: a reply that does everything wrong is found wanting in every point.
      expect(shortfallsOf(step, worstReply(step))).toHaveLength(demandsOf(step))
    }
  })
})

describe('a file of cases', () => {
  const read = (text: string) => () => readCases(text, 'agents/x/cases.yaml')

  it.each([
    ['- title: 甲\n  visit:\n    - says: 您好\n      ends: answered\n      reply: 好\n', 5, 'unknown field "reply"; there are: says'],
    ['- title: 甲\n  who: 乙\n  visit: [{ says: 您好, ends: answered }]\n', 2, 'unknown field "who"; there are: title'],
    ['- title: 甲\n  visit:\n    - says: 您好\n      ends: done\n', 4, 'ends'],
    ['- title: 甲\n  visit:\n    - says: 您好\n', 3, 'ends'],
    ['title: 甲\n', 1, 'cases are a list'],
    ['- title: 甲: 乙\n', 1, 'not YAML'],
  ])('that is wrong is refused with its line: %j', (text, line, why) => {
    expect(read(text)).toThrow(CaseError)
    expect(read(text)).toThrow(`agents/x/cases.yaml:${line}: `)
    expect(read(text)).toThrow(why)
  })
})
