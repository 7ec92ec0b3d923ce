import type { Reason } from './types.ts'

/** What makes it red at once, whatever the points say (直接定红). */
const dangers: Readonly<Record<string, string>> = {
  safety_gun: '有枪',
  safety_weapon: '正拿着凶器',
  safety_fire: '放火、点燃',
  safety_self_harm: '正在自伤或要自伤',
  safety_child: '孩子正被打',
  safety_assault: '正掐脖子、要出人命',
  safety_hostage: '劫持、挟持',
  safety_rescue: '有人遇险，等不得',
  safety_missing: '孩子或要人照看的人不见了',
}

/** Why a hit was looked at and does not count (误报陷阱). */
const traps: Readonly<Record<string, string>> = {
  negated: '被否定了',
  place_name: '是地名、场所名',
  person_name: '是人名、店名',
  mongolian_word: '是蒙古语借词',
  other_sense: '这里是别的意思',
  fixed_phrase: '是固定说法',
  exaggeration: '是夸张的说法',
  animal: '说的是动物',
  fiction: '在影视、游戏、歌曲里',
  drill: '是演练',
  training_text: '是试题、语料',
  publicity: '是宣传、讲座',
  law_question: '在问法条',
  hearsay: '是听说的',
  past: '是过去的事',
  hypothetical: '还没发生',
  callback: '是回访、已办结',
  conditions: '缺了要同句出现的词，或有了要排除的词',
  no_verb: '旁边没有冲突或诉求的话',
  lookalike: '像危险，其实不是',
}

const counted: Readonly<Record<string, string>> = {
  strong: '强词，本身就说明有纠纷',
  weak_with_verb: '弱词，旁边有冲突或诉求的话',
  learned: '整句话像这一类',
  learned_danger: '整句话像有危险，词库没有这样的词，请民警先看',
  happening: '正在发生',
  weapon: '刀具、枪械、可燃物',
  threat: '明示威胁',
  self_harm: '自伤自杀表露',
  injury: '有人受伤',
  minor: '有未成年人',
  vulnerable: '孕妇、老人、残疾人',
  family_violence: '疑似家庭暴力',
  drunk: '醉酒',
  crowd: '人多',
  confined: '限制人身自由、堵门',
  repeated: '同一地点同一事由三十天内来过',
  urgent: '财产急迫',
  season: '正当生产季节',
  settlement_broken: '调解过，没有履行',
  protection_order: '已有保护令、告诫书',
  settled: '已当场和解并履行',
  consultation: '只是咨询',
  withdrawn: '报警人称没事了，减半，仍须人工确认',
}

/** A rule of the decision, as people read it. One that is not here is shown under its own name. */
export const ruleName = (rule: string): string => dangers[rule] ?? counted[rule] ?? traps[rule] ?? rule

/** What decided red by itself. */
export const isDanger = ({ rule }: Reason): boolean => rule in dangers

/** A hit that was looked at and does not count (排除的命中). */
export const isSetAside = (reason: Reason): boolean => reason.points === 0 && reason.class === undefined && !isDanger(reason)

export const signed = (points: number): string => (points > 0 ? `+${points}` : String(points))
