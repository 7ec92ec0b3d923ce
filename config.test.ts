import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { SettingError } from './core/errors.ts'

const whole = {
  FENSHEN_MODE: 'production',
  PUBLIC_URL: 'https://police.example.cn/',
  DATA_KEY: Buffer.alloc(32, 1).toString('base64'),
  OIDC_ISSUER: 'https://id.example.cn',
  SIGNING_P12_FILE: 'seal.p12',
  REGISTRY_URL: 'https://records.example.cn/v1/query',
}
const faultOf = (env: Record<string, string>): string => {
  try {
    readConfig({}, env)
    return ''
  } catch (cause) {
    return cause instanceof SettingError ? cause.dev : String(cause)
  }
}

describe('settings', () => {
  it('are a demo on SQLite when nothing is set', () => {
    expect(readConfig({}, {})).toMatchObject({
      mode: 'demo',
      port: 3000,
      databaseUrl: '',
      validityDays: 90,
      demoIncidents: 60,
      oidc: undefined,
      registry: undefined,
    })
  })

  it('take flags before the environment', () => {
    expect(readConfig({ PORT: '4000' }, { PORT: '5000' }).port).toBe(4000)
  })

  it.each(['PUBLIC_URL', 'DATA_KEY', 'OIDC_ISSUER', 'SIGNING_P12_FILE', 'REGISTRY_URL'])(
    'refuse production without %s, and name it',
    (name) => {
      expect(faultOf({ ...whole, [name]: '' })).toMatch(new RegExp(`^${name}: production needs`))
    },
  )

  it('refuse production over plain http', () => {
    expect(faultOf({ ...whole, PUBLIC_URL: 'http://police.example.cn' })).toContain('https only')
  })

  it('take NODE_ENV=production as production too', () => {
    expect(faultOf({ NODE_ENV: 'production' })).toContain('production needs')
  })

  it('let production say nothing of validity unless it is set', () => {
    expect(readConfig({}, whole)).toMatchObject({ mode: 'production', publicUrl: 'https://police.example.cn', validityDays: undefined })
  })

  it('send no text to an embedding model whose address nobody named', () => {
    expect(readConfig({}, { SEARCH_CACHE_MB: '512' }).searchCacheMb).toBe(512)
    expect(readConfig({}, {}).searchCacheMb).toBeGreaterThanOrEqual(64)
    expect(readConfig({}, {}).searchCacheMb).toBeLessThanOrEqual(256)
    expect(faultOf({ EMBEDDING_MODEL: 'bge-m3' })).toMatch(/^EMBEDDING_BASE_URL: /)
    expect(readConfig({}, { EMBEDDING_MODEL: 'bge-m3', EMBEDDING_BASE_URL: 'http://127.0.0.1:1/v1' }).embedding?.name).toBe('bge-m3')
  })

  it('let only exact origins frame the chat', () => {
    const given = ' https://www.example.cn, http://127.0.0.1:8080 '
    expect(readConfig({}, {}).widgetOrigins).toEqual([])
    expect(readConfig({}, { WIDGET_ORIGINS: given }).widgetOrigins).toEqual(['https://www.example.cn', 'http://127.0.0.1:8080'])
    for (const wrong of [
      '*',
      'https://*.example.cn',
      'https://www.example.cn/',
      'www.example.cn',
      'https://a.cn;script-src',
      'null',
      "'self'",
    ])
      expect(faultOf({ WIDGET_ORIGINS: wrong }), wrong).toMatch(/^WIDGET_ORIGINS: .* no exact origin/)
    expect(faultOf({ ...whole, WIDGET_ORIGINS: 'http://www.example.cn' })).toContain('framed by https only')
  })

  it('say which number is none', () => {
    expect(faultOf({ PORT: 'three' })).toBe('PORT: "three" is no number')
  })
})
