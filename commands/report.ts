import { writeFileSync } from 'node:fs'
import { extname } from 'node:path'
import { type PeriodKind, periodKinds, type ReportForm, reportForms } from '../core/reports.ts'
import { isPlainDate, shanghaiDate } from '../core/time.ts'
import { openReports } from '../open-reports.ts'
import { type Command, say, UsageError } from './command.ts'
import { withStore } from './ground.ts'

const isPeriod = (text: unknown): text is PeriodKind => periodKinds.some((kind) => kind === text)
const isForm = (text: string): text is ReportForm => reportForms.some((form) => form === text)

/** Weekly, monthly and quarterly reports. */
export const report: Command = {
  usage: 'report --period week|month|quarter [--of YYYY-MM-DD] [--unit ID] --out FILE.docx|.pdf|.json',
  example: 'node main.ts report --period week --of 2026-11-23 --unit 159900 --out week.docx',
  options: { period: { type: 'string' }, of: { type: 'string' }, unit: { type: 'string' }, out: { type: 'string' } },
  run: ({ values }) => {
    const { period, of = shanghaiDate(new Date()), out } = values
    if (!isPeriod(period)) throw new UsageError(`--period takes one of ${periodKinds.join(', ')}`)
    if (typeof of !== 'string' || !isPlainDate(of)) throw new UsageError('--of takes a day as YYYY-MM-DD')
    if (typeof out !== 'string') throw new UsageError('--out FILE.docx, .pdf or .json is missing')
    const form = extname(out).slice(1).toLowerCase()
    if (!isForm(form)) throw new UsageError(`--out ends in one of ${reportForms.map((one) => `.${one}`).join(', ')}`)
    return withStore(values, async ({ store, config }) => {
      const reports = openReports(store, { clock: () => new Date(), isDemo: config.mode === 'demo' })
      const unit = typeof values.unit === 'string' ? values.unit : config.bureau
      const file = await reports.print('operator', { period, of, unit }, form)
      writeFileSync(out, file.bytes)
      say(values.json ? JSON.stringify({ file: out, bytes: file.bytes.length }) : `${out}: ${file.bytes.length} bytes`)
      return 0
    })
  },
}
