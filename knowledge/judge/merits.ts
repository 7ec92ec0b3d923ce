/** What speaks for a clause, each from 0 to 1 (`order`: −1 to 1). */
export interface Merits {
  /** Its score beside the best. */
  readonly rel: number
  /** Share of the question's words, by how rare they are, that it speaks of in its own words or in those of the tables. */
  readonly cover: number
  /** Share of the question's characters and pairs that stand in it. */
  readonly text: number
  /** How like the question is to the nearest single way of asking for it (Dice 1945). */
  readonly dice: number
  /** Share of the name of its law that the question says. */
  readonly title: number
  /** Whether it tells of fines or detention where the question asks for those. */
  readonly order: number
}

/** What tells whether clauses of law support an answer. */
export interface Evidence {
  /** What the question's words found, in terms as rare as they can be. */
  readonly found: number
  /** The best of what speaks for the first three clauses. */
  readonly text: number
  readonly dice: number
  /** How much of the name of the first one's law the question says. */
  readonly title: number
  /** How sure it is which clause is meant (0 to 1). */
  readonly sure: number
  /** Whether the first tells what kind of thing is asked for: 1 or 0; ½ where nothing of the kind is asked. */
  readonly told: number
  /** 1 for what no law tells (opening hours), and for what a law governs that is not here. */
  readonly beyond: number
  readonly elsewhere: number
  /** Share of the question's pairs that no clause has. */
  readonly strange: number
  /** How many words of its own the question has (logarithm). */
  readonly asked: number
}

/** What tells whether a section of a guide answers: some of the same, and */
export interface GuideEvidence extends Pick<Evidence, 'dice' | 'sure' | 'beyond' | 'elsewhere' | 'asked'> {
  /** the score beside that of a section that held every pair of the question once; */
  readonly share: number
  /** share of what is asked, by how rare it is, that one of the first three speaks of; */
  readonly cover: number
  /** share of the question's characters and pairs that stand in the first one; */
  readonly first: number
  /** how long the question is (logarithm of its characters): a long one shares something with everything. */
  readonly length: number
}
