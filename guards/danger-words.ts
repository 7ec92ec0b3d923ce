/** What kind of danger (险情) a message speaks of. */
export type Danger = 'police' | 'medical' | 'fire' | 'self_harm'

const any = (...parts: readonly string[]): string => `(?:${parts.join('|')})`

/** Who does it, and what they do: both are needed, so that 打我电话 and 抢到号 stay what they are. */
const who =
  '(?:有(?:个|好多|一[帮群伙个])?.{0,3}(?:人|男的|男人)|[好很]多人|一堆人|他们?|她|对方|老公|丈夫|男人|男友|男朋友|女友|前[夫妻男女]友?|老婆|老?[爸爹妈]|父亲|后爸|继父|儿子|债主|歹徒|坏人|流氓|混混|醉汉|疯子|陌生人|邻居|司机|室友|[那这]个?人|[帮群伙]人)'
const does =
  '(?:害我|害死|围[住着攻]|[拉拽拖抓逼](?:着|住)?我|扣[住着]|敲门|偷(?:车|电|东西|我|包|钱)|偷(?:着|偷)(?:翻|撬|爬)|脖子|抱走|对砍|打砸|行凶|伤人|[下投]毒|打[我俺咱你她他孩老死]|打人|打架(?![过斗会能])|[揍捶锤踹踢][我俺她他孩了]|[砍捅杀]|(?:弄|整|打|砍|搞|勒|掐)死|掐|勒[我住]|追[我着]|抢劫|抢(?:了|走)?我?的?(?:包|钱|手机|孩子|东西)|绑[我架]|强奸|性侵|猥亵|非礼|摸我|砸|撬|尾随|跟踪|跟着我|威胁(?!要?(?:起诉|告|投诉))|动手|动刀|家暴|泼(?:硫酸|汽油)|囚禁|锁(?:在(?!系统)|了|住)|堵(?:在|着|我(?!微信)|门)|不让我(?:走|下车|出|回|离开)|[闯冲]进|翻[窗墙]|爬窗)'
const family = '(?:孩子|小孩|娃|宝宝|女儿|儿子|闺女|孙[子女]|弟弟|妹妹|老人|老伴|[爸妈]|奶奶|爷爷|外公|外婆|姥姥)'
const gas = '(?:煤气|燃气|天然气|液化气|瓦斯|毒气)'

