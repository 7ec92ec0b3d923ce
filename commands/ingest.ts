import { setFlagsFromString } from 'node:v8'
import cliProgress from 'cli-progress'
import type { Audience } from '../core/knowledge.ts'
import { type Clock, isPlainDate, type PlainDate, shanghaiDate } from '../core/time.ts'
import { type Brought, bring, knownSources } from '../knowledge/bring.ts'
import { type IngestReport, ingest as ingestDocuments } from '../knowledge/ingest.ts'
import { reindex } from '../knowledge/reindex.ts'
import { rollback, timelineOf } from '../knowledge/versions.ts'
import { openKnowledge } from '../open-knowledge.ts'
import { filesGiven } from './brought-files.ts'
import { type Command, say, UsageError } from './command.ts'
import { embedWithBar, embedWords } from './embed.ts'
import { type Ground, withStore } from './ground.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

const text = (values: Values, name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined)

const dayFlag = (values: Values, name: string): PlainDate | undefined => {
  const day = text(values, name)
  if (day !== undefined && !isPlainDate(day)) throw new UsageError(`--${name} takes a day as 2026-01-31`)
  return day
}

/** `--audience`; undefined where it is not given. */
export const audienceFlag = (values: Values): Audience | undefined => {
  const audience = text(values, 'audience')
  if (audience === undefined || audience === 'public' || audience === 'internal') return audience
  throw new UsageError('--audience takes public or internal')
}

const filesOf = (values: Values, args: readonly string[]): Brought[] => {
  const topic = text(values, 'topic')
  if (topic !== undefined && !/^[a-z0-9][a-z0-9-]*$/.test(topic)) throw new UsageError('--topic takes a name like laws or traffic-rules')
  const [effective, repealed] = [dayFlag(values, 'effective'), dayFlag(values, 'repealed')]
  const files = filesGiven(args, { topic, audience: audienceFlag(values) })
  if (files.length === 0) throw new UsageError('no document in there: .md .txt .html .docx .pdf .xlsx .csv .jsonl')
  if (!effective && !repealed) return files
  if (files.length > 1) throw new UsageError('--effective and --repealed are said of one file')
  return files.map((file) => ({ ...file, stated: { ...(effective ? { effective } : {}), ...(repealed ? { repealed } : {}) } }))
}

const bringIn = async (values: Values, args: readonly string[], { store, config }: Ground): Promise<number> => {
  // What main.ts sets to keep a serving process small costs a third of the time here.
  setFlagsFromString('--semi-space-growth-factor=2')
  setFlagsFromString('--heap-growing-percent=0')
  const files = filesOf(values, args)
  const clock: Clock = () => new Date()
  const began = performance.now()
  const bar = process.stderr.isTTY
    ? new cliProgress.SingleBar({ format: '{bar} {value}/{total} 份 · {clauses} 条 · {name}', hideCursor: true, stream: process.stderr })
    : undefined
  let read = 0
  bar?.start(files.length, 0, { clauses: 0, name: '' })
  const knowledge = openKnowledge(store, clock)
  const { index, entryOf } = knowledge
  const isFirst = (await store.knowledge.versions()).every(({ ingestedBy }) => ingestedBy === 'system')
  const isKnown = knownSources(await store.knowledge.versions())
  const report = await ingestDocuments(
    bring(files, { today: shanghaiDate(clock()), isKnown, onFile: (name) => bar?.update(read++, { name }) }),
    {
      by: 'operator',
      clock,
      store,
      index,
      entryOf,
      isDryRun: values['dry-run'] === true,
      onProgress: ({ clauses, last }) => bar?.update(read, { clauses, name: last }),
    },
  ).finally(() => bar?.stop())
  const seconds = Math.round((performance.now() - began) / 10) / 100
  const isDryRun = values['dry-run'] === true
  if (isFirst && report.landed.length > 0 && !isDryRun) await knowledge.noteIndexed('operator')
  const reindexDue = await knowledge.isReindexDue()
  if (values.json) say(JSON.stringify({ ...summary(report, seconds, isDryRun), reindexDue }))
  else {
    print(report, seconds, isDryRun)
    if (reindexDue) say('问法（data/asks）已经改过，先前导入的文件还按旧的索引：请再运行一次 ingest --reindex。')
  }
  if (config.embedding && !values.json && values['dry-run'] !== true) say(embedWords(await embedWithBar(store, config.embedding)))
  return report.broken.length > 0 ? 1 : 0
}

const totals = ({ landed }: IngestReport) => {
  const sum = (count: (one: IngestReport['landed'][number]) => number): number => landed.reduce((total, one) => total + count(one), 0)
  return {
    new: landed.filter(({ action }) => action === 'new').length,
    changed: landed.filter(({ action }) => action !== 'new').length,
    clauses: {
      added: sum(({ difference, clauses }) => difference?.added.length ?? clauses),
      removed: sum(({ difference }) => difference?.removed.length ?? 0),
      changed: sum(({ difference }) => difference?.changed.length ?? 0),
    },
  }
}

