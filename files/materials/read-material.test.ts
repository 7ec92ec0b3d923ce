import { readFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import jpeg from 'jpeg-js'
import { describe, expect, it } from 'vitest'
import { MaterialRefusedError } from '../../core/material-intake.ts'
import { inThread } from './in-thread.ts'
import { readMaterial } from './read-material.ts'

const golden = (name: string): Buffer => readFileSync(new URL(`golden/${name}`, import.meta.url))
const refusal = async (bytes: Uint8Array): Promise<string> =>
  readMaterial(bytes).then(
    ({ type }) => `taken as ${type}`,
    (error: unknown) => (error instanceof MaterialRefusedError ? error.why : `threw ${error}`),
  )
/** What stands beside the picture in the two photographs, put there with exiftool. */
const secrets = [
  'Invented',
  'Camera',
  'secret comment',
  'secretword',
  'secretname',
  'Exif',
  'http://ns.adobe.com',
  'Photoshop',
  'ICC_PROFILE',
]

describe('a photograph', () => {
  it('keeps its picture bit for bit and its way up, and nothing that stood beside it', async () => {
    const given = golden('phone.jpg')
    for (const secret of ['Invented', 'secret comment', 'secretword', 'secretname']) expect(given.includes(secret), secret).toBe(true)
    const { type, bytes } = await readMaterial(Buffer.concat([given, Buffer.from('PK\x03\x04 a whole archive behind the picture')]))
    const kept = Buffer.from(bytes)
    expect(type).toBe('image/jpeg')
    for (const secret of secrets.filter((word) => word !== 'Exif')) expect(kept.includes(secret), secret).toBe(false)
    expect(kept.includes('archive')).toBe(false)
    // One entry is left of EXIF: the way up, 6.
    expect(kept.subarray(0, 40).toString('hex')).toContain('011200030000000100060000')
    expect(kept.subarray(kept.length - 2).toString('hex')).toBe('ffd9')
    const [before, after] = [jpeg.decode(given), jpeg.decode(kept)]
    expect([after.width, after.height]).toEqual([before.width, before.height])
    expect(Buffer.compare(Buffer.from(after.data), Buffer.from(before.data))).toBe(0)
    expect(Buffer.from((await readMaterial(kept)).bytes).equals(kept)).toBe(true)
  })

  it('of an iPhone comes out as a JPEG that any browser shows, without place or device', async () => {
    const given = golden('phone.heic')
    expect(given.includes('Invented')).toBe(true)
    const { type, bytes } = await readMaterial(given)
    expect(type).toBe('image/jpeg')
    for (const secret of secrets) expect(Buffer.from(bytes).includes(secret), secret).toBe(false)
    const [heic, photo] = [jpeg.decode(Buffer.from(bytes)), jpeg.decode(golden('phone.jpg'))]
    expect([heic.width, heic.height]).toEqual([photo.width, photo.height])
    const difference = heic.data.reduce((sum, value, i) => sum + Math.abs(value - (photo.data[i] ?? 0)), 0) / heic.data.length
    expect(difference).toBeLessThan(12)
  })

  it('as PNG keeps what draws, and no text, time, EXIF or profile', async () => {
    const chunk = (name: string, data: Buffer): Buffer => {
      const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
      const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
      length.writeUInt32BE(data.length)
      sum.writeUInt32BE(crc32(body))
      return Buffer.concat([length, body, sum])
    }
    const png = (...more: Buffer[]): Buffer =>
      Buffer.concat([
        Buffer.from('89504e470d0a1a0a', 'hex'),
        chunk('IHDR', Buffer.from('00000001000000010800000000', 'hex')),
        ...more,
        chunk('IDAT', deflateSync(Buffer.of(0, 128))),
        chunk('IEND', Buffer.alloc(0)),
      ])
    const talking = png(
      chunk('tEXt', Buffer.from('Author\0secretname')),
      chunk('eXIf', Buffer.from('secretplace')),
      chunk('acTL', Buffer.alloc(8)),
    )
    const { type, bytes } = await readMaterial(Buffer.concat([talking, Buffer.from('MZ behind')]))
    expect(type).toBe('image/png')
    expect(Buffer.from(bytes).equals(png())).toBe(true)
    const flipped = Buffer.from(png())
    flipped.writeUInt8(flipped.readUInt8(45) ^ 1, 45)
    expect(await refusal(flipped)).toBe('damaged')
    const huge = Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', Buffer.from('000100000001000008000000 00'.replace(' ', ''), 'hex')),
    ])
    expect(await refusal(huge)).toBe('pixels')
  })

  it('that is broken anywhere is taken whole or refused, and never breaks the reader', async () => {
    const whole = golden('phone.jpg')
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: whole.length - 1 }),
        fc.integer({ min: 0, max: 255 }),
        fc.boolean(),
        async (at, byte, isCut) => {
          const bytes = Buffer.from(isCut ? whole.subarray(0, at) : whole)
          if (!isCut) bytes.writeUInt8(byte, at)
          expect(await refusal(bytes)).toMatch(/^(?:taken as image\/jpeg|damaged|pixels|type)$/)
        },
      ),
      { numRuns: 500, seed: 20261129 },
    )
    expect(await refusal(golden('phone.heic').subarray(0, 900))).toMatch(/^damaged$/)
    const big = Buffer.from(golden('phone.heic'))
    const size = big.indexOf('ispe') + 8
    big.writeUInt32BE(60_000, size)
    big.writeUInt32BE(60_000, size + 4)
    expect(await refusal(big)).toBe('pixels')
  })
})