/** Signs of danger that is there now, on plain text without spaces. Written wide: a needless card costs a second, a missing one a life. */
export const signs: Readonly<Record<Danger, RegExp>> = {
  self_harm: new RegExp(
    any(
      '(?:想|要|打算|准备).{0,4}了断|自杀|轻生|寻短见|想不开|寻死|撑不下去|真的?撑不住|熬不下去|活腻|自尽|自残|伤害自己|遗书|遗言|一了百了|了结(?:自己|生命|此生|一生|这条命)|结束(?:自己|生命|我的|这一切|这条命)|想解脱',
      '(?:想|要|打算|准备|不如|干脆|去|会)(?:去|就|现在|直接|从.{0,6})?(?:跳[楼河江桥湖井下轨]|割腕|上吊|服毒|卧轨|投[河江])|跳下去|自我了断|留了?封?信.{0,6}走|告别的?(?:消息|信)|诀别|生不如死|割(?:了|自己|手)*[腕脉]|[开了]煤气.{0,6}(?:死|过|活)|煤气.{0,3}开.{0,6}(?:死|过|活)',
      '不想(?:再|继续)?(?:活(?!动|跃)|过(?:了|下去))|[唔冇]想活|活不下去|活不过[今明]|活[够腻]了|活着.{0,4}(?:没.{0,2}[意劲盼]|毫无|无意义|累|痛苦|干[什嘛啥]|受罪)|没.{0,3}活(?:下去|着)?的?(?:勇气|理由|意义|希望|念头|盼头)|不想(?:再)?(?:醒过?来|存在|待在这个世)',
      '(?:[想好只]|宁愿|不如|干脆)(?:真的?|就|去)?想?死(?![你您她他磕守撑机扛皮缠盯])|[我俺](?:就|马上|真|现在)?(?:要|去|想)+死(?!亡|[你您她他磕守撑机扛皮缠盯])|好想消失|想消失|死给[你他她]|死了(?:算了|就?好了|干净)|(?:想|要)(?:离开|告别)(?:这个)?(?:世界|人世|人间)',
      '[吃吞喝服][了下掉完]*.{0,4}(?:[瓶把盒板]|好多|很多|大量)的?.{0,3}药|[吃吞喝服](?:了|下)+(?:农药|百草枯|敌敌畏|老鼠药|毒鼠强|洁厕灵)|吃了安眠药(?!.{0,4}[能可会])',
      '[站坐爬](?:在|到|上)?.{0,6}(?:楼顶|天台|桥[上边栏]|大桥|楼边|窗台|塔吊|栏杆)|在桥上.{0,6}不想|想(?:紫砂(?!壶)|嘎了|噶了|鼠了)|我走了.{0,3}(?:你们|大家)就?.{0,2}(?:开心|轻松|解脱)',
    ),
  ),
  fire: new RegExp(
    any(
      '着大?火(?![车锅炉])|(?<!一)起大?火(?![车锅])|失火|放火|纵火|救火|走水了|[火电]花|(?:油锅|锅|电线|插座|房子|屋子|窗帘|被子|仓库|车|厂)[都也]?(?:着|烧)(?:了|起)|冒.{0,3}烟|[全都满]是.{0,2}烟|浓烟|烟子?大|[烧着]起来|烧着了|火光|[棚屋房楼车厂店库]都?烧了|报警器响|火(?:很|好|越来越|势)大|自燃|(?:发生|有)了?火灾|火灾了|^火灾',
      `${gas}[罐管瓶灶]?.{0,3}(?:泄漏|泄露|漏气|漏了|爆炸)|[重浓大股有到]的?.{0,3}${gas}味|[闻嗅]到.{0,3}${gas}|${gas}味.{0,2}[重大浓]|(?:液化气|煤气)罐漏`,
      '(?<![要快])爆炸(?:了|起火|$)|发生爆炸|^(?:快?[打拨])?119$|[打拨]119',
    ),
  ),
  medical: new RegExp(
    any(
      '昏迷|[晕昏](?:倒|过去|厥)|休克|不省人事|没(?:有)?(?:了)?(?:呼吸|知觉|动静|心跳|脉搏|反应|意识|气了)|[叫喊]不醒|(?:一直|不停|大量|大)在?[出流吐咯]血|流了?.{0,2}[多地少]血|[满一][头脸身地].{0,2}血|血.{0,3}(?:不止|止不住|[一直不哗].?.?流)|止不住.?血',
      '(?:心脏病|心梗|脑梗|脑溢血|中风|癫痫|哮喘)(?:犯|又犯|发作)|突发(?:心|脑)|[心脑]梗了|心脏骤停|中枪|中刀|[烫烧砍刺割切](?:伤|断)了?[我他她手脚腿脸身]|[手脚腿指].{0,3}[切砍压轧]断|烫[了到]|吃错(?:了)?药|叫不应|[动弹]不了了?$|不能动|受(?:了)?重?伤.{0,3}[动流]|突然倒|倒下了|砸[到中伤][了我他人]|脑出血|中风了|说不出话|嘴歪|高烧.{0,4}抽|抽[搐风]|口吐白沫|翻白眼|中毒(?!过)|触电|(?<!防)溺水(?!过|的?(?:作业|教育|宣传|安全))|掉(?:进|到|下|入)?了?.{0,2}[水河湖井江海坑塘](?:里|中|了|$)|落水',
      '被.{0,3}车?撞(?!衫|名|脸)|撞(?:到|倒|死|伤|飞)了?(?:人|我|老|孩)|出(?:了)?(?:车祸|交通事故)(?:了|.{0,30}[伤血死])|车祸.{0,30}(?:伤|血|死)|快要?(?:不行|死|没气)了|[喘透]不[上过]来?气|呼吸(?:困难|不上来|不了)|胸口?.{0,2}[痛疼]',
      '误[吞食服喝]|吞(?:了|下)+.{0,3}(?:刀|针|电池|硬币|钉|磁)|被电(?:了|到|着|击)|电击|噎[住着到]|[卡堵]住?(?:喉咙|嗓子|气管)|羊水破|要生了(?!气)|难产|(?:楼|高处|楼梯|树|架子|阳台|窗).{0,4}[摔坠掉](?:下|落|了)|坠[楼落]|[摔跌](?:倒|了?跤).{0,6}(?:起不来|不动|血)|倒在.{0,3}地|被(?:毒?蛇)咬|中暑了|被(?:埋|压|夹)',
      '[叫喊]救护车|救护车快|[打拨]120|^120$',
    ),
  ),
  police: new RegExp(
    any(
      `${who}[^，]{0,8}?${does}`,
      '被(?!告).{0,6}(?:绑架|劫持|挟持|抢劫|抢了|抢走|抱走|家暴|围[住攻]|扣[住着下]|迷药|下了?药|[捅砍](?:了|伤)|打(?=[了伤得死]|$)|殴打|揍|困(?!在(?:系统|页面|国外|境外|网))|拐|拘禁|关(?:在|起来)|锁在(?!系统)|囚禁|强奸|性侵|猥亵|尾随|跟踪|追杀|下药|迷晕|骗[到去进来].{0,3}(?:缅|柬|老挝|泰|传销|园区|山里|宾馆|酒店|出租屋|这里|境外))',
      '正在?(?:砍|捅|杀|打[架人我]|抢劫|强奸|撬)|[打干]起来了|打人了|[爸妈哥姐爷奶].{0,2}打[爸妈爷奶]|(?:一直|老|紧|在后面)跟着?我|跟了我?一路|控制.{0,3}(?:人身|自由)|人身自由|滑坡|泥石流|塌方|[房楼墙桥].{0,2}塌了|洪水|困(?:在|住).{0,4}(?:屋顶|山上|水里|车里|电梯|里面|出不)|被埋|打群架|动刀|持刀(?!上岗)|持枪|枪声|开枪|拿[着到了起]?.{0,2}刀|[砍捅杀][人我]|打死人|往死里打|要我命|人质|绑匪|歹徒|炸弹|爆炸物',
      `${family}(?!的)[^，证本卡钱包件机]{0,8}(?:丢了|不见了|走丢|走失|失踪|找不[到着]了|联系不上|失联|没回[来家]|没.{0,2}[消音][息讯]|电话关机)(?!.{0,3}[证本卡钱包书件])|(?:进|来)了?(?:小偷|贼)|小偷[在进]|[砸踹撬].{0,4}[门锁](?!票)|(?:有人|正在|刚|遇到)入室|家里进了?人`,
      '救救?[我他她](?!的)|救命|救人|快来人|来人啊|[要想]报警(?![回记证单电系器平案])|[帮快]我?报警|报警[啊呀]|报个警|^报警(?![回记证单电系器平案服])|^(?:快?[打拨])?110$|[快我紧忙][打拨叫](?:110|警察)|[打拨]110|^(?:喂|你好)?，?110(?![块元天分接指])|需要警察|派警察|[叫喊]警察来|不敢(?:出声|说话|动)|躲在.{0,4}(?:柜|厕所|床底|屋|房间)',
    ),
  ),
}

