DROP INDEX "tasks_visit";--> statement-breakpoint
CREATE INDEX "tasks_visit" ON "tasks" USING btree ("fed_back_at") WHERE state in ('fed_back', 'supervised') and satisfaction is null;