import type { Figure, Item } from '../run/result.ts'
import { wilson } from '../run/statistics.ts'

/** Text as HTML holds it. */
export const escaped = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const percent = (value: number): string => `${(100 * value).toFixed(1)}%`

/** A share from 0 to 1 with its interval and its line. */
export const shareBar = ({ value, low, high, line }: Pick<Figure, 'value' | 'low' | 'high' | 'line'>): string => {
  const x = (share: number): string => (share * 200).toFixed(1)
  return `<svg class="bar" viewBox="0 0 200 14" role="img" aria-label="${percent(value)}，95% 区间 ${percent(low)} 到 ${percent(high)}"><rect class="ground" width="200" height="14"/><rect class="value" width="${x(value)}" height="14"/><path class="range" d="M${x(low)} 7H${x(high)}M${x(low)} 3v8M${x(high)} 3v8"/>${line === undefined ? '' : `<path class="line" d="M${x(line)} 0v14"/>`}</svg>`
}

/** Groups of a suite (agents, kinds, doors), the worst first. */
export const groupPlot = (items: readonly Item[]): string => {
  const groups = new Map<string, { held: number; all: number }>()
  for (const item of items.filter(({ gap }) => gap === undefined)) {
    const group = groups.get(item.group) ?? { held: 0, all: 0 }
    const isHeld = Object.values(item.marks).every(Boolean)
    groups.set(item.group, { held: group.held + (isHeld ? 1 : 0), all: group.all + 1 })
  }
  const rows = [...groups].sort(([nameA, a], [nameB, b]) => a.held / a.all - b.held / b.all || nameA.localeCompare(nameB))
  return `<table class="groups"><thead><tr><th>分组</th><th>全部符合</th><th></th></tr></thead><tbody>${rows
    .map(([name, { held, all }]) => {
      const [low, high] = wilson(held, all)
      return `<tr><th scope="row">${escaped(name)}</th><td>${held} / ${all}</td><td>${shareBar({ value: held / all, low, high })}</td></tr>`
    })
    .join('')}</tbody></table>`
}

/** What was right down, what came across; only those that were ever confused. */
export const confusionMatrix = (items: readonly Item[]): string => {
  const pairs = items.flatMap(({ pair }) => (pair ? [pair] : []))
  const wrong = pairs.filter(([wanted, got]) => wanted !== got)
  if (wrong.length === 0) return ''
  const names = (at: 0 | 1): string[] => [...new Set(wrong.map((pair) => pair[at]))].sort()
  const [rows, columns] = [names(0), [...new Set([...names(1)])].sort()]
  const count = (wanted: string, got: string): number => pairs.filter((pair) => pair[0] === wanted && pair[1] === got).length
  const cell = (wanted: string, got: string): string => {
    const n = count(wanted, got)
    return `<td class="${n === 0 ? 'none' : wanted === got ? 'right' : 'wrong'}">${n || ''}</td>`
  }
  return `<details><summary>混淆矩阵：${rows.length} 个分身曾被听成别的，共 ${wrong.length} 句</summary><div class="wide"><table class="matrix"><thead><tr><th>应归（行）＼ 实归（列）</th>${columns
    .map((name) => `<th scope="col"><span>${escaped(name)}</span></th>`)
    .join('')}<th scope="col"><span>对</span></th></tr></thead><tbody>${rows
    .map(
      (wanted) =>
        `<tr><th scope="row">${escaped(wanted)}</th>${columns.map((got) => (got === wanted ? '<td class="none">·</td>' : cell(wanted, got))).join('')}${cell(wanted, wanted)}</tr>`,
    )
    .join('')}</tbody></table></div></details>`
}

/** A figure over runs, oldest first. */
export const timeLine = (points: readonly { readonly label: string; readonly value: number }[]): string => {
  if (points.length < 2) return ''
  const values = points.map(({ value }) => value)
  const [least, most] = [Math.min(...values), Math.max(...values)]
  // A change of less than a twentieth of the value is drawn as small as it is, not from the bottom to the top.
  const span = Math.max(most - least, Math.abs(most) / 20) || 1
  const x = (at: number): number => 10 + (at * 280) / (points.length - 1)
  const y = (value: number): number => 50 - ((value - least) * 40) / span
  const path = points.map(({ value }, at) => `${at === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join('')
  const dots = points
    .map(
      ({ label, value }, at) =>
        `<circle cx="${x(at).toFixed(1)}" cy="${y(value).toFixed(1)}" r="3"><title>${escaped(label)}：${value.toFixed(4)}</title></circle>`,
    )
    .join('')
  return `<svg class="time" viewBox="0 0 300 60" role="img" aria-label="从 ${values[0]?.toFixed(3)} 到 ${values.at(-1)?.toFixed(3)}"><path d="${path}"/>${dots}</svg>`
}
