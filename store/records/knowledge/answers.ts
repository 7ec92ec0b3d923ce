import { asc, eq } from 'drizzle-orm'
import type { ReviewedAnswer } from '../../../core/knowledge.ts'
import type { KnowledgeStore } from '../../../core/knowledge-store.ts'
import type { Ground } from '../ground.ts'
import { plain } from '../plain-text.ts'
import { keyDrawer } from './revision.ts'

const rowOf = ({ id, questions, text, topics, audience, clauses, reviewer, reviewedAt, expires }: ReviewedAnswer) => ({
  ...{ id, audience, reviewedAt, expires },
  questions: questions.map(plain),
  text: plain(text),
  topics: topics.map(plain),
  clauses: clauses.map(plain),
  reviewer: plain(reviewer),
})

/** Reviewed answers: few, and read all at once. */
export const answers = (ground: Ground): Pick<KnowledgeStore, 'saveAnswer' | 'answers' | 'removeAnswer'> => {
  const { db, tables } = ground
  const { reviewedAnswers } = tables
  return {
    saveAnswer: (answer) =>
      ground.atomically(async (inside) => {
        await keyDrawer(inside)()
        const { id, ...rest } = rowOf(answer)
        await inside.db
          .insert(reviewedAnswers)
          .values({ id, ...rest })
          .onConflictDoUpdate({ target: reviewedAnswers.id, set: rest })
      }),
    answers: () => db.select().from(reviewedAnswers).orderBy(asc(reviewedAnswers.id)),
    removeAnswer: (id) =>
      ground.atomically(async (inside) => {
        await keyDrawer(inside)()
        await inside.db.delete(reviewedAnswers).where(eq(reviewedAnswers.id, id))
      }),
  }
}
