import { existsSync } from 'node:fs'
import { createServer as createProbe } from 'node:net'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { sealer } from './audit-sealer.ts'
import type { Config } from './config.ts'
import type { Agent } from './core/agent.ts'
import type { ApiKeyDesk } from './core/api-key-desk.ts'
import type { ApprovalDesk } from './core/approval-desk.ts'
import type { OpenDisputes } from './core/disputes.ts'
import { SettingError } from './core/errors.ts'
import type { Who } from './core/people.ts'
import type { Store } from './core/ports.ts'
import type { RecordRegistry } from './core/records.ts'
import { type Clock, shanghaiDate } from './core/time.ts'
import { demoPeople, seedOnce } from './demo.ts'
import { maskName } from './domain/certificates/masking.ts'
import { checkForm } from './domain/forms/check-form.ts'
import { findPersonal } from './domain/personal-data/find-personal.ts'
import { maskPersonal } from './domain/personal-data/mask-personal.ts'
import { registryKey } from './domain/records/embedded.ts'
import { dangerTo } from './guards/emergency.ts'
import { guards } from './guards/index.ts'
import { openSeal } from './institution-seal.ts'
import { type Keyring, openKeyring } from './keyring.ts'
import { openDesk } from './knowledge/desk.ts'
import { openAgents } from './open-agents.ts'
import { openApprovals } from './open-approvals.ts'
import { readCalendar } from './open-calendar.ts'
import { type OpenCertificates, openCertificates } from './open-certificates.ts'
import { type OpenDeciding, openDeciding } from './open-deciding.ts'
import { type OpenDoors, openDoors } from './open-doors.ts'
import { openFrontDesk } from './open-front-desk.ts'
import { openKnowledge, shippedTopics } from './open-knowledge.ts'
import { type LivingLexicon, openLexicon } from './open-lexicon.ts'
import { openMeaning } from './open-meaning.ts'
import { meaningSettings, type OpenModels, openModels, pageModels } from './open-models.ts'
import { type OpenNotices, openNotices } from './open-notices.ts'
import { type OpenOfficerDesk, openOfficerDesk } from './open-officer-desk.ts'
import { openPapers } from './open-papers.ts'
import { buildVersion, openReceipts, type Receipts } from './open-receipts.ts'
import { allTools, type OpenTools, openTools } from './open-remote-tools.ts'
import { reportDoors } from './open-reports.ts'
import { openSeeing } from './open-seeing.ts'
import { openStudio, type Studio } from './open-studio.ts'
import { type OpenTasks, openTasks } from './open-tasks.ts'
import type { PagesFound } from './runtime/agent-pages.ts'
import { type CallTool, createToolCaller } from './runtime/call-tool.ts'
import { agentsFor } from './runtime/front-desk.ts'
import { personalGate } from './runtime/personal-gate.ts'
import { behindDanger } from './runtime/route.ts'
import type { NamedModel } from './runtime/speak.ts'
import { createTurns, type TurnGround, type Turns } from './runtime/turn.ts'
import { aiLabel } from './runtime/words.ts'
import { createServer, type FenshenServer } from './server/app.ts'
import { openDemoIdentity } from './server/demo-identity/demo-identity.ts'
import { agents as agentRoutes } from './server/routes/agents.ts'
import { caseDraftRoutes } from './server/routes/case-drafts.ts'
import { conversations } from './server/routes/conversations.ts'
import { lexiconBody, lexiconRoutes } from './server/routes/lexicon.ts'
import { openStore } from './store/open.ts'

const home = import.meta.dirname
const dataFolder = join(home, 'data')
const sealEveryMs = 2_000
const knowledgeEveryMs = 30_000

