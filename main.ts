import { enableCompileCache, registerHooks } from 'node:module'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { type Command, readWords, say, systemFault, UsageError } from './commands/command.ts'
import { BadInputError, PlatformError } from './core/errors.ts'
import { nearest } from './core/nearest.ts'
import { resolveQuickly } from './module-paths.ts'

// Loading the libraries makes garbage that V8 would keep room for ever after: the space for young objects keeps its first size, and the
// old one grows in small steps until `serve` listens (idle 228 → 150 MB of that time; a turn and a certificate cost the same, 2026-11-22).
setFlagsFromString('--semi-space-growth-factor=1')
setFlagsFromString('--heap-growing-percent=30')
// Keeps the compiled form of every file, types already stripped, so that a restart does not do it again.
enableCompileCache(join(import.meta.dirname, 'node_modules', '.cache', 'compiled'))
registerHooks({ resolve: resolveQuickly })

/** Every command. Each is loaded when it is called: a small one need not wait for the server's libraries. */
const commands: readonly { name: string; summary: string; load(): Promise<Command> }[] = [
  { name: 'serve', summary: 'Serve the platform: pages, API, sign-in', load: async () => (await import('./commands/serve.ts')).serve },
  {
    name: 'prepare',
    summary: 'Make ready what a first start makes, and end: tables, keys, the demo, what the front desk learns',
    load: async () => (await import('./commands/prepare.ts')).prepare,
  },
  {
    name: 'check',
    summary:
      'Check agent pages, calendars, worklists, rules of certificates, the lexicon of disputes, models.yaml and mcp.yaml; exit 1 when something is wrong',
    load: async () => (await import('./commands/check.ts')).check,
  },
  { name: 'migrate', summary: 'Bring the database tables up to date', load: async () => (await import('./commands/people.ts')).migrate },
  {
    name: 'seed',
    summary: 'Put the demo people into the store, or those of a file',
    load: async () => (await import('./commands/people.ts')).seed,
  },
  {
    name: 'units',
    summary: 'Bring in the bureau and its stations from a file',
    load: async () => (await import('./commands/people.ts')).units,
  },
  {
    name: 'personas',
    summary: 'List the demo people and the record state each was given',
    load: async () => (await import('./commands/people.ts')).personas,
  },
  {
    name: 'token',
    summary: 'Mint a bearer token for a demo person (an hour at most)',
    load: async () => (await import('./commands/people.ts')).token,
  },
  {
    name: 'keys',
    summary: 'Make, list, rotate and revoke the API keys of service accounts',
    load: async () => (await import('./commands/keys.ts')).keys,
  },
  {
    name: 'client',
    summary: 'Write the types of the HTTP API for the pages (web/src/api-types.ts)',
    load: async () => (await import('./commands/client.ts')).client,
  },
  {
    name: 'replay',
    summary: 'Play an answered turn again by its receipt: the same, or the difference',
    load: async () => (await import('./commands/replay.ts')).replay,
  },
  {
    name: 'ingest',
    summary: 'Bring documents into the knowledge base, take one back, or list them',
    load: async () => (await import('./commands/ingest.ts')).ingest,
  },
  {
    name: 'embed',
    summary: 'Give clauses their vectors from the configured endpoint',
    load: async () => (await import('./commands/embed.ts')).embed,
  },
  { name: 'search', summary: 'Find passages of the policy documents', load: async () => (await import('./commands/search.ts')).search },
  {
    name: 'eval',
    summary: 'Measure the platform by its suites; exit 1 below the baseline',
    load: async () => (await import('./commands/eval.ts')).evaluate,
  },
  {
    name: 'scan',
    summary: 'Read incidents and say which are disputes, how pressing, and why',
    load: async () => (await import('./commands/scan.ts')).scan,
  },
  {
    name: 'rules certificates',
    summary: 'List the rules of the certificate desk, or try them on its cases; exit 1 when one is not as it must be',
    load: async () => (await import('./commands/rules.ts')).certificateRulesCommand,
  },
  {
    name: 'agent new',
    summary: 'Begin a new agent: a page and its first case',
    load: async () => (await import('./commands/agent.ts')).agentNew,
  },
  {
    name: 'agent publish',
    summary: 'Publish agent pages from their files, after their cases were run',
    load: async () => (await import('./commands/agent-pages.ts')).agentPublish,
  },
  {
    name: 'agent restore',
    summary: 'Bring an earlier release of an agent page back',
    load: async () => (await import('./commands/agent-pages.ts')).agentRestore,
  },
  {
    name: 'agent list',
    summary: 'List agents and what serves, or the releases of one',
    load: async () => (await import('./commands/agent-pages.ts')).agentList,
  },
  {
    name: 'agent diff',
    summary: 'Compare two texts of an agent page',
    load: async () => (await import('./commands/agent-pages.ts')).agentDiff,
  },
  {
    name: 'bundle export',
    summary: 'Pack pages, cases, lexicon and documents into one signed file',
    load: async () => (await import('./commands/bundle.ts')).bundleExport,
  },
  {
    name: 'bundle key',
    summary: 'Print the public key that others need for our bundles',
    load: async () => (await import('./commands/bundle.ts')).bundleKey,
  },
  {
    name: 'bundle verify',
    summary: 'Check a bundle against its signature; exit 1 and what was changed',
    load: async () => (await import('./commands/bundle.ts')).bundleVerify,
  },
  {
    name: 'bundle import',
    summary: 'Bring a bundle in, by the same gate as any change',
    load: async () => (await import('./commands/bundle.ts')).bundleImport,
  },
  {
    name: 'demo incidents',
    summary: 'Print invented incidents with their labels as NDJSON',
    load: async () => (await import('./commands/demo.ts')).demoIncidents,
  },
  {
    name: 'demo day',
    summary: 'Play a day of invented incidents through intake and loop (demo only)',
    load: async () => (await import('./commands/demo-day.ts')).demoDay,
  },
  {
    name: 'report',
    summary: 'Write a weekly, monthly or quarterly report of disputes and their work',
    load: async () => (await import('./commands/report.ts')).report,
  },
  {
    name: 'disputes train',
    summary: 'Train the learned part of the dispute scanner on labelled texts',
    load: async () => (await import('./commands/disputes.ts')).disputesTrain,
  },
  {
    name: 'disputes evaluate',
    summary: 'Measure the dispute scanner on labelled texts: F1, confusion, recall and precision',
    load: async () => (await import('./commands/disputes.ts')).disputesEvaluate,
  },
  {
    name: 'papers',
    summary: 'Print every paper of the desk, of invented people, signed with this installation’s seal',
    load: async () => (await import('./commands/papers.ts')).papers,
  },
  {
    name: 'certificate verify',
    summary: 'Check a certificate or any other paper offline, from public keys alone; exit 1 when it is not valid',
    load: async () => (await import('./commands/certificate.ts')).certificateVerify,
  },
  {
    name: 'certificate keys',
    summary: 'Print the certificate authority and the summary key that a checker needs',
    load: async () => (await import('./commands/certificate.ts')).certificateKeys,
  },
  {
    name: 'models check',
    summary: 'Find out what each model behind an endpoint can really do; exit 1 when one does not answer',
    load: async () => (await import('./commands/models.ts')).modelsCheck,
  },
  {
    name: 'mcp pin',
    summary: 'Print the tools that another system offers over MCP, as lines of mcp.yaml to review',
    load: async () => (await import('./commands/mcp.ts')).mcpPin,
  },
  {
    name: 'switch',
    summary: 'Switch an agent, a tool, a door or a model off or on, or list what is off',
    load: async () => (await import('./commands/switch.ts')).switchCommand,
  },
  {
    name: 'backup',
    summary: 'Copy database and files into a folder, checked and signed, while the service runs',
    load: async () => (await import('./commands/backup.ts')).backup,
  },
  {
    name: 'backup verify',
    summary: 'Check a backup: every byte, its signature, the audit in it; exit 1 when something is wrong',
    load: async () => (await import('./commands/backup.ts')).backupVerify,
  },
  {
    name: 'restore',
    summary: 'Put a backup in place, on this machine or another; refuses what it would overwrite',
    load: async () => (await import('./commands/restore.ts')).restore,
  },
  {
    name: 'audit verify',
    summary: 'Check the audit log against its seals; exit 1 and the first bad row when something was changed',
    load: async () => (await import('./commands/audit.ts')).auditVerify,
  },
]

