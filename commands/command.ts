import { type ParseArgsConfig, parseArgs } from 'node:util'

/** One command of `main.ts` (命令). */
export interface Command {
  /** One line that can be pasted. */
  readonly example: string
  readonly usage: string
  readonly options?: NonNullable<ParseArgsConfig['options']>
  /** Exit code: 0 fine, 1 a check failed, 2 used wrongly. */
  run(call: { values: Readonly<Record<string, string | boolean | undefined>>; args: readonly string[] }): Promise<number>
}

/** The command was used wrongly: said in one line, exit code 2. */
export class UsageError extends Error {}

/** Settings that every command takes as flags. */
export const settingFlags = {
  port: { type: 'string' },
  host: { type: 'string' },
  'public-url': { type: 'string' },
  'data-dir': { type: 'string' },
  'database-url': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies NonNullable<ParseArgsConfig['options']>

/** Flags as the settings that they override. */
export const settingsOf = (values: Readonly<Record<string, string | boolean | undefined>>): Record<string, string | undefined> => {
  const text = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined)
  return {
    PORT: text('port'),
    HOST: text('host'),
    PUBLIC_URL: text('public-url'),
    DATA_DIR: text('data-dir'),
    DATABASE_URL: text('database-url'),
  }
}

/** Reads the words after a command. Throws UsageError for an unknown flag. */
export const readWords = (
  command: Command,
  words: readonly string[],
): { values: Record<string, string | boolean | undefined>; args: string[] } => {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { ...settingFlags, ...command.options },
      allowPositionals: true,
      strict: true,
    })
    // Only single strings and booleans are declared above.
    return { values: values as Record<string, string | boolean | undefined>, args: positionals }
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message.split('\n')[0] : 'unreadable flags')
  }
}

/** Prints a line for people. */
export const say = (text: string): void => void process.stdout.write(`${text}\n`)
