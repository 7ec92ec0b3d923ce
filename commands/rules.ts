import { shanghaiDate } from '../core/time.ts'
import { readCases, tryCase } from '../domain/certificates/rulebook/cases.ts'
import { certificateCasesText, certificateRules } from '../open-certificate-rules.ts'
import { type Command, say } from './command.ts'

/** The rules of the certificate desk, and the cases they are held to. */
export const certificateRulesCommand: Command = {
  usage: 'rules certificates [--cases] [--region REGION] [--json]',
  example: 'node main.ts rules certificates --cases',
  options: { cases: { type: 'boolean' }, region: { type: 'string' } },
  async run({ values }) {
    const region = typeof values.region === 'string' ? values.region : 'national'
    if (!values.cases) {
      const book = certificateRules(region)
      const rows = [...book.rows.values()]
      if (values.json) say(JSON.stringify({ region, settings: book.settings, rules: rows }))
      else
        for (const { id, article, mark, version, reviewed } of rows)
          say(`${mark} ${id}  ${article}  （${version}，${reviewed.by} ${reviewed.at}）`)
      return 0
    }
    const tried = readCases(certificateCasesText(), shanghaiDate(new Date())).map((one) => ({
      ...one,
      outcome: tryCase(one, certificateRules(one.region)),
    }))
    const failed = tried.filter(({ outcome }) => outcome.faults.length > 0).length
    if (values.json)
      say(JSON.stringify(tried.map(({ name, text, outcome }) => ({ name, text, rules: outcome.rules, faults: outcome.faults }))))
    else {
      for (const { name, text, outcome } of tried)
        say(
          `${outcome.faults.length > 0 ? '✗' : '✓'} ${name} ${text} → ${outcome.rules.join('、')}${outcome.faults.map((fault) => `\n    ${fault}`).join('')}`,
        )
      say(`${tried.length} cases, ${failed} not as they must be`)
    }
    return failed > 0 ? 1 : 0
  },
}
