import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { countFrom, median, printTable, quantile } from './report.ts'
import type { Counted, Ready } from './turn-http/child.ts'
import { answer, openFakeModel } from './turn-http/fake-model.ts'

// One turn over a real HTTP model server on loopback: three calls of a model, two tools, streamed. The whole platform (stored, guarded, audited)
// beside bare routes that do nothing of that, each in a process of its own, 16 turns at once, interleaved; CPU of the serving process.
// `node bench/turn-http.ts [turns a batch] [batches]`; `--memory N` runs N turns of the platform alone; `--crowd` 64 conversations at once.

const [count, rounds] = process.argv.slice(2, process.argv.includes('--memory') ? 2 : undefined).filter((word) => /^\d+$/.test(word))
const batch = countFrom(count, 160)
const batches = countFrom(rounds, 5)
const atOnce = 16
const names = ['ours', 'fetch', 'openai', 'agents', 'createAgent'] as const
// Closed before the servers do it: a line that ends just as it is used again is an error.
const agent = new Agent({ keepAlive: true, timeout: 3_000 })

interface Heard {
  readonly text: string
  readonly ids: readonly number[]
  /** `performance.now()` of the first text. */
  readonly firstAt: number
  readonly ms: number
}

const ask = (port: number, path: string, body: unknown, headers: Record<string, string>): Promise<Heard> =>
  new Promise((resolve, reject) => {
    const began = performance.now()
    let firstAt = 0
    let bytes = ''
    const sent = request({ port, path, agent, method: 'POST', headers: { 'content-type': 'application/json', ...headers } }, (response) => {
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        bytes += part
        if (firstAt === 0 && bytes.includes('event: text.delta')) firstAt = performance.now()
      })
      response.once('error', reject)
      response.once('end', () => {
        const frames = bytes.split('\n\n')
        const text = frames.flatMap((frame) => {
          const data = frame.includes('event: text.delta') ? /^data: (.*)$/m.exec(frame)?.[1] : undefined
          return data ? [(JSON.parse(data) as { text: string }).text] : []
        })
        const ids = frames.flatMap((frame) => /^id: .*\.(\d+)$/m.exec(frame)?.[1] ?? []).map(Number)
        if (!frames.some((frame) => frame.includes('event: turn.ended'))) reject(new Error(`no end: ${bytes.slice(0, 200)}`))
        else resolve({ text: text.join(''), ids, firstAt, ms: performance.now() - began })
      })
    })
    sent.once('error', reject)
    sent.end(JSON.stringify(body))
  })

class Route {
  readonly child: ChildProcess
  facts: Ready['ready'] = { port: 0, token: undefined }
  constructor(name: string, url: string) {
    const [file, args] = name === 'ours' ? ['ours.ts', [url]] : ['bare.ts', [name, url]]
    this.child = fork(join(import.meta.dirname, 'turn-http', file as string), args as string[], {
      // The platform as `npm start` has it.
      execArgv: ['--expose-gc', ...(name === 'ours' ? ['--min-semi-space-size=4'] : [])],
      stdio: 'inherit',
    })
  }
  async ready(): Promise<void> {
    const [message] = (await once(this.child, 'message')) as [Ready]
    this.facts = message.ready
  }
  async counted(): Promise<Counted> {
    this.child.send('cpu')
    const [message] = (await once(this.child, 'message')) as [Counted]
    return message
  }
  headers(): Record<string, string> {
    return this.facts.token ? { authorization: `Bearer ${this.facts.token}`, accept: 'text/event-stream' } : {}
  }
  /** Opens conversations beforehand: their cost is no turn's. */
  async conversations(many: number): Promise<string[]> {
    if (!this.facts.token) return Array.from({ length: many }, () => '/turn')
    const paths: string[] = []
    for (let made = 0; made < many; made++) {
      const response = await fetch(`http://127.0.0.1:${this.facts.port}/api/conversations`, {
        method: 'POST',
        headers: { ...this.headers(), 'content-type': 'application/json' },
        body: JSON.stringify({ agent: 'cert-navigator' }),
      })
      paths.push(`/api/conversations/${((await response.json()) as { id: string }).id}/messages`)
    }
    return paths
  }
  async turn(path: string): Promise<Heard> {
    const heard = await ask(this.facts.port, path, { text: '我的证明办到哪一步了，谁查过我的记录' }, this.headers())
    // Tools of ours may say a sentence before the model does.
    if (!heard.text.endsWith(answer)) throw new Error(`${this.child.spawnargs.at(-2)}: another answer: ${heard.text.slice(0, 300)}`)
    return heard
  }
}

const inParallel = async (route: Route, paths: readonly string[], width: number): Promise<Heard[]> => {
  const heard: Heard[] = []
  let next = 0
  const work = async (): Promise<void> => {
    for (let path = paths[next++]; path !== undefined; path = paths[next++]) heard.push(await route.turn(path))
  }
  await Promise.all(Array.from({ length: width }, work))
  return heard
}

const fake = await openFakeModel()

