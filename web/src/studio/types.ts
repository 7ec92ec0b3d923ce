import type { LineChange } from '../disputes/lexicon/types.ts'

export interface Fault {
  file: 'agent.md' | 'cases.yaml'
  line: number
  why: string
}

export interface TriedCase {
  title: string
  of: 'service' | 'draft'
  before: boolean | null
  after: boolean
  faults: string[]
}

export interface Proposal {
  why: string
  byName: string
  at: string
  trial: { cases: TriedCase[]; taken: { says: string; from: string }[]; routed: number; seconds: number }
  worse: string[]
  barred: string[]
  seal: string
}

export interface BriefDraft {
  id: string
  agent: string
  title: string
  state: 'open' | 'trying' | 'proposed' | 'published' | 'dropped'
  byName: string
  changedAt: string
  changedByName: string
  worse: string[] | null
}

export interface Draft extends BriefDraft {
  page: string
  cases: string
  revision: number
  restores: number | null
  stopped: string | null
  proposal: Proposal | null
  approval: { id: string; expiresAt: string } | null
}

export interface OpenDraft {
  draft: Draft
  faults: Fault[]
  isBehind: boolean
}

export interface Release {
  number: number
  version: string
  origin: 'first' | 'studio' | 'files' | 'restore' | 'bundle'
  source: string | null
  byName: string
  at: string
  why: string
  worse: string[]
  held: { before: number | null; after: number; of: number } | null
  signature: { byName: string; why: string } | null
}

export interface Overview {
  agents: {
    id: string
    name: string
    audience: string
    purpose: string
    version: string
    release: Release | null
    isFileOther: boolean
    drafts: number
  }[]
  broken: { agent: string; line: number; why: string }[]
  drafts: BriefDraft[]
  unpublished: string[]
}

export interface AgentHistory {
  id: string
  inService: { page: string; cases: string; version: string } | null
  file: { page: string; cases: string; version: string } | null
  releases: Release[]
  drafts: BriefDraft[]
}

export interface Difference {
  page: LineChange[]
  cases: LineChange[]
}

export interface Run {
  id: string
  order: { suites: string[]; isWhole: boolean; seed: number; k: number; model: string }
  state: 'running' | 'cancelling' | 'done' | 'failed' | 'cancelled'
  byName: string
  at: string
  done: number
  total: number
  fault: string | null
  failures: number
  gate: string[]
  figures: { suite: string; id: string; value: number; count: number }[]
}

export interface Figure {
  id: string
  title: string
  kind: 'share' | 'mean' | 'median'
  value: number
  low: number
  high: number
  count: number
  hits: number | null
  line: number | null
  wants: 'most' | 'least'
  unit: string | null
}

export interface RunItem {
  id: string
  title: string
  group: string
  faults: string[]
  source: string | null
  gap: string | null
  asCase: string | null
  transcript: { says: string; reply: string; outcome: string; agent: string | null; tools: string[]; cites: string[]; faults: string[] }[]
}

export interface Report {
  run: Run
  measured: { commit: string; seconds: number; turns: number; p50Ms: number; p95Ms: number; promptTokens: number; completionTokens: number }
  suites: {
    suite: string
    title: string
    about: string
    skipped: string | null
    figures: Figure[]
    items: number
    failed: RunItem[]
    gaps: RunItem[]
    groups: { name: string; held: number; all: number }[]
  }[]
}

export interface Compared {
  suite: string
  id: string
  title: string
  kind: 'share' | 'mean' | 'median'
  count: number
  first: number
  second: number
  isSignificant: boolean
  p: number | null
  difference: [number, number] | null
  lost: string[]
  gained: string[]
}

export const audiences: Readonly<Record<string, string>> = { citizen: '群众', officer: '民警', analyst: '研判' }
export const origins: Readonly<Record<Release['origin'], string>> = {
  first: '随程序安装',
  studio: '工作台',
  files: '文件',
  restore: '恢复旧版',
  bundle: '导入的包',
}

/** A draft's state in words. */
export const stateOf = ({ state, worse }: BriefDraft): string => {
  if (state === 'trying') return '正在试办'
  if (state === 'proposed') return worse && worse.length > 0 ? '待第二人签字' : '已试办，待发布'
  return state === 'published' ? '已发布' : state === 'dropped' ? '已作废' : '修改中'
}
