import { describe, expect, it } from 'vitest'
import { handClock } from '../testing.ts'
import { type Breaker, createBreaker } from './breaker.ts'

const fails = (breaker: Breaker, times = 1): void => {
  for (let time = 0; time < times; time++) if (breaker.enter()) breaker.leave({ fault: 'silent' })
}

describe('a model that does not answer', () => {
  it('rests half a minute after three silences; then one call tries it, and the others wait for how that one ends', () => {
    const clock = handClock()
    const breaker = createBreaker(clock.now)
    fails(breaker, 2)
    expect(breaker.isOpen()).toBe(true)
    fails(breaker)
    expect(breaker.isOpen()).toBe(false)
    expect(breaker.enter()).toBe(false)
    clock.advance(31_000)
    expect(breaker.isOpen()).toBe(true)
    expect(breaker.enter()).toBe(true)
    expect(breaker.health().state).toBe('trying')
    expect(breaker.enter()).toBe(false)
    breaker.leave({ fault: null, firstTokenMs: 40 })
    expect(breaker.health()).toMatchObject({ state: 'well', calls: 4, failed: 3, firstTokenMs: 40, lastFault: { fault: 'silent' } })
  })

  it('rests twice as long each time that trying it did not help, and half a minute again once it was well', () => {
    const clock = handClock()
    const breaker = createBreaker(clock.now)
    fails(breaker, 3)
    clock.advance(30_000)
    fails(breaker)
    clock.advance(59_000)
    expect(breaker.isOpen()).toBe(false)
    clock.advance(1_000)
    expect(breaker.enter()).toBe(true)
    breaker.leave({ fault: null })
    fails(breaker, 3)
    clock.advance(30_000)
    expect(breaker.isOpen()).toBe(true)
  })

  it('is not sent to rest for its words, nor for three faults among many good answers', () => {
    const breaker = createBreaker(handClock().now)
    for (let time = 0; time < 10; time++) if (breaker.enter()) breaker.leave({ fault: 'garbage' })
    expect(breaker.isOpen()).toBe(true)
    fails(breaker, 3)
    expect(breaker.isOpen()).toBe(true)
  })

  it('is left alone for as long as it asks, ten minutes at most', () => {
    const clock = handClock()
    const breaker = createBreaker(clock.now)
    breaker.enter()
    breaker.leave({ fault: 'busy', retryAfterMs: 5_000 })
    expect(breaker.isOpen()).toBe(false)
    clock.advance(5_000)
    expect(breaker.enter()).toBe(true)
    breaker.leave({ fault: null })
    breaker.enter()
    breaker.leave({ fault: 'busy', retryAfterMs: 86_400_000 })
    clock.advance(600_000)
    expect(breaker.isOpen()).toBe(true)
  })

  it('that was to be tried and was not asked after all is tried by the next', () => {
    const clock = handClock()
    const breaker = createBreaker(clock.now)
    fails(breaker, 3)
    clock.advance(30_000)
    expect(breaker.enter()).toBe(true)
    breaker.withdraw()
    expect(breaker.enter()).toBe(true)
  })
})
