import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { PageError } from '../core/errors.ts'
import { checked } from '../domain/disputes/lexicon-desk/check.ts'
import { CaseError, readCases } from '../evals/cases/read.ts'
import { readCalendar } from '../open-calendar.ts'
import { certificateRules } from '../open-certificate-rules.ts'
import { shippedLexiconFiles } from '../open-disputes.ts'
import { modelSettings, pageModels } from '../open-models.ts'
import { noticeTemplates } from '../open-notices.ts'
import { mcpSettings } from '../open-remote-tools.ts'
import { readTaskRules } from '../open-tasks.ts'
import { pageGround } from '../platform.ts'
import { readPages } from '../runtime/agent-pages.ts'
import { type Command, say, settingsOf } from './command.ts'

interface Fault {
  readonly file: string
  readonly line: number
  readonly message: string
}

/** The cases beside the pages, the first fault of each file. */
const caseFaults = (folder: string, agents: readonly { readonly id: string }[]): readonly Fault[] =>
  agents.flatMap(({ id }) => {
    const [path, file] = [join(folder, id, 'cases.yaml'), `agents/${id}/cases.yaml`]
    if (!existsSync(path)) return []
    try {
      readCases(readFileSync(path, 'utf8'), file)
      return []
    } catch (cause) {
      if (!(cause instanceof CaseError)) throw cause
      return [{ file, line: Number(/:(\d+): /.exec(cause.message)?.[1] ?? 1), message: cause.message }]
    }
  })

/** The files of the lexicon of disputes, the first fault of each. */
const lexiconFaults = (): readonly Fault[] => {
  const read = checked(shippedLexiconFiles())
  const faults = 'faults' in read ? read.faults : []
  return faults.map(({ file, line, why }) => ({
    file: `data/lexicon/disputes/${file}`,
    line,
    message: `data/lexicon/disputes/${file}:${line}: ${why}`,
  }))
}

/** The faults of a file that throws the first of its own. */
const faultOf = (read: () => unknown): readonly Fault[] => {
  try {
    read()
    return []
  } catch (cause) {
    if (!(cause instanceof PageError)) throw cause
    return [{ file: cause.file, line: cause.line, message: cause.dev }]
  }
}

/** Checks every page that people write. */
export const check: Command = {
  usage: 'check [--agents FOLDER]',
  example: 'node main.ts check',
  options: { agents: { type: 'string' } },
  async run({ values }) {
    const folder = typeof values.agents === 'string' ? values.agents : join(import.meta.dirname, '..', 'agents')
    const config = readConfig(settingsOf(values))
    const wrongModels = faultOf(() => modelSettings(config))
    const models = wrongModels.length > 0 ? undefined : pageModels(config)
    const wrongServers = faultOf(() => mcpSettings(config))
    // Pages are still looked at where the file is wrong: whatever they name of it is then unknown, too.
    const ground = pageGround(wrongServers.length > 0 ? { mcpFile: undefined } : config, folder)
    const { agents, errors } = readPages({ ...ground, models })
    readTaskRules(readCalendar())
    const faults = [
      ...errors.map(({ file, line, dev }) => ({ file, line, message: dev })),
      ...[
        ...caseFaults(folder, agents),
        ...lexiconFaults(),
        ...faultOf(() => certificateRules(config.certificateRegion)),
        ...faultOf(noticeTemplates),
        ...wrongModels,
        ...wrongServers,
      ],
    ]
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
