import type { GatePass, ModelGate } from '../core/models.ts'
import type { Who } from '../core/people.ts'
import { digitSigns, type FindPersonal, type KnownValue, type PersonalKind } from '../core/personal.ts'

/** What a token says of its kind, for a model to talk about. `text` stands for words that only look like a token. */
const titles: Readonly<Record<PersonalKind | 'text', string>> = {
  resident_id: '身份证',
  foreigner_id: '永居证',
  permit: '通行证',
  passport: '护照',
  phone: '电话',
  plate: '车牌',
  bank_card: '银行卡',
  uscc: '信用代码',
  email: '邮箱',
  address: '地址',
  name: '姓名',
  account: '账号',
  text: '文字',
}

/** Letters of a token: none that is taken for another. 32⁵ tokens to a conversation, and a guess finds only what stands in that conversation. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const tokenLetters = 5
const likeToken = /〔[^〔〕]{1,6}·[0-9A-Z]{5,9}〕/g
/** The longest token, brackets included. */
const longestToken = 20

/** What a person is known by from the session. */
const knownOf = (who: Who): readonly KnownValue[] => [
  { kind: 'name', value: who.name },
  ...(who.kind === 'citizen' ? [{ kind: kindOfDocument(who.document.kind), value: who.document.number } as const] : []),
  ...(who.kind === 'citizen' && who.phone ? [{ kind: 'phone', value: who.phone } as const] : []),
]

const kindOfDocument = (kind: string): PersonalKind =>
  kind === 'resident_id'
    ? 'resident_id'
    : kind.endsWith('passport')
      ? 'passport'
      : kind === 'foreign_permanent_id'
        ? 'foreigner_id'
        : 'permit'

/** One form of a value however it is written: the same value is the same token. */
const oneForm = (kind: PersonalKind | 'text', value: string): string => {
  if (kind === 'text' || kind === 'name' || kind === 'address') return value
  const half = value.replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
  if (kind === 'email' || kind === 'account') return half.toLowerCase()
  // 一三九… is the phone 139…; a plate keeps the sign of its province.
  const told = kind === 'plate' ? half : half.replace(/[\u3007\u4e00-\u9fff○]/g, (sign) => digitSigns.get(sign) ?? sign)
  const plain = told.replace(/\\[nrt]|[^0-9A-Za-z\u4e00-\u9fff]/g, '').toUpperCase()
  return kind === 'phone' ? plain.replace(/^(?:00)?86(?=1\d{10}$)/, '') : plain
}

/** Kinds of which an argument that is nothing else is given as a form wants it, not as it was told. */
const plainKinds: ReadonlySet<PersonalKind | 'text'> = new Set([
  'resident_id',
  'foreigner_id',
  'permit',
  'passport',
  'bank_card',
  'uscc',
  'plate',
  'email',
  'phone',
])

/** 一三九… and 159901 19900307 2016 as a form wants them. A landline keeps its hyphen where it was told in plain digits. */
const asForms = (kind: PersonalKind | 'text', value: string): string => {
  if (!plainKinds.has(kind)) return value
  const form = oneForm(kind, value)
  return kind === 'phone' && !/^1\d{10}$/.test(form) && /^[ -~]+$/.test(value) ? value : form
}

/** A token as models copy it into arguments: in other brackets, or in none. */
const copied = /[〔【[（(「『<《]?([\u4e00-\u9fff]{2,4})·([0-9A-Z]{5,9})[〕】\]）)」』>》]?/g

interface Found {
  readonly kind: PersonalKind | 'text'
  readonly start: number
  readonly end: number
}

/** In order, none over another: what begins first stays, and of two that begin together the longer. */
const apart = (found: Found[]): readonly Found[] => {
  found.sort((a, z) => a.start - z.start || z.end - a.end)
  let last = 0
  return found.filter(({ start, end }) => {
    if (start < last) return false
    last = end
    return true
  })
}

