import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handClock, openTestPlatform, type TestPlatform } from './testing.ts'

// The loop by the front door: an incident comes in, a task goes all the way. Texts and places are invented.

// biome-ignore lint/suspicious/noExplicitAny: bodies are read as a page reads them; each test says what it expects of them.
type Json = any

/** A platform with a clock in hand, and the words that tests speak in. */
const openLoop = async (url?: string) => {
  const clock = handClock('2026-11-18T02:00:00.000Z')
  const p: TestPlatform = await openTestPlatform({ clock: clock.now, ...(url ? { url } : {}) })
  const json = async (response: Response): Promise<Json> => response.json()
  const get = async (who: string, path: string): Promise<Json> => json(await p.ask(who, 'GET', path))
  const post = (who: string, path: string, body: unknown) => p.ask(who, 'POST', path, body)
  let serial = 0
  const incident = (text: string, more: object = {}) => {
    serial += 1
    return { source: '110', id: `JQ${serial}`, text, at: clock.now().toISOString(), place: `青禾街${serial}号`, ...more }
  }
  const takeAll = async (incidents: readonly object[], who = 'approver-bureau'): Promise<Json[]> =>
    (await json(await post(who, '/api/incidents', { incidents }))).outcomes
  /** Does one thing about a task at the revision that it has now. */
  const act = async (who: string, task: string, what: string, facts: object = {}) => {
    const { revision } = await get('approver-bureau', `/api/tasks/${task}`)
    return post(who, `/api/tasks/${task}/${what}`, { revision, ...facts })
  }
  return {
    p,
    clock,
    json,
    get,
    post,
    incident,
    takeAll,
    act,
    take: async (text: string, more: object = {}, who = 'officer-qinghe'): Promise<Json> =>
      (await json(await post(who, '/api/incidents', incident(text, more)))).outcomes[0],
    done: async (who: string, task: string, what: string, facts: object = {}): Promise<Json> => {
      const response = await act(who, task, what, facts)
      const body = await json(response)
      expect([what, response.status, body.code, body.detail]).toEqual([what, 200, undefined, undefined])
      return body
    },
    refused: async (who: string, task: string, what: string, facts: object = {}) => {
      const response = await act(who, task, what, facts)
      const { code, detail } = await json(response)
      return { status: response.status, code, detail }
    },
  }
}
type Loop = Awaited<ReturnType<typeof openLoop>>

const triage = {
  classes: ['D2'],
  matter: 'noise',
  demand: '要求对方夜里别放音响',
  basis: '治安管理处罚法第八十八条',
  proposal: '先劝阻、调解',
}
const handled = { measures: ['mediate', 'register'], note: '双方到警务室当面谈' }
const feedback = { how: 'phone', told: 'all_parties', text: '约定晚十点后不放音响' }
const satisfied = { how: 'phone', reached: true, satisfaction: 'satisfied', solved: true }

const noisy = '邻居半夜放音响太吵，要求处理'
const loan = '借给朋友三万块钱一直不还，要求还钱'
const knife = '媳妇说她丈夫喝多了拿菜刀要砍她，孩子还在屋里'

/** A task that goes as far as it is told, by one officer of 青禾. */
const walk = async ({ take, done }: Loop, steps: number, text = noisy, more: object = {}): Promise<string> => {
  const { task } = await take(text, more)
  const all: readonly [string, object][] = [
    ['receive', {}],
    ['triage', triage],
    ['handle', handled],
    ['feedback', feedback],
    ['follow-up', satisfied],
    ['close', { outcome: 'mediated', note: '双方和好' }],
  ]
  for (const [what, facts] of all.slice(0, steps)) await done('officer-qinghe', task, what, facts)
  return task
}

