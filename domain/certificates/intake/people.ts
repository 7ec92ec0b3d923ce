import type { ApplicantKind, ApplicationSubject, Subject, SubjectRelation } from '../../../core/applicants.ts'
import type { PeopleFault, PersonView, TableRow } from '../../../core/intake.ts'
import type { DocumentKind } from '../../../core/people.ts'
import { isPlainDate, shanghaiDate } from '../../../core/time.ts'
import { checkForm, formKindOf } from '../../forms/check-form.ts'
import { registryKey } from '../../records/embedded.ts'
import type { DeskGround } from '../desk-ground.ts'
import { maskDocument } from '../masking.ts'

/** Most people of one application (名单上限). More is several letters. */
export const maxPeople = 10_000
/** Faults that are told at once: a table with more has one cause, mostly. */
const maxFaults = 50

/** What each column may be called at the head of the table. */
const columns = {
  name: ['姓名', '查询对象', '被查询人'],
  number: ['证件号码', '身份证号', '身份证号码', '公民身份号码', '证件号'],
  kind: ['证件类型', '证件种类', '证件名称'],
  birth: ['出生日期', '出生年月日'],
  sex: ['性别'],
  nationality: ['国籍'],
  relation: ['与单位关系', '关系', '人员类别', '在职或拟招录'],
} as const
type Column = keyof typeof columns

const documentWords: readonly (readonly [RegExp, DocumentKind])[] = [
  [/永久居留/, 'foreign_permanent_id'],
  [/港澳台.*居住证/, 'hk_mo_tw_residence_permit'],
  [/港澳.*通行证|回乡证/, 'hk_mo_travel_permit'],
  [/台湾.*通行证|台胞证/, 'tw_travel_permit'],
  [/户口/, 'household_register'],
  [/外国.*护照|^护照$/, 'foreign_passport'],
  [/护照/, 'chinese_passport'],
  [/身份证/, 'resident_id'],
]
const relationWords: readonly (readonly [RegExp, SubjectRelation])[] = [
  [/拟|招录|招聘|应聘|录用/, 'to_be_hired'],
  [/在职|员工|职工|在岗/, 'employed'],
  [/许可|资格|申请人/, 'licence_applicant'],
  [/公证|当事人/, 'notary_party'],
]
/** What is meant where the column is left out. */
const usualRelation: Partial<Record<ApplicantKind, SubjectRelation>> = { organ: 'licence_applicant', notary: 'notary_party' }

const clean = (cell: string | undefined): string => (cell ?? '').replace(/[\s\u3000\u200B-\u200F\uFEFF]+/g, ' ').trim()

/** Which cell holds which column, when the row is a head. */
const headOf = (cells: readonly string[]): ReadonlyMap<Column, number> | undefined => {
  const found = new Map<Column, number>()
  for (const [index, cell] of cells.entries()) {
    const text = clean(cell).replace(/[（(].*$|[*＊:：\s]/g, '')
    for (const name of Object.keys(columns) as Column[])
      if (!found.has(name) && (columns[name] as readonly string[]).includes(text)) found.set(name, index)
  }
  return found.has('name') && found.has('number') ? found : undefined
}

const dayOf = (text: string): string => {
  const match = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?: .*)?$/.exec(text)
  return match ? `${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]?.padStart(2, '0')}` : text
}

type Person = Pick<ApplicationSubject, 'subject' | 'relation'>

