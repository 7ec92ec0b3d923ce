import { type Schema, typeOf } from './types-of.ts'

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
}
interface Parameter {
  readonly name: string
  readonly in: 'query' | 'header' | 'path' | 'cookie'
  readonly required?: boolean
  readonly schema?: Schema
}
interface Operation {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: Content & { readonly required?: boolean }
  readonly responses: Readonly<Record<string, Content>>
}
/** The part of /openapi.json that types are made of. */
export interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

const contentOf = (content: Content['content']): string => {
  const kinds = Object.entries(content ?? {}).map(([type, { schema }]) => `'${type}': ${schema ? typeOf(schema) : 'unknown'}`)
  return kinds.length > 0 ? `content: { ${kinds.join('; ')} }` : 'content?: never'
}

const parametersOf = (parameters: readonly Parameter[]): string => {
  const of = (place: Parameter['in']): string => {
    const those = parameters.filter((one) => one.in === place)
    if (those.length === 0) return `${place}?: never`
    const fields = those.map(({ name, required, schema }) => `'${name}'${required ? '' : '?'}: ${schema ? typeOf(schema) : 'string'}`)
    return `${place}${those.some(({ required }) => required) ? '' : '?'}: { ${fields.join('; ')} }`
  }
  return `parameters: { ${(['query', 'header', 'path', 'cookie'] as const).map(of).join('; ')} }`
}

const operationOf = ({ parameters = [], requestBody, responses }: Operation): string => {
  const body = requestBody ? `requestBody${requestBody.required ? '' : '?'}: { ${contentOf(requestBody.content)} }` : 'requestBody?: never'
  const answers = Object.entries(responses).map(
    ([status, { content }]) => `${status}: { headers: { [name: string]: unknown }; ${contentOf(content)} }`,
  )
  return `{ ${parametersOf(parameters)}; ${body}; responses: { ${answers.join('; ')} } }`
}

const heading = `/**
 * The HTTP API as types, one line a schema and one a path. Written from /openapi.json by \`node main.ts client\`; a test holds it to that.
 */
`

/** The types of a whole API. The same document always gives the same text; the formatter leaves it alone (biome.json). */
export const writeTypes = ({ paths, components }: Described): string => {
  const schemas = Object.entries(components?.schemas ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  const routes = Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))
  const operations = (item: Readonly<Record<string, Operation>>): string =>
    Object.entries(item)
      .map(([method, operation]) => `${method}: ${operationOf(operation)}`)
      .join('; ')
  return [
    heading,
    'export interface components {\n  schemas: {\n',
    schemas.map(([name, schema]) => `    ${name}: ${typeOf(schema)}\n`).join(''),
    '  }\n}\n\nexport interface paths {\n',
    routes.map(([path, item]) => `  '${path}': { ${operations(item)} }\n`).join(''),
    '}\n',
  ].join('')
}
