import { expect, it } from 'vitest'
import { listen, shippedEar } from './domain/emergencies/ear.ts'
import { repositoryLessons } from './teach-emergencies.ts'

it('the shipped ear was taught with what lies here: run `node teach-emergencies.ts` after a change', () => {
  expect(shippedEar().taught).toBe(repositoryLessons().taught)
})

it('hears danger in words that no list holds, and a question about what is over for what it is', () => {
  const likely = (says: string): number => listen(shippedEar(), says).likely
  expect(likely('他拎着铁锹追到我家里来了')).toBeGreaterThan(likely('铁锹能带上火车吗') + 0.3)
  expect(likely('爷爷倒在院子里没声了')).toBeGreaterThan(likely('爷爷去年走了，户口怎么销') + 0.3)
})
