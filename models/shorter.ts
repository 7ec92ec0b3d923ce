import { type BaseMessage, HumanMessage } from '@langchain/core/messages'

/** Marks words that only ask a model to go on with its answer: they begin no turn. */
export const goesOn = { goes_on: true } as const

const beginsTurn = (message: BaseMessage): boolean =>
  HumanMessage.isInstance(message) && message.additional_kwargs.goes_on !== goesOn.goes_on

/** The same conversation without the elder half of its turns, whole ones; undefined where only this turn is left. The page stays. */
export const shorter = (messages: readonly BaseMessage[]): readonly BaseMessage[] | undefined => {
  const begins = messages.flatMap((message, index) => (beginsTurn(message) ? [index] : []))
  const first = begins[0]
  const from = begins[Math.ceil((begins.length - 1) / 2)]
  if (first === undefined || from === undefined || from === first) return undefined
  return [...messages.slice(0, first), ...messages.slice(from)]
}
