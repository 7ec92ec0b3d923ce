import type { CertificateFigures, DocumentFigures, FiguresOf } from '../../core/certificate-figures.ts'
import type { CertificateReport, FigureCell, FigureKey, FigureLine } from '../../core/certificate-report.ts'
import { addDays, type PlainDate, shanghaiText } from '../../core/time.ts'
import type { UnitTree } from '../../core/units.ts'
import { hiddenCells } from './hide-small.ts'
import { startOf, weekLabel } from './periods.ts'
import { smallest } from './report.ts'

/** Times are told of so many documents up: of fewer they are the times of somebody. */
const timesFrom = 5

/** 口径: what each number counts. */
export const measures: CertificateReport['measures'] = [
  { key: 'received', title: '收件', unit: 'count', definition: '这一周提交的申请，含网上、对话和窗口，不论后来结果如何。' },
  { key: 'done', title: '办结', unit: 'count', definition: '这一周给出第一份文书的申请（证明、告知函或者告知书），不分结果。' },
  { key: 'automatic', title: '自动办结', unit: 'share', definition: '办结的申请里，从提交到给出文书没有民警经手的占比。' },
  {
    key: 'median',
    title: '一半快于',
    unit: 'seconds',
    definition: '从对话开始（或者打开表单）到给出第一份文书的时间，一半申请不超过它（中位数）。',
  },
  { key: 'p90', title: '九成快于', unit: 'seconds', definition: '同样的时间，十件里有九件不超过它（第 90 百分位）。' },
  {
    key: 'overdue',
    title: '逾期',
    unit: 'count',
    definition: '承诺办结日落在这一周、到那天还没有办结的申请，含后来办结的；经批准核实、停止计时的不算。',
  },
  { key: 'upheld', title: '复查维持', unit: 'count', definition: '这一周作出的复查意见里，维持原来结果的。' },
  { key: 'corrected', title: '复查更正', unit: 'count', definition: '这一周作出的复查意见里，更正原来结果的。' },
  {
    key: 'recheckOverdue',
    title: '复查逾期',
    unit: 'count',
    definition: '复查答复的期限落在这一周、到那天还没有答复的异议，含后来答复的；经批准延长的，按延长后的日期算。',
  },
  { key: 'revoked', title: '撤销', unit: 'count', definition: '这一周撤销的证明。' },
  { key: 'spotChecked', title: '抽查', unit: 'count', definition: '这一周自动出具、抽中并且已经由民警事后核对的证明。' },
  { key: 'spotWrong', title: '抽查有误', unit: 'count', definition: '其中核对认为有误的。' },
]

/** Numbers of one line before anything is hidden. */
interface Raw {
  readonly key: string
  readonly name: string
  readonly counts: Readonly<Record<Exclude<FigureKey, 'automatic' | 'median' | 'p90'>, number>>
  readonly documents: DocumentFigures | undefined
}

const counted = ['received', 'done', 'overdue', 'upheld', 'corrected', 'recheckOverdue', 'revoked', 'spotChecked', 'spotWrong'] as const

const isSmall = (count: number): boolean => count > 0 && count < smallest
/** By machine, and by a person: the two of them are all that was done. */
const shares = ({ documents }: Raw): readonly [number, number] => [
  documents?.automatic ?? 0,
  (documents?.count ?? 0) - (documents?.automatic ?? 0),
]

/** Lines that add up to `all`, with everything hidden by which a small number could be known. */
const withHidden = (raw: readonly Raw[], all: Raw): readonly FigureLine[] => {
  const hiddenBy = new Map(
    counted.map((key) => {
      const hidden = hiddenCells(
        raw.map(({ counts }) => [counts[key]]),
        { rows: false, columns: !isSmall(all.counts[key]) },
      )
      return [key, hidden.map(([cell]) => cell ?? false)] as const
    }),
  )
  const isDoneHidden = hiddenBy.get('done') ?? []
  const isShareHidden = hiddenCells(raw.map(shares), { rows: true, columns: !shares(all).some(isSmall) }, isDoneHidden)
  return raw.map((line, at) => lineOf(line, (key) => hiddenBy.get(key)?.[at] ?? false, (isShareHidden[at] ?? []).some(Boolean)))
}

