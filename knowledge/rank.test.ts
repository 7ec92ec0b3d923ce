import { describe, expect, it } from 'vitest'
import { likeHeading, withHeading } from './rank.ts'

describe('the heading of a section', () => {
  it.each([
    ['我家老人去世了，户口怎么注销', '老人去世了怎么注销户口', '在外地打工去世了怎么注销户口'],
    ['居住证申请了几天能拿到', '居住证多久能拿到', '什么条件能办居住证'],
    ['一年扣满12分了怎么办', '扣满12分怎么办', '驾驶证一年多少分，什么时候清零'],
  ])('that asks what %s asks is %s rather than %s', (question, right, other) => {
    expect(likeHeading(question, right)).toBeGreaterThan(likeHeading(question, other))
  })

  it('is the question itself, or one of the things that it asks', () => {
    expect(likeHeading('怎么改名字', '怎么改名字')).toBe(1)
    expect(likeHeading('骂人算吗', '什么算家庭暴力，骂人算吗')).toBe(1)
    expect(likeHeading('今天天气', '怎么改名字')).toBe(0)
  })

  it('lifts a section of a guide, and leaves clauses of laws as they are', () => {
    const hits = [
      { clause: 1, version: 1, score: 10 },
      { clause: 2, version: 2, score: 9 },
      { clause: 3, version: 1, score: 2 },
    ]
    const raised = withHeading(hits, '怎么改名字', ({ clause }) => (clause === 2 ? '怎么改名字' : undefined))
    expect(raised.map(({ clause, score }) => [clause, score])).toEqual([
      [2, 18],
      [1, 10],
      [3, 2],
    ])
  })
})
