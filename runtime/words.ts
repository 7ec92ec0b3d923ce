import type { Agent } from '../core/agent.ts'

/** What stands beside every machine-written answer (人工智能生成合成内容标识办法, in force 2025-09-01). */
export const aiLabel = (isEnglish: boolean): string =>
  isEnglish ? 'AI-generated; an officer’s answer prevails.' : '智能生成，以民警答复为准'

/** What the front desk (总台) says itself. */
export const deskWords = {
  greeting: '您好，我是公安办事总台的数字分身（智能生成，以民警答复为准）。您想办什么，直接用自己的话说就行。遇到危险请先拨打 110。',
  clarify: (agents: readonly Agent[], isEnglish: boolean): { text: string; suggestions: readonly string[] } => ({
    text: isEnglish
      ? `I can help in two ways here: 1. ${agents[0]?.name} 2. ${agents[1]?.name}. Which one do you mean?`
      : `您是想：1. ${agents[0]?.purpose.replace(/。$/, '')}；还是 2. ${agents[1]?.purpose.replace(/。$/, '')}？回复 1 或 2 就行。`,
    suggestions: agents.map((agent) => agent.suggestions[0] ?? agent.name),
  }),
  welcome: (agents: readonly Agent[], isEnglish: boolean): { text: string; suggestions: readonly string[] } => ({
    text: isEnglish
      ? 'Hello. I am the front desk of the police service, an automatic assistant. I can help you apply for your own no-criminal-record certificate, follow its progress or check a certificate, and tell you which proofs the police issue. What do you need?'
      : `您好，我是公安办事总台的智能助手。我能帮您：${agents.map((agent, index) => `${index + 1}. ${agent.purpose.replace(/。$/, '')}`).join('；')}。您想办哪件，直接说就行。`,
    suggestions: agents.map((agent) => agent.suggestions[0] ?? agent.name),
  }),
  none: (agents: readonly Agent[], isEnglish: boolean): { text: string; suggestions: readonly string[] } => ({
    text: isEnglish
      ? 'Sorry, I cannot help with that here. I can help you apply for a no-criminal-record certificate, follow its progress, or tell you which certificates the police issue. In an emergency call 110.'
      : `这件事我这里还办不了，不想耽误您。我现在能帮您：${agents.map((agent, index) => `${index + 1}. ${agent.purpose.replace(/。$/, '')}`).join('；')}。其他警务咨询可以到就近派出所窗口；遇到危险请拨打 110。`,
    suggestions: agents.map((agent) => agent.suggestions[0] ?? agent.name),
  }),
  failed: (isEnglish: boolean): string =>
    isEnglish
      ? 'Something went wrong with this step, and nothing was submitted. Please say it again; if it keeps happening, visit the nearest police station.'
      : '刚才这一步没有办成，也没有提交任何内容。请您再说一次；如果还是不行，请到就近派出所窗口办理。',
}

/** What is said around a confirmation. */
export const confirmWords = {
  declined: (isEnglish: boolean): string =>
    isEnglish
      ? 'All right, nothing was submitted. Tell me what to change, or say “cancel” to stop here.'
      : '好的，没有提交任何内容。想改哪一项，直接告诉我；以后想办再跟我说就行。',
  afterDeclined: (isEnglish: boolean): readonly string[] => (isEnglish ? ['Change the purpose', 'Cancel'] : ['改用途', '不办了']),
}
