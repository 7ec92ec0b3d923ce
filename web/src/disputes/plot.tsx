import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/** One line of a plot. */
export interface Series {
  name: string
  /** One number for each period; null where there is none. */
  values: readonly (number | null)[]
}

const frame = { left: 40, right: 24, top: 12, bottom: 28 }
/** Room for one date on the axis, px. */
const dateWidth = 56

/** Round steps for an axis: 1, 2 or 5 times a power of ten, about four of them. */
export const stepOf = (highest: number): number => {
  const rough = Math.max(1, highest) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5, 10].find((one) => one * power >= rough) ?? 10
  return Math.max(1, factor * power)
}

/** The width that a plot has, so that its letters are as large as those beside it: on a phone as on a desk. */
const useWidth = () => {
  const svg = useRef<SVGSVGElement>(null)
  const [width, setWidth] = useState(640)
  useLayoutEffect(() => {
    if (!svg.current) return
    const look = new ResizeObserver(([entry]) => entry && setWidth(Math.max(240, Math.round(entry.contentRect.width))))
    look.observe(svg.current)
    return () => look.disconnect()
  }, [])
  return { svg, width }
}

/**
 * Lines over time. Told apart by dashes and marks as well as colour, with a table beside it that says the same (see TrendsPage); so a screen
 * reader is told what it is, and to look there.
 */
export const Plot = ({ title, periods, series }: { title: string; periods: readonly string[]; series: readonly Series[] }) => {
  const { svg, width } = useWidth()
  const height = Math.round(Math.min(320, Math.max(200, width * 0.4)))
  const highest = Math.max(1, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)))
  const step = stepOf(highest)
  const top = Math.ceil(highest / step) * step
  const x = (at: number): number => frame.left + (periods.length < 2 ? 0.5 : at / (periods.length - 1)) * (width - frame.left - frame.right)
  const y = (value: number): number => height - frame.bottom - (value / top) * (height - frame.top - frame.bottom)
  const every = Math.max(1, Math.ceil((periods.length * dateWidth) / (width - frame.left - frame.right)))
  return (
    <svg ref={svg} class="plot" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${title}，数字在下面的表里`}>
      {Array.from({ length: top / step + 1 }, (_, at) => at * step).map((value) => (
        <g key={value}>
          <line x1={frame.left} x2={width - frame.right} y1={y(value)} y2={y(value)} class="plot-grid" />
          <text x={frame.left - 6} y={y(value) + 4} text-anchor="end">
            {value}
          </text>
        </g>
      ))}
      {periods.map(
        (period, at) =>
          at % every === 0 && (
            <text key={period} x={x(at)} y={height - 8} text-anchor="middle">
              {Number(period.slice(5, 7))}-{Number(period.slice(8, 10))}
            </text>
          ),
      )}
      {series.map(({ name, values }, at) => (
        <g key={name} class={`plot-line line-${at % 8}`}>
          <polyline points={values.flatMap((value, index) => (value === null ? [] : [`${x(index)},${y(value)}`])).join(' ')} />
          {values.map((value, index) => value !== null && <circle key={periods[index]} cx={x(index)} cy={y(value)} r="3" />)}
        </g>
      ))}
    </svg>
  )
}

/** What each line is; the sample is drawn like the line. */
export const Legend = ({ names }: { names: readonly string[] }) => (
  <ul class="legend">
    {names.map((name, at) => (
      <li key={name}>
        <svg viewBox="0 0 32 10" aria-hidden="true" class={`plot-line line-${at % 8}`}>
          <polyline points="1,5 31,5" />
          <circle cx="16" cy="5" r="3" />
        </svg>
        {name}
      </li>
    ))}
  </ul>
)
