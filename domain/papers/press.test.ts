import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UnprintableError } from './errors.ts'
import { makeDemoAuthority, makePayloadKey, openPemSigner } from './keys.ts'
import { openPayloadSealer } from './payload.ts'
import { openPress, type Press } from './press.ts'
import { sampleFacts } from './sample.ts'

const run = promisify(execFile)
const at = new Date('2026-11-22T01:05:00Z')
const fontsDir = new URL('../../data/fonts', import.meta.url).pathname
let dir: string
let press: Press
let ca: string

/** The real tools are on every developer machine and in CI (poppler-utils, qpdf); without them there is nothing to ask. */
const hasTools = await Promise.all(['pdfsig', 'qpdf', 'pdftotext', 'pdffonts'].map((tool) => run('which', [tool]))).then(
  () => true,
  () => false,
)

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'fenshen-press-'))
  const { signer, caCertificate } = await makeDemoAuthority({ institution: sampleFacts.institution, at })
  ca = caCertificate
  press = openPress({ signer: openPemSigner(signer), fontsDir, sealPayload: openPayloadSealer(makePayloadKey().privateKey) })
})
afterAll(() => rm(dir, { recursive: true }))

const save = async (pdf: Uint8Array): Promise<string> => {
  const file = join(dir, `${Math.random()}.pdf`)
  await writeFile(file, pdf)
  return file
}
const textOf = async (pdf: Uint8Array): Promise<string> => (await run('pdftotext', ['-raw', await save(pdf), '-'])).stdout
const printName = (name: string) => press.print('certificate', { ...sampleFacts, name }, at)
/** Text as copied, without the blanks and line ends of the layout. */
const packed = (text: string): string => text.replace(/\s/gu, '')

describe.skipIf(!hasTools)('the printed certificate', () => {
  it('says what it must, and nothing that it must not', async () => {
    const text = packed(
      await textOf(await press.print('certificate', { ...sampleFacts, period: { from: '2008-03-07', to: '2026-11-22' } }, at)),
    )
    for (const words of [
      '无犯罪记录证明',
      '编号：WFZ-2026-00000001-Q',
      '张明远',
      '男',
      '中国',
      '居民身份证',
      '159901199003072016',
      '2008年3月7日至2026年11月22日',
      '求职、入职',
      '经查询，未发现该人在上述期间有犯罪记录。',
      '云河市公安局青禾派出所',
      '2026年11月22日',
      '有效期至2027年2月19日',
      '涂改无效',
      '只反映出具时',
      '验真码：7K2M-9QX4-TB8V-N3RC-5HJW-6DPA',
      '演示数据，不具法律效力',
    ]) // prettier-ignore
      expect(text).toContain(words)
    expect(text).not.toMatch(/民族|住址|户籍|封存|人工|智能|AI|没有犯罪/)
    expect(packed(await textOf(await press.print('certificate', sampleFacts, at)))).toContain('查询期间全时段')
  })

  it('bears no demo mark when it is not a demo', async () => {
    const text = await textOf(await press.print('certificate', { ...sampleFacts, isDemo: false }, at))
    expect(text).not.toContain('演示')
  })

  it('has a valid signature over the whole file, and is a sound PDF', async () => {
    const file = await save(await press.print('certificate', sampleFacts, at))
    const { stdout: signature } = await run('pdfsig', ['-nocert', file])
    expect(signature).toContain('Signature is Valid')
    expect(signature).toContain('Total document signed')
    expect(signature).toContain('ETSI.CAdES.detached')
    const { stdout, stderr } = await run('qpdf', ['--check', file])
    expect(stdout).toContain('No syntax or stream encoding errors')
    expect(stdout + stderr).not.toMatch(/warning/i)
    expect((await run('pdfinfo', [file])).stdout).toMatch(/Title: +无犯罪记录证明 WFZ-2026-00000001-Q/)
  })

  it('is accepted by OpenSSL, and its certificate leads to the authority', async () => {
    const pdf = Buffer.from(await press.print('certificate', sampleFacts, at))
    const from = pdf.indexOf('/Contents <') + 10
    const to = pdf.indexOf('>', from) + 1
    await writeFile(join(dir, 'content'), Buffer.concat([pdf.subarray(0, from), pdf.subarray(to)]))
    await writeFile(join(dir, 'cms'), Buffer.from(pdf.subarray(from + 1, to - 1).toString('latin1'), 'hex'))
    await writeFile(join(dir, 'ca'), ca)
    const args = ['cms', '-verify', '-cades', '-inform', 'DER', '-in', join(dir, 'cms'), '-content', join(dir, 'content'), '-binary']
    const { stderr } = await run('openssl', [
      ...args,
      '-CAfile',
      join(dir, 'ca'),
      '-purpose',
      'any',
      '-attime',
      String(at.getTime() / 1000),
      '-out',
      '/dev/null',
    ])
    expect(stderr).toContain('successful')
  })

  it('embeds its fonts as subsets, and stays small', async () => {
    const pdf = await printName('张𠮷㛃')
    expect(pdf.length).toBeLessThan(120_000)
    const { stdout } = await run('pdffonts', [await save(pdf)])
    const fonts = stdout.split('\n').slice(2).filter(Boolean)
    expect(fonts.length).toBeGreaterThanOrEqual(3)
    for (const font of fonts) expect(font).toMatch(/yes yes yes/)
  })

  it.each([
    '欧阳㛃',
    '李𠮷',
    '王䶮𬭚𫖯𣇈',
    '买买提·吐尔逊',
    "O'NEIL-SMITH JEAN",
    'ZOË MÜLLER',
    '陈#*_$[x]',
    '@刘<b>&"\\',
    '阿不都热西提·阿卜杜拉·买买提明·吐尔逊江·努尔艾力·阿布都卡迪尔',
  ])('prints %s exactly, and it can be copied', async (name) => {
    expect(press.missingGlyphs(name)).toEqual([])
    expect(packed(await textOf(await printName(name)))).toContain(packed(name))
  })

  it('prints any name of characters that it says it can print', async () => {
    const planes = [
      [0x4e00, 0x9fff],
      [0x3400, 0x4dbf],
      [0x20000, 0x2a6d6],
      [0x2a700, 0x2b734],
      [0x2b740, 0x2b81d],
      [0x2b820, 0x2cea1],
    ] as const // prettier-ignore
    const han = fc.oneof(...planes.map(([min, max]) => fc.integer({ min, max }).map((code) => String.fromCodePoint(code))))
    const name = fc.array(fc.oneof({ weight: 8, arbitrary: han }, fc.constantFrom('·', 'A', 'z', '#', '*', '$', '\\', '-')), {
      minLength: 2,
      maxLength: 30,
    })
    await fc.assert(
      fc.asyncProperty(name, async (characters) => {
        const text = characters.join('')
        fc.pre(press.missingGlyphs(text).length === 0)
        expect(packed(await textOf(await printName(text)))).toContain(text)
      }),
      { numRuns: 40, seed: 20261122 },
    )
  }, 60_000)

  it('gives the same page for the same facts and time, but for the signature', async () => {
    const blank = (pdf: Uint8Array) =>
      Buffer.from(pdf)
        .toString('latin1')
        .replace(/\/Contents <[0-9a-f]+>/, '')
    const { signer } = await makeDemoAuthority({ institution: 'x', at })
    const other = openPress({ signer: openPemSigner(signer), fontsDir, sealPayload: () => 'https://x.example/verify/X#x' })
    const [one, two] = [await other.print('certificate', sampleFacts, at), await other.print('certificate', sampleFacts, at)]
    expect(blank(one) === blank(two)).toBe(true)
  })
})