/** What stands ready to serve. */
export interface Platform {
  readonly config: Config
  readonly store: Store
  readonly keyring: Keyring
  readonly desk: OpenCertificates['desk']
  readonly office: OpenCertificates['office']
  readonly told: OpenNotices
  readonly turns: Turns
  readonly callTool: CallTool
  readonly acts: OpenTools
  readonly keys: ApiKeyDesk
  readonly webhooks: OpenDoors['webhooks']
  readonly disputes: OpenDisputes
  readonly loop: OpenTasks
  readonly bounds: OpenModels
  readonly approvals: ApprovalDesk
  readonly receipts: Receipts
  readonly deciding: OpenDeciding
  readonly officers: OpenOfficerDesk
  readonly studio: Studio
  readonly lexicon: LivingLexicon
  readonly pages: { current(): PagesFound; reload(): PagesFound }
  readonly server: FenshenServer
  readonly log: Logger
  /** Goes on with what a crash left, then seals the audit and resumes at intervals. */
  start(): Promise<void>
  /** Learns ahead what the first message of a citizen needs. */
  warm(): Promise<void>
  /** Seals every row of the audit that no seal covers. Gives back how many rows. */
  seal(): Promise<number>
  close(): Promise<void>
}

/** What tests put in place of the real thing: the clock, a model, nothing else of ours. */
export interface Stand {
  readonly clock?: Clock
  readonly model?: NamedModel
  readonly agentsFolder?: string
  readonly isWatching?: boolean
  readonly registry?: RecordRegistry
  readonly log?: Logger
}

/** What agent pages are checked against. */
export const pageGround = (config: Pick<Config, 'mcpFile'>, agentsFolder = join(home, 'agents')) => ({
  folder: agentsFolder,
  tools: allTools(config),
  topics: shippedTopics(),
})

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createProbe()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })

/** The address that people see, and the port behind it. */
export const withAddress = async (config: Config): Promise<Config> => {
  const port = config.port === 0 ? await freePort() : config.port
  return { ...config, port, publicUrl: config.publicUrl || `http://localhost:${port}` }
}

