import { z } from 'zod'
import { modelRoles } from './models.ts'

/** A name of an endpoint or a chain, as pages and commands write it. */
const Name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,40}$/i, 'a name is letters, digits, dots, dashes')
const Yuan = z.number().min(0).max(1_000_000)
const Ms = z.int().min(1).max(3_600_000)
const Count = z.int().min(1).max(1_000_000_000)

const key = z.union([z.strictObject({ env: z.string().regex(/^[A-Z][A-Z0-9_]*$/) }), z.strictObject({ file: z.string().min(1) })])

/** Fields of a request that code sets. */
const ownFields = ['model', 'messages', 'tools', 'tool_choice', 'stream', 'n']

/** One endpoint (模型服务) of models.yaml. Where its key is read from stands here, never the key. */
export const endpointShape = z.strictObject({
  base_url: z.string().regex(/^https?:\/\/\S+$/, 'begins with http:// or https://'),
  /** Its name at the endpoint. */
  model: z.string().min(1).max(200),
  roles: z.array(z.enum(modelRoles)).min(1),
  key: key.optional(),
  /** Tokens that fit into one request, the reply included. */
  context: z.int().min(1_000).max(10_000_000).default(32_000),
  /** What else its server wants in each request (`enable_thinking: false`); never a field of ours. */
  fields: z
    .record(z.string(), z.json())
    .refine((fields) => ownFields.every((name) => !(name in fields)), `never one of ${ownFields.join(', ')}`)
    .optional(),
  /** Most tokens of a reply. */
  max_output: z.int().min(64).max(200_000).default(2_000),
  /** Yuan for a million tokens. */
  price: z.strictObject({ in: Yuan, out: Yuan, cached: Yuan.optional() }).optional(),
  timeouts: z
    .strictObject({
      connect_ms: Ms.default(5_000),
      silent_ms: Ms.default(20_000),
      total_ms: Ms.default(90_000),
      /** Longest wait for a free place. */
      queue_ms: Ms.default(10_000),
    })
    .prefault({}),
  /** Hedging: without a first word for so long the next endpoint of the chain is asked too. Left out, never. */
  hedge_after_ms: Ms.optional(),
  /** Most calls at once. */
  concurrent: z.int().min(1).max(10_000).default(64),
})

/** Most of each in its span; what is left out has no limit. */
const limitsShape = z.strictObject({ steps: Count.optional(), tokens: Count.optional(), seconds: Count.optional(), yuan: Yuan.optional() })

const ofEach = z.record(z.string(), limitsShape)

/** Budgets (预算): of one turn, and of one day for a person, an agent, a unit, and everybody together. */
export const budgetsShape = z.strictObject({
  turn: limitsShape.optional(),
  person: limitsShape.optional(),
  agent: limitsShape.optional(),
  unit: limitsShape.optional(),
  day: limitsShape.optional(),
  /** Other limits for agents and units that are named. */
  agents: ofEach.default({}),
  units: ofEach.default({}),
})

export const modelsFileShape = z.strictObject({
  endpoints: z.record(Name, endpointShape),
  /** Endpoints in the order in which they are asked; after the last the offline model goes on. `default` is for pages that name none. */
  chains: z.record(Name, z.array(Name).min(1).max(6)).default({}),
  budgets: budgetsShape.prefault({}),
})

export type EndpointSettings = z.infer<typeof endpointShape>
export type Limits = z.infer<typeof limitsShape>
export type Budgets = z.infer<typeof budgetsShape>
/** What models.yaml says. */
export type ModelSettings = z.infer<typeof modelsFileShape>
