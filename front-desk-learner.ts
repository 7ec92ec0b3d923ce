import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import type { LearnerTask } from './open-front-desk.ts'

// The process in which a set of pages is learned (open-front-desk.ts): it leaves the file and ends, and its memory with it.

enableCompileCache(join(import.meta.dirname, 'node_modules', '.cache', 'compiled'))
const { openFrontDesk } = await import('./open-front-desk.ts')
const { openShelfWords } = await import('./open-knowledge.ts')
// Only `learnElsewhere` begins this process.
const { agents, cacheDir } = (await json(process.stdin)) as LearnerTask
openFrontDesk(openShelfWords(), cacheDir).router(agents)
