import { asc, eq, getTableColumns, sum } from 'drizzle-orm'
import type { Tasks } from '../../../core/task-store.ts'
import type { Ground } from '../ground.ts'

/** Files of tasks. A row is read without its content. */
export const taskAttachments = ({
  db,
  tables,
  cipher,
}: Ground): Pick<Tasks, 'addAttachment' | 'attachments' | 'attachmentContent' | 'attachedBytes'> => {
  const { taskAttachments } = tables
  const { content: _, ...light } = getTableColumns(taskAttachments)
  return {
    addAttachment: async ({ name, ...attachment }, content) => {
      await db.insert(taskAttachments).values({
        ...attachment,
        name: cipher.seal('task_attachments.name', attachment.id, name),
        content: cipher.seal('task_attachments.content', attachment.id, content),
      })
    },
    attachments: async (task) => {
      const rows = await db
        .select(light)
        .from(taskAttachments)
        .where(eq(taskAttachments.task, task))
        .orderBy(asc(taskAttachments.at), asc(taskAttachments.id))
      return rows.map((row) => ({ ...row, name: cipher.open('task_attachments.name', row.id, row.name).toString('utf8') }))
    },
    attachmentContent: async (id) => {
      const [row] = await db.select({ content: taskAttachments.content }).from(taskAttachments).where(eq(taskAttachments.id, id))
      return row && cipher.open('task_attachments.content', id, row.content)
    },
    attachedBytes: async (task) => {
      const [row] = await db
        .select({ bytes: sum(taskAttachments.bytes) })
        .from(taskAttachments)
        .where(eq(taskAttachments.task, task))
      return Number(row?.bytes ?? 0)
    },
  }
}
