/** What a sign of a name may be; several at once. */
export const part = { han: 1, surname: 2, compound: 4, given: 8, regional: 16, opens: 32 } as const

/** What is told of signs beside the weights (字表): read with the model, written by its training. */
export interface SignFacts {
  /** Surnames of one sign. */
  readonly surnames: string
  /** Surnames of two. */
  readonly compounds: readonly string[]
  /** Signs that names of the region and names from abroad are written with. */
  readonly regional: string
  /** Those that such a name begins with. */
  readonly opens: string
  /** Han signs that no given name holds. */
  readonly never: string
  /** What stands after a surname and is no given name: 警官, 阿姨. */
  readonly titles: readonly string[]
  /** Words of three signs and more that look like names and are none: brands, places, people of history. */
  readonly known: readonly string[]
  /** Traditional signs and the simplified ones that they are read as, in pairs. */
  readonly traditional: string
  /** Given names in Latin letters, and what Mongolian ones are made of. */
  readonly latin: { readonly first: readonly string[]; readonly mongolian: readonly string[] }
}

/** The first Han sign of the tables by sign, and how many they hold. */
export const [firstHan, hanSigns] = [0x4e00, 20_992]

/** Tables by Han sign, one byte each: the sign as a word, and what it costs as a surname, as a given name, as the first or second sign of one. */
export const signTables = { single: 0, surname: 1, alone: 2, first: 3, second: 4 } as const
export const tableCount = 5

/** Tables by sign, made once. */
export interface SignTable {
  readonly parts: Uint8Array
  /** The sign that is read: simplified, half width; every digit, letter and blank is one. */
  readonly read: Uint16Array
  readonly compounds: ReadonlySet<number>
  /** Titles of two signs, by `pairOf`. */
  readonly titles: ReadonlySet<number>
  /** The byte of a sign as a word. */
  readonly singles: Uint8Array
  /** What a sign costs in a name, by `signTables`. */
  cost(table: number, sign: number): number
}

/** A sign that stands for every digit, letter or blank, and for both ends of a text. */
export const [digit, letter, blank, edge] = [0x30, 0x61, 0x20, 1]

/** Two signs as one number. */
export const pairOf = (first: number, second: number): number => first * 65_536 + second

const pairs = (list: readonly string[]): ReadonlySet<number> =>
  new Set(list.filter((two) => two.length === 2).map((two) => pairOf(two.charCodeAt(0), two.charCodeAt(1))))

const fill = (table: Uint16Array, from: number, to: number, sign: number) => table.fill(sign, from, to + 1)

export const signTable = (
  { surnames, compounds, regional, opens, never, titles, traditional }: Omit<SignFacts, 'known' | 'latin'>,
  tables: Uint8Array,
): SignTable => {
  const read = Uint16Array.from({ length: 65_536 }, (_, code) => code)
  for (let code = 0xff01; code <= 0xff5e; code++) read[code] = code - 0xfee0
  for (const at of [0, 0xfee0]) {
    fill(read, at + 0x30, at + 0x39, digit)
    fill(read, at + 0x41, at + 0x5a, letter)
    fill(read, at + 0x61, at + 0x7a, letter)
  }
  for (const code of [9, 0xa0, 0x3000]) read[code] = blank
  for (const code of [10, 13]) read[code] = edge
  for (let at = 0; at < traditional.length; at += 2) read[traditional.charCodeAt(at)] = traditional.charCodeAt(at + 1)
  const parts = new Uint8Array(65_536)
  for (const [from, to] of [
    [0x3400, 0x4dbf],
    [0x4e00, 0x9fff],
  ] as const)
    parts.fill(part.han | part.given, from, to + 1)
  const mark = (signs: string, what: number) => {
    for (let at = 0; at < signs.length; at++) parts[signs.charCodeAt(at)] = (parts[signs.charCodeAt(at)] as number) | what
  }
  mark(surnames, part.surname)
  mark(compounds.map((two) => two[0]).join(''), part.compound)
  mark(regional, part.regional)
  mark(opens, part.opens)
  for (let at = 0; at < never.length; at++) parts[never.charCodeAt(at)] = (parts[never.charCodeAt(at)] as number) & ~part.given
  for (let at = 0; at < traditional.length; at += 2) parts[traditional.charCodeAt(at)] = parts[traditional.charCodeAt(at + 1)] as number
  const unknown = 255
  const singles = new Uint8Array(65_536)
  for (let code = 0; code < 65_536; code++)
    if ((parts[code] as number) & part.han) singles[code] = (tables[code - firstHan] as number | undefined) || 0xf0
  return {
    ...{ parts, read, singles },
    compounds: pairs(compounds),
    titles: pairs(titles),
    cost: (table, sign) =>
      sign < firstHan || sign >= firstHan + hanSigns ? unknown : (tables[table * hanSigns + sign - firstHan] as number),
  }
}
