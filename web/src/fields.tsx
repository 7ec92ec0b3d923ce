import type { Card } from './api.ts'
import { peopleDate } from './dates.ts'

/** Label and value, one pair a line. */
export const Fields = ({ card }: { card: Pick<Card, 'fields'> }) =>
  card.fields.length === 0 ? null : (
    <dl class="fields">
      {card.fields.map(({ label, value }) => (
        <div>
          <dt>{label}</dt>
          <dd>{peopleDate(value)}</dd>
        </div>
      ))}
    </dl>
  )
