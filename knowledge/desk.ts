import { stringify } from 'yaml'
import { BadInputError, NotFoundError } from '../core/errors.ts'
import { uuidv7 } from '../core/ids.ts'
import type { ReviewedAnswer } from '../core/knowledge.ts'
import type { AskedQuestion, StoredClause } from '../core/knowledge-store.ts'
import type { KnowledgeDesk, QuestionView, ShownClause, UploadResult } from '../core/library.ts'
import type { Officer } from '../core/people.ts'
import type { Records, Store } from '../core/ports.ts'
import { addYears, type Clock, shanghaiDate } from '../core/time.ts'
import { overviewOf } from './overview.ts'
import { forceOn, openShelves, type Shelved } from './shelf.ts'
import { NothingToKeepError } from './structure/draft.ts'
import type { Upload } from './upload.ts'
import { rollback } from './versions.ts'

/** What the desk stands on. */
export interface DeskGround {
  readonly store: Store
  readonly clock: Clock
  /** Reads a file and brings its documents in, with the audit entry in the same transaction. */
  readonly upload: (upload: Upload) => Promise<UploadResult>
  /** Replaces personal values; questions come masked, and are masked again before they become a case. */
  readonly mask: (text: string) => string
}

/** `<document>@<version>#<anchor>`, as passages are named. */
const passageId = /^(.+)@([^@#]*)#([^#]+)$/

/** Finds the clause that a passage id names; a document that is gone, or an id from elsewhere, finds nothing. */
export const clauseFinder = (records: Pick<Records, 'knowledge'>, shelves: ReadonlyMap<string, Shelved>) => {
  const kept = new Map<string, Promise<{ shelved: Shelved; label: string; clause: StoredClause } | undefined>>()
  const look = async (id: string) => {
    const [, document = '', label = '', anchor = ''] = passageId.exec(id) ?? []
    const shelved = shelves.get(document)
    const version = shelved?.spans.find((span) => span.version.label === label)?.version
    const clause = version && (await records.knowledge.findClause(version.key, anchor))
    return shelved && clause ? { shelved, label, clause } : undefined
  }
  return (id: string) => {
    const known = kept.get(id) ?? look(id)
    kept.set(id, known)
    return known
  }
}

/** A shown clause in words for people. */
export const shownBy =
  (find: ReturnType<typeof clauseFinder>) =>
  async (id: string): Promise<ShownClause> => {
    const found = await find(id)
    if (!found) return { id, document: undefined, article: undefined, href: undefined }
    const { shelved, label, clause } = found
    const href = `/policies/${encodeURIComponent(shelved.document.id)}?v=${encodeURIComponent(label)}#${clause.anchor}`
    return { id, document: shelved.document.shortTitle, article: clause.article, href }
  }

const officerDid = (by: Officer, action: string, target: string, detail: Readonly<Record<string, unknown>> = {}) => ({
  ...{ actor: by.id, actorKind: 'officer' as const, action, target, isOk: true, detail },
})

const bad = (what: string, hint: string): BadInputError => new BadInputError({ what, hint })

const refused = (name: string, why: string): BadInputError =>
  bad('upload', why.includes(name) ? why : `“${name}”没有收进来：${why}。请改好以后再导入。`)

/** What is wrong in the file, where whoever brought it can mend that; anything else as it is. */
const fileFault = (name: string, cause: unknown): unknown => {
  if (cause instanceof NothingToKeepError) return refused(name, cause.message)
  const isFrontMatter = cause instanceof Error && (cause.name === 'YAMLParseError' || cause.message.startsWith('front matter'))
  return isFrontMatter ? refused(name, `开头两行 --- 之间的说明写得不对（${cause.message.split('\n')[0]}）`) : cause
}

/** Opens the desk of those who look after knowledge (知识管理). Who may come here is the door's to say. */
export const openDesk = ({ store, clock, upload, mask }: DeskGround): KnowledgeDesk => {
  const shelves = openShelves(store.knowledge)
  const today = () => shanghaiDate(clock())
  const finder = async () => clauseFinder(store, await shelves())
  const question = async (id: string): Promise<AskedQuestion> => {
    const found = await store.knowledge.findQuestion(id)
    if (!found) throw new NotFoundError({ what: 'question' })
    return found
  }

  return {
    async upload({ name, bytes }, { topic, audience }, by) {
      const result = await upload({ name, bytes, topic, audience, by: by.id }).catch((cause: unknown) => {
        throw fileFault(name, cause)
      })
      const [first] = result.broken
      if (first && result.landed.length === 0 && result.unchanged === 0) throw refused(name, first.why)
      return result
    },

    async rollBack(id, by) {
      if (!(await shelves()).has(id)) throw new NotFoundError({ what: 'document' })
      const { withdrawn, restored } = await rollback(store, id, { by: by.id, clock })
      return { withdrawn: withdrawn.label, restored: restored.map(({ label }) => label) }
    },

    async questions(options) {
      const [found, find] = [await store.knowledge.questions(options), await finder()]
      const show = shownBy(find)
      return Promise.all(
        found.map(async ({ clauses, ...rest }): Promise<QuestionView> => ({ ...rest, shown: await Promise.all(clauses.map(show)) })),
      )
    },

    async judge(id, { verdict, note }, by) {
      await question(id)
      await store.transaction(async (records) => {
        await records.knowledge.judgeQuestion(id, { verdict, by: by.name, note: note && mask(note) })
        await records.audit.append(officerDid(by, 'judge_question', id, { verdict }), clock())
      })
    },

    async caseOf(id) {
      const { text, isSupported, clauses, verdict, agent, note } = await question(id)
      const show = shownBy(await finder())
      const [best] = await Promise.all(clauses.slice(0, 1).map(show))
      const isAnswered = isSupported && verdict !== 'wrong'
      const says = mask(text)
      const step = {
        says,
        ...(agent ? { agent } : {}),
        calls: 'search_policy',
        ...(isAnswered && best?.document ? { cites: `${best.document} ${best.article ?? ''}`.trim() } : {}),
        ends: isAnswered ? 'answered' : 'unanswered',
      }
      const yaml = stringify([{ title: `提问：${says.slice(0, 30)}`, visit: [step] }], { lineWidth: 0 })
      // What was found wrong is known, what would be right is not: a person has to write it.
      const ready = verdict === 'wrong' ? `# 这次答错了：请把 ends 改成应有的结果，并补上 cites（应引用的条文）。\n${yaml}` : yaml
      // It waits with the opinions of people until somebody decides.
      await store.caseDrafts.save({
        ...{ id, at: clock(), agent, source: 'question', opinion: isAnswered ? 'good' : 'bad', yaml: ready, note: note && mask(note) },
        ...{ state: 'open', decidedBy: undefined },
      })
      return ready
    },

    async answers() {
      const on = today()
      const all = await store.knowledge.answers()
      return all.map((answer) => ({ ...answer, isExpired: answer.expires < on })).sort((a, b) => a.expires.localeCompare(b.expires))
    },

    async saveAnswer(draft, by): Promise<ReviewedAnswer> {
      const on = today()
      if (draft.expires < on) throw bad('expiry', '有效期已经过了，请选今天或以后的日期。')
      if (draft.expires > addYears(on, 1)) throw bad('expiry', '有效期最长一年，到期后请重新审定。')
      const find = await finder()
      for (const id of draft.clauses) {
        const found = await find(id)
        const span = found?.shelved.spans.find(({ version }) => version.label === found.label)
        if (!found || !span) throw bad('clause', `没有找到“${id}”这一条，请从提问里带出的条文中选，或写成“文件编号@版本#条”。`)
        const force = forceOn(span, on)
        const name = `《${found.shelved.document.shortTitle}》${found.clause.article}`
        if (force !== 'in_force' && force !== 'undated') throw bad('clause', `${name}的这个版本现在不是有效文本，不能作为依据。`)
        if (draft.audience === 'public' && found.shelved.document.audience === 'internal')
          throw bad('clause', `${name}是内部文件，不能作为对外答复的依据。`)
      }
      const answer: ReviewedAnswer = {
        ...draft,
        id: uuidv7(clock()),
        questions: draft.questions.map(mask),
        reviewer: by.name,
        reviewedAt: on,
      }
      await store.transaction(async (records) => {
        await records.knowledge.saveAnswer(answer)
        await records.audit.append(officerDid(by, 'save_answer', answer.id, { clauses: answer.clauses, expires: answer.expires }), clock())
      })
      return answer
    },

    async removeAnswer(id, by) {
      await store.transaction(async (records) => {
        // Alone with the answers from here on: two who remove the same one write one entry.
        await records.knowledge.raiseRevision()
        if (!(await records.knowledge.answers()).some((answer) => answer.id === id)) throw new NotFoundError({ what: 'answer' })
        await records.knowledge.removeAnswer(id)
        await records.audit.append(officerDid(by, 'remove_answer', id), clock())
      })
    },

    overview: async (days) => {
      const known = await shelves()
      return overviewOf({ store, shelves: known, show: shownBy(clauseFinder(store, known)), now: clock(), days })
    },
  }
}
