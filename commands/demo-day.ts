import { Presets, SingleBar } from 'cli-progress'
import { addDays, shanghaiDate } from '../core/time.ts'
import { dayPlan, playDays } from '../demo-day.ts'
import { readCalendar } from '../open-calendar.ts'
import { openLexicon } from '../open-lexicon.ts'
import { type Command, say } from './command.ts'
import { dayOf, wholeOf } from './demo.ts'
import { demandDemo, withStore } from './ground.ts'

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
