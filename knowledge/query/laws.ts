import type { StoredDocument } from '../../core/knowledge-store.ts'
import { foldTitle } from '../structure/title.ts'
import { foldText } from '../terms/terms.ts'
import { type Phrases, phrases } from './phrases.ts'

/** Names of laws, and the documents that each may mean. */
export type LawNames = Phrases<readonly string[]>

const makers = /^(?:最高人民法院、?最高人民检察院|最高人民检察院、?最高人民法院|最高人民法院|最高人民检察院|国务院|公安部)+关于/
const purposes = /^(?:审理|办理|适用)|案件适用法律(?:若干)?问题的/g
const tries = /(?:\(试行\)|\(暂行\)|\(一\))$/

/** Shorter ways to write a folded title that can mean no other kind of text. */
const shorterOf = (title: string): readonly string[] => {
  const bare = title.replace(tries, '')
  const noMaker = bare.replace(makers, '')
  const shorter = [bare, noMaker, noMaker.replace(purposes, ''), bare.replace(/暂行(?=条例|规定|办法)/, ''), bare.replace(/^中国公民/, '')]
  return [title, ...shorter.filter((name) => name.length >= 3)]
}

/** A document of one book of the Civil Code is also found as 民法典; where the whole code is one document, its books lead to it. */
const isBookOf = (code: string, title: string): boolean => title.startsWith(code) && /^.{0,6}编$/.test(title.slice(code.length))

/** Collects the names of the documents there are: their titles, what follows from them, and the reviewed short names. */
export const lawNamesOf = (documents: readonly StoredDocument[], reviewed: ReadonlyMap<string, readonly string[]>): LawNames => {
  const names = new Map<string, Set<string>>()
  const add = (name: string, document: string): void => {
    const folded = foldTitle(foldText(name))
    if (folded.length < 2) return
    const known = names.get(folded)
    if (known) known.add(document)
    else names.set(folded, new Set([document]))
  }
  const short = [...reviewed].map(([title, all]) => ({ title: foldTitle(foldText(title)), names: all }))
  for (const document of documents) {
    if (document.kind !== 'law') continue
    for (const title of new Set([document.title, document.shortTitle].map((one) => foldTitle(foldText(one))))) {
      for (const name of shorterOf(title)) add(name, document.id)
      for (const one of short) {
        const isBook = isBookOf(one.title, title) || isBookOf(title, one.title)
        if (one.title !== title && !isBook) continue
        if (isBook) add(one.title, document.id)
        for (const name of one.names) add(name, document.id)
      }
    }
  }
  return phrases(new Map([...names].map(([name, ids]) => [name, [...ids]])))
}

/** True where the whole text is a name of a law that is here. */
export const isNamed = (names: LawNames, law: string): boolean => {
  const folded = foldTitle(foldText(law))
  return names.matchesIn(folded).some(({ start, end }) => start === 0 && end === folded.length)
}
