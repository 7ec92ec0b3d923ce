import { counting } from './counts.ts'
import type { Reading } from './reading.ts'

const questions = counting('cue law_question')
const happening = counting('happening', 'cue again', 'refusal')

/** What the law says, for study or by itself (引用法条): 打人怎么罚. */
export const isLawQuestion = (reading: Reading): boolean => questions(reading) > 0 && happening(reading) === 0
