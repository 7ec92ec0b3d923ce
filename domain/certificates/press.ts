import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { CertificateFacts, CertificatePress, DocumentSigner } from '../../core/certificates.ts'
import { readCharacterMap } from './cmap.ts'
import { cmsRoom } from './cms.ts'
import { type Drawing, drawOutlines } from './drawing.ts'
import { TypesettingError, UnprintableError } from './errors.ts'
import { certificatePage, personalText } from './page.ts'
import type { PayloadSealer } from './payload.ts'
import { assemblePdf, type Placed } from './pdf.ts'
import { drawQr, quietModules } from './qr.ts'
import { signPdf } from './sign.ts'

/** What a press is set up with. */
export interface PressGround {
  readonly signer: DocumentSigner
  /** Folder of the fonts, `data/fonts`. */
  readonly fontsDir: string
  readonly sealPayload: PayloadSealer
}

/** A press (证明打印) that can also say beforehand what it cannot print. */
export interface Press extends CertificatePress {
  /** Characters without a glyph, each once: not empty means that the certificate must go to an officer, before it is issued. */
  missingGlyphs(text: string): string[]
}

const bodyFonts = ['NotoSerifSC-Regular.ttf', 'FenshenRareHan.ttf']
const mm = 72 / 25.4
const pageWidth = 210 * mm
const pageHeight = 297 * mm
const sealSide = 42 * mm
/** Without its quiet zone. */
const qrSide = 32 * mm

/** Pages between two sweeps of the compiler's memory; what no page asked for during `sweepAge` sweeps goes. Keeps memory flat. */
const sweepEvery = 16
const sweepAge = 2

/**
 * Opens a press. Holds a compiler, fonts in its memory, and no state of any page; open one in each worker thread. The first page of
 * an institution draws its seal (60 ms), later ones reuse it.
 */
export const openPress = ({ signer, fontsDir, sealPayload }: PressGround): Press => {
  const printable = bodyFonts.map((file) => readCharacterMap(join(fontsDir, file)))
  const compiler = NodeCompiler.create({ workspace: '/press', fontArgs: [{ fontPaths: [fontsDir] }] })
  compiler.addSource('/press/certificate.typ', template('certificate.typ'))
  const room = cmsRoom(signer)
  const papers = remember((watermark) =>
    drawOutlines(compiler, { source: template('paper.typ'), data: { watermark }, widthPt: pageWidth, heightPt: pageHeight }),
  )
  const seals = remember((key) => {
    const [institution, foot] = key.split('\0')
    return drawOutlines(compiler, { source: template('seal.typ'), data: { institution, foot }, widthPt: sealSide, heightPt: sealSide })
  })
  let printed = 0

  const missingGlyphs = (text: string): string[] => {
    const missing = [...text].filter(
      (char) => /\p{C}|\p{Zl}|\p{Zp}/u.test(char) || !printable.some((map) => map.has(char.codePointAt(0) ?? 0)),
    )
    return [...new Set(missing)]
  }

  const typesetPage = (facts: CertificateFacts, at: Date): Buffer => {
    compiler.mapShadow('/press/facts.json', Buffer.from(JSON.stringify(certificatePage(facts))))
    try {
      // In one step: a page handed over to JavaScript in between would be freed only by a late garbage collection, 100 KB each.
      return compiler.pdf(
        { mainFilePath: '/press/certificate.typ' },
        { pdfStandard: 'a-2u', creationTimestamp: Math.floor(at.getTime() / 1000) },
      )
    } catch {
      // What Typst says here may quote the text of the page, which is no business of a log.
      throw new TypesettingError({ what: 'Typst made no PDF/A-2u of certificate.typ; a character without a glyph is the usual reason.' })
    }
  }

  const print = async (facts: CertificateFacts, at: Date): Promise<Uint8Array> => {
    const missing = missingGlyphs(personalText(facts))
    if (missing.length > 0) throw new UnprintableError({ missing })
    const verification = sealPayload(facts)
    const paper: Placed = { drawing: papers(facts.isDemo ? '演示' : ''), x: 0, y: 0, width: pageWidth, height: pageHeight }
    const seal: Placed = {
      drawing: seals(`${facts.institution}\0${facts.isDemo ? '演示专用' : ''}`),
      x: 139 * mm - sealSide / 2,
      y: pageHeight - 216 * mm - sealSide / 2,
      width: sealSide,
      height: sealSide,
      blends: true,
    }
    const qr = placeQr(drawQr(verification))
    const signable = assemblePdf({
      typeset: typesetPage(facts, at),
      under: [paper],
      over: [qr, seal],
      properties: {
        title: `无犯罪记录证明 ${facts.number}`,
        number: facts.number,
        creator: 'Fenshen',
        at,
        verification,
        isAiGenerated: false,
      },
      signature: {
        name: facts.institution,
        reason: facts.isDemo ? '出具证明（演示）' : '出具证明',
        at,
        area: [seal.x, seal.y, seal.x + sealSide, seal.y + sealSide],
        room,
      },
    })
    if (++printed % sweepEvery === 0) await sweep()
    return signPdf(signable, signer)
  }

  /** Frees what the compiler remembers, and lets the loop turn: pages handed over from native memory are only freed between turns. */
  const sweep = async (): Promise<void> => {
    compiler.evictCache(sweepAge)
    await setImmediate()
  }

  return { print, missingGlyphs }
}

const placeQr = (drawing: Drawing): Placed => {
  const quiet = (qrSide / (drawing.width - 2 * quietModules)) * quietModules
  const side = qrSide + 2 * quiet
  return { drawing, x: 29 * mm - quiet, y: pageHeight - 197 * mm - qrSide - quiet, width: side, height: side }
}

const template = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')

/** Remembers drawings by what they were made for; a bureau has some hundred institutions. */
const remember = (draw: (key: string) => Drawing): ((key: string) => Drawing) => {
  const known = new Map<string, Drawing>()
  return (key) => {
    const found = known.get(key) ?? draw(key)
    if (known.size > 500) known.clear()
    known.set(key, found)
    return found
  }
}
