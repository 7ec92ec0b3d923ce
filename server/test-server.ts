import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import pino from 'pino'
import { z } from 'zod'
import type { Application, Certificate, OfflineCheck } from '../core/certificates.ts'
import { uuidv7 } from '../core/ids.ts'
import { nearest } from '../core/nearest.ts'
import type { Citizen, Officer, Who } from '../core/people.ts'
import { openCalendar } from '../domain/calendar/calendar.ts'
import { createDesk } from '../domain/certificates/desk.ts'
import { maskName } from '../domain/certificates/masking.ts'
import { readRulebook } from '../domain/certificates/rulebook/read.ts'
import { createKeyDesk } from '../domain/keys/desk.ts'
import { maskPersonal } from '../domain/personal-data/mask-personal.ts'
import { openDesk } from '../knowledge/desk.ts'
import { openIndex } from '../knowledge/index/text-index.ts'
import { readLexicon } from '../knowledge/query/lexicon.ts'
import { openSearch, type Search } from '../knowledge/search.ts'
import { openShelf } from '../knowledge/shelf.ts'
import { entryOf } from '../knowledge/terms/entry.ts'
import { bringUpload } from '../knowledge/upload.ts'
import { openStore } from '../store/open.ts'
import { createServer } from './app.ts'
import { claimsOf } from './auth/claims.ts'
import { mintDemoToken } from './auth/demo-token.ts'
import { checkedBy } from './check-answers.ts'
import { openDemoIdentity } from './demo-identity/demo-identity.ts'
import type { ServerConfig, ServerParts } from './parts.ts'
import { keyRoutes } from './routes/keys.ts'

/** Invented people; numbers of region 1599xx can be nobody's. */
const citizen = (id: string, name: string, number: string, birth: string): Citizen => ({
  kind: 'citizen',
  id,
  name,
  document: { kind: 'resident_id', number },
  birth,
  sex: 'male',
  nationality: 'CHN',
  phone: undefined,
  hukouUnit: 'station-a',
  residenceUnit: undefined,
})
const officer = (id: string, name: string, unit: string, roles: Officer['roles']): Officer => ({ kind: 'officer', id, name, unit, roles })

export const cast = {
  zhang: citizen('demo-zhang', '张向北', '159901199003072016', '1990-03-07'),
  li: citizen('demo-li', '李小雨', '159901198506150042', '1985-06-15'),
  wang: officer('demo-wang', '王守正', 'station-a', ['officer']),
  zhao: officer('demo-zhao', '赵明', 'station-a', ['officer', 'approver']),
  chen: officer('demo-chen', '陈海', 'station-b', ['officer', 'approver']),
  lin: officer('demo-lin', '林局', 'bureau', ['approver']),
  qian: officer('demo-qian', '钱审', 'bureau', ['auditor']),
  gu: officer('demo-gu', '顾思齐', 'bureau', ['analyst']),
  guan: officer('demo-guan', '管有方', 'bureau', ['admin']),
} satisfies Record<string, Who>

