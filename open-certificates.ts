import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { PaperPress } from './core/papers.ts'
import type { Unit } from './core/people.ts'
import type { Store } from './core/ports.ts'
import type { RecordRegistry } from './core/records.ts'
import { type Clock, shanghaiDate } from './core/time.ts'
import type { Calendar } from './domain/calendar/calendar.ts'
import { createDesk } from './domain/certificates/desk.ts'
import { intakeDoor } from './domain/certificates/intake/door.ts'
import { maxPeople } from './domain/certificates/intake/people.ts'
import { writtenPapers } from './domain/officer-desk/write-papers.ts'
import { checkText } from './domain/papers/check-text.ts'
import { openOffice } from './domain/papers/office.ts'
import { openPress, type Press } from './domain/papers/press.ts'
import { checkFile } from './domain/papers/verify-file.ts'
import { fileLimits } from './files/limits.ts'
import { readRows } from './files/read-rows.ts'
import type { openSeal } from './institution-seal.ts'
import { basisTextOf, certificateRules, deskWordsOf } from './open-certificate-rules.ts'
import { openRegistry } from './open-registry.ts'
import type { ServerParts } from './server/parts.ts'
import { applicationRoutes, peopleBody } from './server/routes/applications.ts'
import { stuckRoutes } from './server/routes/stuck.ts'

const kindOf = (cause: unknown): string => (cause instanceof Error ? cause.name : 'unknown')

const dataFolder = join(import.meta.dirname, 'data')
const resumeEveryMs = 5_000
/** An application younger than this may still be settled by the turn that accepted it. */
const resumeAfterMs = 15_000

/** What the certificate desk is opened over. */
export interface CertificateGround {
  readonly config: Config
  readonly store: Store
  readonly calendar: Calendar
  readonly clock: Clock
  readonly log: Logger
  /** The bureau's own unit: takes what no station can. */
  readonly bureau: Unit
  readonly seal: Awaited<ReturnType<typeof openSeal>>
  /** In place of the configured one. */
  readonly registry: RecordRegistry | undefined
}

/** Everything of certificates that the platform serves: the desk, its checks, what it does by itself. */
export type OpenCertificates = ReturnType<typeof openCertificates>

/** The certificate desk (证明窗口) over a store. The compiler and its fonts take their memory when the first paper is asked for. */
export const openCertificates = (ground: CertificateGround) => {
  const { config, store, calendar, clock, log, bureau, seal } = ground
  let opened: Press | undefined
  const press = (): Press => {
    opened ??= openPress({ signer: seal.signer, fontsDir: join(dataFolder, 'fonts'), sealPayload: seal.sealPayload })
    return opened
  }
  // What a desk prints goes through here, so that nothing is opened before it is needed.
  const lazyPress: PaperPress = { print: (kind, facts, at) => press().print(kind, facts, at) }
  const isDemo = config.mode === 'demo'
  const office = openOffice({ store, press: lazyPress, clock, publicUrl: config.publicUrl, isDemo })
  const registry = ground.registry ?? openRegistry(config, store, clock, log)
  const book = certificateRules(config.certificateRegion)
  const papers = writtenPapers({
    ...{ store, office, press: lazyPress, publicUrl: config.publicUrl, isDemo, validityDays: config.validityDays },
    supplementDays: book.settings.supplement_days,
    // Printed only once a bureau has named them.
    remedy: config.remedy,
    basisText: basisTextOf(book),
    words: deskWordsOf(book),
  })
  const desk = createDesk({
    store,
    registry,
    press: lazyPress,
    papers,
    canPrint: (name) => press().missingGlyphs(name).length === 0,
    calendar,
    clock,
    bureau: bureau.id,
    publicUrl: config.publicUrl,
    isDemo,
    validityDays: config.validityDays,
    book,
    handedIn: async ({ materials }, number) =>
      (await materials.list(number)).flatMap(({ kind, removedAt }) => (removedAt === undefined ? [kind] : [])),
  })
  const resume = async (options: { olderThanMs: number; limit: number }): Promise<void> => {
    const { newlyStuck } = await desk.resume(options)
    if (newlyStuck.length === 0) return
    const kinds = [...new Set(newlyStuck.map(({ cause }) => kindOf(cause)))]
    log.error({ applications: newlyStuck.map(({ number }) => number), kinds }, 'applications that cannot go on: 工作台 → 运行 shows them')
  }
  const trusted = { caCertificates: [seal.caCertificate], payloadKeys: [seal.payloadKey] }
  const today = (): string => shanghaiDate(clock())
  const verify: ServerParts['verify'] = {
    byCode: (code) => desk.over(store).check(code),
    byFile: async (bytes) => checkFile(bytes, trusted, today()),
    byText: async (text) => checkText(text, trusted, today()),
  }
  const limits = { ...fileLimits, fileBytes: peopleBody.limitBytes, unpackedBytes: 64 * 1_048_576, rows: maxPeople + 1_000, columns: 60 }
  const intake = intakeDoor({ store, clock, desk: desk.over })
  return {
    desk,
    registry,
    press: lazyPress,
    papers,
    office,
    verify,
    doors: [
      { path: '/', app: applicationRoutes({ intake, readTable: (file) => readRows(file, { limits, showsFormulas: true }) }) },
      { path: '/', app: stuckRoutes({ store, clock, desk }) },
    ],
    bodies: [peopleBody],
    /** Goes on with what a crash left. When nobody else serves, whatever is unfinished was cut off, however young it is. */
    resumeAll: () =>
      // What cannot go on now is tried again by the chore; the others are served.
      resume({ olderThanMs: config.isShared ? resumeAfterMs : 0, limit: 500 }).catch((cause: unknown) =>
        log.error({ kind: kindOf(cause) }, 'some applications wait'),
      ),
    chores: [{ everyMs: resumeEveryMs, run: () => resume({ olderThanMs: resumeAfterMs, limit: 100 }) }],
  }
}
