import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { DocumentSigner } from '../../core/certificates.ts'
import { internalPapers, type PaperKind, paperTitles } from '../../core/paper-kinds.ts'
import type { PaperFacts, PaperPress } from '../../core/papers.ts'
import { readCharacterMap } from './cmap.ts'
import { cmsRoom } from './cms.ts'
import { type Drawing, drawOutlines } from './drawing.ts'
import { TypesettingError, UnprintableError } from './errors.ts'
import { type Layout, layoutOf, templateFiles } from './layouts.ts'
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

/** A press (文书打印) that can also say beforehand what it cannot print. */
export interface Press extends PaperPress {
  /** Characters without a glyph, each once: not empty means that the paper must go to an officer, before it is issued. */
  missingGlyphs(text: string): string[]
}

const bodyFonts = ['NotoSerifSC-Regular.ttf', 'FenshenRareHan.ttf']
const mm = 72 / 25.4
const pageWidth = 210 * mm
const pageHeight = 297 * mm
const sealSide = 42 * mm

/** Where seal and code go: centre of the seal and lower left corner of the code, in points from the lower left corner of a page. */
interface Places {
  readonly page: number
  readonly seal: { readonly x: number; readonly y: number }
  readonly code: { readonly x: number; readonly y: number; readonly side: number }
}

/** certificate.typ leaves room at fixed places: seal centred 139 mm from the left and 216 mm from the top, code at 29 mm and 197 mm. */
const certificatePlaces: Places = {
  page: 0,
  seal: { x: 139 * mm, y: pageHeight - 216 * mm },
  code: { x: 29 * mm, y: pageHeight - (197 + 32) * mm, side: 32 * mm },
}

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
  for (const name of templateFiles) compiler.addSource(`/press/${name}.typ`, template(`${name}.typ`))
  const room = cmsRoom(signer)
  const papers = remember((key) => {
    const [watermark, frame] = key.split('\0')
    return drawOutlines(compiler, {
      source: template('paper.typ'),
      data: { watermark, frame: frame === 'framed' },
      widthPt: pageWidth,
      heightPt: pageHeight,
    })
  })
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

  const typesetPages = ({ template: name, words, isCertificate }: Layout, at: Date): { typeset: Buffer; places: Places } => {
    compiler.mapShadow('/press/facts.json', Buffer.from(JSON.stringify(words)))
    const source = { mainFilePath: `/press/${name}.typ` }
    const options = { pdfStandard: 'a-2u' as const, creationTimestamp: Math.floor(at.getTime() / 1000) }
    try {
      // In one step: a page handed over to JavaScript in between would be freed only by a late garbage collection, 100 KB each.
      if (isCertificate) return { typeset: compiler.pdf(source, options), places: certificatePlaces }
      const pages = compiler.compile(source).result
      if (!pages) throw new TypesettingError({ what: `no result of ${name}.typ` })
      const [closing] = compiler.query(pages, { selector: '<closing>', field: 'value' }) as ClosingPlace[]
      if (!closing) throw new TypesettingError({ what: `${name}.typ has no closing.` })
      return { typeset: compiler.pdf(pages, options), places: placesOf(closing) }
    } catch {
      // What Typst says here may quote the text of the page, which is no business of a log.
      throw new TypesettingError({ what: `Typst made no PDF/A-2u of ${name}.typ; a character without a glyph is the usual reason.` })
    }
  }

  const print = async <K extends PaperKind>(kind: K, given: PaperFacts[K], at: Date): Promise<Uint8Array> => {
    const facts = withPlainWords(given, missingGlyphs)
    const missing = missingGlyphs(changingText(facts))
    if (missing.length > 0) throw new UnprintableError({ missing })
    const layout = layoutOf(kind, facts)
    const { typeset, places } = typesetPages(layout, at)
    const verification = sealPayload(facts)
    const paper: Placed = {
      drawing: papers(`${facts.isDemo ? '演示' : ''}\0${layout.isCertificate ? 'framed' : 'plain'}`),
      x: 0,
      y: 0,
      width: pageWidth,
      height: pageHeight,
    }
    const seal: Placed = {
      drawing: seals(`${facts.institution}\0${facts.isDemo ? '演示专用' : ''}`),
      x: places.seal.x - sealSide / 2,
      y: places.seal.y - sealSide / 2,
      width: sealSide,
      height: sealSide,
      blends: true,
    }
    const signable = assemblePdf({
      typeset,
      under: [paper],
      over: internalPapers.has(kind) ? [seal] : [placeQr(drawQr(verification), places.code), seal],
      signedPage: places.page,
      properties: {
        title: `${paperTitles[kind]} ${facts.number}`,
        number: facts.number,
        creator: 'Fenshen',
        at,
        verification,
        isAiGenerated: false,
      },
      signature: {
        name: facts.institution,
        reason: facts.isDemo ? `${layout.reason}（演示）` : layout.reason,
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

/** Where layout.typ has put the closing: page from 1, upper edge of its block from the top of the page in mm. */
interface ClosingPlace {
  readonly page: number
  readonly top: number
}

/** layout.typ: the block is 46 mm high, the middle of the seal 23 mm down and 136 mm from the left, the code of 28 mm at the margin. */
const placesOf = ({ page, top }: ClosingPlace): Places => ({
  page: page - 1,
  seal: { x: 136 * mm, y: pageHeight - (top + 23) * mm },
  code: { x: 28 * mm, y: pageHeight - (top + 3 + 28) * mm, side: 28 * mm },
})

const placeQr = (drawing: Drawing, { x, y, side }: Places['code']): Placed => {
  const quiet = (side / (drawing.width - 2 * quietModules)) * quietModules
  return { drawing, x: x - quiet, y: y - quiet, width: side + 2 * quiet, height: side + 2 * quiet }
}

/** A citizen's own words (异议理由) are printed whatever they are: line ends are kept, a sign without a glyph stands as 〓. */
const withPlainWords = <F extends PaperFacts[PaperKind]>(facts: F, missing: (text: string) => string[]): F => {
  if (!('evidence' in facts)) return facts
  const plain = (text: string): string => {
    const bad = new Set(missing(text.replaceAll('\n', '')))
    return [...text.replace(/\r\n?/g, '\n')].map((char) => (bad.has(char) ? '〓' : char)).join('')
  }
  return { ...facts, reason: plain(facts.reason), evidence: facts.evidence.map(plain) }
}

/** Every text that comes from facts and not from our templates (可变文字): what must be checked for glyphs. */
const changingText = (facts: unknown): string =>
  typeof facts === 'string'
    ? facts.replaceAll('\n', '')
    : typeof facts === 'object' && facts !== null
      ? Object.values(facts).map(changingText).join('')
      : ''

const template = (file: string): string => readFileSync(new URL(`templates/${file}`, import.meta.url), 'utf8')

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
