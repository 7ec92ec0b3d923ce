/** 申请事由, as people read it; what is already text stays as it is. */
const purposes: Record<string, string> = {
  go_abroad: '出国（境）',
  employment: '求职、入职',
  licence: '资质许可',
  school: '入学',
  notary: '办理公证',
  emigration: '移民、留学',
  other: '其他',
}

export const purposeName = (purpose: string): string => purposes[purpose] ?? purpose
