import type { TestPlatform } from '../testing.ts'

/** A person of a list, as a table has them: name and number of the identity card. */
export type Listed = readonly [name: string, number: string]

/** A law office hands in its list by the API, as its form does; papers come to the counter. Gives the acceptance number. */
export const handInList = async (p: TestPlatform, people: readonly Listed[], who = 'zhao-qinghe'): Promise<string> => {
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await p.ask(who, method, `/api/applications${path}`, body)
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
    return answer.json()
  }
  const unit = { name: '云河清正律师事务所（演示）', uscc: '91150999MADEM00119', address: '云河市青禾街 8 号（演示）', handler: '赵清禾' }
  const facts = { unit: { ...unit, basis: 'lawyers-7' }, station: '159901' }
  const { application } = await ask('POST', '', { applicant: 'unit', purpose: 'employment', facts })
  const table = `姓名,证件号码,与单位关系\n${people.map(([name, number]) => `${name},${number},拟招录`).join('\n')}\n`
  const form = new FormData()
  form.set('file', new File([table], '名单.csv', { type: 'text/csv' }))
  const path = `/api/applications/${application.number}/people`
  const taken = await p.platform.server.request(path, { method: 'POST', headers: await p.as(who), body: form })
  if (!taken.ok) throw new Error(await taken.text())
  await ask('POST', `/${application.number}/submit`, { consent: true })
  return application.number
}

/** One act of an officer over the case as it is now. */
export const actOn = async (p: TestPlatform, who: string, number: string, act: string, facts: object = {}): Promise<void> => {
  const revision = (await p.platform.store.applications.find(number))?.revision
  const answer = await p.ask(who, 'POST', `/api/desk/cases/${number}/${act}`, { revision, ...facts })
  if (!answer.ok) throw new Error(`${act}: ${await answer.text()}`)
}
