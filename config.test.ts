import { describe, expect, it } from 'vitest'
import { readConfig, settingsIn } from './config.ts'
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

  it.each([
    [{ FENSHEN_MODE: 'prod' }, 'FENSHEN_MODE: "prod" is none of demo, production'],
    [{ FENSHEN_MODE: 'Production' }, 'did you mean production?'],
    [{ DATABASE_URL: 'mysql://db/fenshen' }, 'DATABASE_URL: "mysql://" is no database of ours'],
    [{ LOG_LEVEL: 'warning' }, 'did you mean warn?'],
    [{ PORT: '99999' }, 'PORT: "99999" is no port'],
    [{ PORT: '80.5' }, 'PORT: "80.5" is no port'],
    [{ SHARED_DATABASE: 'yes' }, 'SHARED_DATABASE: "yes" is none of true, false'],
    [{ OPENAI_BASE_URL: 'localhost:8000' }, 'OPENAI_BASE_URL: "localhost:8000" is no address'],
    [{ PUBLIC_URL: 'police.example.cn' }, 'PUBLIC_URL: "police.example.cn" is no address'],
    [{ WEBHOOK_HOSTS: '*' }, 'there are no wildcards'],
    [{ AGENT_PAGES: 'file' }, 'did you mean files?'],
  ])('stop the start when one is misspelt, so that nothing else than was meant begins: %o', (env, fault) => {
    expect(faultOf(env)).toContain(fault)
  })

  it('are read from lines as .env.example has them, a reason behind the value left out', () => {
    const text = 'PORT=3100   # where\nMODEL=   # none\nexport HOST="0.0.0.0"\r\n# A=1\n\nSMTP_URL=smtps://u:pa#ss@mail # with a # in it\n'
    expect(settingsIn(text, '.env')).toEqual({ PORT: '3100', MODEL: '', HOST: '0.0.0.0', SMTP_URL: 'smtps://u:pa#ss@mail' })
    expect(() => settingsIn('PORT=1\nHOST 0.0.0.0', '.env')).toThrow('.env:2: a line is NAME=value')
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
