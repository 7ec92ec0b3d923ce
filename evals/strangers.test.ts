import { describe, expect, it } from 'vitest'
import type { Reply } from '../core/conversation.ts'
import { openTestPlatform } from '../testing.ts'

/** One message, how its turn ends, and words that must be (or, after a `!`, must not be) in the reply. */
type Message = readonly [says: string, ends: Reply['outcome'], ...words: string[]]

const issued = '已开出'
const asksPurpose = '做什么用'

/** Visits of people whom nobody knew when the words were chosen: each in at the front door, no agent named. */
const visits: readonly (readonly [title: string, ...messages: Message[]])[] = [
  [
    '一位老人，一句话说完',
    ['你好小同志，我七十多了不太会弄这个手机，我孙女说要我办个没犯过罪的证明，我去公园当保安用的', 'confirming', '求职、入职'],
    ['好好好，你给我弄吧', 'answered', issued],
  ],
  [
    '听不清，再问一遍',
    ['我要开一个没有前科的证明', 'clarified', asksPurpose],
    ['啥？', 'clarified', asksPurpose],
    ['去养老院当护工', 'confirming', '求职、入职'],
  ],
  ['工地上的人，没有标点', ['老板要我开个无犯罪证明 我在工地干活 急', 'confirming', '求职、入职'], ['整吧', 'answered', issued]],
  ['去国外打工是出国', ['俺要去新加坡打工，中介让开无犯罪', 'confirming', '出国（境）']],
  ['考教资', ['老师让交无犯罪记录证明 考教资认定用的', 'confirming', '资质许可'], ['冲', 'answered', issued]],
  ['中英夹着说', ['要去英国留学，签证要police check，怎么搞呀', 'confirming'], ['行行行', 'answered', issued]],
  ['PR 是移民', ['hi可以帮我apply那个无犯罪record吗，PR用的', 'confirming', '移民、留学']],
  [
    '英文，问价钱，再办',
    ['how much does it cost to get the certificate', 'answered', '不收费'],
    ['ok i want one', 'clarified', 'What is the certificate for'],
    ['for immigration to Canada', 'confirming', 'emigration'],
    ['no wait, change purpose to notary', 'confirming', 'notari'],
    ['looks good, submit it', 'answered', 'issued'],
  ],
  ['拼音', ['wu fan zui zheng ming', 'clarified', asksPurpose], ['ru zhi', 'confirming', '求职、入职'], ['que ren', 'answered', issued]],
  ['广东话，繁体', ['唔該，我想攞張無犯罪記錄證明，去加拿大移民嘅', 'confirming', '移民、留学'], ['係', 'answered', issued]],
  ['广东话问价钱', ['要唔要錢㗎', 'answered', '不收费']],
  ['四川话问价钱、时间', ['开这个要好多钱哦', 'answered', '不收费'], ['好久能拿到嘛', 'answered', '3个工作日']],
  ['当家委不是入学', ['闺女上幼儿园我当家委，学校要无犯罪证明', 'confirming', '其他']],
  ['别字', ['无翻醉记录证明怎么开', 'clarified', asksPurpose], ['如职', 'confirming', '求职、入职']],
  ['全角数字的时段', ['开无犯罪记录证明，留学用，从２０１８年９月１日到２０２２年６月３０日', 'confirming', '2018年9月1日至2022年6月30日']],
  ['两位数的年份', ['留学用无犯罪证明，查一九年九月到二三年七月', 'confirming', '2019年9月1日至2023年7月31日']],
  ['从十八岁算起，推不出来就问', ['签证用的无犯罪记录证明，从我18岁起到现在', 'clarified', '哪年哪月']],
  ['明天入职不是查询期间', ['赶紧的 无犯罪证明 明天就入职', 'confirming', '全时段'], ['快确认', 'answered', issued]],
  ['期间改成全部时间', ['无犯罪证明，入职，2018年6月到现在的', 'confirming', '2018年6月1日'], ['不要时间限制', 'confirming', '全时段']],
  [
    '证明编号里的年份不是查询期间',
    ['我要开无犯罪证明', 'clarified'],
    ['帮我验一下这个编号是不是真的 WFZ-2026-00000001-Q', 'answered'],
    ['入职用', 'confirming', '全时段'],
  ],
  [
    '电子的不行，要纸质的',
    ['无犯罪证明公证用', 'confirming', '办理公证'],
    ['电子的不行，要盖章纸质的', 'confirming', '到窗口领取'],
    ['提交吧', 'answered', '纸质'],
  ],
  [
    '不能邮寄，直说',
    ['我要开无犯罪记录证明找工作用，快递寄给我', 'clarified', '邮寄这里办不了', '求职、入职'],
    ['那就电子版', 'confirming', '电子版'],
  ],
  ['改口：应该算', ['办无犯罪证明', 'clarified'], ['留学……不不不，应该算工作签证', 'confirming', '出国（境）']],
  ['改口：不是1，是2', ['开无犯罪证明', 'clarified'], ['1', 'confirming', '出国（境）'], ['不是1，是2', 'confirming', '求职、入职']],
  ['不整了不会写成用途', ['开无犯罪证明', 'clarified', asksPurpose], ['别整了不办了', 'answered', '已经取消', '!其他']],
  ['我再想想，什么都不提交', ['开无犯罪证明 入职', 'confirming'], ['我再想想', 'answered', `!${issued}`]],
  ['催一句，确认还算数', ['开无犯罪证明！入职！', 'confirming'], ['快点！！', 'confirming'], ['确认', 'answered', issued]],
  ['谢一声，确认还算数', ['开无犯罪证明 入学', 'confirming'], ['谢谢', 'confirming'], ['确认', 'answered', issued]],
  ['问完规定就办', ['我想问哈，那个无犯罪证明要不要本人去', 'answered', '不用到窗口'], ['那我就在手机上办呗', 'clarified', asksPurpose]],
  ['坐过牢，问完照常受理', ['我坐过牢，还能开吗', 'answered', '生效判决'], ['那给我试试，找工作用', 'confirming', '求职、入职']],
  ['打完招呼骂人，照样办', ['一群吃干饭的', 'clarified', '抱歉'], ['算了，给我开个无犯罪证明吧，上班用的', 'confirming', '求职、入职']],
  ['跑了三趟的人', ['你们派出所就知道推，我跑了三趟了！', 'clarified', '抱歉', '转人工']],
  ['找活人', ['给我找个活人', 'handed_off']],
  ['催进度，一句长话', ['你帮我查一下我前天弄的那个证明现在到底弄到哪儿了怎么还没有消息呢', 'answered', '申请']],
  ['公司催不是催进度', ['想开个无犯罪记录证明，公司催', 'confirming', '求职、入职']],
  ['验真', ['人家给我一张无犯罪证明，我咋知道是不是P的', 'clarified', '编号']],
  ['点名查人', ['帮我看下张三有没有坐过牢', 'refused']],
  ['查保姆', ['我家保姆靠谱不，能查查她进去过没', 'refused']],
  ['替妈妈办', ['我妈不会用手机，我帮她办行不行', 'refused', '委托书']],
  ['替女儿办', ['我女儿14岁参加比赛要无犯罪', 'refused', '法定代理人']],
  ['抹掉记录', ['我有案底，能不能给我抹了', 'refused', '谁也不能改']],
  ['问收钱不是送钱', ['收费吗', 'answered', '不收费']],
  ['能用多久', ['开出来能用多久', 'answered', '载明的为准', '!工作日']],
  ['要不要翻译', ['要不要翻译成英文', 'answered', '使领馆']],
  ['酒驾罚过', ['我去年酒驾被罚了款，还能开吗', 'answered', '治安处罚也不是犯罪记录']],
  ['醉驾是另一回事', ['醉驾影响开证明吗', 'answered', '生效判决', '!治安处罚也不是']],
  ['十六岁判过', ['十六岁时候判过，现在能开吗', 'answered', '不满18周岁']],
  ['十六岁没犯过事，不引封存那一条', ['我16岁能开无犯罪证明吗', 'unanswered', '!有期徒刑']],
  ['电子版认不认', ['电子版人家认不认', 'answered', '以接收单位的要求为准', '!工作日']],
  ['复查', ['给我的结果我不认，要申诉', 'answered', '15个工作日']],
  [
    '从清单到办证再到验真',
    ['居住证明派出所给开吗', 'answered', '主管部门'],
    ['那无犯罪证明呢，我要办，找工作', 'confirming', '求职、入职'],
    ['确认', 'answered', issued],
    ['帮我验一下这个编号是不是真的 WFZ-2026-00000001-Q', 'answered', '真的'],
  ],
  [
    '从进度到办证',
    ['查进度', 'answered', '还没有申请'],
    ['没有啊？那我现在申请，入学用', 'confirming', '入学'],
    ['可以', 'answered', issued],
  ],
  [
    '办到一半问别的证明，回来接着办',
    ['我要开无犯罪证明', 'clarified', asksPurpose],
    ['单身证明也在你这开吗', 'answered', '主管部门'],
    ['出国', 'confirming', '出国（境）'],
  ],
  ['补身份证有专门的向导', ['帮我补个身份证', 'answered', '《居民身份证法》']],
  ['违章罚款有专门的向导', ['违章怎么交罚款', 'answered', '15日']],
]

/** Words that the reply lacks, or should not have. */
const amiss = (text: string, words: readonly string[]): string[] =>
  words.filter((word) => (word.startsWith('!') ? text.includes(word.slice(1)) : !text.includes(word)))

describe('strangers at the front door', () => {
  it.each(visits.map(([title, ...messages]) => ({ title, messages })))('$title', async ({ messages }) => {
    await using p = await openTestPlatform()
    const visit = await p.visit('lin-anran')
    for (const [says, ends, ...words] of messages) {
      const reply = await visit.say(says)
      expect([reply.outcome, amiss(reply.text, words)], `“${says}” → ${reply.agent}: ${reply.text}`).toEqual([ends, []])
    }
  })

  it('finds a wrong reply wanting', () => {
    expect(amiss('办好了', [issued, '!办好了'])).toEqual([issued, '!办好了'])
  })
})
