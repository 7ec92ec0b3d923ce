import type { IncomingIncident } from '../core/incidents.ts'

const texts = [
  '楼上半夜放音响太吵，要求处理',
  '借给他三万块钱一直不还，要求还钱',
  '老公喝多了打我，孩子在屋里哭',
  '工地拖欠工资，要求讨要工资',
  '他家羊又进我草场，还剪了网围栏',
  '身份证丢了怎么补办',
]

/** Some hundred invented calls from some dozen places in one week: chains, follow-ups, and some that are no dispute. */
export const callsOfDay = (): readonly IncomingIncident[] =>
  Array.from({ length: 600 }, (_, n) => ({
    source: '110',
    id: `K${n}`,
    text: `${texts[(n * 7) % texts.length]}，第${n % 11}次说`,
    at: new Date(Date.parse('2026-11-10T00:00:00Z') + n * 17 * 60_000),
    ...(n % 10 === 0 ? {} : { place: `青禾街${(n * 13) % 37}号` }),
  }))
