import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TranscriptTurn } from '../../core/eval-runs.ts'
import type { Figure, Item, Run, SuiteResult } from '../run/result.ts'
import { faultRateOf } from '../run/tally.ts'
import type { Compared } from './compare.ts'
import { isFailed } from './junit.ts'
import { confusionMatrix, escaped, groupPlot, shareBar, timeLine } from './plots.ts'

/** Failures whose transcripts the page holds, for each suite; the JSON has all of them. */
const shownFailures = 200

const percent = (value: number): string => `${(100 * value).toFixed(1)}%`
const number = ({ kind, unit }: Pick<Figure, 'kind' | 'unit'>, value: number): string =>
  kind === 'share' ? percent(value) : `${value.toFixed(2)}${unit ?? ''}`

const turnHtml = ({ says, reply, outcome, agent, tools, cards, cites, faults }: TranscriptTurn): string => {
  const notes = [
    outcome,
    agent ?? '总台',
    ...tools.map((name) => `工具 ${name}`),
    ...cards.map((card) => `卡片 ${card}`),
    ...cites.map((place) => `引 ${place}`),
  ]
  return `<li><p class="says">${escaped(says)}</p><p class="reply">${escaped(reply) || '（没有话）'}</p><p class="notes">${notes.map(escaped).join(' · ')}</p>${
    faults.length > 0 ? `<ul class="faults">${faults.map((fault) => `<li>${escaped(fault)}</li>`).join('')}</ul>` : ''
  }</li>`
}

const itemHtml = (item: Item): string =>
  `<details class="item"><summary><span class="group">${escaped(item.group)}</span> ${escaped(item.title)} <span class="why">${escaped(item.gap ?? item.faults[0] ?? '')}</span></summary>${
    item.source ? `<p class="source">${escaped(item.source)}</p>` : ''
  }<ul class="faults">${item.faults.map((fault) => `<li>${escaped(fault)}</li>`).join('')}</ul>${
    item.transcript ? `<ol class="transcript">${item.transcript.map(turnHtml).join('')}</ol>` : ''
  }${item.asCase ? `<p>缩到最短的案例，放进 cases.yaml 就能跑：</p><pre>${escaped(item.asCase)}</pre>` : ''}</details>`

const figureRow = (figure: Figure, history: readonly Run[], suite: string): string => {
  const points = history.flatMap((run) => {
    const old = run.suites.find((one) => one.suite === suite)?.figures.find(({ id }) => id === figure.id)
    return old ? [{ label: `${run.measured.at.slice(0, 16)} ${run.measured.commit} ${run.setting.model}`, value: old.value }] : []
  })
  const isBelow = figure.line !== undefined && (figure.wants === 'most' ? figure.value < figure.line : figure.value > figure.line)
  return `<tr${isBelow ? ' class="below"' : ''}><th scope="row">${escaped(figure.title)}<small>${escaped(figure.id)}</small></th><td class="big">${number(figure, figure.value)}</td><td>${
    figure.kind === 'share' ? shareBar(figure) : ''
  }<small>${number(figure, figure.low)} – ${number(figure, figure.high)}</small></td><td>${figure.hits === undefined ? `n = ${figure.count}` : `${figure.hits} / ${figure.count}`}</td><td>${
    figure.line === undefined ? '' : `${figure.wants === 'most' ? '≥' : '≤'} ${number(figure, figure.line)}`
  }</td><td>${timeLine(points)}</td></tr>`
}

const suiteHtml = ({ suite, title, about, figures, items, skipped }: SuiteResult, history: readonly Run[]): string => {
  if (skipped)
    return `<section id="${suite}"><h2>${escaped(title)}</h2><p class="about">${escaped(about)}</p><p>没有跑：${escaped(skipped)}</p></section>`
  const failed = items.filter(isFailed)
  const gaps = items.filter(({ gap }) => gap !== undefined)
  return `<section id="${suite}"><h2>${escaped(title)} <small>${escaped(suite)}</small></h2><p class="about">${escaped(about)}</p><div class="wide"><table class="figures"><thead><tr><th>指标</th><th>结果</th><th>95% 区间</th><th>数量</th><th>底线</th><th>历次</th></tr></thead><tbody>${figures
    .map((figure) => figureRow(figure, history, suite))
    .join('')}</tbody></table></div>${confusionMatrix(items)}<details><summary>分组看</summary>${groupPlot(items)}</details>${
    failed.length > 0
      ? `<h3>没做到的 ${failed.length} 件${failed.length > shownFailures ? `，这里放前 ${shownFailures} 件` : ''}</h3>${failed.slice(0, shownFailures).map(itemHtml).join('')}`
      : '<p class="fine">每一件都做到了。</p>'
  }${gaps.length > 0 ? `<details><summary>已知还做不到的 ${gaps.length} 件（另外计数）</summary>${gaps.map(itemHtml).join('')}</details>` : ''}</section>`
}