const lineOf = (line: Raw, isHidden: (key: (typeof counted)[number]) => boolean, isShareHidden: boolean): FigureLine => {
  const { documents, counts } = line
  const cell = (value: number | undefined, hidden: boolean): FigureCell => ({ value: hidden ? undefined : value, isHidden: hidden })
  const [automatic] = shares(line)
  const time = (seconds: number | undefined): FigureCell =>
    cell(seconds, isHidden('done') || (documents !== undefined && documents.count < timesFrom))
  return {
    key: line.key,
    name: line.name,
    cells: {
      received: cell(counts.received, isHidden('received')),
      done: cell(counts.done, isHidden('done')),
      automatic: cell(counts.done === 0 ? undefined : automatic / counts.done, isHidden('done') || isShareHidden),
      median: time(documents?.medianSeconds),
      p90: time(documents?.p90Seconds),
      overdue: cell(counts.overdue, isHidden('overdue')),
      upheld: cell(counts.upheld, isHidden('upheld')),
      corrected: cell(counts.corrected, isHidden('corrected')),
      recheckOverdue: cell(counts.recheckOverdue, isHidden('recheckOverdue')),
      revoked: cell(counts.revoked, isHidden('revoked')),
      spotChecked: cell(counts.spotChecked, isHidden('spotChecked')),
      spotWrong: cell(counts.spotWrong, isHidden('spotWrong')),
    },
  }
}

/** What a report reads of the store: a unit with all below it, week by week and as a whole. */
const gather = async (figures: CertificateFigures, of: FiguresOf, today: PlainDate) => {
  const [received, documents, overdue, rechecks, recheckOverdue, revoked, spotChecks] = [
    await figures.received(of),
    await figures.documents(of),
    await figures.overdue(of, today),
    await figures.rechecks(of),
    await figures.recheckOverdue(of, today),
    await figures.revoked(of),
    await figures.spotChecks(of),
  ]
  const sum = (rows: readonly { readonly week: PlainDate; readonly count: number }[], week: PlainDate | undefined): number =>
    rows.reduce((total, row) => (week === undefined || row.week === week ? total + row.count : total), 0)
  return (key: string, name: string, week?: PlainDate): Raw => {
    const own = documents.find((row) => row.week === week)
    return {
      key,
      name,
      documents: own,
      counts: {
        received: sum(received, week),
        done: own?.count ?? 0,
        overdue: sum(overdue, week),
        upheld: sum(
          rechecks.filter(({ end }) => end === 'upheld'),
          week,
        ),
        corrected: sum(
          rechecks.filter(({ end }) => end === 'corrected'),
          week,
        ),
        recheckOverdue: sum(recheckOverdue, week),
        revoked: sum(revoked, week),
        spotChecked: sum(
          spotChecks.map((row) => ({ week: row.week, count: row.ended })),
          week,
        ),
        spotWrong: sum(
          spotChecks.map((row) => ({ week: row.week, count: row.wrong })),
          week,
        ),
      },
    }
  }
}

/** Writes the report of a unit over whole weeks, the last of them given by its Monday. */
export const writeCertificateReport = async (
  figures: CertificateFigures,
  tree: UnitTree,
  facts: {
    readonly unit: string
    readonly last: PlainDate
    readonly weeks: number
    readonly madeAt: Date
    readonly today: PlainDate
    readonly isDemo: boolean
  },
): Promise<CertificateReport> => {
  const [from, to] = [addDays(facts.last, -7 * (facts.weeks - 1)), addDays(facts.last, 7)]
  const units = tree.under(facts.unit).filter((id) => tree.kindOf(id) !== 'department')
  const of = (own: readonly string[]) => gather(figures, { units: own, from, to }, facts.today)
  const whole = await of(units)
  const all = whole('all', `${tree.nameOf(facts.unit)}合计`)
  const weeks = Array.from({ length: facts.weeks }, (_, at) => addDays(from, 7 * at))
  const parts: Raw[] = []
  const below = tree.all.filter(({ id, parent }) => parent === facts.unit && units.includes(id))
  for (const { id, name } of below) parts.push((await of(tree.under(id).filter((one) => units.includes(one))))(id, name))
  const own = (await of([facts.unit]))(facts.unit, below.length > 0 ? `${tree.nameOf(facts.unit)}（本级）` : tree.nameOf(facts.unit))
  const isAtWork = ({ counts }: Raw): boolean => counted.some((key) => counts[key] > 0)
  return {
    unit: { id: facts.unit, name: tree.nameOf(facts.unit) },
    from,
    to,
    madeAt: facts.madeAt,
    isDemo: facts.isDemo,
    all: lineOf(all, (key) => isSmall(all.counts[key]), shares(all).some(isSmall)),
    weeks: withHidden(
      weeks.map((week) => whole(week, weekLabel(week), week)),
      all,
    ),
    // Units that took no application, communities mostly, would only be lines of noughts.
    units: withHidden([...parts, own].filter(isAtWork), all),
    measures,
    notes: [
      ...(facts.madeAt < startOf(to) ? [`最后一周还没有结束，数据截至${shanghaiText(facts.madeAt)}。`] : []),
      '只统计申请和文书，不统计、不评价任何个人，也不分开统计有没有记录。',
      `“＊”表示不足${smallest}件，或者为了使不足${smallest}件的数不能被推算而隐去；不足${timesFrom}件的，不说用了多长时间。`,
    ],
  }
}
