import { join } from 'node:path'
import { isPlainDate, shanghaiDate } from '../core/time.ts'
import { openLibrary } from '../knowledge/library.ts'
import { type Command, say, UsageError } from './command.ts'
import { dataFolder } from './ground.ts'

/** Asks the policy documents. */
export const search: Command = {
  usage: 'search "问题" [--k N] [--as-of DATE] [--json]',
  example: 'node main.ts search "取保候审能不能开证明" --json',
  options: { k: { type: 'string' }, 'as-of': { type: 'string' } },
  async run({ values, args }) {
    const query = args.join(' ').trim()
    if (!query) throw new UsageError('what is the question? search "问题"')
    const asOf = typeof values['as-of'] === 'string' ? values['as-of'] : shanghaiDate(new Date())
    if (!isPlainDate(asOf)) throw new UsageError('--as-of takes a day as 2026-01-31')
    const library = openLibrary(join(dataFolder, 'policies'))
    const found = await library.search(query, { topics: library.topics, limit: Number(values.k ?? 5) || 5, asOf })
    if (values.json) {
      const results = found.map(({ id, document, path, text, score, effective }) => ({
        id,
        document,
        article: path,
        path,
        text,
        score,
        effective,
      }))
      say(JSON.stringify({ results, abstain: found.length === 0 }))
    } else if (found.length === 0) say('没有找到依据。')
    else for (const passage of found) say(`《${passage.document}》${passage.path}\n  ${passage.text}\n`)
    return 0
  },
}
