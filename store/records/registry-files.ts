import { eq } from 'drizzle-orm'
import { BadInputError } from '../../core/errors.ts'
import type { RegistryFile, RegistryFiles } from '../../core/records.ts'
import type { Cipher } from '../cipher.ts'
import type { Ground } from './ground.ts'
import { gap, once } from './prepared.ts'

/** Every file is this many bytes before it is sealed: a long record and a clean one are the same size on the disk. */
const paddedBytes = 4096

const decoys = new WeakMap<Cipher, Buffer>()
/** A sealed file of nobody: looking for an unknown person takes the same work as for a known one. */
const decoyOf = (cipher: Cipher): Buffer => {
  const known = decoys.get(cipher)
  if (known) return known
  const nobody: RegistryFile = { demoState: 'R0', birth: '1990-01-01', isReachable: true, cases: [] }
  const decoy = cipher.seal('registry_files.file', '', padded(nobody))
  decoys.set(cipher, decoy)
  return decoy
}

const padded = (file: RegistryFile): Buffer => {
  const text = Buffer.from(JSON.stringify(file))
  if (text.length > paddedBytes)
    throw new BadInputError({
      what: `registry file of ${text.length} bytes`,
      hint: `一个人的登记内容最多 ${paddedBytes} 字节，请删减后再存。`,
    })
  return Buffer.concat([text, Buffer.alloc(paddedBytes - text.length, ' ')])
}

/** What the embedded registry holds, under a keyed hash of the document number. */
export const registryFiles = ({ db, tables, cipher }: Ground): RegistryFiles => {
  const { registryFiles } = tables
  const find = once(() =>
    db
      .select({ file: registryFiles.file })
      .from(registryFiles)
      .where(eq(registryFiles.subject, gap('subject')))
      .prepare('find_registry_file'),
  )
  return {
    find: async (documentNumber) => {
      const subject = cipher.keyed(documentNumber)
      const [row] = await find().execute({ subject })
      const file = cipher.openJson<RegistryFile>('registry_files.file', row ? subject : '', row?.file ?? decoyOf(cipher))
      return row && file
    },
    save: async (documentNumber, file) => {
      const subject = cipher.keyed(documentNumber)
      const sealed = cipher.seal('registry_files.file', subject, padded(file))
      await db
        .insert(registryFiles)
        .values({ subject, file: sealed })
        .onConflictDoUpdate({ target: registryFiles.subject, set: { file: sealed } })
    },
  }
}
