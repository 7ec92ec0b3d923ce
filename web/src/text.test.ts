import { expect, it } from 'vitest'
import { sentencesFrom } from './announce.ts'
import { safeHref } from './api.ts'
import { blocksOf } from './blocks.ts'
import { peopleDate } from './dates.ts'
import { piecesOf, standingOf } from './standing.ts'
import { viewsFor } from './use-page.ts'

it('never lets an address run a script or leave by a trick', () => {
  for (const href of [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '/\\evil.example',
    'tel:110;x',
    '',
    null,
  ]) {
    expect(safeHref(href)).toBeUndefined()
  }
  for (const href of ['/verify/K7', 'https://example.org/a', 'tel:110', 'tel:+86-471-110']) expect(safeHref(href)).toBe(href)
})

it('finds paragraphs and lists, and leaves links and HTML as text', () => {
  expect(blocksOf('需要：\n\n1. 身份证\n2、申请表\n\n- 居住证\n[点我](http://x) <b>')).toEqual([
    { kind: 'p', text: '需要：' },
    { kind: 'ol', start: 1, items: ['身份证', '申请表'] },
    { kind: 'ul', items: ['居住证'] },
    { kind: 'p', text: '[点我](http://x) <b>' },
  ])
})

it('does not take a decimal number for a list', () => {
  expect(blocksOf('3.5 元')).toEqual([{ kind: 'p', text: '3.5 元' }])
})

it('writes days and instants as people in China read them', () => {
  expect(peopleDate('2026-11-22')).toBe('2026年11月22日')
  expect(peopleDate('2026-11-21T16:30:00Z')).toBe('2026年11月22日 00:30')
  expect(peopleDate('全时段')).toBe('全时段')
  expect(peopleDate(undefined)).toBe('')
})

it('speaks whole sentences, each once', () => {
  const spoken: string[] = []
  const hear = sentencesFrom((text) => spoken.push(text))
  for (const text of ['证明', '开好了。', '可以下载']) hear({ type: 'text.delta', data: { text } })
  hear({
    type: 'turn.ended',
    data: { turn: 't', agent: 'a', outcome: 'answered', text: '证明开好了。可以下载', cards: [], citations: [], tools: [], model: '' },
  })
  expect(spoken).toEqual(['证明开好了。', '可以下载'])
})

it('says of a quoted text that it is old, and nothing where it simply is in force', () => {
  expect(standingOf({ force: 'in_force' })).toBeUndefined()
  expect(standingOf({})).toBeUndefined()
  expect(standingOf({ force: 'in_force', isOld: true })).toBe('当时有效，现为旧文本')
  expect(standingOf({ force: 'undated' })).toBe('未注明施行日期')
})

it('takes a quote apart where words were left out', () => {
  expect(piecesOf('有下列情形之一的：……（三）多次殴打的。')).toEqual(['有下列情形之一的：', '（三）多次殴打的。'])
  expect(piecesOf('一个月以内。')).toEqual(['一个月以内。'])
})

it('offers each view to those who have something to do there, and to nobody else', () => {
  const officer = (...roles: string[]) => viewsFor({ kind: 'officer', roles })
  expect(officer('analyst').slice(0, 2)).toEqual(['disputes', 'knowledge'])
  expect(officer('officer', 'analyst')).toContain('knowledge')
  expect(officer('officer', 'approver')).not.toContain('knowledge')
  expect(officer('admin')).toEqual(['disputes', 'knowledge', 'studio', 'chat'])
  expect(officer('auditor')).toEqual(['audit', 'chat'])
  expect(viewsFor({ kind: 'citizen' })).not.toContain('knowledge')
  expect(viewsFor(undefined)[0]).toBe('chat')
})
