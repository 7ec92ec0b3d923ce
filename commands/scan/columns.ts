import { UsageError } from '../command.ts'

/** What an incident table tells (列的含义). */
export type Field = 'id' | 'text' | 'at' | 'place'

const fields: readonly Field[] = ['id', 'text', 'at', 'place']

/** Headings that incident systems use, the likelier first. */
const known: Readonly<Record<Field, readonly string[]>> = {
  id: [
    'id',
    '警情编号',
    '接警编号',
    '接警单编号',
    '警单编号',
    '警情号',
    '事件编号',
    '工单编号',
    '工单号',
    '案件编号',
    '受理编号',
    '编号',
    '序号',
  ],
  text: [
    'text',
    '简要警情',
    '警情内容',
    '报警内容',
    '警情描述',
    '接警内容',
    '处警情况',
    '事件描述',
    '诉求内容',
    '工单内容',
    '反映内容',
    '主要内容',
    '问题描述',
    '案情',
    '内容',
    '描述',
  ],
  at: ['at', '报警时间', '接警时间', '警情时间', '受理时间', '发生时间', '登记时间', '来电时间', '创建时间', '时间', '日期'],
  place: ['place', '警情地址', '报警地址', '事发地址', '事发地点', '发生地点', '发案地点', '案发地点', '地址', '地点'],
}

const plain = (heading: string): string =>
  heading
    .normalize('NFKC')
    .replace(/[\s\ufeff]/g, '')
    .toLowerCase()

/** `text=简要警情,id=警情编号` as a map. Throws UsageError. */
export const readMap = (told: string | undefined): Partial<Record<Field, string>> => {
  const map: Partial<Record<Field, string>> = {}
  for (const pair of (told ?? '').split(/[,，]/).filter((part) => part.trim() !== '')) {
    const [name = '', ...heading] = pair.split('=')
    const field = fields.find((one) => one === name.trim())
    if (!field || heading.join('=').trim() === '')
      throw new UsageError(`--map takes ${fields.map((one) => `${one}=列名`).join(',')}; not "${pair.trim()}"`)
    map[field] = heading.join('=').trim()
  }
  return map
}

/** Field → place of its column. */
export type Columns = Partial<Record<Field, number>>

/**
 * Finds the columns by their headings. Undefined for a row that has none for the text: a title above the headings. Throws UsageError when
 * another heading that was named is not there.
 */
export const columnsOf = (headings: readonly string[], told: Partial<Record<Field, string>>): Columns | undefined => {
  const names = headings.map(plain)
  const columns: Columns = {}
  for (const field of fields) {
    const wanted = told[field]
    const at = (wanted === undefined ? known[field] : [plain(wanted)]).map((name) => names.indexOf(name)).find((place) => place >= 0)
    if (at !== undefined) columns[field] = at
  }
  if (columns.text === undefined) return undefined
  const missing = fields.find((field) => told[field] !== undefined && columns[field] === undefined)
  if (missing)
    throw new UsageError(`no column "${told[missing]}"; the columns are ${headings.filter((name) => name.trim() !== '').join('、')}`)
  return columns
}
