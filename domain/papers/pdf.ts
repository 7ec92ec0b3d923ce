import { createHash } from 'node:crypto'
import type { Drawing } from './drawing.ts'
import { TypesettingError } from './errors.ts'
import { type DocumentProperties, pdfDate, pdfText, xmpPacket } from './properties.ts'

/** A drawing and where it goes, in points from the lower left corner of the page. */
export interface Placed {
  readonly drawing: Drawing
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Darkens what is under it, as ink of a stamp does. */
  readonly blends?: boolean
}

/** What a finished file is put together from. */
export interface PdfParts {
  /** Pages by Typst: plain objects, one cross-reference table. */
  readonly typeset: Buffer
  /** Under every page. */
  readonly under: readonly Placed[]
  /** Over the page that is signed. */
  readonly over: readonly Placed[]
  /** Which page bears seal and signature, from 0. */
  readonly signedPage: number
  readonly properties: DocumentProperties
  readonly signature: {
    readonly name: string
    readonly reason: string
    readonly at: Date
    /** Where a click on the page shows the signature: lower left and upper right corner. */
    readonly area: readonly [number, number, number, number]
    /** Room for the CMS, in bytes. */
    readonly room: number
  }
}

/** A page ready for signing: all bytes but those of the gap, `<` and `>` included, are what is signed. */
export interface SignablePdf {
  readonly pdf: Buffer
  readonly gap: readonly [number, number]
}

/**
 * Puts the pages, their drawings, properties and an empty signature field into one PDF/A-2u of a single revision. Written anew, not
 * appended (as @signpdf/placeholder-plain does): one revision has nothing before or after it that a forger could show instead.
 */
export const assemblePdf = (parts: PdfParts): SignablePdf => {
  const base = readTypeset(parts.typeset)
  const { signature } = parts
  const objects: (Buffer | string | undefined)[] = base.objects
  const add = (body: Buffer | string): number => objects.push(body) - 1

  const signedPage = base.pages[parts.signedPage]
  if (!signedPage) throw new TypesettingError({ what: `there is no page ${parts.signedPage + 1} to sign.` })
  const named = (items: readonly Placed[], from: number): string[] =>
    items.map(({ drawing }, i) => `/D${from + i} ${add(formObject(drawing))} 0 R`)
  const draw = (from: number, items: readonly Placed[]): string => items.map((item, i) => drawOperators(`/D${from + i}`, item)).join('')
  const names = { under: named(parts.under, 0), over: named(parts.over, parts.under.length) }
  const before = add(streamObject('', `/Artifact BMC\n${draw(0, parts.under)}EMC\nq\n`))
  const after = add(streamObject('', `Q\n/Artifact BMC\n${draw(parts.under.length, parts.over)}EMC\n`))
  const close = base.pages.length > 1 ? add(streamObject('', 'Q\n')) : after

  const value = add(signatureValue(signature))
  const [left, bottom, right, top] = signature.area
  const appearance = add(streamObject(`/Type /XObject /Subtype /Form /BBox [0 0 ${right - left} ${top - bottom}] /Resources << >>`, ''))
  const field = add(
    `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seal) /F 132 /Rect [${signature.area.join(' ')}] /P ${signedPage.number} 0 R /V ${value} 0 R /AP << /N ${appearance} 0 R >> >>`,
  )
  const ink = add('<< /Type /ExtGState /BM /Multiply >>')
  for (const { number, body } of base.pages) {
    const isSigned = number === signedPage.number
    const drawings = isSigned ? [...names.under, ...names.over] : names.under
    objects[number] = body
      .replace('/Resources <<', `/Resources << /XObject << ${drawings.join(' ')} >>`)
      .replace(/\/ExtGState <<|\/Font <</, (found) =>
        found.startsWith('/E') ? `${found} /Ink ${ink} 0 R` : `/ExtGState << /Ink ${ink} 0 R >> ${found}`,
      )
      .replace(
        /\/Contents (\d+ 0 R)/,
        `/Contents [${before} 0 R $1 ${isSigned ? after : close} 0 R]${isSigned ? `\n  /Annots [${field} 0 R]` : ''}`,
      )
  }
  objects[base.metadata] = streamObject('/Type /Metadata /Subtype /XML', xmpPacket(parts.properties))
  objects[base.info] = infoObject(parts.properties)
  objects[base.catalog] = base.catalogBody.replace(
    /\s*>>\s*$/,
    `\n  /AcroForm << /Fields [${field} 0 R] /SigFlags 3 >>\n  /Perms << /DocMDP ${value} 0 R >>\n>>`,
  )
  return writeFile(objects, { catalog: base.catalog, info: base.info, value, room: signature.room })
}

