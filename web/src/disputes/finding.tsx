import { useState } from 'preact/hooks'
import { ClassBadges, TierBadge } from './badges.tsx'
import { classNames, markNames } from './names.ts'
import { piecesOf } from './pieces.ts'
import { isDanger, isSetAside, ruleName, signed } from './rules.ts'
import type { Finding, Reason } from './types.ts'

const told = (reason: Reason): string => {
  const { word, rule, points, class: own } = reason
  return `${word}：${ruleName(rule)}${own ? `（${classNames[own]}）` : ''}，${isDanger(reason) ? '直接定红档' : points === 0 ? '不加分' : `${signed(points)} 分`}`
}

/** A text with its hits (命中): pointing at one, or coming to it by the keyboard, tells the rule and the points. */
export const HitText = (props: {
  text: string
  reasons: readonly Reason[]
  active: number | undefined
  onActive: (at: number | undefined) => void
}) => {
  const { text, reasons, active, onActive } = props
  const shown = active === undefined ? undefined : reasons[active]
  return (
    <>
      <p class="incident-text" data-testid="incident-text">
        {piecesOf(
          text,
          reasons.map((reason) => ({ ...reason, isDecisive: isDanger(reason) })),
        ).map(({ text: piece, reason: first }, at) => {
          const reason = first === undefined ? undefined : reasons[first]
          if (first === undefined || !reason) return piece
          const kind = isDanger(reason) ? 'is-danger' : isSetAside(reason) ? 'is-aside' : reason.points > 0 ? 'is-counted' : 'is-named'
          return (
            <button
              type="button"
              key={at}
              class={`hit ${kind}${active === first ? ' is-active' : ''}`}
              aria-label={told(reason)}
              onFocus={() => onActive(first)}
              onMouseEnter={() => onActive(first)}
              onClick={() => onActive(first)}
            >
              {piece}
            </button>
          )
        })}
      </p>
      <p class="hit-told" aria-hidden="true">
        {shown ? told(shown) : '指到或移到标出的词上，看它为什么算、算几分。'}
      </p>
    </>
  )
}

const Row = ({ reason, isActive, onActive }: { reason: Reason; isActive: boolean; onActive: () => void }) => (
  <tr class={isActive ? 'is-active' : undefined} onMouseEnter={onActive}>
    <td>{reason.word || '—'}</td>
    <td>
      {ruleName(reason.rule)}
      {reason.class && `（${classNames[reason.class]}）`}
    </td>
    <td class="number">{signed(reason.points)}</td>
  </tr>
)

/** Why it says what it says (理由), to be worked out again by hand: the points add up to the sum below. */
export const Reasons = (props: { finding: Finding; active: number | undefined; onActive: (at: number | undefined) => void }) => {
  const { finding, active, onActive } = props
  const numbered = finding.reasons.map((reason, at) => ({ reason, at }))
  const counted = numbered.filter(({ reason }) => reason.points !== 0)
  const dangers = numbered.filter(({ reason }) => isDanger(reason))
  const named = numbered.filter(({ reason }) => reason.points === 0 && !isSetAside(reason) && !isDanger(reason))
  const aside = numbered.filter(({ reason }) => isSetAside(reason))
  const sum = counted.reduce((total, { reason }) => total + reason.points, 0)
  const rows = (list: typeof numbered) =>
    list.map(({ reason, at }) => <Row key={at} reason={reason} isActive={active === at} onActive={() => onActive(at)} />)
  return (
    <div class="table-wrap">
      <table class="table" data-testid="reasons">
        <caption class="sr-only">命中的词、规则和分值</caption>
        <thead>
          <tr>
            <th scope="col">词</th>
            <th scope="col">为什么</th>
            <th scope="col" class="number">
              分
            </th>
          </tr>
        </thead>
        {dangers.length > 0 && (
          <tbody data-testid="dangers">
            <tr class="group">
              <th scope="rowgroup" colSpan={3}>
                现实危险，直接定红档
              </th>
            </tr>
            {rows(dangers)}
          </tbody>
        )}
        <tbody data-testid="points">
          {dangers.length > 0 && (
            <tr class="group">
              <th scope="rowgroup" colSpan={3}>
                计分
              </th>
            </tr>
          )}
          {rows(counted)}
          <tr class="sum">
            <th scope="row" colSpan={2}>
              合计{sum < 0 && '（不低于 0）'}
            </th>
            <td class="number" data-testid="sum">
              {Math.max(0, sum)}
            </td>
          </tr>
        </tbody>
        {named.length > 0 && (
          <tbody>
            <tr class="group">
              <th scope="rowgroup" colSpan={3}>
                只用来定类，不加分
              </th>
            </tr>
            {rows(named)}
          </tbody>
        )}
        {aside.length > 0 && (
          <tbody data-testid="set-aside">
            <tr class="group">
              <th scope="rowgroup" colSpan={3}>
                看到了，但不算
              </th>
            </tr>
            {rows(aside)}
          </tbody>
        )}
      </table>
    </div>
  )
}

/** Tier, classes, points and what a person has to look at, in one line. */
export const FindingLine = ({ finding }: { finding: Finding }) => (
  <p class="finding-line">
    <TierBadge tier={finding.tier} />
    <ClassBadges classes={finding.classes} />
    <span class="points">{finding.points} 分</span>
    {finding.marks.map((mark) => (
      <span key={mark} class="mark">
        {markNames[mark] ?? mark}
      </span>
    ))}
  </p>
)

/** A text, what was found in it, and why: on one card. */
export const TextWithFinding = ({ text, finding }: { text: string; finding: Finding }) => {
  const [active, setActive] = useState<number>()
  return (
    <>
      <HitText text={text} reasons={finding.reasons} active={active} onActive={setActive} />
      <Reasons finding={finding} active={active} onActive={setActive} />
    </>
  )
}
