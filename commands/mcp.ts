import { readConfig } from '../config.ts'
import { pinOf, type RemoteDefinition, RemoteFaultError } from '../core/remote-tools.ts'
import { mcpSettings, remoteServer } from '../open-remote-tools.ts'
import { isCheckable } from '../tools/remote-input.ts'
import { type Command, say, settingsOf, UsageError } from './command.ts'

/** Text of others on one line, with nothing in it that a terminal or an eye would take for something else. */
const shown = (value: unknown): string => JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')

/** A local name that may stand in the file, from whatever the other side calls it. */
const localName = (name: string): string => {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  return words.length > 1 && /^[a-z]+$/.test(words[0] ?? '') ? words.join('_') : `use_${words.join('_') || 'tool'}`
}

const linesOf = (server: string, one: RemoteDefinition): readonly string[] => [
  `  # says: ${shown(one.description)}`,
  `  # takes: ${shown(one.inputSchema)}`,
  ...(isCheckable(one) ? [] : ['  # Its input cannot be checked here, so it would stay off.']),
  `  ${localName(one.name)}: # as pages name it: verb_noun`,
  `    server: ${server}`,
  `    remote: ${shown(one.name)}`,
  `    title: ${shown(one.name)} # in Chinese, as people read it`,
  '    scope: admin # who may: anyone, citizen, officer, reviewer, approver, analyst, admin',
  '    effect: write # read (changes nothing over there), note (leaves a word), write (the person says yes first)',
  `    sha256: ${pinOf(one)}`,
]

/** Prints what a server offers as lines of mcp.yaml, for an administrator to read, narrow and put in. */
export const mcpPin: Command = {
  usage: 'mcp pin SERVER [--json]',
  example: 'node main.ts mcp pin city-transit',
  async run({ values, args }) {
    const config = readConfig(settingsOf(values))
    const { servers, tools } = mcpSettings(config)
    const [name = ''] = args
    const settings = servers[name]
    if (args.length !== 1 || !settings)
      throw new UsageError(`which server of mcp.yaml? There are: ${Object.keys(servers).join(', ') || 'none (MCP_FILE, mcp.example.yaml)'}`)
    try {
      const offered = await remoteServer(name, settings, config).list()
      if (values.json) say(JSON.stringify(offered.map((one) => ({ ...one, sha256: pinOf(one), isCheckable: isCheckable(one) }))))
      else {
        say(
          `# ${settings.title}: ${offered.length} tools. Read what each says and takes; put in what you let in, as narrow as it can be.\ntools:`,
        )
        for (const one of offered) {
          const pinned = Object.entries(tools).filter(([, tool]) => tool.server === name && tool.remote === one.name)
          for (const [local, tool] of pinned)
            say(`  # ${local} is in the file: ${tool.sha256 === pinOf(one) ? 'the same' : 'ANOTHER ONE NOW'}`)
          for (const line of linesOf(name, one)) say(line)
        }
      }
      return 0
    } catch (cause) {
      if (!(cause instanceof RemoteFaultError)) throw cause
      process.stderr.write(`${name} gave nothing: ${cause.fault}\n`)
      return 1
    }
  },
}
