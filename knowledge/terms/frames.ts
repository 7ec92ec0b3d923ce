/**
 * Ways of asking that say little of what is asked (问句套话). Nothing is in here that decides a rule: 应当, 不得, 可以, 以上, 以下 and
 * the like are never left out of a question.
 */
const frames =
  /请问一下|请问|想问一下|想问问|想问|咨询一下|咨询|麻烦问下|你好|您好|谢谢|怎么办理|怎么办|怎么处理|如何处理|该怎么|怎么样|怎么个|怎么|怎样|如何|什么样的|什么样|什么时候|什么|哪些|哪个|哪里|哪儿|是不是|是否|能不能|可不可以|有没有|要不要|会不会|该不该|算不算|用不用|需不需要|为什么|为啥|咋办|咋|啥|多少|多长时间|多久|几天|我们家|我们|我家|我的|我想|我|他们|她们|他|她|你们|你|您|这种情况|这样|的话|吗|呢|吧|啊|呀|嘛|了|的|[?？!！。，,]/g

/** The question without them, a blank where each stood. */
export const withoutFrames = (question: string): string => question.replace(frames, ' ')