/** Reads people from tables (名单): each fault is one sentence with the row that it stands in, and repeats no value. */
export const peopleDesk = ({ clock, isDemo }: Pick<DeskGround, 'clock' | 'isDemo'>) => {
  const personOf = (cell: (name: Column) => string, kind: ApplicantKind): Person | string => {
    const asOf = shanghaiDate(clock())
    const [name, number] = [cell('name'), cell('number')]
    for (const value of [name, number]) {
      if (/^[=@]|^#(?:REF|N\/A|VALUE|NAME|DIV)/i.test(value)) return '姓名和证件号码要直接填写，不能是公式，请改成文字。'
      if (/^\d(?:\.\d+)?E\+\d+$/i.test(value)) return '证件号码变成了科学计数，请把这一列改成文本格式后重新填写。'
    }
    if (name === '' && number === '') return '姓名和证件号码是空的；如果有合并的单元格，请先拆开。'
    if (name === '') return '姓名是空的；如果有合并的单元格，请先拆开，一人一行。'
    if (number === '') return '证件号码是空的；如果有合并的单元格，请先拆开，一人一行。'
    const named = cell('kind')
    const document = named === '' ? 'resident_id' : documentWords.find(([words]) => words.test(named))?.[1]
    if (!document) return '证件类型不认识，请写居民身份证、港澳台居民居住证、护照等。'
    const birth = dayOf(cell('birth'))
    if (birth !== '' && (!isPlainDate(birth) || birth > asOf)) return '出生日期要写成 1990-01-31 的样子，而且确实存在。'
    const told = cell('sex')
    const sex = /^[男M]/i.test(told) ? ('male' as const) : /^[女F]/i.test(told) ? ('female' as const) : undefined
    if (told !== '' && !sex) return '性别请写男或女。'
    const tidied = checkForm({ kind: 'name', value: name, asOf }, { demo: isDemo })
    if (tidied.verdict === 'reject' || tidied.verdict === 'needs_fix') return tidied.reason
    const stated = { ...(birth === '' ? {} : { birth }), ...(sex ? { sex } : {}) }
    const checked = checkForm({ kind: formKindOf(document), value: number, stated, asOf }, { demo: isDemo })
    if (checked.verdict === 'reject' || checked.verdict === 'needs_fix') return checked.reason
    const [day, gender] = [birth === '' ? checked.derived?.birth : birth, sex ?? checked.derived?.sex]
    if (!day) return '这种证件还要填写出生日期。'
    if (!gender) return '这种证件还要填写性别。'
    const relation = cell('relation')
    const tie = relation === '' ? usualRelation[kind] : (relationWords.find(([words]) => words.test(relation))?.[1] ?? 'none')
    if (!tie) return '请写明与单位的关系：在职或者拟招录。'
    const country = cell('nationality').toUpperCase()
    const subject: Subject = {
      name: typeof tidied.normalized === 'string' ? tidied.normalized : name,
      document: { kind: document, number: registryKey(typeof checked.normalized === 'string' ? checked.normalized : number) },
      birth: day,
      sex: gender,
      nationality: /^[A-Z]{3}$/.test(country) ? country : document.startsWith('foreign') ? 'XXA' : 'CHN',
    }
    return { subject, relation: tie }
  }

  return {
    /** The people of a table, or everything that is wrong with it. */
    read: async (
      rows: AsyncIterable<TableRow>,
      kind: ApplicantKind,
    ): Promise<{ people: readonly Person[]; faults: readonly PeopleFault[] }> => {
      const people: Person[] = []
      const faults: PeopleFault[] = []
      const seen = new Map<string, number>()
      let head: ReadonlyMap<Column, number> | undefined
      let first: number | undefined
      for await (const { row, cells } of rows) {
        first ??= row
        if (!head) {
          head = headOf(cells)
          // A title may stand above the head; names of columns a screen further down are none.
          if (!head && row - first >= 10) break
          continue
        }
        if (cells.every((cell) => clean(cell) === '')) continue
        const columnsOf = head
        const found = personOf((name) => clean(cells[columnsOf.get(name) ?? -1]), kind)
        const key = typeof found === 'string' ? undefined : found.subject.document.number
        const before = key === undefined ? undefined : seen.get(key)
        if (typeof found === 'string') faults.push({ row, says: `第 ${row} 行：${found}` })
        else if (before !== undefined) faults.push({ row, says: `第 ${row} 行：和第 ${before} 行是同一个证件号码，请删掉重复的一行。` })
        else {
          people.push(found)
          if (key !== undefined) seen.set(key, row)
        }
        if (people.length > maxPeople) {
          faults.unshift({ row, says: `第 ${row} 行：一次最多 ${maxPeople} 人，请分成几份名单、分几次申请。` })
          break
        }
        if (faults.length >= maxFaults) {
          faults.push({ row, says: `问题较多，先列出前 ${maxFaults} 处，改好后再上传一次。` })
          break
        }
      }
      if (!head) faults.push({ row: first ?? 1, says: '没有找到表头。第一行请写“姓名”“证件号码”“与单位关系”等列名，下面一人一行。' })
      else if (people.length === 0 && faults.length === 0) faults.push({ row: first ?? 1, says: '名单里没有人，请一人一行填写。' })
      return { people, faults }
    },
    viewOf: ({ position, subject, relation }: ApplicationSubject): PersonView => ({
      position,
      name: subject.name,
      documentNumber: maskDocument(subject.document.number),
      relation,
    }),
  }
}
