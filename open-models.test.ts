import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { keyOf, meaningSettings, modelSettings, pageModels } from './open-models.ts'

const folder = mkdtempSync(join(tmpdir(), 'fenshen-models-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const endpoint = (name: string, roles: string, more = ''): string =>
  `  ${name}: { base_url: 'http://127.0.0.1:9/v1/', model: ${name}-m, roles: ${roles}${more} }\n`
const configOf = (yaml: string, env: Record<string, string> = {}) => {
  const file = join(folder, 'models.yaml')
  writeFileSync(file, yaml)
  return readConfig({ ...env, MODELS_FILE: file }, {})
}

it('search by meaning is named by its roles, and by the environment where the file names none', () => {
  const env = { EMBEDDING_MODEL: 'old', EMBEDDING_BASE_URL: 'http://127.0.0.1:8/v1', RERANK_URL: 'http://127.0.0.1:8/rerank' }
  const both = configOf(`endpoints:\n${endpoint('bge', '[embedding]', ', key: { env: BGE_KEY }')}${endpoint('order', '[rerank]')}`, {
    ...env,
    BGE_KEY: 'k-9',
  })
  expect(meaningSettings(both)).toEqual({
    embedding: { baseUrl: 'http://127.0.0.1:9/v1', apiKey: 'k-9', name: 'bge-m' },
    rerank: { url: 'http://127.0.0.1:9/v1/rerank', apiKey: undefined, name: 'order-m' },
  })
  expect(meaningSettings(configOf(`endpoints:\n${endpoint('chat', '[chat]')}`, env))).toMatchObject({
    embedding: { name: 'old' },
    rerank: { url: 'http://127.0.0.1:8/rerank' },
  })
})

it('a key that is not where the file says stops the start, and is said without the key', () => {
  const config = configOf(`endpoints:\n${endpoint('chat', '[chat]', ', key: { env: NO_SUCH_KEY }')}`)
  const one = modelSettings(config).endpoints.chat
  expect(() => one && keyOf('chat', one, config)).toThrow(/endpoint chat: its key should stand in the variable NO_SUCH_KEY/)
})

it('the environment names one model as before, and pages may then name any', () => {
  const config = readConfig({ MODEL: 'qwen3', OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_API_KEY: 'k' }, {})
  expect(Object.keys(modelSettings(config).endpoints)).toEqual(['qwen3'])
  expect(pageModels(config)).toBeUndefined()
  expect(() => modelSettings(readConfig({ MODEL: 'qwen3' }, {}))).toThrow(/OPENAI_BASE_URL/)
  expect(modelSettings(readConfig({}, {})).endpoints).toEqual({})
})
