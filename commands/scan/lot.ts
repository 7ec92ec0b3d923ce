import { isUtf8 } from 'node:buffer'
import type { DisputeScanner, Tier } from '../../core/disputes.ts'
import { readIncident } from './incident-line.ts'

/** A stretch of an incident file (一批): whole lines, as bytes, in UTF-8 or GB18030 or both. */
export interface Lot {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The number of the first line; of a table, the numbers of all rows. */
  readonly firstLine: number
  readonly lines?: Int32Array
  /** Room for the findings that an earlier lot does not need any more. */
  readonly room?: ArrayBuffer
}

/** A line that is no incident, and why (坏行). Never what stands in it. */
export interface BrokenLine {
  readonly line: number
  readonly why: string
}

/** What a lot came to. */
export interface LotDone {
  /** Findings as NDJSON, in the order of the lines. */
  readonly findings: Uint8Array<ArrayBuffer>
  readonly count: number
  readonly broken: readonly BrokenLine[]
  readonly tiers: Readonly<Record<Tier, number>>
  /** Incidents whose time could not be read; they were judged without it. */
  readonly unreadTimes: number
}

const oldText = new TextDecoder('gb18030', { fatal: true })

const decodedOld = (bytes: Uint8Array): string | undefined => {
  try {
    return oldText.decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * The lines of a lot; undefined for one in no known encoding. Files are pasted together from two encodings: what reads as UTF-8 is UTF-8, since
 * Chinese text in GB18030 hardly ever does, while GB18030 makes rubbish of UTF-8 without complaining.
 */
function* textsOf({ bytes }: Lot): Generator<string | undefined> {
  if (isUtf8(bytes)) {
    const whole = new TextDecoder().decode(bytes)
    for (let from = 0; from < whole.length; ) {
      const end = whole.indexOf('\n', from)
      yield end < 0 ? whole.slice(from) : whole.slice(from, end)
      if (end < 0) return
      from = end + 1
    }
    return
  }
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(0x0a, from)
    const line = bytes.subarray(from, end < 0 ? bytes.length : end)
    yield isUtf8(line) ? new TextDecoder().decode(line) : decodedOld(line)
    if (end < 0) return
    from = end + 1
  }
}

/** The lines of a lot with their numbers, without a mark of encoding at the head. */
export function* linesOf(lot: Lot): Generator<{ readonly line: number; readonly text: string | undefined }> {
  let index = 0
  for (const text of textsOf(lot)) {
    yield { line: lot.lines ? (lot.lines[index] ?? 0) : lot.firstLine + index, text: text?.charCodeAt(0) === 0xfeff ? text.slice(1) : text }
    index++
  }
}

/** Bytes that grow: findings of a lot, written where they will be handed on. */
const openPage = (room: ArrayBuffer | undefined) => {
  let page = room ? Buffer.from(room) : Buffer.allocUnsafeSlow(1 << 18)
  let size = 0
  return {
    add(line: string): void {
      // Three bytes are the most that a unit of UTF-16 takes.
      if (page.length - size < 3 * line.length) {
        const wider = Buffer.allocUnsafeSlow(Math.max(2 * page.length, size + 3 * line.length))
        page.copy(wider, 0, 0, size)
        page = wider
      }
      size += page.write(line, size, 'utf8')
    },
    bytes: (): Uint8Array<ArrayBuffer> => new Uint8Array(page.buffer, 0, size),
  }
}

/** Scans every incident of a lot. */
export const scanLot = (lot: Lot, scanner: DisputeScanner): LotDone => {
  const tiers = { red: 0, orange: 0, yellow: 0, blue: 0, white: 0 }
  const broken: BrokenLine[] = []
  const page = openPage(lot.room)
  let [count, unreadTimes] = [0, 0]
  for (const { line, text } of linesOf(lot)) {
    if (text === undefined) broken.push({ line, why: '文字是乱码，既不是 UTF-8 也不是 GB18030' })
    else if (text.trim() !== '') {
      const incident = readIncident(text, line)
      if ('why' in incident) broken.push({ line, why: incident.why })
      else {
        const { classes, tier, points, reasons, marks } = scanner.scan(incident.text, incident.at ? { at: incident.at } : undefined)
        page.add(`${JSON.stringify({ id: incident.id, classes, tier, points, reasons, marks })}\n`)
        count++
        tiers[tier]++
        if (incident.isAtUnread) unreadTimes++
      }
    }
  }
  return { findings: page.bytes(), count, broken, tiers, unreadTimes }
}
