import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type DisputeClass, type DisputeScanner, disputeClasses } from '../core/disputes.ts'
import type { TaughtText } from '../domain/disputes/learned/teaching.ts'
import { figuresOf, type Labelled } from '../domain/disputes/lexicon-desk/measure.ts'
import { openScanner } from '../domain/disputes/scanner.ts'
import { openDisputes, shippedLexicon } from '../open-disputes.ts'
import { dangerTexts, readLabelled, repositoryTexts, teachDisputes } from '../teach-disputes.ts'
import { finish, type Measured } from './report.ts'

/**
 * How well texts are judged (issue 4): our own labelled incidents, as shipped and by five folds (no text is judged by a model that saw it); texts
 * written after the rules; and real texts of others, as shipped and, with `--folds`, by five folds of teaching on four fifths of them too.
 * Run: FENSHEN_CORPORA=<folder with disputes/> node bench/dispute-quality.ts [--folds]
 */

const folds = 5
const evals = join(import.meta.dirname, '..', 'evals', 'disputes')
const lexicon = await shippedLexicon()
const shipped = await openDisputes()
const incidents = readLabelled(join(evals, 'incidents.jsonl'))
const labelled = ({ text, classes, red, doubt }: ReturnType<typeof readLabelled>[number]): Labelled => ({
  ...{ text, classes, red: red === true },
  doubt: doubt === 'class' || doubt === 'red' || doubt === 'tier' ? doubt : undefined,
})
const rows: Measured[] = []
const put = (what: string, value: number | null, line?: number, wants: Measured['wants'] = 'least'): void =>
  void rows.push({ what, value: value ?? Number.NaN, unit: '', ...(line === undefined ? {} : { line, wants }) })

/** Each text judged by a scanner that was taught without its fold. */
const byFolds = <T>(all: readonly T[], teach: (kept: readonly T[]) => DisputeScanner): DisputeScanner['scan'][] => {
  const scanners = Array.from({ length: folds }, (_, fold) => teach(all.filter((__, at) => at % folds !== fold)))
  return all.map((_, at) => (text) => (scanners[at % folds] as DisputeScanner).scan(text))
}
const show = (name: string, labels: readonly Labelled[], scanOf: (at: number) => DisputeScanner['scan'], lines = false): void => {
  const figures = figuresOf(labels.map((label, at) => ({ label, finding: scanOf(at)(label.text) })))
  put(`${name}: macro-F1`, figures.macroF1)
  put(`${name}: dispute recall`, figures.dispute.recall.value)
  put(`${name}: dispute precision`, figures.dispute.precision.value)
  put(`${name}: red recall`, figures.red.recall.value, lines ? 0.99 : undefined)
  put(`${name}: false red`, figures.red.falseAlarms.value)
}

const own = incidents.map(labelled)
show('own, as shipped', own, () => shipped.scan, true)
const held = byFolds(incidents, (kept) =>
  openScanner(lexicon, teachDisputes(lexicon, [], { texts: repositoryTexts(lexicon, kept), dangers: dangerTexts(kept) })),
)
show('own, five folds', own, (at) => held[at] as DisputeScanner['scan'], true)
const withTier = incidents.flatMap((one, at) => (typeof one.tier === 'string' && one.doubt !== 'tier' ? [{ one, at }] : []))
put('own, five folds: tier', withTier.filter(({ one, at }) => held[at]?.(one.text).tier === one.tier).length / withTier.length)
show('written after the rules', readLabelled(join(evals, 'blind.jsonl')).map(labelled), () => shipped.scan)

/** Danger in words that no rule was made for: lines judged by a scanner that was not taught with them. */
const lines = dangerTexts([])
const heard = byFolds(lines, (kept) =>
  openScanner(lexicon, teachDisputes(lexicon, [], { dangers: [...kept, ...dangerTexts(incidents).slice(lines.length)] })),
)
const isSeen = (at: number): boolean => ['red', 'orange'].includes(heard[at]?.(lines[at]?.text ?? '').tier ?? '')
for (const isDanger of [true, false]) {
  const own = [...lines.keys()].filter((at) => lines[at]?.isDanger === isDanger)
  put(`${isDanger ? 'danger' : 'calm'} in other words, five folds: orange or red`, own.filter(isSeen).length / own.length)
}

const corpora = process.env.FENSHEN_CORPORA
const file = join(corpora ?? '', 'disputes', 'dev.jsonl')
if (corpora && existsSync(file)) {
  const classOf: Readonly<Record<string, DisputeClass>> = {
    ...{ marriage_family: 'D1', neighbourhood: 'D2', debt_loan: 'D3', labour: 'D4', land_grassland: 'D5' },
    ...{ housing_property: 'D6', consumer_economic: 'D7', medical: 'D8' },
  }
  const line = z.looseObject({ text: z.string(), labels: z.array(z.string()).min(1), quality: z.string(), genre: z.string() })
  const texts = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((one) => line.parse(JSON.parse(one)))
  const measure = (name: string, scanOf: (at: number) => DisputeScanner['scan']): void => {
    const said = texts.map(({ text }, at) => scanOf(at)(text).classes[0] ?? 'none')
    const truth = texts.map(({ labels }, at) => {
      const gold = labels.map((label) => classOf[label] ?? 'none')
      return gold.find((one) => one === said[at]) ?? gold[0] ?? 'none'
    })
    const macro = (isIn: (at: number) => boolean): number => {
      const each = [...disputeClasses, 'none'].flatMap((label) => {
        const count = (holds: (at: number) => boolean): number => texts.filter((_, at) => isIn(at) && holds(at)).length
        const sum = count((at) => truth[at] === label) + count((at) => said[at] === label)
        return sum === 0 ? [] : [(2 * count((at) => truth[at] === label && said[at] === label)) / sum]
      })
      return each.reduce((sum, one) => sum + one, 0) / each.length
    }
    const hotline = texts.flatMap(({ genre }, at) => (genre === 'hotline' ? [at] : []))
    const both = hotline.filter((at) => said[at] !== 'none' && truth[at] !== 'none').length
    put(
      `${name}: macro-F1, all`,
      macro(() => true),
      0.85,
    )
    put(
      `${name}: macro-F1, strong`,
      macro((at) => texts[at]?.quality === 'strong'),
      0.9,
    )
    put(`${name}: hotline, dispute recall`, both / hotline.filter((at) => truth[at] !== 'none').length, 0.85)
    put(`${name}: hotline, dispute precision`, both / hotline.filter((at) => said[at] !== 'none').length, 0.85)
  }
  measure('texts of others, as shipped', () => shipped.scan)
  if (process.argv.includes('--folds')) {
    const teaching = repositoryTexts(lexicon)
    const taught = ({ text, labels }: (typeof texts)[number]): TaughtText => ({
      ...{ text, weight: 16 },
      classes: labels.flatMap((label) => classOf[label] ?? []).slice(0, 3),
    })
    const scans = byFolds(texts, (kept) => openScanner(lexicon, teachDisputes(lexicon, kept.map(taught), { texts: teaching })))
    measure('texts of others, five folds', (at) => scans[at] as DisputeScanner['scan'])
  }
}
finish(rows)