/**
 * Reversible tokens in place of personal values (个人信息令牌): `〔身份证·7KQ2M〕`. A token is derived from the value, the conversation and the
 * key of the store, so every process makes the same one, nothing has to be kept, and it is another one in another conversation. Only
 * what was hidden in this very turn can be shown again: a token that a model makes up stays words.
 */
export const personalGate = ({ find, keyed }: { find: FindPersonal; keyed: (text: string) => string }): ModelGate => ({
  open({ conversation, who }) {
    const values = new Map<string, string>()
    /** Tokens whose value a form wants otherwise than it was told. */
    const plain = new Map<string, string>()
    const tokens = new Map<string, string>()
    /** Names are known from where they were told, and are found everywhere after that. */
    const known = new Map<string, PersonalKind>(knownOf(who).flatMap(({ kind, value }) => (value.length > 1 ? [[value, kind]] : [])))
    let hidden = new Map<string, string>()

    const tokenOf = (kind: PersonalKind | 'text', value: string): string => {
      const form = `${kind}\n${oneForm(kind, value)}`
      const before = tokens.get(form)
      if (before) return before
      const bits = BigInt(`0x${keyed(`token\n${conversation}\n${form}`).slice(0, 16)}`)
      const all = Array.from({ length: 9 }, (_, at) => letters[Number((bits >> BigInt(at * 5)) & 31n)]).join('')
      let token = ''
      for (let length = tokenLetters; token === '' || values.has(token); length += 1) token = `〔${titles[kind]}·${all.slice(0, length)}〕`
      tokens.set(form, token)
      values.set(token, value)
      plain.set(token, asForms(kind, value))
      return token
    }

    const foundIn = (text: string): readonly Found[] => {
      const spans = find(text)
      const found: Found[] = [...spans]
      for (const { kind, start, end } of spans) {
        const value = text.slice(start, end)
        if (kind !== 'name' || known.has(value)) continue
        known.set(value, kind)
        hidden = new Map()
      }
      for (const [value, kind] of known)
        for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length))
          found.push({ kind, start: at, end: at + value.length })
      // Words that look like a token are hidden too, so that no words can ever be taken for one.
      if (text.includes('〔'))
        for (const match of text.matchAll(likeToken)) found.push({ kind: 'text', start: match.index, end: match.index + match[0].length })
      return found.length > 1 ? apart(found) : found
    }

    const hide = (text: string): string => {
      const before = hidden.get(text)
      if (before !== undefined) return before
      let out = ''
      let last = 0
      for (const { kind, start, end } of foundIn(text)) {
        out += text.slice(last, start) + tokenOf(kind, text.slice(start, end))
        last = end
      }
      out = last === 0 ? text : out + text.slice(last)
      hidden.set(text, out)
      return out
    }

    const shown = (text: string): string => (text.includes('〔') ? text.replace(likeToken, (token) => values.get(token) ?? token) : text)

    /** An argument: a value that stands alone as forms want it, one among words as it was told. */
    const argument = (text: string): string => {
      if (!text.includes('·')) return text
      const tokens = text.replace(copied, (copy, kind: string, letters: string) => {
        const token = `〔${kind}·${letters}〕`
        return values.has(token) ? token : copy
      })
      return plain.get(tokens.trim()) ?? shown(tokens)
    }

    const restored = (value: unknown): unknown => {
      if (typeof value === 'string') return argument(value)
      if (Array.isArray(value)) return value.map(restored)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [shown(key), restored(item)]))
    }

    const reply = (): ReturnType<GatePass['reply']> => {
      let kept = ''
      return {
        show(piece) {
          const text = kept + piece
          const open = text.lastIndexOf('〔')
          // What cannot become a token any more is let go.
          const isOpen = open >= 0 && text.indexOf('〕', open) < 0 && text.length - open < longestToken
          kept = isOpen ? text.slice(open) : ''
          return shown(isOpen ? text.slice(0, open) : text)
        },
        flush() {
          const text = kept
          kept = ''
          return shown(text)
        },
      }
    }

    return {
      hide,
      reply,
      // Objects stay objects: only what stands in them is another.
      restore: (args) => restored(args) as Readonly<Record<string, unknown>>,
    }
  },
})
