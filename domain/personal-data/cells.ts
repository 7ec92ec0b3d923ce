import { fields, type Place, standings, words } from './introduced.ts'
import { isIntroducer } from './introducers.ts'
import { regionalLength, surnameLength } from './surnames.ts'

/** What may stand between a name and the number that is its person's: 敦煌，男，电话：139…; a comma at least, or a label. */
const between = new RegExp(
  `(?:^|[^\\p{Script=Han}·•A-Za-z0-9])((?:[\\p{Script=Han}]{1,8}(?:[·•・][\\p{Script=Han}]{1,10}){0,2}))(?:${[
    // Marks, perhaps with what says man or woman, and perhaps the label of the number.
    String.raw`[ 　\t|｜，,、:：;；（(\/"”<《]{1,3}(?:[男女][ 　\t|｜，,、;；）)]{1,2})?(?:[身证护驾通港永公电手联微支邮卡账银车号Qq][\p{Script=Han}Qq]{0,8}(?:是|为)?[:：]?[ 　\t<]*)?`,
    String.raw`(?:身份证|证件|护照|驾驶证|电话|手机|联系电话|联系方式|微信|邮箱)号?码?(?:是|为)?[:：]?[ 　\t]*`,
  ].join('|')})$`,
  'u',
)
/** Words of forms and of people that are nobody's name. */
const things =
  /(?:[号码话机卡证照址式表线系部所局处科室店站厅行院校司厂公里元人员者户长师家车箱箱名称单子费次时间日期项目类别位金额备注地点数量族国民行籍]|公务|外交|普通|母女|父女|父子|母子|夫妻|姐妹|兄弟|配偶|未婚|已婚|本人|自己|师傅|客服|先生|女士|同志|物业|保安|司机|快递|微信|支付宝|手机|电话|联系|有事|急|加我|扫码|拨打|来电|热线|咨询|投诉|服务|预约|报名|群主|管理员|老板|房东|朋友|同学|邮箱|地址|备用|补办|丢失|遗失|挂失|注销|登记|查询|办理|申请|提供|出示|核对|号牌|牌照|车牌|转账|汇款|收款|付款|打款|开户|取款|如下|以下|其中|包括|例如|比如|分别|一个|两个|几个|色)$/u
/** Words that no name of any kind holds. */
const saying = /[的是我你您他她它们了在把给吗呢吧这那哪不没就都也很想要请已被打拿]/u

/** A name that may stand in a cell, a clause or brackets of its own, straight before a number of a person which begins at `at`. */
export const cellBefore = (text: string, at: number): Place | undefined => {
  const from = Math.max(0, at - 40)
  const found = between.exec(text.slice(from, at))
  const name = found?.[1] ?? ''
  if (
    !found ||
    name.length < 2 ||
    things.test(name) ||
    words.test(name) ||
    standings.test(name) ||
    fields.test(name) ||
    isIntroducer(name) ||
    saying.test(name)
  )
    return undefined
  const start = from + found.index + found[0].indexOf(name)
  return { start, end: start + name.length }
}

/** A name in a cell straight after such a number: 13900000000 林安然. */
export const cellAfter = (text: string, end: number): Place | undefined => {
  const found = /^[ 　\t|｜，,（(]{1,3}([\p{Script=Han}]{2,4})(?=$|[ 　\t|｜，,。；;）)\n\r])/u.exec(text.slice(end, end + 12))
  const name = found?.[1] ?? ''
  if (!found || things.test(name) || words.test(name) || standings.test(name) || fields.test(name) || saying.test(name)) return undefined
  const start = end + found[0].length - name.length
  return { start, end: start + name.length }
}

/** Whether a word is shaped as a name is. */
export const isNameShaped = (name: string): boolean => {
  const family = surnameLength(name)
  return (family > 0 && name.length > family && name.length <= family + 2) || regionalLength(name) === name.length || name.includes('·')
}