const comparedHtml = (compared: readonly Compared[], first: Run): string => {
  const titleOf = (suite: string): string => first.suites.find((one) => one.suite === suite)?.title ?? suite
  const rows = compared.filter((one) => one.first !== one.second || one.lost.length + one.gained.length > 0)
  const name = (items: readonly Item[]): string =>
    items.length === 0
      ? ''
      : `<details><summary>${items.length}</summary><ul>${items
          .slice(0, 50)
          .map((item) => `<li>${escaped(item.title)}</li>`)
          .join('')}</ul></details>`
  return `<section id="compared"><h2>和上一次比</h2><p class="about">上一次：${escaped(first.measured.at.slice(0, 16))}，${escaped(first.setting.model)}，版本 ${escaped(first.measured.commit)}。只比两次都测了的；带 * 的不像是碰巧（McNemar 精确检验 p &lt; 0.05，或配对自助法区间不含零）。</p>${
    rows.length === 0
      ? '<p class="fine">没有差别。</p>'
      : `<div class="wide"><table><thead><tr><th>指标</th><th>上一次</th><th>这一次</th><th>数量</th><th>把握</th><th>退步</th><th>进步</th></tr></thead><tbody>${rows
          .map(
            (one) =>
              `<tr><th scope="row">${escaped(titleOf(one.suite))} · ${escaped(one.figure.title)}</th><td>${number(one.figure, one.first)}</td><td>${number(one.figure, one.second)}</td><td>${one.count}</td><td>${
                one.p === undefined ? `${one.difference?.map((value) => value.toFixed(2)).join(' – ')}` : `p = ${one.p.toFixed(4)}`
              }${one.isSignificant ? ' *' : ''}</td><td>${name(one.lost)}</td><td>${name(one.gained)}</td></tr>`,
          )
          .join('')}</tbody></table></div>`
  }</section>`
}

/** What a report is made of. */
export interface ReportFacts {
  readonly run: Run
  /** Older runs, oldest first; the run itself is added. */
  readonly history: readonly Run[]
  readonly gate: readonly string[]
  readonly compared: { readonly with: Run; readonly rows: readonly Compared[] } | undefined
}

const style = (): string => readFileSync(join(import.meta.dirname, 'report.css'), 'utf8')

/** A run as one page that needs no server and loads nothing. */
export const htmlOf = ({ run, history, gate, compared }: ReportFacts): string => {
  const { measured, setting } = run
  const all = [...history, run]
  const facts = [
    `模型 ${setting.model === 'offline' ? '离线模型' : setting.model}`,
    setting.isWhole ? '全套' : '快的一套',
    `种子 ${setting.seed}`,
    ...(setting.k > 1 ? [`每件 ${setting.k} 次`] : []),
    `版本 ${measured.commit}`,
    measured.at.slice(0, 16).replace('T', ' '),
    `${measured.turns} 轮对话`,
    `一轮中位 ${measured.p50Ms.toFixed(0)} 毫秒，95% 在 ${measured.p95Ms.toFixed(0)} 毫秒内`,
    ...(measured.promptTokens > 0 ? [`${measured.promptTokens} + ${measured.completionTokens} 词元`] : []),
    ...(measured.models ?? []).map(
      (tally) =>
        `${tally.model} 调用 ${tally.calls} 次，约 ${(tally.costMicroYuan / 1e6).toFixed(4)} 元，${percent(faultRateOf(tally))} 没用上`,
    ),
  ]
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>分身测评报告</title><style>${style()}</style></head><body><header><h1>分身测评报告</h1><p class="facts">${facts.map(escaped).join(' · ')}</p>${
    gate.length === 0
      ? '<p class="gate fine">过关：没有一项低于底线或基线。</p>'
      : `<div class="gate below"><p>没有过关：</p><ul>${gate.map((fault) => `<li>${escaped(fault)}</li>`).join('')}</ul></div>`
  }<nav>${run.suites.map(({ suite, title, items, skipped }) => `<a href="#${suite}">${escaped(title)}${skipped ? '' : ` <b class="${items.some(isFailed) ? 'some' : 'zero'}">${items.filter(isFailed).length}</b>`}</a>`).join('')}</nav></header><main>${
    compared ? comparedHtml(compared.rows, compared.with) : ''
  }${run.suites.map((suite) => suiteHtml(suite, all)).join('')}</main></body></html>\n`
}
