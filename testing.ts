import { createHmac, randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type Config, readConfig, testEnvironment } from './config.ts'
import type { Reply, TurnEvent } from './core/conversation.ts'
import type { ModelGate } from './core/models.ts'
import type { Store } from './core/ports.ts'
import type { RecordRegistry } from './core/records.ts'
import type { Clock } from './core/time.ts'
import { seedPeople } from './demo.ts'
import { findPersonal } from './domain/personal-data/find-personal.ts'
import { judgeSettings } from './open-models.ts'
import { openPlatform, type Platform } from './platform.ts'
import { personalGate } from './runtime/personal-gate.ts'
import type { NamedModel } from './runtime/speak.ts'
import { mintDemoToken } from './server/auth/demo-token.ts'
import { checkedBy } from './server/check-answers.ts'
import { openStore } from './store/open.ts'

/** A clock that tests move by hand. Begins on a working day, in office hours. */
export const handClock = (start = '2026-11-18T02:00:00.000Z'): { now: Clock; advance(ms: number): void; set(iso: string): void } => {
  let at = new Date(start).getTime()
  return {
    now: () => new Date(at),
    advance: (ms) => {
      at += ms
    },
    set: (iso) => {
      at = new Date(iso).getTime()
    },
  }
}

/** A whole platform in a temporary folder, on a real database, with the clock given. */
export interface TestPlatform extends AsyncDisposable {
  readonly platform: Platform
  readonly folder: string
  /** Every line that was logged, as text. */
  readonly logs: string[]
  /** Headers of a program that is signed in as a persona. */
  as(persona: string): Promise<Record<string, string>>
  /** Asks the API; a body is sent as JSON. */
  ask(persona: string | undefined, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  /** A conversation of one person. */
  visit(persona: string, agent?: string): Promise<Visit>
}

/** A conversation by the front door. */
export interface Visit {
  readonly id: string
  readonly greeting: string
  say(text: string): Promise<Reply>
  /** The same with events; ids beside them. */
  hear(text: string): Promise<{ id: string; event: TurnEvent }[]>
}

/** Settings of a test: a temporary folder and a free port, nothing from the environment. */
export const testConfig = (folder: string, more: Record<string, string> = {}): Config =>
  readConfig({ DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'trace', FENSHEN_MODE: 'demo', ...more }, {})

/** Reads a `text/event-stream` body to its end. */
export const readEvents = async (response: Response): Promise<{ id: string; event: TurnEvent }[]> => {
  const text = await response.text()
  return text
    .split('\n\n')
    .filter((frame) => frame.startsWith('id:') || frame.startsWith('event:'))
    .map((frame) => {
      const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1] ?? ''
      // The wire carries exactly the union that the runtime yields.
      return { id: field('id'), event: { event: field('event'), data: JSON.parse(field('data')) } as TurnEvent }
    })
}

