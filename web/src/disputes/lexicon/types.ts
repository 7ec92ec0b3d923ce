import type { Label, Tier } from '../names.ts'
import type { Finding } from '../types.ts'

export interface Fault {
  file: string
  line: number
  why: string
}

export interface Share {
  value: number | null
  of: number
}

export interface Figures {
  texts: number
  macroF1: number
  byClass: { class: Label; precision: Share; recall: Share; f1: number }[]
  dispute: { precision: Share; recall: Share }
  red: { recall: Share; falseAlarms: Share }
}

export interface Proposal {
  why: string
  by: string
  byName: string
  at: string
  measured: { set: string; hash: string; before: Figures; after: Figures }[]
  worse: string[]
  seal: string
}

export interface Draft {
  id: string
  title: string
  base: number
  revision: number
  state: 'open' | 'proposed' | 'published' | 'dropped'
  files: { name: string; hash: string }[]
  by: string
  byName: string
  at: string
  changedAt: string
  changedByName: string
  proposal: Proposal | null
  signature: { byName: string; at: string; why: string } | null
}

export interface Version {
  number: number
  base: number
  byName: string
  at: string
  scanner: string
  why: string
  proposal: Proposal
  signature: { byName: string; at: string; why: string } | null
}

export interface Overview {
  current: { number: number; scanner: string; version: Version | null }
  hasNewerShipped: boolean
  files: { name: string; entries: number }[]
  drafts: Draft[]
  sets: { name: string; texts: number }[]
}

export interface OpenDraft {
  draft: Draft
  edits: { file: string; byName: string; at: string }[]
  faults: Fault[]
  isBehind: boolean
  hasNewerShipped: boolean
  clashes?: Fault[]
}

export interface FileText {
  name: string
  text: string
  hash: string
}

export interface LineChange {
  kind: 'same' | 'added' | 'removed'
  lines: string[]
  at: number
}

export interface EntryChange {
  kind: 'added' | 'removed' | 'changed'
  part: string
  word: string
  how: string
}

export interface Difference {
  entries: EntryChange[]
  files: { name: string; lines: LineChange[] }[]
}

export interface Preview {
  faults: Fault[]
  before: Finding | null
  after: Finding | null
}

export interface Replay {
  texts: number
  isCapped: boolean
  since: string
  changed: number
  byClass: { class: Label; before: number; after: number }[]
  byTier: { tier: Tier; before: number; after: number }[]
  examples: { text: string; before: Finding; after: Finding }[]
  faults: Fault[]
}

/** What a save is told when somebody else saved the same file meanwhile. */
export interface Clash {
  detail: string
  file: string
  hash: string
  by: string
  theirs: string
  changes: LineChange[]
  merged: string
  clashes: number[]
}

/** `D4.yaml` → what it holds, for people. */
export const fileTitles: Readonly<Record<string, string>> = {
  'D1.yaml': 'D1 婚姻家庭情感',
  'D2.yaml': 'D2 邻里生活',
  'D3.yaml': 'D3 债务借贷与合同',
  'D4.yaml': 'D4 劳动劳资',
  'D5.yaml': 'D5 土地草场山林牲畜',
  'D6.yaml': 'D6 房屋物业征迁租赁',
  'D7.yaml': 'D7 消费服务与经营',
  'D8.yaml': 'D8 损害赔偿与公共场所琐事',
  'verbs.yaml': '冲突和诉求的动词',
  'cues.yaml': '语境词（否定、传言、演练……）',
  'factors.yaml': '加分和减分的因素、险情的起头',
  'slots.yaml': '险情的旁证和说法',
  'variants.yaml': '变体和错别字',
}

export const titleOf = (name: string): string => fileTitles[name] ?? name