/** The same in English, on text with its spaces. */
export const englishSigns: Readonly<Record<Danger, RegExp>> = {
  self_harm:
    /kill(?:ing)? myself|wan+a die|want to end it|can'?t take (?:it|this) any ?more|suicid|end (?:my life|it all)|want to die|hurt(?:ing)? myself|cut(?:ting)? myself|don'?t want to (?:live|be alive)|no reason to live|(?:bottle|lots?|handful) of pills|took (?:too many|all (?:my|the)) .{0,12}pills|overdosed|jump(?:ing)? (?:off|from)|can'?t go on/,
  fire: /\bon fire\b|caught fire|(?:house|home|building|kitchen|room|flat|apartment|car|roof) (?:is|'s) burning|there(?:'s| is) (?:a |an )?(?:big |huge )?fire\b(?! (?:safety|drill|exit|alarm|department|station))|smell(?:s|ing)? (?:of )?gas|gas leak|explosion|smoke (?:everywhere|is coming|coming|in (?:the|my))/,
  medical:
    /not breathing|stopped breathing|(?:fell|fallen) (?:into|in|off|from|out)|can'?t breathe|unconscious|collapsed|(?:having|had) a heart attack|heart attack (?:now|right)|having a stroke|seizure|bleeding (?:a lot|badly|heavily|out|and|from)|(?:is|am|'s|'m|keeps) bleeding|overdose|too many .{0,12}pills|car (?:accident|crash)(?! (?:report|certificate|insurance|record))|(?:people|someone|person|he|she|child) (?:is|are|was|were|got) (?:badly |seriously )?(?:injured|hurt|shot)|drowning|electrocuted|chest pain|(?:call|need|send) (?:me )?an? ambulance|hit by a car|is (?:dying|choking)|i(?:'m| am) dying(?! (?:to|for))/,
  police:
    /(?:being|been|was|got|just) (?:just )?(?:attacked|assaulted|kidnapped|robbed|stabbed|shot|raped|followed|stalked|mugged|beaten)|(?:has|with|holding|got) a (?:knife|gun|weapon)|shooting|shots? fired|(?:hit|punched|stabbed|attacked|grabbed) (?:me|my)|trying to (?:get|come|force) in|send (?:the )?police|need (?:the )?police (?:now|here|help)|need the police|against my will|held (?:hostage|captive)|^emergency\b(?! contact)|(?:trying|going|wants|threatening) to (?:kill|hurt|rape|stab) (?:me|us|her|him)|(?:is|'s|keeps?|are|'re) (?:hitting|beating|attacking|following|stabbing|chasing|strangling|choking|threatening|hurting) (?:me|us|her|him|my)|\bbr(?:eaking|oke|eaks) in(?:to|side)?\b|(?:child|son|daughter|kid|baby) (?:is|has gone|went) missing|\bhelp me now|^help(?: me)?[! ]*$|^help!|somebody help|call the police|locked me (?:in|up)/,
}

