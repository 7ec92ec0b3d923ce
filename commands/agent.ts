import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, say, UsageError } from './command.ts'

const page = (id: string): string => `---
name: ${id}
audience: citizen
purpose: 一句话说清它帮人办什么。
tools: [search_policy, hand_to_officer]
knowledge: []
examples:
  - 群众会怎么说，写几句真实的话
  - { says: 问规定时怎么说, tool: search_policy }
refuses: []
---
你是……。先听懂对方要办什么，一次只问一个问题；规定没有写的不说。
`

const cases = `- title: 第一句话就能听懂
  as: zhao-qinghe
  visit:
    - says: 群众会怎么说，写几句真实的话
      ends: answered
`

/** A new assistant is a folder with text. */
export const agentNew: Command = {
  usage: 'agent new ID',
  example: 'node main.ts agent new lost-property',
  async run({ args }) {
    const id = args[0]
    if (!id || !/^[a-z][a-z0-9-]{1,40}$/.test(id)) throw new UsageError('an id is kebab-case, such as dog-license')
    const folder = join(import.meta.dirname, '..', 'agents', id)
    if (existsSync(folder)) throw new UsageError(`agents/${id} is there already`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'agent.md'), page(id))
    writeFileSync(join(folder, 'cases.yaml'), cases)
    say(`agents/${id}/agent.md and cases.yaml are there. Write the page (docs/agents.md), then: npm run -s fenshen -- check`)
    return 0
  },
}
