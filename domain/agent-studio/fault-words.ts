import type { PageFault } from '../../core/agent-studio.ts'

/** What the checks of pages and cases find wrong, and the same for whoever edits them. The first that fits counts. */
const sayings: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/^a page begins with front matter/, () => '页面要以两行 --- 之间的栏目开头'],
  [/^not YAML: (.*)$/s, (why = '') => `格式读不了，多半是缩进、冒号或引号的问题（${why}）`],
  [/^front matter is a list/, () => '栏目要写成“名字: 内容”'],
  [/^unknown field "(.*?)"; the nearest is "(.*?)"/s, (field = '', near = '') => `没有“${field}”这一栏，是不是“${near}”`],
  [/^unknown field "(.*?)"; there are: (.*)$/s, (field = '', known = '') => `没有“${field}”这一栏，可以写的有：${known}`],
  [/^unknown tool "(.*?)"; the nearest is "(.*?)"/s, (tool = '', near = '') => `没有“${tool}”这个工具，是不是“${near}”`],
  [/^unknown tool "(.*?)"/s, (tool = '') => `没有“${tool}”这个工具`],
  [/^tool "(.*?)" is for (\w+), this page serves (\w+)/, (tool = '') => `工具“${tool}”不是给这类人用的，这个分身不能用`],
  [
    /^unknown folder "(.*?)" in data\/policies; the nearest is "(.*?)"/s,
    (topic = '', near = '') => `没有“${topic}”这个政策目录，是不是“${near}”`,
  ],
  [/^unknown folder "(.*?)"/s, (topic = '') => `没有“${topic}”这个政策目录`],
  [/^example names tool "(.*?)"/s, (tool = '') => `这条例子要用的工具“${tool}”没有写在 tools 里`],
  [/^the page says nothing below/, () => '栏目下面还没有写怎么办事'],
  [/^(\S+): .*expected \w+, received undefined/s, (field = '') => `少了“${field}”这一栏`],
  [/^(\S+): .*expected (\w+), received (\w+)/s, (field = '', wants = '') => `“${field}”的写法不对，这里要写 ${wants}`],
  [/^(\S+): Too (?:big|long).*?(\d+)/s, (field = '', most = '') => `“${field}”太长，最多 ${most}`],
  [/^(\S+): Too (?:small|short)/s, (field = '') => `“${field}”不能是空的`],
  [/^(\S+): Invalid option: expected one of (.*)$/s, (field = '', known = '') => `“${field}”只能写：${known}`],
  [/^a step either says something or confirms/, () => '一步里要么写 says，要么写 confirms'],
  [/^cases are a list/, () => '案例是一个列表，每个以“- title: …”开头'],
]

/** `2.visit.0.ends` as an author counts: the third case, `visit.0.ends`. */
const counted = (why: string): string =>
  why.replace(/“(\d+)\.([\w.]+)”/, (_, at: string, rest: string) => `第 ${Number(at) + 1} 个案例的“${rest}”`)

/** One fault as an author reads it (页面错误): file, line, and what to mend. */
export const faultIn = (file: PageFault['file'], line: number, why: string): PageFault => {
  for (const [pattern, say] of sayings) {
    const found = pattern.exec(why)
    if (found) return { file, line, why: counted(say(...found.slice(1))) }
  }
  return { file, line, why: `写法不对（${why}）` }
}
