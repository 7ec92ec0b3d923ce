import { useState } from 'preact/hooks'
import { announce } from './announce.ts'

export type Opinion = 'good' | 'bad'

const names = { good: '有帮助', bad: '没答好' } as const

/** Whether an answer helped (评价): two quiet buttons, and a word of thanks that says what becomes of it. */
export const OpinionButtons = ({ onOpinion }: { onOpinion: (opinion: Opinion) => Promise<unknown> }) => {
  const [given, setGiven] = useState<Opinion>()
  const [isLost, setIsLost] = useState(false)
  const give = (opinion: Opinion) => {
    setIsLost(false)
    setGiven(opinion)
    onOpinion(opinion)
      .then(() => announce('谢谢，已经记下。'))
      .catch(() => {
        setGiven(undefined)
        setIsLost(true)
      })
  }
  return (
    <div class="opinion" data-testid="opinion">
      {(['good', 'bad'] as const).map((opinion) => (
        <button
          type="button"
          class="button button-small button-plain"
          aria-pressed={given === opinion}
          onClick={() => give(opinion)}
          data-testid={`opinion-${opinion}`}
        >
          {names[opinion]}
        </button>
      ))}
      {given && <span class="muted">谢谢。这段话会隐去个人信息，交给工作人员改进。</span>}
      {isLost && <span class="muted">没有记下来，请再点一次。</span>}
    </div>
  )
}
