import type { Item, Run } from '../run/result.ts'

const escaped = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** An item fails when it does not hold one of its marks; a known gap is skipped. */
export const isFailed = ({ marks, gap }: Item): boolean => gap === undefined && Object.values(marks).some((mark) => !mark)

const caseOf = (suite: string, item: Item): string => {
  const head = `    <testcase classname="${escaped(`${suite}.${item.group}`)}" name="${escaped(item.title)}"${item.source ? ` file="${escaped(item.source)}"` : ''}`
  if (item.gap) return `${head}><skipped message="${escaped(item.gap)}"/></testcase>`
  if (!isFailed(item)) return `${head}/>`
  return `${head}><failure message="${escaped(item.faults[0] ?? 'below its wish')}">${escaped(item.faults.join('\n'))}</failure></testcase>`
}

/** A run as JUnit XML, for CI. */
export const junitOf = (run: Run): string => {
  const suites = run.suites.map(({ suite, items, skipped }) => {
    const failed = items.filter(isFailed).length
    const gaps = items.filter(({ gap }) => gap).length
    const body = skipped
      ? `    <testcase classname="${escaped(suite)}" name="${escaped(suite)}"><skipped message="${escaped(skipped)}"/></testcase>`
      : items.map((item) => caseOf(suite, item)).join('\n')
    return `  <testsuite name="${escaped(suite)}" tests="${skipped ? 1 : items.length}" failures="${failed}" skipped="${skipped ? 1 : gaps}">\n${body}\n  </testsuite>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="fenshen evals">\n${suites.join('\n')}\n</testsuites>\n`
}
