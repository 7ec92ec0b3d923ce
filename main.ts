import { agentNew } from './commands/agent.ts'
import { auditVerify } from './commands/audit.ts'
import { certificateKeys, certificateVerify } from './commands/certificate.ts'
import { check } from './commands/check.ts'
import { type Command, readWords, say, UsageError } from './commands/command.ts'
import { migrate, personas, seed, token } from './commands/people.ts'
import { search } from './commands/search.ts'
import { serve } from './commands/serve.ts'
import { PlatformError } from './core/errors.ts'

const commands: readonly Command[] = [
  serve,
  check,
  migrate,
  seed,
  personas,
  token,
  search,
  agentNew,
  certificateVerify,
  certificateKeys,
  auditVerify,
]

const help = (): string =>
  `Fenshen 分身\n\n${commands.map((command) => `  ${command.name.padEnd(20)} ${command.summary}`).join('\n')}\n\nEach has --help. Settings: flags, then the environment, then defaults (.env.example).\n`

/** The command that the words begin with, the longest name first. */
const find = (words: readonly string[]): { command: Command; rest: readonly string[] } | undefined => {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ')
    const command = commands.find((candidate) => candidate.name === name)
    if (command) return { command, rest: words.slice(length) }
  }
  return undefined
}

const main = async (words: readonly string[]): Promise<number> => {
  if (words.length === 0 || words[0] === 'help' || words[0] === '--help' || words[0] === '-h') {
    say(help())
    return words.length === 0 ? 2 : 0
  }
  const found = find(words)
  if (!found) throw new UsageError(`unknown command "${words.slice(0, 2).join(' ')}"; node main.ts --help lists them`)
  const { values, args } = readWords(found.command, found.rest)
  if (values.help) {
    say(`${found.command.summary}\n\n  node main.ts ${found.command.usage}\n\nExample: ${found.command.example}`)
    return 0
  }
  return found.command.run({ values, args })
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (cause) {
  if (!(cause instanceof UsageError || cause instanceof PlatformError)) throw cause
  process.stderr.write(`${cause instanceof PlatformError ? cause.dev : cause.message}\n`)
  process.exitCode = cause instanceof UsageError ? 2 : 1
}
