import type { KnowledgeStore } from '../../../core/knowledge-store.ts'
import type { Ground } from '../ground.ts'
import { answers } from './answers.ts'
import { clauses } from './clauses.ts'
import { documents } from './documents.ts'
import { questions } from './questions.ts'
import { revision } from './revision.ts'
import { segments } from './segments.ts'
import { vectors } from './vectors.ts'

/** Policy documents, their index, and what was asked. */
export const knowledge = (ground: Ground): KnowledgeStore => ({
  ...revision(ground),
  ...documents(ground),
  ...clauses(ground),
  ...segments(ground),
  ...vectors(ground),
  ...questions(ground),
  ...answers(ground),
})
