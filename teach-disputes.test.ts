import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, it } from 'vitest'
import { modelFor, openDisputes, scannerOf, shippedLexicon } from './open-disputes.ts'
import { hashOfTaught, repositoryTexts } from './teach-disputes.ts'

const run = promisify(execFile)
const main = join(import.meta.dirname, 'main.ts')

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fenshen-teach-'))
  return () => rmSync(folder, { recursive: true, force: true })
})

const train = (lines: readonly string[]) => {
  const file = join(folder, 'labelled.jsonl')
  writeFileSync(file, lines.join('\n'))
  return run(process.execPath, [main, 'disputes', 'train', file, '--json', '--data-dir', join(folder, 'var')])
}

describe('what the scanner has learned', () => {
  it('was taught with the lexicon and the texts that lie here: train it again after a change (main.ts disputes train --shipped)', async () => {
    const lexicon = await shippedLexicon()
    expect((await modelFor(undefined))?.taught).toBe(hashOfTaught(lexicon, repositoryTexts(lexicon)))
  })

  it('learns from a bureau’s own labelled texts, and only that bureau', async () => {
    // Words that no lexicon holds, so that only teaching can make a dispute of them.
    const own = Array.from({ length: 40 }, (_, at) => ({ text: `村东头${at}号两户为走水渠那档子闹心事又碰头不痛快了`, classes: ['D5'] }))
    const { stdout } = await train(own.map((one) => JSON.stringify(one)))
    expect(JSON.parse(stdout)).toMatchObject({ own: 40, file: join(folder, 'var', 'disputes', 'learned.bin') })
    const text = '西头两户为走水渠那档子闹心事碰头不痛快了'
    const taught = await scannerOf(await shippedLexicon(), join(folder, 'var'))
    expect(taught.scan(text).classes[0]).toBe('D5')
    expect((await openDisputes()).scan(text).classes[0]).not.toBe('D5')
    expect(taught.version).not.toBe((await openDisputes()).version)
  }, 120_000)

  it('names file and line of a label that does not read, and leaves what it had', async () => {
    await expect(
      train([JSON.stringify({ text: '欠薪', classes: ['D4'] }), JSON.stringify({ text: '欠薪', classes: ['D9'] })]),
    ).rejects.toThrow(/labelled\.jsonl:2/)
    expect(await modelFor(join(folder, 'var'))).toEqual(await modelFor(undefined))
  }, 60_000)
})