/** Ways of speaking (口头语) in which people die, burn and go mad and are quite well: taken out before anything is read. */
export const figures = new RegExp(
  any(
    '(?:气|急|等|累|烦|热|冷|冻|饿|渴|笑|吓|忙|愁|困|穷|难|慢|贵|堵|卡|坑|拖|丑|恶心|讨厌|麻烦|郁闷|无聊|尴尬|羡慕|感动|开心|恨|磨)(?:都|快|要|得)*死(?:了|我|人|个|们|咱|俺)*',
    '(?<![痛疼])[得到](?:都|快|想|要)*死了?|想死[你您她他我]们?|要死要活|嗓子[都要快]*(?:冒烟|着火)|气得.?冒烟',
    '(?:心态|信息|知识|库存|订单|人气|情绪|脑子|工作量|朋友圈)[都要又直接]*爆?炸了?|(?:电脑|手机|系统|文件|u盘|网站|软件|程序)[又好像是不可能]*中毒|烟道|油烟|排烟',
    '跳楼(?:价|大?甩卖|机)|砍(?:价|一刀|单)|秒杀|杀(?:价|毒|猪盘|青)|剧本杀|狼人杀|杀人(?:诛心|游戏)|自杀式|打我(?:的)?(?:电话|手机|微信|卡|账|名下)|打在?我.{0,2}卡上|持枪证|持枪许可',
    '[男女](?:生|孩|同学)(?:一直|正)?在?追我|同[事学](?:一直|正)?在追我|救命(?:恩人|稻草|钱|通道|消防|药)|救命[啊呀哪，]*(?:这|那|你们|怎么|也?太|好)[^，]{0,8}(?:难|慢|麻烦|复杂|贵|长|烦|离谱|无语)',
  ),
  'g',
)

