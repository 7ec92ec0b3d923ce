ALTER TABLE "applications" ADD COLUMN "begun_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "received_week" text;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "document_week" text;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "document_on" text;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "document_seconds" integer;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "is_automatic" boolean;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "recheck_week" text;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "recheck_end" text;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "revoked_week" text;--> statement-breakpoint
CREATE INDEX "applications_received" ON "applications" USING btree ("unit","received_week");--> statement-breakpoint
CREATE INDEX "applications_documents" ON "applications" USING btree ("unit","document_week","document_seconds") WHERE document_week is not null;--> statement-breakpoint
CREATE INDEX "applications_due" ON "applications" USING btree ("unit","due_on");--> statement-breakpoint
CREATE INDEX "applications_rechecks" ON "applications" USING btree ("unit","recheck_week") WHERE recheck_week is not null;--> statement-breakpoint
CREATE INDEX "applications_revoked" ON "applications" USING btree ("unit","revoked_week") WHERE revoked_week is not null;--> statement-breakpoint
UPDATE "applications" SET "received_week" = to_char(date_trunc('week', "submitted_at" AT TIME ZONE 'Asia/Shanghai'), 'YYYY-MM-DD');
--> statement-breakpoint
-- Until now only the machine gave documents.
UPDATE "applications" SET
  "document_on" = to_char(c.issued AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'),
  "document_week" = to_char(date_trunc('week', c.issued AT TIME ZONE 'Asia/Shanghai'), 'YYYY-MM-DD'),
  "document_seconds" = greatest(0, extract(epoch from c.issued - "submitted_at"))::int,
  "is_automatic" = true,
  "revoked_week" = to_char(date_trunc('week', c.revoked AT TIME ZONE 'Asia/Shanghai'), 'YYYY-MM-DD')
FROM (SELECT "application", min("issued_at") AS issued, min("revoked_at") AS revoked FROM "certificates" GROUP BY 1) AS c
WHERE c."application" = "applications"."number";
