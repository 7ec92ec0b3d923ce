import { existsSync, readFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { SettingError } from './core/errors.ts'
import { nearest } from './core/nearest.ts'

/** Everything that can be set. Flags win over the environment, the environment over these defaults; `.env.example` lists all. */
export interface Config {
  readonly mode: 'demo' | 'production'
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  /** Address as the browser sees it; printed on certificates. Empty: http://localhost:<port>. */
  readonly publicUrl: string
  /** Empty: SQLite in dataDir. */
  readonly databaseUrl: string
  /** What the process writes: database, keys. */
  readonly dataDir: string
  /** What is quicker to read again than to make again; nothing is lost with it. */
  readonly cacheDir: string
  /** 32 bytes as base64 or hex, for the encryption of personal columns; undefined: a file in dataDir, made on first start of a demo. */
  readonly dataKey: string | undefined
  readonly model: {
    readonly baseUrl: string | undefined
    readonly apiKey: string | undefined
    readonly name: string | undefined
    readonly silentMs: number
    readonly totalMs: number
  }
  /** Where models.yaml is; undefined: there is none, and the settings above name the one model, if any. */
  readonly modelsFile: string | undefined
  /** Where mcp.yaml is: tools of other systems that agent pages may name; undefined: there are none. */
  readonly mcpFile: string | undefined
  /** A key that models.yaml or mcp.yaml names by the variable it stands in. */
  readonly secret: (name: string) => string | undefined
  /** Endpoint of the embedding model (OpenAI protocol); undefined: search is lexical alone, and says so. */
  readonly embedding: { readonly baseUrl: string; readonly apiKey: string | undefined; readonly name: string } | undefined
  /** A `/rerank` endpoint as Cohere, Jina and TEI speak it; undefined: none. */
  readonly rerank: { readonly url: string; readonly apiKey: string | undefined; readonly name: string } | undefined
  /** Most megabytes of the index of documents that stay in memory. */
  readonly searchCacheMb: number
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string } | undefined
  /** PKCS#12 file of the institution's seal. Undefined: a demo key. */
  readonly signing: { readonly file: string; readonly password: string } | undefined
  /** A bureau's own record platform. Undefined: the embedded registry. */
  readonly registry:
    | {
        readonly url: string
        readonly certFile: string | undefined
        readonly keyFile: string | undefined
        readonly caFile: string | undefined
        readonly bearer: string | undefined
        readonly timeoutMs: number
      }
    | undefined
  /** A ClamAV daemon that looks at every file handed in; undefined: officers read 未查毒. */
  readonly clamd: { readonly url: string; readonly timeoutMs: number } | undefined
  /** Organs that papers name as the ways against a decision; undefined: the paper names none (docs/documents.md). */
  readonly remedy: { readonly review: string | undefined; readonly court: string | undefined }
  /** Mail server for notices; undefined: none are mailed. */
  readonly smtp: { readonly url: string; readonly from: string; readonly timeoutMs: number } | undefined
  /** Gateway for text messages (docs/notices.md); undefined: none are sent. */
  readonly sms: { readonly url: string; readonly secret: string; readonly timeoutMs: number } | undefined
  /** Days that files of ended applications are kept. */
  readonly materialDays: number
  /** Notices are deleted after so many days. */
  readonly noticeDays: number
  /** Days after which files of papers of ended applications are deleted; undefined: never. */
  readonly paperDays: number | undefined
  /** Unit id of the bureau. */
  readonly bureau: string
  /** Days a certificate holds; undefined: as the receiving party demands. */
  readonly validityDays: number | undefined
  /** Region of `data/rules/certificates/settings.yaml` whose settings hold here. */
  readonly certificateRegion: string
  /** Invented incidents of the busy day that a demo plays once, at its first start; 0 plays none. Never in production. */
  readonly demoIncidents: number
  readonly trustedProxies: number
  readonly logLevel: string
  /** Asked for as a bearer at /metrics; undefined: only the machine itself may read. */
  readonly metricsKey: string | undefined
  /** Hosts (`host` or `host:port`) of the inside that webhooks may go to, by http too; anything else must be https and outside. */
  readonly webhookHosts: readonly string[]
  /** Sites that may show the chat in a frame, as exact origins; none: nobody may. */
  readonly widgetOrigins: readonly string[]
  /** An OTLP collector for traces; undefined: none are made. */
  readonly traces: { readonly endpoint: string; readonly serviceName: string; readonly share: number } | undefined
  /** True when other processes share the database. */
  readonly isShared: boolean
  /**
   * What makes an agent live (分身以什么为准). `files`: a saved page, within a second. `published`: only what was published, whatever the
   * files say.
   */
  readonly agentPages: 'files' | 'published'
  /** A folder of public test sets that `eval` reads where it is there. */
  readonly corpora: string | undefined
}

