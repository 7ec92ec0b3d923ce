import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Tier, tiers } from './core/disputes.ts'
import { dangerOutput } from './domain/disputes/learned/model.ts'
import { openScanner } from './domain/disputes/scanner.ts'
import { modelFor, openDisputes, scannerOf, shippedLexicon } from './open-disputes.ts'
import { dangerTexts, hashOfTaught, repositoryTexts } from './teach-disputes.ts'

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
  }, 300_000)

  it('names file and line of a label that does not read, and leaves what it had', async () => {
    await expect(
      train([JSON.stringify({ text: '欠薪', classes: ['D4'] }), JSON.stringify({ text: '欠薪', classes: ['D9'] })]),
    ).rejects.toThrow(/labelled\.jsonl:2/)
    expect(await modelFor(join(folder, 'var'))).toEqual(await modelFor(undefined))
  }, 60_000)

  it('says which file to teach again when what a bureau taught is of an earlier version', async () => {
    mkdirSync(join(folder, 'disputes'))
    writeFileSync(join(folder, 'disputes', 'learned.bin'), '{"magic":"fenshen-disputes-3","version":"0"}\u0001\u0002')
    await expect(modelFor(folder)).rejects.toThrow(/learned\.bin.*disputes train/)
  })

  it('lets the sound of danger raise a text to orange, and never lowers one or changes what it is about', async () => {
    const scanner = await openDisputes()
    const model = await modelFor(undefined)
    if (!model) throw new Error('no learned part')
    const deaf = openScanner(await shippedLexicon(), { ...model, biases: model.biases.with(dangerOutput, -1_000) })
    const rank = (tier: Tier): number => -tiers.indexOf(tier)
    let raised = 0
    for (const text of dangerTexts().map((one) => one.text)) {
      const [hearing, plain] = [scanner.scan(text), deaf.scan(text)]
      expect(hearing.classes).toEqual(plain.classes)
      expect(rank(hearing.tier), text).toBeGreaterThanOrEqual(rank(plain.tier))
      if (hearing.tier === plain.tier) continue
      raised++
      expect([hearing.tier, hearing.marks.includes('danger_hint')]).toEqual(['orange', true])
    }
    // Those that the rules do not know yet: if there are none the hint has nothing to do here.
    expect(raised).toBeGreaterThan(20)
  })

  it('hears nothing of danger in films, drills and what is long over', async () => {
    const scanner = await openDisputes()
    for (const scene of ['电视剧里演的', '消防演练，', '三年前的事了，早处理完了，', '听说'])
      expect(scanner.scan(`${scene}他拿高跟鞋追着她凿，她缩在墙角`).marks, scene).not.toContain('danger_hint')
    expect(scanner.scan('他拿高跟鞋追着她凿，她缩在墙角')).toMatchObject({
      tier: 'orange',
      marks: expect.arrayContaining(['danger_hint']),
    })
  })
})
