import { describe, expect, it } from 'vitest'
import { handClock } from '../testing.ts'
import { restingModels } from './resting.ts'
import type { NamedModel } from './speak.ts'

// Only the names are read here.
const models = [{ name: 'far' }, { name: 'offline' }] as NamedModel[]
const namesOf = (list: readonly NamedModel[]): string[] => list.map(({ name }) => name)

describe('a model that does not answer', () => {
  it('rests half a minute after three silences, and is asked again then', () => {
    const clock = handClock()
    const resting = restingModels(models, clock.now)
    resting.note('far', 'silent')
    resting.note('far', 'error')
    expect(namesOf(resting.awake())).toEqual(['far', 'offline'])
    resting.note('far', 'too_slow')
    expect(namesOf(resting.awake())).toEqual(['offline'])
    clock.advance(31_000)
    expect(namesOf(resting.awake())).toEqual(['far', 'offline'])
  })

  it('is not sent to rest for its words', () => {
    const resting = restingModels(models, handClock().now)
    for (let i = 0; i < 10; i++) resting.note('far', 'garbage')
    expect(namesOf(resting.awake())).toEqual(['far', 'offline'])
  })

  it('never leaves a turn without the offline model', () => {
    const resting = restingModels(models, handClock().now)
    for (let i = 0; i < 10; i++) resting.note('offline', 'error')
    expect(namesOf(resting.awake())).toEqual(['far', 'offline'])
  })
})
