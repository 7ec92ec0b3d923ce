import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Rulebook, type RuleFile, readRulebook } from './domain/certificates/rulebook/read.ts'
import { nearest } from './runtime/nearest.ts'

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
