import { readConfig } from '../config.ts'
import { readCalendar } from '../open-calendar.ts'
import { openPlatform, type Platform } from '../platform.ts'
import { type Command, say, settingsOf } from './command.ts'

/** Lets a new demo have a few days behind it. Before deadlines are watched: what is played has its own time. */
export const playOnce = async ({ config, keyring, store, disputes, log }: Platform): Promise<void> => {
  if (config.mode !== 'demo' || config.demoIncidents === 0) return
  const calendar = readCalendar()
  const until = new Date()
  const { playFirstDays } = await import('../demo-day.ts')
  const played = await playFirstDays({ store, calendar, disputes }, { count: config.demoIncidents, until })
  if (!played) return
  const { playFirstCases } = await import('../demo-cases.ts')
  const cases = await playFirstCases({ config, keyring, store, calendar, log }, until)
  say(`演示：虚构了 ${played.incidents} 条警情、${played.tasks} 件任务、${cases ?? 0} 件等民警看的申请（只在第一次启动时）`)
}

/** Makes ready what a first start makes: tables, keys, a demo's people and first days, what the front desk learns of the pages. */
export const prepare: Command = {
  usage: 'prepare [--port N] [--host ADDRESS] [--public-url URL]',
  example: 'node main.ts prepare',
  async run({ values }) {
    const platform = await openPlatform(readConfig(settingsOf(values)))
    await playOnce(platform)
    await platform.warm()
    await platform.close()
    return 0
  },
}
