import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'

/** One thing that stands in the wrong place: the file, and where it should go instead. */
export interface Fault {
  readonly file: string
  readonly reason: string
}

/** Sources by their path from the root, with `/` between folders. */
export type Sources = ReadonlyMap<string, string>

/** A known exception: one file, what it may do, and why. One that is no longer needed is a fault. */
export interface Exception {
  readonly file: string
  /** A folder of ours, a library, or `process.env`. */
  readonly may: string
  readonly why: string
}

/** What a folder may import of ours, and where code goes that wants more. */
const arrows: Readonly<Record<string, { readonly may: readonly string[]; readonly instead: string }>> = {
  core: { may: [], instead: 'core stands on nothing: pass the value in, or move the file to the folder that it needs' },
  domain: { may: ['core'], instead: 'a rule takes plain data: put the type or port in core/, and let platform.ts hand the part in' },
  tools: { may: ['core', 'domain'], instead: 'a tool reaches databases and models only by its ctx: widen the port in core/' },
  guards: { may: ['core', 'domain'], instead: 'a guard sees the text and the person only: put the rule in domain/, the type in core/' },
  store: { may: ['core'], instead: 'the store keeps rows and decides nothing: put the rule in domain/, the port in core/' },
  knowledge: { may: ['core', 'files'], instead: 'put the shared type in core/' },
  seeing: { may: ['core'], instead: 'whoever counts hears of what happened by a type of core/seeing.ts' },
  files: { may: ['core'], instead: 'a reader knows bytes and tables, not what they are for: hand its rows to whoever asked' },
  models: { may: ['core'], instead: 'a model reads only what any model is shown: page, tools, messages' },
  connectors: { may: ['core'], instead: 'a connector speaks to one outside system behind a port in core/' },
  runtime: { may: ['core', 'models'], instead: 'the machine knows no desk: put the type in core/, and let platform.ts hand the part in' },
  server: {
    may: ['core', 'runtime'],
    instead: 'a door parses and hands on: take the part by server/parts.ts, and let platform.ts bring it',
  },
  web: { may: [], instead: 'a page knows the HTTP API only: put the shape in web/src/api.ts' },
  evals: { may: ['core', 'testing.ts'], instead: 'an eval comes in by the front door, through testing.ts' },
  e2e: {
    may: ['core', 'server', 'testing.ts', 'config.ts'],
    instead: 'a browser comes in by the front door: open the platform with testing.ts',
  },
}

/** Folders beside the root files that may import anything: commands, measurements, and runs that take a whole platform apart. */
const anything = ['commands', 'bench', 'proofs']

const tests = /\.test\.tsx?$|^store\/contract(?:\.ts|\/)|^evals\/|^e2e\/|^proofs\/|^vitest\.config\.ts$/

