import type { EntryKind } from './entry.ts'

/** What the words of `verbs.yaml`, `cues.yaml` and `factors.yaml` may be there for (词的作用). A role that is not here is a slip of the pen. */
export const roles = {
  verb: [
    'conflict', // 冲突动词，占堵拦扣也在内
    'demand', // 诉求动词
    'refusal', // 拒绝、赖账
  ],
  cue: [
    'negation', // 否定
    'affirmed', // 不是没、没少、没完没了: sounds like a negation and is none
    'turn', // 转折
    'hearsay', // 传言
    'past', // 历史
    'hypothetical', // 假设、将来
    'fiction', // 影视、游戏、歌曲、小说
    'drill', // 演练
    'law_question', // 问法条
    'consultation', // 咨询
    'callback', // 回访、已办结
    'withdrawal', // 没事了
    'publicity', // 宣传、讲座、工作通报
    'training_text', // 试题、语料、样例
    'prosecution', // 刑事起诉、判决
    'court', // 法院的说法：原告、被告
    'real', // 真事，不是演的
    'cleared', // 到场查明不是
    'turned_out', // 一看是别的：清掉前面的
    'at_work', // 刀具在干活：切菜、劈柴
    'thing', // 锁在里面的是东西，不是人
    'nobody', // 里面没人
    'dated', // 过去的日子：只说明险情不在眼下
    'supposed', // 要是、假如：只说明险情是假设
    'again', // 回访里又说没好
    'place_name', // 场所名
    'person_name', // 人名地名
    'animal', // 动物
    'fixed_phrase', // 固定搭配
    'exaggeration', // 夸张、口头禅
    'other_sense', // 同词异义
    'mongolian_word', // 搏克、那达慕
    'service', // 寻物、求助、办事
    'idle', // 打错、闲聊
    'ongoing', // 正在、现在
    'ended', // 已停止
    'protected', // 永不使用: what stands inside is not read
    'beside', // stands here only for the `needs` and `unless` of other words
  ],
  factor: [
    'weapon', // 刀具
    'club', // 棍棒铁器
    'gun',
    'holding', // 拿在手里
    'striking', // 对着人用上了
    'fire',
    'burning', // 点着了、要点着
    'threat',
    'self_harm',
    'perched', // 正处在自伤危险里
    'high_place', // 高处、水边: with words of self-harm only
    'choking', // 正在下重手
    'hostage',
    'child_beaten',
    'happening', // 正在发生
    'injury',
    'minor',
    'vulnerable',
    'family_violence',
    'drunk',
    'crowd',
    'confined',
    'repeated',
    'urgent',
    'season',
    'settlement_broken',
    'protection_order',
    'settled',
    'mediated',
    'rescue',
  ],
} as const satisfies Partial<Record<EntryKind, readonly string[]>>

export type VerbRole = (typeof roles.verb)[number]
export type CueRole = (typeof roles.cue)[number]
export type FactorRole = (typeof roles.factor)[number]
