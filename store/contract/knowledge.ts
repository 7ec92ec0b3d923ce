import { describe } from 'vitest'
import type { Ground } from './ground.ts'
import { documentsContract } from './knowledge-documents.ts'
import { indexContract } from './knowledge-index.ts'
import { questionsContract } from './knowledge-questions.ts'

/** Policy documents, their index, vectors, what was asked. */
export const knowledgeContract = (ground: () => Ground): void => {
  describe('knowledge', () => {
    documentsContract(ground)
    indexContract(ground)
    questionsContract(ground)
  })
}
