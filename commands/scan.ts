import { buffer } from 'node:stream/consumers'
import cliProgress from 'cli-progress'
import { readConfig } from '../config.ts'
import { shippedLexiconFiles } from '../open-disputes.ts'
import { filesInForce } from '../open-lexicon.ts'
import { type Command, demandFile, say, settingsOf, UsageError } from './command.ts'
import { withStore } from './ground.ts'
import { readMap } from './scan/columns.ts'
import { type Crew, openCrew } from './scan/crew.ts'
import { type TakeFile, withIntake } from './scan/into-store.ts'
import type { Progress } from './scan/journal.ts'
import type { BrokenLine, LotDone } from './scan/lot.ts'
import { type FileLot, lotsOf } from './scan/lots.ts'
import { bytesOf, type ScanReport, scanFile } from './scan/scan-file.ts'
import { lotsOfInput } from './scan/standard-input.ts'
import { watchFolder } from './scan/watch-folder.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

const text = (values: Values, name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined)

const wholeNumber = (values: Values, name: string, usual: number, most: number): number => {
  const given = text(values, name)
  const number = given === undefined ? usual : Number(given)
  if (!Number.isInteger(number) || number < 1 || number > most) throw new UsageError(`--${name} takes a number from 1 to ${most}`)
  return number
}

/** How many broken lines are named one by one; of the others the number is told. */
const namedLines = 50

const tell = (line: string): void => void process.stderr.write(`${line}\n`)

const tellBroken = (broken: readonly BrokenLine[]): void => {
  for (const { line, why } of broken.slice(0, namedLines)) tell(`第 ${line} 行没有研判：${why}。`)
  if (broken.length > namedLines) tell(`还有 ${broken.length - namedLines} 行没有研判。`)
}

const tierWords = ({ red, orange, yellow, blue, white }: LotDone['tiers']): string =>
  `红 ${red}、橙 ${orange}、黄 ${yellow}、蓝 ${blue}、白 ${white}`

const report = (done: ScanReport, seconds: number, isJson: boolean): void => {
  if (isJson) {
    const { count, before, tiers, broken, unreadTimes, files } = done
    say(JSON.stringify({ incidents: count, before, tiers, broken, unreadTimes, files, seconds }))
    return
  }
  tellBroken(done.broken)
  const again = done.before > 0 ? `（其中 ${done.before} 条上次已经研判）` : ''
  say(`研判了 ${done.count} 条警情${again}，用时 ${seconds} 秒：${tierWords(done.tiers)}。结果在 ${done.files.join('、')}。`)
  if (done.unreadTimes > 0) say(`有 ${done.unreadTimes} 条的时间看不懂，没有用到时间。`)
}

const openBar = (total: number) => {
  if (!process.stderr.isTTY) return undefined
  const bar = new cliProgress.SingleBar({ format: '{bar} {percentage}% · {incidents} 条', hideCursor: true, stream: process.stderr })
  bar.start(total, 0, { incidents: 0 })
  return bar
}

/** Threads over the lexicon that ships, or with --published over the one in force in the store. */
const crewFor = async (values: Values): Promise<Crew> => {
  const files = values.published === true ? await withStore(values, ({ store }) => filesInForce(store)) : shippedLexiconFiles()
  return openCrew(files, wholeNumber(values, 'workers', 2, 64), readConfig(settingsOf(values)).dataDir)
}

const toFile = async (values: Values, input: string, out: string): Promise<number> => {
  const began = performance.now()
  await using crew = await crewFor(values)
  const bar = openBar(bytesOf(input))
  const onProgress = ({ next, count }: Progress): void => bar?.update(next.byte, { incidents: count })
  const done = await scanFile(crew, { input, out, map: readMap(text(values, 'map')), onProgress }).finally(() => bar?.stop())
  report(done, Math.round((performance.now() - began) / 10) / 100, values.json === true)
  return done.broken.length > 0 ? 1 : 0
}

