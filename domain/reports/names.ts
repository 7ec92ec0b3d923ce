import type { DisputeClass, Tier } from '../../core/disputes.ts'

/** 类别, as reports write them. */
export const classNames: Record<DisputeClass, string> = {
  D1: 'D1 婚姻家庭情感',
  D2: 'D2 邻里生活',
  D3: 'D3 债务借贷与合同',
  D4: 'D4 劳动劳资',
  D5: 'D5 土地草场山林牲畜',
  D6: 'D6 房屋物业征迁租赁',
  D7: 'D7 消费服务与经营',
  D8: 'D8 损害赔偿与公共场所琐事',
}

/** 档位, as reports write them. */
export const tierNames: Record<Tier, string> = { red: '红', orange: '橙', yellow: '黄', blue: '蓝', white: '白（非纠纷）' }

/** Tiers of what is a dispute or a danger. */
export const disputeTiers: readonly Tier[] = ['red', 'orange', 'yellow', 'blue']
