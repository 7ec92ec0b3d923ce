import type { z } from '@hono/zod-openapi'
import type { Found, Passage, ReviewedAnswer } from '../core/knowledge.ts'
import type {
  ClauseChange,
  ClauseView,
  Comparison,
  DocumentConcern,
  DocumentView,
  LandedView,
  OpenDocument,
  Overview,
  QuestionView,
  ShownClause,
  UploadResult,
  VersionView,
} from '../core/library.ts'
import type {
  KnowledgeOverview,
  KnowledgeQuestion,
  KnowledgeUpload,
  PolicyComparison,
  PolicyDocument,
  PolicyFound,
  PolicyText,
  ReviewedAnswerView,
} from './knowledge-schemas.ts'

// What is undefined inside is null outside: a field that is always there is one that a program can count on.

const versionJson = ({ promulgated, effective, until, review, ingestedAt, ...rest }: VersionView) => ({
  ...rest,
  promulgated: promulgated ?? null,
  effective: effective ?? null,
  until: until ?? null,
  review: review ? { by: review.by, at: review.at, expires: review.expires ?? null } : null,
  ingestedAt: ingestedAt.toISOString(),
})

/** A document with its versions. */
export const documentJson = ({ issuer, number, current, versions, ...rest }: DocumentView): z.output<typeof PolicyDocument> => ({
  ...rest,
  issuer: issuer ?? null,
  number: number ?? null,
  current: current ?? null,
  versions: versions.map(versionJson),
})

const clauseJson = ({ anchor, article, path, text }: ClauseView) => ({ anchor, article, path, text })

/** A document open at one version. */
export const openJson = ({ document, version, clauses, nowAt }: OpenDocument): z.output<typeof PolicyText> => ({
  document: documentJson(document),
  version: versionJson(version),
  clauses: clauses.map((clause) => ({
    ...clauseJson(clause),
    parts: clause.parts.map(({ anchor, name, start, end }) => ({ anchor: `${clause.anchor}-${anchor}`, name, start, end })),
    now: nowAt.get(clause.anchor) ?? null,
  })),
})

const changeJson = (change: ClauseChange): z.output<typeof PolicyComparison>['changes'][number] => ({
  kind: change.kind,
  before: 'before' in change ? clauseJson(change.before) : null,
  after: 'after' in change ? clauseJson(change.after) : null,
})

/** Two versions side by side. */
export const comparisonJson = ({ document, from, to, changes, same }: Comparison): z.output<typeof PolicyComparison> => ({
  document: documentJson(document),
  from: from.label,
  to: to.label,
  changes: changes.map(changeJson),
  same,
})

const passageJson = ({ effective, until, ...rest }: Passage) => ({
  ...rest,
  quotes: [...rest.quotes],
  effective: effective ?? null,
  until: until ?? null,
})

/** A reviewed answer as anyone may see it who was given it. */
export const answerJson = (answer: ReviewedAnswer) => ({
  ...answer,
  questions: [...answer.questions],
  topics: [...answer.topics],
  clauses: [...answer.clauses],
})

/** The same with whether it may still be given. */
export const listedAnswerJson = (answer: ReviewedAnswer & { readonly isExpired: boolean }): z.output<typeof ReviewedAnswerView> => ({
  ...answerJson(answer),
  isExpired: answer.isExpired,
})

/** What a search came to. */
export const foundJson = ({ passages, isSupported, asOf, reviewed }: Found): z.output<typeof PolicyFound> => ({
  passages: passages.map(passageJson),
  isSupported,
  asOf,
  reviewed: reviewed ? answerJson(reviewed) : null,
})

const shownJson = ({ id, document, article, href }: ShownClause) => ({
  id,
  document: document ?? null,
  article: article ?? null,
  href: href ?? null,
})

/** A question as analysts see it. */
export const questionJson = ({
  at,
  agent,
  shown,
  reviewed,
  verdict,
  verdictBy,
  note,
  ...rest
}: QuestionView): z.output<typeof KnowledgeQuestion> => ({
  ...rest,
  at: at.toISOString(),
  agent: agent ?? null,
  shown: shown.map(shownJson),
  reviewed: reviewed ?? null,
  verdict: verdict ?? null,
  verdictBy: verdictBy ?? null,
  note: note ?? null,
})

const landedJson = ({ effective, added, removed, changed, notes, ...rest }: LandedView) => ({
  ...rest,
  effective: effective ?? null,
  added: [...added],
  removed: [...removed],
  changed: [...changed],
  notes: [...notes],
})

/** What an upload came to. */
export const uploadJson = ({ landed, unchanged, broken }: UploadResult): z.output<typeof KnowledgeUpload> => ({
  landed: landed.map(landedJson),
  unchanged,
  broken: [...broken],
})

const concernJson = ({ on, ...rest }: DocumentConcern) => ({ ...rest, on: on ?? null })

/** How knowledge was used. */
export const overviewJson = ({ since, uses, concerns, lately, ...rest }: Overview): z.output<typeof KnowledgeOverview> => ({
  ...rest,
  since: since.toISOString(),
  uses: uses.map(({ uses, ...clause }) => ({ ...shownJson(clause), uses })),
  concerns: concerns.map(concernJson),
  lately: lately.map(({ ingestedAt, ...version }) => ({ ...version, ingestedAt: ingestedAt.toISOString() })),
})
