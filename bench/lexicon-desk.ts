import { readIncidents } from '../evals/disputes/incidents.ts'
import { openLexiconReader } from '../lexicon-reader.ts'
import { shippedLexiconFiles } from '../open-disputes.ts'
import { incidentTexts } from './dispute-texts.ts'
import { countFrom, cpuMs, finish, type Measured, median, word } from './report.ts'

/**
 * What an analyst waits for at the desk of the lexicon, CPU of all threads: a preview after each pause of typing (the whole lexicon read, a
 * scanner made), a labelled set read twice, and past incidents read twice. Beside it how long the process itself was kept from others.
 * Run: node bench/lexicon-desk.ts [edits 10] [incidents 20000]
 */

const [edits, incidents] = [countFrom(word(0), 10), countFrom(word(1), 20_000)]
const files = shippedLexiconFiles()
const edited = (n: number) =>
  files.map((file) =>
    file.name === 'D4.yaml' ? { ...file, text: `${file.text.trimEnd()}\n  - about: 新${n}\n    strong: [蓝莓陀螺${n}]\n` } : file,
  )
const reader = openLexiconReader()

/** The longest that the process did not get a turn, ms. */
const watch = () => {
  let [last, longest] = [performance.now(), 0]
  const timer = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last - 5)
    last = now
  }, 5)
  return () => {
    clearInterval(timer)
    return longest
  }
}
const cpuOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage()
  await work()
  return cpuMs(before)
}

await reader.scan(files, [])
const stop = watch()
const previews: number[] = []
for (let n = 0; n < edits; n++) {
  const texts = [{ text: '包工头人影都没了' }]
  previews.push(await cpuOf(async () => (await reader.check(edited(n))).length === 0 && reader.scan(edited(n), texts)))
}
const blocked = stop()
const set = readIncidents()
const measured = await cpuOf(async () => {
  await reader.scan(files, set)
  await reader.scan(edited(edits - 1), set)
})
const past = incidentTexts(incidents, 188).map((text) => ({ text }))
const replayed = await cpuOf(async () => {
  await reader.scan(files, past)
  await reader.scan(edited(edits - 1), past)
})
await reader.close()

const rows: Measured[] = [
  { what: `a preview of edited words, all threads, median of ${edits}`, value: median(previews), unit: 'ms CPU' },
  { what: 'the longest that the process kept others waiting meanwhile', value: blocked, unit: 'ms' },
  { what: `${set.length} labelled texts, before and after`, value: measured, unit: 'ms CPU' },
  { what: `${incidents} past incidents, before and after`, value: replayed, unit: 'ms CPU' },
]
finish(rows)
