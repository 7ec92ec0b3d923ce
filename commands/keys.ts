import type { ApiKeyDesk, MadeKey } from '../core/api-key-desk.ts'
import { type ApiKey, type KeyDoor, type KeyRole, keyDoors, keyRoles } from '../core/api-keys.ts'
import { openKeys } from '../open-doors.ts'
import { allTools } from '../open-remote-tools.ts'
import { pageGround } from '../platform.ts'
import { readPages } from '../runtime/agent-pages.ts'
import { type Command, say, UsageError } from './command.ts'
import { wholeOf } from './demo.ts'
import { withStore } from './ground.ts'

type Values = Parameters<Command['run']>[0]['values']

const listOf = (values: Values, name: string): string[] | undefined =>
  typeof values[name] === 'string'
    ? values[name]
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean)
    : undefined

/** Words of a flag that must be among a few. */
const amongOf = <T extends string>(values: Values, name: string, known: readonly T[]): T[] | undefined =>
  listOf(values, name)?.map((word) => {
    const found = known.find((one) => one === word)
    if (!found) throw new UsageError(`--${name}: "${word}" is none of ${known.join(', ')}`)
    return found
  })

const textOf = (values: Values, name: string): string => {
  const text = values[name]
  if (typeof text !== 'string' || !text) throw new UsageError(`--${name} is missing`)
  return text
}

const stateOf = (key: ApiKey): string => (key.revokedAt ? 'revoked' : key.expiresAt < new Date() ? 'expired' : 'live')

const lineOf = (key: ApiKey): string =>
  [
    key.id,
    stateOf(key).padEnd(8),
    (key.holder.kind === 'account' ? key.holder.unit : key.holder.id).padEnd(14),
    key.doors.join(',').padEnd(14),
    key.roles.join(',').padEnd(10),
    `…${key.hint}`,
    key.expiresAt.toISOString().slice(0, 10),
    key.lastUsedAt?.toISOString().slice(0, 16) ?? 'never used',
    key.title,
  ].join('  ')

const sayMade = (made: MadeKey, values: Values): void => {
  if (values.json) say(JSON.stringify({ id: made.key.id, secret: made.secret, expiresAt: made.key.expiresAt }))
  else say(`${made.secret}\n\nShown this once. Key ${made.key.id}, good until ${made.key.expiresAt.toISOString().slice(0, 10)}.`)
}

const acts: Readonly<Record<string, (desk: ApiKeyDesk, values: Values, id: string) => Promise<void>>> = {
  async new(desk, values) {
    const doors: KeyDoor[] | undefined = amongOf(values, 'doors', keyDoors)
    const roles: KeyRole[] = amongOf(values, 'roles', keyRoles) ?? ['officer']
    if (!doors?.length) throw new UsageError(`--doors takes some of ${keyDoors.join(', ')}`)
    const form = { title: textOf(values, 'title'), unit: textOf(values, 'unit'), doors, roles }
    const bounds = { days: wholeOf(values, 'days', 90, 366), perMinute: wholeOf(values, 'per-minute', 600, 60_000) }
    sayMade(await desk.make('operator', { ...form, ...bounds, agents: listOf(values, 'agents'), tools: listOf(values, 'tools') }), values)
  },
  async list(desk, values) {
    const keys = await desk.list('operator')
    say(values.json ? JSON.stringify(keys, null, 1) : keys.map(lineOf).join('\n') || 'no keys')
  },
  async rotate(desk, values, id) {
    sayMade(await desk.rotate('operator', id, wholeOf(values, 'overlap-hours', 24, 720)), values)
  },
  async revoke(desk, _values, id) {
    const key = await desk.revoke('operator', id)
    say(`${key.id} ended`)
  },
}

/** Keys of service accounts (系统账号密钥), for whoever runs the machine. People make keys of their own at /api/keys. */
export const keys: Command = {
  usage:
    'keys new|list|rotate ID|revoke ID [--title 用途] [--unit ID] [--doors incidents,…] [--roles officer] [--agents …] [--tools …] [--days 90]',
  example: 'node main.ts keys new --title 警情平台 --unit 159901 --doors incidents --roles officer',
  options: {
    ...{ title: { type: 'string' }, unit: { type: 'string' }, doors: { type: 'string' }, roles: { type: 'string' } },
    ...{ agents: { type: 'string' }, tools: { type: 'string' }, days: { type: 'string' } },
    ...{ 'per-minute': { type: 'string' }, 'overlap-hours': { type: 'string' } },
  },
  run: ({ values, args }) =>
    withStore(values, async ({ store, config }) => {
      const [name = '', id] = args
      const act = acts[name]
      if (!act) throw new UsageError('keys new, keys list, keys rotate ID or keys revoke ID')
      if ((name === 'rotate' || name === 'revoke') && !id) throw new UsageError(`which key? keys ${name} ID; keys list shows them`)
      const agents = () => readPages(pageGround(config)).agents.map((agent) => agent.id)
      const desk = openKeys({ store, clock: () => new Date(), agents, tools: allTools(config) })
      await act(desk, values, id ?? '')
      return 0
    }),
}
