import { isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { PageError } from '../../core/errors.ts'
import { type NoticeKind, noticeKinds } from '../../core/notices.ts'

/** The words of one notice (通知模板). */
export interface NoticeTemplate {
  readonly title: string
  readonly text: string
}

/** What may be put into a text. */
export interface NoticeFacts {
  /** 受理号. */
  readonly target: string
  readonly institution: string
}

export type NoticeTemplates = Readonly<Record<NoticeKind, NoticeTemplate>>

const file = 'data/notices/notices.yaml'
/** What would tell how something ended, or of what it was. */
const telling = /不予|不能出具|拒绝|通过|犯罪|违法|前科|封存|撤销|维持|更正|未发现|证明|姓名|身份证|原因|因为/
/** A text message of two parts at most. */
const Template = z.strictObject({ title: z.string().min(2).max(20), text: z.string().min(5).max(110) })
const File = z.strictObject(Object.fromEntries(noticeKinds.map((kind) => [kind, Template])))

/** Reads the templates; one that would say too much is refused with its line, as one that is missing. */
export const readNoticeTemplates = (text: string): NoticeTemplates => {
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const fail = (path: readonly PropertyKey[], why: string): never => {
    const nodes = path.map((_, depth): unknown => yaml.getIn(path.slice(0, path.length - depth), true))
    const node = nodes.find((one) => isNode(one) && one.range)
    throw new PageError({ file, line: isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1, why })
  }
  const [broken] = yaml.errors
  if (broken) throw new PageError({ file, line: lines.linePos(broken.pos[0]).line, why: broken.message.split('\n')[0] ?? '' })
  const parsed = File.safeParse(yaml.toJS())
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return fail(issue?.path ?? [], `${issue?.path.map(String).join('.') || 'file'}: ${issue?.message}`)
  }
  for (const kind of noticeKinds)
    for (const part of ['title', 'text'] as const) {
      const words = parsed.data[kind]?.[part] ?? ''
      const said = telling.exec(words)?.[0]
      if (said) fail([kind, part], `${kind}.${part} says “${said}”: a notice never says how something ended, why, or of what it was`)
      const gap = words.match(/\{[^}]*\}?/g)?.find((one) => one !== '{tail}' && one !== '{institution}')
      if (gap) fail([kind, part], `${kind}.${part} has ${gap}; only {tail} and {institution} can be put in`)
    }
  // Each kind is there: the strict object above asked for exactly these.
  return parsed.data as NoticeTemplates
}

/** A notice in words. */
export const wordsOf = ({ title, text }: NoticeTemplate, { target, institution }: NoticeFacts): NoticeTemplate => {
  const fill = (words: string): string => words.replaceAll('{tail}', target.slice(-4)).replaceAll('{institution}', institution)
  return { title: fill(title), text: fill(text) }
}
