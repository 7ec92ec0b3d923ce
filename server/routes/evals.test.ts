import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../../testing.ts'

/** A run prepares a database of its own, on a machine that does other things beside: ms. */
const patienceMs = 600_000
const analyst = 'analyst-bureau'

describe('the eval desk', { timeout: patienceMs }, () => {
  let p: TestPlatform
  beforeAll(async () => {
    p = await openTestPlatform()
  }, patienceMs)
  afterAll(() => p[Symbol.asyncDispose]())

  const ask = async (persona: string, method: string, path: string, body?: unknown) => {
    const response = await p.ask(persona, method, `/api/studio/evals${path}`, body)
    // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape that it asked for
    return { status: response.status, body: (await response.json()) as any }
  }
  const ended = async (id: string) => {
    for (;;) {
      const { body } = await ask(analyst, 'GET', `/runs/${id}`)
      if (body.state !== 'running' && body.state !== 'cancelling') return body
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }

  it('is for analysts and administrators, and takes no suite or model that is not there', async () => {
    for (const persona of ['officer-qinghe', 'zhao-qinghe']) {
      expect((await ask(persona, 'GET', '/suites')).status).toBe(403)
      expect((await ask(persona, 'GET', '/runs')).status).toBe(403)
      expect((await ask(persona, 'POST', '/runs', { suites: ['wording'] })).status).toBe(403)
    }
    expect((await ask(analyst, 'POST', '/runs', { suites: ['no-such'] })).status).toBe(400)
    expect((await ask(analyst, 'POST', '/runs', { suites: ['wording'], model: 'gpt' })).status).toBe(400)
    expect((await ask(analyst, 'GET', '/runs/none')).status).toBe(404)
    expect((await ask(analyst, 'GET', '/suites')).body.suites.map(({ name }: { name: string }) => name)).toContain('red-team')
  })

  it('runs a suite, keeps its report, shows what differs between two, and stops one when it is asked to', async () => {
    const begun = await ask(analyst, 'POST', '/runs', { suites: ['repair'] })
    expect(begun, JSON.stringify(begun.body)).toMatchObject({ status: 202, body: { state: 'running', byName: '顾思齐' } })
    expect((await ask('admin-bureau', 'POST', '/runs', { suites: ['repair'] })).status).toBe(409)
    const run = await ended(begun.body.id)
    expect(run).toMatchObject({ state: 'done', fault: null })
    expect(run.done).toBe(run.total)
    expect(run.figures.find(({ id }: { id: string }) => id === 'passed')).toMatchObject({ suite: 'repair', value: expect.any(Number) })
    const { body: report } = await ask(analyst, 'GET', `/runs/${run.id}/report`)
    expect(report.suites).toMatchObject([{ suite: 'repair', skipped: null, items: expect.any(Number) }])
    expect(report.suites[0].gaps.every(({ transcript }: { transcript: unknown[] }) => transcript.length > 0)).toBe(true)
    expect(JSON.stringify(report)).not.toMatch(/1599\d{14}/)
    const file = await p.ask(analyst, 'GET', `/api/studio/evals/runs/${run.id}/report.html`)
    expect(file.headers.get('content-disposition')).toContain('attachment')
    expect(await file.text()).toContain('<title>分身测评报告</title>')
    expect((await ask(analyst, 'GET', `/runs/${run.id}/compare/${run.id}`)).body.rows).toEqual([])

    // Another process says stop; the one that runs it hears so.
    const long = (await ask(analyst, 'POST', '/runs', { suites: ['citizens'] })).body
    expect(await p.platform.store.evalRuns.cancel(long.id)).toBe(true)
    expect(await ended(long.id)).toMatchObject({ state: 'cancelled', fault: null })
    expect((await ask(analyst, 'GET', `/runs/${long.id}/report`)).status).toBe(404)
    expect((await ask(analyst, 'GET', '/runs')).body.runs.map(({ state }: { state: string }) => state).sort()).toEqual([
      'cancelled',
      'done',
    ])
    const audit = (await p.platform.store.audit.list({ afterSeq: 0, limit: 100 })).map(({ action }) => action)
    expect(audit.filter((action) => action === 'start_eval_run')).toHaveLength(2)
  })
})
