import { CheckIcon } from './icons.tsx'

/** Where a public status (对外状态) stands: the steps drawn, and how many of them are behind. The same for everybody (DESIGN §1.3). */
const paths: Record<string, { steps: string[]; done: number; next: string }> = {
  待核验: { steps: ['待核验', '办理中', '已办结'], done: 0, next: '民警正在看您的申请，看完会继续办理。' },
  待补正: {
    steps: ['待补正', '办理中', '已办结'],
    done: 0,
    next: '还缺材料，补齐后照常办理。缺什么、怎么补，申请页面和补正告知书里都写着。',
  },
  办理中: { steps: ['待核验', '办理中', '已办结'], done: 1, next: '正在办理，办好后可在这里查看。' },
  核实中: { steps: ['待核验', '核实中', '已办结'], done: 1, next: '正在核实，核实的时间不计入办理期限。' },
  已办结: { steps: ['待核验', '办理中', '已办结'], done: 3, next: '' },
  复查中: { steps: ['已办结', '复查中', '复查办结'], done: 1, next: '正在复查。' },
  复查办结: { steps: ['已办结', '复查中', '复查办结'], done: 3, next: '' },
  不予受理: { steps: ['待核验', '不予受理'], done: 2, next: '原因和其他办法写在告知书里，可到窗口领取。' },
  已撤回: { steps: ['待核验', '已撤回'], done: 2, next: '需要时可以重新申请。' },
}

/** The steps, and where one stands. */
export const Path = ({ status }: { status: string }) => {
  const path = paths[status] ?? { steps: [status], done: 0, next: '' }
  return (
    <>
      <ol class="path">
        {path.steps.map((step, i) => (
          <li class={i < path.done ? 'is-done' : i === path.done ? 'is-here' : ''} aria-current={step === status ? 'step' : undefined}>
            <span class="path-mark">{i < path.done ? <CheckIcon /> : i + 1}</span>
            {step}
          </li>
        ))}
      </ol>
      {path.next && <p class="path-next">{path.next}</p>}
    </>
  )
}
