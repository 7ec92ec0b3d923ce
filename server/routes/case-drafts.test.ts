import { describe, expect, it } from 'vitest'
import { openTestPlatform } from '../../testing.ts'

interface Draft {
  readonly id: string
  readonly yaml: string
  readonly note: string | null
  readonly opinion: string
  readonly agent: string | null
  readonly source: string
}

describe('an opinion on a reply', () => {
  it('becomes a draft without personal values, which an analyst keeps once and others cannot see', async () => {
    await using p = await openTestPlatform()
    const visit = await p.visit('lin-anran')
    await visit.say('我叫林安然，电话13900000002，我要开无犯罪记录证明')
    const reply = await visit.say('留学')
    const path = `/api/conversations/${visit.id}/turns/${reply.turn}/opinion`
    const mark = (persona: string | undefined, body: unknown, to = path): Promise<Response> => p.ask(persona, 'POST', to, body)
    expect((await mark(undefined, { opinion: 'bad' })).status).toBe(401)
    expect((await mark('zhao-qinghe', { opinion: 'bad' })).status).toBe(404)
    expect((await mark('lin-anran', { opinion: 'bad' }, path.replace(reply.turn, 'none'))).status).toBe(404)
    expect((await mark('lin-anran', { opinion: 'awful' })).status).toBe(400)
    expect((await mark('lin-anran', { opinion: 'good' })).status).toBe(200)
    expect((await mark('lin-anran', { opinion: 'bad', note: '我的号码13900000002也没问' })).status).toBe(200)

    for (const persona of ['lin-anran', 'officer-qinghe', 'auditor-bureau'])
      expect((await p.ask(persona, 'GET', '/api/cases/drafts')).status, persona).toBe(403)
    const list = async (state = 'open') =>
      ((await (await p.ask('analyst-bureau', 'GET', `/api/cases/drafts?state=${state}`)).json()) as { drafts: Draft[] }).drafts
    const [draft, ...others] = await list()
    expect(others).toEqual([])
    expect(draft).toMatchObject({
      id: reply.turn,
      opinion: 'bad',
      agent: 'cert-navigator',
      source: 'thumb',
      note: '我的号码〔电话〕也没问',
    })
    expect(draft?.yaml).toContain('says: 留学')
    expect(draft?.yaml).toContain('ends: confirming')
    expect(draft?.yaml).toContain('# 最后一句没有答好')
    expect(draft?.yaml).not.toMatch(/林安然|13900000002/)

    const decide = (persona: string, state: string): Promise<Response> =>
      p.ask(persona, 'POST', `/api/cases/drafts/${reply.turn}`, { state })
    expect((await decide('officer-qinghe', 'kept')).status).toBe(403)
    expect((await decide('analyst-bureau', 'kept')).status).toBe(200)
    expect((await decide('analyst-bureau', 'dropped')).status).toBe(409)
    expect(await list()).toEqual([])
    expect((await list('kept')).map(({ id }) => id)).toEqual([reply.turn])
    const audit = await p.platform.store.audit.list({ afterSeq: 0, limit: 100 })
    expect(audit.filter(({ action }) => action === 'decide_case_draft')).toMatchObject([{ actor: 'analyst-bureau', target: reply.turn }])
  })

  it('a question that nobody could answer waits among the drafts too, after one click', async () => {
    await using p = await openTestPlatform()
    const visit = await p.visit('lin-anran', 'law-desk')
    await visit.say('量子纠缠侵权的诉讼时效从塌缩那天起算吗')
    const { questions } = (await (await p.ask('analyst-bureau', 'GET', '/api/knowledge/questions?supported=all')).json()) as {
      questions: { id: string }[]
    }
    const id = questions[0]?.id ?? ''
    expect((await p.ask('analyst-bureau', 'POST', `/api/knowledge/questions/${id}/case`, {})).status).toBe(200)
    const { drafts } = (await (await p.ask('analyst-bureau', 'GET', '/api/cases/drafts')).json()) as { drafts: Draft[] }
    expect(drafts).toMatchObject([{ id, source: 'question', opinion: 'bad' }])
  })
})
