import type { EntryKind } from './entry.ts'

/** What the words of `verbs.yaml`, `cues.yaml`, `factors.yaml` and `slots.yaml` may be there for (词的作用). A role that is not here is a slip of the pen. */
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
    // What begins a scene of danger (险情的起头). The scenes are in decision/scenes.ts; the learned part does not see these.
    'dying', // 没呼吸、叫不醒、大出血
    'fallen', // 掉进水里、井里
    'crushed', // 被埋、被压、被卷、悬空、触电
    'collapse', // 塌了、炸了、决口
    'stuck', // 困住
    'swallowed', // 误服、吞下
    'gone', // 不见了、没回来
    'farewell', // 告别的话
    'mauled', // 被牲口野兽扑、咬、踩
    'falling', // 掉进、栽进（后面是 deep）
    'caught', // 卡在、卷进（后面是 jaws）
    'swallowing', // 喝了、吞下（后面是 toxin）
    'perching', // 坐在、翻到（后面是 brink）
    'dragging', // 拽上、塞进（后面是 away）
    'vital', // 气息、知觉、脸色、流血
    'assault', // 下重手
    'blaze', // 点着、泼油、放气、浓烟
    'ending', // 寻短见
    'held', // 绑走、扣住
    'violent', // 下重手的起头
    'despairing', // 寻短见的起头
    'hot', // 火、烟、气、油的起头
    'sinking', // 塌、垮、翻的起头
    'swept', // 水里、被冲走
    'pressed', // 压着、卡着、吊着
    'captive', // 扣人、绑人的起头
    'doom', // 要命的话的起头
    'breaking', // 撬门、踹门、砸窗
  ],
  // Looked for only around what begins a scene (险情的旁证), not in the one pass.
  slot: [
    'somebody', // 是人，不是东西
    'object', // 掉的、叫不醒的是东西和牲口
    'inside', // 人还在里面，喊、哭、没回声
    'peril', // 烟、水、雪、冷、缺氧
    'frail', // 孩子、糊涂的老人
    'since', // 找了多久、天气、至今
    'edge', // 桥上、江边、关机、药瓶
    'beast', // 狗、牛、熊、蜂
    'here', // 已经到门口、备好了
    'hiding', // 躲着、不敢出声、蒙面
    'deep', // 水、井、崖
    'jaws', // 机器、车轮、栏杆
    'toxin', // 农药、整瓶
    'brink', // 楼沿、桥外、铁轨
    'despair', // 劝不动、腿在外面
    'away', // 车上、玉米地
    'taken', // 陌生人下的手、喊叫
    'carried', // 抱着、浇上
    'menace', // 谁也别想好过、火机
    'dying_way', // 快不行了的说法
    'fallen_way', // 掉进水里、高处掉下的说法
    'crushed_way', // 被埋、被卡、悬空、触电的说法
    'collapse_way', // 塌了、翻了的说法
    'swallowed_way', // 吞下、下毒的说法
    'assault_way', // 下重手的说法
    'self_harm_way', // 寻短见的说法
    'fire_way', // 点火、浇油、放气、浓烟的说法
    'captive_way', // 扣人、绑人的说法
    'doom_way', // 要人命的说法
    'resolved', // 救上来了、找到了、没事
    'still', // 还有人没出来
    'worried', // 担心、怕：前面这样说的火不是着了
    'feared', // 担心、怕、万一、没有人
    'aftermath', // 赔偿、认定、补助、锦旗
    'everyday', // 睡过头、追剧
    'play', // 闹着玩、健身、演出
  ],
} as const satisfies Partial<Record<EntryKind, readonly string[]>>

export type SlotRole = (typeof roles.slot)[number]