/** Where a library may be imported. Root files, bench/ and proofs/ may import any. */
const homes: readonly { readonly library: RegExp; readonly in: RegExp; readonly instead: string }[] = [
  {
    library: /^(?:drizzle-orm|drizzle-kit|better-sqlite3|sqlite-vec|pg|@electric-sql)(?:\/|$)/,
    in: /^store\//,
    instead: 'databases live in store/, behind the ports of core/ports.ts',
  },
  {
    library: /^@modelcontextprotocol(?:\/|$)/,
    in: /^(?:server|connectors)\//,
    instead: 'MCP is spoken in server/mcp/ (to whoever comes) and connectors/ (to servers of others)',
  },
  { library: /^@a2a-js(?:\/|$)/, in: /^server\//, instead: 'A2A is spoken in server/a2a/' },
  { library: /^(?:hono|@hono)(?:\/|$)/, in: /^server\//, instead: 'HTTP lives in server/' },
  { library: /^(?:oidc-provider|openid-client)(?:\/|$)/, in: /^server\//, instead: 'sign-in lives in server/auth/' },
  {
    library: /^(?:langchain|@langchain)(?:\/|$)/,
    in: /^(?:models|runtime)\//,
    instead: 'model libraries live in models/ and runtime/',
  },
  {
    library: /^@myriaddreamin(?:\/|$)/,
    in: /^domain\/(?:papers|reports)\//,
    instead: 'paper is set in domain/papers/ and domain/reports/',
  },
  {
    library: /^(?:qrcode|pkijs|asn1js)(?:\/|$)/,
    in: /^domain\/papers\//,
    instead: 'seal and signature live in domain/papers/',
  },
  { library: /^docx(?:\/|$)/, in: /^domain\/reports\//, instead: 'office files are written in domain/reports/' },
  {
    library: /^(?:heic-decode|jpeg-js|unpdf|yauzl|saxes|htmlparser2|chardet)(?:\/|$)/,
    in: /^files\//,
    instead: 'files that people bring are read in files/',
  },
  { library: /^pinyin-pro(?:\/|$)/, in: /^domain\/disputes\//, instead: 'slips by sound are made in domain/disputes/lexicon/' },
  { library: /^@node-rs\/jieba(?:\/|$)/, in: /^knowledge\//, instead: 'words of documents are cut in knowledge/terms/' },
  { library: /^(?:preact|@preact)(?:\/|$)/, in: /^web\//, instead: 'pages live in web/' },
  {
    library: /^(?:prom-client|@opentelemetry)(?:\/|$)/,
    in: /^seeing\//,
    instead: 'metrics and traces are made in seeing/, from what core/seeing.ts tells',
  },
  { library: /^(?:jose|pino)(?:\/|$)/, in: /^server\//, instead: 'tokens and logs are made at the door or at the root' },
  { library: /^nodemailer(?:\/|$)/, in: /^connectors\//, instead: 'mail is sent by connectors/' },
  {
    library: /^node:(?:http|https|http2|tls|net|dgram|dns)(?:\/|$)/,
    in: /^(?:connectors|server)\/|^models\/wire\.ts$/,
    instead: 'sockets are opened in server/ (coming in), connectors/ and models/wire.ts (going out)',
  },
  {
    library: /^(?:vitest|fast-check|playwright-core|axe-core)(?:\/|$)/,
    in: tests,
    instead: 'test libraries are for *.test.ts, store/contract/, evals/, e2e/ and proofs/',
  },
]

/** Folders that take no library at all beyond these. */
const spare: Readonly<Record<string, RegExp>> = {
  core: /^(?:zod|node:crypto)$/,
  tools: /^zod$/,
  guards: /^zod$/,
}

const forbiddenNames = /(?:^|-)(?:utils?|helpers?|commons?|managers?|services?|misc)$/
const codeFile = /\.(?:ts|tsx|mjs|css)$/
/** Longer than this asks for a reason, in lines. */
export const lineLimit = 400

/** Every file of code in the tree, read. */
export const readTree = (root: string): Sources => {
  const skipped = /^(?:node_modules|var|coverage|dist|\..*)$/
  const walk = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (skipped.test(entry.name)) return []
      const path = join(folder, entry.name)
      return entry.isDirectory() ? walk(path) : codeFile.test(entry.name) ? [path] : []
    })
  return new Map(walk(root).map((path) => [relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')]))
}

/** What a source imports, type imports too. The formatter keeps statements at the start of a line, which is what this reads by. */
export const importsOf = (source: string): readonly string[] => {
  const code = source.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '')
  const forms = [
    /^import\s+(?:type\s+)?[\w$*{}\s,]+?\s+from\s+['"]([^'"]+)['"]/gm,
    /^export\s+(?:type\s+)?(?:\*(?:\s+as\s+[\w$]+)?|\{[^}]*\})\s+from\s+['"]([^'"]+)['"]/gm,
    /^import\s+['"]([^'"]+)['"]/gm,
    /\b(?:import|require)\(\s*['"]([^'"]+)['"]/g,
  ]
  return [...new Set(forms.flatMap((form) => [...code.matchAll(form)].map((match) => match[1] ?? '')))]
}

const isRelative = (name: string): boolean => name.startsWith('.')
const targetOf = (file: string, name: string): string => posix.normalize(posix.join(dirname(file), name))
/** `domain/records/rules.ts` belongs to `domain`; a root file belongs to itself. */
const houseOf = (file: string): string => file.split('/')[0] ?? file
const isRoot = (file: string): boolean => !file.includes('/')

const arrowFault = (file: string, name: string): { house: string; reason: string } | undefined => {
  const [from, to] = [houseOf(file), houseOf(targetOf(file, name))]
  const arrow = arrows[from]
  if (isRoot(file) || from === to || anything.includes(from)) return undefined
  if (!arrow) return { house: to, reason: `folder ${from}/ is not in the table of architecture.ts; add it there with what it may import` }
  if (arrow.may.includes(to) || (to === 'testing.ts' && tests.test(file))) return undefined
  return { house: to, reason: `${from}/ may not import ${name}; ${arrow.instead}` }
}

const libraryFault = (file: string, name: string): string | undefined => {
  if (isRoot(file) || /^(?:bench|proofs)\//.test(file)) return undefined
  const home = homes.find(({ library }) => library.test(name))
  if (home) return home.in.test(file) ? undefined : `may not import ${name}; ${home.instead}`
  const few = tests.test(file) ? undefined : spare[houseOf(file)]
  return few && !few.test(name) ? `${houseOf(file)}/ may not import ${name}; do I/O where it lives and pass the value in` : undefined
}

/** Import circles, each once, as the way round. Imports of types count. */
const circlesIn = (sources: Sources): readonly (readonly string[])[] => {
  const done = new Set<string>()
  const circles: string[][] = []
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) {
      circles.push([...way.slice(way.indexOf(file)), file])
      return
    }
    if (done.has(file)) return
    for (const name of importsOf(sources.get(file) ?? '').filter(isRelative)) {
      const target = targetOf(file, name)
      if (sources.has(target)) walk(target, [...way, file])
    }
    done.add(file)
  }
  for (const file of sources.keys()) walk(file, [])
  return circles
}

/** Everything in the tree that stands in the wrong place. `long` maps a file past the limit to the lines it has today. */
export const faultsIn = (
  sources: Sources,
  known: { readonly exceptions: readonly Exception[]; readonly long: Readonly<Record<string, number>> },
): readonly Fault[] => {
  const faults: Fault[] = []
  const used = new Set<Exception>()
  const add = (file: string, reason: string, wants?: string): void => {
    const exception = known.exceptions.find((one) => one.file === file && one.may === wants)
    if (exception) used.add(exception)
    else faults.push({ file, reason })
  }
  for (const [file, source] of sources) {
    const wrongName = file.split('/').find((part) => forbiddenNames.test(part.replace(/(?:\.test)?\.\w+$/, '')))
    if (wrongName) add(file, `"${wrongName}" names a home for leftovers; name the file for what it holds`)
    const lines = source.split('\n').length - 1
    const allowed = known.long[file]
    if (allowed === undefined && lines > lineLimit) add(file, `${lines} lines, more than ${lineLimit}; split it by subject`)
    if (allowed !== undefined && lines > allowed) add(file, `${lines} lines, and the list of long files may only shrink (${allowed})`)
    if (allowed !== undefined && lines <= lineLimit) add(file, 'is short again; take it off the list of long files')
    if (!/\.tsx?$/.test(file)) continue
    for (const name of importsOf(source)) {
      const arrow = isRelative(name) ? arrowFault(file, name) : undefined
      if (arrow) add(file, arrow.reason, arrow.house)
      const library = isRelative(name) ? undefined : libraryFault(file, name)
      if (library) add(file, library, name)
    }
    const readsEnvironment = /\bprocess\.env\b|\bimport\.meta\.env\b|['"]dotenv/.test(source.replace(/^\s*(?:\/\/|\/?\*).*$/gm, ''))
    if (readsEnvironment && !/^config\.ts$|^testing-setup\.ts$|^architecture(?:\.test)?\.ts$|^(?:bench|proofs)\//.test(file))
      add(file, 'reads the environment; only config.ts does: add a setting there and pass the value in', 'process.env')
  }
  for (const file of Object.keys(known.long).filter((path) => !sources.has(path)))
    faults.push({ file, reason: 'is gone; take it off the list of long files' })
  for (const { file, may } of known.exceptions.filter((one) => !used.has(one)))
    faults.push({ file, reason: `no longer needs its exception for ${may}; take it off the list` })
  for (const way of circlesIn(sources))
    faults.push({ file: way[0] ?? '', reason: `imports itself by ${way.slice(1).join(' → ')}; move what they share to a third file` })
  return faults
}
