import { describe, expect, it } from 'vitest'
import { type Exception, faultsIn, importsOf, lineLimit, readTree } from './architecture.ts'

/** Known exceptions. This list may only shrink. */
const exceptions: readonly Exception[] = [
  { file: 'connectors/test-authority.ts', may: 'pkijs', why: 'tests of mutual TLS need certificates of an authority of their own' },
  { file: 'connectors/test-authority.ts', may: 'asn1js', why: 'as above' },
  { file: 'server/test-server.ts', may: 'domain', why: 'a test brings the real desk to the doors, as platform.ts does' },
  { file: 'server/test-server.ts', may: 'store', why: 'a test stands on a real database' },
  { file: 'server/test-server.ts', may: 'knowledge', why: 'a test reads real documents, as platform.ts lets people do' },
  { file: 'models/test-embeddings.ts', may: 'node:http', why: 'a scripted endpoint that models under test talk to' },
  { file: 'models/test-endpoint.ts', may: 'node:http', why: 'a scripted endpoint that models under test talk to' },
  { file: 'runtime/agent-pages.test.ts', may: 'tools', why: 'pages are checked against the tools that there are' },
  { file: 'store/postgres/server.test.ts', may: 'process.env', why: 'the suite runs on a real server when TEST_DATABASE_URL names one' },
  { file: 'setup.test.ts', may: 'process.env', why: 'setup.mjs is a program of its own: it is started with the PATH of the machine' },
]

/** Files past the limit, with their lines today. This list may only shrink. */
const long: Readonly<Record<string, number>> = {
  // A list of sayings, nothing else.
  'server/assets/verify.css': 428,
}

const none = { exceptions: [], long: {} }
const reasons = (files: Record<string, string>, known: Parameters<typeof faultsIn>[1] = none): string[] =>
  faultsIn(new Map(Object.entries(files)), known).map(({ file, reason }) => `${file}: ${reason}`)

// Joined from pieces, so that this file does not itself seem to import them.
const imports = (name: string, what = 'type { A }'): string => `import ${what} ${'from'} '${name}'\n`

describe('the house', () => {
  const tree = readTree(import.meta.dirname)

  it('has every import, name and length where it belongs', () => {
    expect(tree.size).toBeGreaterThan(200)
    expect(faultsIn(tree, { exceptions, long }).map(({ file, reason }) => `${file}: ${reason}`)).toEqual([])
  })
})

describe('the checker reads', () => {
  it.each([
    ["import { a } from './a.ts'", './a.ts'],
    ["import type { A } from './a.ts'", './a.ts'],
    ["import a, { type B } from './a.ts'", './a.ts'],
    ["import * as a from './a.ts'", './a.ts'],
    ["import {\n  a,\n  b,\n} from './a.ts'", './a.ts'],
    ["import './a.ts'", './a.ts'],
    ["export * from './a.ts'", './a.ts'],
    ["export * as a from './a.ts'", './a.ts'],
    ["export type { A } from './a.ts'", './a.ts'],
    ["export {\n  a,\n} from './a.ts'", './a.ts'],
    ["const { a } = await import('./a.ts')", './a.ts'],
    ["export const a = (): import('./a.ts').A => b", './a.ts'],
  ])('%j', (source, name) => {
    expect(importsOf(source)).toEqual([name])
  })

  it.each([
    "// import { a } from './a.ts'",
    "/**\n * import { a } from './a.ts'\n */",
    "export const from = 'a'",
    "say('import it from there')",
  ])('nothing in %j', (source) => {
    expect(importsOf(source)).toEqual([])
  })
})

