/** A schema as our documents hold it: JSON Schema 2020-12, as far as zod writes it. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly nullable?: boolean
  readonly format?: string
}

const keyOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name.replaceAll("'", "\\'")}'`)
const literal = (value: unknown): string =>
  typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : JSON.stringify(value)
const choice = (types: readonly string[]): string => [...new Set(types)].join(' | ')
/** A union inside a list or a meeting needs its brackets. */
const inBrackets = (type: string): string => (/ [|&] /.test(type) && !/^\{[^{}]*\}$/.test(type) ? `(${type})` : type)

const objectOf = (schema: Schema): string => {
  const rest = schema.additionalProperties
  const named = Object.entries(schema.properties ?? {}).map(
    ([name, value]) => `${keyOf(name)}${schema.required?.includes(name) ? '' : '?'}: ${typeOf(value)}`,
  )
  if (named.length === 0)
    return rest === false ? 'Record<string, never>' : `Record<string, ${rest && rest !== true ? typeOf(rest) : 'unknown'}>`
  return `{ ${named.join('; ')} }`
}

const simpleOf = (type: string, schema: Schema): string => {
  if (type === 'object') return objectOf(schema)
  if (type === 'array') return `${inBrackets(schema.items ? typeOf(schema.items) : 'unknown')}[]`
  if (type === 'integer') return 'number'
  return type
}

/** The TypeScript type of a schema. */
export const typeOf = (schema: Schema): string => {
  if (schema.$ref) return `components['schemas']['${schema.$ref.slice('#/components/schemas/'.length)}']`
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum) return choice(schema.enum.map(literal))
  if (schema.anyOf) return choice(schema.anyOf.map(typeOf))
  if (schema.oneOf) return choice(schema.oneOf.map(typeOf))
  if (schema.allOf) return schema.allOf.map((one) => inBrackets(typeOf(one))).join(' & ')
  if (Array.isArray(schema.type)) return choice(schema.type.map((type: string) => simpleOf(type, schema)))
  if (typeof schema.type === 'string') return simpleOf(schema.type, schema)
  return schema.properties ? objectOf(schema) : 'unknown'
}