// `… | head` closes the pipe early; that is no fault.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => process.exit(cause.code === 'EPIPE' ? 0 : 1))

const help = (): string =>
  `Fenshen 分身\n\n${commands.map((command) => `  ${command.name.padEnd(20)} ${command.summary}`).join('\n')}\n\nnode main.ts COMMAND with Node 24; with any other, npm run -s fenshen -- COMMAND. Each has --help. Settings: flags, then the environment, then defaults (.env.example).\n`

/** The command that the words begin with, the longest name first (`certificate verify` has two words). */
const find = (words: readonly string[]) => {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ')
    const found = commands.find((candidate) => candidate.name === name)
    if (found) return { found, rest: words.slice(length) }
  }
  return undefined
}

/** A word that several commands begin with, or the nearest right name. */
const unknown = (words: readonly string[]): string => {
  const [first = ''] = words
  const names = commands.map(({ name }) => name)
  const family = names.filter((name) => name.startsWith(`${first} `))
  if (family.length > 0) return `which one? ${family.join(', ')}`
  const given = words
    .filter((word) => !word.startsWith('-'))
    .slice(0, 2)
    .join(' ')
  const near = nearest(given, names) ?? nearest(first, names)
  return `unknown command "${given || first}"${near === undefined ? '' : `; did you mean ${near}?`} node main.ts --help lists all`
}

const main = async (words: readonly string[]): Promise<number> => {
  if (words.length === 0 || words[0] === 'help' || words[0] === '--help' || words[0] === '-h') {
    say(help())
    return words.length === 0 ? 2 : 0
  }
  const named = find(words)
  if (!named) throw new UsageError(unknown(words))
  const command = await named.found.load()
  const { values, args } = readWords(command, named.rest)
  if (values.help) {
    say(`${named.found.summary}\n\n  node main.ts ${command.usage}\n\nExample: ${command.example}`)
    return 0
  }
  return command.run({ values, args })
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (cause) {
  // What is wrong with an input is said in `detail`: on the terminal whoever typed it is the reader.
  const said =
    cause instanceof BadInputError
      ? cause.detail
      : cause instanceof PlatformError
        ? cause.dev
        : cause instanceof UsageError
          ? cause.message
          : systemFault(cause)
  if (said === undefined) throw cause
  process.stderr.write(`${said}\n`)
  process.exitCode = cause instanceof UsageError ? 2 : 1
}
