import { expect, it } from 'vitest'
import { mod112CheckDigit, usccCheckCharacter } from './check-digits.ts'

it.each([
  ['15990119900307201', '6'],
  ['15990120080229123', '7'],
  ['15990119850615004', '2'],
  ['15990119900307200', '8'],
  ['15990119900307202', '4'],
  ['91599919880520123', '7'],
  ['81999919991231001', '1'],
])('a body %s of the worked examples ends in %s', (body, digit) => {
  expect(mod112CheckDigit(body)).toBe(digit)
})

it.each([
  ['91150999MADEM0011', '9'],
  ['12150999DEM000022', 'T'],
])('an organisation code %s of the worked examples ends in %s', (body, digit) => {
  expect(usccCheckCharacter(body)).toBe(digit)
})

it('the sums of the worked examples come out as the regulation writes them', () => {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = (body: string) => weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0)
  expect([sum('15990119900307201'), sum('15990119900307201') % 11]).toEqual([336, 6])
  expect([sum('91599919880520123'), sum('91599919880520123') % 11]).toEqual([445, 5])

  const values = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const powers = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  const total = powers.reduce((all, power, i) => all + power * values.indexOf('91150999MADEM0011'.charAt(i)), 0)
  expect([total, total % 31, 31 - (total % 31)]).toEqual([2130, 22, 9])
})
