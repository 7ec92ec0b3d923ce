import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { useAct } from '../knowledge/act.ts'
import { ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import type { IntakeView, Material } from './api.ts'
import { materialWords } from './material-words.ts'
import { Told } from './told.tsx'

/** Papers to hand in (上传材料): each wanted one with its own button; photographs from a phone are fine. */
export const Materials = (props: {
  api: Api
  number: string
  wants: readonly string[]
  /** What the check says of each: how one that is missing is made good. */
  faults: NonNullable<IntakeView['check']>['faults']
  isBilingual: boolean
  onDone: () => void | Promise<void>
}) => {
  const { api, number, wants, faults, isBilingual, onDone } = props
  const path = `/api/applications/${encodeURIComponent(number)}/materials`
  const { data, load } = useRead<{ materials: Material[] }>(api, path)
  const there = (data?.materials ?? []).filter(({ isRemoved }) => !isRemoved)
  return (
    <fieldset class="card section" data-testid="materials">
      <legend>{isBilingual ? '材料 Papers' : '要交的材料'}</legend>
      <p class="muted">拍照或者选文件都行（PDF、JPG、PNG、HEIC）。加密保存，只有办理的民警能看。</p>
      <ul class="lines">
        {wants.map((kind) => (
          <li key={kind}>
            <One
              api={api}
              path={path}
              kind={kind}
              isBilingual={isBilingual}
              fault={faults.find(({ at }) => at === `material:${kind}`)}
              files={there.filter((one) => one.kind === kind)}
              onDone={async () => {
                load()
                await onDone()
              }}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  )
}

const One = (props: {
  api: Api
  path: string
  kind: string
  isBilingual: boolean
  fault: NonNullable<IntakeView['check']>['faults'][number] | undefined
  files: readonly Material[]
  onDone: () => Promise<void>
}) => {
  const { api, path, kind, isBilingual, fault, files, onDone } = props
  const [name, setName] = useState<string>()
  const { isBusy, problem, act } = useAct()
  const send = (file: File | undefined) => {
    if (!file) return
    setName(file.name)
    const form = new FormData()
    form.set('kind', kind)
    form.set('file', file)
    void act(() => api.send(path, form).then(onDone), '已上传。')
  }
  const remove = (id: string) => act(() => api.remove(`${path}/${encodeURIComponent(id)}`).then(onDone), '已删除。')
  return (
    <>
      <label class="field">
        <span>
          <Told words={materialWords(kind)} isBilingual={isBilingual} />
          {files.length > 0 && <b class="good"> 已交</b>}
        </span>
        <input
          type="file"
          accept="application/pdf,image/jpeg,image/png,image/heic,.heic"
          disabled={isBusy}
          onChange={(event) => send(event.currentTarget.files?.[0])}
          data-testid={`material-${kind}`}
        />
      </label>
      {fault && (
        <p class="muted" data-testid={`how-${kind}`}>
          <Told words={{ zh: fault.says, en: fault.saysEn ?? '' }} isBilingual={isBilingual} />
        </p>
      )}
      {isBusy && <p role="status">正在上传{name}…</p>}
      {problem && <ProblemNotice problem={problem} />}
      {files.map(({ id, name: own }) => (
        <p key={id} class="handed-in">
          {own}
          <button type="button" class="link" disabled={isBusy} onClick={() => void remove(id)}>
            删掉
          </button>
        </p>
      ))}
    </>
  )
}
