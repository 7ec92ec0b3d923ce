import { BadInputError, NotFoundError } from '../../core/errors.ts'
import type { Store } from '../../core/ports.ts'
import type { Report, ReportAsk, ReportDesk, ReportForm, ReportReader } from '../../core/reports.ts'
import { type Clock, shanghaiDate } from '../../core/time.ts'
import { unitTree } from '../../core/units.ts'
import { buildReport } from './build.ts'
import { gatherReport } from './gather.ts'
import { reportPage } from './page.ts'
import type { ReportPress } from './pdf.ts'
import { periodNames, periodOf } from './periods.ts'

/** What the desk stands on. */
export interface ReportGround {
  readonly store: Pick<Store, 'incidents' | 'tasks' | 'people' | 'transaction'>
  readonly clock: Clock
  readonly isDemo: boolean
  readonly press: ReportPress
}

const types: Record<ReportForm, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  json: 'application/json',
}

/** A report as JSON: a number that is hidden or missing is null. */
const reportJson = (report: Report): string => JSON.stringify(report, (_, value: unknown) => (value === undefined ? null : value), 1)

/** The desk that writes reports. */
export const createReportDesk = ({ store, clock, isDemo, press }: ReportGround): ReportDesk => {
  const gathered = async (by: ReportReader, ask: ReportAsk) => {
    const tree = unitTree(await store.people.listUnits())
    const mine = by === 'operator' ? tree.all.map(({ id }) => id) : tree.under(by.unit)
    if (!mine.includes(ask.unit) || tree.kindOf(ask.unit) === 'department') throw new NotFoundError({ what: `unit ${ask.unit}` })
    const period = periodOf(ask.period, ask.of)
    if (period.from > shanghaiDate(clock()))
      throw new BadInputError({ what: 'of', hint: `${periodNames[ask.period]}的日期还没有到，请选今天或者以前的一天。` })
    return gatherReport(store, tree, { unit: ask.unit, period })
  }
  const make = async (by: ReportReader, ask: ReportAsk, form: ReportForm | 'view'): Promise<Report> => {
    const rows = await gathered(by, ask)
    const madeAt = clock()
    // Written down before anybody sees it: no audit, no report.
    await store.transaction((records) =>
      records.audit.append(
        {
          actor: by === 'operator' ? 'operator' : by.id,
          actorKind: by === 'operator' ? 'system' : 'officer',
          action: 'make_report',
          target: ask.unit,
          isOk: true,
          detail: { period: ask.period, from: rows.period.from, to: rows.period.to, form },
        },
        madeAt,
      ),
    )
    return buildReport(rows, { madeAt, isDemo })
  }
  return {
    write: (by, ask) => make(by, ask, 'view'),
    print: async (by, ask, form) => {
      const report = await make(by, ask, form)
      const page = reportPage(report)
      const bytes =
        form === 'json'
          ? Buffer.from(reportJson(report), 'utf8')
          : form === 'pdf'
            ? await press.print(page, report.madeAt)
            : // The library comes with the first report that asks for it.
              await (await import('./docx.ts')).reportDocx(page)
      return { name: `矛盾纠纷${periodNames[ask.period]}-${ask.unit}-${report.period.from}.${form}`, type: types[form], bytes }
    },
  }
}
