import { existsSync, readFileSync } from 'node:fs'
import type { ResolveFnOutput, ResolveHookContext } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Where two thousand modules are takes Node a fifth of a start: for each import it looks for package.json files and parses them anew, those of
// drizzle-orm (130 KB) and zod hundreds of times. What a file says by its name, and what was found before, is not looked for again.

type Next = (specifier: string, context?: Partial<ResolveHookContext>) => ResolveFnOutput

const packageOf = /^file:.*\/node_modules\/(?:@[^/]+\/)?[^/]+/

/** What the `.js` files of a folder are, by the nearest package.json; undefined where that does not say, and Node looks into the file. */
const kinds = new Map<string, string | undefined>()
const kindOf = (folder: string): string | undefined => {
  if (kinds.has(folder)) return kinds.get(folder)
  const file = join(folder, 'package.json')
  const above = dirname(folder)
  const own = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly type?: string }) : undefined
  const kind = own ? own.type : above === folder ? undefined : kindOf(above)
  kinds.set(folder, kind)
  return kind
}

/** The format of a file that is imported by its own name; undefined where Node should look itself. */
const formatOf = (url: URL, isOfPackage: boolean): string | undefined => {
  const { pathname } = url
  if (pathname.endsWith('.ts')) return isOfPackage ? undefined : 'module-typescript'
  if (pathname.endsWith('.mjs')) return 'module'
  return pathname.endsWith('.js') && isOfPackage ? kindOf(dirname(fileURLToPath(url))) : undefined
}

const found = new Map<string, ResolveFnOutput>()

/** A hook for `module.registerHooks`: the same answers as Node's own, for files of this project and of its packages. */
export const resolveQuickly = (specifier: string, context: ResolveHookContext, next: Next): ResolveFnOutput => {
  const { parentURL, conditions, importAttributes } = context
  // What is required is mostly one file of a package, and has rules of its own.
  const isPlain = parentURL?.startsWith('file:') === true && conditions.includes('import') && Object.keys(importAttributes).length === 0
  if (!isPlain || specifier.startsWith('node:')) return next(specifier, context)
  const inPackage = packageOf.exec(parentURL)?.[0]
  if (/^\.\.?\//.test(specifier)) {
    const url = new URL(specifier, parentURL)
    const format = formatOf(url, inPackage !== undefined)
    return format === undefined ? next(specifier, context) : { url: url.href, format, shortCircuit: true }
  }
  const key = `${inPackage ?? ''} ${specifier}`
  const known = found.get(key)
  if (known) return known
  const fresh = next(specifier, context)
  found.set(key, { ...fresh, shortCircuit: true })
  return fresh
}