type Env = Readonly<Record<string, string | undefined>>

/**
 * `NAME=value` lines, no expansion. ` # why` behind a value is none of it; a # within one is (passwords). Node's own reader ends a value there.
 * A line that is none of it is named.
 */
export const settingsIn = (text: string, file: string): Env =>
  Object.fromEntries(
    text.split(/\r?\n/).flatMap((line, at) => {
      if (/^\s*(?:#|$)/.test(line)) return []
      const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^#\s].*?))?(?:(?:\s+|(?<==))#.*|\s*)$/.exec(line)
      if (!match) throw new SettingError({ setting: `${file}:${at + 1}`, why: 'a line is NAME=value, or begins with #' })
      return [[match[1], match[2] ?? match[3] ?? match[4] ?? '']]
    }),
  )

/** What `.env` of the working folder says, if there is one. The real environment wins. */
const dotEnv = (): Env => {
  const file = resolve('.env')
  return existsSync(file) ? settingsIn(readFileSync(file, 'utf8'), file) : {}
}

const number = (env: Env, name: string, fallback: number): number => {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isFinite(value) || value < 0) throw new SettingError({ setting: name, why: `"${text}" is no number` })
  return value
}

/**
 * The share of memory that the index may take: a million clauses are 200 MB of index, 55,000 are 17, and no more is taken than there is
 * (docs/benchmarks.md). A container says how much memory it has.
 */
const usualSearchCacheMb = (): number => {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  return Math.round(Math.min(256, Math.max(64, memory / 1_048_576 / 32)))
}

const text = (env: Env, name: string): string | undefined => env[name] || undefined

/** One of a closed list. What is none of it stops the start: a misspelt `production` must not open a demo. */
const oneOf = <Value extends string>(env: Env, name: string, choices: readonly Value[]): Value | undefined => {
  const given = text(env, name)
  if (given === undefined) return undefined
  const chosen = choices.find((choice) => choice === given)
  if (chosen !== undefined) return chosen
  const near = nearest(given, choices)
  throw new SettingError({ setting: name, why: `"${given}" is none of ${choices.join(', ')}${near ? `; did you mean ${near}?` : ''}` })
}

const isTrue = (env: Env, name: string): boolean => ['true', '1'].includes(oneOf(env, name, ['true', 'false', '1', '0']) ?? '')

const webAddress = (env: Env, name: string): string | undefined => {
  const given = text(env, name)
  if (given !== undefined && !(URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)))
    throw new SettingError({ setting: name, why: `"${given}" is no address such as https://police.example.cn` })
  return given
}

const portOf = (env: Env): number => {
  const port = number(env, 'PORT', 3000)
  if (Number.isInteger(port) && port <= 65_535) return port
  throw new SettingError({ setting: 'PORT', why: `"${env.PORT}" is no port: 1 to 65535, or 0 for a free one` })
}

/** A PostgreSQL server, or a file of SQLite. Any other `scheme://` would be taken for the name of a file. */
const databaseOf = (env: Env): string => {
  const given = text(env, 'DATABASE_URL') ?? ''
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(given)?.[1]
  if (scheme === undefined || /^(?:postgres(?:ql)?|pglite)$/.test(scheme)) return given
  throw new SettingError({
    setting: 'DATABASE_URL',
    why: `"${scheme}://" is no database of ours: postgres://user@host/name, or a file for SQLite`,
  })
}

const webhookHostsOf = (env: Env): readonly string[] => {
  const hosts = list(text(env, 'WEBHOOK_HOSTS'))
  for (const host of hosts)
    if (!/^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d+)?$/i.test(host))
      throw new SettingError({ setting: 'WEBHOOK_HOSTS', why: `"${host}" is no host or host:port; there are no wildcards` })
  return hosts
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const list = (given = ''): string[] =>
  given
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)

/** Each as a browser says it, `https://www.example.cn`: no path, no wildcard. They go into a header word for word. */
const widgetOriginsOf = (env: Env, isProduction: boolean): readonly string[] => {
  const origins = list(text(env, 'WIDGET_ORIGINS'))
  for (const origin of origins) {
    const exact = URL.canParse(origin) ? new URL(origin).origin : ''
    if (exact !== origin || !/^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin))
      throw new SettingError({ setting: 'WIDGET_ORIGINS', why: `"${origin}" is no exact origin such as https://www.example.cn` })
    if (isProduction && !origin.startsWith('https:'))
      throw new SettingError({ setting: 'WIDGET_ORIGINS', why: `"${origin}" is not https, and production is framed by https only` })
  }
  return origins
}

/** A file that a setting names, which must be there then, or the usual one of the working folder if it is there. */
const fileOr = (named: string | undefined, setting: string, usual: string, isReal: boolean): string | undefined => {
  const file = named ?? (isReal && existsSync(usual) ? usual : undefined)
  if (file && !existsSync(file)) throw new SettingError({ setting, why: `${file} is not there` })
  return file ? resolve(file) : undefined
}

