// `main.ts`, found in compiled form from its first line on. Begun by itself, Node would load a TypeScript compiler for that one file before
// the file can say where the others are kept compiled: 10 MB, and a tenth of a second.
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)))
await import('../main.ts')
