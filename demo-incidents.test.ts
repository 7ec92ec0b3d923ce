import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { disputeClasses } from './core/disputes.ts'
import { shanghaiDate } from './core/time.ts'
import { parseUnits } from './demo.ts'
import { areasOf, madeIncidents } from './demo-incidents.ts'
import type { MadeIncident } from './domain/made-incidents/make-incidents.ts'
import { readGrammar } from './domain/made-incidents/read-grammar.ts'

const units = parseUnits(readFileSync(join(import.meta.dirname, 'data', 'demo', 'units.yaml'), 'utf8'))
const made = (seed: number, count: number, day = '2026-11-28'): MadeIncident[] => [...madeIncidents(units, { seed, day, count })]
const day = made(1, 5_000)
const countOf = (is: (one: MadeIncident) => boolean): number => day.filter(is).length

describe('a made day of 5,000 incidents', () => {
  it('is the same for the same seed, and another for another seed or day', () => {
    expect(made(1, 300)).toEqual(made(1, 300))
    const texts = new Set(made(1, 300).map(({ text }) => text))
    for (const other of [made(2, 300), made(1, 300, '2026-11-27')])
      expect(other.filter(({ text }) => texts.has(text)).length).toBeLessThan(150)
  })

  it('has its incidents in the order of their time, all on that day, each under a number of its own', () => {
    expect(day).toHaveLength(5_000)
    expect(new Set(day.map(({ id }) => id)).size).toBe(5_000)
    expect(day.every(({ at }) => shanghaiDate(at) === '2026-11-28')).toBe(true)
    expect(day.every(({ at }, n) => n === 0 || at >= (day[n - 1]?.at ?? at))).toBe(true)
  })

  it('holds every class, much that is no dispute, traps, and few dangers', () => {
    for (const code of disputeClasses)
      expect(
        countOf(({ labels }) => labels.classes[0] === code),
        code,
      ).toBeGreaterThan(100)
    expect(countOf(({ labels }) => labels.classes.length === 0)).toBeGreaterThan(2_000)
    expect(countOf(({ labels }) => labels.trap !== undefined)).toBeGreaterThan(150)
    expect(countOf(({ labels }) => labels.red)).toBeGreaterThan(25)
    expect(countOf(({ labels }) => labels.red)).toBeLessThan(150)
  })

  it('has second calls in the words of the first, and the same trouble at the same place again', () => {
    const byId = new Map(day.map((one) => [one.id, one]))
    const follows = day.filter(({ labels }) => labels.follows)
    expect(follows.length).toBeGreaterThan(50)
    for (const one of follows) {
      const first = byId.get(one.labels.follows ?? '')
      expect(first?.place).toBe(one.place)
      expect(first && first.at <= one.at).toBe(true)
      expect(first?.labels.about).toBe(one.labels.about)
    }
    const again = day.filter(({ labels }) => labels.chain && !labels.follows)
    expect(again.length).toBeGreaterThan(100)
    for (const one of again) expect(byId.get(one.labels.chain ?? '')?.place).toBe(one.place)
  })

  it('happens at places that the units answer for', () => {
    const areas = areasOf(units).map(({ name }) => name)
    expect(day.filter(({ place }) => !areas.some((area) => place.startsWith(area)))).toEqual([])
  })

  it('names nobody by a number and leaves no word of the grammar unsaid', () => {
    expect(day.filter(({ text }) => /\d{11}|[{}]/.test(text))).toEqual([])
    expect(day.filter(({ text }) => /，，|，。|。。|^[，。]/.test(text)).map(({ text }) => text)).toEqual([])
    expect(new Set(day.map(({ text }) => text)).size).toBeGreaterThan(3_500)
  })

  it('comes out of the command line as NDJSON, a line an incident', () => {
    const out = execFileSync(process.execPath, ['main.ts', 'demo', 'incidents', '--n', '40', '--seed', '3', '--day', '2026-11-20'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    })
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(JSON.parse(JSON.stringify(made(3, 40, '2026-11-20'))))
  })
})

describe('in production', () => {
  it.each([
    ['incidents', '--n', '1'],
    ['day', '--n', '1'],
  ])('neither command makes anything up: demo %s', (...words) => {
    const folder = mkdtempSync(join(tmpdir(), 'fenshen-demo-'))
    const real = { FENSHEN_MODE: 'production', PUBLIC_URL: 'https://police.example.cn', DATA_KEY: Buffer.alloc(32, 7).toString('base64') }
    const more = {
      OIDC_ISSUER: 'https://id.example.cn',
      SIGNING_P12_FILE: 'seal.p12',
      REGISTRY_URL: 'https://registry.example.cn',
      DATA_DIR: folder,
    }
    try {
      const done = spawnSync(process.execPath, ['main.ts', 'demo', ...words], {
        cwd: import.meta.dirname,
        encoding: 'utf8',
        env: { ...real, ...more },
      })
      expect(done.status).toBe(1)
      expect([done.stdout, done.stderr]).toEqual(['', expect.stringMatching(/works in a demo only/)])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('the grammar of made incidents', () => {
  const words = readFileSync(join(import.meta.dirname, 'data', 'demo', 'incidents', 'words.yaml'), 'utf8')
  const read = (text: string) => () =>
    readGrammar([
      { name: 'words.yaml', text: words },
      { name: 'D2.yaml', text },
    ])

  it.each([
    [
      'class: D2\nweight: 1\nsituations:\n  - about: noise\n    weight: 1\n    says:\n      - 楼上{nois}吵\n',
      7,
      '{nois} is not among the words',
    ],
    ['class: D9\nweight: 1\nsituations:\n  - { about: noise, weight: 1, says: [吵] }\n', 1, 'class'],
    ['class: D2\nweight: 1\nsituations:\n  - { about: noise, weight: 1, says: [吵], rad: true }\n', 4, 'rad'],
    [
      'class: D2\nweight: 1\nwords: { a: ["{b}"], b: ["{a}"] }\nsituations:\n  - { about: noise, weight: 1, says: ["{a}"] }\n',
      5,
      'is not among',
    ],
  ])('that is wrong is refused with its line: %j', (text, line, why) => {
    expect(read(text)).toThrow(expect.objectContaining({ file: 'data/demo/incidents/D2.yaml', line, dev: expect.stringContaining(why) }))
  })
})
