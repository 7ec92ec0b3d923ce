import { readConfig } from '../config.ts'
import { NotFoundError } from '../core/errors.ts'
import { openPlatform } from '../platform.ts'
import { type Command, say, settingsOf, UsageError } from './command.ts'

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const names: Readonly<Record<string, string>> = {
  ...{
    text: '答复的文字',
    outcome: '结果',
    agent: '分身',
    cards: '卡片',
    citations: '依据',
    confirm: '请确认的话',
    suggestions: '建议的话',
  },
  ...{ tools: '用过的工具', build: '程序的版本' },
}
const nameOf = (what: string): string => names[what] ?? (what.startsWith('tool ') ? `工具 ${what.slice(5)} 的版本` : what)
const isVersion = (what: string): boolean => what === 'build' || what.startsWith('tool ')

/** Plays an answered turn again by its receipt: the same, or the difference. Nothing is done, asked or written. */
export const replay: Command = {
  usage: 'replay RECEIPT [--json]',
  example: 'node main.ts replay 6K2P-0M9X-4T7Q',
  run: async ({ values, args }) => {
    const [code] = args
    if (!code) throw new UsageError('which receipt?')
    const platform = await openPlatform(readConfig(settingsOf(values)))
    try {
      const found = await platform.receipts.replay(code).catch((cause: unknown) => {
        if (cause instanceof NotFoundError) return undefined
        throw cause
      })
      if (!found) {
        if (values.json) say(JSON.stringify({ code: 'not_found' }))
        else
          say(
            `这里没有编号 ${code} 的回执。请核对编号（像 6K2P-0M9X-4T7Q，三组四位）；记录在别处的话，用 --data-dir 或 --database-url 指对地方。`,
          )
        return 1
      }
      if (values.json) {
        say(JSON.stringify(found))
        return found.replay?.differences.length === 0 ? 0 : 1
      }
      const { receipt } = found
      say(
        `回执 ${receipt.code}，${receipt.at.toISOString()}，分身 ${receipt.agent ? `${receipt.agent.id}@${receipt.agent.version}` : '总台'}，模型 ${receipt.model}`,
      )
      say(`问：${receipt.says}`)
      say(`答：${receipt.text}`)
      if (!found.replay) {
        say('这一轮早于回执功能，没有记录，无法重放。')
        return 1
      }
      if (found.replay.differences.length === 0) {
        say('重放一致：同样的问话、记录和规则得出同样的答复。')
        return 0
      }
      const { differences } = found.replay
      const isOnlyVersions = differences.every(({ what }) => isVersion(what))
      say(isOnlyVersions ? '答复和当时一样，变了的只是版本：' : '重放不一致，差别如下：')
      for (const { what, was, is } of differences) say(`  ${nameOf(what)}\n    当时：${shown(was)}\n    现在：${shown(is)}`)
      return 1
    } finally {
      await platform.close()
    }
  },
}
