import { z } from 'zod'
import { shanghaiDate } from '../core/time.ts'
import { defineTool } from '../core/tool.ts'
import { fieldMeta, plainDate } from './fields.ts'

const passage = z.object({
  document: z.string(),
  version: z.string(),
  path: z.string(),
  text: z.string(),
  effective: plainDate,
  href: z.string(),
})

/** 查政策: passages of the documents that the agent's page may quote; an empty list means nothing supports an answer. */
export const searchPolicy = defineTool({
  name: 'search_policy',
  title: '查政策规定',
  description:
    'Finds passages of policy documents on how things are done: materials, fees, time limits, validity, who may apply, where, objections (材料, 期限, 有效期, 收费, 规定). Answer only from what it returns.',
  scope: 'citizen',
  effect: 'read',
  input: z.object({
    query: z
      .string({ error: '请说说您想问什么。' })
      .trim()
      .min(1, '请说说您想问什么。')
      .max(500, '问题有点长，请只说最想问的一句。')
      .meta(fieldMeta({ title: '问题', ask: '您想问哪方面的规定？', ask_en: 'What would you like to know?', kind: 'query' })),
  }),
  output: z.object({ passages: z.array(passage) }),
  async run({ input, ctx }) {
    const passages = await ctx.search.search(input.query, { topics: ctx.knowledge, limit: 3, asOf: shanghaiDate(ctx.clock()) })
    return {
      passages: passages.map(({ document, version, path, text, effective, href }) => ({ document, version, path, text, effective, href })),
    }
  },
  present: ({ passages }) => {
    const best = passages[0]
    if (!best)
      return {
        text: '这个问题我手头的规定里没有找到依据，不敢随便答。您可以换个说法，或者让民警来答复。',
        en: 'I found no rule that answers this, so I would rather not guess. You can rephrase it or ask for an officer.',
        outcome: 'unanswered',
        suggestions: ['转人工'],
      }
    return {
      text: `规定里是这样写的：「${best.text}」（《${best.document}》${best.path}）`,
      citations: passages
        .slice(0, 1)
        .map(({ document, version, path, text, effective, href }) => ({ document, version, path, quote: text, effective, href })),
    }
  },
})
