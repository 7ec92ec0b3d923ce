import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { PageError } from '../core/errors.ts'
import { checked } from '../domain/disputes/lexicon-desk/check.ts'
import { readCalendar } from '../open-calendar.ts'
import { certificateRules } from '../open-certificate-rules.ts'
import { shippedLexiconFiles } from '../open-disputes.ts'
import { readTaskRules } from '../open-tasks.ts'
import { pageGround } from '../platform.ts'
import { readPages } from '../runtime/agent-pages.ts'
import { type Command, say } from './command.ts'

/** The files of the lexicon of disputes, the first fault of each. */
const lexiconFaults = (): readonly { readonly file: string; readonly line: number; readonly message: string }[] => {
  const read = checked(shippedLexiconFiles())
  const faults = 'faults' in read ? read.faults : []
  return faults.map(({ file, line, why }) => ({
    file: `data/lexicon/disputes/${file}`,
    line,
    message: `data/lexicon/disputes/${file}:${line}: ${why}`,
  }))
}

/** The first fault of the certificate desk's rules. */
const ruleFaults = (): readonly { readonly file: string; readonly line: number; readonly message: string }[] => {
  try {
    certificateRules(readConfig().certificateRegion)
    return []
  } catch (cause) {
    if (cause instanceof PageError) return [{ file: cause.file, line: cause.line, message: cause.dev }]
    throw cause
  }
}

/** Checks every page that people write. */
export const check: Command = {
  usage: 'check [--agents FOLDER]',
  example: 'node main.ts check',
  options: { agents: { type: 'string' } },
  async run({ values }) {
    const folder = typeof values.agents === 'string' ? values.agents : join(import.meta.dirname, '..', 'agents')
    const { agents, errors } = readPages(pageGround(folder))
    readTaskRules(readCalendar())
    const faults = [...errors.map(({ file, line, dev }) => ({ file, line, message: dev })), ...lexiconFaults(), ...ruleFaults()]
    if (values.json)
      say(
        JSON.stringify({
          ok: faults.length === 0,
          agents: agents.map((agent) => agent.id),
          errors: faults,
        }),
      )
    else {
      for (const { message } of faults) say(`✗ ${message}`)
      say(`${agents.length} agents fine${errors.length > 0 ? `, ${errors.length} pages with errors` : ''}`)
    }
    return faults.length > 0 ? 1 : 0
  },
}