describe('what cannot be printed', () => {
  it('is found before anything is issued', () => {
    expect(press.missingGlyphs('张明远')).toEqual([])
    expect(press.missingGlyphs('张𰻝𰻝')).toEqual(['𰻝'])
    expect(press.missingGlyphs('a\nb\u0000\u200D😀')).toEqual(['\n', '\u0000', '\u200D', '😀'])
    expect(press.missingGlyphs('ئابدۇللا')).not.toEqual([])
    expect(press.missingGlyphs('\uE000')).toEqual(['\uE000'])
    expect(press.missingGlyphs('\uD800')).toEqual(['\uD800'])
  })

  it('is never printed as an empty box', async () => {
    await expect(printName('张𰻝')).rejects.toThrow(UnprintableError)
  })
})

it('works in a worker thread of its own', async () => {
  const source = `
    import { parentPort } from 'node:worker_threads'
    const from = (file) => import(new URL(file, ${JSON.stringify(import.meta.url)}))
    const { openPress } = await from('./press.ts'), keys = await from('./keys.ts'), { openPayloadSealer } = await from('./payload.ts'), { sampleFacts } = await from('./sample.ts')
    const at = new Date(${at.getTime()})
    const { signer } = await keys.makeDemoAuthority({ institution: 'x', at })
    const press = openPress({ signer: keys.openPemSigner(signer), fontsDir: ${JSON.stringify(fontsDir)}, sealPayload: openPayloadSealer(keys.makePayloadKey().privateKey) })
    parentPort.postMessage((await press.print('certificate', sampleFacts, at)).length)`
  const threads = [0, 1].map(() => new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`)))
  const lengths = await Promise.all(
    threads.map((thread) => new Promise<number>((resolve, reject) => thread.once('message', resolve).once('error', reject))),
  )
  await Promise.all(threads.map((thread) => thread.terminate()))
  for (const length of lengths) expect(length).toBeGreaterThan(50_000)
}, 30_000)
