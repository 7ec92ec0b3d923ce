import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { quoteChars, quotesOf } from '../knowledge/quote.ts'

const laws = join(process.env.FENSHEN_CORPORA ?? '', 'laws')

describe.skipIf(!process.env.FENSHEN_CORPORA || !existsSync(laws))('quoting over whole laws', () => {
  const clauses = (existsSync(laws) ? readdirSync(laws) : [])
    .filter((name) => name.endsWith('.md') && !/^(?:README|SOURCES)/.test(name))
    .slice(0, 60)
    .flatMap((name) =>
      readFileSync(join(laws, name), 'utf8')
        .split(/^(?=第[零一二三四五六七八九十百千]+条[ 　])/m)
        .slice(1)
        .map((text) => text.replace(/^## [\s\S]*/m, '').trim()),
    )

  it('every quote is a substring in its order, and no list loses the words before it', () => {
    expect(clauses.length).toBeGreaterThan(2_000)
    for (const text of clauses)
      for (const question of ['多久', '怎么处罚', '需要什么材料', text.slice(-30)]) {
        const quotes = quotesOf(text, question)
        expect(quotes.length).toBeGreaterThan(0)
        let at = 0
        for (const quote of quotes) {
          const found = text.indexOf(quote, at)
          expect(found).toBeGreaterThanOrEqual(at)
          at = found + quote.length
          expect(quote).not.toMatch(/^(?:但是|但)/)
        }
        if (quotes.some((quote) => /^（[一二三四五六七八九十]+）/.test(quote))) expect(quotes[0]).not.toMatch(/^（/)
      }
  })

  it('stays near its length', () => {
    const sizes = clauses.map((text) => quotesOf(text, '怎么处罚').join('').length).sort((a, b) => a - b)
    expect(sizes[Math.floor(sizes.length * 0.95)]).toBeLessThanOrEqual(quoteChars * 1.2)
  })
})
