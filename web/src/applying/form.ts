/** Text in Chinese, and in English for whoever needs it. */
export interface Words {
  zh: string
  en: string
}

/** Who applies for whom (为谁办), as it is chosen first. `foreigner` is the person themself, asked in two languages and for their stays. */
export type Choice = 'self' | 'foreigner' | 'delegate' | 'guardian' | 'unit'

export type ApplicantKind = 'self' | 'delegate' | 'guardian' | 'unit' | 'organ' | 'notary'

export interface Option {
  value: string
  words: Words
}

/** One thing to fill in. `name` is its place in the values. */
export interface Field {
  name: string
  words: Words
  kind: 'line' | 'choice' | 'day' | 'check' | 'stays' | 'basis' | 'station' | 'people'
  options?: readonly Option[]
  /** What `POST /api/forms/check` calls it; `document` looks at the kind of document beside it. */
  checks?: 'name' | 'uscc' | 'phone' | 'document'
  hint?: Words
  isOptional?: boolean
  onlyIf?: (values: Values) => boolean
}

export interface Section {
  title: Words
  fields: readonly Field[]
}

export interface Stay {
  from: string
  to: string
}

/** What stands in the form; a field that is not there was not filled in. */
export type Values = Readonly<Record<string, string | boolean | readonly Stay[] | undefined>>

const words = (zh: string, en: string): Words => ({ zh, en })
const option = (value: string, zh: string, en: string): Option => ({ value, words: words(zh, en) })

export const purposeOptions = [
  option('employment', '求职、入职', 'Employment'),
  option('go_abroad', '出国（境）', 'Going abroad'),
  option('emigration', '移民、留学', 'Emigration, study abroad'),
  option('licence', '资质许可', 'Licence or permit'),
  option('school', '入学', 'School admission'),
  option('notary', '办理公证', 'Notarisation'),
  option('other', '其他', 'Other'),
]

const documentOptions = [
  option('resident_id', '居民身份证', 'Resident identity card'),
  option('household_register', '户口簿', 'Household register'),
  option('hk_mo_tw_residence_permit', '港澳台居民居住证', 'Residence permit for Hong Kong, Macao and Taiwan residents'),
  option('hk_mo_travel_permit', '港澳居民来往内地通行证', 'Mainland travel permit for Hong Kong and Macao residents'),
  option('tw_travel_permit', '台湾居民来往大陆通行证', 'Mainland travel permit for Taiwan residents'),
  option('chinese_passport', '中国护照（华侨）', 'Chinese passport (overseas Chinese)'),
  option('foreign_passport', '外国护照', 'Foreign passport'),
  option('foreign_permanent_id', '外国人永久居留身份证', 'Foreign permanent resident ID card'),
]

const what: Section = {
  title: words('证明做什么用', 'What it is for'),
  fields: [
    { name: 'purpose', words: words('用途', 'Purpose'), kind: 'choice', options: purposeOptions },
    { name: 'purposeDetail', words: words('说明', 'Details'), kind: 'line', isOptional: true },
    { name: 'recipient', words: words('交给哪里', 'Who receives it'), kind: 'line', isOptional: true },
    {
      name: 'hasPeriod',
      words: words('只查一段时间（不勾就是全时段，一般不用勾）', 'Only a certain period (leave empty for the whole time)'),
      kind: 'check',
      isOptional: true,
    },
    { name: 'periodFrom', words: words('从哪天', 'From'), kind: 'day', onlyIf: ({ hasPeriod }) => hasPeriod === true },
    { name: 'periodTo', words: words('到哪天', 'To'), kind: 'day', onlyIf: ({ hasPeriod }) => hasPeriod === true },
    {
      name: 'documentFrom',
      words: words('证件签发日期', 'Day your permit was issued'),
      kind: 'day',
      isOptional: true,
      hint: words('港澳台居民只查一段时间的才要填。', 'Only for residents of Hong Kong, Macao and Taiwan who choose a period.'),
      onlyIf: ({ hasPeriod }) => hasPeriod === true,
    },
    {
      name: 'delivery',
      words: words('怎么领', 'How to receive it'),
      kind: 'choice',
      options: [
        option('electronic', '电子版，直接下载', 'Electronic, to download'),
        option('window', '到窗口领纸质版', 'On paper, at the counter'),
      ],
    },
  ],
}

