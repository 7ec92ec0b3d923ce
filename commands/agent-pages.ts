import type { AgentStudio, PageDifference, PageDraft, PageOrigin, PagePlace } from '../core/agent-studio.ts'
import { nearest } from '../core/nearest.ts'
import type { Officer } from '../core/people.ts'
import { type Command, say, settingsOf, UsageError } from './command.ts'
import { studioPerson } from './studio-person.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

const textOf = (values: Values, name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined)

/** The libraries of the whole platform are loaded only here: a small command need not wait for them. */
const withStudio = async <T>(values: Values, work: (studio: AgentStudio, person: () => Promise<Officer>) => Promise<T>): Promise<T> => {
  const [{ readConfig }, { openPlatform }] = await Promise.all([import('../config.ts'), import('../platform.ts')])
  const platform = await openPlatform(readConfig({ ...settingsOf(values), LOG_LEVEL: 'error' }))
  try {
    return await work(platform.studio.desk, () => studioPerson(platform.store, values.by))
  } finally {
    await platform.close()
  }
}

/** Tries a draft and publishes it where it does no worse. Gives back what to tell, and whether it serves now. */
export const tryAndPublish = async (
  studio: AgentStudio,
  draft: PageDraft,
  facts: { readonly why: string; readonly origin: PageOrigin; readonly source?: string },
  by: Officer,
): Promise<{ readonly isServing: boolean; readonly lines: readonly string[] }> => {
  const { why, ...from } = facts
  const { done } = await studio.propose(draft.id, { revision: draft.revision, why }, by)
  const tried = await done
  const { proposal } = tried
  if (!proposal) return { isServing: false, lines: [`✗ ${draft.agent}: ${tried.stopped ?? 'the trial came to no end'}`] }
  const { cases } = proposal.trial
  const held = `${cases.filter(({ after }) => after).length} of ${cases.length} cases`
  const bad = [...proposal.barred, ...proposal.worse].map((line) => `    ${line}`)
  if (proposal.barred.length > 0) return { isServing: false, lines: [`✗ ${draft.agent}: ${held}; nobody can sign for it`, ...bad] }
  if (proposal.worse.length > 0) {
    const asks = `    draft ${draft.id} waits for another analyst or administrator (studio, or 待我审批) until ${tried.approval?.expiresAt ?? '…'}`
    return { isServing: false, lines: [`✗ ${draft.agent}: ${held}; it does worse than what serves`, ...bad, asks] }
  }
  const { number, version } = await studio.publish(draft.id, { seal: proposal.seal, ...from }, by)
  return { isServing: true, lines: [`${draft.agent}: ${held}; release ${number}, version ${version}, serves`] }
}

const placeOf = (text: string): PagePlace => {
  if (text === 'service' || text === 'file' || text === 'empty') return { kind: text }
  if (/^\d{1,9}$/.test(text)) return { kind: 'release', number: Number(text) }
  throw new UsageError(`"${text}" is none of service, file, empty, or the number of a release`)
}

/** Says what there is where an agent or a release is none. */
const demandThere = async (studio: AgentStudio, id: string, places: readonly PagePlace[] = []): Promise<void> => {
  const { agents, broken, unpublished } = await studio.overview()
  const known = [...agents.map(({ id: agent }) => agent), ...broken.map(({ agent }) => agent), ...unpublished]
  const near = nearest(id, known)
  if (!known.includes(id)) throw new UsageError(`there is no agent "${id}"${near ? `; did you mean ${near}?` : ';'} agent list shows all`)
  const { releases } = await studio.page(id)
  const numbers = releases.map(({ number }) => number)
  for (const place of places)
    if (place.kind === 'release' && !numbers.includes(place.number))
      throw new UsageError(
        `${id} has no release ${place.number}; there ${numbers.length === 0 ? 'are none yet' : `are ${numbers.join(', ')}`}`,
      )
}

const beginAndTry = async (
  studio: AgentStudio,
  agent: string,
  from: PagePlace,
  facts: { why: string; origin: PageOrigin },
  by: Officer,
) => {
  const draft = await studio.begin({ agent, title: facts.why.slice(0, 80), from }, by)
  try {
    return await tryAndPublish(studio, draft, facts, by)
  } catch (cause) {
    // A page that cannot be read, or is as it serves, leaves no draft behind.
    await studio.drop(draft.id, by)
    throw cause
  }
}

/** Publishes pages from their files. */
export const agentPublish: Command = {
  usage: 'agent publish ID… | --changed  --by PERSON --why TEXT',
  example: 'node main.ts agent publish dog-license --by analyst-bureau --why 补了遛狗的说法',
  options: { by: { type: 'string' }, why: { type: 'string' }, changed: { type: 'boolean' } },
  async run({ values, args }) {
    const why = textOf(values, 'why')
    if (!why || why.trim().length < 2) throw new UsageError('--why TEXT says what changes, and why, in two characters or more')
    if ((args.length === 0) !== (values.changed === true))
      throw new UsageError('name the agents, or say --changed for all whose file is other')
    return withStudio(values, async (studio, person) => {
      const by = await person()
      const changed = async () => {
        const { agents, unpublished } = await studio.overview()
        return [...agents.filter(({ isFileOther }) => isFileOther).map(({ id }) => id), ...unpublished]
      }
      const ids = args.length > 0 ? args : await changed()
      for (const id of ids) await demandThere(studio, id)
      let isAll = true
      for (const id of ids) {
        const { isServing, lines } = await beginAndTry(studio, id, { kind: 'file' }, { why, origin: 'files' }, by)
        for (const line of lines) say(line)
        isAll &&= isServing
      }
      if (ids.length === 0) say('every file is as it serves')
      return isAll ? 0 : 1
    })
  },
}

