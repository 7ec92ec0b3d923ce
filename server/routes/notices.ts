import { createRoute, z } from '@hono/zod-openapi'
import { type NoticeDesk, noticeChannels, noticeKinds } from '../../core/notices.ts'
import { whoIs } from '../auth/who.ts'
import { answers, instant, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const NoticeRow = z
  .object({
    id: z.string(),
    kind: z.enum(noticeKinds),
    title: z.string(),
    text: z.string(),
    target: z.string().openapi({ description: 'Acceptance number.' }),
    at: instant,
    readAt: instant.nullable(),
  })
  .openapi('Notice')

const Settings = z
  .object({
    mail: z
      .email({ error: '邮箱地址不对，请检查后再填，不用邮件就留空。' })
      .max(254, '邮箱地址太长了。')
      .nullable()
      .openapi({ description: 'Address for mail; null: none.' }),
    isSms: z.boolean().openapi({ description: 'Text messages to the phone of the identity provider.' }),
  })
  .openapi('NoticeSettings')

const SettingsView = Settings.extend({
  isMailConfirmed: z.boolean().openapi({ description: 'Nothing is sent to an address before its code was given back.' }),
  channels: z.array(z.enum(noticeChannels)).openapi({ description: 'What this bureau can send by.' }),
})

const listRoute = createRoute({
  method: 'get',
  path: '/api/me/notices',
  summary: 'My notices, newest first, and how many I have not read (我的消息)',
  request: {
    query: z.object({ unread: z.enum(['true', 'false']).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }),
  },
  responses: { 200: answers(z.object({ unread: z.int(), notices: z.array(NoticeRow) }), 'Mine.'), 401: problems[401] },
})

const readRoute = createRoute({
  method: 'post',
  path: '/api/me/notices/read',
  summary: 'Marks notices as read; without ids all of them',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ ids: z.array(z.string().max(60)).max(100).optional() }) } },
    },
  },
  responses: {
    200: answers(z.object({ unread: z.int() }), 'How many are left.'),
    400: problems[400],
    401: problems[401],
    403: problems[403],
  },
})

const settingsRoute = createRoute({
  method: 'get',
  path: '/api/me/notice-settings',
  summary: 'How I am told',
  responses: { 200: answers(SettingsView, 'Mine.'), 401: problems[401] },
})

const saveRoute = createRoute({
  method: 'put',
  path: '/api/me/notice-settings',
  summary: 'Changes how I am told',
  request: { body: { required: true, content: { 'application/json': { schema: Settings } } } },
  responses: {
    200: answers(SettingsView, 'As kept; a new address has a code sent to it.'),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    422: problems[422],
    429: problems[429],
    503: problems[503],
  },
})

const codeRoute = createRoute({
  method: 'post',
  path: '/api/me/notice-settings/mail-code',
  summary: 'Sends a new code to my address for mail (重新发送确认码); one a minute, ten a day',
  responses: {
    200: answers(SettingsView, 'Sent.'),
    401: problems[401],
    403: problems[403],
    422: problems[422],
    429: problems[429],
    503: problems[503],
  },
})

const confirmRoute = createRoute({
  method: 'post',
  path: '/api/me/notice-settings/mail-confirmation',
  summary: 'Gives the code back that went to my address (确认邮箱)',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            code: z
              .string()
              .trim()
              .regex(/^\d{6}$/, '确认码是邮件里的六位数字。'),
          }),
        },
      },
    },
  },
  responses: { 200: answers(SettingsView, 'Confirmed.'), 400: problems[400], 401: problems[401], 403: problems[403], 422: problems[422] },
})

/** 消息. Everybody reads their own. */
export const noticeRoutes = ({ notices }: { readonly notices: NoticeDesk }) => {
  const settingsOf = async (person: string): Promise<z.output<typeof SettingsView>> => {
    const { mail, isSms, isMailConfirmed } = await notices.settings(person)
    return { mail: mail ?? null, isSms, isMailConfirmed, channels: [...notices.channels] }
  }
  return newApi()
    .openapi(listRoute, async (c) => {
      const { id } = whoIs(c)
      const { unread, limit } = c.req.valid('query')
      const found = await notices.list(id, { limit, isUnread: unread === 'true' })
      const rows = found.map((row) => ({ ...row, at: row.at.toISOString(), readAt: row.readAt?.toISOString() ?? null }))
      return c.json({ unread: await notices.countUnread(id), notices: rows.map(({ person: _, ...row }) => row) }, 200)
    })
    .openapi(readRoute, async (c) => {
      const { id } = whoIs(c)
      await notices.read(id, c.req.valid('json').ids)
      return c.json({ unread: await notices.countUnread(id) }, 200)
    })
    .openapi(settingsRoute, async (c) => c.json(await settingsOf(whoIs(c).id), 200))
    .openapi(saveRoute, async (c) => {
      const { id } = whoIs(c)
      const { mail, isSms } = c.req.valid('json')
      await notices.saveSettings(id, { mail: mail ?? undefined, isSms })
      return c.json(await settingsOf(id), 200)
    })
    .openapi(codeRoute, async (c) => {
      const { id } = whoIs(c)
      await notices.sendMailCode(id)
      return c.json(await settingsOf(id), 200)
    })
    .openapi(confirmRoute, async (c) => {
      const { id } = whoIs(c)
      await notices.confirmMail(id, c.req.valid('json').code)
      return c.json(await settingsOf(id), 200)
    })
}