/** Reads what Typst 0.14 writes, and nothing else: anything unexpected is an error, never a guess. */
const readTypeset = (typeset: Buffer) => {
  const text = typeset.toString('latin1')
  const start = Number(/startxref\n(\d+)\n%%EOF\s*$/.exec(text.slice(-60))?.[1] ?? Number.NaN)
  const tail = text.slice(start)
  const offsets = [...tail.matchAll(/^(\d{10}) \d{5} ([nf])/gm)].map((row) => (row[2] === 'n' ? Number(row[1]) : undefined))
  const order = offsets.filter((offset) => offset !== undefined).sort((a, b) => a - b)
  const objects = offsets.map((offset) => {
    if (offset === undefined) return undefined
    const next = order[order.indexOf(offset) + 1] ?? start
    const body = text.indexOf('\n', offset) + 1
    return typeset.subarray(body, text.lastIndexOf('\nendobj', next))
  })
  const number = (pattern: RegExp, where: string): number => Number(pattern.exec(where)?.[1] ?? Number.NaN)
  const catalog = number(/\/Root (\d+) 0 R/, tail)
  const info = number(/\/Info (\d+) 0 R/, tail)
  const catalogBody = objects[catalog]?.toString('latin1') ?? ''
  const metadata = number(/\/Metadata (\d+) 0 R/, catalogBody)
  const bodyOf = (object: number): string => objects[object]?.toString('latin1') ?? ''
  const pages = leavesOf(number(/\/Pages (\d+) 0 R/, catalogBody), bodyOf).map((object) => ({ number: object, body: bodyOf(object) }))
  const isKnown = ({ body }: { body: string }): boolean =>
    /\/Contents \d+ 0 R/.test(body) && /\/Font <</.test(body) && !/\/(XObject|Annots|AcroForm)\b/.test(body)
  if (pages.length === 0 || !pages.every(isKnown) || /\/AcroForm\b/.test(catalogBody))
    throw new TypesettingError({ what: 'the PDF of Typst has not the shape that is known (pages of text, no images, no links).' })
  return { objects, catalog, catalogBody, info, metadata, pages }
}

/** Pages in order, down a tree of them; Typst groups many pages. */
const leavesOf = (node: number, bodyOf: (object: number) => string): number[] => {
  const kids = /\/Kids \[([^\]]*)\]/.exec(bodyOf(node))?.[1]
  return kids === undefined ? [node] : [...kids.matchAll(/(\d+) 0 R/g)].flatMap(([, kid]) => leavesOf(Number(kid), bodyOf))
}

const drawOperators = (name: string, { drawing, x, y, width, height, blends }: Placed): string =>
  `q\n${blends ? '/Ink gs\n' : ''}${fixed(width / drawing.width)} 0 0 ${fixed(height / drawing.height)} ${fixed(x)} ${fixed(y)} cm\n${name} Do\nQ\n`

const fixed = (value: number): string => String(Math.round(value * 100_000) / 100_000)

const streamObject = (dictionary: string, content: string): Buffer => {
  const bytes = Buffer.from(content)
  return Buffer.concat([Buffer.from(`<< ${dictionary} /Length ${bytes.length} >>\nstream\n`), bytes, Buffer.from('\nendstream')])
}

const formObject = ({ width, height, deflated }: Drawing): Buffer =>
  Buffer.concat([
    Buffer.from(
      `<< /Type /XObject /Subtype /Form /BBox [0 0 ${width} ${height}] /Resources << >> /Filter /FlateDecode /Length ${deflated.length} >>\nstream\n`,
    ),
    deflated,
    Buffer.from('\nendstream'),
  ])

/** Room for three numbers of nine digits; filled in when the length of the file is known. */
const byteRangeRoom = ' '.repeat(33)

/** A certifying signature (DocMDP 1): a reader program marks any later change as not permitted. */
const signatureValue = ({ name, reason, at, room }: PdfParts['signature']): string =>
  `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /Name ${pdfText(name)} /Reason ${pdfText(reason)} /M ${pdfDate(at)}
/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P 1 /V /1.2 >> >>]
/ByteRange [${byteRangeRoom}]
/Contents <${'0'.repeat(room * 2)}> >>`

const infoObject = ({ title, creator, at, isAiGenerated }: DocumentProperties): string =>
  `<< /Title ${pdfText(title)} /Creator ${pdfText(creator)} /CreationDate ${pdfDate(at)} /ModDate ${pdfDate(at)} /AIGC (${isAiGenerated}) >>`

const writeFile = (
  objects: readonly (Buffer | string | undefined)[],
  at: { catalog: number; info: number; value: number; room: number },
): SignablePdf => {
  const chunks: Buffer[] = [Buffer.from('%PDF-1.7\n%\u00e4\u00fc\u00f6\u00df\n', 'latin1')]
  let length = chunks[0]?.length ?? 0
  const push = (chunk: Buffer): void => {
    chunks.push(chunk)
    length += chunk.length
  }
  const rows = objects.map((body, i) => {
    if (body === undefined) return '0000000000 65535 f \n'
    const row = `${String(length).padStart(10, '0')} 00000 n \n`
    push(Buffer.from(`${i} 0 obj\n`))
    push(typeof body === 'string' ? Buffer.from(body, 'latin1') : body)
    push(Buffer.from('\nendobj\n'))
    return row
  })
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  const id = hash.digest('hex').slice(0, 32)
  const table = `xref\n0 ${objects.length}\n${rows.join('')}`
  const trailer = `trailer\n<< /Size ${objects.length} /Root ${at.catalog} 0 R /Info ${at.info} 0 R /ID [<${id}> <${id}>] >>\nstartxref\n${length}\n%%EOF\n`
  push(Buffer.from(table + trailer))
  const pdf = Buffer.concat(chunks, length)

  const valueAt = Number(rows[at.value]?.slice(0, 10))
  const rangeAt = pdf.indexOf('/ByteRange [', valueAt) + '/ByteRange ['.length
  const gapAt = pdf.indexOf('/Contents <', rangeAt) + '/Contents '.length
  const gapEnd = gapAt + at.room * 2 + 2
  pdf.write(`0 ${gapAt} ${gapEnd} ${length - gapEnd}`, rangeAt, 'latin1')
  return { pdf, gap: [gapAt, gapEnd] }
}
