import { dayAskedAbout, withoutDay } from '../core/as-of.ts'
import type { Audience, Found, PolicySearch, ReviewedAnswer, SearchOptions } from '../core/knowledge.ts'
import type { KnowledgeStore, StoredDocument } from '../core/knowledge-store.ts'
import { type Clock, shanghaiDate } from '../core/time.ts'
import type { Asks } from './asks.ts'
import { type Meaning, nearTo, withMeaning } from './dense/with-meaning.ts'
import { idf } from './index/scoring.ts'
import type { Hit, TextIndex, WeightedTerm } from './index/text-index.ts'
import { type Judged, judged, judgedAtMost } from './judge/order.ts'
import { passageOf } from './passage.ts'
import { foldQuestion } from './query/fold.ts'
import { isNamed } from './query/laws.ts'
import type { Lexicon } from './query/lexicon.ts'
import { type Plan, planOf, type Weights } from './query/plan.ts'
import { wantedBy } from './query/wanted.ts'
import { lookedAt, priorOf, type RankSettings, usualRank, withHeading, withLaw, withTold } from './rank.ts'
import { reviewedFor } from './reviewed-answers.ts'
import { type Known, openKnown } from './standing.ts'
import { isSupported, type SupportGround, speakers } from './support.ts'
import { isSingle } from './terms/terms.ts'
import { openWords } from './terms/words.ts'
import { openWorlds, type World } from './world.ts'

/** What a search stands on. */
export interface SearchGround {
  readonly store: KnowledgeStore
  readonly index: TextIndex
  readonly clock: Clock
  readonly lexicon: Lexicon
  /** Reviewed ways of asking for a clause (问法); none without it. */
  readonly asksFor?: Asks['asksFor']
  /** Search by meaning and a reranker, where endpoints are configured. */
  readonly meaning?: Meaning
  /** For measurements; the usual ones without them. */
  readonly weights?: Weights
  readonly rank?: RankSettings
  /** Is shown what each question is judged by. */
  readonly watch?: (ground: SupportGround, judged: readonly Judged[]) => void
}

/** Search over everything, one for each kind of reader. */
export interface Search {
  for(audience: Audience): PolicySearch
}

/** Terms of one question; of a long one the most telling are kept. */
const mostTerms = 128
/** A single character in more clauses than this share of them tells nothing apart. */
const commonShare = 0.25
/** A clause of a law that the question names counts so much more. */
const namedBonus = 1.5

/** Terms to search by, and how common each is. */
interface Telling {
  readonly terms: readonly WeightedTerm[]
  readonly search: TextIndex['search']
  readonly clauses: number
  readonly holding: (term: string) => number
}

/** Of what a plan looks for, the terms that occur and tell clauses apart, the most telling first. */
const tellingTerms = async (plan: Plan, index: TextIndex): Promise<Telling> => {
  const { clauses, of, search } = await index.frequencies([...plan.terms.keys()])
  const holding = (term: string): number => of.get(term) ?? 0
  const terms = [...plan.terms]
    .filter(([term]) => {
      // In a handful of documents a quarter is soon reached.
      return holding(term) > 0 && !(isSingle(term) && holding(term) > Math.max(100, commonShare * clauses))
    })
    .map(([term, weight]) => ({ term, weight }))
  const tellingOf = ({ term, weight }: WeightedTerm): number => weight * idf(clauses, holding(term))
  if (terms.length > mostTerms) terms.sort((a, z) => tellingOf(z) - tellingOf(a)).length = mostTerms
  return { terms, search, clauses, holding }
}

/** Most laws that a question is looked up by: nobody means more. */
const mostReferences = 4

/** Places of clauses that a question names by law and number, in versions that may be shown. */
const namedPlaces = (plan: Plan, { isAllowed }: World, { shelves }: Known): { version: number; anchor: string }[] =>
  plan.references
    .filter((one) => one.anchor !== undefined)
    .slice(0, mostReferences)
    .flatMap(({ documents, anchor = '' }) =>
      documents
        .flatMap((id) => shelves.get(id)?.spans ?? [])
        .filter(({ version }) => isAllowed(version.key))
        .map(({ version }) => ({ version: version.key, anchor })),
    )

