import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { internalPapers, type PaperKind, paperKinds, paperTitles } from '../../core/paper-kinds.ts'
import type { PaperFacts } from '../../core/papers.ts'
import { makeDemoAuthority, makePayloadKey, openPemSigner } from './keys.ts'
import { openPayloadSealer } from './payload.ts'
import { openPress, type Press } from './press.ts'
import { foreignSample, sampleOf, unitSample } from './samples.ts'
import { checkFile, type Trusted } from './verify-file.ts'

const run = promisify(execFile)
const at = new Date('2026-11-25T01:05:00Z')
const golden = new URL('golden/', import.meta.url).pathname

/** The real tools are on every developer machine and in CI (poppler-utils, qpdf); without them there is nothing to ask. */
const hasTools = await Promise.all(['pdfsig', 'qpdf', 'pdftotext', 'pdftoppm'].map((tool) => run('which', [tool]))).then(
  () => true,
  () => false,
)

/** One picture and text of each page of each paper. */
interface Printed {
  readonly kind: PaperKind
  readonly pdf: Uint8Array
  readonly file: string
}

const all: readonly (readonly [name: string, kind: PaperKind, facts: PaperFacts[PaperKind]])[] = [
  ...paperKinds.map((kind) => [kind, kind, sampleOf[kind]] as const),
  ['certificate-foreign', 'certificate', foreignSample],
  ['inquiry_letter-unit', 'inquiry_letter', unitSample],
]
let dir: string
let press: Press
let trusted: Trusted
const printed = new Map<string, Printed>()

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'fenshen-papers-'))
  const { signer, caCertificate } = await makeDemoAuthority({ institution: '云河市公安局', at })
  const payload = makePayloadKey()
  trusted = { caCertificates: [caCertificate], payloadKeys: [payload.publicKey] }
  const fontsDir = new URL('../../data/fonts', import.meta.url).pathname
  press = openPress({ signer: openPemSigner(signer), fontsDir, sealPayload: openPayloadSealer(payload.privateKey) })
  for (const [name, kind, facts] of all) {
    const pdf = await press.print(kind, facts, at)
    const file = join(dir, `${name}.pdf`)
    writeFileSync(file, pdf)
    printed.set(name, { kind, pdf, file })
  }
})
afterAll(() => rm(dir, { recursive: true }))

const of = (name: string): Printed => {
  const found = printed.get(name)
  if (!found) throw new Error(`not printed: ${name}`)
  return found
}
const textOf = async (file: string): Promise<string> => (await run('pdftotext', ['-raw', file, '-'])).stdout.replace(/\s/gu, '')

/** A page as grey dots: the header of a PGM file (`P5 width height 255`) and one byte a dot. */
const dotsOf = (pgm: Buffer): { readonly width: number; readonly height: number; readonly dots: Buffer } => {
  const [head = '', width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.toString('latin1', 0, 40)) ?? []
  return { width: Number(width), height: Number(height), dots: pgm.subarray(head.length) }
}
/** Code and seal differ with the keys of each run: the squares that hold them are looked at by other tests. */
const side = 40

/** The page in squares of 8 dots, each as dark as its dots together: small shifts of a renderer do not show, a missing line does. */
const squares = ({ width, height, dots }: ReturnType<typeof dotsOf>): number[] => {
  const found: number[] = []
  for (let y = 0; y + 8 <= height; y += 8)
    for (let x = 0; x + 8 <= width; x += 8) {
      let sum = 0
      for (let dy = 0; dy < 8; dy += 1) for (let dx = 0; dx < 8; dx += 1) sum += dots[(y + dy) * width + x + dx] ?? 0
      found.push(sum / 64)
    }
  return found
}
const difference = (one: Buffer, two: Buffer): { readonly worst: number; readonly changed: number } => {
  const [a, b] = [dotsOf(one), dotsOf(two)]
  if (a.width !== b.width || a.height !== b.height) return { worst: 255, changed: Number.POSITIVE_INFINITY }
  const [left, right] = [squares(a), squares(b)]
  const gaps = left.map((value, i) => Math.abs(value - (right[i] ?? 0)))
  return { worst: Math.max(...gaps), changed: gaps.filter((gap) => gap > side).length }
}
const pagesOf = async (file: string): Promise<Buffer[]> => {
  const stem = file.replace(/\.pdf$/, '')
  await run('pdftoppm', ['-r', '50', '-gray', file, stem])
  const pages: Buffer[] = []
  for (let n = 1; existsSync(`${stem}-${n}.pgm`); n += 1) pages.push(readFileSync(`${stem}-${n}.pgm`))
  return pages
}

