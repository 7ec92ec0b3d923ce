import { readConfig } from '../config.ts'
import { type Finding, readFindings, writeFindings } from '../models/findings.ts'
import { probe } from '../models/probe.ts'
import { findingsFile, keyOf, modelSettings } from '../open-models.ts'
import { type Command, say, settingsOf, UsageError } from './command.ts'

const mark = (isGood: boolean): string => (isGood ? '✓' : '✗')

const linesOf = (name: string, found: Finding): string[] =>
  found.isReachable
    ? [
        `${name}: ${found.model}`,
        `  ${mark(found.streams)} streams   ${mark(found.tools)} tools   ${mark(found.parallelTools)} several at once   ${mark(found.toolChoice)} tool_choice   JSON schema: ${found.jsonSchema}`,
        `  thinking: ${found.thinking}   usage: ${found.usage}   temperature: ${found.temperature ? 'taken' : 'refused'}   system: ${found.system}   limit: ${found.maxTokens}`,
        ...(found.toolsBy === 'page'
          ? ['  Its server takes no tools in their field: they stand on its page, and its calls in its text.']
          : []),
        ...(found.readsAll === false
          ? ['  It forgets the head of a longer request. Give it a context of 16,000 tokens or more (Ollama: OLLAMA_CONTEXT_LENGTH).']
          : []),
        ...(found.tools ? [] : ['  It calls no tools: it can talk, but do nothing. Give it no page that has tools.']),
      ]
    : [`${name}: ${found.model}`, `  ✗ does not answer: ${found.why}`]

/** Finds out what each endpoint that chats can really do, and keeps it: from the next start on each is asked as it wants. */
export const modelsCheck: Command = {
  usage: 'models check [NAME…] [--json]',
  example: 'node main.ts models check',
  async run({ values, args }) {
    const config = readConfig(settingsOf(values))
    const settings = modelSettings(config)
    const chatting = Object.entries(settings.endpoints).filter(([, { roles }]) => roles.some((role) => ['chat', 'judge'].includes(role)))
    const unknown = args.find((name) => !chatting.some(([known]) => known === name))
    if (unknown)
      throw new UsageError(`no endpoint "${unknown}" that chats; there are: ${chatting.map(([name]) => name).join(', ') || 'none'}`)
    if (chatting.length === 0 && !values.json)
      say(
        config.model.baseUrl && !config.modelsFile
          ? 'OPENAI_BASE_URL is set and MODEL is not: no model is asked, the offline model does everything'
          : 'no endpoint is configured: the offline model does everything (models.example.yaml, docs/models.md)',
      )
    const file = findingsFile(config)
    const found: Record<string, Finding> = { ...readFindings(file) }
    for (const [name, one] of chatting.filter(([known]) => args.length === 0 || args.includes(known))) {
      found[name] = await probe(
        {
          ...{ baseUrl: one.base_url, apiKey: keyOf(name, one, config), model: one.model },
          ...{ connectMs: one.timeouts.connect_ms, totalMs: one.timeouts.total_ms, fields: one.fields },
        },
        () => new Date(),
      )
      if (!values.json) for (const line of linesOf(name, found[name])) say(line)
    }
    writeFindings(file, found)
    if (values.json) say(JSON.stringify(found))
    return chatting.every(([name]) => found[name]?.isReachable !== false) ? 0 : 1
  },
}
