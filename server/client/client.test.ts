import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../../testing.ts'
import { type Schema, typeOf } from './types-of.ts'
import { type Described, writeTypes } from './write-types.ts'

let p: TestPlatform
let described: Described
beforeAll(async () => {
  p = await openTestPlatform()
  described = await (await p.platform.server.request('/openapi.json')).json()
})
afterAll(() => p[Symbol.asyncDispose]())

describe('/openapi.json', () => {
  it('names every route that a program may ask, and each with what may go wrong', () => {
    const isForPrograms = (path: string) => /^\/(?:api|v1|mcp|a2a|\.well-known)(?:\/|$)/.test(path)
    const missing = p.platform.server
      .routes()
      .filter(({ path }) => isForPrograms(path))
      .map(({ method, path }) => ({ method: method.toLowerCase(), path: path.replace(/:(\w+)(?:\{[^}]*\})?/g, '{$1}') }))
      .filter(({ method, path }) => !described.paths[path]?.[method])
      .map(({ method, path }) => `${method} ${path}`)
    // Verbs of the MCP door that are there to say no.
    expect(missing.filter((one) => !/^(?:get|delete) \/mcp$/.test(one))).toEqual([])
    for (const [path, item] of Object.entries(described.paths))
      for (const [method, { responses }] of Object.entries(item)) expect(Object.keys(responses), `${method} ${path}`).toContain('default')
  })

  it('gives every operation a name of its own', () => {
    const ids = Object.values(described.paths).flatMap((item) =>
      Object.values(item as Record<string, { operationId?: string }>).map((one) => one.operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('the types of the pages', () => {
  it('are those of the API as it is now (node main.ts client writes them)', () => {
    const kept = readFileSync(join(import.meta.dirname, '../../web/src/api-types.ts'), 'utf8')
    expect(writeTypes(described) === kept, 'web/src/api-types.ts is old: run `node main.ts client`').toBe(true)
  })

  it.each<[Schema, string]>([
    [
      { type: 'object', properties: { a: { type: 'string' }, 'b-c': { type: 'integer' } }, required: ['a'] },
      "{ a: string; 'b-c'?: number }",
    ],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ anyOf: [{ $ref: '#/components/schemas/Card' }, { type: 'null' }] }, "components['schemas']['Card'] | null"],
    [{ type: 'array', items: { enum: ['x', 'y'] } }, "('x' | 'y')[]"],
    [
      { allOf: [{ $ref: '#/components/schemas/A' }, { type: 'object', properties: { n: { const: 1 } }, required: ['n'] }] },
      "components['schemas']['A'] & { n: 1 }",
    ],
    [{ type: 'object', additionalProperties: { type: 'number' } }, 'Record<string, number>'],
    [{}, 'unknown'],
  ])('%j', (schema, type) => {
    expect(typeOf(schema)).toBe(type)
  })
})
