import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const home = import.meta.dirname
const read = (path: string): string => readFileSync(join(home, path), 'utf8')
const pages = globSync(['*.md', 'docs/**/*.md', 'data/fonts/*.md'], { cwd: home })

describe('the docs', () => {
  it.each(pages)('%s links only to what is there', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '')
    const gone = links.filter((link) => !/^[a-z]+:/.test(link) && !existsSync(join(home, dirname(page), link)))
    expect(gone).toEqual([])
  })

  it('call commands in a way that works where the machine has an old Node, which cannot read main.ts', () => {
    const told = pages.filter((page) => !/CONTRIBUTING|benchmarks|CHANGELOG|decisions/.test(page))
    expect(told.filter((page) => read(page).includes('node main.ts'))).toEqual([])
  })

  it('name only commands that main.ts knows', () => {
    const known = [...read('main.ts').matchAll(/name: '([a-z ]+)'/g)].map((match) => match[1] ?? '')
    expect(known.length).toBeGreaterThan(30)
    const isKnown = (words: string): boolean => known.some((name) => words === name || words.startsWith(`${name} `))
    const called = pages.flatMap((page) =>
      [...read(page).matchAll(/(?:npm run -s fenshen --|node main\.ts) ([a-z]+(?: [a-z]+)?)/g)].map((match) => `${page}: ${match[1]}`),
    )
    expect(called.length).toBeGreaterThan(80)
    expect(called.filter((call) => !isKnown(call.replace(/^.*: /, '')))).toEqual([])
  })

  it('count what is there: the guides that ship', () => {
    const guides = globSync('data/policies/*/*.md', { cwd: home }).length
    expect(read('README.md')).toContain(`随带的 ${guides} 份办事须知`)
    expect(read('README.en.md')).toContain(`**${guides} guides**`)
  })

  it('begins an agent under a name that is still free, so that the command works as it is written', () => {
    const begun = [...pages, 'commands/agent.ts'].flatMap((page) =>
      [...read(page).matchAll(/agent new ([a-z-]+)/g)].map((match) => match[1] ?? ''),
    )
    expect(begun.length).toBeGreaterThan(3)
    expect(begun.filter((id) => existsSync(join(home, 'agents', id)))).toEqual([])
  })

  it('.env.example lists every setting that config.ts reads, and no other', () => {
    const settings = (text: string, form: RegExp): string[] => [...new Set([...text.matchAll(form)].map((match) => match[1] ?? ''))].sort()
    const known = settings(read('config.ts').split('testEnvironment')[0] ?? '', /(?:env, '|\benv\.)([A-Z][A-Z0-9_]+)/g)
    // Not a setting of ours: what Node programs set in production.
    expect(settings(read('.env.example'), /(?:^# |\s)([A-Z][A-Z0-9_]+)=/gm)).toEqual(known.filter((name) => name !== 'NODE_ENV'))
  })

  it('names every command of main.ts in the change log', () => {
    const names = globSync('commands/*.ts', { cwd: home }).flatMap((file) =>
      [...read(file).matchAll(/^ {2}name: '([a-z ]+)',$/gm)].map((match) => match[1] ?? ''),
    )
    expect(names.filter((name) => !read('CHANGELOG.md').includes(`\`${name}\``))).toEqual([])
  })
})