/** Places of the clauses that a reviewed answer stands on, by their passage ids. */
const placesOf = (reviewed: ReviewedAnswer | undefined, { isAllowed }: World, { shelves }: Known): { version: number; anchor: string }[] =>
  (reviewed?.clauses ?? []).flatMap((id) => {
    const [, document = '', label = '', anchor = ''] = /^(.+)@([^@#]*)#([^#]+)$/.exec(id) ?? []
    const spans = shelves.get(document)?.spans ?? []
    return spans.flatMap(({ version }) => (version.label === label && isAllowed(version.key) ? [{ version: version.key, anchor }] : []))
  })

/** A store that changes faster than a question can be answered is read as it was. */
const mostTries = 3

/** What every version counts by its kind of text: asked for each of them in every search, so that it is worked out once for what is known. */
const openPriors = (rank: RankSettings): ((known: Known) => (version: number) => number) => {
  let of: Known | undefined
  let priors = new Float64Array(0)
  return (known) => {
    if (of !== known) {
      let most = 0
      for (const version of known.standings.keys()) most = Math.max(most, version)
      priors = new Float64Array(most + 1)
      for (const [version, { shelved }] of known.standings) priors[version] = priorOf(shelved.document, rank)
      of = known
    }
    return (version) => priors[version] ?? 0
  }
}

/** Opens the search. Nothing is read before the first question. */
export const openSearch = ({
  store,
  index,
  clock,
  lexicon,
  asksFor,
  meaning = {},
  weights,
  rank = usualRank,
  watch,
}: SearchGround): Search => {
  const known = openKnown(store, lexicon, () => index.refresh())
  const cut = openWords(lexicon.words)
  const worldOf = openWorlds()
  const priorsIn = openPriors(rank)

  /** Searches in what was known at one revision, and says what revision the clauses came from. */
  const searchIn = async (
    now: Known,
    { audience, question, options }: { audience: Audience; question: string; options: SearchOptions },
  ): Promise<{ found: Found; revision: number }> => {
    const today = shanghaiDate(clock())
    // A day that was asked for wins over one that the question tells.
    const told = options.asOf === today ? dayAskedAbout(question, today) : undefined
    const asOf = told?.kind === 'day' ? told.asOf : options.asOf
    const world = worldOf(now, audience, { topics: options.topics, asOf })
    // It never rejects; begun here, it takes no time of its own.
    const near = nearTo(meaning, question, world.isAllowed)
    const names = now.names[audience]
    const said = withoutDay(question)
    const plan = planOf(said, { lexicon, names, cut, ...(weights ? { weights } : {}) })
    const documentOf = (version: number): StoredDocument | undefined => now.standings.get(version)?.shelved.document
    const namedLaws = new Set(plan.references.flatMap(({ documents }) => documents))
    const usualPrior = priorsIn(now)
    const prior = (version: number): number => {
      const usual = usualPrior(version)
      return namedLaws.size > 0 && namedLaws.has(documentOf(version)?.id ?? '') ? usual * namedBonus : usual
    }
    const { terms, search, clauses, holding } = await tellingTerms(plan, index)
    const ranked = await search(terms, { limit: Math.max(rank.depth, options.limit), isAllowed: world.isAllowed, prior })
    const hits = withLaw(ranked, (version) => documentOf(version)?.id, rank)
    const reviewed = reviewedFor(now.answers, question, { audience, topics: options.topics, asOf, today })
    const named = namedPlaces(plan, world, now)
    const places = [...named, ...placesOf(reviewed, world, now)]
    const heads = hits.slice(0, Math.max(options.limit, lookedAt))
    const read = await store.clausesNow(
      heads.map(({ clause }) => clause),
      places,
    )
    const texts = new Map(read.clauses.map((clause) => [clause.key, clause]))
    const direct = places.flatMap(
      ({ version, anchor }) => read.clauses.find((one) => one.version === version && one.anchor === anchor) ?? [],
    )
    const directKeys = new Set(direct.map(({ key }) => key))
    const others = heads.filter(({ clause }) => !directKeys.has(clause))
    const telling = withTold(others, wantedBy(said), (key) => texts.get(key)?.text ?? '', rank)
    const headingOf = ({ version, clause }: Hit) => (documentOf(version)?.kind === 'guide' ? texts.get(clause)?.article : undefined)
    const raised = withHeading(telling, said, headingOf, rank)
    const byWords = judged(
      raised.flatMap(({ clause: key, score }) => {
        const clause = texts.get(key)
        const document = clause && documentOf(clause.version)
        return clause && document ? [{ clause, document, score }] : []
      }),
      { plan, clauses, holding, asksFor },
    )
    // What is named by its number is what was asked for: nothing that only shares its words comes near.
    const first = direct.map((clause) => ({ clause, score: 2 * (byWords[0]?.score ?? 0) + 1 }))
    // What supports an answer is seen by words alone: something is always near in meaning.
    const ordered = [...first, ...byWords]
    const shown = [
      ...first,
      ...(await withMeaning(byWords, {
        ...meaning,
        ...{ store, question, near: await near, isAllowed: world.isAllowed, without: directKeys },
      })),
    ]
    const ground: SupportGround = {
      plan,
      texts: ordered.slice(0, speakers).map(({ clause }) => `${documentOf(clause.version)?.title} ${clause.path} ${clause.text}`),
      judged: byWords.slice(0, judgedAtMost),
      best: hits[0]?.score ?? 0,
      reach: world.clauses,
      isGuide: ordered[0] !== undefined && documentOf(ordered[0].clause.version)?.kind === 'guide',
      isNamed: named.some(({ version, anchor }) => direct.some((one) => one.version === version && one.anchor === anchor)),
      clauses,
      holding,
      isHere: (law) => isNamed(names, law),
    }
    watch?.(ground, byWords)
    const found: Found = {
      passages: shown.slice(0, options.limit).flatMap(({ clause, score }) => {
        const standing = now.standings.get(clause.version)
        return standing ? [passageOf({ clause, score, standing, plan, asOf, today })] : []
      }),
      isSupported: isSupported(ground),
      asOf,
      reviewed,
    }
    return { found, revision: read.revision }
  }

  const search = async (audience: Audience, raw: string, options: SearchOptions): Promise<Found> => {
    const question = await foldQuestion(raw)
    for (let tries = 1; ; tries++) {
      const now = await known.now()
      const { found, revision } = await searchIn(now, { audience, question, options })
      if (revision === now.revision || tries === mostTries) return found
      // Something was brought in or taken back since this process looked.
      known.forget()
    }
  }
  return { for: (audience) => ({ search: (query, options) => search(audience, query, options) }) }
}
