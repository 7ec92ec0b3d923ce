import { type DisputeClass, disputeClasses, type Finding } from '../../../core/disputes.ts'
import type { LexiconFigures, Share } from '../../../core/lexicon.ts'

/** A text with what careful people say it is (标注). */
export interface Labelled {
  readonly text: string
  /** The main class first; none where it is no dispute. */
  readonly classes: readonly DisputeClass[]
  readonly red: boolean
  /** What two careful people could label differently, which is then not measured. */
  readonly doubt?: 'class' | 'red' | 'tier' | undefined
}

type Label = DisputeClass | 'none'
const labels: readonly Label[] = [...disputeClasses, 'none']

const share = (part: number, of: number): Share => ({ value: of === 0 ? null : part / of, of })

/** Main class that a finding names. A white one names the subject of a question and no dispute. */
export const labelOf = ({ classes, tier }: Pick<Finding, 'classes' | 'tier'>): Label => (tier === 'white' ? 'none' : (classes[0] ?? 'none'))

/** Any of the labels is right; where none is, the text counts as missed under its main one. */
const truthFor = (gold: readonly DisputeClass[], said: Label): Label => {
  const main = gold[0] ?? 'none'
  return said !== 'none' && gold.includes(said) ? said : main
}

const classFigures = (pairs: readonly (readonly [truth: Label, said: Label])[]) =>
  labels.flatMap((label) => {
    const [right, said, truth] = [
      pairs.filter(([a, b]) => a === label && b === label).length,
      pairs.filter(([, b]) => b === label).length,
      pairs.filter(([a]) => a === label).length,
    ]
    if (said + truth === 0) return []
    return [{ class: label, precision: share(right, said), recall: share(right, truth), f1: (2 * right) / (said + truth) }]
  })

/** What readings come to beside labels: pure, so that a figure can be worked out again from the same two lists. */
export const figuresOf = (rows: readonly { readonly label: Labelled; readonly finding: Finding }[]): LexiconFigures => {
  const sure = rows.filter(({ label }) => label.doubt !== 'class')
  const byClass = classFigures(sure.map(({ label, finding }) => [truthFor(label.classes, labelOf(finding)), labelOf(finding)]))
  const truth = sure.filter(({ label }) => label.classes.length > 0)
  const said = sure.filter(({ finding }) => labelOf(finding) !== 'none')
  const both = truth.filter(({ finding }) => labelOf(finding) !== 'none').length
  const reds = rows.filter(({ label }) => label.doubt !== 'red')
  const danger = reds.filter(({ label }) => label.red)
  const calm = reds.filter(({ label }) => !label.red)
  const isRed = ({ finding }: { readonly finding: Finding }): boolean => finding.tier === 'red'
  return {
    texts: rows.length,
    macroF1: byClass.length === 0 ? 0 : byClass.reduce((sum, { f1 }) => sum + f1, 0) / byClass.length,
    byClass,
    dispute: { precision: share(both, said.length), recall: share(both, truth.length) },
    red: { recall: share(danger.filter(isRed).length, danger.length), falseAlarms: share(calm.filter(isRed).length, calm.length) },
  }
}
