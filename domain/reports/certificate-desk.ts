import type { CertificateReport, CertificateReportDesk, FigureCell } from '../../core/certificate-report.ts'
import { BadInputError, NotFoundError } from '../../core/errors.ts'
import type { Store } from '../../core/ports.ts'
import type { Table } from '../../core/table.ts'
import { type Clock, mondayOf, shanghaiDate } from '../../core/time.ts'
import { unitTree } from '../../core/units.ts'
import { writeCertificateReport } from './certificate-report.ts'

const numberText = ({ value, isHidden }: FigureCell): string | number | undefined =>
  isHidden ? '＊' : value === undefined ? undefined : Math.round(value * 10_000) / 10_000

/** The report as one table: the whole, each week, each unit. Shares are parts of one, times are seconds. */
const tableOf = ({ unit, all, weeks, units, measures }: CertificateReport): Table => ({
  name: `证明办理统计-${unit.id}`,
  columns: [
    '范围',
    '代码',
    '名称',
    ...measures.map(({ title, unit: of }) => (of === 'seconds' ? `${title}（秒）` : of === 'share' ? `${title}（占比）` : title)),
  ],
  rows: [
    ...[all].map((line) => ['合计', line] as const),
    ...weeks.map((line) => ['周', line] as const),
    ...units.map((line) => ['单位', line] as const),
  ].map(([scope, line]) => [scope, line.key, line.name, ...measures.map(({ key }) => numberText(line.cells[key]))]),
})

/** The desk that writes reports of certificates. */
export const createCertificateReports = ({
  store,
  clock,
  isDemo,
}: {
  readonly store: Pick<Store, 'certificateFigures' | 'people' | 'transaction'>
  readonly clock: Clock
  readonly isDemo: boolean
}): CertificateReportDesk => ({
  tableOf,
  write: async (by, ask, form) => {
    const tree = unitTree(await store.people.listUnits())
    if (!tree.under(by.unit).includes(ask.unit) || tree.kindOf(ask.unit) === 'department')
      throw new NotFoundError({ what: `unit ${ask.unit}` })
    const madeAt = clock()
    const today = shanghaiDate(madeAt)
    const last = mondayOf(ask.of)
    if (last > today) throw new BadInputError({ what: 'of', hint: '这一周还没有到，请选今天或者以前的一天。' })
    const report = await writeCertificateReport(store.certificateFigures, tree, {
      ...{ unit: ask.unit, weeks: ask.weeks },
      ...{ last, madeAt, today, isDemo },
    })
    // Written down before anybody sees it: no audit, no report.
    await store.transaction((records) =>
      records.audit.append(
        {
          actor: by.id,
          actorKind: 'officer',
          action: 'make_certificate_report',
          target: ask.unit,
          isOk: true,
          detail: { from: report.from, to: report.to, form },
        },
        madeAt,
      ),
    )
    return report
  },
})
