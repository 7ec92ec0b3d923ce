import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { ZodError, type z } from 'zod'
import { BadInputError, PlatformError, TooLargeError, TooManyRequestsError, UnexpectedError } from '../core/errors.ts'
import { plainIssue } from '../core/plain-issue.ts'
import { hasBody } from './body.ts'
import { MethodNotAllowedError, UnsupportedMediaTypeError } from './errors.ts'
import { openAiError } from './openai/errors.ts'
import { errorPage } from './pages/error-page.ts'
import type { ServerEnv, ServerParts } from './parts.ts'
import { resourceMetadataPath } from './routes/resource-metadata.ts'

interface Field {
  readonly path: string
  readonly message: string
  /** The schema said it in its own words. */
  readonly isOwn: boolean
}

/** The fields that an issue speaks of; of a choice between shapes, those of the shape that was followed furthest. */
const branchOf = (issue: z.core.$ZodIssue): readonly Field[] => {
  const own = issue.path.map(String)
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) {
    const message = plainIssue(issue)
    return [{ path: own.join('.'), message, isOwn: message === issue.message }]
  }
  // A value that is there and wrong was meant; one that is missing may belong to the other shape.
  const likeness = (issues: readonly z.core.$ZodIssue[]): number =>
    2 * Math.max(...issues.map(({ path }) => path.length), 0) + (issues.some(({ code }) => code === 'invalid_type') ? 0 : 1)
  const best = issue.errors.reduce((before, next) => (likeness(next) > likeness(before) ? next : before))
  return best.flatMap(branchOf).map(({ path, ...said }) => ({ ...said, path: [...own, ...(path === '' ? [] : [path])].join('.') }))
}

/** What any thrown thing is, in our own words. */
export const asPlatformError = (error: unknown, c: Context<ServerEnv>): PlatformError => {
  if (error instanceof PlatformError) return error
  if (error instanceof ZodError) {
    const found = error.issues.flatMap(branchOf).slice(0, 10)
    // What the schema says to people in its own words comes first.
    const said = found.find(({ isOwn }) => isOwn)?.message
    const fields = found.map(({ path, message }) => ({ path, message }))
    return new BadInputError({ what: 'request', hint: said ?? '请求的内容不完整或格式不对，请对照 fields 逐项检查。', fields })
  }
  if (error instanceof SyntaxError && !hasBody(c)) return new BadInputError({ what: 'empty body', hint: '请求没有内容，请以 JSON 发送。' })
  if (error instanceof HTTPException && error.status < 500) {
    if (error.status === 413) return new TooLargeError({ limitBytes: 0 })
    if (error.status === 415) return new UnsupportedMediaTypeError({ accepts: ['application/json'] })
    return new BadInputError({ what: 'request', hint: '请求的格式不对，请检查后重试。' })
  }
  return new UnexpectedError({ id: c.get('requestId'), cause: error })
}

const headersOf = (error: PlatformError, path: string, publicUrl: string): Record<string, string> => {
  if (error instanceof TooManyRequestsError) return { 'Retry-After': String(error.retryAfterS) }
  if (error instanceof MethodNotAllowedError) return { Allow: error.allow.join(', ') }
  if (error.status !== 401) return {}
  // An MCP client finds the authorization server by this (RFC 9728 §5.1).
  const metadata = path === '/mcp' ? `, resource_metadata="${publicUrl}${resourceMetadataPath}/mcp"` : ''
  return { 'WWW-Authenticate': `Bearer realm="fenshen"${metadata}` }
}

/** True for a person who came by browser to a page, not for a program or a script of a page. */
const wantsPage = (c: Context<ServerEnv>): boolean =>
  !/^\/(api|v1|mcp|a2a|\.well-known)(\/|$)/.test(c.req.path) && (c.req.header('accept') ?? '').includes('text/html')

/** An error as it leaves: `application/problem+json` (RFC 9457), or the same words on a page for a person. `dev` stays in the log. */
export const problemResponse = (c: Context<ServerEnv>, error: PlatformError, config: ServerParts['config']): Response => {
  const headers = { ...headersOf(error, c.req.path, config.publicUrl), 'Cache-Control': 'no-store' }
  // Our errors name statuses of the 4xx and 5xx classes only.
  const status = error.status as 400
  if (wantsPage(c)) return c.html(errorPage(error, config), status, headers)
  if (c.req.path.startsWith('/v1/')) return c.json(openAiError(error), status, headers)
  const { title, detail, code, extra } = error
  const problem = { type: 'about:blank', title, status, detail, code, ...extra, requestId: c.get('requestId') }
  return c.body(JSON.stringify(problem), status, { ...headers, 'Content-Type': 'application/problem+json; charset=utf-8' })
}

/** Writes down what the caller is not told. Where an error comes from, always; a foreign error's message, which may quote data, never in production. */
export const logError = (
  log: ServerParts['log'],
  facts: { requestId: string; error: PlatformError; cause: unknown; isProduction: boolean },
) => {
  const { requestId, error, cause, isProduction } = facts
  if (error.status < 500) return log.debug({ requestId, code: error.code, dev: error.dev }, 'refused')
  const frames = cause instanceof Error ? (cause.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')) : []
  const dev = isProduction && error instanceof UnexpectedError ? undefined : error.dev
  log.error(
    { requestId, code: error.code, dev, kind: cause instanceof Error ? cause.name : typeof cause, frames: frames.slice(0, 12) },
    'failed',
  )
}