/** Puts every part in its place and introduces it to the others. Nothing serves yet. */
export const openPlatform = async (given: Config, stand: Stand = {}): Promise<Platform> => {
  const config = await withAddress(given)
  const isDemo = config.mode === 'demo'
  const clock: Clock = stand.clock ?? (() => new Date())
  const log = stand.log ?? pino({ level: config.logLevel, base: null })
  const keyring = await openKeyring(config)
  const store = await openStore({ url: config.databaseUrl || join(config.dataDir, 'fenshen.db'), key: keyring.data, clock })
  if (isDemo) await seedOnce(store, { dataFolder, clock })
  const bureau = await store.people.findUnit(config.bureau)
  if (!bureau)
    throw new SettingError({
      setting: 'BUREAU_UNIT',
      why: `there is no unit ${config.bureau} in the store; node main.ts units FILE.yaml brings units in`,
    })

  const seal = await openSeal(config, keyring, { institution: bureau.name, at: clock() })
  const calendar = readCalendar()
  const acts = openTools(config, log)
  const { tools } = acts
  const { approvals, doors: approvalDoors } = openApprovals({ store, clock })
  const certificates = openCertificates({ config, store, calendar, clock, log, bureau, seal, registry: stand.registry })
  const { desk } = certificates
  const papers = openPapers({ config, store, clock })
  const monotonicMs = stand.clock ? undefined : () => performance.now()
  const officers = openOfficerDesk({ store, clock, calendar, approvals, certificates, config, log, monotonicMs })
  const told = openNotices({ config, store, clock, log, institution: bureau.name })
  const { meaning, embed } = openMeaning(store.knowledge, meaningSettings(config), {
    clock,
    onState: (state) => log.warn({ state }, 'search by meaning'),
    onReport: ({ embedded, fault, refused }) => log.info({ embedded, fault, refused: refused.length }, 'clauses embedded'),
  })
  const knowledge = openKnowledge(store, clock, { meaning, cacheMb: config.searchCacheMb })
  for (const { source, why } of (await knowledge.bringShipped()).broken) log.error({ source }, why)
  if (await knowledge.isReindexDue()) log.warn('data/asks has changed since the laws were indexed: run ingest --reindex')

  const lexicon = openLexicon({ store, clock, dataDir: config.dataDir, past: (by, options) => loop.past(by, options) })
  const loop = openTasks({ store, clock, calendar, disputes: lexicon.disputes, log })

  const own = (await store.knowledge.documents()).map(({ topic }) => topic)
  const ground = {
    folder: stand.agentsFolder ?? join(home, 'agents'),
    tools,
    topics: [...new Set([...shippedTopics(), ...own])],
    models: pageModels(config),
  }
  const pages = await openAgents({ store, clock, log, ground, serves: config.agentPages, isWatching: stand.isWatching ?? isDemo })
  const studio = openStudio({ store, clock, log, agents: pages, ground, approvals, bureau: bureau.id, config })

  const bounds = await openModels({
    ...{ store, clock, config, log, tools, stand: stand.model },
    agents: () => pages.current().agents,
  })
  const deciding = openDeciding({ store, clock, tools, log, switches: bounds.switchboard, isAlone: !config.isShared })
  const seeing = await openSeeing({
    ...{ store, clock, config, log, tools, running: () => turns.running() },
    agents: () => pages.current().agents,
    models: () => bounds.endpoints.map(({ named }) => named.name),
  })
  bounds.listen(seeing.model)
  const callTool = createToolCaller({
    approvals,
    onDecided: deciding.told,
    sender: deciding.sender,
    onTool: seeing.tool,
    tools,
    store,
    switches: bounds.switchboard,
    desk: desk.over,
    tasks: loop.over,
    officers: officers.help,
    search: knowledge.search.for,
    disputes: lexicon.disputes,
    clock,
    onSettleFailed: ({ tool, cause }) => log.error({ tool, kind: cause instanceof Error ? cause.name : 'unknown' }, 'goes on later'),
  })

  const frontDesk = openFrontDesk(knowledge, config.cacheDir)
  const { router } = frontDesk
  const turnGround: TurnGround = {
    store,
    clock,
    agents: () => pages.current().agents,
    agentVersion: pages.agentVersion,
    router,
    guards,
    callTool,
    switches: bounds.switchboard,
    models: bounds.chain,
    loop: {
      tools,
      callTool,
      clock,
      gate: personalGate({ find: findPersonal, keyed: store.keyed }),
      patience: { silentMs: config.model.silentMs, totalMs: config.model.totalMs, maxChars: 8_000 },
      onModelCall: bounds.onModelCall,
      onModelFault: ({ model, fault, cause }) =>
        log.warn({ model, fault, kind: cause instanceof Error ? cause.name : undefined }, 'model given up'),
    },
    onFailed: ({ turn, cause }) =>
      log.error(
        {
          turn,
          kind: cause instanceof Error ? cause.name : 'unknown',
          frames: cause instanceof Error ? (cause.stack ?? '').split('\n').slice(1, 8) : [],
        },
        'turn failed',
      ),
    onTurn: seeing.turn,
    build: buildVersion(),
    isAlone: !config.isShared,
  }
  const turns = createTurns(turnGround)
  const receipts = openReceipts({ store, clock, turns: turnGround })

  const demo = config.oidc
    ? undefined
    : openDemoIdentity({
        publicUrl: config.publicUrl,
        isProduction: !isDemo,
        people: demoPeople(store, dataFolder),
        signingKey: keyring.demoIdentity,
        clock,
        onFailed: (cause) => log.error({ kind: cause instanceof Error ? cause.name : 'unknown' }, 'demo sign-in failed'),
      })
  const oidc = config.oidc ?? demo?.oidc
  if (!oidc) throw new SettingError({ setting: 'OIDC_ISSUER', why: 'no identity provider' })
  const visitor = (who: Who | undefined): readonly Agent[] =>
    who ? agentsFor(pages.current().agents, who) : pages.current().agents.filter((agent) => agent.audience === 'citizen')
  const programs = openDoors({
    ...{ store, clock, turns, tools, callTool, guards, log, agents: visitor, pages: () => pages.current().agents },
    ...{ switches: bounds.switchboard, topics: () => ground.topics, publicUrl: config.publicUrl, institution: bureau.name },
    ...{ bureau: bureau.id, webhookHosts: config.webhookHosts, listen: bounds.listen },
  })
  const today = (): string => shanghaiDate(clock())

  const server = createServer({
    config: {
      publicUrl: config.publicUrl,
      isProduction: !isDemo,
      isDemo,
      institution: bureau.name,
      domainName: new URL(config.publicUrl).host,
      aiLabel: aiLabel(false),
      staticDir: existsSync(join(home, 'web', 'dist')) ? join(home, 'web', 'dist') : undefined,
      ...{ trustedProxies: config.trustedProxies, widgetOrigins: config.widgetOrigins },
    },
    clock,
    store,
    log,
    identity: { oidc, demo },
    demoTokenKey: isDemo ? keyring.tokens.publicKey : undefined,
    keys: programs.keys,
    publicKeys: [seal.payloadJwk],
    forms: {
      check: (input) =>
        checkForm({ asOf: today(), ...(input as Record<string, unknown>) } as Parameters<typeof checkForm>[0], { demo: isDemo }),
    },
    maskName,
    lookupSubject: (documentNumber) => store.keyed(registryKey(documentNumber)),
    verify: certificates.verify,
    certificates: desk.over(store),
    ...{ models: bounds.word, switches: bounds.switchboard },
    library: knowledge.library,
    knowledge: openDesk({ store, clock, upload: knowledge.upload, mask: maskPersonal }),
    bodies: [lexiconBody, ...loop.bodies, ...certificates.bodies, ...papers.bodies],
    doors: [
      { path: '/', app: conversations({ turns, store }) },
      { path: '/', app: caseDraftRoutes({ turns, store, clock, mask: maskPersonal }) },
      { path: '/', app: lexiconRoutes({ lexicon: lexicon.desk }) },
      ...loop.doors,
      ...papers.doors,
      ...certificates.doors,
      ...told.doors,
      ...bounds.doors,
      ...approvalDoors,
      ...deciding.doors,
      ...seeing.doors,
      ...receipts.doors,
      ...officers.doors,
      ...studio.doors,
      ...reportDoors(store, { clock, isDemo }),
      ...programs.doors,
      {
        path: '/',
        app: agentRoutes({
          agents: visitor,
          route: (text, who) => behindDanger(router(visitor(who)).route(text, {}), dangerTo({ text, who })),
        }),
      },
    ],
  })

  const sealNow = sealer(store, keyring, clock)
  const timers: NodeJS.Timeout[] = []
  const every = (ms: number, work: () => Promise<unknown>): void => {
    let isBusy = false
    const timer = setInterval(() => {
      if (isBusy) return
      isBusy = true
      work()
        .catch((cause: unknown) => log.error({ kind: cause instanceof Error ? cause.name : 'unknown' }, 'background work failed'))
        .finally(() => {
          isBusy = false
        })
    }, ms)
    timer.unref()
    timers.push(timer)
  }
  return {
    config,
    store,
    keyring,
    desk,
    office: certificates.office,
    told,
    turns,
    callTool,
    acts,
    keys: programs.keys,
    webhooks: programs.webhooks,
    disputes: lexicon.disputes,
    loop,
    bounds,
    approvals,
    deciding,
    receipts,
    officers,
    studio,
    lexicon,
    pages,
    server,
    log,
    seal: sealNow,
    async start() {
      // Nobody else serves: whatever is unfinished was cut off, however young it is.
      await certificates.resumeAll()
      await deciding.look()
      every(sealEveryMs, sealNow)
      every(1_000, pages.look)
      if (embed) every(knowledgeEveryMs, embed)
      every(knowledgeEveryMs, knowledge.tidy)
      const parts = [deciding, acts, loop, officers, bounds, programs, seeing, told, certificates, papers]
      for (const { everyMs, run } of parts.flatMap(({ chores }) => chores)) every(everyMs, run)
    },
    warm: () => frontDesk.warm(pages.current().agents.filter(({ audience }) => audience === 'citizen')),
    async close() {
      for (const timer of timers) clearInterval(timer)
      pages.close()
      frontDesk.close()
      await seeing.close()
      await sealNow().catch(() => undefined)
      await studio.close()
      await lexicon.close()
      await store.close()
    },
  }
}