/** A cry for help: whatever else stands in the message, it is meant. */
export const cries = /救我|救救|快来|来人|快[打拨叫报]|不是演习|真的着|help me|right now/

/** In the same breath: it is happening now. */
export const now = /现在|正在|马上|此刻|这会儿|突然|刚[刚才]?|今晚|还在|又在|不行了/

/** Stories, jokes and lessons (故事、玩笑、作业), and the law (法律咨询): wherever in the message they stand. */
export const elsewhere =
  /电影(?!院)|电视剧|小说|动漫|漫画|剧情|剧本|游戏(?!厅)|演习|演练|话剧|相声|段子|歌词|作文|作业|新闻里|论文|题目|哈哈|hhh|开玩笑|判几年|判多[久少]|怎么判|量刑|什么罪|罪名|[犯违]法吗|法律(?:规定|上|责任)|哪一?条|赔偿|理赔|认定书|责任认定|责任吗|算不算|算\S{0,6}吗|留案底|有没有案底|告诫书|烧[没掉坏毁了].{0,8}补|\b(?:movie|film|novel|game|penalty|the law|illegal)\b/

/** The past, papers and what might be (往事、办证、假如): only in the same breath as the sign. */
export const beside =
  /以前|从前|前年|去年|当年|小时候|[\d一二两三四五六七八九十几多]年前|上个?月|曾经|那年|过[人火水架]|一旦|万一|假如|隐患|容易|防止|预防|避免|(?:怎么|如何|咋|去哪里?|在哪里?|能不能|可以|多久|多少钱)(?:办(?=[理证])|开|补|申请|注销|查|领|考|参加)|要什么(?:证|材料|手续)|(?:死亡|火灾|事故)(?:证明|认定)|消防(?:证|员|安全|演练|检查)|应聘|招聘|培训|注销户口|销户|去世|去医院|住院|能(?:考|坐|带|开)\S{0,8}吗|会\S{0,8}吗$/

/** Slips, dialect and traditional characters (错字、方言、繁体), put into the plain words that the signs are written in. */
export const plainSpelling: readonly (readonly [RegExp, string])[] = [
  [/救[名明民]|就命|jiu ?ming/g, '救命'],
  [/坎(?=[人死我他她])/g, '砍'],
  [/[着著][伙火]|着活了/g, '着火'],
  [/自[鲨沙傻煞]|自sha|zi ?sha(?=$|[^a-z])/g, '自杀'],
  [/报jing|bao ?jing/g, '报警'],
  [/sha ?ren/g, '杀人'],
  [/抱警/g, '报警'],
  [/妖妖灵|幺幺零/g, '110'],
  [/[殺]/g, '杀'],
  [/報/g, '报'],
  [/搶/g, '抢'],
  [/燒/g, '烧'],
  [/煙/g, '烟'],
  [/[現]/g, '现'],
  [/開/g, '开'],
  [/門/g, '门'],
  [/綁/g, '绑'],
  [/強/g, '强'],
  [/車禍/g, '车祸'],
  [/車/g, '车'],
  [/傷/g, '伤'],
  [/暈/g, '晕'],
  [/沒/g, '没'],
  [/氣/g, '气'],
  [/藥/g, '药'],
  [/農/g, '农'],
  [/遺書/g, '遗书'],
  [/樓/g, '楼'],
  [/槍/g, '枪'],
  [/們/g, '们'],
  [/來/g, '来'],
  [/馬/g, '马'],
  [/個/g, '个'],
  [/昏迷咗/g, '昏迷了'],
]