describe.each([
  ['SQLite', undefined],
  ['PGlite', 'pglite:'],
])('the loop on %s', { timeout: 120_000 }, (_name, url) => {
  let loop: Loop
  beforeAll(async () => {
    loop = await openLoop(url)
  }, 120_000)
  afterAll(() => loop.p[Symbol.asyncDispose]())

  it('goes from a call to its end, each step under a name', async () => {
    const { take, get, done, refused } = loop
    const { task, tier, classes, incident: id } = await take(noisy)
    expect([tier, classes[0]]).toEqual(['blue', 'D2'])
    const dispatched = await get('officer-qinghe', `/api/tasks/${task}`)
    expect(dispatched).toMatchObject({
      state: 'dispatched',
      unit: { id: '159901' },
      matter: { id: 'noise', side: 'positive' },
      claimedBy: null,
    })
    expect(dispatched.may).toEqual(expect.arrayContaining(['receive', 'return', 'escalate', 'upgrade']))
    expect(dispatched.may).not.toContain('close')
    expect(await done('officer-qinghe', task, 'receive')).toMatchObject({
      state: 'received',
      claimedBy: { id: 'officer-qinghe', name: '高守信' },
    })
    await done('officer-qinghe', task, 'triage', triage)
    await done('officer-qinghe', task, 'handle', handled)
    expect(await refused('officer-qinghe', task, 'close', { outcome: 'mediated', note: '已经调解好' })).toMatchObject({ status: 409 })
    await done('officer-qinghe', task, 'feedback', feedback)
    expect(await refused('officer-qinghe', task, 'close', { outcome: 'mediated', note: '已经调解好' })).toMatchObject({
      code: 'task_step_refused',
      detail: expect.stringContaining('还没有回访'),
    })
    await done('officer-qinghe', task, 'follow-up', satisfied)
    const closed = await done('officer-qinghe', task, 'close', { outcome: 'mediated', note: '双方和好' })
    expect(closed).toMatchObject({ state: 'closed', outcome: 'mediated', satisfaction: 'satisfied', isOverdue: false })
    expect(closed.history.map(({ event }: { event: string }) => event)).toEqual([
      ...['dispatch', 'receive', 'triage', 'handle', 'feedback', 'follow_up', 'close'],
    ])
    expect(closed.history[0].by).toBeNull()
    expect(closed.history[2]).toMatchObject({
      by: { name: '高守信' },
      unit: { id: '159901' },
      content: { demand: triage.demand, basis: triage.basis },
    })
    const read = await get('officer-qinghe', `/api/incidents/${id}`)
    expect(read).toMatchObject({ text: noisy, task: { id: task, state: 'closed' }, chain: [{ id }] })
    for (const { word, at } of read.reasons) expect(read.text.slice(at, at + word.length)).toBe(word)
  })

  it('tells at once what to do about a red one, and puts it before the head of the unit', async () => {
    const { take, get, p, clock } = loop
    const { task, tier, advice } = await take(knife)
    expect(tier).toBe('red')
    expect(advice).toEqual(expect.arrayContaining([expect.stringContaining('立即派警'), expect.stringContaining('刀具')]))
    // Several processes watch; one of them puts it up.
    const watched = await Promise.all([1, 2, 3].map(() => p.platform.loop.watch()))
    expect(watched.reduce((sum, { escalated }) => sum + escalated, 0)).toBe(1)
    expect(await get('officer-qinghe', `/api/tasks/${task}`)).toMatchObject({
      level: 1,
      escalatedTo: { id: 'approver-qinghe', name: '田克己' },
    })
    clock.advance(6 * 60_000)
    await p.platform.loop.watch()
    const late = await get('officer-qinghe', `/api/tasks/${task}`)
    expect(late).toMatchObject({ level: 2, escalatedTo: { id: 'approver-qinghe-banner' }, state: 'dispatched', isOverdue: true })
    expect((await get('approver-qinghe-banner', '/api/tasks?escalated=true')).tasks.map(({ id }: Json) => id)).toEqual([task])
    clock.advance(25 * 3_600_000)
    await p.platform.loop.watch()
    const top = await get('officer-qinghe', `/api/tasks/${task}`)
    expect(top).toMatchObject({ level: 3, escalatedTo: { id: 'approver-bureau' }, state: 'dispatched', outcome: null })
    // Each of them was told, once, and not of what it is.
    for (const superior of ['approver-qinghe', 'approver-qinghe-banner', 'approver-bureau']) {
      const { notices } = await get(superior, '/api/me/notices')
      expect(notices).toMatchObject([{ kind: 'task_raised', target: top.number }])
      expect(JSON.stringify(notices)).not.toContain('刀')
    }
    for (let days = 0; days < 5; days += 1) {
      clock.advance(25 * 3_600_000)
      await p.platform.loop.watch()
    }
    expect((await get('officer-qinghe', `/api/tasks/${task}`)).state).toBe('dispatched')
  })

  it('is another unit’s nothing: 404, on every door', async () => {
    const { take, get, post, p } = loop
    const { task, incident: id } = await take(noisy)
    const { revision } = await get('officer-qinghe', `/api/tasks/${task}`)
    for (const who of ['officer-beihe', 'approver-shiqiao-banner', 'liaison-labour', 'officer-ankang']) {
      for (const path of [`/api/tasks/${task}`, `/api/incidents/${id}`, `/api/tasks/${task}/attachments/x`])
        expect([who, path, (await p.ask(who, 'GET', path)).status]).toEqual([who, path, 404])
      for (const [what, facts] of [
        ['receive', {}],
        ['escalate', { reason: '需要协调' }],
        ['reopen', { reason: '又有新情况' }],
      ] as const)
        expect([who, what, (await post(who, `/api/tasks/${task}/${what}`, { revision, ...facts })).status]).toEqual([who, what, 404])
      expect((await get(who, '/api/tasks')).tasks.map((one: Json) => one.id)).not.toContain(task)
      expect((await get(who, '/api/incidents')).incidents.map((one: Json) => one.id)).not.toContain(id)
    }
    expect((await p.ask('officer-beihe', 'GET', '/api/tasks?unit=159901')).status).toBe(404)
    for (const who of ['approver-qinghe', 'officer-qinghe-banner', 'analyst-bureau'])
      expect((await get(who, `/api/tasks/${task}`)).id).toBe(task)
    for (const [who, status] of [
      ['zhao-qinghe', 403],
      ['auditor-bureau', 403],
      [undefined, 401],
    ] as const)
      for (const path of [
        '/api/tasks',
        `/api/tasks/${task}`,
        '/api/tasks/summary',
        `/api/incidents/${id}`,
        '/api/disputes/work?from=2026-11-01&to=2026-11-30',
      ])
        expect([who, path, (await p.ask(who, 'GET', path)).status]).toEqual([who, path, status])
  })

  it('is claimed by one of two, and worked on by that one', async () => {
    const { get, post, done, refused } = loop
    const task = await walk(loop, 1)
    await done('officer-qinghe', task, 'release')
    const { revision } = await get('officer-qinghe', `/api/tasks/${task}`)
    const answers = await Promise.all(
      ['officer-qinghe', 'officer-qinghe-2', 'reviewer-qinghe'].map((who) => post(who, `/api/tasks/${task}/claim`, { revision })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
    const { claimedBy, history } = await get('officer-qinghe', `/api/tasks/${task}`)
    expect(history.filter(({ event }: Json) => event === 'claim')).toHaveLength(1)
    const other = ['officer-qinghe', 'officer-qinghe-2'].find((who) => who !== claimedBy.id) ?? ''
    expect(await refused(other, task, 'claim')).toMatchObject({ code: 'task_claimed' })
    expect(await refused(other, task, 'triage', triage)).toMatchObject({
      code: 'task_step_refused',
      detail: expect.stringContaining('请先认领'),
    })
    expect((await post(claimedBy.id, `/api/tasks/${task}/triage`, { revision, ...triage })).status).toBe(409)
  })

  it('goes back with the reason why it is not ours, and is sent on by a superior', async () => {
    const { take, get, done, refused, p } = loop
    const { task } = await take(noisy)
    expect(await refused('officer-qinghe', task, 'return', { reason: '不' })).toMatchObject({ status: 400 })
    await done('officer-qinghe', task, 'return', { reason: '地址在北河派出所辖区', suggests: '159903' })
    expect(await refused('officer-qinghe', task, 'receive')).toMatchObject({ code: 'task_step_refused' })
    expect(await refused('officer-qinghe', task, 'dispatch', { unit: '159903' })).toMatchObject({ status: 409 })
    expect(await refused('approver-qinghe-banner', task, 'dispatch', { unit: '159902' })).toMatchObject({ status: 404 })
    expect(await refused('approver-qinghe-banner', task, 'dispatch', { unit: '159900-labour' })).toMatchObject({ status: 404 })
    const sent = await done('approver-qinghe-banner', task, 'dispatch', { unit: '159903' })
    expect(sent).toMatchObject({ state: 'dispatched', unit: { id: '159903' }, returns: 1, claimedBy: null })
    expect((await p.ask('officer-qinghe', 'GET', `/api/tasks/${task}`)).status).toBe(404)
    expect((await get('officer-beihe', `/api/tasks/${task}`)).may).toContain('receive')
  })

  it('is sent down to the community by a lead, whose officers then work on it', async () => {
    const { take, done, refused } = loop
    const { task } = await take(noisy, { place: '安康小区7号楼' })
    expect(await refused('officer-qinghe', task, 'dispatch', { unit: '159901001' })).toMatchObject({ status: 409 })
    expect(await done('approver-qinghe', task, 'dispatch', { unit: '159901001' })).toMatchObject({
      unit: { id: '159901001' },
      state: 'dispatched',
    })
    expect(await refused('officer-qinghe', task, 'receive')).toMatchObject({ code: 'task_step_refused' })
    expect(await done('officer-ankang', task, 'receive')).toMatchObject({ claimedBy: { id: 'officer-ankang' } })
  })

  it('calls a department, which answers the call and sees no more; unanswered, supervision knows', async () => {
    const { get, post, done, p, clock } = loop
    const { task } = await loop.take('工地拖欠工资，老板跑了，要求讨要工资')
    await done('officer-qinghe', task, 'receive')
    const called = await done('officer-qinghe', task, 'call', {
      department: '159900-labour',
      question: '请到工地核实欠薪',
      within_hours: 2,
    })
    const [call] = called.calls
    expect((await get('liaison-labour', '/api/tasks/calls')).calls).toMatchObject([
      { id: call.id, question: '请到工地核实欠薪', number: called.number },
    ])
    expect((await get('liaison-justice', '/api/tasks/calls')).calls).toEqual([])
    clock.advance(2 * 3_600_000 + 1)
    expect((await p.platform.loop.watch()).lateCalls).toBe(1)
    expect((await p.platform.loop.watch()).lateCalls).toBe(0)
    const late = await get('officer-qinghe', `/api/tasks/${task}`)
    expect(late.calls).toMatchObject([{ isLate: true, state: 'open' }])
    expect(late.history.at(-1)).toMatchObject({ event: 'call_late', by: null })
    const reply = { call: call.id, attended: true, answer: '已责令三日内支付' }
    expect((await post('liaison-justice', `/api/tasks/${task}/answer`, reply)).status).toBe(404)
    const answered = await post('liaison-labour', `/api/tasks/${task}/answer`, reply)
    expect([answered.status, await loop.json(answered)]).toMatchObject([
      200,
      { state: 'answered', attended: true, answer: '已责令三日内支付' },
    ])
    expect((await post('liaison-labour', `/api/tasks/${task}/answer`, reply)).status).toBe(409)
    expect((await p.ask('liaison-labour', 'GET', `/api/tasks/${task}`)).status).toBe(404)
    expect((await get('liaison-labour', '/api/tasks')).tasks).toEqual([])
    expect(JSON.stringify(await get('liaison-labour', '/api/tasks/calls?state=all'))).not.toContain('老板跑了')
  })

  it('says whose a matter is that is not a station’s', async () => {
    const { take, done, act, json } = loop
    const { task } = await take(loan)
    await done('officer-qinghe', task, 'receive')
    const triaged = await done('officer-qinghe', task, 'triage', { ...triage, classes: ['D3'], matter: 'loan', demand: '还钱' })
    expect(triaged.matter).toMatchObject({
      side: 'negative',
      addressees: expect.arrayContaining([{ id: '159900-court', name: '云河市人民法院诉讼服务中心' }]),
    })
    const wrong = await json(await act('officer-qinghe', task, 'handle', { measures: ['investigate'], note: '调查债务' }))
    expect(wrong).toMatchObject({
      status: 422,
      code: 'not_station_matter',
      addressees: expect.arrayContaining([expect.objectContaining({ id: '159900-court' })]),
    })
    expect(wrong.first).toHaveLength(4)
    expect(
      await done('officer-qinghe', task, 'handle', { measures: ['register', 'explain_ways', 'hand_over'], note: '已告知起诉' }),
    ).toMatchObject({ state: 'handling' })
  })

  it('is opened again by parties who are not content, and asks for a visit when nobody is reached', async () => {
    const { get, done, p, clock } = loop
    const task = await walk(loop, 4)
    expect(await done('officer-qinghe', task, 'follow-up', { how: 'phone', reached: true, satisfaction: 'unsatisfied' })).toMatchObject({
      state: 'handling',
      reopenings: 1,
    })
    const silent = await walk(loop, 4)
    clock.advance(12 * 3_600_000)
    expect((await p.platform.loop.watch()).visits).toBe(1)
    expect(await get('officer-qinghe', `/api/tasks/${silent}`)).toMatchObject({ needsVisit: true, state: 'fed_back' })
  })

  it('has an urgent one checked by somebody else before it is closed', async () => {
    const { take, done, refused } = loop
    const { task } = await take(knife)
    for (const [what, facts] of [
      ['receive', {}],
      ['triage', { ...triage, classes: ['D1'], matter: 'family_violence' }],
      ['handle', handled],
      ['feedback', feedback],
      ['follow-up', satisfied],
    ] as const)
      await done('reviewer-qinghe', task, what, facts)
    expect(await refused('reviewer-qinghe', task, 'close', { outcome: 'rescued', note: '已安置' })).toMatchObject({
      detail: expect.stringContaining('核查'),
    })
    expect(await refused('reviewer-qinghe', task, 'supervise', { passes: true, note: '我看可以' })).toMatchObject({
      detail: expect.stringContaining('别人'),
    })
    expect(await refused('officer-qinghe', task, 'downgrade', { tier: 'blue', because: 'other', reason: '已经没有危险' })).toMatchObject({
      status: 409,
    })
    expect(
      await done('approver-qinghe', task, 'downgrade', { tier: 'orange', because: 'checked_on_site', reason: '已经没有危险' }),
    ).toMatchObject({ tier: 'orange' })
    await done('approver-qinghe', task, 'supervise', { passes: true, note: '处置得当' })
    expect(await done('reviewer-qinghe', task, 'close', { outcome: 'rescued', note: '已安置' })).toMatchObject({ state: 'closed' })
  })

  it('keeps files by what they are, encrypted, and gives them back to whoever sees the task', async () => {
    const { get, p } = loop
    const task = await walk(loop, 1)
    const upload = async (who: string, name: string, bytes: Uint8Array) => {
      const form = new FormData()
      form.set('file', new File([Uint8Array.from(bytes)], name))
      return p.platform.server.request(`/api/tasks/${task}/attachments`, { method: 'POST', headers: await p.as(who), body: form })
    }
    const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('very secret picture')])
    const added = await upload('officer-qinghe', '../现场照片.exe', png)
    expect(added.status).toBe(201)
    const file = await loop.json(added)
    expect(file).toMatchObject({ name: '现场照片.exe', type: 'image/png', bytes: png.length, by: { name: '高守信' } })
    const got = await p.ask('approver-qinghe', 'GET', `/api/tasks/${task}/attachments/${file.id}`)
    expect(Buffer.from(await got.arrayBuffer())).toEqual(png)
    expect([got.headers.get('content-type'), got.headers.get('content-disposition')]).toEqual([
      'image/png',
      expect.stringMatching(/^attachment/),
    ])
    expect((await upload('officer-qinghe', 'a.png', Buffer.from('<html><script>'))).status).toBe(415)
    expect((await upload('officer-qinghe', 'a.png', Buffer.alloc(0))).status).toBe(400)
    expect((await upload('officer-beihe', 'a.png', png)).status).toBe(404)
    expect((await upload('officer-qinghe', 'big.png', Buffer.concat([png, Buffer.alloc(10 * 1_048_576)]))).status).toBe(413)
    expect((await get('officer-qinghe', `/api/tasks/${task}`)).attachments).toHaveLength(1)
  })

  it('writes every act down under a name, with the task and without a word of what was said', async () => {
    const task = await walk(loop, 6)
    const { number } = await loop.get('officer-qinghe', `/api/tasks/${task}`)
    const rows = (await loop.p.platform.store.audit.list({ afterSeq: 0, limit: 5_000 })).filter(({ target }) => target === number)
    const acts = rows.filter(({ action }) => action !== 'read_task')
    expect(acts.map(({ action, actor }) => [action, actor])).toEqual(
      ['receive_task', 'triage_task', 'handle_task', 'feedback_task', 'follow_up_task', 'close_task'].map((action) => [
        action,
        'officer-qinghe',
      ]),
    )
    // Whoever reads whole texts is written down too.
    expect(rows.some(({ action, actor }) => action === 'read_task' && actor === 'approver-bureau')).toBe(true)
    expect(JSON.stringify(rows)).not.toMatch(/音响|青禾街|当面谈|和好/)
    expect(loop.p.logs.join('')).not.toMatch(/音响|菜刀|当面谈|借给朋友/)
  })
})
