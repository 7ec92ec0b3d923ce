import { useEffect, useState } from 'preact/hooks'
import type { Api } from '../../api.ts'
import { ProblemError } from '../../api.ts'
import { kept } from '../../kept.ts'
import { useAct } from '../../knowledge/act.ts'
import { Loading, ProblemNotice } from '../../notice.tsx'
import { useRead } from '../../use-page.ts'
import { groupsOf, withWord } from './add-word.ts'
import { Lines } from './changes.tsx'
import { CodeField } from './code-field.tsx'
import { PreviewPart } from './preview.tsx'
import type { Clash, Draft, Fault, FileText } from './types.ts'
import { titleOf } from './types.ts'

/** What was typed and not saved yet (还没保存的): by file, with the hash of the text that it began from. Kept in this browser until saved. */
type Unsaved = Readonly<Record<string, { text: string; was: string }>>

const useUnsaved = (draft: string) => {
  const [unsaved, setUnsaved] = useState<Unsaved>(() => kept.get<Record<string, Unsaved>>('lexicon')?.[draft] ?? {})
  useEffect(() => {
    kept.set('lexicon', { ...kept.get<Record<string, Unsaved>>('lexicon'), [draft]: unsaved })
  }, [unsaved, draft])
  return { unsaved, setUnsaved }
}

/** Edits the files of a draft, and shows at once what a text comes to (词库编辑). */
export const Editor = ({ api, draft, faults, onSaved }: { api: Api; draft: Draft; faults: readonly Fault[]; onSaved: () => void }) => {
  const names = draft.files.map(({ name }) => name)
  const [name, setName] = useState(names[0] ?? '')
  const [goTo, setGoTo] = useState<{ file: string; line: number; mark: number }>()
  const { unsaved, setUnsaved } = useUnsaved(draft.id)
  const saved = draft.files.find((file) => file.name === name)?.hash ?? ''
  const { data, problem, load } = useRead<FileText>(api, `/api/lexicon/drafts/${draft.id}/files/${encodeURIComponent(name)}`, saved)
  const saving = useAct()
  const [clash, setClash] = useState<Clash>()

  const mine = unsaved[name]
  // What was just saved is the text now, also before the page has asked again.
  const [lately, setLately] = useState<FileText & { instead: string }>()
  const isLate = lately?.name === name && (saved === lately.instead || saved === lately.hash)
  const now = isLate ? lately : data?.name === name ? data : undefined
  const text = mine?.text ?? now?.text ?? ''
  const isDirty = mine !== undefined
  const edit = (next: string) => {
    if (!now) return
    const was = mine?.was ?? now.hash
    const { [name]: _, ...rest } = unsaved
    setUnsaved(next === now.text && was === now.hash ? rest : { ...unsaved, [name]: { text: next, was } })
  }
  const save = () =>
    saving.act(async () => {
      if (!mine) return
      const path = `/api/lexicon/drafts/${draft.id}/files/${encodeURIComponent(name)}`
      const { hash } = await api.send<{ hash: string }>(path, mine).catch((error: unknown) => {
        // The fields that a clash brings beside title and detail (docs/disputes.md).
        if (error instanceof ProblemError && error.problem.code === 'lexicon_file_changed') setClash(error.problem as unknown as Clash)
        throw error
      })
      setClash(undefined)
      setLately({ name, text: mine.text, hash, instead: mine.was })
      setUnsaved(({ [name]: _, ...rest }) => rest)
      onSaved()
    }, '已保存。')
  const settle = (next: string) => {
    if (!clash) return
    setUnsaved({ ...unsaved, [name]: { text: next, was: clash.hash } })
    setClash(undefined)
    onSaved()
  }
  const faultsOf = (file: string): readonly Fault[] => faults.filter((fault) => fault.file === file)

  return (
    <div class="desk-columns">
      <section class="card" aria-label="词库文件">
        <div class="filters">
          <label class="choice">
            <span>文件</span>
            <select value={name} onChange={(event) => setName(event.currentTarget.value)} data-testid="lexicon-file">
              {names.map((one) => (
                <option key={one} value={one}>
                  {titleOf(one)}
                  {unsaved[one] ? '（未保存）' : ''}
                  {faultsOf(one).length > 0 ? `（${faultsOf(one).length} 处错）` : ''}
                </option>
              ))}
            </select>
          </label>
        </div>
        {problem && <ProblemNotice problem={problem} onRetry={load} />}
        {!now && !mine ? (
          <Loading what="词库文件" />
        ) : (
          <>
            <AddWord text={text} onText={edit} />
            <CodeField
              label={`${titleOf(name)}的内容`}
              text={text}
              isDisabled={saving.isBusy}
              goTo={goTo?.file === name ? goTo : undefined}
              onText={edit}
              onSave={() => void save()}
            />
          </>
        )}
        <div class="actions">
          <button type="button" class="button" disabled={!isDirty || saving.isBusy} onClick={() => void save()} data-testid="save-file">
            保存
          </button>
          <span class="muted" role="status">
            {isDirty ? '有改动还没有保存（Ctrl+S 保存）' : '都保存了'}
          </span>
        </div>
        {saving.problem && !clash && <ProblemNotice problem={saving.problem} />}
        {clash && <ClashNotice clash={clash} mine={text} onSettle={settle} />}
        {faults.length > 0 && (
          <div class="notice" role="status" data-testid="faults">
            <div>
              <p class="notice-title">有 {faults.length} 处要改</p>
              <ul class="lines">
                {faults.map((fault) => (
                  <li key={`${fault.file}${fault.line}`}>
                    <button
                      type="button"
                      class="link"
                      onClick={() => {
                        setName(fault.file)
                        setGoTo({ ...fault, mark: Date.now() })
                      }}
                    >
                      {fault.file} 第 {fault.line} 行
                    </button>
                    ：{fault.why}
                  </li>
                ))}
              </ul>
            </div>
          </div>
        )}
      </section>
      <PreviewPart
        api={api}
        draft={draft.id}
        files={Object.entries(unsaved).map(([file, { text: now }]) => ({ name: file, text: now }))}
        mark={draft.revision}
      />
    </div>
  )
}

