import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { SettingError } from '../core/errors.ts'
import { openAiCompatible } from './openai-compatible.ts'

const root = join(import.meta.dirname, '..')

/**
 * A whole visit in a process of its own, where every look-up of a name and every connection is written down and those to
 * anywhere but loopback never answer, as on a closed network.
 */
const visit = `
const [net, dns] = ['net', 'dns'].map((name) => process.getBuiltinModule(name))
const touched = new Set()
const isHere = (host) => ['127.0.0.1', 'localhost', '::1'].includes(host)
for (const lookups of [dns, dns.promises])
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
    const real = lookups[name]
    lookups[name] = (host, ...rest) => {
      if (isHere(host)) return real.call(lookups, host, ...rest)
      touched.add(host)
      return new Promise(() => {})
    }
  }
const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0]
  const host = options.host ?? 'localhost'
  if (isHere(host)) return connect.apply(this, args)
  touched.add(host)
  return this
}
const { openTestPlatform } = await import('./testing.ts')
const { openTestEndpoint, calls, says } = await import('./models/test-endpoint.ts')
await using endpoint = await openTestEndpoint(
  calls({ name: 'certificate_progress', args: {} }, { name: 'search_policy', args: { query: '有效期' } }),
  says('您名下还没有申请。'),
)
await using p = await openTestPlatform({ settings: { MODEL: process.argv.at(-1), OPENAI_BASE_URL: endpoint.url } })
const talk = await p.visit('zhao-qinghe')
const reply = await talk.say('我的证明办到哪一步了')
console.log(JSON.stringify({ model: reply.model, tools: reply.tools.length, text: reply.text, touched: [...touched], asked: endpoint.asked.length, headers: endpoint.asked[0].headers }))
`

describe('an endpoint of the OpenAI protocol', () => {
  it.each(['qwen3', 'gpt-5-pro'])(
    'is the only host that a visit touches, and nothing waits for another that never answers: %s',
    async (model) => {
      // Everything in the environment that would make the libraries call home.
      const env = {
        LANGSMITH_TRACING: 'true',
        LANGCHAIN_TRACING_V2: 'true',
        LANGSMITH_API_KEY: 'none',
        LANGCHAIN_VERBOSE: 'true',
        OPENAI_ORG_ID: 'somebody-else',
        OPENAI_PROJECT_ID: 'something-else',
        OPENAI_LOG: 'debug',
      }
      const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', visit, '--', model], {
        cwd: root,
        env,
        // A wait for a host that never answers would last for ever: how fast a turn is, is measured elsewhere.
        timeout: 240_000,
      })
      expect(stdout.trim().split('\n')).toHaveLength(1)
      expect(stderr).not.toContain('证明')
      const seen = JSON.parse(stdout)
      expect(seen).toMatchObject({ model, tools: 2, text: '您名下还没有申请。', touched: [], asked: 2 })
      expect(JSON.stringify(seen.headers)).not.toMatch(/somebody-else|something-else/)
    },
    300_000,
  )

  it('has no address of its own: a model without one stops the start', async () => {
    await expect(openAiCompatible({ baseUrl: undefined, apiKey: 'k', name: 'm' })).rejects.toThrow(SettingError)
  })
})
