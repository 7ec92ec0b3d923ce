import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { ApiDocument } from './openapi.ts'

type Ask = (path: string, init?: RequestInit) => Promise<Response>

interface Route {
  readonly method: string
  readonly path: string
  readonly pattern: RegExp
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/[.+*?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`)

const pointer = (...steps: readonly string[]): string =>
  `api#/${steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`

type Described = Promise<{ routes: readonly Route[]; check(at: string): ValidateFunction }>
/** Every platform of a test file has the same routes: they are read once. */
const known = new Map<string, Described>()

/**
 * Holds every answer that a test asks for to what /openapi.json says of it: the path is described, the status is named or the answer is a
 * problem, and the JSON fits its schema. Only for tests: the answer is read twice.
 */
export const checkedBy = (ask: Ask, routesOf?: 'platform'): Ask => {
  let described = routesOf && known.get(routesOf)
  const describe = async (): Promise<Awaited<Described>> => {
    const document: ApiDocument = await (await ask('/openapi.json')).json()
    const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false })
    ajv.addSchema(document, 'api')
    const compiled = new Map<string, ValidateFunction>()
    const check = (at: string): ValidateFunction => {
      const found = compiled.get(at) ?? ajv.compile({ $ref: at })
      compiled.set(at, found)
      return found
    }
    const routes = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        ...{ method: method.toUpperCase(), path, pattern: patternOf(path) },
        // What `describe` reads was written by our own routes.
        responses: operation.responses as Route['responses'],
      })),
    )
    // `/api/conversations/mine` before `/api/conversations/{id}`.
    routes.sort((a, b) => a.path.split('{').length - b.path.split('{').length)
    return { routes, check }
  }
  return async (path, init) => {
    const answer = await ask(path, init)
    const { pathname } = new URL(path, 'http://test')
    const type = answer.headers.get('content-type')?.split(';')[0] ?? ''
    if (!/^application\/(?:problem\+)?json$/.test(type) || pathname === '/openapi.json') return answer
    described ??= describe()
    if (routesOf) known.set(routesOf, described)
    const { routes, check } = await described
    const method = (init?.method ?? 'GET').toUpperCase()
    const route = routes.find((one) => one.method === method && one.pattern.test(pathname))
    // A path that is nobody's, or a verb that it does not know, is a problem of no route.
    if (!route) return answer
    const status = route.responses[String(answer.status)]?.content?.[type] ? String(answer.status) : 'default'
    if (status === 'default' && answer.ok)
      throw new Error(`${method} ${route.path} answers ${answer.status} ${type}, which /openapi.json does not name`)
    const body: unknown = await answer.clone().json()
    const validate = check(pointer('paths', route.path, method.toLowerCase(), 'responses', status, 'content', type, 'schema'))
    if (!validate(body)) {
      const [fault] = validate.errors ?? []
      throw new Error(
        `${method} ${route.path} ${answer.status}: ${fault?.instancePath || '/'} ${fault?.message} (${JSON.stringify(fault?.params)})`,
      )
    }
    return answer
  }
}
