import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const home = join(import.meta.dirname, '..')

const evaluate = (...words: string[]): Promise<{ code: number; out: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(home, 'main.ts'), 'eval', ...words], { cwd: home }, (fault, stdout, stderr) =>
      resolve({ code: typeof fault?.code === 'number' ? fault.code : fault ? 3 : 0, out: `${stdout}${stderr}` }),
    )
  })

describe('main.ts eval', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fenshen-eval-'))
    mkdirSync(join(folder, 'agents'))
    for (const id of ['cert-progress', 'cert-navigator', 'proof-menu'])
      cpSync(join(home, 'agents', id), join(folder, 'agents', id), { recursive: true })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('measures an agent, writes JSON and JUnit, and holds what it came to', async () => {
    const [json, junit, baseline] = ['run.json', 'run.xml', 'baseline.json'].map((name) => join(folder, name))
    const words = ['agents', '--agents', join(folder, 'agents'), '--agent', 'cert-progress', '--processes', '1']
    const first = await evaluate(...words, '--json', json ?? '', '--junit', junit ?? '', '--baseline', baseline ?? '', '--raise')
    expect(first.out).toContain('passed')
    expect(first.code).toBe(0)
    const run = JSON.parse(readFileSync(json ?? '', 'utf8'))
    expect(run.suites[0].figures[0]).toMatchObject({ id: 'passed', value: 1 })
    expect(readFileSync(junit ?? '', 'utf8')).toContain('failures="0"')

    // The page is made worse: it forgets how to check a certificate.
    const page = join(folder, 'agents', 'cert-progress', 'agent.md')
    writeFileSync(
      page,
      readFileSync(page, 'utf8')
        .replace('verify_certificate, ', '')
        .replace(/^ +- .*tool: verify_certificate.*\n/gm, ''),
    )
    const second = await evaluate(...words, '--baseline', baseline ?? '')
    expect(second.out).toMatch(/✗ agents passed: 0\.\d+, and it was 1/)
    expect(second.out).toContain('agents/cert-progress/cases.yaml:')
    expect(second.code).toBe(1)
  }, 120_000)

  it('stops a page that was made worse, and shrinks the visit that failed to three messages, as docs/evals.md shows', async () => {
    const shown = readFileSync(join(home, 'docs', 'evals.md'), 'utf8')
    const [, commands = '', out = ''] = /```sh\n(mkdir -p var && cp -r agents [\s\S]*?)```\n\n```text\n([\s\S]*?)```/.exec(shown) ?? []
    const [copied = '', worsened = '', evaluated = ''] = commands.replaceAll('var/worse', join(folder, 'worse')).trim().split('\n')
    execFileSync(
      'sh',
      [
        '-c',
        `PATH="${dirname(process.execPath)}:$PATH"
${copied}
${worsened}`,
      ],
      { cwd: home },
    )
    const [, words = ''] = /^npm run -s fenshen -- eval (.*)$/.exec(evaluated) ?? []
    const { code, out: said } = await evaluate(...words.split(' '))
    for (const line of out.trimEnd().split('\n')) expect(said).toContain(line.trim())
    expect(said.match(/- says: /g)).toHaveLength(3)
    expect(code).toBe(1)
  }, 240_000)

  it('says which suites there are when it is asked for another, and which line of a case is wrong', async () => {
    expect(await evaluate('routting')).toMatchObject({
      code: 2,
      out: expect.stringContaining('there is no suite "routting"; there are: main-job'),
    })
    expect(await evaluate('--k', 'many')).toMatchObject({ code: 2, out: expect.stringContaining('--k takes a whole number') })
    writeFileSync(join(folder, 'agents', 'proof-menu', 'cases.yaml'), '- title: 甲\n  visit:\n    - says: 好\n      ends: done\n')
    const wrong = await evaluate('agents', '--agents', join(folder, 'agents'), '--agent', 'proof-menu')
    expect(wrong).toMatchObject({ code: 2, out: expect.stringContaining('agents/proof-menu/cases.yaml:4: ') })
  }, 60_000)
})
