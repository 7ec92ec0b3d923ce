import { createRoute } from '@hono/zod-openapi'
import { shanghaiDate } from '../../core/time.ts'
import type { ServerParts } from '../parts.ts'
import { answers, FormCheckRequest, FormCheckResult, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const checkRoute = createRoute({
  method: 'post',
  path: '/api/forms/check',
  summary: 'Checks one value of a form: an ID number, a phone number, a code; nothing is stored',
  request: { body: { required: true, content: { 'application/json': { schema: FormCheckRequest } } } },
  responses: { 200: answers(FormCheckResult, 'The verdict and why.'), 400: problems[400] },
})

/** The form checks, for pages that want to say it early. Open to visitors; the value is neither stored nor logged. */
export const formRoutes = ({ forms, clock }: Pick<ServerParts, 'forms' | 'clock'>) =>
  newApi().openapi(checkRoute, (c) => {
    const { asOf, ...rest } = c.req.valid('json')
    // The checks know their own shape, and throw BadInputError where it does not fit.
    const result = forms.check({ ...rest, asOf: asOf ?? shanghaiDate(clock()) })
    return c.json(FormCheckResult.parse(result), 200)
  })
