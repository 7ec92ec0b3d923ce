import { closeSync, openSync, readSync } from 'node:fs'

/** Code points that a TrueType or OpenType file (字体文件) has a glyph for; reads the character map alone, not the outlines. */
export const readCharacterMap = (path: string): ReadonlySet<number> => {
  const file = openSync(path, 'r')
  try {
    const read = (offset: number, length: number): DataView => {
      const bytes = new Uint8Array(length)
      if (readSync(file, bytes, 0, length, offset) !== length) throw new FontFileError({ path })
      return new DataView(bytes.buffer)
    }
    const tableCount = read(0, 12).getUint16(4)
    const directory = read(12, tableCount * 16)
    for (let i = 0; i < tableCount; i++)
      if (directory.getUint32(i * 16) === cmapTag)
        return readCmap(read(directory.getUint32(i * 16 + 8), directory.getUint32(i * 16 + 12)), path)
    throw new FontFileError({ path })
  } finally {
    closeSync(file)
  }
}

/** A font that cannot be read: the installation is damaged. */
export class FontFileError extends Error {
  constructor(facts: { path: string }) {
    super(`No readable character map in ${facts.path}.`)
  }
}

const cmapTag = 0x636d6170

/** Formats 4 and 12 of the `cmap` table (OpenType specification); others hold nothing that these two do not. */
const readCmap = (table: DataView, path: string): Set<number> => {
  const found = new Set<number>()
  for (let i = 0; i < table.getUint16(2); i++) {
    const start = table.getUint32(4 + i * 8 + 4)
    const format = table.getUint16(start)
    if (format === 12) readSegmented32(table, start, found)
    if (format === 4) readSegmented16(table, start, found)
  }
  if (found.size === 0) throw new FontFileError({ path })
  return found
}

const readSegmented32 = (table: DataView, start: number, found: Set<number>): void => {
  const groups = table.getUint32(start + 12)
  for (let i = 0; i < groups; i++) {
    const at = start + 16 + i * 12
    const first = table.getUint32(at)
    const glyph = table.getUint32(at + 8)
    for (let code = first; code <= table.getUint32(at + 4); code++) if (glyph + code - first !== 0) found.add(code)
  }
}

const readSegmented16 = (table: DataView, start: number, found: Set<number>): void => {
  const bytes = table.getUint16(start + 6)
  const ends = start + 14
  const starts = ends + bytes + 2
  for (let i = 0; i < bytes; i += 2) {
    const delta = table.getUint16(starts + bytes + i)
    const offsetAt = starts + 2 * bytes + i
    const offset = table.getUint16(offsetAt)
    for (let code = table.getUint16(starts + i); code <= table.getUint16(ends + i) && code < 0xffff; code++) {
      const raw = offset === 0 ? code : table.getUint16(offsetAt + offset + 2 * (code - table.getUint16(starts + i)))
      if (offset === 0 ? (raw + delta) & 0xffff : raw !== 0 && (raw + delta) & 0xffff) found.add(code)
    }
  }
}