/** Production starts only when everything that a demo makes up is brought along. */
const demandForProduction = (env: Env): void => {
  const needed: readonly (readonly [string, string])[] = [
    ['PUBLIC_URL', 'the https address that is printed on certificates'],
    ['DATA_KEY', 'the key of the personal columns (or DATA_KEY_FILE); it is never made up in production'],
    ['OIDC_ISSUER', 'the identity provider; the demo provider asks for no password and never opens in production'],
    ['SIGNING_P12_FILE', 'the PKCS#12 file of the seal; a demo key signs nothing real'],
    ['REGISTRY_URL', 'the record platform of the bureau; the embedded registry holds invented people'],
  ]
  for (const [name, why] of needed) {
    if (text(env, name) || (name === 'DATA_KEY' && text(env, 'DATA_KEY_FILE'))) continue
    throw new SettingError({ setting: name, why: `production needs ${why}` })
  }
  if (!text(env, 'PUBLIC_URL')?.startsWith('https://'))
    throw new SettingError({ setting: 'PUBLIC_URL', why: 'production is served by https only' })
}

const smtpOf = (env: Env): Config['smtp'] => {
  const url = text(env, 'SMTP_URL')
  if (url === undefined) return undefined
  const from = text(env, 'SMTP_FROM')
  if (!/^smtps?:\/\//.test(url)) throw new SettingError({ setting: 'SMTP_URL', why: 'wants smtps://user:password@host or smtp://host:587' })
  if (from === undefined || !/@[\w.-]+/.test(from))
    throw new SettingError({ setting: 'SMTP_FROM', why: 'SMTP_URL is set, so name the sender' })
  return { url, from, timeoutMs: number(env, 'SMTP_TIMEOUT_MS', 20_000) }
}

const smsOf = (env: Env): Config['sms'] => {
  const url = text(env, 'SMS_URL')
  if (url === undefined) return undefined
  const secret = text(env, 'SMS_SECRET')
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new SettingError({ setting: 'SMS_URL', why: 'wants the address of the gateway' })
  if (secret === undefined || secret.length < 16)
    throw new SettingError({ setting: 'SMS_SECRET', why: 'SMS_URL is set, so every message is signed: at least 16 characters' })
  return { url, secret, timeoutMs: number(env, 'SMS_TIMEOUT_MS', 10_000) }
}

const clamdOf = (env: Env): Config['clamd'] => {
  const url = text(env, 'CLAMD_URL')
  if (url === undefined) return undefined
  if (!/^unix:.+|^tcp:\/\/[^/]+$/.test(url))
    throw new SettingError({ setting: 'CLAMD_URL', why: 'wants tcp://host:3310 or unix:/path/to/clamd.ctl' })
  return { url, timeoutMs: number(env, 'CLAMD_TIMEOUT_MS', 30_000) }
}

const tracesOf = (env: Env): Config['traces'] => {
  const endpoint = text(env, 'OTEL_EXPORTER_OTLP_ENDPOINT')
  if (!endpoint) return undefined
  if (!/^https?:\/\//.test(endpoint))
    throw new SettingError({ setting: 'OTEL_EXPORTER_OTLP_ENDPOINT', why: 'it has to begin with http:// or https://' })
  const share = number(env, 'OTEL_TRACES_SAMPLER_ARG', 1)
  if (share > 1) throw new SettingError({ setting: 'OTEL_TRACES_SAMPLER_ARG', why: 'a share is between 0 and 1' })
  return { endpoint, serviceName: text(env, 'OTEL_SERVICE_NAME') ?? 'fenshen', share }
}

/** The only reader of process.env. Throws SettingError naming the setting. */
export const readConfig = (flags: Env = {}, environment: Env = process.env): Config => {
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined))
  const env: Env = { ...dotEnv(), ...environment, ...given }
  const mode = oneOf(env, 'FENSHEN_MODE', ['demo', 'production'])
  const isProduction = mode === 'production' || (env.NODE_ENV === 'production' && mode !== 'demo')
  if (isProduction) demandForProduction(env)
  const keyFile = text(env, 'DATA_KEY_FILE')
  if (keyFile && !existsSync(keyFile)) throw new SettingError({ setting: 'DATA_KEY_FILE', why: `${keyFile} is not there` })
  const issuer = webAddress(env, 'OIDC_ISSUER')
  const p12 = text(env, 'SIGNING_P12_FILE')
  const registryUrl = webAddress(env, 'REGISTRY_URL')
  const validity = text(env, 'VALIDITY_DAYS')
  const embedding = text(env, 'EMBEDDING_MODEL')
  const embeddingUrl = webAddress(env, 'EMBEDDING_BASE_URL')
  if (embedding && !embeddingUrl)
    throw new SettingError({
      setting: 'EMBEDDING_BASE_URL',
      why: 'EMBEDDING_MODEL is set, so name the endpoint: no text leaves by a default',
    })
  const rerankUrl = webAddress(env, 'RERANK_URL')
  return {
    mode: isProduction ? 'production' : 'demo',
    host: text(env, 'HOST') ?? '127.0.0.1',
    port: portOf(env),
    publicUrl: (webAddress(env, 'PUBLIC_URL') ?? '').replace(/\/$/, ''),
    databaseUrl: databaseOf(env),
    dataDir: resolve(text(env, 'DATA_DIR') ?? 'var'),
    cacheDir: resolve(text(env, 'CACHE_DIR') ?? join(text(env, 'DATA_DIR') ?? 'var', 'cache')),
    dataKey: keyFile ? readFileSync(keyFile, 'utf8').trim() : text(env, 'DATA_KEY'),
    model: {
      baseUrl: webAddress(env, 'OPENAI_BASE_URL'),
      apiKey: text(env, 'OPENAI_API_KEY'),
      name: text(env, 'MODEL'),
      silentMs: number(env, 'MODEL_SILENT_MS', 20_000),
      totalMs: number(env, 'MODEL_TOTAL_MS', 90_000),
    },
    modelsFile: fileOr(text(env, 'MODELS_FILE'), 'MODELS_FILE', 'models.yaml', environment === process.env),
    mcpFile: fileOr(text(env, 'MCP_FILE'), 'MCP_FILE', 'mcp.yaml', environment === process.env),
    secret: (name) => text(env, name),
    embedding: embedding && embeddingUrl ? { baseUrl: embeddingUrl, apiKey: text(env, 'EMBEDDING_API_KEY'), name: embedding } : undefined,
    rerank: rerankUrl ? { url: rerankUrl, apiKey: text(env, 'RERANK_API_KEY'), name: text(env, 'RERANK_MODEL') ?? '' } : undefined,
    searchCacheMb: number(env, 'SEARCH_CACHE_MB', usualSearchCacheMb()),
    oidc: issuer
      ? { issuer, clientId: text(env, 'OIDC_CLIENT_ID') ?? 'fenshen', clientSecret: text(env, 'OIDC_CLIENT_SECRET') ?? '' }
      : undefined,
    signing: p12 ? { file: p12, password: text(env, 'SIGNING_P12_PASSWORD') ?? '' } : undefined,
    registry: registryUrl
      ? {
          url: registryUrl,
          certFile: text(env, 'REGISTRY_CERT_FILE'),
          keyFile: text(env, 'REGISTRY_KEY_FILE'),
          caFile: text(env, 'REGISTRY_CA_FILE'),
          bearer: text(env, 'REGISTRY_BEARER'),
          timeoutMs: number(env, 'REGISTRY_TIMEOUT_MS', 5_000),
        }
      : undefined,
    clamd: clamdOf(env),
    remedy: { review: text(env, 'REVIEW_ORGAN'), court: text(env, 'REVIEW_COURT') },
    smtp: smtpOf(env),
    sms: smsOf(env),
    materialDays: number(env, 'MATERIAL_DAYS', 180),
    noticeDays: number(env, 'NOTICE_DAYS', 365),
    paperDays: number(env, 'PAPER_DAYS', 0) || undefined,
    bureau: text(env, 'BUREAU_UNIT') ?? '159900',
    demoIncidents: isProduction ? 0 : Math.min(number(env, 'DEMO_INCIDENTS', 60), 100_000),
    certificateRegion: text(env, 'CERTIFICATE_REGION') ?? 'national',
    validityDays: validity === undefined ? (isProduction ? undefined : 90) : number(env, 'VALIDITY_DAYS', 90) || undefined,
    trustedProxies: number(env, 'TRUSTED_PROXIES', 0),
    metricsKey: text(env, 'METRICS_KEY'),
    webhookHosts: webhookHostsOf(env),
    widgetOrigins: widgetOriginsOf(env, isProduction),
    traces: tracesOf(env),
    logLevel: oneOf(env, 'LOG_LEVEL', logLevels) ?? (isProduction ? 'info' : 'warn'),
    isShared: isTrue(env, 'SHARED_DATABASE'),
    agentPages: oneOf(env, 'AGENT_PAGES', ['files', 'published']) ?? (isProduction ? 'published' : 'files'),
    corpora: text(env, 'FENSHEN_CORPORA'),
  }
}

/** What only tests ask of the environment. */
export const testEnvironment = (
  environment: Env = process.env,
): { readonly shots: string | undefined; readonly databaseUrl: string | undefined; readonly templates: string | undefined } => ({
  shots: environment.SHOTS,
  databaseUrl: environment.TEST_DATABASE_URL,
  templates: environment.TEST_TEMPLATES,
})
