import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { nearest } from '../core/nearest.ts'

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

/** What is wrong with the flags, and the nearest right one. */
const flagFault = (cause: unknown, known: readonly string[]): string => {
  const message = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : ''
  const unknown = /^Unknown option '(-+[^']*)'/.exec(message)?.[1]
  if (unknown !== undefined) {
    const near = nearest(unknown.replace(/^-+/, ''), known)
    return `unknown flag ${unknown}${near === undefined ? '' : `; did you mean --${near}?`} --help lists them`
  }
  const valued = /^Option '(?:-\w, )?(--[\w-]+)/.exec(message)?.[1]
  if (valued === undefined) return message || 'unreadable flags'
  if (message.includes('does not take')) return `${valued} takes no value`
  return `${valued} wants a value${message.includes('ambiguous') ? `; one that begins with - is written ${valued}=-…` : ''}`
}

/** Reads the words after a command. Throws UsageError for an unknown flag. */
export const readWords = (
  command: Command,
  words: readonly string[],
): { values: Record<string, string | boolean | undefined>; args: string[] } => {
  const options = { ...settingFlags, ...command.options }
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options,
      allowPositionals: true,
      strict: true,
    })
    // Only single strings and booleans are declared above.
    return { values: values as Record<string, string | boolean | undefined>, args: positionals }
  } catch (cause) {
    throw new UsageError(flagFault(cause, Object.keys(options)))
  }
}

const whyNot: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  ENOTDIR: 'it is not there',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'nothing can be written there',
  ENOSPC: 'the disk is full',
}

/** A file or folder that the system did not give us, in one line; undefined for anything else that was thrown. */
export const systemFault = (cause: unknown): string | undefined => {
  if (!(cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && 'path' in cause)) return undefined
  const reads = 'syscall' in cause && ['read', 'open', 'scandir', 'stat', 'lstat', 'access'].includes(String(cause.syscall))
  return `cannot ${reads ? 'read' : 'write'} ${cause.path}: ${whyNot[cause.code] ?? cause.code}`
}

/** Throws UsageError with why a file that whoever called the command named cannot be read. */
export const demandFile = (file: string): void => {
  try {
    accessSync(file, constants.R_OK)
  } catch (cause) {
    throw new UsageError(systemFault(cause) ?? `cannot read ${file}`)
  }
  if (!statSync(file).isFile()) throw new UsageError(`cannot read ${file}: ${whyNot.EISDIR}`)
}

/** What stands in a file that whoever called the command named. */
export const givenFile = (file: string): Uint8Array => {
  demandFile(file)
  return readFileSync(file)
}
export const givenText = (file: string): string => Buffer.from(givenFile(file)).toString('utf8')

/** Prints a line for people. */
export const say = (text: string): void => void process.stdout.write(`${text}\n`)
