import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DocumentSigner } from '../../core/certificates.ts'
import { checkText } from './check-text.ts'
import { KeyFileError } from './errors.ts'
import { makeDemoAuthority, makePayloadKey, openPemSigner } from './keys.ts'
import { isOf, openPayloadSealer, verifyPayload } from './payload.ts'
import { openPkcs12Signer } from './pkcs12.ts'
import { openPress } from './press.ts'
import { sampleFacts } from './sample.ts'
import { checkFile, type Trusted } from './verify-file.ts'

const run = promisify(execFile)
const at = new Date('2026-11-22T01:05:00Z')
const fontsDir = new URL('../../data/fonts', import.meta.url).pathname
const today = '2026-12-01'
const payloadKey = makePayloadKey()
const sealPayload = openPayloadSealer(payloadKey.privateKey)
const printBy = (signer: DocumentSigner, seal = sealPayload) =>
  openPress({ signer, fontsDir, sealPayload: seal }).print('certificate', sampleFacts, at)
let pdf: Buffer
let trusted: Trusted
let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'fenshen-verify-'))
  const { signer, caCertificate } = await makeDemoAuthority({ institution: sampleFacts.institution, at })
  pdf = Buffer.from(await printBy(openPemSigner(signer)))
  trusted = { caCertificates: [caCertificate], payloadKeys: [payloadKey.publicKey] }
})
afterAll(() => rm(dir, { recursive: true }))

const verdict = (bytes: Uint8Array, whom = trusted): string => {
  const found = checkFile(bytes, whom, today)
  return found.verdict === 'invalid' ? found.reason : found.verdict
}

