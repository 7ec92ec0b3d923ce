import { expect, it } from 'vitest'
import type { Reply } from './api.ts'
import { applyEvent, newTurn, viewsOf } from './turns.ts'

const reply: Reply = {
  turn: 't1',
  agent: 'certificates',
  outcome: 'confirming',
  text: '请核对。',
  cards: [{ kind: 'confirm', title: '提交申请', fields: [], links: [] }],
  citations: [],
  tools: [{ name: 'check_identity', title: '核对身份', ok: true }],
  confirm: { id: 'c1', text: '提交申请。确认吗？' },
  model: 'offline',
}

it('shows a step as running, then as finished', () => {
  const started = applyEvent(newTurn('k', '你好'), { type: 'tool.started', data: { name: 'check_identity', title: '核对身份' } })
  expect(started.steps).toEqual([{ name: 'check_identity', title: '核对身份', ok: undefined }])
  const finished = applyEvent(started, { type: 'tool.finished', data: { name: 'check_identity', title: '核对身份', ok: false } })
  expect(finished.steps).toEqual([{ name: 'check_identity', title: '核对身份', ok: false }])
})

it('lets the final reply replace what was streamed, so that no card stands twice', () => {
  let view = newTurn('k', '开证明')
  for (const card of reply.cards) view = applyEvent(view, { type: 'card', data: card })
  view = applyEvent(view, { type: 'text.delta', data: { text: '请核' } })
  view = applyEvent(view, { type: 'turn.ended', data: reply })
  expect(view.cards).toHaveLength(1)
  expect(view.text).toBe('请核对。')
  expect(view.confirm?.id).toBe('c1')
  expect(view.phase).toBe('done')
})

it('takes a turn without a reply for one that still goes on', () => {
  const views = viewsOf({
    id: 'k1',
    agent: 'a',
    turns: [
      { turn: 't1', says: '开证明', reply },
      { turn: 't2', says: '确认', reply: null },
    ],
  })
  expect(views.map(({ phase }) => phase)).toEqual(['done', 'reconnecting'])
})
