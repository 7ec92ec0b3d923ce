import { listPersonas, parseUnits, seedPeople } from '../demo.ts'
import { mintDemoToken } from '../server/auth/demo-token.ts'
import { type Command, givenText, say, UsageError } from './command.ts'
import { dataFolder, demandDemo, withStore } from './ground.ts'

/** Brings the tables up to date. Opening the store does it; this says so. */
export const migrate: Command = {
  usage: 'migrate',
  example: 'node main.ts migrate',
  run: ({ values }) =>
    withStore(values, async ({ store }) => {
      await store.ping()
      say(`${store.kind}: up to date`)
      return 0
    }),
}

/** The bureau and its stations of a real deployment: what production needs before it can start. */
export const units: Command = {
  usage: 'units FILE.yaml',
  example: 'node main.ts units units.yaml',
  run: ({ values, args }) =>
    withStore(values, async ({ store }) => {
      const [file] = args
      if (!file) throw new UsageError('which file? units FILE.yaml with rows {id, name, parent?, phone, address}')
      const read = parseUnits(givenText(file))
      await store.transaction(async (records) => {
        for (const unit of read) await records.people.saveUnit(unit)
      })
      say(values.json ? JSON.stringify({ units: read.length }) : `${read.length} units`)
      return 0
    }),
}

/** Invented people. */
export const seed: Command = {
  usage: 'seed [--people FILE.yaml]',
  example: 'node main.ts seed --people people.yaml',
  options: { people: { type: 'string' } },
  run: ({ values }) =>
    withStore(values, async ({ store, config }) => {
      demandDemo(config, 'seed')
      const file = typeof values.people === 'string' ? values.people : `${dataFolder}/demo/people.yaml`
      const count = await seedPeople(store, givenText(file), { dataFolder, clock: () => new Date() })
      say(values.json ? JSON.stringify({ seeded: count }) : `${count} people`)
      return 0
    }),
}

/** Who can be signed in as. */
export const personas: Command = {
  usage: 'personas [--json]',
  example: 'node main.ts personas --json',
  run: ({ values }) =>
    withStore(values, async ({ store, config }) => {
      demandDemo(config, 'personas')
      const people = await listPersonas(store)
      if (values.json) say(JSON.stringify(people, null, 1))
      else
        for (const one of people)
          say(
            [one.id.padEnd(20), one.kind.padEnd(8), (one.state ?? '').padEnd(4), one.unit ?? '', one.roles.join(','), one.name].join('  '),
          )
      return 0
    }),
}

/** A bearer token for programs. */
export const token: Command = {
  usage: 'token --persona ID [--ttl SECONDS]',
  example: 'node main.ts token --persona zhao-qinghe',
  options: { persona: { type: 'string' }, ttl: { type: 'string' } },
  run: ({ values }) =>
    withStore(values, async ({ store, config, keyring }) => {
      demandDemo(config, 'token')
      if (typeof values.persona !== 'string') throw new UsageError('--persona ID is missing; `personas` lists them')
      if (!(await store.people.find(values.persona)))
        throw new UsageError(`there is no persona "${values.persona}"; \`personas\` lists them`)
      const ttlS = typeof values.ttl === 'string' ? Number(values.ttl) : 3600
      if (!(ttlS > 0)) throw new UsageError('--ttl takes seconds')
      const made = await mintDemoToken({ key: keyring.tokens.privateKey, person: values.persona, clock: () => new Date(), ttlS })
      say(values.json ? JSON.stringify({ token: made }) : made)
      return 0
    }),
}
