import { createHash } from 'node:crypto'
import type { DocumentSigner } from '../../core/certificates.ts'
import { encodeCms, signedAttributes } from './cms.ts'
import { TypesettingError } from './errors.ts'
import type { SignablePdf } from './pdf.ts'

/**
 * Signs a page (电子签章): PAdES baseline B (ETSI EN 319 142-1), a detached CMS over everything but its own place in the file. The
 * time of signing is the `M` entry of the signature, as the standard wants, not a signed attribute.
 */
export const signPdf = async ({ pdf, gap: [from, to] }: SignablePdf, signer: DocumentSigner): Promise<Buffer> => {
  const [own] = signer.chain
  if (own === undefined) throw new TypesettingError({ what: 'the signer has no certificate.' })
  const attributes = signedAttributes(digestAround(pdf, from, to), own)
  const signature = await signer.sign(attributes)
  const cms = encodeCms({ chain: signer.chain, algorithm: signer.algorithm, signature }, attributes)
  if (cms.length * 2 > to - from - 2)
    throw new TypesettingError({ what: `a CMS of ${cms.length} bytes is longer than the room left for it.` })
  pdf.write(cms.toString('hex'), from + 1, 'latin1')
  return pdf
}

/** SHA-256 of a file without the gap, `<` and `>` included in the gap. */
export const digestAround = (pdf: Uint8Array, from: number, to: number): Buffer =>
  createHash('sha256').update(pdf.subarray(0, from)).update(pdf.subarray(to)).digest()
