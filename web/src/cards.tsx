import type { Card } from './api.ts'
import { CardActions } from './card-actions.tsx'
import { CertificateCard } from './certificate-card.tsx'
import { Fields } from './fields.tsx'
import { AlertIcon } from './icons.tsx'

const emergencies: Record<string, string> = { '110': '报警', '120': '急救', '119': '火警' }

/** Numbers to press, named by the field of the same value; without any, the three that always help. */
const callsOf = ({ links, fields }: Card) => {
  const given = links.filter(({ href }) => /^(tel|sms):\d+$/.test(href))
  const all = given.length > 0 ? given : Object.keys(emergencies).map((number) => ({ rel: 'tel', href: `tel:${number}` }))
  return all.map(({ href }) => {
    const number = href.replace(/^\w+:/, '')
    return { href, number, label: fields.find(({ value }) => value === number)?.label ?? emergencies[number] ?? '拨打' }
  })
}

/** Danger now (紧急情况): numbers to press before anything is read. */
export const EmergencyCard = ({ card }: { card: Card }) => {
  const calls = callsOf(card)
  const rest = card.fields.filter(({ value }) => !calls.some(({ number }) => number === value))
  return (
    <section class="card card-emergency" aria-label={card.title} data-testid="emergency-card">
      <h3>
        <AlertIcon />
        {card.title}
      </h3>
      <div class={calls.length % 2 ? 'calls' : 'calls calls-even'}>
        {calls.map(({ href, number, label }) => (
          <a class="call" href={href}>
            <b>{number}</b>
            <span>{label}</span>
          </a>
        ))}
      </div>
      <Fields card={{ fields: rest }} />
    </section>
  )
}

/** Any card but an emergency, which stands above the text, and a confirmation, which has its own buttons. */
export const CardView = ({ card, demo }: { card: Card; demo: boolean }) =>
  card.kind === 'certificate' ? (
    <CertificateCard card={card} demo={demo} />
  ) : (
    <section class="card" aria-label={card.title} data-testid={`${card.kind}-card`}>
      <h3>{card.title}</h3>
      <Fields card={card} />
      <CardActions links={card.links} title={card.title} />
    </section>
  )