/** The second of two is told what the first changed, and chooses; the own words stay where they are until then. */
const ClashNotice = ({ clash, mine, onSettle }: { clash: Clash; mine: string; onSettle: (text: string) => void }) => (
  <div class="notice" role="alert" data-testid="clash">
    <div>
      <p class="notice-title">这份文件刚被{clash.by}改过</p>
      <p>{clash.detail}</p>
      <details open>
        <summary>{clash.by}改了什么</summary>
        <Lines lines={clash.changes} />
      </details>
      <div class="actions">
        <button type="button" class="button button-small" onClick={() => onSettle(clash.merged)} data-testid="use-merged">
          {clash.clashes.length === 0 ? '两边合在一起' : '合在一起，冲突处我来选'}
        </button>
        <button type="button" class="button button-plain button-small" onClick={() => onSettle(mine)} data-testid="use-mine">
          只留我的
        </button>
        <button type="button" class="button button-plain button-small" onClick={() => onSettle(clash.theirs)} data-testid="use-theirs">
          只留对方的
        </button>
      </div>
    </div>
  </div>
)

/** A word is put where it belongs without looking for the place. */
const AddWord = ({ text, onText }: { text: string; onText: (text: string) => void }) => {
  const groups = groupsOf(text)
  const isClass = /^class:/m.test(text)
  const [word, setWord] = useState('')
  const [group, setGroup] = useState('')
  const [list, setList] = useState('strong')
  const [isLost, setIsLost] = useState(false)
  const chosen = groups.includes(group) ? group : (groups[0] ?? '')
  const add = () => {
    const next = withWord(text, { group: chosen, list: isClass ? list : 'words', word: word.trim() })
    setIsLost(next === undefined)
    if (next === undefined) return
    onText(next)
    setWord('')
  }
  if (groups.length === 0) return null
  return (
    <div class="filters">
      <label class="choice">
        <span>加一个词</span>
        <input
          value={word}
          maxLength={40}
          placeholder="“…”代表不超过六个字"
          onInput={(event) => setWord(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && word.trim() && add()}
          data-testid="new-word"
        />
      </label>
      <label class="choice">
        <span>词组</span>
        <select value={chosen} onChange={(event) => setGroup(event.currentTarget.value)}>
          {groups.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      {isClass && (
        <label class="choice">
          <span>强弱</span>
          <select value={list} onChange={(event) => setList(event.currentTarget.value)}>
            <option value="strong">强词：本身就是纠纷</option>
            <option value="weak">弱词：旁边要有冲突或诉求</option>
          </select>
        </label>
      )}
      <button type="button" class="button button-plain" disabled={!word.trim()} onClick={add} data-testid="add-word">
        加进去
      </button>
      {isLost && <p class="bad">这个词组里没有这样的一栏，请在下面直接写。</p>}
    </div>
  )
}