const whose = (title: Words): Section => ({
  title,
  fields: [
    { name: 'subject.name', words: words('姓名', 'Name'), kind: 'line', checks: 'name' },
    { name: 'subject.documentKind', words: words('证件', 'Document'), kind: 'choice', options: documentOptions },
    { name: 'subject.documentNumber', words: words('证件号码', 'Document number'), kind: 'line', checks: 'document' },
    { name: 'subject.birth', words: words('出生日期', 'Date of birth'), kind: 'day' },
    {
      name: 'subject.sex',
      words: words('性别', 'Sex'),
      kind: 'choice',
      options: [option('male', '男', 'Male'), option('female', '女', 'Female')],
    },
    {
      name: 'subject.nationality',
      words: words('国籍（三个字母）', 'Nationality (three letters)'),
      kind: 'line',
      onlyIf: (values) => String(values['subject.documentKind'] ?? '').startsWith('foreign'),
    },
  ],
})

const stays: Section = {
  title: words('在中国居住的时间', 'Your stays in China'),
  fields: [{ name: 'stays', words: words('每一段居留', 'Each stay'), kind: 'stays' }],
}

const station = (isOptional: boolean): Field => ({
  name: 'station',
  words: words('受理的派出所', 'Police station'),
  kind: 'station',
  isOptional,
  hint: isOptional
    ? words('户口或者居住证登记在本市的，不用选。', 'Leave empty if your household or residence permit is registered here.')
    : words('选他（她）户口所在地或者现在住的地方。', 'Where the person is registered or lives.'),
})

const formerName: Field = { name: 'formerName', words: words('曾用名', 'Former name'), kind: 'line', isOptional: true }

const route = (isOwn: boolean): Section => ({
  title: words('在哪里办', 'Where to apply'),
  fields: [
    {
      name: 'route',
      words: words('受理地', 'Place'),
      kind: 'choice',
      options: [
        option('hukou', '户口所在地', 'Where the household is registered'),
        option('residence', '现在住的地方', 'Where you live now'),
      ],
      hint: words('选住的地方，一般要有居住证。', 'For the place where you live a residence permit is needed as a rule.'),
    },
    station(isOwn),
    formerName,
  ],
})

/** None of the listed bases (都不是). */
export const none = 'none'

/** A form: what it is called, whom it is for, and everything that it asks. */
export interface Form {
  /** What the API calls the applicant, where the form does not ask for it. */
  kind: ApplicantKind
  title: Words
  about: Words
  isBilingual: boolean
  sections: readonly Section[]
}