describe('a file', () => {
  it('is valid as issued, and says number, masked name and days', () => {
    expect(checkFile(pdf, trusted, today)).toEqual({
      verdict: 'valid',
      kind: 'certificate',
      number: sampleFacts.number,
      maskedName: '张**',
      issuedOn: '2026-11-22',
      validUntil: '2027-02-19',
      isDemo: true,
    })
  })

  it('is valid on its last day and expired on the next', () => {
    expect(checkFile(pdf, trusted, '2027-02-19').verdict).toBe('valid')
    expect(checkFile(pdf, trusted, '2027-02-20').verdict).toBe('expired')
  })

  it('is invalid after a change of any one bit', () => {
    const changed = Buffer.from(pdf)
    const gap = pdf.indexOf('/Contents <') + 10
    const flip = (i: number, bit: number): string => {
      changed.writeUInt8(changed.readUInt8(i) ^ (1 << bit), i)
      const found = verdict(changed)
      changed.writeUInt8(changed.readUInt8(i) ^ (1 << bit), i)
      return found
    }
    const inGap = fc.integer({ min: gap - 300, max: gap + 3_100 })
    const anywhere = fc.integer({ min: 0, max: pdf.length - 1 })
    const bit = fc.integer({ min: 0, max: 7 })
    fc.assert(
      fc.property(fc.oneof(inGap, anywhere), bit, (i, b) => {
        expect(['valid', 'expired']).not.toContain(flip(i, b))
      }),
      {
        numRuns: 600,
        examples: [
          [gap, 0],
          [gap + 1, 5],
          [pdf.length - 1, 0],
          [0, 0],
        ],
      }, // prettier-ignore
    )
    expect(verdict(changed)).toBe('valid')
  }, 60_000)

  it('is invalid with anything put before, after, or into it', () => {
    expect(verdict(Buffer.concat([pdf, Buffer.from('\n')]))).toBe('changed')
    expect(verdict(Buffer.concat([pdf, pdf]))).toBe('changed')
    expect(verdict(Buffer.concat([Buffer.from(' '), pdf]))).toBe('not_a_pdf')
    expect(verdict(pdf.subarray(0, -1))).toBe('changed')
    const update = `\n1 0 obj\n<< >>\nendobj\nxref\n1 1\n${String(pdf.length + 1).padStart(10, '0')} 00000 n \ntrailer\n<< /Size 99 >>\nstartxref\n${pdf.length}\n%%EOF\n`
    expect(verdict(Buffer.concat([pdf, Buffer.from(update)]))).toBe('changed')
  })

  it('is invalid with letters of the signature in capitals, or more zeros than there were', () => {
    const text = pdf.toString('latin1')
    expect(
      verdict(
        Buffer.from(
          text.replace(/\/Contents <[0-9a-f]+>/, (hex) => `/Contents <${hex.slice(11, -1).toUpperCase()}>`),
          'latin1',
        ),
      ),
    ).toBe('changed')
  })

  it('is invalid when signed by a stranger, whatever its summary says', async () => {
    const stranger = await makeDemoAuthority({ institution: sampleFacts.institution, at })
    expect(verdict(await printBy(openPemSigner(stranger.signer)))).toBe('wrong_key')
    expect(verdict(pdf, { ...trusted, caCertificates: [stranger.caCertificate] })).toBe('wrong_key')
    expect(verdict(pdf, { ...trusted, payloadKeys: [makePayloadKey().publicKey] })).toBe('wrong_key')
  })

  it('is invalid when its summary is of another certificate or is missing', async () => {
    const { signer, caCertificate } = await makeDemoAuthority({ institution: 'x', at })
    const whom = { ...trusted, caCertificates: [caCertificate] }
    const other = await printBy(openPemSigner(signer), (facts) => sealPayload({ ...facts, number: 'WFZ-2026-00000002-O' }))
    expect(verdict(other, whom)).toBe('no_payload')
    expect(verdict(await printBy(openPemSigner(signer), () => 'https://x.example/verify/X'), whom)).toBe('no_payload')
  })

  it('is not checked at length when it is garbage or huge', () => {
    expect(verdict(new Uint8Array())).toBe('not_a_pdf')
    expect(verdict(Buffer.from('hello '.repeat(100)))).toBe('not_a_pdf')
    expect(verdict(Buffer.alloc(50_000_000, 0x25))).toBe('not_a_pdf')
    expect(verdict(Buffer.from(`%PDF-1.7\n${'x'.repeat(200)}`))).toBe('not_signed')
    const hostile = (cms: string): Buffer => {
      const head = `%PDF-1.7\n${' '.repeat(100)}`
      const range = (a: number, b: number, c: number): string => `/ByteRange [0 ${a} ${b} ${c}${' '.repeat(30)}`.slice(0, 45)
      const tail = '\nstartxref\n0\n%%EOF\n'
      const from = head.length + 45 + 2 + 10
      return Buffer.from(`${head}${range(from, from + cms.length + 2, tail.length)}]\n/Contents <${cms}>${tail}`)
    }
    expect(verdict(hostile('3082ffff'.padEnd(60_000, '30')))).toBe('changed')
    expect(verdict(hostile('3082753030803080'.padEnd(60_000, '3080')))).toBe('changed')
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 3_000 }), (bytes) => {
        expect(verdict(hostile(`3082${bytes.length.toString(16).padStart(4, '0')}${Buffer.from(bytes).toString('hex')}`))).toBe('changed')
      }),
      { numRuns: 100 },
    )
  })
})

