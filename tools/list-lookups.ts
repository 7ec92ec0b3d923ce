import { z } from 'zod'
import { shanghaiText } from '../core/time.ts'
import { defineTool } from '../core/tool.ts'

/** 谁查过我: look-ups of the signed-in person's own record, newest first. Says who looked and why, never what was found. */
export const listLookups = defineTool({
  name: 'list_lookups',
  title: '查看谁查过我的记录',
  description: "Lists who looked up the signed-in person's record, when, why and on what legal basis (谁查过我, 查询留痕).",
  scope: 'citizen',
  effect: 'read',
  input: z.object({}),
  output: z.object({ lookups: z.array(z.object({ at: z.string(), by: z.string(), purpose: z.string(), basis: z.string() })) }),
  async run({ ctx }) {
    const rows = await ctx.records.audit.listLookups(ctx.records.keyed(ctx.who.document.number.normalize('NFKC').trim().toUpperCase()), 20)
    return {
      lookups: rows.flatMap((row) =>
        row.lookup
          ? [
              {
                at: row.at.toISOString(),
                by: row.actor === ctx.who.id ? '您本人（通过数字分身）' : row.actorKind === 'system' ? '系统（继续办理您的申请）' : '民警',
                purpose: row.lookup.purpose,
                basis: row.lookup.basis,
              },
            ]
          : [],
      ),
    }
  },
  present: ({ lookups }) =>
    lookups.length === 0
      ? {
          text: '目前没有人查过您的犯罪记录。以后每一次查询都会记在这里，您随时可以来看。',
          en: 'Nobody has looked up your record so far. Every look-up will be listed here.',
        }
      : {
          text: `您的记录被查询过 ${lookups.length} 次${lookups.length === 20 ? '以上' : ''}，最近一次是 ${shanghaiText(new Date(lookups[0]?.at ?? 0))}，${lookups[0]?.purpose}。详细见下面的列表。`,
          en: `Your record was looked up ${lookups.length} time(s). The list is below.`,
          cards: [
            {
              kind: 'lookups' as const,
              title: '谁查过我的记录',
              fields: lookups.map((row) => ({ label: shanghaiText(new Date(row.at)), value: `${row.by} · ${row.purpose}` })),
              links: [{ rel: 'lookups', href: '/api/me/lookups' }],
            },
          ],
        },
})