export const forms: Readonly<Record<Choice, Form>> = {
  self: {
    kind: 'self',
    title: words('给自己办', 'For myself'),
    about: words('身份信息从登录来，不用再填。', 'Who you are is known from signing in.'),
    isBilingual: false,
    sections: [what, route(true)],
  },
  foreigner: {
    kind: 'self',
    title: words('外国人给自己办', 'Foreigner, for myself'),
    about: words('在中国居留满 180 天可以办。', 'For foreigners who have stayed in China for 180 days or more.'),
    isBilingual: true,
    sections: [what, stays],
  },
  delegate: {
    kind: 'delegate',
    title: words('替别人办', 'For somebody who entrusted me'),
    about: words('要有对方签字的委托书。没有委托书，家人也不能代办。', 'You need a signed letter of entrustment.'),
    isBilingual: false,
    sections: [
      whose(words('替谁办', 'For whom')),
      {
        title: words('委托书', 'Letter of entrustment'),
        fields: [
          { name: 'entrustment.until', words: words('委托到哪天', 'Valid until'), kind: 'day', isOptional: true },
          {
            name: 'entrustment.isSignedAbroad',
            words: words('委托书是在境外签的', 'It was signed outside mainland China'),
            kind: 'check',
            isOptional: true,
          },
        ],
      },
      {
        ...stays,
        fields: stays.fields.map((field) => ({
          ...field,
          onlyIf: (values: Values) => String(values['subject.documentKind'] ?? '').startsWith('foreign'),
        })),
      },
      what,
      route(false),
    ],
  },
  guardian: {
    kind: 'guardian',
    title: words('给孩子办', 'For my child'),
    about: words('孩子不满 18 周岁，由父母或者其他监护人来办。', 'A parent or guardian applies for somebody under 18.'),
    isBilingual: false,
    sections: [
      whose(words('孩子', 'The child')),
      {
        title: words('您和孩子', 'You and the child'),
        fields: [
          {
            name: 'relation',
            words: words('关系', 'Relation'),
            kind: 'choice',
            options: [option('parent', '父亲或母亲', 'Parent'), option('other_guardian', '其他监护人', 'Other guardian')],
          },
        ],
      },
      what,
      route(false),
    ],
  },
  unit: {
    kind: 'unit',
    title: words('单位查询', 'For my unit'),
    about: words(
      '法律、行政法规有从业限制的岗位，单位才能查。别的岗位，请本人自己申请。',
      'Only for posts that a law or administrative regulation restricts. For others the person applies.',
    ),
    isBilingual: false,
    sections: [
      {
        title: words('单位', 'The unit'),
        fields: [
          {
            name: 'applicant',
            words: words('单位类型', 'Kind'),
            kind: 'choice',
            options: [
              option('unit', '企业、事业单位、社会组织等', 'Company, institution or organisation'),
              option('organ', '行政机关（办许可、职业资格）', 'Administrative organ'),
              option('notary', '公证处', 'Notary office'),
            ],
          },
          { name: 'unit.name', words: words('单位全称', 'Full name'), kind: 'line' },
          { name: 'unit.uscc', words: words('统一社会信用代码', 'Unified social credit code'), kind: 'line', checks: 'uscc' },
          { name: 'unit.address', words: words('住所地', 'Address'), kind: 'line' },
          { name: 'unit.handler', words: words('经办人姓名', 'Handler'), kind: 'line', checks: 'name' },
          { name: 'unit.phone', words: words('联系电话', 'Phone'), kind: 'line', checks: 'phone', isOptional: true },
          { name: 'unit.letter', words: words('介绍信文号', 'Number of the letter'), kind: 'line', isOptional: true },
        ],
      },
      {
        title: words('凭什么查', 'On what basis'),
        fields: [
          { name: 'unit.post', words: words('查询对象的岗位', 'Post'), kind: 'line' },
          {
            name: 'unit.basis',
            words: words('法律依据（到条）', 'Law and article'),
            kind: 'basis',
            isOptional: true,
            hint: words('清单里没有的，选“都不是”，由民警审查。', 'Where none fits, an officer looks at it.'),
          },
          {
            name: 'unit.basisText',
            words: words('写明法律、行政法规的名称和条款', 'Name the law and the article'),
            kind: 'line',
            onlyIf: (values) => values['unit.basis'] === none,
          },
        ],
      },
      {
        title: words('受理的派出所', 'Police station'),
        fields: [{ name: 'station', words: words('单位住所地的派出所', 'Police station of the unit'), kind: 'station' }],
      },
      {
        title: words('查谁', 'Whom it is about'),
        fields: [{ name: 'people', words: words('名单', 'Table of people'), kind: 'people', isOptional: true }],
      },
    ],
  },
}

/** The fields that are asked now, in their order. */
export const askedNow = ({ sections }: Form, values: Values): readonly Field[] =>
  sections.flatMap(({ fields }) => fields).filter(({ onlyIf }) => !onlyIf || onlyIf(values))

export const isStays = (value: Values[string]): value is readonly Stay[] => Array.isArray(value)
export const isFilled = (value: Values[string]): boolean =>
  isStays(value) ? value.some(({ from }) => from) : value !== undefined && value !== '' && value !== false

/** What is still to be filled in, counted while one types; the server says it with the rules. */
export const unfilled = (form: Form, values: Values): readonly Field[] =>
  askedNow(form, values).filter((field) => !field.isOptional && field.kind !== 'check' && !isFilled(values[field.name]))
