import { expect, it } from 'vitest'
import { circuitBreaker } from './circuit-breaker.ts'

const opened = () => {
  let nowMs = 0
  const breaker = circuitBreaker({ failures: 3, coolDownMs: 1000 }, () => new Date(nowMs))
  const wait = (ms: number) => {
    nowMs += ms
  }
  return { breaker, wait }
}

it('lets everything through until three failures in a row', () => {
  const { breaker } = opened()
  breaker.enter()?.failed()
  breaker.enter()?.failed()
  breaker.enter()?.alive()
  breaker.enter()?.failed()
  breaker.enter()?.failed()
  expect(breaker.enter()).toBeDefined()
  breaker.enter()?.failed()
  expect(breaker.enter()).toBeUndefined()
})

it('after the pause lets exactly one question try, and closes when it is answered', () => {
  const { breaker, wait } = opened()
  for (let n = 0; n < 3; n += 1) breaker.enter()?.failed()
  wait(999)
  expect(breaker.enter()).toBeUndefined()
  wait(1)
  const probe = breaker.enter()
  expect([probe !== undefined, breaker.enter()]).toEqual([true, undefined])
  probe?.alive()
  expect([breaker.enter(), breaker.enter()].every(Boolean)).toBe(true)
})

it('rests for another pause when the one question fails, and lets another try when the caller gave up', () => {
  const { breaker, wait } = opened()
  for (let n = 0; n < 3; n += 1) breaker.enter()?.failed()
  wait(1000)
  breaker.enter()?.failed()
  wait(999)
  expect(breaker.enter()).toBeUndefined()
  wait(1)
  breaker.enter()?.abandoned()
  expect(breaker.enter()).toBeDefined()
})

it('is not closed or held open by late answers from before it opened', () => {
  const { breaker, wait } = opened()
  const late = [breaker.enter(), breaker.enter()]
  for (let n = 0; n < 3; n += 1) breaker.enter()?.failed()
  late[0]?.alive()
  expect(breaker.enter()).toBeUndefined()
  wait(999)
  late[1]?.failed()
  wait(1)
  expect(breaker.enter()).toBeDefined()
})
