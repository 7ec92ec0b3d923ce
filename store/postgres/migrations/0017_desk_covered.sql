DROP INDEX "applications_desk";--> statement-breakpoint
DROP INDEX "applications_desk_due";--> statement-breakpoint
CREATE INDEX "applications_desk" ON "applications" USING btree ("unit","due_on","id","desk","number") WHERE desk is not null;--> statement-breakpoint
CREATE INDEX "applications_desk_due" ON "applications" USING btree ("due_on","id","desk","unit","number") WHERE desk is not null;