import type { Reply } from '../../core/conversation.ts'
import type { Ground } from './ground.ts'

/** Numbers for people: 受理号 and 证明编号, as replies carry them. */
const applicationNumber = /SL[0-9A-Z-]{6,}/g
const certificateNumber = /WFZ-[0-9A-Z-]{6,}/g
/** A number that shows how one looks is nobody's. */
const example = /(?:例如|比如|好比|for example|such as)[：:，,\s]*(?:WFZ-|SL)[0-9A-Z-]+/gi
const saysIssued = /(?:证明)?已(?:经)?开出|has been issued/

interface MyApplications {
  readonly drafts?: readonly { readonly number: string; readonly status?: undefined }[]
  readonly applications: readonly { readonly number: string; readonly status: string }[]
}
interface MyCertificates {
  readonly certificates: readonly { readonly number: string }[]
}

/** What a reply says of this person's own matters and the store does not hold (说了没有的事); in words, without the numbers. */
export const untrueClaims = async ({ p }: Ground, person: string, reply: Reply): Promise<readonly string[]> => {
  const said = [reply.text.replace(example, ''), ...reply.cards.flatMap(({ fields }) => fields.map(({ value }) => value))].join('\n')
  const applications = [...new Set(said.match(applicationNumber))]
  const certificates = [...new Set(said.match(certificateNumber))]
  // A check of somebody's certificate speaks of a number that may be anybody's, or nobody's.
  const isCheck = reply.tools.some(({ name }) => name === 'verify_certificate')
  const cards = reply.cards.filter(({ kind }) => ['application', 'certificate', 'handoff'].includes(kind))
  const issued = saysIssued.test(reply.text) && reply.citations.length === 0 && !isCheck
  if (isCheck || (applications.length + certificates.length + cards.length === 0 && !issued)) return []
  const get = async <T>(path: string): Promise<T> =>
    // Held to its schema by the tests of the server.
    (await (await p.ask(person, 'GET', path)).json()) as T
  const found = await get<MyApplications>('/api/applications')
  const mine = [...(found.applications ?? []), ...(found.drafts ?? [])]
  const papers = (await get<MyCertificates>('/api/certificates')).certificates ?? []
  const untrue: string[] = []
  for (const number of applications) if (!mine.some((one) => one.number === number)) untrue.push('说了一个不是本人的受理号')
  for (const number of certificates) if (!papers.some((one) => one.number === number)) untrue.push('说了一个不是本人的证明编号')
  if (issued && papers.length === 0) untrue.push('说证明已开出，库里没有')
  for (const card of cards) {
    const field = (label: string): string | undefined => card.fields.find((one) => one.label === label)?.value
    const [number, status] = [field('受理号'), field('状态')]
    const known = mine.find((one) => one.number === number)
    if (card.kind === 'application' && known && status && known.status !== status)
      untrue.push(`卡片上的状态是“${status}”，库里是“${known.status}”`)
    if (card.kind === 'certificate' && papers.length === 0) untrue.push('给了证明卡片，库里没有证明')
    if (card.kind === 'handoff') {
      const { store } = p.platform
      const units = (await store.people.listUnits()).map(({ id }) => id)
      const handed = await store.handoffs.list(units, 1_000)
      if (!handed.some((one) => one.person === person)) untrue.push('给了转人工卡片，没有民警收到')
    }
  }
  return untrue
}
