import { userInfo } from 'node:os'
import { join } from 'node:path'
import { doorNames, type Switch, type SwitchKind, switchKinds } from '../core/switches.ts'
import { modelSettings } from '../open-models.ts'
import { allTools } from '../open-remote-tools.ts'
import { pageGround } from '../platform.ts'
import { readPages } from '../runtime/agent-pages.ts'
import { createSwitchboard } from '../runtime/switchboard.ts'
import { type Command, say, UsageError } from './command.ts'
import { withStore } from './ground.ts'

const isKind = (word: string | undefined): word is SwitchKind => switchKinds.some((kind) => kind === word)

const lineOf = ({ kind, name, isOff, reason, by, at }: Switch): string =>
  `${isOff ? 'off' : 'on '}  ${kind} ${name}  ${at.toISOString()}  ${by}  ${reason}`

const clock = (): Date => new Date()

/** Switches an agent, a tool, a door or a model off or on: in effect within a second on every process of this database. */
export const switchCommand: Command = {
  usage: 'switch list | switch off|on KIND NAME --reason TEXT [--say TEXT] [--by NAME]   (KIND: agent, tool, door, model)',
  example:
    'node main.ts switch off tool submit_certificate_application --reason "登记库在核对" --say "开具证明今天 18 点恢复，急用请到窗口。"',
  options: { reason: { type: 'string' }, say: { type: 'string' }, by: { type: 'string' } },
  run: ({ values, args }) =>
    withStore(values, async ({ store, config }) => {
      const [what, kind, name] = args
      const agents = () => readPages(pageGround(config, join(import.meta.dirname, '..', 'agents'))).agents.map(({ id }) => id)
      const models = () => Object.keys(modelSettings(config).endpoints)
      const names = { agent: agents, tool: () => allTools(config).map((tool) => tool.name), door: () => doorNames, model: models } as const
      const board = createSwitchboard({ store, clock, names: (of) => names[of]() })
      await board.read()
      if (what === 'list' || what === undefined) {
        if (values.json) say(JSON.stringify(board.list()))
        else for (const one of board.list()) say(lineOf(one))
        return 0
      }
      if ((what !== 'off' && what !== 'on') || !isKind(kind) || !name) throw new UsageError('say: switch off|on agent|tool|door|model NAME')
      if (typeof values.reason !== 'string' || !values.reason.trim()) throw new UsageError('say why: --reason TEXT')
      const by = typeof values.by === 'string' ? values.by : `cli:${userInfo().username}`
      const text = typeof values.say === 'string' ? values.say : ''
      const one = await board.setBySystem({ kind, name, isOff: what === 'off', reason: values.reason.trim(), say: text }, by)
      say(values.json ? JSON.stringify(one) : lineOf(one))
      return 0
    }),
}
