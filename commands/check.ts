import { join } from 'node:path'
import { readCalendar } from '../open-calendar.ts'
import { readTaskRules } from '../open-tasks.ts'
import { pageGround } from '../platform.ts'
import { readPages } from '../runtime/agent-pages.ts'
import { type Command, say } from './command.ts'

/** Checks every page that people write. */
export const check: Command = {
  usage: 'check [--agents FOLDER]',
  example: 'node main.ts check',
  options: { agents: { type: 'string' } },
  async run({ values }) {
    const folder = typeof values.agents === 'string' ? values.agents : join(import.meta.dirname, '..', 'agents')
    const { agents, errors } = readPages(pageGround(folder))
    readTaskRules(readCalendar())
    if (values.json)
      say(
        JSON.stringify({
          ok: errors.length === 0,
          agents: agents.map((agent) => agent.id),
          errors: errors.map((error) => ({ file: error.file, line: error.line, message: error.dev })),
        }),
      )
    else {
      for (const error of errors) say(`✗ ${error.dev}`)
      say(`${agents.length} agents fine${errors.length > 0 ? `, ${errors.length} pages with errors` : ''}`)
    }
    return errors.length > 0 ? 1 : 0
  },
}
