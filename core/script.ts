/** Characters of the traditional script (繁体字) that simplified text never holds, each before its simplified form. */
const pairs =
  '無无錄录證证記记請请開开辦办國国護护簽签戶户學学業业單单產产點点時时間间實实際际關关係系還还沒没麼么樣样這这個个們们會会說说話话問问題题對对應应該该規规則则詢询驗验訊讯號号碼码電电郵邮資资許许嗎吗誰谁為为與与從从過过進进發发現现長长門门東东車车馬马書书寫写讀读買买賣卖錢钱銀银聽听視视頻频機机構构組组織织聯联絡络後后邊边裡里幾几歲岁歷历減减離离職职勞劳動动區区廣广灣湾廠厂務务員员師师醫医療疗費费條条據据經经濟济權权義义處处給给領领報报審审覺觉讓让難难兒儿媽妈親亲屬属網网線线徑径僅仅備备謝谢張张紀纪攞拿傳传體体價价優优執执營营銷销筆笔續续齡龄獲获補补裝装約约終终斷断舊旧雙双傷伤殺杀緊紧燒烧鬧闹鎖锁搶抢騙骗轉转帳账鄰邻聲声嚴严壞坏確确認认準准繳缴結结遺遗竊窃盜盗罰罚駕驾駛驶輛辆紅红綠绿燈灯鄉乡鎮镇縣县萬万億亿預预別别兩两來来幫帮啟启選选項项紙纸質质'
const simplified = new Map([...pairs].flatMap((char, at, all) => (at % 2 === 0 ? [[char, all[at + 1] ?? char] as const] : [])))
const traditional = new RegExp(`[${[...simplified.keys()].join('')}]`)
const everyTraditional = new RegExp(traditional.source, 'g')

/** True when the text should be turned into simplified characters first. */
export const isTraditional = (text: string): boolean => traditional.test(text)

/** How many such characters it has. */
export const traditionalIn = (text: string): number => text.match(everyTraditional)?.length ?? 0

/** Simplified characters for the commonest ones, without a converter: enough to find the right desk. */
export const simplifyCommon = (text: string): string => text.replace(everyTraditional, (char) => simplified.get(char) ?? char)
