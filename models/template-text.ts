import { readWrittenCalls, type WrittenCall } from './written-calls.ts'

/** Tags between which models think aloud, as the templates of their makers have them. */
const thoughts: readonly (readonly [string, string])[] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['<reasoning>', '</reasoning>'],
  ['<seed:think>', '</seed:think>'],
  ['[THINK]', '[/THINK]'],
  ['◁think▷', '◁/think▷'],
  ['<|channel|>analysis<|message|>', '<|end|>'],
]
/** Where a call begins that was left in the text. What follows is kept back until the reply is over. */
const calls = [
  ...[
    '<tool_call',
    '<function_call',
    '<function=',
    '<invoke ',
    '<tool_code>',
    '[TOOL_CALLS]',
    '[TOOL_REQUEST]',
    '<|python_tag|>',
    '<|action_start|>',
  ],
  ...[
    '<|tool_calls_section_begin|>',
    '<|tool_call',
    '<|start|>assistant to=',
    '<｜tool▁call',
    '<｜DSML｜',
    '<|channel|>commentary to=',
    '✿FUNCTION✿',
    '```',
  ],
]
/** Where a turn of the model begins, in its template: nothing that anybody said. */
const openings = [
  ...['<|im_start|>assistant\n', '<|assistant|>', '<|start|>assistant', '<|channel|>final<|message|>', '<|channel|>commentary<|message|>'],
  ...['<|start_header_id|>assistant<|end_header_id|>', '<｜Assistant｜>', '<start_of_turn>model\n', '<s>'],
]
/** Where it ends. A server that lets it through lets the model go on and play the person too: nothing after it counts. */
const endings = [
  ...['<|im_end|>', '<|im_start|>user', '<|im_start|>system', '<|eot_id|>', '<|eom_id|>', '<|endoftext|>', '<|end_of_text|>', '</s>'],
  ...['<|user|>', '<|observation|>', '<|return|>', '<|end|>', '<end_of_turn>', '<｜end▁of▁sentence｜>', '<｜User｜>', '[INST]', '<|eod|>'],
]
interface Mark {
  readonly mark: string
  /** `closing`: the end of thoughts that nobody opened. */
  readonly kind: 'thought' | 'closing' | 'call' | 'opening' | 'ending'
  readonly close: string
}
const marksOf = (kind: Mark['kind'], all: readonly string[]): Mark[] => all.map((mark) => ({ mark, kind, close: '' }))
const marks: readonly Mark[] = [
  ...thoughts.map(([mark, close]) => ({ mark, kind: 'thought' as const, close })),
  ...marksOf(
    'closing',
    thoughts.flatMap(([open, close]) => (open.startsWith('<|') ? [] : [close])),
  ),
  ...marksOf('call', calls),
  ...marksOf('opening', openings),
  ...marksOf('ending', endings),
].sort((a, b) => b.mark.length - a.mark.length)
/** A call that began without a mark. */
const unmarked: Mark = { mark: '', kind: 'call', close: '' }
const longest = marks[0]?.mark.length ?? 0