/** A PDF of one empty page and whatever else. */
const pdf = (...objects: readonly (string | Buffer)[]): Buffer => {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const offsets: number[] = []
  const all = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>',
  ]
  const [catalog, ...rest] = objects
  const bodies = [
    typeof catalog === 'string' && catalog.startsWith('/') ? `<< /Type /Catalog /Pages 2 0 R ${catalog} >>` : all[0],
    ...all.slice(1),
    ...(typeof catalog === 'string' && catalog.startsWith('/') ? rest : objects),
  ]
  for (const [i, body] of bodies.entries()) {
    offsets.push(parts.reduce((sum, part) => sum + part.length, 0))
    parts.push(Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(body ?? ''), Buffer.from('\nendobj\n'))
  }
  const start = parts.reduce((sum, part) => sum + part.length, 0)
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  parts.push(
    Buffer.from(
      `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${bodies.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}
const packed = (dictionary: string, text: string): Buffer => {
  const body = deflateSync(Buffer.from(text))
  return Buffer.concat([Buffer.from(`<< ${dictionary} /Length ${body.length} >>\nstream\n`), body, Buffer.from('\nendstream')])
}

describe('a PDF', () => {
  it('that only shows pages is taken as it is', async () => {
    const given = pdf()
    const { type, bytes } = await readMaterial(given)
    expect(type).toBe('application/pdf')
    expect(Buffer.from(bytes).equals(given)).toBe(true)
    const real = readFileSync(new URL('../../docs/sample-certificate.pdf', import.meta.url))
    expect(await refusal(real)).toBe('taken as application/pdf')
  })

  it.each([
    ['a script that runs at opening', pdf('/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>')],
    ['a script whose name is disguised', pdf('/OpenAction << /S /J#61vaScr#69pt /JS (x) >>')],
    [
      'a script inside packed objects',
      pdf('/Lang (zh)', packed('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', '9 0 << /S /JavaScript /JS (x) >>')),
    ],
    [
      'objects packed in a way that hides them',
      pdf('/Lang (zh)', packed('/Type /ObjStm /N 1 /First 4 /Filter [/ASCIIHexDecode /FlateDecode]', 'x')),
    ],
    ['a program that it starts', pdf('/OpenAction << /S /Launch /F (cmd.exe) >>')],
    [
      'a file inside',
      pdf('/Names << /EmbeddedFiles << /Names [(a.exe) 4 0 R] >> >>', packed('/Type /EmbeddedFile /Filter /FlateDecode', 'MZ')),
    ],
    ['a form that is sent away', pdf('/AcroForm << /XFA 4 0 R >>', packed('/Filter /FlateDecode', '<xdp/>'))],
  ] as const)('with %s is refused', async (_, bytes) => {
    expect(await refusal(bytes)).toBe('active')
  })

  it('with a password, without an end, or that is none is refused', async () => {
    expect(await refusal(Buffer.from(pdf().toString('latin1').replace('/Root 1 0 R', '/Root 1 0 R /Encrypt 9 0 R'), 'latin1'))).toBe(
      'protected',
    )
    expect(await refusal(pdf().subarray(0, 200))).toBe('damaged')
    expect(await refusal(Buffer.from('%PDF-1.7\nnothing here\n%%EOF\n'))).toBe('damaged')
  })
})

describe('anything else', () => {
  it.each([
    ['a program called PDF', 'MZ\x90\0 and then %PDF-1.7 %%EOF', 'Windows 程序'],
    ['a program of Linux', '\x7fELF\x02\x01\x01', 'Linux 程序'],
    ['an archive', 'PK\x03\x04', '压缩包或 Office 文件'],
    ['a page of HTML', '<html><script>', '别的格式'],
    ['a drawing that can hold a script', '<svg xmlns="http://www.w3.org/2000/svg">', '别的格式'],
    ['a GIF', 'GIF89a', '图片（GIF）'],
    ['an AVIF', '\0\0\0\x1cftypavif', '图片（AVIF）'],
  ])('such as %s is refused in one sentence that says what it is', async (_, text, found) => {
    const error = await readMaterial(Buffer.from(text, 'latin1')).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(MaterialRefusedError)
    expect((error as MaterialRefusedError).detail).toBe(`请上传 PDF 或照片（JPG、PNG、HEIC），这个文件是${found}。`)
  })

  it('is refused when it is empty, and when looking at it never ends', async () => {
    expect(await refusal(new Uint8Array())).toBe('empty')
    const endless = new URL(`data:text/javascript,${encodeURIComponent('for (;;);')}`)
    await expect(inThread(endless, {}, { patienceMs: 200 })).rejects.toMatchObject({ why: 'slow' })
    const dying = new URL(`data:text/javascript,${encodeURIComponent('process.exit(3)')}`)
    await expect(inThread(dying, {})).rejects.toMatchObject({ why: 'damaged' })
  })
})
