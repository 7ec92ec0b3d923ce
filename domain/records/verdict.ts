import type { CaseFact, Offence, RegistryAnswer, RegistryFile } from '../../core/records.ts'
import type { PlainDate } from '../../core/time.ts'
import { ageOn, isPlainDate } from '../../core/time.ts'
import type { Reading, Side, VerdictQuestion } from './rules.ts'
import { caseRules, fileRules } from './rules.ts'

const sideOf = (acts: readonly Offence[], birth: PlainDate): Side => {
  const ages = acts.map(({ committedOn }) => (committedOn && isPlainDate(committedOn) ? ageOn(birth, committedOn) : undefined))
  if (ages.length === 0 || ages.includes(undefined)) return 'unknown'
  const adult = ages.filter((age) => age !== undefined && age >= 18).length
  if (adult === 0) return 'before_18'
  return adult === ages.length ? 'after_18' : 'across_18'
}

const fiveYearsInMonths = 60

/** The five-year line (五年以下, the number itself included: 刑法 第九十九条). Days beyond a month are no well-formed term. */
const termOf = (sentence: CaseFact['sentence']): Reading['term'] => {
  if (!sentence) return 'unknown'
  if (sentence.kind === 'life' || sentence.kind === 'death') return 'over_five'
  if (sentence.kind === 'fixed_term') {
    const { months, days = 0 } = sentence
    if (!Number.isInteger(months) || !Number.isInteger(days) || months < 0 || days < 0 || days > 30 || months + days === 0) return 'unknown'
    if (months > fiveYearsInMonths || (months === fiveYearsInMonths && days > 0)) return 'over_five'
    return months === fiveYearsInMonths ? 'exactly_five' : 'within_five'
  }
  return ['exempt', 'fine_only', 'control', 'detention'].includes(sentence.kind) ? 'within_five' : 'unknown'
}

/** Youngest age of criminal responsibility in any case (刑法 第十七条): a conviction for an earlier act contradicts itself. */
const youngestAge = 12

const read = (fact: CaseFact, { birth, period, asOf }: VerdictQuestion): Reading => {
  const committed = fact.offences.flatMap(({ committedOn }) => (committedOn ? [committedOn] : []))
  const last = fact.decidedOn ?? asOf
  const isInside = (day: PlainDate) => !period || (period.from <= day && day <= period.to)
  return {
    outcome: fact.outcome,
    doubts: new Set(fact.doubts),
    acts: sideOf(fact.offences, birth),
    mainActs: sideOf(
      fact.offences.filter(({ isMain }) => isMain),
      birth,
    ),
    term: termOf(fact.sentence),
    combinesEarlier: fact.combinesEarlier === true,
    isPossible: isPlainDate(last) && last <= asOf && committed.every((day) => day <= last && ageOn(birth, day) >= youngestAge),
    isInsidePeriod: !period || (fact.decidedOn !== undefined && [...committed, fact.decidedOn].every(isInside)),
  }
}

/** Read in place of entries that are not there, and thrown away. */
const standIn: CaseFact = {
  outcome: 'convicted',
  offences: [{ committedOn: '2001-01-01', isMain: true }],
  decidedOn: '2001-06-01',
  sentence: { kind: 'fixed_term', months: 12 },
}

/** How many entries are read at least: nearly every file that holds any holds fewer. */
const leastEntries = 4

/** Reads every rule against every entry, and an empty file like a full one: the time taken does not tell what is held. */
const judge = (file: RegistryFile, question: VerdictQuestion) => {
  const ofFile = fileRules.filter(({ applies }) => applies({ file, question }))
  const missing = Math.max(0, leastEntries - file.cases.length)
  const ofAll = [...file.cases, ...Array<CaseFact>(missing).fill(standIn)].map((fact) => {
    const reading = read(fact, question)
    return caseRules.filter(({ applies }) => applies(reading))[0]
  })
  return { ofFile: ofFile[0], ofCases: ofAll.slice(0, file.cases.length) }
}

/**
 * What the registry says of one person (犯罪记录判定): one word, and nothing of what lies behind it.
 * 公安部规定 第二、十条; an undoubted conviction outweighs a doubt, a doubt outweighs silence.
 */
export const verdictOf = (file: RegistryFile, question: VerdictQuestion): RegistryAnswer => {
  const { ofFile, ofCases } = judge(file, question)
  if (ofFile) return ofFile.effect
  const effects = ofCases.map((rule) => rule?.effect)
  if (effects.includes('hit')) return 'hit'
  return effects.every((effect) => effect === 'none') ? 'clear' : 'uncertain'
}

/** Names of the rules that decided, one for the file or one for each entry. For tests only: it tells what must stay sealed. */
export const ruleOf = (file: RegistryFile, question: VerdictQuestion): readonly string[] => {
  const { ofFile, ofCases } = judge(file, question)
  return ofFile ? [ofFile.name] : ofCases.map((rule) => rule?.name ?? 'anything_else')
}
