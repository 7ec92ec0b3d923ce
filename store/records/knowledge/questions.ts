import { and, desc, eq, gte, isNull } from 'drizzle-orm'
import type { AskedQuestion, KnowledgeStore } from '../../../core/knowledge-store.ts'
import type { Cipher } from '../../cipher.ts'
import type { Tables } from '../../database.ts'
import { type Ground, orUndefined } from '../ground.ts'
import { plain, plainOrNull } from '../plain-text.ts'
import { gap, gaps, once } from '../prepared.ts'

type Row = Tables['questions']['$inferSelect']
type Questions = Pick<KnowledgeStore, 'noteQuestion' | 'questions' | 'findQuestion' | 'judgeQuestion' | 'clauseUses'>

const sealedNote = (id: string, note: string | undefined, cipher: Cipher) =>
  note === undefined ? null : cipher.seal('questions.note', id, note)

const rowOf = ({ id, at, audience, isSupported, ...rest }: AskedQuestion, cipher: Cipher): Row => ({
  ...{ id, at, audience, isSupported },
  agent: plainOrNull(rest.agent),
  clauses: rest.clauses.map(plain),
  reviewed: plainOrNull(rest.reviewed),
  verdict: rest.verdict ?? null,
  verdictBy: plainOrNull(rest.verdictBy),
  text: cipher.seal('questions.text', id, rest.text),
  note: sealedNote(id, rest.note, cipher),
})

const questionOf = ({ note, ...row }: Row, cipher: Cipher): AskedQuestion => ({
  ...row,
  agent: orUndefined(row.agent),
  reviewed: orUndefined(row.reviewed),
  verdict: orUndefined(row.verdict),
  verdictBy: orUndefined(row.verdictBy),
  text: cipher.open('questions.text', row.id, row.text).toString('utf8'),
  note: note ? cipher.open('questions.note', row.id, note).toString('utf8') : undefined,
})

/** Counted from the questions themselves, by their index on time: noting one stays one row. Ties go by code point on both databases. */
const countUses = {
  sqlite: `select c.value, count(*) as uses from questions as q, json_each(q.clauses) as c
    where q.at >= ? group by c.value order by uses desc, c.value limit ?`,
  postgres: `select c.value, count(*)::int as uses from questions as q cross join lateral jsonb_array_elements_text(q.clauses) as c(value)
    where q.at >= $1::timestamptz group by c.value order by uses desc, c.value collate "C" limit $2::int`,
}

/** What was asked, and what analysts say of the answers. */
export const questions = ({ db, tables, cipher, kind, run }: Ground): Questions => {
  const { questions } = tables
  const note = once(() =>
    db
      .insert(questions)
      .values(
        gaps(questions, 'id', 'at', 'agent', 'audience', 'isSupported', 'clauses', 'reviewed', 'verdict', 'verdictBy', 'text', 'note'),
      )
      .onConflictDoNothing()
      .prepare('note_question'),
  )
  const find = once(() =>
    db
      .select()
      .from(questions)
      .where(eq(questions.id, gap('id')))
      .prepare('find_question'),
  )
  return {
    noteQuestion: async (question) => {
      await note().execute(rowOf(question, cipher))
    },
    questions: async ({ supported, verdict, since, limit }) => {
      const rows = await db
        .select()
        .from(questions)
        .where(
          and(
            supported === undefined ? undefined : eq(questions.isSupported, supported),
            verdict && (verdict === 'none' ? isNull(questions.verdict) : eq(questions.verdict, verdict)),
            since && gte(questions.at, since),
          ),
        )
        .orderBy(desc(questions.at), desc(questions.id))
        .limit(limit)
      return rows.map((row) => questionOf(row, cipher))
    },
    findQuestion: async (id) => {
      const [row] = await find().execute({ id })
      return row && questionOf(row, cipher)
    },
    judgeQuestion: async (id, { verdict, by, note }) => {
      await db
        .update(questions)
        .set({ verdict, verdictBy: by, note: sealedNote(id, note, cipher) })
        .where(eq(questions.id, id))
    },
    clauseUses: async ({ since, limit }) => {
      const moment = kind === 'sqlite' ? since.getTime() : since.toISOString()
      // The two columns of the statement.
      const rows = (await run(countUses[kind], [moment, limit])) as readonly (readonly [string, number])[]
      return rows.map(([clause, uses]) => ({ clause, uses }))
    },
  }
}
