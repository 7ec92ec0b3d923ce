import type { IncomingIncident } from '../../core/incidents.ts'

const dayMs = 86_400_000
/** A text longer than this is a file, not a call. */
const maxText = 20_000

/** Why an incident cannot be taken, for whoever sent it; undefined when nothing stands against it. */
export const faultOf = (incident: IncomingIncident, now: Date): string | undefined => {
  if (!/^[\w.-]{1,40}$/.test(incident.source)) return '来源（source）请用 1 到 40 个字母、数字、点或横线。'
  if (incident.id.trim() === '' || incident.id.length > 120) return '编号（id）不能为空，最长 120 个字符。'
  if (incident.text.trim() === '') return '警情内容为空。'
  if (incident.text.length > maxText) return `警情内容太长，最多 ${maxText} 个字。`
  if (incident.place !== undefined && incident.place.length > 300) return '地址太长，最多 300 个字。'
  if (Number.isNaN(incident.at.getTime())) return '时间（at）不是有效的时间。'
  if (incident.at.getTime() > now.getTime() + dayMs) return '时间（at）在将来，请核对。'
  return undefined
}
