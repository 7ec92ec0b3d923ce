import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager'
import { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages'
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs'
import Database from 'better-sqlite3'
import { mod112CheckDigit } from '../domain/forms/check-digits.ts'
import type { NamedModel } from '../runtime/speak.ts'
import type { TestPlatform } from '../testing.ts'

/** A resident number of the invented region 159901 with a right check digit. */
export const residentId = (birth: string, sequence: number): string => {
  const body = `159901${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
  return body + mod112CheckDigit(body)
}

/** People in the form of `seed --people`. */
export const peopleFile = (people: readonly Readonly<Record<string, string>>[]): string => JSON.stringify({ people })

/** What a scripted model says next: text in pieces with pauses (ms), or the call of a tool. */
export type Line = readonly (string | number)[] | { readonly call: string; readonly args: Readonly<Record<string, unknown>> }

/** A model that says what it is told to, slowly if need be; the only thing we ever stand in for. */
class ScriptedModel extends BaseChatModel {
  calls = 0
  readonly next: (messages: readonly BaseMessage[]) => Line
  constructor(next: (messages: readonly BaseMessage[]) => Line) {
    super({})
    this.next = next
  }
  override _llmType(): string {
    return 'scripted'
  }
  override bindTools(): this {
    return this
  }
  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const pieces: string[] = []
    for await (const chunk of this._streamResponseChunks(messages)) pieces.push(chunk.text)
    return { generations: [{ text: pieces.join(''), message: new AIMessage(pieces.join('')) }] }
  }
  override async *_streamResponseChunks(
    messages: BaseMessage[],
    _options?: this['ParsedCallOptions'],
    _run?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    this.calls += 1
    const line = this.next(messages)
    if ('call' in line) {
      const chunk = {
        id: `call_${this.calls}`,
        name: line.call,
        args: JSON.stringify(line.args),
        index: 0,
        type: 'tool_call_chunk' as const,
      }
      yield new ChatGenerationChunk({ text: '', message: new AIMessageChunk({ content: '', tool_call_chunks: [chunk] }) })
      return
    }
    for (const piece of line) {
      if (typeof piece === 'number') await new Promise((resolve) => setTimeout(resolve, piece))
      else yield new ChatGenerationChunk({ text: piece, message: new AIMessageChunk({ content: piece }) })
    }
  }
}

/** A model by script. */
export const scriptedModel = (next: (messages: readonly BaseMessage[]) => Line): NamedModel & { calls(): number } => {
  const model = new ScriptedModel(next)
  return { name: 'scripted', model, calls: () => model.calls }
}

/** A model that is down: every call fails, and is counted. */
export const failingModel = (): NamedModel & { calls(): number } =>
  scriptedModel(() => {
    throw new Error('connect ECONNREFUSED')
  })

/** One row of a table, by column. */
export type Row = Readonly<Record<string, unknown>>

/** Every row of every table, read past the platform, straight from the file. */
export const tablesOf = (folder: string): Readonly<Record<string, readonly Row[]>> => {
  const database = new Database(join(folder, 'fenshen.db'), { readonly: true })
  try {
    const names = database.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'").pluck().all()
    return Object.fromEntries(names.map((name) => [String(name), database.prepare(`select * from "${name}"`).all() as Row[]]))
  } finally {
    database.close()
  }
}

/** How many rows each table holds. */
export const countsOf = (folder: string): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(tablesOf(folder)).map(([name, rows]) => [name, rows.length]))

/** Text of a PDF by poppler; undefined where the machine has none. */
export const pdfText = (pdf: Uint8Array): string | undefined => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-pdf-'))
  try {
    writeFileSync(join(folder, 'a.pdf'), pdf)
    return execFileSync('pdftotext', [join(folder, 'a.pdf'), '-'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).replace(
      /[ \t]+/g,
      ' ',
    )
  } catch {
    return undefined
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What a program is told when something does not work. */
export interface Problem {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
}

/** A problem as it leaves, with the media type checked by the reader of the test. */
export const problemOf = async (response: Response): Promise<Problem & { type: string }> => {
  const body = (await response.json()) as Omit<Problem, 'status'>
  return { ...body, status: response.status, type: response.headers.get('content-type')?.split(';')[0] ?? '' }
}

/** Certificates of a persona, by the API. */
export const certificatesOf = async (p: TestPlatform, persona: string): Promise<readonly { number: string; status: string }[]> => {
  const body = (await (await p.ask(persona, 'GET', '/api/certificates')).json()) as { certificates: { number: string; status: string }[] }
  return body.certificates
}
