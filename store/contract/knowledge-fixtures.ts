import type { KnowledgeStore, StoredDocument } from '../../core/knowledge-store.ts'
import { freshId, noon } from './fixtures.ts'

type Version = Parameters<KnowledgeStore['addVersion']>[0]
type Clause = Parameters<KnowledgeStore['addVersion']>[1][number]

export const document = (facts: Partial<StoredDocument> = {}): StoredDocument => {
  const id = freshId()
  return {
    ...{ id, identity: `办事须知 ${id}`, title: '办事须知', shortTitle: '须知', kind: 'guide', topic: 'household', audience: 'public' },
    ...{ issuer: '某市公安局', number: undefined },
    ...facts,
  }
}

export const version = (document: string, facts: Partial<Version> = {}): Version => ({
  ...{ document, label: '2026-11', promulgated: undefined, effective: '2026-11-01', repealed: undefined, review: undefined },
  ...{
    origin: '本局编写',
    source: 'household/notes.md',
    sourceHash: 'a'.repeat(64),
    state: 'live',
    ingestedAt: noon,
    ingestedBy: 'system',
  },
  ...facts,
})

/** Clauses with the anchors a1, a2 … */
export const drafts = (count: number, facts: Partial<Clause> = {}): Clause[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ anchor: `a${at + 1}`, article: `第${at + 1}条`, path: `第一章 › 第${at + 1}条`, text: `第${at + 1}条 窗口周一至周五开放。` },
    externalId: undefined,
    ...facts,
  }))
