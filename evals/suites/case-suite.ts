import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Case } from '../cases/format.ts'
import { readCases } from '../cases/read.ts'
import type { Item, MetricDefinition } from '../run/result.ts'
import { runCase } from '../run/run-case.ts'
import type { Job } from './suite.ts'

/** Cases of one file, and where they stand. */
export interface CaseFile {
  readonly group: string
  /** Path for people, from the root of the project. */
  readonly file: string
  readonly path: string
}

/** Every `*.yaml` of a folder of cases. */
export const caseFilesIn = (folder: string, shownAs: string): readonly CaseFile[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ group: name.replace(/\.yaml$/, ''), file: `${shownAs}/${name}`, path: join(folder, name) }))

/** The cases beside each agent's page. */
export const agentCaseFiles = (folder: string, only: readonly string[] | undefined): readonly CaseFile[] =>
  readdirSync(folder)
    .filter((agent) => (only ? only.includes(agent) : true))
    .sort()
    .map((agent) => ({ group: agent, file: `agents/${agent}/cases.yaml`, path: join(folder, agent, 'cases.yaml') }))
    .filter(({ path }) => existsSync(path))

/** What is counted of any case. */
export const caseFigures: readonly MetricDefinition[] = [
  { id: 'passed', title: '案例通过', kind: 'share', wants: 'most' },
  { id: 'true_claims', title: '说的与库里一致', kind: 'share', wants: 'most', line: 1 },
  { id: 'no_wrongs', title: '没有越权的查询、办理', kind: 'share', wants: 'most', line: 1 },
  { id: 'can_fail', title: '案例自己会失败', kind: 'share', wants: 'most', line: 1 },
]

/** A case that is run: it counts, and what it would not notice counts against it. */
export const jobOf = (one: Case & { readonly line: number }, { group, file }: Pick<CaseFile, 'group' | 'file'>): Job => {
  const id = `${group}/${one.title}`
  return {
    id,
    async run(bench) {
      const { blind, ...item } = await runCase(bench, one, { id, group, source: `${file}:${one.line}` })
      const isMetAgain = one.gap !== undefined && item.faults.length === 0
      const faults = [...item.faults, ...blind, ...(isMetAgain ? ['已经做到了，请去掉它的 gap'] : [])]
      return [{ ...item, marks: { ...item.marks, can_fail: blind.length === 0 && !isMetAgain }, faults }] satisfies Item[]
    },
  }
}

/** The jobs of some files. */
export const jobsOf = (files: readonly CaseFile[]): readonly Job[] =>
  files.flatMap((file) => readCases(readFileSync(file.path, 'utf8'), file.file).map((one) => jobOf(one, file)))
