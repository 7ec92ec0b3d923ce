import { Hono } from 'hono'
import { NotFoundError } from '../../core/errors.ts'
import { policyPage } from '../pages/policy-page.ts'
import type { ServerEnv, ServerParts } from '../parts.ts'

/** 政策文件: the page that the href of a citation opens, at its clause. */
export const policyRoutes = ({ policies, config }: Pick<ServerParts, 'policies' | 'config'>) =>
  new Hono<ServerEnv>().get('/policies/:document', (c) => {
    const page = policies.find(c.req.param('document'))
    if (!page) throw new NotFoundError({ what: 'policy document' })
    return c.html(policyPage(page, config), 200, { 'Cache-Control': 'no-cache' })
  })
