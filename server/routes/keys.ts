import { createRoute, z } from '@hono/zod-openapi'
import type { ApiKeyDesk, MadeKey } from '../../core/api-key-desk.ts'
import { type ApiKey, keyDoors, keyRoles } from '../../core/api-keys.ts'
import { whoIs } from '../auth/who.ts'
import { answers, instant, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const names = z.array(z.string().trim().min(1).max(100)).min(1, '至少写一个名称，或者不写这一项。').max(100)

export const ApiKeyView = z
  .object({
    id: z.string(),
    title: z.string(),
    holder: z.object({ kind: z.enum(['person', 'account']), id: z.string(), unit: z.string().nullable() }),
    doors: z.array(z.enum(keyDoors)),
    agents: z.array(z.string()).nullable(),
    tools: z.array(z.string()).nullable(),
    roles: z.array(z.enum(keyRoles)),
    perMinute: z.int(),
    madeBy: z.string(),
    madeAt: instant,
    expiresAt: instant,
    revokedAt: instant.nullable(),
    lastUsedAt: instant.nullable().openapi({ description: 'To the minute.' }),
    replaces: z.string().nullable(),
    hint: z.string().openapi({ description: 'Last four characters of the secret.' }),
  })
  .openapi('ApiKey')

const MadeKeyView = z
  .object({ key: ApiKeyView, secret: z.string().openapi({ description: 'Shown this once; send it as `Authorization: Bearer`.' }) })
  .openapi('MadeApiKey')

const NewKeyForm = z
  .object({
    title: z.string().trim().min(1, '请写明用途。').max(60, '用途请控制在 60 字以内。'),
    unit: z
      .string()
      .max(100)
      .optional()
      .openapi({ description: 'A service account of this unit (administrators); without it, for myself.' }),
    doors: z.array(z.enum(keyDoors)).min(1, '请至少选择一个入口。'),
    agents: names.optional(),
    tools: names.optional(),
    roles: z.array(z.enum(keyRoles)).optional().openapi({ description: 'None higher than those of whoever asks.' }),
    days: z.int().min(1).max(366, '有效期最长 366 天。').default(90),
    perMinute: z.int().min(1).max(60_000).default(600),
  })
  .openapi('NewApiKey')

const id = z.object({ id: z.string().max(64) })
const mine = { 401: problems[401], 403: problems[403] } as const

const listRoute = createRoute({
  method: 'get',
  path: '/api/keys',
  summary: 'My keys, and for an administrator those of service accounts of the units below (接口密钥)',
  responses: { 200: answers(z.object({ keys: z.array(ApiKeyView) }), 'Newest first; never a secret.'), ...mine },
})
const makeRoute = createRoute({
  method: 'post',
  path: '/api/keys',
  summary: 'Makes a key for my own programs, or for a service account of a unit; the secret is shown once',
  request: { body: { required: true, content: { 'application/json': { schema: NewKeyForm } } } },
  responses: { 201: answers(MadeKeyView, 'Made.'), 400: problems[400], ...mine, 409: problems[409] },
})
const rotateRoute = createRoute({
  method: 'post',
  path: '/api/keys/{id}/rotate',
  summary: 'A new secret with the same rights; the old one goes on for some hours',
  request: {
    params: id,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z
            .object({
              overlapHours: z
                .number()
                .min(0)
                .max(24 * 30)
                .default(24),
            })
            .openapi('RotateApiKey'),
        },
      },
    },
  },
  responses: { 201: answers(MadeKeyView, 'Made.'), 400: problems[400], ...mine, 404: problems[404], 409: problems[409] },
})
const revokeRoute = createRoute({
  method: 'post',
  path: '/api/keys/{id}/revoke',
  summary: 'Ends a key at once',
  request: { params: id },
  responses: { 200: answers(ApiKeyView, 'Revoked.'), ...mine, 404: problems[404] },
})

const keyJson = (key: ApiKey) => ({
  ...{ id: key.id, title: key.title, doors: [...key.doors], roles: [...key.roles], perMinute: key.perMinute, hint: key.hint },
  holder: { kind: key.holder.kind, id: key.holder.id, unit: key.holder.kind === 'account' ? key.holder.unit : null },
  agents: key.agents ? [...key.agents] : null,
  tools: key.tools ? [...key.tools] : null,
  ...{ madeBy: key.madeBy, madeAt: key.madeAt.toISOString(), expiresAt: key.expiresAt.toISOString() },
  ...{ revokedAt: key.revokedAt?.toISOString() ?? null, lastUsedAt: key.lastUsedAt?.toISOString() ?? null, replaces: key.replaces ?? null },
})
const madeJson = ({ key, secret }: MadeKey) => ({ key: keyJson(key), secret })

/** Keys of programs (接口密钥): parse and hand on. */
export const keyRoutes = ({ keys }: { keys: ApiKeyDesk }) =>
  newApi()
    .openapi(listRoute, async (c) => c.json({ keys: (await keys.list(whoIs(c))).map(keyJson) }, 200))
    .openapi(makeRoute, async (c) => c.json(madeJson(await keys.make(whoIs(c), c.req.valid('json'))), 201))
    .openapi(rotateRoute, async (c) => {
      const { overlapHours } = c.req.valid('json')
      return c.json(madeJson(await keys.rotate(whoIs(c), c.req.valid('param').id, overlapHours)), 201)
    })
    .openapi(revokeRoute, async (c) => c.json(keyJson(await keys.revoke(whoIs(c), c.req.valid('param').id)), 200))
