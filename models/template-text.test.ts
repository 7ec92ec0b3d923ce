import { describe, expect, it } from 'vitest'
import { readLoose } from './loose-json.ts'
import { templateReader } from './template-text.ts'

const names = new Set(['submit_certificate_application', 'search_policy', 'certificate_progress'])

/** Reads a reply that comes in pieces of so many characters. */
const read = (text: string, size = text.length, isThinking = false, offered = names) => {
  const reader = templateReader({ names: offered, isThinking })
  const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
  const told = pieces.map((piece) => reader.push(piece).text).join('')
  const end = reader.finish()
  return { text: told + end.text, calls: end.calls }
}
const sizes = [1, 2, 3, 7, 1_000]

describe('what a model thinks aloud', () => {
  it.each([
    ['好<think>他要<上班>。</think>的，<b>请问？<thin', '好的，<b>请问？<thin'],
    ['[THINK]他要上班[/THINK]请问做什么用？', '请问做什么用？'],
    [
      '<|channel|>analysis<|message|>user wants it<|end|><|start|>assistant<|channel|>final<|message|>请问做什么用？<|return|>',
      '请问做什么用？',
    ],
    ['◁think▷嗯◁/think▷请问做什么用？<|im_end|>', '请问做什么用？'],
    ['<think>他要', ''],
  ])('is left out, wherever the text is cut: %s', (text, spoken) => {
    for (const size of sizes) expect(read(text, size)).toEqual({ text: spoken, calls: [] })
  })

  it('is left out where its template opened it, and is the answer where it never ends', () => {
    for (const size of sizes) {
      expect(read('他要上班。问用途。</think>\n请问做什么用？', size, true).text.trim()).toBe('请问做什么用？')
      expect(read('请问做什么用？', size, true).text).toBe('请问做什么用？')
      expect(read('请问做什么用？<|im_end|>入职', size, true).text).toBe('请问做什么用？')
      expect(read('<tool_call>{"name":"certificate_progress"}</tool_call>', size, true).calls).toHaveLength(1)
    }
  })

  it('that nothing opened is left out of a reply in one piece, and given up where it was told already', () => {
    expect(read('他要上班。</think>请问做什么用？').text).toBe('请问做什么用？')
    expect(() => read('他要上班。</think>请问做什么用？', 3)).toThrow('never opened')
  })
})

it('a model that plays the person after its own turn is heard up to there', () => {
  for (const size of sizes)
    expect(read('请问做什么用？<|im_end|>\n<|im_start|>user\n入职<|im_end|>', size)).toEqual({ text: '请问做什么用？', calls: [] })
})

const submit = { name: 'submit_certificate_application', args: { purpose: 'employment' } }
const both = [submit, { name: 'search_policy', args: { query: '多久' } }]

