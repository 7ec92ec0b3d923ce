import { AhoCorasick as Fast } from '@monyone/aho-corasick/fast'
// @ts-expect-error It comes without types.
import Plain from 'ahocorasick'
import { folded, openFold } from '../domain/disputes/matcher/fold.ts'
import { openMatcher } from '../domain/disputes/matcher/matcher.ts'
import { formsOf } from '../domain/disputes/scanner.ts'
import { shippedLexicon } from '../open-disputes.ts'
import { incidentTexts } from './dispute-texts.ts'
import { countFrom, cpuMs, finish, type Measured, word } from './report.ts'

/**
 * The matcher alone (issue 4), one core, beside what else there is: 2,400 terms of the lexicon, texts of 188 characters. Everyone is given the
 * same words and plain texts, and has to find the same number of places; the matcher folds while it reads, the others do not.
 * Run: node bench/dispute-matcher.ts [terms 2400] [texts 5000]
 */

const terms = countFrom(word(0), 2_400)
const fold = openFold()
/** Folded, so that those who cannot fold find as many. */
const texts = incidentTexts(countFrom(word(1), 5_000), 188, (text) => folded(text, fold))
const characters = texts.reduce((sum, text) => sum + text.length, 0)

const lexicon = await shippedLexicon()
const plainTerms = [...new Set(lexicon.entries.filter(({ kind }) => kind === 'term').map((entry) => folded(entry.word, fold)))].filter(
  (one) => /^\p{Script=Han}{2,}$/u.test(one),
)
/** Evenly from all classes. */
const words = Array.from(
  { length: Math.min(terms, plainTerms.length) },
  (_, at) => plainTerms[Math.floor((at * plainTerms.length) / Math.min(terms, plainTerms.length))] ?? '',
)

const forms = words.map((one, entry) => ({ entry, word: one, gap: 6 }))
const matcher = openMatcher(forms, fold)
const fast = new Fast(words)
const plain = new Plain(words)
const pattern = new RegExp([...words].sort((a, b) => b.length - a.length).join('|'), 'g')
const full = openMatcher(formsOf(lexicon), fold)

let sink = 0
const runs: Readonly<Record<string, (text: string) => number>> = {
  reading: (text) => {
    let sum = 0
    for (let at = 0; at < text.length; at++) sum ^= text.charCodeAt(at)
    sink ^= sum
    return 0
  },
  matcher: (text) => matcher.match(text).count,
  full: (text) => full.match(text).count,
  segmented: (text) => {
    full.match(text)
    return full.segment().count
  },
  fast: (text) => fast.matchInText(text).length,
  regexp: (text) => {
    let count = 0
    pattern.lastIndex = 0
    while (pattern.exec(text)) count++
    return count
  },
  plain: (text) => (plain.search(text) as [end: number, words: string[]][]).reduce((sum, [, found]) => sum + found.length, 0),
}

/** Million characters a second of CPU, the best of several rounds in turn; the shared machine only ever makes a round slower. */
const speeds = new Map<string, number>()
const counts = new Map<string, number>()
for (let round = 0; round < 9; round++)
  for (const [name, run] of Object.entries(runs)) {
    if (round > 2 && ['fast', 'regexp', 'plain'].includes(name) && round % 3 > 0) continue
    const times = ['reading', 'matcher', 'full', 'segmented'].includes(name) ? 10 : 1
    let count = 0
    const from = process.cpuUsage()
    for (let time = 0; time < times; time++) for (const text of texts) count += run(text)
    const speed = (characters * times) / cpuMs(from) / 1_000
    counts.set(name, count / times)
    speeds.set(name, Math.max(speed, speeds.get(name) ?? 0))
  }

const speed = (name: string): number => speeds.get(name) ?? 0
const rows: Measured[] = [
  { what: `terms (forms with gaps and variants in the whole lexicon: ${formsOf(lexicon).length})`, value: words.length, unit: '' },
  { what: 'places found', value: counts.get('matcher') ?? 0, unit: '' },
  { what: 'places found a text', value: (counts.get('matcher') ?? 0) / texts.length, unit: '' },
  {
    what: 'places found more or fewer than @monyone/aho-corasick/fast',
    value: Math.abs((counts.get('matcher') ?? 0) - (counts.get('fast') ?? 0)),
    unit: '',
    line: 0,
  },
  {
    what: 'places found more or fewer than ahocorasick',
    value: Math.abs((counts.get('matcher') ?? 0) - (counts.get('plain') ?? 0)),
    unit: '',
    line: 0,
  },
  { what: 'reading each character and nothing else', value: speed('reading'), unit: 'million characters/s' },
  { what: 'matcher', value: speed('matcher'), unit: 'million characters/s' },
  { what: 'matcher, whole lexicon with verbs, cues, factors, variants', value: speed('full'), unit: 'million characters/s' },
  { what: 'the same, and the sentence and clause of each hit', value: speed('segmented'), unit: 'million characters/s' },
  { what: '@monyone/aho-corasick/fast', value: speed('fast'), unit: 'million characters/s' },
  { what: 'one RegExp (longest word only, no overlaps)', value: speed('regexp'), unit: 'million characters/s' },
  { what: 'ahocorasick', value: speed('plain'), unit: 'million characters/s' },
  { what: 'matcher, share of reading', value: speed('matcher') / speed('reading'), unit: '', line: 0.5, wants: 'least' },
  {
    what: 'matcher, times the best other',
    value: speed('matcher') / Math.max(speed('fast'), speed('regexp'), speed('plain')),
    unit: '',
    line: 10,
    wants: 'least',
  },
]
void sink
finish(rows)
