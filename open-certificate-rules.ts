import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DeskWords } from './core/certificate-rules.ts'
import { nearest } from './core/nearest.ts'
import { type Rulebook, type RuleFile, readRulebook } from './domain/certificates/rulebook/read.ts'

const folder = join(import.meta.dirname, 'data', 'rules', 'certificates')

/** The files of the certificate desk's rules, with their texts. */
export const certificateRuleFiles = (): readonly RuleFile[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))

/** The rules of one region, read and checked. A slip there would let in or keep out the wrong people, so it stops the start. */
export const certificateRules = (region: string): Rulebook => readRulebook(certificateRuleFiles(), { region, nearest })

/** The cases that the rules are held to. */
export const certificateCasesText = (): string => readFileSync(join(folder, '..', 'certificate-cases.yaml'), 'utf8')

/** What the rules say of a choice at the desk (窗口用语). The reader has seen to it that each has its row. */
export const deskWordsOf = ({ unaccepted, verification }: Pick<Rulebook, 'unaccepted' | 'verification'>): DeskWords => ({
  cause: (cause) => verification.find(({ then }) => then.cause === cause)?.says ?? cause,
  notAccepted: (because) => {
    const row = unaccepted.find(({ then }) => then.because === because)
    return { says: row?.says ?? because, cites: row?.then.cites ?? '', ways: row?.then.ways ?? [] }
  },
})

/** A legal basis of a unit in words (法律依据), by its id in the rules. */
export const basisTextOf =
  ({ bases }: Pick<Rulebook, 'bases'>) =>
  (id: string): string | undefined => {
    const basis = bases.find((one) => one.id === id)
    return basis && `《${basis.law}》${basis.article}`
  }
