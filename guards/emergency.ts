import type { Guard } from '../core/guard.ts'

/** What kind of danger a message speaks of. */
type Danger = 'police' | 'medical' | 'fire' | 'self_harm'

/** Words of danger that is there now. Written wide on purpose: a needless card costs a second, a missing one a life. */
const signs: Record<Danger, RegExp> = {
  self_harm:
    /(?:想|要|打算|准备|只想|真想|不如|干脆|去)(?:自杀|寻死|轻生|跳楼|跳河|割腕|上吊|死了算了|去死|死|了结|结束(?:自己|生命|这一切))|不想活|活不下去|活着没(?:有)?意思|活够了|没有活下去|了结自己|结束自己的?生命|自残|割(?:了)?(?:自己|手)?腕|吃(?:了)?(?:一瓶|好多|很多|整瓶)?(?:安眠药|农药|百草枯)|喝(?:了)?农药|遗书|kill myself|suicid|end my life|want to die|hurt myself/i,
  fire: /着火|起火|失火|火灾|冒(?:浓)?烟(?:了|呢|着)|烧起来|煤气(?:泄漏|泄露|爆炸)|燃气(?:泄漏|泄露|爆炸)|爆炸了|(?:house|building|room|flat|car|kitchen) is on fire|there(?:'s| is) a fire|gas leak/i,
  medical:
    /昏迷|晕倒|昏倒|没(?:有)?呼吸|没(?:有)?心跳|(?:大|一直|不停)(?:出血|流血)|流(?:了)?(?:好多|很多)血|心(?:脏病|梗)(?:犯|发作|了)|抽搐|中毒了|触电|溺水|掉(?:进)?(?:水|河|湖|井)里|煤气中毒|一氧化碳中毒|被车撞|撞(?:到|倒|死|伤)(?:了)?人|车祸.*(?:伤|血|死)|快(?:要)?(?:不行|死)了|救命|not breathing|unconscious|heart attack|bleeding (?:badly|heavily)|overdose|ambulance/i,
  police:
    /(?:正在|正|在|现在|有人|他|她|要|还在|一直在)(?:打我|砍人?|捅人?|杀人|杀我|追我|拿刀|持刀|抢劫|抢我|绑架|强奸|猥亵|砸门|撬门|撬锁|跟踪我|威胁我|掐我|家暴)|拿(?:着)?刀|持刀|持枪|有枪|被(?:绑架|劫持|抢劫|抢了|捅了|砍了|困|拐|非法拘禁|关起来)|杀人了|砍人了|打死人|打起来了|(?:孩子|小孩|娃|女儿|儿子)(?:丢了|不见了|走丢|被抢走|被拐)|入室|进贼了?|家里进了?(?:人|贼)|小偷(?:在|进)|救救我|要报警|帮我报警|报警啊|being attacked|he has a (?:knife|gun)|being followed|kidnapp|robb(?:ed|ing) (?:me|now)|break(?:ing)? in(?:to)? my|someone is (?:hitting|beating|attacking|following)|help me (?:now|please)[.! ]*$|call the police/i,
}

/** Talk about danger that is not danger: film, drill, law, a question on a paper, or the past of somebody else. */
const harmless =
  /(?:电影|电视剧|小说|游戏|剧本|演习|演练|考试|论文|作业|新闻里|多少年|判几年|怎么判|量刑|法律规定|哪一条|会不会影响|能不能开(?:证明|无犯罪)|以前|前年|去年|当年|小时候|年前)/

const lines: Record<Danger, { text: string; en: string; calls: readonly { label: string; value: string }[] }> = {
  police: {
    text: '您现在可能有危险，请马上拨打 110；不方便说话可以发短信到 12110，写清地点。先到安全、有人的地方，保护好自己。我是智能助手，不能替您报警。',
    en: 'You may be in danger. Call 110 now, or text 12110 with your location if you cannot speak. Move to a safe place with people. I am an AI assistant and cannot call for you.',
    calls: [
      { label: '报警', value: '110' },
      { label: '短信报警', value: '12110' },
      { label: '急救', value: '120' },
    ],
  },
  medical: {
    text: '人的安全最要紧，请马上拨打 120，说清地点和伤情；有交通事故或有人伤害他人，同时拨打 110。请按接线员的指导去做。我是智能助手，不能替您呼叫急救。',
    en: 'Call 120 for an ambulance now and say where you are; call 110 as well if there is an accident or violence. I am an AI assistant and cannot call for you.',
    calls: [
      { label: '急救', value: '120' },
      { label: '报警', value: '110' },
    ],
  },
  fire: {
    text: '请马上离开有火或有烟的地方，到安全处拨打 119，说清地址；有人受伤同时拨打 120。不要坐电梯，不要回去拿东西。我是智能助手，不能替您报火警。',
    en: 'Leave the place now, then call 119 and give the address; call 120 if anyone is hurt. Do not use the lift. I am an AI assistant and cannot call for you.',
    calls: [
      { label: '火警', value: '119' },
      { label: '急救', value: '120' },
      { label: '报警', value: '110' },
    ],
  },
  self_harm: {
    text: '听到您这么说，我很担心您。您不用一个人扛：现在就可以拨打 12356 心理援助热线，有人会听您说；如果您已经受伤或马上会有危险，请拨打 120 或 110。也请告诉身边一个您信得过的人，让他陪着您。我是智能助手，不能代替他们。',
    en: 'I am worried about you. You do not have to carry this alone: call 12356, the psychological support line, now. If you are hurt or about to be, call 120 or 110. Please tell someone near you and let them stay with you. I am an AI assistant and cannot take their place.',
    calls: [
      { label: '心理援助', value: '12356' },
      { label: '急救', value: '120' },
      { label: '报警', value: '110' },
    ],
  },
}

/** Which danger a message speaks of, if any. Self-harm comes first: its words also hold those of others. */
export const dangerIn = (text: string): Danger | undefined => {
  const plain = text.normalize('NFKC').replace(/\s+/g, (space) => (space.length > 0 && /[a-z]/i.test(text) ? ' ' : ''))
  const found = (['self_harm', 'fire', 'medical', 'police'] as const).find((danger) => signs[danger].test(plain))
  if (!found) return undefined
  const isNow = /现在|正在|马上|快|救|着呢|了！|此刻|right now|help/i.test(plain)
  return harmless.test(plain) && !isNow && found !== 'self_harm' ? undefined : found
}

/** 先救人：danger now is answered before anything else, without a model and whatever was going on. */
export const emergency: Guard = {
  name: 'emergency',
  before: ({ text }) => {
    const danger = dangerIn(text)
    if (!danger) return undefined
    const line = lines[danger]
    const isEnglish = !/\p{Script=Han}/u.test(text)
    return {
      outcome: 'handed_off',
      text: isEnglish ? line.en : line.text,
      cards: [
        {
          kind: 'emergency',
          title: isEnglish ? 'Get help now' : '请先求助',
          fields: line.calls,
          links: line.calls.map((call) => ({ rel: 'tel', href: call.value === '12110' ? 'sms:12110' : `tel:${call.value}` })),
        },
      ],
    }
  },
}
