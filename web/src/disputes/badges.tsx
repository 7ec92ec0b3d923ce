import type { DisputeClass, Tier } from './names.ts'
import { classNames, shortNames, tierMeanings, tierNames } from './names.ts'

/** A tier is told by its word; the colour only helps those who see it. */
export const TierBadge = ({ tier }: { tier: Tier }) => (
  <span class={`tier tier-${tier}`} title={tierMeanings[tier]}>
    {tierNames[tier]}
  </span>
)

export const ClassBadges = ({ classes }: { classes: readonly DisputeClass[] }) => (
  <>
    {classes.map((one, at) => (
      <span key={one} class={at === 0 ? 'kind' : 'kind is-side'} title={classNames[one]}>
        {shortNames[one]}
      </span>
    ))}
    {classes.length === 0 && <span class="kind is-side">非纠纷</span>}
  </>
)
