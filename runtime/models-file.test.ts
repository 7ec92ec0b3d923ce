import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PageError } from '../core/errors.ts'
import { defaultChain, modelNames, readModelsFile } from './models-file.ts'

const endpoint = (more = ''): string => `  near:\n    base_url: http://127.0.0.1:8000/v1\n    model: qwen3\n    roles: [chat]\n${more}`
const whyNot = (text: string): string => {
  try {
    readModelsFile(text, 'models.yaml')
    return 'fine'
  } catch (cause) {
    return cause instanceof PageError ? cause.dev : String(cause)
  }
}

describe('models.yaml', () => {
  it('as it is shipped for an example can be read, and says what it says', () => {
    const settings = readModelsFile(readFileSync(join(import.meta.dirname, '..', 'models.example.yaml'), 'utf8'), 'models.example.yaml')
    expect(defaultChain(settings).length).toBeGreaterThan(1)
    expect(modelNames(settings)).toContain('offline')
  })

  it('needs no more than an endpoint; the chain is then the order of the file', () => {
    const settings = readModelsFile(`endpoints:\n${endpoint()}`, 'models.yaml')
    expect(defaultChain(settings)).toEqual(['near'])
    expect(settings.endpoints.near).toMatchObject({ context: 32_000, concurrent: 64, timeouts: { silent_ms: 20_000 } })
  })

  it.each([
    ['a list', '- a', 'models.yaml:1: the file is a list of "field: value", of which endpoints is the first'],
    ['no YAML', 'endpoints: [', 'models.yaml:1: not YAML'],
    [
      'an unknown field',
      `endpoints:\n${endpoint('    contxt: 9000\n')}`,
      'models.yaml:6: unknown field "contxt"; the nearest is "context"',
    ],
    [
      'an unknown field at the top',
      `endpoints:\n${endpoint()}chain: {}\n`,
      'models.yaml:6: unknown field "chain"; the nearest is "chains"',
    ],
    [
      'the key itself',
      `endpoints:\n${endpoint('    key: sk-123\n')}`,
      'models.yaml:6: endpoints.near.key: a key never stands in this file',
    ],
    ['the key under another name', `endpoints:\n${endpoint('    api_key: sk-123\n')}`, 'models.yaml:6: "api_key": a key never stands'],
    [
      'an unknown role',
      'endpoints:\n  a:\n    base_url: http://h/v1\n    model: m\n    roles: [chat, judgment]\n',
      'models.yaml:5: unknown role "judgment"; the nearest is "judge"',
    ],
    [
      'no address',
      'endpoints:\n  a:\n    base_url: h/v1\n    model: m\n    roles: [chat]\n',
      'models.yaml:3: endpoints.a.base_url: begins with http',
    ],
    ['a negative price', `endpoints:\n${endpoint('    price: { in: -1, out: 2 }\n')}`, 'models.yaml:6: endpoints.near.price.in'],
    [
      'an unknown endpoint in a chain',
      `endpoints:\n${endpoint()}chains:\n  default: [near, nere]\n`,
      'models.yaml:7: chain "default" names an unknown endpoint "nere"; the nearest is "near"',
    ],
    [
      'an endpoint twice in a chain',
      `endpoints:\n${endpoint()}chains:\n  default:\n    - near\n    - near\n`,
      'models.yaml:9: chain "default" names "near" twice',
    ],
    [
      'a chain named like an endpoint',
      `endpoints:\n${endpoint()}chains:\n  near: [near]\n`,
      'models.yaml:7: chain "near" has the name of an endpoint',
    ],
    ['an endpoint twice', `endpoints:\n${endpoint()}${endpoint()}`, 'models.yaml:6: not YAML: Map keys must be unique'],
    ['a budget of words', `endpoints:\n${endpoint()}budgets:\n  day: { yuan: much }\n`, 'models.yaml:7: budgets.day.yuan'],
    ['a budget of an unknown kind', `endpoints:\n${endpoint()}budgets:\n  day: { money: 4 }\n`, 'models.yaml:7: unknown field "money"'],
  ])('with %s is refused at its line', (_what, text, why) => {
    expect(whyNot(text)).toContain(why)
  })
})