const compare = async (): Promise<void> => {
  const routes = new Map(names.map((name) => [name, new Route(name, fake.url)]))
  await Promise.all([...routes.values()].map((route) => route.ready()))
  const cpu = new Map<string, number[]>(names.map((name) => [name, []]))
  for (let round = -2; round < batches; round++)
    for (const [name, route] of routes) {
      const paths = await route.conversations(batch)
      const before = await route.counted()
      await inParallel(route, paths, atOnce)
      const after = await route.counted()
      if (round >= 0) cpu.get(name)?.push((after.cpuMs - before.cpuMs) / batch)
    }
  const of = (name: (typeof names)[number]): number => median(cpu.get(name) ?? [])
  const delays: number[] = []
  const ours = routes.get('ours')
  for (const path of (await ours?.conversations(60)) ?? []) {
    const heard = await ours?.turn(path)
    if (heard) delays.push(heard.firstAt - fake.spokeAt())
  }
  printTable([
    ...names.map((name) => ({
      what: name === 'ours' ? 'the whole platform, a turn' : `bare ${name}`,
      value: of(name),
      unit: 'ms CPU',
      ...(name === 'ours' ? { line: of('createAgent') } : {}),
    })),
    { what: 'ours beside bare createAgent', value: of('ours') / of('createAgent'), unit: '×', line: 1 },
    { what: 'ours beside bare @openai/agents (wish)', value: of('ours') / of('agents'), unit: '×', line: 1 },
    { what: 'first sentence, after the model has said it, p50', value: median(delays), unit: 'ms', line: 5 },
    { what: 'the same, p90', value: quantile(delays, 0.9), unit: 'ms' },
  ])
  for (const route of routes.values()) route.child.kill()
}

/** The three replies of one turn, heard straight from the model: what it takes by itself, on the machine as it is now. */
const heardAlone = async (): Promise<number> => {
  const began = performance.now()
  const messages: object[] = [{ role: 'user', content: '我的证明办到哪一步了，谁查过我的记录' }]
  for (let step = 0; step < 3; step++) {
    const response = await fetch(`${fake.url}/chat/completions`, { method: 'POST', body: JSON.stringify({ model: 'fake', messages }) })
    await response.text()
    messages.push({ role: 'assistant' }, { role: 'tool' })
  }
  return performance.now() - began
}

/** 64 conversations that stream at once from a model that takes its time. */
const crowd = async (): Promise<void> => {
  const route = new Route('ours', fake.url)
  await route.ready()
  await inParallel(route, await route.conversations(64), atOnce)
  // Thirty deltas a second and more, as a good model has them.
  fake.pace = 30
  const alone: number[] = []
  for (const path of await route.conversations(4)) alone.push((await route.turn(path)).ms)
  const straight: number[] = []
  for (let round = 0; round < 2; round++) straight.push(...(await Promise.all(Array.from({ length: 64 }, heardAlone))))
  const paths = await route.conversations(64 * 2)
  const before = await route.counted()
  const heard = await inParallel(route, paths, 64)
  const after = await route.counted()
  const isInOrder = ({ ids }: Heard): boolean => ids.length > 0 && ids.every((id, at) => at === 0 || id === (ids[at - 1] ?? 0) + 1)
  const own = median(alone)
  printTable([
    { what: 'turns', value: heard.length, unit: '' },
    { what: 'events lost or out of order, turns with', value: heard.filter((one) => !isInOrder(one)).length, unit: '', line: 0 },
    { what: 'p50 of one turn alone (the model takes its time)', value: own, unit: 'ms' },
    { what: 'the model by itself, 64 at once, p50', value: median(straight), unit: 'ms' },
    { what: 'the same, p99', value: quantile(straight, 0.99), unit: 'ms' },
    {
      what: 'p99 of 64 at once',
      value: quantile(
        heard.map(({ ms }) => ms),
        0.99,
      ),
      unit: 'ms',
      line: median(straight) * 2,
    },
    { what: 'CPU a turn, deltas one by one', value: (after.cpuMs - before.cpuMs) / heard.length, unit: 'ms CPU' },
    { what: 'the longest that the platform held everybody up', value: after.heldUpMs, unit: 'ms' },
  ])
  route.child.kill()
}

const memory = async (turns: number): Promise<void> => {
  const route = new Route('ours', fake.url)
  await route.ready()
  const step = Math.max(16, Math.floor(turns / 10))
  const seen: Counted[] = []
  for (let done = 0; done < turns; done += step) {
    await inParallel(route, await route.conversations(step), atOnce)
    seen.push(await route.counted())
    const { heapMb, rssMb } = seen.at(-1) as Counted
    console.log(`${done + step} turns: heap ${heapMb.toFixed(1)} MB, resident ${rssMb.toFixed(0)} MB`)
  }
  const [first, last] = [seen[1] ?? seen[0], seen.at(-1)] as [Counted, Counted]
  printTable([{ what: `heap after ${turns} turns beside ${step * 2}`, value: last.heapMb - first.heapMb, unit: 'MB more', line: 8 }])
  route.child.kill()
}

const at = process.argv.indexOf('--memory')
if (at > 0) await memory(countFrom(process.argv[at + 1], 10_000))
else if (process.argv.includes('--crowd')) await crowd()
else await compare()
process.exit(0)
