CREATE TABLE "spot_checks" (
	"application" text PRIMARY KEY NOT NULL,
	"certificate" text NOT NULL,
	"unit" text NOT NULL,
	"picked_at" timestamp (3) with time zone NOT NULL,
	"week" text NOT NULL,
	"result" text,
	"by" text,
	"at" timestamp (3) with time zone,
	"note" "bytea"
);
--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "recheck_on" text;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "issue_due_on" text;--> statement-breakpoint
CREATE INDEX "spot_checks_open" ON "spot_checks" USING btree ("unit","picked_at","application") WHERE result is null;--> statement-breakpoint
CREATE INDEX "spot_checks_ended" ON "spot_checks" USING btree ("unit","week","result") WHERE result is not null;--> statement-breakpoint
CREATE INDEX "applications_objected" ON "applications" USING btree ("unit","issue_due_on") WHERE issue_due_on is not null;--> statement-breakpoint
CREATE INDEX "applications_rechecks_due" ON "applications" USING btree ("unit","due_on") WHERE issue_due_on is not null;--> statement-breakpoint
CREATE INDEX "approvals_proposer" ON "approvals" USING btree ("proposer","proposed_at") WHERE state = 'open';