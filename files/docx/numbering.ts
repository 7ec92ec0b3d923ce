import { attribute, readXmlWhole } from '../archive/xml.ts'
import type { Zip } from '../archive/zip.ts'
import { numberText } from './number-text.ts'

interface Level {
  start: number
  format: string
  /** `第%1条`: the number of each level stands where its per cent sign is. */
  text: string
  /** Level after which counting begins again; 0 never, undefined after any higher one. */
  restart: number | undefined
  isPlain: boolean
}

interface List {
  readonly abstract: string
  readonly levels: readonly (Level | undefined)[]
  readonly starts: ReadonlyMap<number, number>
}

/** The lists of a document by their number. */
export type Lists = ReadonlyMap<string, List>

/** Lists with their levels, from `numbering.xml`. */
export const readLists = async (zip: Zip, part: string | undefined): Promise<Lists> => {
  const abstracts = new Map<string, (Level | undefined)[]>()
  const lists = new Map<string, { abstract: string; starts: Map<number, number>; levels: Map<number, Level> }>()
  if (!part) return new Map()
  let levels: (Level | undefined)[] | undefined
  let list: { abstract: string; starts: Map<number, number>; levels: Map<number, Level> } | undefined
  let level: Level | undefined
  let override = -1
  await readXmlWhole(zip, part, {
    open(name, attributes) {
      const value = attribute(attributes, 'val') ?? ''
      if (name === 'abstractNum') {
        levels = []
        abstracts.set(attribute(attributes, 'abstractNumId') ?? '', levels)
      } else if (name === 'num') {
        list = { abstract: '', starts: new Map(), levels: new Map() }
        lists.set(attribute(attributes, 'numId') ?? '', list)
      } else if (name === 'abstractNumId' && list) list.abstract = value
      else if (name === 'lvlOverride') override = Number(attribute(attributes, 'ilvl') ?? 0)
      else if (name === 'startOverride' && list) list.starts.set(override, Number(value))
      else if (name === 'lvl') {
        level = { start: 0, format: 'decimal', text: '', restart: undefined, isPlain: false }
        const at = Number(attribute(attributes, 'ilvl') ?? 0)
        if (list) list.levels.set(at, level)
        else if (levels && at >= 0 && at < 9) levels[at] = level
      } else if (!level) return
      else if (name === 'start') level.start = Number(value) || 0
      else if (name === 'numFmt') level.format = value
      else if (name === 'lvlText') level.text = value
      else if (name === 'lvlRestart') level.restart = Number(value)
      else if (name === 'isLgl') level.isPlain = value !== '0' && value !== 'false'
    },
    close(name) {
      if (name === 'abstractNum') levels = undefined
      else if (name === 'num') list = undefined
      else if (name === 'lvl') level = undefined
    },
  })
  return new Map(
    [...lists].map(([id, { abstract, starts, levels: own }]) => {
      const shared = abstracts.get(abstract) ?? []
      return [id, { abstract, starts, levels: Array.from({ length: 9 }, (_, at) => own.get(at) ?? shared[at]) }]
    }),
  )
}

/** Counts the numbered paragraphs of a document in their order; gives what Word prints before each, '' for a bullet. */
export const openCounter = (lists: Lists) => {
  /** Lists made from one pattern go on counting together, as in Word. */
  const counts = new Map<string, (number | undefined)[]>()
  const begun = new Set<string>()
  return (listId: string, depth: number): string => {
    const list = lists.get(listId)
    const level = list?.levels[depth]
    if (!list || !level) return ''
    const now = counts.get(list.abstract) ?? []
    counts.set(list.abstract, now)
    const forced = list.starts.get(depth)
    const isFirst = forced !== undefined && !begun.has(`${listId} ${depth}`)
    begun.add(`${listId} ${depth}`)
    const last = now[depth]
    now[depth] = isFirst ? forced : last === undefined ? level.start : last + 1
    for (let deeper = depth + 1; deeper < 9; deeper++) {
      const restart = list.levels[deeper]?.restart
      if (restart === undefined || (restart !== 0 && depth < restart)) now[deeper] = undefined
    }
    if (level.format === 'bullet') return ''
    return level.text.replace(/%([1-9])/g, (_, place: string) => {
      const at = Number(place) - 1
      const shown = list.levels[at]
      return numberText(now[at] ?? shown?.start ?? 1, level.isPlain && at < depth ? 'decimal' : (shown?.format ?? 'decimal'))
    })
  }
}

/** The number before its text: Chinese marks stand close, everything else keeps a blank. */
export const withNumber = (label: string, text: string): string => {
  const number = label.trim()
  if (!number || !text || text.startsWith(number)) return text
  if (/[、）》】：]$/.test(number)) return number + text
  return /[\p{Script=Han}]$/u.test(number) ? `${number}\u3000${text}` : `${number} ${text}`
}