describe('a call that a server left in the text', () => {
  it.each<[string, string, unknown[]]>([
    [
      'Hermes, Qwen 2.5',
      '<tool_call>\n{"name": "submit_certificate_application", "arguments": {"purpose": "employment"}}\n</tool_call>',
      [submit],
    ],
    [
      'two of them',
      '<tool_call>{"name":"submit_certificate_application","arguments":{"purpose":"employment"}}</tool_call>\n<tool_call>{"name":"search_policy","arguments":"{\\"query\\":\\"多久\\"}"}</tool_call>',
      [submit, { name: 'search_policy', args: '{"query":"多久"}' }],
    ],
    [
      'Qwen3-Coder',
      '<tool_call>\n<function=submit_certificate_application>\n<parameter=purpose>\nemployment\n</parameter>\n</function>\n</tool_call>',
      [submit],
    ],
    [
      'Qwen3-Coder without its opening tag',
      '<function=submit_certificate_application>\n<parameter=purpose>\nemployment\n</parameter>\n</function>\n</tool_call>',
      [submit],
    ],
    ['Mistral', '[TOOL_CALLS] [{"name": "submit_certificate_application", "arguments": {"purpose": "employment"}}]', [submit]],
    [
      'Mistral with words after it',
      "[TOOL_CALLS][{'name': 'submit_certificate_application', 'arguments': {'purpose': 'employment'}}]$$ 好了",
      [submit],
    ],
    ['new Mistral', '[TOOL_CALLS]submit_certificate_application[ARGS]{"purpose": "employment"}', [submit]],
    [
      'Llama 3.1',
      '<|python_tag|>{"type": "function", "name": "submit_certificate_application", "parameters": {"purpose": "employment"}}',
      [submit],
    ],
    ['Llama 3.1 without its tag', '{"name": "submit_certificate_application", "parameters": {"purpose": "employment"}}', [submit]],
    ['Llama by tag', '<function=submit_certificate_application>{"purpose": "employment"}</function>', [submit]],
    ['Llama 3.2, Python', '[submit_certificate_application(purpose="employment"), search_policy(query=\'多久\')]', both],
    ['a name and brackets', 'submit_certificate_application(purpose="employment")', [submit]],
    [
      'DeepSeek V3',
      '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>submit_certificate_application\n```json\n{"purpose": "employment"}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>',
      [submit],
    ],
    [
      'DeepSeek V3.1',
      '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>submit_certificate_application<｜tool▁sep｜>{"purpose": "employment"}<｜tool▁call▁end｜><｜tool▁calls▁end｜>',
      [submit],
    ],
    [
      'DeepSeek V3.2',
      '<｜DSML｜function_calls>\n<｜DSML｜invoke name="submit_certificate_application">\n<｜DSML｜parameter name="purpose" string="true">employment</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>',
      [submit],
    ],
    [
      'GLM 4.5',
      '<tool_call>submit_certificate_application\n<arg_key>purpose</arg_key>\n<arg_value>employment</arg_value>\n</tool_call>',
      [submit],
    ],
    ['GLM 4', 'submit_certificate_application\n{"purpose": "employment"}<|observation|>', [submit]],
    [
      'Kimi K2',
      '<|tool_calls_section_begin|><|tool_call_begin|>functions.submit_certificate_application:0<|tool_call_argument_begin|>{"purpose": "employment"}<|tool_call_end|><|tool_calls_section_end|>',
      [submit],
    ],
    [
      'gpt-oss',
      '<|channel|>analysis<|message|>call it<|end|><|start|>assistant<|channel|>commentary to=functions.submit_certificate_application <|constrain|>json<|message|>{"purpose": "employment"}<|call|>',
      [submit],
    ],
    ['Qwen-Agent', '✿FUNCTION✿: submit_certificate_application\n✿ARGS✿: {"purpose": "employment"}', [submit]],
    ['a fence', '```json\n{"name": "submit_certificate_application", "arguments": {"purpose": "employment"}}\n```', [submit]],
    [
      'a fence with a list',
      '```\n[{"function": {"name": "submit_certificate_application", "arguments": {"purpose": "employment"}}}]\n```',
      [submit],
    ],
    ['full-width signs', '｛“name”：“submit_certificate_application”，“arguments”：｛“purpose”：“employment”，｝｝', [submit]],
    ['nothing to say', '<tool_call>{"name":"certificate_progress"}</tool_call>', [{ name: 'certificate_progress', args: {} }]],
    [
      'a tool that exists elsewhere',
      '<tool_call>{"name":"get_weather","arguments":{"city":"北京"}}</tool_call>',
      [{ name: 'get_weather', args: { city: '北京' } }],
    ],
  ])('is a call, wherever it is cut, and nobody reads it: %s', (_who, text, calls) => {
    for (const size of sizes) expect(read(text, size)).toEqual({ text: '', calls })
    for (const size of sizes.slice(0, 4))
      if (!/^(?:submit|[{｛])/.test(text)) expect(read(`好的，我来办。\n${text}`, size)).toEqual({ text: '好的，我来办。\n', calls })
  })

  it.each([
    '<tool_call>{"name":"submit_certificate_application","arguments":{"purpose":"employ',
    '<tool_call>\n<function=submit_certificate_application>\n<parameter=purpose>\nemploy',
    '[submit_certificate_application(purpose="employ',
    '```python\nprint(1)\n```',
    `<tool_call>${'x'.repeat(40_000)}`,
    `<tool_call>a${'<arg_key></arg_value>'.repeat(1_400)}`,
  ])('is none where it is cut off, or is something else: %s', (text) => {
    for (const size of [5, 1_000]) expect(() => read(text, size)).toThrow('cannot be read')
  })

  it.each(['您可以看《通知》[2026]3号。', '费用{免费}。', '请选：[本人](#a)', '身高<170厘米的', 'search', '`确认`即可'])(
    'is not seen in ordinary words: %s',
    (text) => {
      for (const size of sizes) expect(read(text, size)).toEqual({ text, calls: [] })
    },
  )

  it('is not looked for where no tools were offered', () => {
    const json = '```json\n{"name":"x","arguments":{}}\n```'
    expect(read(json, 3, false, new Set())).toEqual({ text: json, calls: [] })
  })
})

describe('JSON of small models', () => {
  it.each<[string, unknown]>([
    ['{"a": 1, "b": [1, 2,],}', { a: 1, b: [1, 2] }],
    ["{'a': 'it’s', 'b': True, 'c': None}", { a: 'it’s', b: true, c: null }],
    ["{'a': 'don't'}", { a: "don't" }],
    ['{"a": "one\ntwo\\n\\u4e00"}', { a: 'one\ntwo\n一' }],
    ['｛“用途”：“入职”，“天数”：３｝', undefined],
    ['｛“用途”：“入职”、“天数”：3｝', { 用途: '入职', 天数: 3 }],
    ['{a: -1.5e2}', { a: -150 }],
    ['{"a": ', undefined],
    ['{"a": 1', undefined],
    ['{"a": tru}', undefined],
    ['"__proto__"', '__proto__'],
    [`${'['.repeat(50)}${']'.repeat(50)}`, undefined],
  ])('%s', (text, value) => expect(readLoose(text)?.value).toEqual(value))

  it('has no way to the prototype', () => {
    const { value } = readLoose('{"__proto__": {"isAdmin": true}}') ?? {}
    expect(Object.hasOwn(value as object, '__proto__')).toBe(true)
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })
})
