import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tools } from '../tools/index.ts'
import { openPages, type PageGround, readPages } from './agent-pages.ts'

const good = `---
name: 养犬办证向导
audience: citizen
purpose: 讲清养犬办证要带什么。
tools: [search_policy]
knowledge: [certificates]
examples:
  - 我们这养金毛要办证不
  - { says: 狗证多少钱, tool: search_policy }
---
你是养犬办证向导。
`

describe('agent pages', () => {
  let folder: string
  let ground: PageGround
  const put = (id: string, text: string): void => {
    mkdirSync(join(folder, id), { recursive: true })
    writeFileSync(join(folder, id, 'agent.md'), text)
  }
  const faultOf = (text: string): string => {
    put('dog-license', text)
    const { agents, errors } = readPages(ground)
    expect(agents).toEqual([])
    return errors[0]?.dev ?? ''
  }
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pages-'))
    ground = { folder, tools, topics: ['certificates', 'proofs'] }
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('reads a page whole and gives it a version of its own', () => {
    put('dog-license', good)
    const [agent] = readPages(ground).agents
    expect(agent).toMatchObject({ id: 'dog-license', name: '养犬办证向导', tools: ['search_policy'], limits: { steps: 6 } })
    expect(agent?.version).toMatch(/^[0-9a-f]{16}$/)
    expect(agent?.examples[1]).toEqual({ says: '狗证多少钱', tool: 'search_policy' })
  })

  it.each([
    [
      'an unknown field, with the nearest',
      good.replace('purpose:', 'porpose:'),
      /agent\.md:4: unknown field "porpose"; the nearest is "purpose"/,
    ],
    [
      'an unknown tool, with the nearest',
      good.replace('[search_policy]', '[serch_policy]'),
      /agent\.md:5: unknown tool "serch_policy"; the nearest is "search_policy"/,
    ],
    [
      'an unknown folder',
      good.replace('[certificates]', '[certificate]'),
      /agent\.md:6: unknown folder "certificate" in data\/policies; the nearest is "certificates"/,
    ],
    [
      'a tool that the audience may not use',
      good.replaceAll('search_policy', 'list_lookups').replace('audience: citizen', 'audience: officer'),
      /agent\.md:5: tool "list_lookups" is for citizen, this page serves officer/,
    ],
    [
      'an example with a tool that the page does not list',
      good.replace('tool: search_policy }', 'tool: list_lookups }'),
      /agent\.md:7: example names tool "list_lookups"|agent\.md:9: example names tool "list_lookups"/,
    ],
    ['a wrong value, by its line', good.replace('audience: citizen', 'audience: everyone'), /agent\.md:3: audience/],
    ['no instructions', good.replace('你是养犬办证向导。', ''), /says nothing below/],
    ['no front matter', 'hello', /agent\.md:1: a page begins with front matter/],
    ['broken YAML', good.replace('tools: [search_policy]', 'tools: [search_policy'), /agent\.md:\d+: not YAML/],
  ])('names file and line of %s', (_what, text, message) => {
    expect(faultOf(text)).toMatch(message)
  })

  it('names a page beside it that is not there, serves others or may not quote as much, and serves the page all the same', () => {
    const beside = (id: string): string => good.replace('knowledge:', `beside: [${id}]\nknowledge:`)
    put('dog-license', beside('dog-licence'))
    put('dog-help', good)
    put('proof-help', good.replace('[certificates]', '[proofs]'))
    const told = (text: string): string => {
      put('dog-license', text)
      const { agents, errors } = readPages(ground)
      expect(agents.map(({ id }) => id)).toContain('dog-license')
      return errors.map(({ dev }) => dev).join()
    }
    expect(told(beside('dog-halp'))).toMatch(
      /agent\.md:6: stands beside "dog-halp", and there is no other such page; the nearest is "dog-help"/,
    )
    expect(told(beside('proof-help'))).toContain('stands beside "proof-help", which may not quote certificates')
    expect(told(beside('dog-help'))).toBe('')
  })

  it('never lets one bad page take the others down', () => {
    put('dog-license', good)
    put('broken', good.replace('audience: citizen', 'audience: nobody'))
    const { agents, errors } = readPages(ground)
    expect(agents.map((agent) => agent.id)).toEqual(['dog-license'])
    expect(errors).toHaveLength(1)
  })

  it('is live within a second of an edit, and keeps the last good version when an edit breaks it', async () => {
    put('dog-license', good)
    const pages = openPages(ground, { isWatching: true })
    try {
      const until = async (holds: () => boolean): Promise<void> => {
        for (let i = 0; i < 40 && !holds(); i++) await wait(25)
        expect(holds()).toBe(true)
      }
      put('dog-license', good.replace('养犬办证向导\n', '养犬登记向导\n'))
      await until(() => pages.current().agents[0]?.name === '养犬登记向导')
      put('new-one', good)
      await until(() => pages.current().agents.length === 2)
      put('dog-license', 'nonsense')
      await until(() => pages.current().errors.length === 1)
      expect(pages.current().agents.find((agent) => agent.id === 'dog-license')?.name).toBe('养犬登记向导')
    } finally {
      pages.close()
    }
  })
})
