import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readConfig } from '../config.ts'
import { bytesOfModel } from '../domain/disputes/learned/model.ts'
import { figuresOf } from '../domain/disputes/lexicon-desk/measure.ts'
import { modelFileIn, scannerOf, shippedLexicon, shippedModelFile } from '../open-disputes.ts'
import { labelledIn, teachDisputes } from '../teach-disputes.ts'
import { type Command, givenText, say, settingsOf, UsageError } from './command.ts'

/** A bureau's own labels count more than what ships: they are how its people speak. */
const ownWeight = 16

/** Trains the learned part of the dispute scanner. */
export const disputesTrain: Command = {
  usage: 'disputes train FILE.jsonl | disputes train --shipped',
  example: 'node main.ts disputes train labelled.jsonl',
  options: { shipped: { type: 'boolean' } },
  run: async ({ values, args }) => {
    const [file] = args
    if ((file === undefined) === (values.shipped !== true)) throw new UsageError('either FILE.jsonl of {text, classes}, or --shipped')
    const lexicon = await shippedLexicon()
    const own = file === undefined ? [] : labelledIn(givenText(file), file)
    const model = teachDisputes(
      lexicon,
      own.map(({ text, classes }) => ({ text, classes, live: classes.length > 0, weight: ownWeight })),
    )
    const path = file === undefined ? shippedModelFile : modelFileIn(readConfig(settingsOf(values)).dataDir)
    mkdirSync(dirname(path), { recursive: true })
    const bytes = bytesOfModel(model)
    writeFileSync(path, bytes)
    if (values.json) say(JSON.stringify({ file: path, version: model.version, own: own.length, bytes: bytes.length }))
    else say(`${path}: version ${model.version}, ${own.length} texts of your own, ${bytes.length} bytes`)
    return 0
  },
}

const shown = (value: number | null): string => (value === null ? '  –  ' : value.toFixed(3))

/** Measures the dispute scanner on labelled texts. */
export const disputesEvaluate: Command = {
  usage: 'disputes evaluate FILE.jsonl [--json]',
  example: 'node main.ts disputes evaluate evals/disputes/incidents.jsonl',
  run: async ({ values, args }) => {
    const [file] = args
    if (file === undefined) throw new UsageError('FILE.jsonl of {text, classes, red?} is missing')
    const scanner = await scannerOf(await shippedLexicon(), readConfig(settingsOf(values)).dataDir)
    const rows = labelledIn(givenText(file), file).map((label) => ({
      label: { text: label.text, classes: label.classes, red: label.red === true },
      finding: scanner.scan(label.text),
    }))
    const figures = figuresOf(rows)
    const confusion = new Map<string, number>()
    for (const { label, finding } of rows) {
      const [truth, said] = [label.classes[0] ?? 'none', (finding.tier === 'white' ? undefined : finding.classes[0]) ?? 'none']
      confusion.set(`${truth} ${said}`, (confusion.get(`${truth} ${said}`) ?? 0) + 1)
    }
    if (values.json) {
      say(JSON.stringify({ file, version: scanner.version, ...figures, confusion: Object.fromEntries(confusion) }))
      return 0
    }
    say(`${join(file)}: ${figures.texts} texts, scanner ${scanner.version}\n\nmacro-F1  ${figures.macroF1.toFixed(3)}`)
    say(`disputes  recall ${shown(figures.dispute.recall.value)}  precision ${shown(figures.dispute.precision.value)}`)
    say(`red       recall ${shown(figures.red.recall.value)}  false alarms ${shown(figures.red.falseAlarms.value)}\n`)
    for (const one of figures.byClass)
      say(`${one.class.padEnd(5)} F1 ${one.f1.toFixed(3)}  precision ${shown(one.precision.value)}  recall ${shown(one.recall.value)}`)
    const labels = [...new Set([...confusion.keys()].flatMap((key) => key.split(' ')))].sort()
    say(`\n${['truth', ...labels].map((label) => label.padStart(6)).join('')}   (columns: what was said)`)
    for (const truth of labels)
      say([truth.padStart(6), ...labels.map((label) => String(confusion.get(`${truth} ${label}`) ?? 0).padStart(6))].join(''))
    return 0
  },
}
