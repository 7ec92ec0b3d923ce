import { expect, it } from 'vitest'
import { shippedModel } from './domain/personal-data/names/model.ts'
import { repositoryLessons } from './teach-names.ts'

it('the shipped model of names was taught with what lies here: run `node teach-names.ts` after a change', () => {
  expect(shippedModel().taught).toBe(repositoryLessons().taught)
})