describe('the checker fails', () => {
  it.each([
    ['core/a.ts', '../domain/b.ts', 'core/ may not import'],
    ['domain/x/a.ts', '../../store/b.ts', 'domain/ may not import'],
    ['tools/a.ts', '../store/b.ts', 'reaches databases and models only by its ctx'],
    ['guards/a.ts', '../runtime/b.ts', 'guards/ may not import'],
    ['store/sqlite/a.ts', '../../domain/b.ts', 'put the rule in domain/'],
    ['models/offline/a.ts', '../../tools/b.ts', 'models/ may not import'],
    ['knowledge/a.ts', '../store/b.ts', 'knowledge/ may not import'],
    ['connectors/a.ts', '../server/b.ts', 'connectors/ may not import'],
    ['runtime/a.ts', '../domain/b.ts', 'the machine knows no desk'],
    ['server/routes/a.ts', '../../tools/b.ts', 'let platform.ts bring it'],
    ['web/src/a.tsx', '../../core/b.ts', 'a page knows the HTTP API only'],
    ['evals/a.test.ts', '../platform.ts', 'by the front door'],
    ['domain/x/a.ts', '../../config.ts', 'domain/ may not import'],
    ['cellar/a.ts', '../core/b.ts', 'is not in the table'],
  ])('for %s that imports %s', (file, name, reason) => {
    expect(reasons({ [file]: imports(name) })).toEqual([expect.stringContaining(reason)])
  })

  it.each([
    ['tools/a.ts', 'drizzle-orm', 'databases live in store/'],
    ['server/routes/a.ts', 'better-sqlite3', 'databases live in store/'],
    ['runtime/a.ts', 'hono', 'HTTP lives in server/'],
    ['domain/x/a.ts', '@langchain/core/messages', 'models/ and runtime/'],
    ['server/a.ts', '@myriaddreamin/typst-ts-node-compiler', 'domain/papers/'],
    ['server/a.ts', 'docx', 'domain/reports/'],
    ['connectors/a.ts', 'pkijs', 'domain/papers/'],
    ['runtime/a.ts', 'openid-client', 'sign-in lives in server/auth/'],
    ['server/pages/a.ts', 'preact', 'pages live in web/'],
    ['domain/x/a.ts', 'node:https', 'sockets are opened'],
    ['core/a.ts', 'node:fs', 'pass the value in'],
    ['tools/a.ts', 'yaml', 'pass the value in'],
    ['server/a.ts', 'vitest', 'test libraries'],
  ])('for %s that imports the library %s', (file, name, reason) => {
    expect(reasons({ [file]: imports(name) })).toEqual([expect.stringContaining(reason)])
  })

  it('for a way round, even of types', () => {
    const files = { 'core/a.ts': imports('./b.ts'), 'core/b.ts': imports('./c.ts'), 'core/c.ts': imports('./a.ts') }
    expect(reasons(files)).toEqual(['core/a.ts: imports itself by core/b.ts → core/c.ts → core/a.ts; move what they share to a third file'])
  })

  it('for a second reader of the environment', () => {
    expect(reasons({ 'runtime/a.ts': 'const port = process.env.PORT\n' })).toEqual([expect.stringContaining('only config.ts does')])
    expect(reasons({ 'config.ts': 'const port = process.env.PORT\n' })).toEqual([])
  })

  it('for a file that has grown too long, and for one that grows while on the list', () => {
    const source = 'a\n'.repeat(lineLimit + 1)
    expect(reasons({ 'core/a.ts': source })).toEqual([expect.stringContaining('split it by subject')])
    expect(reasons({ 'core/a.ts': source }, { exceptions: [], long: { 'core/a.ts': lineLimit + 1 } })).toEqual([])
    expect(reasons({ 'core/a.ts': `${source}b\n` }, { exceptions: [], long: { 'core/a.ts': lineLimit + 1 } })).toEqual([
      expect.stringContaining('may only shrink'),
    ])
  })

  it('for an entry of a list that is no longer needed', () => {
    expect(reasons({ 'core/a.ts': 'a\n' }, { exceptions: [], long: { 'core/a.ts': 500, 'core/b.ts': 500 } })).toEqual([
      expect.stringContaining('is short again'),
      expect.stringContaining('is gone'),
    ])
    const stale = { exceptions: [{ file: 'core/a.ts', may: 'store', why: 'once' }], long: {} }
    expect(reasons({ 'core/a.ts': 'a\n' }, stale)).toEqual([expect.stringContaining('no longer needs its exception')])
  })

  it.each(['core/utils.ts', 'runtime/helpers/a.ts', 'server/session-manager.ts', 'domain/service/a.ts', 'store/common.test.ts'])(
    'for the name %s',
    (file) => {
      expect(reasons({ [file]: 'a\n' })).toEqual([expect.stringContaining('home for leftovers')])
    },
  )
})

describe('the checker lets pass', () => {
  it('what goes the way of the arrows', () => {
    expect(
      reasons({
        'core/a.ts': imports('zod'),
        'domain/x/a.ts': imports('../../core/a.ts'),
        'tools/a.ts': imports('../domain/x/a.ts'),
        'tools/a.test.ts': imports('vitest') + imports('../testing.ts'),
        'server/routes/a.ts': imports('hono') + imports('../../runtime/a.ts'),
        'domain/service-items.ts': imports('../core/a.ts'),
        'platform.ts': imports('./store/a.ts') + imports('hono'),
        'commands/a.ts': imports('../platform.ts'),
      }),
    ).toEqual([])
  })
})