const summary = (report: IngestReport, seconds: number, isDryRun: boolean) => {
  const { clauses, ...documents } = totals(report)
  return {
    documents: { ...documents, unchanged: report.unchanged, broken: report.broken.length },
    clauses,
    seconds,
    dryRun: isDryRun,
    landed: report.landed,
    broken: report.broken,
  }
}

const shownNotes = 20

const print = (report: IngestReport, seconds: number, isDryRun: boolean): void => {
  const { clauses, ...documents } = totals(report)
  for (const { title, label, action, difference } of report.landed.filter((one) => one.action !== 'new').slice(0, shownNotes)) {
    const { added = [], removed = [], changed = [] } = difference ?? {}
    say(
      `${action === 'version' ? '新版本' : '更正'} 《${title}》${label}：新增 ${added.length} 条，删去 ${removed.length} 条，改动 ${changed.length} 条`,
    )
  }
  const noted = report.landed.filter(({ notes }) => notes.length > 0)
  for (const { title, label, notes } of noted.slice(0, shownNotes)) say(`请核对 《${title}》${label}：${notes.join('；')}`)
  if (noted.length > shownNotes) say(`另有 ${noted.length - shownNotes} 份文件有提示，加 --json 可看全部`)
  for (const { source, why } of report.broken) say(`✗ ${source}：${why}`)
  say(
    `${isDryRun ? '试运行，没有写入。' : ''}文件：新增 ${documents.new}，更新 ${documents.changed}，未变 ${report.unchanged}，有误 ${report.broken.length}；` +
      `条款：新增 ${clauses.added}，删去 ${clauses.removed}，改动 ${clauses.changed}；用时 ${seconds} 秒`,
  )
}

const takeBack = async (values: Values, named: string, { store }: Ground): Promise<number> => {
  const { document, withdrawn, restored } = await rollback(store, named, { by: 'operator', clock: () => new Date() })
  if (values.json) say(JSON.stringify({ document: document.id, withdrawn: withdrawn.label, restored: restored.map(({ label }) => label) }))
  else
    say(
      `《${document.title}》已撤回 ${withdrawn.label}${restored.length > 0 ? `，恢复 ${restored.map(({ label }) => label).join('、')}` : '，没有更早的文本可恢复'}。`,
    )
  return 0
}

const list = async (values: Values, { store }: Ground): Promise<number> => {
  const byDocument = Map.groupBy(await store.knowledge.versions(), ({ document }) => document)
  const documents = [...(await store.knowledge.documents())].sort((a, z) =>
    a.topic < z.topic ? -1 : a.topic > z.topic ? 1 : a.id < z.id ? -1 : 1,
  )
  for (const document of documents) {
    const spans = timelineOf(byDocument.get(document.id) ?? [])
    if (spans.length === 0) continue
    const versions = spans.map(({ version, from, until }) => ({
      label: version.label,
      effective: from,
      until,
      clauses: version.clauses,
      origin: version.origin,
    }))
    const { id, title, topic, audience, issuer, number } = document
    if (values.json) say(JSON.stringify({ id, title, topic, audience, issuer, number, versions }))
    else {
      say(`${id}  《${title}》  ${topic}  ${audience}${number ? `  ${number}` : ''}`)
      for (const { label, effective, until, clauses } of versions)
        say(`  ${label}  ${effective ? `${effective} 起施行` : '未注明施行日期'}${until ? `，至 ${until} 前` : ''}  ${clauses} 条`)
    }
  }
  return 0
}

const indexAnew = async (values: Values, { store }: Ground): Promise<number> => {
  const knowledge = openKnowledge(store, () => new Date())
  const clauses = await reindex({ store, index: knowledge.index, entryOf: knowledge.entryOf })
  await knowledge.noteIndexed('operator')
  say(values.json ? JSON.stringify({ clauses }) : `索引已重建：${clauses} 条。`)
  return 0
}

/** Brings documents in, takes the last text of one back, or lists them. */
export const ingest: Command = {
  usage:
    'ingest PATH… [--topic T] [--audience public|internal] [--effective DATE] [--repealed DATE] [--dry-run] [--json] | ingest --rollback DOCUMENT | ingest --list | ingest --reindex',
  example: 'node main.ts ingest ./laws --topic laws',
  options: {
    topic: { type: 'string' },
    audience: { type: 'string' },
    effective: { type: 'string' },
    repealed: { type: 'string' },
    'dry-run': { type: 'boolean' },
    rollback: { type: 'string' },
    list: { type: 'boolean' },
    reindex: { type: 'boolean' },
  },
  async run({ values, args }) {
    const document = text(values, 'rollback')
    if ([args.length > 0, document !== undefined, values.list === true, values.reindex === true].filter(Boolean).length !== 1)
      throw new UsageError('ingest takes files and folders, or one of --rollback DOCUMENT, --list, --reindex')
    // Wrong words are said before any database is opened.
    if (args.length > 0) filesOf(values, args)
    return withStore(values, (ground) => {
      if (document !== undefined) return takeBack(values, document, ground)
      if (values.list) return list(values, ground)
      return values.reindex ? indexAnew(values, ground) : bringIn(values, args, ground)
    })
  },
}