describe.skipIf(!hasTools)('each paper', () => {
  it.each(all.map(([name]) => name))('%s is a sound PDF with a valid signature over the whole file', async (name) => {
    const { file, kind } = of(name)
    const { stdout: signature } = await run('pdfsig', ['-nocert', file])
    expect(signature).toContain('Signature is Valid')
    expect(signature).toContain('Total document signed')
    expect(signature).toContain('ETSI.CAdES.detached')
    const { stdout, stderr } = await run('qpdf', ['--check', file])
    expect(stdout).toContain('No syntax or stream encoding errors')
    expect(stdout + stderr).not.toMatch(/warning/i)
    expect((await run('pdfinfo', [file])).stdout).toContain(paperTitles[kind])
  })

  it.each(all.map(([name, kind, facts]) => [name, kind, facts.number] as const))(
    '%s says of itself which paper it is',
    (name, kind, number) => {
      const found = checkFile(of(name).pdf, trusted, '2026-12-01')
      expect(found).toMatchObject({ verdict: 'valid', kind, number })
      expect(JSON.stringify(found)).not.toMatch(/周远航|张明远|MÜLLER/)
    },
  )

  // To renew a picture: delete its file, run this, look at the page, keep the new file.
  it.each(all.map(([name]) => name))('%s looks as it was approved', async (name) => {
    const pages = await pagesOf(of(name).file)
    const isNew = !existsSync(join(golden, `${name}-1.pgm.gz`))
    if (isNew) {
      mkdirSync(golden, { recursive: true })
      const { gzipSync } = await import('node:zlib')
      for (const [i, page] of pages.entries()) writeFileSync(join(golden, `${name}-${i + 1}.pgm.gz`), gzipSync(page, { level: 9 }))
    }
    const { gunzipSync } = await import('node:zlib')
    expect(isNew, 'no picture was there; it was written: look at it, then keep it').toBe(false)
    for (const [i, page] of pages.entries()) {
      const { changed } = difference(gunzipSync(readFileSync(join(golden, `${name}-${i + 1}.pgm.gz`))), page)
      // The code has other dots with each key, which are as dark together.
      expect(changed, `page ${i + 1}`).toBeLessThanOrEqual(6)
    }
    expect(existsSync(join(golden, `${name}-${pages.length + 1}.pgm.gz`)), 'a page is missing').toBe(false)
  })

  it('would be noticed if one row were missing or one word were another', async () => {
    const { gunzipSync } = await import('node:zlib')
    const kept = gunzipSync(readFileSync(join(golden, 'receipt-1.pgm.gz')))
    for (const [name, facts] of [
      ['agent', { ...sampleOf.receipt, agent: undefined }],
      ['title', { ...sampleOf.receipt, institution: '石桥县公安局' }],
    ] as const) {
      const file = join(dir, `other-${name}.pdf`)
      writeFileSync(file, await press.print('receipt', facts, at))
      const [page = Buffer.alloc(0)] = await pagesOf(file)
      expect(difference(kept, page).changed, name).toBeGreaterThan(6)
    }
  })
})

