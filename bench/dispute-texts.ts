import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The labelled texts of our own (evals/disputes), in an order that depends on the seed alone. */
const told = (seed: number): string[] => {
  let state = seed
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  }
  return readFileSync(join(import.meta.dirname, '..', 'evals', 'disputes', 'incidents.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => ({ text: String(JSON.parse(line).text), key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ text }) => text)
}

/** A text as JSON.parse gives it: in one piece. A slice of a longer one is slower to read. */
const whole = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le')

/** Incident texts of exactly `length` characters (the average of real ones is 188), made by putting several of our own after one another. */
export const incidentTexts = (count: number, length = 188, change = (text: string): string => text): string[] => {
  const texts: string[] = []
  for (let seed = 1; texts.length < count; seed++) {
    const long = change(told(seed).join('。'))
    for (let at = 0; at + length <= long.length && texts.length < count; at += length) texts.push(whole(long.slice(at, at + length)))
  }
  return texts
}
