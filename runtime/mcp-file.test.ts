import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PageError } from '../core/errors.ts'
import { readMcpFile } from './mcp-file.ts'

const server = `servers:\n  bus:\n    title: 城市公交\n    url: https://mcp.example.cn/mcp\n`
const tool = (more: Record<string, string> = {}, name = 'find_line'): string => {
  const fields = { server: 'bus', remote: 'lines', title: '查线路', scope: 'citizen', effect: 'read', sha256: 'a'.repeat(64), ...more }
  return `tools:\n  ${name}:\n${Object.entries(fields)
    .map(([key, value]) => `    ${key}: ${value}\n`)
    .join('')}`
}
const whyNot = (text: string): string => {
  try {
    readMcpFile(text, 'mcp.yaml', ['search_policy'])
    return 'fine'
  } catch (cause) {
    return cause instanceof PageError ? cause.dev : String(cause)
  }
}

describe('mcp.yaml', () => {
  it('as it is shipped for an example can be read', () => {
    const settings = readMcpFile(readFileSync(join(import.meta.dirname, '..', 'mcp.example.yaml'), 'utf8'), 'mcp.example.yaml', [])
    expect(Object.keys(settings.tools).length).toBeGreaterThan(1)
  })

  it.each([
    ['nothing wrong', server + tool(), 'fine'],
    ['a list', '- a', 'mcp.yaml:1: the file is a list of "field: value", of which servers is the first'],
    ['an unknown field', `${server}    timeout: 3\n`, 'mcp.yaml:5: unknown field "timeout"; the nearest is "timeout_ms"'],
    ['a key', `${server}    key: abc\n`, 'mcp.yaml:5: servers.bus.key: a key never stands in this file'],
    ['http outside', server.replace('https', 'http'), 'mcp.yaml:4: servers.bus.url: is an https:// address'],
    ['a password in the address', server.replace('://', '://a:b@'), 'mcp.yaml:4: servers.bus.url'],
    ['an unknown server', server + tool({ server: 'bos' }), 'mcp.yaml:7: unknown server "bos"; the nearest is "bus"'],
    ['an unknown scope', server + tool({ scope: 'citizens' }), 'mcp.yaml:10: unknown scope "citizens"; the nearest is "citizen"'],
    ['the auditor', server + tool({ scope: 'auditor' }), 'mcp.yaml:10: unknown scope "auditor"'],
    ['a decision that nobody takes', server + tool({ effect: 'decide' }), 'decide wants approval'],
    ['a decision of citizens', server + tool({ effect: 'decide\n    approval: { role: approver }' }), 'mcp.yaml:10: '],
    [
      'an approver for nothing',
      server + tool({ effect: 'read\n    approval: { role: approver }' }),
      'is for effect decide; this one is read',
    ],
    ['no hash', server + tool({ sha256: 'abc' }), 'mcp.yaml:12: tools.find_line.sha256: is 64 hex digits'],
    ['a name of ours', server + tool({}, 'search_policy'), 'mcp.yaml:6: a tool of this program is called "search_policy"'],
    ['a name that is no verb_noun', server + tool({}, 'findLine'), 'mcp.yaml:6: '],
    ['a tool twice', server + tool() + tool().replace('tools:\n', ''), 'mcp.yaml:13: not YAML'],
  ])('with %s: file, line and what is meant', (_, text, why) => {
    expect(whyNot(text)).toContain(why)
  })

  it.each(['http://10.0.0.8/mcp', 'http://localhost:3000/mcp', 'http://bus.bureau.internal/mcp'])('may name %s on the inside', (url) => {
    expect(whyNot(server.replace('https://mcp.example.cn/mcp', url))).toBe('fine')
  })
})
