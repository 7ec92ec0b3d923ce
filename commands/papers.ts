import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { type PaperKind, paperKinds, paperTitles } from '../core/paper-kinds.ts'
import type { PaperFacts } from '../core/papers.ts'
import { openPress } from '../domain/papers/press.ts'
import { foreignSample, sampleOf, unitSample } from '../domain/papers/samples.ts'
import { openSeal } from '../institution-seal.ts'
import { openKeyring } from '../keyring.ts'
import { type Command, say, settingsOf, UsageError } from './command.ts'

const samples: readonly { readonly name: string; readonly kind: PaperKind; readonly facts: PaperFacts[PaperKind] }[] = [
  ...paperKinds.map((kind) => ({ name: kind, kind, facts: sampleOf[kind] })),
  { name: 'certificate-foreign', kind: 'certificate', facts: foreignSample },
  { name: 'inquiry_letter-unit', kind: 'inquiry_letter', facts: unitSample },
]

/** Every paper of the desk, of invented people, signed with this installation's own seal: to look at, and to check. */
export const papers: Command = {
  usage: 'papers --sample FOLDER [--json]',
  example: 'node main.ts papers --sample var/papers',
  options: { sample: { type: 'string' } },
  async run({ values }) {
    const folder = values.sample
    if (typeof folder !== 'string') throw new UsageError('where to? papers --sample FOLDER')
    const at = new Date()
    const config = readConfig(settingsOf(values))
    const seal = await openSeal(config, await openKeyring(config), { institution: '云河市公安局', at })
    const fontsDir = join(import.meta.dirname, '..', 'data', 'fonts')
    const press = openPress({ signer: seal.signer, fontsDir, sealPayload: seal.sealPayload })
    mkdirSync(folder, { recursive: true })
    const written: { readonly file: string; readonly kind: PaperKind; readonly number: string }[] = []
    for (const { name, kind, facts } of samples) {
      const file = join(folder, `${name}.pdf`)
      writeFileSync(file, await press.print(kind, facts, at))
      written.push({ file, kind, number: facts.number })
      if (!values.json) say(`${file}  ${paperTitles[kind]}`)
    }
    if (values.json) say(JSON.stringify(written))
    return 0
  },
}