/** Brings an earlier release back, by the same gate. */
export const agentRestore: Command = {
  usage: 'agent restore ID --to RELEASE --by PERSON --why TEXT',
  example: 'node main.ts agent restore dog-license --to 12 --by analyst-bureau --why 新写法答非所问',
  options: { by: { type: 'string' }, why: { type: 'string' }, to: { type: 'string' } },
  async run({ values, args }) {
    const [id, why, to] = [args[0], textOf(values, 'why'), textOf(values, 'to')]
    if (!id || args.length > 1) throw new UsageError('agent restore takes one agent')
    if (!why || why.trim().length < 2) throw new UsageError('--why TEXT says why it goes back, in two characters or more')
    if (!to || !/^\d{1,9}$/.test(to)) throw new UsageError('--to takes the number of a release; agent list ID shows them')
    return withStudio(values, async (studio, person) => {
      await demandThere(studio, id, [placeOf(to)])
      const { isServing, lines } = await beginAndTry(studio, id, placeOf(to), { why, origin: 'restore' }, await person())
      for (const line of lines) say(line)
      return isServing ? 0 : 1
    })
  },
}

/** What serves, or one agent's releases. */
export const agentList: Command = {
  usage: 'agent list [ID] [--json]',
  example: 'node main.ts agent list dog-license',
  async run({ values, args }) {
    return withStudio(values, async (studio) => {
      const id = args[0]
      if (id) {
        await demandThere(studio, id)
        const { inService, file, releases, drafts } = await studio.page(id)
        if (values.json)
          say(
            JSON.stringify({
              id,
              version: inService?.version ?? null,
              file: file?.version ?? null,
              releases: releases.map(({ proposal, cases: _, ...one }) => ({ ...one, worse: proposal?.worse ?? [] })),
              drafts: drafts.map(({ id: draft, state, title }) => ({ id: draft, state, title })),
            }),
          )
        else {
          say(
            `${id}  serves ${inService?.version ?? 'nothing'}${file && file.version !== inService?.version ? `, its file is ${file.version}` : ''}`,
          )
          for (const { number, version, at, byName, why, origin, signature } of releases)
            say(
              `  ${String(number).padStart(5)}  ${version}  ${at.toISOString().slice(0, 16)}  ${byName}  ${origin}  ${why}${signature ? `  (signed: ${signature.byName})` : ''}`,
            )
          for (const draft of drafts) say(`  draft ${draft.id}  ${draft.state}  ${draft.changedByName}  ${draft.title}`)
        }
        return 0
      }
      const { agents, broken, unpublished } = await studio.overview()
      if (values.json)
        say(
          JSON.stringify({
            agents: agents.map(({ release, ...one }) => ({ ...one, release: release?.number ?? null })),
            broken,
            unpublished,
          }),
        )
      else {
        for (const { id: agent, name, version, release, isFileOther } of agents)
          say(
            `${agent.padEnd(24)} ${version}  ${release ? `release ${release.number}` : 'file'}${isFileOther ? '  file is other' : ''}  ${name}`,
          )
        for (const agent of unpublished) say(`${agent.padEnd(24)} a file alone: nothing serves until it is published`)
        for (const { agent, line, why } of broken) say(`✗ ${agent} line ${line}: ${why}`)
      }
      return 0
    })
  },
}

const linesOf = (file: string, changes: PageDifference['page']): readonly string[] =>
  changes.every(({ kind }) => kind === 'same')
    ? []
    : [
        `--- ${file}`,
        ...changes.flatMap(({ kind, lines, at }) =>
          kind === 'same' ? [`@@ ${at}`] : lines.map((line) => `${kind === 'added' ? '+' : '-'} ${line}`),
        ),
      ]

/** Two texts of an agent line by line. */
export const agentDiff: Command = {
  usage: 'agent diff ID [--from service|file|RELEASE] [--to service|file|RELEASE]',
  example: 'node main.ts agent diff dog-license --from 12 --to file',
  options: { from: { type: 'string' }, to: { type: 'string' } },
  async run({ values, args }) {
    const id = args[0]
    if (!id) throw new UsageError('agent diff takes an agent')
    const [from, to] = [placeOf(textOf(values, 'from') ?? 'service'), placeOf(textOf(values, 'to') ?? 'file')]
    return withStudio(values, async (studio) => {
      await demandThere(studio, id, [from, to])
      const { page, cases } = await studio.difference(id, from, to)
      if (values.json) say(JSON.stringify({ page, cases }))
      else {
        const lines = [...linesOf('agent.md', page), ...linesOf('cases.yaml', cases)]
        for (const line of lines.length > 0 ? lines : ['no difference']) say(line)
      }
      return 0
    })
  },
}