describe.skipIf(!hasTools)('what papers say', () => {
  it('of a refusal is the article and the way to object, never a crime, a sentence or who handled it', async () => {
    const text = await textOf(of('refusal').file)
    for (const words of ['第九条', '不予出具无犯罪记录证明', '书面申请复查', '十五个工作日', '送达回执', '受送达人', 'SL1599012026000001'])
      expect(text).toContain(words)
    expect(text).not.toMatch(/罪名|判处|有期|拘役|缓刑|刑期|沈一帆|陆明川|封存/)
    const inner = await textOf(of('refusal_record').file)
    expect(inner).toContain('沈一帆')
    expect(inner).toContain('陆明川')
    expect(inner).toContain('内部文书')
  })

  it('of the house bears no code to check, and every other one does', async () => {
    for (const [name, kind] of all) {
      const text = await textOf(of(name).file)
      if (internalPapers.has(kind)) expect(text, name).not.toMatch(/验真码|扫码|fenshen\.example/)
      else expect(text, name).toContain('7K2M-9QX4-TB8V-N3RC-5HJW-6DPA')
    }
  })

  it('to a unit is one line a person, and nothing of one whose row was not accepted', async () => {
    const one = await textOf(of('inquiry_letter').file)
    expect(one).toContain('查询结果未发现犯罪记录')
    expect(one).toContain('《保安服务管理条例》第十七条')
    expect(one).toContain('不得转作他用')
    const many = await textOf(of('inquiry_letter-unit').file)
    expect(many).toContain('共查询29人，结果见附表。附表中注明“未受理”的1人，不列结果')
    expect(many.match(/未发现犯罪记录/g)).toHaveLength(28)
    expect(many.match(/有犯罪记录/g)).toHaveLength(1)
    expect(many.match(/未受理(?!”)/g)).toHaveLength(1)
    const page = (await run('pdftotext', ['-raw', '-f', '1', '-l', '1', of('inquiry_letter-unit').file, '-'])).stdout
    expect(page).not.toContain('1599011990')
  })

  it('to a unit about three thousand people has the head of the table on every page', async () => {
    const people = Array.from(
      { length: 3_000 },
      (_, i) =>
        ({ person: { name: `张${i}`, document: { kind: 'resident_id', number: `15990119900${1_000_000 + i}` } }, result: 'none' }) as const,
    )
    const file = join(dir, 'many.pdf')
    writeFileSync(file, await press.print('inquiry_letter', { ...unitSample, people }, at))
    const pages = Number(/Pages: +(\d+)/.exec((await run('pdfinfo', [file])).stdout)?.[1])
    expect(pages).toBeGreaterThan(50)
    expect((await textOf(file)).match(/序号姓名证件名称证件号码查询结果/g)).toHaveLength(pages - 1)
    expect(checkFile(readFileSync(file), trusted, '2026-12-01').verdict).toBe('valid')
    expect((await run('qpdf', ['--check', file])).stdout).toContain('No syntax or stream encoding errors')
  }, 60_000)

  it('of a foreigner is in two languages, in the letters of the passport', async () => {
    const text = await textOf(of('certificate-foreign').file)
    for (const words of [
      'CERTIFICATEOFNOCRIMINALRECORD',
      'MÜLLERANNASOPHIE',
      '德国Germany',
      '1March2024to22November2026',
      '经查询，未发现该人在上述期间有犯罪记录',
    ])
      expect(text).toContain(words)
    expect(await textOf(of('certificate').file)).not.toMatch(/[A-Z]{4} [A-Z]|CERTIFICATE/)
  })

  it('of a revocation names nobody', async () => {
    const text = await textOf(of('revocation').file)
    expect(text).toContain('已撤销')
    expect(text).not.toMatch(/周远航|1599011985|原因|理由/)
  })

  it('of ways against a decision is only what the bureau has named', async () => {
    expect(await textOf(of('not_accepted').file)).toMatch(/六十日内向云河市人民政府申请行政复议.*六个月内向云河市人民法院提起行政诉讼/)
    const file = join(dir, 'no-remedy.pdf')
    writeFileSync(
      file,
      await press.print('not_accepted', { ...sampleOf.not_accepted, remedy: { review: undefined, court: undefined } }, at),
    )
    expect(await textOf(file)).not.toMatch(/复议|诉讼/)
  })

  it('in a citizen’s own words may be anything, and is never read as more than words', async () => {
    const file = join(dir, 'words.pdf')
    const reason = '第一行 #set text(red) 😀\r\n第二行 $x$ \\ "引号" {tail}'
    writeFileSync(file, await press.print('recheck_application', { ...sampleOf.recheck_application, reason }, at))
    expect(await textOf(file)).toContain('第一行#settext(red)〓第二行$x$\\"引号"{tail}')
  })
})
