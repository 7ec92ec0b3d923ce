import { MaterialRefusedError } from '../../core/material-intake.ts'
import { inThread } from './in-thread.ts'
import { lookAtNames } from './pdf-names.ts'

/** A stack of papers that an officer can look through. */
const maxPages = 100
/** A reader finds the end within so many bytes (ISO 32000-1 annex H.3.4.4). */
const tailBytes = 1_024

type Read =
  | { readonly kind: 'read'; readonly pages: number; readonly isActive: boolean }
  | { readonly kind: 'failed'; readonly isProtected: boolean }

/** A PDF that only shows pages: no script, no file inside, no password. The bytes stay as they are. */
export const checkPdf = async (bytes: Buffer): Promise<Buffer> => {
  if (!bytes.subarray(Math.max(0, bytes.length - tailBytes)).includes('%%EOF')) throw new MaterialRefusedError({ why: 'damaged' })
  const names = lookAtNames(bytes)
  if (names !== 'nothing') throw new MaterialRefusedError({ why: names === 'unreadable' ? 'damaged' : names })
  const read = await inThread<Read>(new URL('./pdf-worker.ts', import.meta.url), { bytes: Uint8Array.from(bytes) })
  if (read.kind === 'failed') throw new MaterialRefusedError({ why: read.isProtected ? 'protected' : 'damaged' })
  if (read.isActive) throw new MaterialRefusedError({ why: 'active' })
  if (read.pages > maxPages) throw new MaterialRefusedError({ why: 'pages', limit: maxPages })
  return bytes
}