const units = [
  { id: 'bureau', name: '云溪县公安局', parent: undefined },
  { id: 'station-a', name: '云溪县公安局城东派出所', parent: 'bureau' },
  { id: 'station-b', name: '云溪县公安局城西派出所', parent: 'bureau' },
  { id: 'elsewhere', name: '别县公安局', parent: undefined },
]

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const socket = createSocket().listen(0, '127.0.0.1', () => {
      const address = socket.address()
      socket.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** Reads the little format of these tests: `SIGNED <number>`. The real reader of signed PDFs is tested where it lives. */
const readFile = async (bytes: Uint8Array): Promise<OfflineCheck> => {
  const number = /^SIGNED (\S+)/.exec(Buffer.from(bytes).toString('latin1'))?.[1]
  if (!number) return { verdict: 'invalid', reason: 'not_a_pdf' }
  return { verdict: 'valid', kind: 'certificate', number, maskedName: '张**', issuedOn: '2026-11-20', validUntil: undefined, isDemo: true }
}

/** A server as people meet it: real database in a temporary folder, the demo provider, a clock in the test's hand. */
export const openTestServer = async (change: { config?: Partial<ServerConfig>; parts?: Partial<ServerParts> } = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-server-'))
  const time = { now: new Date('2026-11-22T02:00:00Z') }
  const clock = () => time.now
  const store = await openStore({ url: join(folder, 'test.db'), key: new Uint8Array(32).fill(7), clock })
  for (const unit of units) await store.people.saveUnit({ ...unit, phone: '0000-110', address: '云溪县人民路1号' })
  for (const person of Object.values(cast)) await store.people.save(person)

  const port = await freePort()
  const publicUrl = change.config?.publicUrl ?? `http://localhost:${port}`
  const keys = await generateKeyPair('ES256', { extractable: true })
  const jwk = { ...(await exportJWK(keys.privateKey)), use: 'sig', alg: 'ES256', kid: 'test' }
  const people: readonly Who[] = Object.values(cast)
  const failures: unknown[] = []
  const lines: string[] = []
  const demo = openDemoIdentity({
    publicUrl,
    isProduction: false,
    clock,
    signingKey: jwk,
    onFailed: (cause) => failures.push(cause),
    people: {
      personas: async () =>
        people.map(({ id, name, kind }) => ({ id, name, kind, note: '可以试着办一份证明', group: kind === 'citizen' ? '群众' : '民警' })),
      claims: async (id) => {
        const who = people.find((person) => person.id === id)
        return who && claimsOf(who)
      },
    },
  })
  const rules = join(import.meta.dirname, '../data/rules/certificates')
  const desk = createDesk({
    store,
    registry: { ask: async () => 'clear' },
    press: { print: async () => new Uint8Array() },
    papers: { write: async () => [] },
    canPrint: () => true,
    calendar: openCalendar([]),
    clock,
    bureau: 'bureau',
    publicUrl,
    isDemo: true,
    validityDays: undefined,
    book: readRulebook(
      readdirSync(rules).map((name) => ({ name, text: readFileSync(join(rules, name), 'utf8') })),
      { region: 'national', nearest },
    ),
    handedIn: async () => [],
  }).over(store)
  const index = openIndex(store.knowledge)
  let search: Search | undefined
  /** Opened by the first question: most tests ask none. */
  const library = (): Search => {
    search ??= openSearch({ store: store.knowledge, index, clock, lexicon: readLexicon(join(import.meta.dirname, '../data/lexicon')) })
    return search
  }
  const apiKeys = createKeyDesk({ store, clock, agents: () => ['certificates'], tools: ['search_policy'] })
  const server = createServer({
    clock,
    store,
    log: pino({ level: 'debug' }, { write: (line: string) => lines.push(line) }),
    identity: { oidc: demo.oidc, demo },
    demoTokenKey: keys.publicKey,
    keys: apiKeys,
    publicKeys: [jwk],
    forms: { check: (input) => ({ verdict: 'accept', reason: '', seen: z.looseObject({}).parse(input) }) },
    maskName,
    lookupSubject: (number) => store.keyed(number),
    verify: { byCode: (code) => desk.check(code), byFile: readFile },
    certificates: desk,
    library: openShelf({ store: store.knowledge, searchFor: (reader) => library().for(reader), clock }),
    knowledge: openDesk({ store, clock, upload: (file) => bringUpload(file, { store, index, entryOf, clock }), mask: maskPersonal }),
    doors: [{ path: '/', app: keyRoutes({ keys: apiKeys }) }],
    ...change.parts,
    config: {
      publicUrl,
      isProduction: false,
      isDemo: true,
      institution: '云溪县公安局',
      domainName: 'fenshen.example.cn',
      aiLabel: '人工智能生成',
      staticDir: undefined,
      trustedProxies: 0,
      ...change.config,
    },
  })
  const checked = checkedBy((path, init) => server.request(path, init))
  const listening = await server.listen({ port, host: '127.0.0.1' })

  return {
    server,
    store,
    time,
    clock,
    publicUrl,
    url: listening.url,
    failures,
    lines,
    token: (who: Who, ttlS?: number) =>
      mintDemoToken({ key: keys.privateKey, person: who.id, clock, ...(ttlS === undefined ? {} : { ttlS }) }),
    privateKey: keys.privateKey,
    keys: apiKeys,
    /** Asks as a program that carries the person's token. */
    async as(who: Who, path: string, init: RequestInit = {}) {
      const headers = new Headers(init.headers)
      headers.set('Authorization', `Bearer ${await this.token(who)}`)
      return checked(path, { ...init, headers })
    },
    browser: () => openBrowser(listening.url, publicUrl),
    async [Symbol.asyncDispose]() {
      await listening.close()
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export type TestServer = Awaited<ReturnType<typeof openTestServer>>

/** A browser without scripts: keeps cookies, goes where it is sent, one hop at a time. */
const openBrowser = (dial: string, publicUrl: string) => {
  const jar = new Map<string, string>()
  const go = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const { pathname, search } = new URL(path, publicUrl)
    const headers = new Headers(init.headers)
    if (jar.size > 0) headers.set('Cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(`${dial}${pathname}${search}`, { redirect: 'manual', ...init, headers })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
  const follow = async (response: Response, until: RegExp): Promise<Response> => {
    const location = response.headers.get('location')
    return location && !until.test(location) ? follow(await go(location), until) : response
  }
  /** Signs in up to the point where the provider sends the browser back; gives that address. */
  const choose = async (who: Who, next = '/'): Promise<string> => {
    const atChoice = await follow(await go(`/auth/login?at=home&next=${encodeURIComponent(next)}`), /\/choose\//)
    const page = atChoice.headers.get('location') ?? ''
    await go(page)
    const chosen = await go(page, { method: 'POST', body: new URLSearchParams({ persona: who.id }) })
    return (await follow(chosen, /\/auth\/callback/)).headers.get('location') ?? ''
  }
  const me = async (): Promise<{ signedIn: boolean; csrf?: string; reason?: string; who?: { name: string } }> =>
    (await go('/api/me')).json()
  return { jar, go, follow, choose, me, signIn: async (who: Who, next?: string) => go(await choose(who, next)) }
}

/** An application as the desk would keep it. */
export const applicationOf = (who: Citizen, number: string, change: Partial<Application> = {}): Application => ({
  id: uuidv7(new Date('2026-11-20T01:00:00Z')),
  number,
  person: who.id,
  applicant: 'self',
  facts: {},
  wanted: [],
  rules: [],
  unit: 'station-a',
  state: 'ISSUED',
  purpose: 'employment',
  purposeDetail: undefined,
  recipient: undefined,
  period: undefined,
  delivery: 'electronic',
  submittedAt: new Date('2026-11-20T01:00:00Z'),
  acceptedAt: new Date('2026-11-20T01:00:00Z'),
  dueOn: '2026-11-25',
  history: [{ event: 'issue', to: 'ISSUED', at: '2026-11-20T02:00:00Z', actor: { kind: 'system' } }],
  review: undefined,
  certificate: undefined,
  revision: 0,
  ...change,
})

/** A certificate as the desk would keep it. */
export const certificateOf = (who: Citizen, number: string, change: Partial<Certificate> = {}): Certificate => ({
  number,
  application: 'SL1599012026000001',
  person: who.id,
  unit: 'station-a',
  maskedName: `${who.name.slice(0, 1)}**`,
  verifyCode: '0123456789ABCDEFGHJKMNPQ',
  issuedAt: new Date('2026-11-20T02:00:00Z'),
  issuedOn: '2026-11-20',
  validUntil: undefined,
  status: 'valid',
  revokedAt: undefined,
  sha256: '0'.repeat(64),
  isDemo: true,
  checks: 0,
  ...change,
})
