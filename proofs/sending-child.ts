import { enableCompileCache } from 'node:module'

// One life of a process in which a deed of another system is approved, and which is killed: `sending-child.ts FOLDER MCP_FILE before|during`.
// `before`: it dies itself between the commit of the approval and the sending; else whoever it sends to kills it.

enableCompileCache()
const { pino } = await import('pino')
const { openPlatform } = await import('../platform.ts')
const { testConfig, testKey } = await import('../testing.ts')

const [folder = '', file = '', when] = process.argv.slice(2)
const config = testConfig(folder, { DATA_KEY: testKey, MCP_FILE: file })
const platform = await openPlatform(config, { log: pino({ level: 'silent' }), isWatching: false })
await platform.acts.look()
const officer = async (id: string) => {
  const who = await platform.store.people.find(id)
  if (who?.kind !== 'officer') throw new Error(`no officer ${id}`)
  return who
}
const who = await officer('officer-qinghe')
const { conversation } = await platform.turns.open(who, undefined)
const wish = { tool: 'stop_bus_line', args: { thing: '5路' }, who, agent: undefined, conversation: conversation.id, deedKey: 'stop:0' }
const asked = await platform.callTool(wish)
if (asked.kind !== 'confirm') throw new Error(asked.kind)
const waiting = await platform.callTool({ ...wish, grant: asked.pending })
if (waiting.kind !== 'waiting') throw new Error(waiting.kind)
const proposal = await platform.store.approvals.find(waiting.waiting.id)
process.stdout.write(`${conversation.id}\n`)
if (when === 'before')
  platform.deciding.sender.carry = async () => {
    process.kill(process.pid, 'SIGKILL')
    return new Promise(() => undefined)
  }
await platform.approvals.decide(await officer('approver-qinghe'), waiting.waiting.id, {
  ...{ hash: proposal?.hash ?? '', verdict: 'approved', note: undefined },
})
await platform.close()
