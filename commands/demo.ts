import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Presets, SingleBar } from 'cli-progress'
import { addDays, isPlainDate, shanghaiDate } from '../core/time.ts'
import { parseUnits } from '../demo.ts'
import { dayPlan, playDays } from '../demo-day.ts'
import { madeIncidents } from '../demo-incidents.ts'
import { readCalendar } from '../open-calendar.ts'
import { openLexicon } from '../open-lexicon.ts'
import { type Command, say, UsageError } from './command.ts'
import { dataFolder, demandDemo, withStore } from './ground.ts'

/** A whole number from a flag. */
const wholeOf = (values: Readonly<Record<string, string | boolean | undefined>>, name: string, otherwise: number, most: number): number => {
  const given = values[name]
  if (given === undefined) return otherwise
  const number = Number(given)
  if (!Number.isInteger(number) || number < 0 || number > most) throw new UsageError(`--${name} takes a whole number up to ${most}`)
  return number
}

/** A day from a flag; today in Shanghai if left out. */
const dayOf = (values: Readonly<Record<string, string | boolean | undefined>>): string => {
  const day = values.day ?? shanghaiDate(new Date())
  if (typeof day !== 'string' || !isPlainDate(day)) throw new UsageError('--day takes a day as YYYY-MM-DD')
  return day
}

/** Lines are written in pieces of about this many characters, and the next is made when the last is gone. */
const pieceChars = 65_536

/** Invented incidents with their labels, for whoever wants to try the scanner or measure it. Needs no database. */
export const demoIncidents: Command = {
  usage: 'demo incidents [--n 5000] [--seed 1] [--day YYYY-MM-DD]',
  example: 'node main.ts demo incidents --n 5000 --seed 1 --day 2026-11-28 > incidents.ndjson',
  options: { n: { type: 'string' }, seed: { type: 'string' }, day: { type: 'string' } },
  async run({ values }) {
    const facts = { count: wholeOf(values, 'n', 5_000, 10_000_000), seed: wholeOf(values, 'seed', 1, 1e9), day: dayOf(values) }
    const units = parseUnits(readFileSync(join(dataFolder, 'demo', 'units.yaml'), 'utf8'))
    const out = process.stdout
    let piece = ''
    const send = async (): Promise<void> => {
      const text = piece
      piece = ''
      if (!out.write(text)) await new Promise<void>((resolve) => void out.once('drain', resolve))
    }
    for (const incident of madeIncidents(units, facts)) {
      piece += `${JSON.stringify(incident)}\n`
      if (piece.length > pieceChars) await send()
    }
    await send()
    return 0
  },
}

/** A day of invented incidents taken in, dispatched and worked in the demo, so that boards and reports are alive. */
export const demoDay: Command = {
  usage: 'demo day [--n 5000] [--day YYYY-MM-DD] [--before 20] [--quiet N] [--seed 1]     (stop the server first)',
  example: 'node main.ts demo day --n 5000',
  options: {
    n: { type: 'string' },
    seed: { type: 'string' },
    day: { type: 'string' },
    before: { type: 'string' },
    quiet: { type: 'string' },
  },
  run: ({ values }) =>
    withStore(values, async ({ store, config }) => {
      demandDemo(config, 'demo day')
      const until = new Date()
      const count = wholeOf(values, 'n', 5_000, 100_000)
      const plan = dayPlan({
        seed: wholeOf(values, 'seed', 1, 1e9),
        day: values.day === undefined ? addDays(shanghaiDate(until), -1) : dayOf(values),
        count,
        quiet: wholeOf(values, 'quiet', Math.ceil(count / 50), 100_000),
        before: wholeOf(values, 'before', 20, 366),
        until,
      })
      const bar =
        process.stderr.isTTY && !values.json ? new SingleBar({ format: '{bar} {value}/{total}' }, Presets.shades_classic) : undefined
      const lexicon = openLexicon({ store, clock: () => new Date(), dataDir: config.dataDir, past: async () => [] })
      let isBegun = false
      const played = await playDays(
        { store, calendar: readCalendar(), disputes: lexicon.disputes },
        {
          ...plan,
          onProgress: (done, of) => {
            if (!isBegun) bar?.start(of, done)
            isBegun = true
            bar?.update(done)
          },
        },
      ).finally(() => bar?.stop())
      await lexicon.close()
      if (values.json) say(JSON.stringify(played))
      else
        say(
          `${played.incidents} incidents (${played.merged} second calls), ${played.tasks} tasks, ${played.acts} acts, ${played.closed} closed, ${played.escalated} put before a superior`,
        )
      for (const why of [...new Set(played.refused)].slice(0, 10)) process.stderr.write(`refused: ${why}\n`)
      return played.refused.length === 0 ? 0 : 1
    }),
}