/** Findings on standard output, as fast as it is read. */
const toOutput = async (lots: AsyncIterable<FileLot>, values: Values): Promise<number> => {
  await using crew = await crewFor(values)
  let broken = 0
  for await (const { lot, done } of crew.scan(lots)) {
    tellBroken([...done.broken, ...lot.tooLong])
    broken += done.broken.length + lot.tooLong.length
    if (done.findings.length > 0 && !process.stdout.write(done.findings))
      await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
  return broken > 0 ? 1 : 0
}

/** The incidents of one file into the store. */
const toStore = async (take: TakeFile, input: string, values: Values): Promise<number> => {
  const { taken, seen, refused } = await take(input, readMap(text(values, 'map')))
  if (values.json) say(JSON.stringify({ taken, seen, refused }))
  else {
    tellBroken(refused)
    say(`接入了 ${taken} 条警情，以前接过 ${seen} 条，没有接入 ${refused.length} 条。`)
  }
  return refused.length > 0 ? 1 : 0
}

const watch = async (values: Values, folder: string, outDir: string, take?: TakeFile): Promise<number> => {
  await using crew = await crewFor(values)
  const isOnce = values.once === true
  return watchFolder({ folder, outDir, map: readMap(text(values, 'map')), crew, isOnce, tell: say, ...(take ? { take } : {}) })
}

/** Reads incidents and says which are disputes, of what class, how pressing, and why. */
export const scan: Command = {
  usage:
    'scan FILE|- [--out FILE.ndjson|FILE.xlsx] [--map text=列名,id=列名,at=列名,place=列名] [--published] [--workers N] [--json]\n' +
    '  node main.ts scan --watch FOLDER --out-dir FOLDER [--once] [--into-store [--source NAME]]\n' +
    '  node main.ts scan FILE --into-store [--source NAME]\n\n' +
    '  FILE: NDJSON with {id, text, at?, place?}, CSV or XLSX with headings; UTF-8 or GB18030. `-` reads standard input.\n' +
    '  Findings are NDJSON: {id, classes, tier, points, reasons: [{word, at, rule, points}], marks}. With --out a scan that was cut off goes on where it was.\n' +
    '  A line that is no incident is named with its number on standard error, the others are scanned, and the exit code is 1.\n' +
    '  --published takes the lexicon in force in the store, not the one that ships. --into-store takes the incidents in, each once by source and id.',
  example: 'node main.ts scan 警情.xlsx --map text=简要警情,id=警情编号 --out 研判结果.xlsx',
  options: {
    out: { type: 'string' },
    map: { type: 'string' },
    workers: { type: 'string' },
    watch: { type: 'string' },
    'out-dir': { type: 'string' },
    once: { type: 'boolean' },
    published: { type: 'boolean' },
    'into-store': { type: 'boolean' },
    source: { type: 'string' },
  },
  async run({ values, args }) {
    const [input, ...more] = args
    const [out, watched, outDir] = [text(values, 'out'), text(values, 'watch'), text(values, 'out-dir')]
    const isTaking = values['into-store'] === true
    const into = (work: (take: TakeFile) => Promise<number>): Promise<number> =>
      withStore(values, ({ store, config }) =>
        withIntake({ store, dataDir: config.dataDir, source: text(values, 'source') ?? 'file' }, work),
      )
    if (watched !== undefined) {
      if (input !== undefined || out !== undefined || outDir === undefined)
        throw new UsageError('scan --watch FOLDER --out-dir FOLDER, without a file')
      return isTaking ? into((take) => watch(values, watched, outDir, take)) : watch(values, watched, outDir)
    }
    if (input === undefined || more.length > 0) throw new UsageError('scan what? one file, or - for standard input')
    const map = readMap(text(values, 'map'))
    if (input === '-') {
      if (out !== undefined || isTaking)
        throw new UsageError('--out and --into-store go with a file: what came in on standard input cannot be read again')
      return toOutput(lotsOfInput(process.stdin, map, buffer), values)
    }
    demandFile(input)
    if (isTaking) return into((take) => toStore(take, input, values))
    return out === undefined
      ? toOutput(lotsOf({ name: input, path: input }, { from: { byte: 0, line: 1 }, map }), values)
      : toFile(values, input, out)
  },
}