/** An empty database on a real server, and how to drop it. The user must be allowed to create databases. */
export const emptyDatabase = async (server: string): Promise<{ url: string; drop(): Promise<void> }> => {
  const { default: pg } = await import('pg')
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  const name = `fenshen_test_${randomUUID().replaceAll('-', '_')}`
  await admin.query(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    async drop() {
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

/** Where `testing-setup.ts` lays the databases that tests begin with. */
export const templateFiles = (folder: string) => ({
  sqlite: join(folder, 'fenshen.db'),
  pglite: join(folder, 'documents.tar'),
  emptyPglite: join(folder, 'empty.tar'),
})

/** `pglite:` begins with the copy that the run has made, if it has made one. */
const fromTemplate = (url: string | undefined, template: 'pglite' | 'emptyPglite'): string | undefined => {
  const { templates } = testEnvironment()
  return url === 'pglite:' && templates ? `pglite:${templateFiles(templates)[template]}` : url
}

/** The address of an empty PGlite. */
export const emptyPglite = (): string => fromTemplate('pglite:', 'emptyPglite') ?? 'pglite:'

/** Opens a platform for one test. `url` names another database, or a server on which an empty one is made; by default SQLite in the folder. */
export const openTestPlatform = async (
  options: {
    clock?: Clock
    model?: NamedModel
    registry?: RecordRegistry
    agentsFolder?: string
    isWatching?: boolean
    url?: string
    settings?: Record<string, string>
    /** More invented people, in the form of `seed --people`. */
    people?: string
    folder?: string
  } = {},
): Promise<TestPlatform> => {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'fenshen-'))
  const logs: string[] = []
  const clock = options.clock ?? handClock().now
  const { templates } = testEnvironment()
  const database = join(folder, 'fenshen.db')
  if (templates && !options.url && !existsSync(database)) {
    mkdirSync(folder, { recursive: true })
    copyFileSync(templateFiles(templates).sqlite, database)
  }
  const server = options.url?.startsWith('postgres') ? await emptyDatabase(options.url) : undefined
  const url = server?.url ?? fromTemplate(options.url, 'pglite')
  // What the front desk learns is learned once in a run, not once in each file.
  const cache = templates ? { CACHE_DIR: join(templates, 'cache') } : {}
  const config = testConfig(folder, { ...(url ? { DATABASE_URL: url } : {}), DATA_KEY: testKey, ...cache, ...options.settings })
  const platform = await openPlatform(config, {
    clock,
    isWatching: options.isWatching ?? false,
    log: pino({ level: 'trace', base: null }, { write: (line: string) => void logs.push(line) }),
    ...(options.model ? { model: options.model } : {}),
    ...(options.registry ? { registry: options.registry } : {}),
    ...(options.agentsFolder ? { agentsFolder: options.agentsFolder } : {}),
  })
  if (options.people) await seedPeople(platform.store, options.people, { dataFolder: join(import.meta.dirname, 'data'), clock })
  const as = async (persona: string): Promise<Record<string, string>> => ({
    Authorization: `Bearer ${await mintDemoToken({ key: platform.keyring.tokens.privateKey, person: persona, clock })}`,
  })
  const request = checkedBy((path, init) => platform.server.request(path, init), 'platform')
  const ask: TestPlatform['ask'] = async (persona, method, path, body, headers = {}) =>
    request(path, {
      method,
      headers: { ...(persona ? await as(persona) : {}), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  return {
    platform,
    folder,
    logs,
    as,
    ask,
    async visit(persona, agent) {
      const opened = await (await ask(persona, 'POST', '/api/conversations', agent ? { agent } : {})).json()
      const { id, greeting } = opened as { id: string; greeting: string }
      return {
        id,
        greeting,
        say: async (text) => (await (await ask(persona, 'POST', `/api/conversations/${id}/messages`, { text })).json()) as Reply,
        hear: async (text) =>
          readEvents(await ask(persona, 'POST', `/api/conversations/${id}/messages`, { text }, { Accept: 'text/event-stream' })),
      }
    },
    async [Symbol.asyncDispose]() {
      await platform.close()
      await server?.drop()
      if (!options.folder) rmSync(folder, { recursive: true, force: true })
    },
  }
}

export { openTestMailServer, wordsOfMail } from './connectors/test-mail-server.ts'
export { mod112CheckDigit } from './domain/forms/check-digits.ts'
export { maskPersonal } from './domain/personal-data/mask-personal.ts'
export * from './models/test-endpoint.ts'
export { lazyDisputes } from './open-disputes.ts'
export { findPersonal }

/** One key for every test, so that a folder can be opened again. */
export const testKey = Buffer.alloc(32, 7).toString('base64')

/** The judge that models.yaml names, as an eval is given it. */
export const judgeOf = (settings: Record<string, string>): Record<string, string> => judgeSettings(readConfig(settings, {}))

/** The gate that every text passes on its way to a model (个人信息令牌), for a model that an eval asks by itself. */
export const testGate = (): ModelGate =>
  personalGate({ find: findPersonal, keyed: (text) => createHmac('sha256', testKey).update(text).digest('hex') })

/** A real database alone. */
export interface TestStore {
  readonly store: Store
  close(): Promise<void>
}

/** Opens one where no platform is needed: nobody is seeded and no document read. `pglite:`, or a SQLite file that goes with it. */
export const openTestStore = async (url?: string): Promise<TestStore> => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-store-'))
  const store = await openStore({
    url: fromTemplate(url, 'emptyPglite') ?? join(folder, 'store.db'),
    key: Buffer.from(testKey, 'base64'),
    clock: handClock().now,
  })
  return {
    store,
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
