import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Command, demandFile, readWords, systemFault } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'fenshen-command-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const greet: Command = {
  usage: 'greet',
  example: 'greet',
  options: { persona: { type: 'string' }, loud: { type: 'boolean' } },
  run: async () => 0,
}
const faultOf = (act: () => unknown): string => {
  try {
    act()
    return ''
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}
const call = (...words: readonly string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, '..', 'main.ts'), ...words], { encoding: 'utf8', cwd: folder })

describe('whoever mistypes a command', () => {
  it.each([
    [['--prot', '3'], 'unknown flag --prot; did you mean --port?'],
    [['--presona=x'], 'did you mean --persona?'],
    [['--persona'], '--persona wants a value'],
    [['--persona', '-x'], '--persona wants a value; one that begins with - is written --persona=-…'],
    [['--loud=yes'], '--loud takes no value'],
  ])('is told which flag, and the nearest right one: %o', (words, fault) => {
    expect(faultOf(() => readWords(greet, words))).toContain(fault)
  })

  it('is told why a file cannot be read', () => {
    expect(faultOf(() => demandFile(join(folder, 'none.pdf')))).toMatch(/^cannot read .*none\.pdf: it is not there$/)
    expect(faultOf(() => demandFile(folder))).toMatch(/: it is a folder$/)
    expect(systemFault(new Error('bug'))).toBeUndefined()
  })

  it('is told by check which line of a case is wrong, and what it should say', () => {
    const agent = join(folder, 'agents', 'found-things')
    mkdirSync(agent, { recursive: true })
    const page = 'name: 失物招领\naudience: citizen\npurpose: 讲清捡到东西怎么办。\nexamples: [捡到一个钱包]'
    writeFileSync(join(agent, 'agent.md'), `---\n${page}\n---\n你是失物招领助手。\n`)
    writeFileSync(join(agent, 'cases.yaml'), '- title: 一\n  visit:\n    - says: 捡到一个钱包\n      end: answered\n')
    const done = call('check', '--agents', join(folder, 'agents'))
    expect(done.stdout).toContain('agents/found-things/cases.yaml:4: unknown field "end"; the nearest is "ends"')
    expect(done.status).toBe(1)
  })

  it.each([
    [['serch', 'x'], 2, 'unknown command "serch x"; did you mean search?'],
    [['certificate'], 2, 'which one? certificate verify, certificate keys'],
    [['disputes', 'train', 'none.jsonl'], 2, 'cannot read none.jsonl: it is not there'],
    [['personas', '--data-dir', 'afile'], 1, 'DATA_DIR: cannot make'],
    [['restore', 'none'], 1, '里没有 manifest.json'],
  ])('reads one line and never a trace of code: %o', (words, status, line) => {
    writeFileSync(join(folder, 'afile'), '')
    const done = call(...words)
    expect([done.status, done.stdout]).toEqual([status, ''])
    expect(done.stderr).toContain(line)
    expect(done.stderr.trim().split('\n')).toHaveLength(1)
  })
})
