import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { isPlainDate, shanghaiDate } from '../core/time.ts'
import { parseUnits } from '../demo.ts'
import { madeIncidents } from '../demo-incidents.ts'
import { type Command, settingsOf, UsageError } from './command.ts'
import { dataFolder, demandDemo } from './ground.ts'

/** A whole number from a flag. */
export const wholeOf = (
  values: Readonly<Record<string, string | boolean | undefined>>,
  name: string,
  otherwise: number,
  most: number,
): number => {
  const given = values[name]
  if (given === undefined) return otherwise
  const number = Number(given)
  if (!Number.isInteger(number) || number < 0 || number > most) throw new UsageError(`--${name} takes a whole number up to ${most}`)
  return number
}

/** A day from a flag; today in Shanghai if left out. */
export const dayOf = (values: Readonly<Record<string, string | boolean | undefined>>): string => {
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
    demandDemo(readConfig(settingsOf(values)), 'demo incidents')
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
