import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Agent } from './core/agent.ts'
import type { Heading } from './core/knowledge.ts'
import { openKnowledge } from './open-knowledge.ts'
import { pageGround } from './platform.ts'
import { readPages } from './runtime/agent-pages.ts'
import type { Route } from './runtime/route.ts'
import { openStore } from './store/open.ts'
import { testConfig, testKey } from './testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'fenshen-front-desk-'))
const store = await openStore({ url: join(folder, 'fenshen.db'), key: Buffer.from(testKey, 'base64'), clock: () => new Date() })
const knowledge = openKnowledge(store, () => new Date())
const { agents } = readPages(pageGround(testConfig(folder)))
const few = agents.filter(({ id, audience }) => audience === 'citizen' && /^(?:cert|household|traffic|id-card)/.test(id))
const says = [
  '身份证丢了怎么补办',
  '新生儿上户口要什么材料',
  '我要开无犯罪记录证明',
  '闯红灯扣几分',
  '今天天气怎么样',
  '我户口在老家，怎么迁过来',
]

afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('what the front desk has learned', () => {
  let cache: string
  beforeEach(() => {
    cache = mkdtempSync(join(folder, 'cache-'))
  })

  /** A process of its own, as far as memory goes: what it tells, and whether it learned for that. */
  const start = async (
    pages: readonly Agent[] = few,
    place = cache,
    isWarm = false,
  ): Promise<{ routes: readonly Route[]; learned: boolean }> => {
    vi.resetModules()
    const { openFrontDesk } = await import('./open-front-desk.ts')
    let learned = false
    const headings = (): readonly Heading[] => {
      learned = true
      return knowledge.headings()
    }
    const desk = openFrontDesk({ ...knowledge, headings }, place)
    if (isWarm) await desk.warm(pages)
    const router = desk.router(pages)
    return { routes: says.map((text) => router.route(text)), learned }
  }
  const kept = (): readonly string[] => readdirSync(join(cache, 'learned'))
  const only = (): string => join(cache, 'learned', kept()[0] ?? '')

  it('is told from a file at the next start, and tells the same', async () => {
    const first = await start()
    expect(first.learned).toBe(true)
    expect(new Set(first.routes.map(({ candidates }) => candidates[0]?.agent)).size).toBeGreaterThan(2)
    expect(await start()).toEqual({ ...first, learned: false })
    expect(kept()).toHaveLength(1)
  })

  it('is learned by another process while nobody asks', async () => {
    const warm = await start(few, cache, true)
    expect(warm.learned).toBe(false)
    expect(kept()).toHaveLength(1)
    rmSync(only())
    expect(await start()).toEqual({ ...warm, learned: true })
  })

  it('is learned anew where a page was changed, and both are kept', async () => {
    await start()
    const changed = few.map((agent, at) =>
      at === 0 ? { ...agent, examples: [...agent.examples, { says: '今天天气怎么样', tool: undefined }] } : agent,
    )
    const then = await start(changed)
    expect(then.learned).toBe(true)
    expect(then.routes[4]?.candidates[0]?.agent).toBe(few[0]?.id)
    expect(kept()).toHaveLength(2)
    expect((await start()).learned).toBe(false)
  })

  it.each<[string, (bytes: Buffer) => Uint8Array]>([
    ['is empty', () => Buffer.alloc(0)],
    ['was cut off', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['has another byte', (bytes) => Buffer.concat([bytes.subarray(0, -9), Buffer.from([(bytes.at(-9) ?? 0) ^ 1]), bytes.subarray(-8)])],
    ['is something else', () => Buffer.from('x'.repeat(5_000))],
  ])('is learned anew where the file %s, which is then whole again', async (_, broken) => {
    const first = await start()
    const whole = readFileSync(only())
    writeFileSync(only(), broken(whole))
    expect(await start()).toEqual(first)
    expect(readFileSync(only()).equals(whole)).toBe(true)
    expect((await start()).learned).toBe(false)
  })

  it('does without a file where none can be written, and where one was left half written by a process that died', async () => {
    const first = await start()
    const file = join(folder, 'no-folder')
    writeFileSync(file, '')
    expect(await start(few, file)).toEqual(first)
    const half = readFileSync(only()).subarray(0, 1_000)
    const name = only()
    rmSync(name)
    writeFileSync(`${name}.4711`, half)
    expect(await start()).toEqual(first)
  })

  it('leaves a folder that stands in place of a file alone', async () => {
    const first = await start()
    const name = only()
    rmSync(name)
    mkdirSync(name)
    expect(await start()).toEqual(first)
  })
})