describe('the summary in the QR code', () => {
  const text = sealPayload(sampleFacts)

  it('can be checked from the public key alone', () => {
    const check = verifyPayload(text, [makePayloadKey().publicKey, payloadKey.publicKey])
    expect(check.verdict === 'valid' && check.payload).toMatchObject({
      number: sampleFacts.number,
      maskedName: '张**',
      isDemo: true,
      verifyCode: sampleFacts.verifyCode,
    })
    expect(checkText(text, trusted, today).verdict).toBe('valid')
    expect(text.length).toBeLessThan(260)
    expect(text).not.toMatch(/张明远|1599011990/)
  })

  it('binds the person without naming them', () => {
    const check = verifyPayload(text, [payloadKey.publicKey])
    if (check.verdict !== 'valid') throw new Error(check.reason)
    expect(isOf(check.payload, { name: '张明远', documentNumber: '159901199003072016' })).toBe(true)
    expect(isOf(check.payload, { name: '张明运', documentNumber: '159901199003072016' })).toBe(false)
  })

  it('fails at any changed character, with a code that is not its own, and as garbage', () => {
    fc.assert(
      fc.property(fc.integer({ min: text.lastIndexOf('/') + 1, max: text.length - 1 }), fc.constantFrom(...'0Az_-'), (i, char) => {
        fc.pre(text[i] !== char)
        expect(verifyPayload(text.slice(0, i) + char + text.slice(i + 1), [payloadKey.publicKey]).verdict).toBe('invalid')
      }),
      { numRuns: 300 },
    )
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (any) => {
        expect(verifyPayload(any, [payloadKey.publicKey]).verdict).toBe('invalid')
      }),
    )
    expect(checkText(`https://x.example/verify/${sampleFacts.verifyCode}`, trusted, today)).toEqual({
      verdict: 'invalid',
      reason: 'no_payload',
    })
    expect(verifyPayload('x'.repeat(10_000_000), [payloadKey.publicKey]).verdict).toBe('invalid')
  })

  it('holds a name of any length', () => {
    for (const name of ['A', '长'.repeat(50), '买买提·吐尔逊', 'X'.repeat(50)]) {
      expect(verifyPayload(sealPayload({ ...sampleFacts, name }), [payloadKey.publicKey]).verdict).toBe('valid')
    }
  })
})

describe('a PKCS#12 file', () => {
  const password = '口令 pass#1'
  /** An authority and a signing certificate of OpenSSL's own making, written in the way named. */
  const makeFile = async (name: string, key: readonly string[], ...how: string[]) => {
    const path = (file: string): string => join(dir, `${name}-${file}`)
    const fresh = ['req', '-newkey', ...key, '-noenc', '-subj']
    await run('openssl', [...fresh, '/CN=CA', '-x509', '-days', '3650', '-keyout', path('ca.key'), '-out', path('ca.pem')])
    await run('openssl', [...fresh, '/CN=Seal', '-keyout', path('key'), '-out', path('csr')])
    await run('openssl', [
      'x509',
      '-req',
      '-in',
      path('csr'),
      '-CA',
      path('ca.pem'),
      '-CAkey',
      path('ca.key'),
      '-days',
      '3000',
      '-out',
      path('pem'),
    ])
    await run('openssl', [
      'pkcs12',
      '-export',
      ...how,
      '-in',
      path('pem'),
      '-inkey',
      path('key'),
      '-certfile',
      path('ca.pem'),
      '-passout',
      `pass:${password}`,
      '-out',
      path('p12'),
    ])
    return { file: await readFile(path('p12')), ca: await readFile(path('ca.pem'), 'utf8') }
  }
  const legacy = ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']

  it.each([
    ['EC, as OpenSSL 3 writes it', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], []],
    ['RSA, as OpenSSL 3 writes it', ['rsa:2048'], []],
    ['RSA, with 3DES as older programs write it', ['rsa:2048'], legacy],
  ])(
    'signs certificates: %s',
    async (name, key, how) => {
      const { file, ca } = await makeFile(name.replace(/\W/g, ''), key, ...how)
      const signer = await openPkcs12Signer({ file, password })
      expect(signer.chain).toHaveLength(2)
      const printed = await openPress({ signer, fontsDir, sealPayload }).print('certificate', sampleFacts, new Date())
      expect(verdict(printed, { ...trusted, caCertificates: [ca] })).toBe('valid')
      await expect(openPkcs12Signer({ file, password: 'wrong' })).rejects.toThrow(KeyFileError)
    },
    30_000,
  )

  it('is refused with a remedy when it is garbage', async () => {
    await expect(openPkcs12Signer({ file: Buffer.from('garbage'), password })).rejects.toThrow(/openssl pkcs12/)
  })
})