/** A call as bare JSON, or as Python in brackets; `maybe` while its beginning could still be one. */
const bare =
  /^(?:[[［]\s*)?[{｛]\s*["'“](?:name|function|tool|tool_name|function_name|action|type|arguments|tool_calls)["'”]|^\[\s*[a-z]\w*_\w*\(/
const maybeBare = /^(?:[[［]\s*)?(?:[{｛]\s*(?:["'“]\w{0,13})?)?$|^\[\s*[a-z]?\w{0,64}$/
/** Signs with which a mark or a bare call can begin. */
const first = /[<[［`✿◁{｛]/
/** Longer than any call: a model that never ends one is given up. In characters. */
const mostHeld = 32_000

/** Thoughts came out as the answer: their closing tag came, and no opening one. */
export class UnopenedThoughtError extends Error {
  constructor() {
    super('thoughts that were never opened')
  }
}

/** A call began in the text, and none can be read. */
export class UnreadCallError extends Error {
  constructor() {
    super('a call in the text that cannot be read')
  }
}

/** What came of a piece, or of the end. */
export interface Told {
  readonly text: string
  /** Characters that were for nobody: thoughts, marks, a call. */
  readonly other: number
}

/** How a reply is read. */
export interface Reading {
  /** Tools that were offered. */
  readonly names: ReadonlySet<string>
  /** The template opens the thoughts itself, so that a reply begins within them. */
  readonly isThinking: boolean
}

/**
 * Reads what a model says in its maker's template where the server lets that through: leaves out what it thinks aloud and the marks of
 * turns, and keeps back calls that it wrote as text, wherever the pieces are cut.
 */
export const templateReader = ({ names, isThinking }: Reading) => {
  let rest = ''
  let close = isThinking ? '</think>' : undefined
  /** Thoughts that nobody opened, as long as their end has not come: without it they were the answer. */
  let unclosed = isThinking ? '' : undefined
  let held: string | undefined
  let isOver = false
  let hasSpoken = false
  /** Something of it has left already, so that it cannot be taken back. */
  let hasLeft = false
  let isUnopened = false
  const wanted = names.size > 0 ? marks : marks.filter(({ kind }) => kind !== 'call')

  /** Goes through the thoughts; true when they have ended. */
  const skipThoughts = (): boolean => {
    const tag = close ?? ''
    const at = rest.indexOf(tag)
    const end = at < 0 ? rest.length - tailOf(rest, [tag]) : at
    if (unclosed !== undefined) unclosed += rest.slice(0, end)
    rest = rest.slice(at < 0 ? end : at + tag.length)
    if (at < 0) return false
    close = undefined
    unclosed = undefined
    return true
  }

  /** What is at the front: a mark, ordinary text (1 sign of it), or not yet to be told. */
  const look = (): 'wait' | 'text' | Mark => {
    const mark = wanted.find((one) => rest.startsWith(one.mark))
    if (mark) return mark
    if (names.size > 0 && bare.test(rest)) return unmarked
    if (rest.length < longest && wanted.some((one) => one.mark.startsWith(rest))) return 'wait'
    return names.size > 0 && maybeBare.test(rest) ? 'wait' : 'text'
  }

  /** The name of a tool stands at the very beginning, and then its arguments (GLM 4, Python). */
  const isNamed = (): 'yes' | 'maybe' | 'no' => {
    if (hasSpoken) return 'no'
    const said = rest.trimStart()
    for (const name of names) {
      if (said.length <= name.length ? name.startsWith(said) : /^\s*[({]|^\s*$/.test(said.slice(name.length)) && said.startsWith(name))
        return said.length > name.length && /^\s*[({]/.test(said.slice(name.length)) ? 'yes' : 'maybe'
    }
    return 'no'
  }

  const push = (piece: string): string => {
    if (isOver) return ''
    if (held !== undefined) {
      held += piece
      if (held.length > mostHeld) throw new UnreadCallError()
      return ''
    }
    rest += piece
    let text = ''
    for (;;) {
      if (close !== undefined) {
        if (!skipThoughts()) return text
        continue
      }
      const beginning = isNamed()
      if (beginning === 'maybe' && rest !== '') return text
      const at = beginning === 'yes' ? 0 : rest.search(first)
      const plain = at < 0 ? rest : rest.slice(0, at)
      text += plain
      hasSpoken ||= plain.trim() !== ''
      rest = rest.slice(plain.length)
      if (rest === '') return text
      const found = beginning === 'yes' ? unmarked : look()
      if (found === 'wait') return text
      if (found === 'text') {
        text += rest[0] ?? ''
        hasSpoken = true
        rest = rest.slice(1)
      } else if (found.kind === 'thought') {
        rest = rest.slice(found.mark.length)
        close = found.close
      } else if (found.kind === 'opening') rest = rest.slice(found.mark.length)
      else if (found.kind === 'closing') {
        isUnopened = true
        if (hasLeft) throw new UnopenedThoughtError()
        text = ''
        hasSpoken = false
        rest = rest.slice(found.mark.length)
      } else {
        if (found.kind === 'call') held = rest
        else isOver = true
        rest = ''
        return text
      }
    }
  }

  return {
    /** Thoughts ended that had never begun: the template of this model opens them itself. */
    get isUnopened() {
      return isUnopened
    },
    /** What of the text so far is meant for the person. */
    push(piece: string): Told {
      const text = push(piece)
      hasLeft ||= text !== ''
      return { text, other: Math.max(0, piece.length - text.length) }
    },
    /** The reply is over: what was held back as text, and the calls. Throws UnreadCallError where a call cannot be read. */
    finish(): { readonly text: string; readonly calls: readonly WrittenCall[] } {
      let text = ''
      if (unclosed !== undefined) {
        // No thoughts after all: what was kept back is the answer.
        const answer = unclosed + rest
        rest = ''
        close = undefined
        unclosed = undefined
        text = push(answer)
      }
      if (close === undefined) text += rest
      rest = ''
      if (held === undefined) return { text, calls: [] }
      const found = readWrittenCalls(held, names)
      if (found.length === 0) throw new UnreadCallError()
      return { text, calls: found }
    },
  }
}

/** How much of the end of a text may be the beginning of one of these. */
const tailOf = (text: string, tags: readonly string[]): number => {
  for (let size = Math.min(Math.max(...tags.map((tag) => tag.length)) - 1, text.length); size > 0; size--)
    if (tags.some((tag) => size < tag.length && tag.startsWith(text.slice(-size)))) return size
  return 0
}
