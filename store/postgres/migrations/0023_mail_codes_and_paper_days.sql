ALTER TABLE "notice_settings" ADD COLUMN "is_mail_confirmed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "notice_settings" ADD COLUMN "mail_code" "bytea";--> statement-breakpoint
ALTER TABLE "papers" ADD COLUMN "removed_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "papers_kept" ON "papers" USING btree ("issued_at") WHERE removed_at is null;