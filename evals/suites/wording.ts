import { readUtterances } from '../routing/utterances.ts'
import type { Item } from '../run/result.ts'
import { beginVisit } from '../run/visit.ts'
import { changedBy } from '../run/world.ts'
import { readabilityOf, sentencesOf } from '../wording/readability.ts'
import type { Job, Suite } from './suite.ts'

/** What a person who is not of the trade stumbles over; said by us, not quoted. */
const office = /兹|予以|之规定|系指|依职权|该行为人|相关部门处理|请知悉|特此|系统异常|参数|接口|token|undefined|null|NaN|\{\{/i
/** Own words: quotations of rules and their places are not ours to shorten. */
const ownWords = (text: string): string => text.replace(/「[^」]*」|“[^”]*”|（《[^）]*）|《[^》]*》/g, '')
/** People read a line of a phone at a glance: about 22 characters; two of them are still one breath. */
const longestCharacters = 45

const talks: readonly (readonly string[])[] = [
  ['你好'],
  ['我要开无犯罪记录证明', '上班', '确认'],
  ['我要开无犯罪记录证明', '啥意思', '留学', '先不办'],
  ['我的证明办到哪一步了'],
  ['谁查过我的记录'],
  ['转人工'],
  ['查一下我前男友有没有案底'],
  ['我想买火车票'],
  ['有人拿刀追我'],
  ['你是人还是机器'],
  ['帮我老公开一张'],
  ['验一下 WFZ-2026-00000001-X 是不是真的'],
]

const talkJob = (id: string, says: readonly string[]): Job => ({
  id,
  run: (bench) =>
    bench.use(async (ground) => {
      const visit = await beginVisit(ground, 'zhao-qinghe')
      for (const text of says) await visit.say(text)
      const visited = await visit.end()
      const items = visited.exchanges.map(({ says: said, reply }, at): Item => {
        const own = ownWords(reply.text)
        const sentences = sentencesOf(own)
        const long = sentences.filter((one) => [...one].length > longestCharacters)
        const trade = office.exec(own)
        const read = readabilityOf(own)
        return {
          ...{ id: `${id}/${at}`, title: said, group: reply.outcome },
          marks: {
            ...{ short_sentences: long.length === 0, plain_words: trade === null },
            ...(read ? { easy_to_read: read.level !== 'harder' } : {}),
          },
          values: {
            sentence_characters: sentences.length === 0 ? 0 : Math.max(...sentences.map((one) => [...one].length)),
            reply_characters: [...own].length,
            ...(read ? { sentence_words: read.wordsPerSentence, reading_index: read.index } : {}),
          },
          faults: [
            ...long.map((one) => `一句有 ${[...one].length} 个字：${one.slice(0, 60)}…`),
            ...(trade ? [`说了行话“${trade[0]}”`] : []),
            ...(read?.level === 'harder' ? [`平均一句 ${read.wordsPerSentence.toFixed(1)} 个词`] : []),
          ],
        }
      })
      return { value: items, isChanged: changedBy(visited.left) }
    }),
})

/** 说人话: what we say ourselves is short and of everyday words. */
export const wording: Suite = {
  name: 'wording',
  title: '说人话',
  about: '自己说的话（引文除外）：一句不超过 45 个字，不说公文话、程序话，读起来不难。',
  figures: [
    { id: 'short_sentences', title: '没有过长的句子', kind: 'share', wants: 'most' },
    { id: 'plain_words', title: '没有公文话、程序话', kind: 'share', wants: 'most', line: 1 },
    { id: 'easy_to_read', title: '读起来不难（百词六句以上）', kind: 'share', wants: 'most' },
    { id: 'sentence_words', title: '平均一句的词数', kind: 'mean', wants: 'least', unit: '词', isToldOnly: true },
    { id: 'reading_index', title: '可读性指数（越低越好读）', kind: 'mean', wants: 'least', isToldOnly: true },
    { id: 'sentence_characters', title: '最长一句的字数', kind: 'median', wants: 'least', unit: '字', isToldOnly: true },
    { id: 'reply_characters', title: '一次答复的字数（引文除外）', kind: 'median', wants: 'least', unit: '字', isToldOnly: true },
  ],
  jobs: ({ isWhole }) => [
    ...talks.map((says, at) => talkJob(`talk-${at}`, says)),
    ...readUtterances(isWhole ? 3 : 20).map(({ text }) => talkJob(`said/${text}`, [text])),
  ],
}
