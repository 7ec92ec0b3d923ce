import type { Card } from './api.ts'
import { CardActions } from './card-actions.tsx'
import { peopleDate } from './dates.ts'
import { Fields } from './fields.tsx'

const numberLabel = /编号/
/** Said about a certificate, and never printed on one. */
const aboutLabel = /状态|次数/

/** The certificate as paper (证明预览): from the card's fields only. The signed PDF is the document, and the page says so. */
export const CertificateCard = ({ card, demo }: { card: Card; demo: boolean }) => {
  const number = card.fields.find(({ label }) => numberLabel.test(label))?.value
  const printed = card.fields.filter(({ label }) => !numberLabel.test(label) && !aboutLabel.test(label))
  return (
    <section class="card card-certificate" aria-label={card.title} data-testid="certificate-card">
      <div class="paper">
        {demo && (
          <span class="paper-demo" aria-hidden="true">
            演示
          </span>
        )}
        <h3>{card.title}</h3>
        {number && <p class="paper-number">编号 {number}</p>}
        <dl>
          {printed.map(({ label, value }) => (
            <div>
              <dt>{label}</dt>
              <dd>{peopleDate(value)}</dd>
            </div>
          ))}
        </dl>
        <span class="paper-seal" aria-hidden="true">
          电子签章
          <br />见 PDF
        </span>
      </div>
      <p class="paper-note">这是预览，以带电子签章的 PDF 为准。{demo && '演示证明不具有法律效力。'}</p>
      <Fields card={{ fields: card.fields.filter(({ label }) => aboutLabel.test(label)) }} />
      <CardActions links={card.links} title={card.title} number={number} />
    </section>
  )
}
