/** What this browser keeps: a storage may be missing or full, and the page goes on without it. */
const names = {
  person: 'session',
  conversation: 'session',
  draft: 'session',
  lexicon: 'session',
  act: 'session',
  largeText: 'local',
  keysOff: 'local',
} as const
type Name = keyof typeof names

const storageOf = (name: Name): Storage => (names[name] === 'local' ? localStorage : sessionStorage)

export const kept = {
  get: <T>(name: Name): T | undefined => {
    try {
      const text = storageOf(name).getItem(`fenshen.${name}`)
      // Written by `set` below, in this browser, under this name.
      return text === null ? undefined : (JSON.parse(text) as T)
    } catch {
      return undefined
    }
  },
  set: (name: Name, value: unknown): void => {
    try {
      if (value === undefined) storageOf(name).removeItem(`fenshen.${name}`)
      else storageOf(name).setItem(`fenshen.${name}`, JSON.stringify(value))
    } catch {
      // Private mode, or no room: nothing is kept.
    }
  },
  /** At sign-out nothing of the person stays on a shared machine. */
  forgetPerson: (): void => {
    kept.set('person', undefined)
    kept.set('conversation', undefined)
    kept.set('draft', undefined)
    kept.set('lexicon', undefined)
    kept.set('act', undefined)
  },
  /** Who is signed in. What somebody else left in this tab, whose session ran out, is not theirs to see. */
  isOf: (person: string): void => {
    const before = kept.get<string>('person')
    if (before !== undefined && before !== person) kept.forgetPerson()
    kept.set('person', person)
  },
}
