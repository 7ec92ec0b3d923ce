CREATE TABLE "approvals" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"target" text NOT NULL,
	"unit" text NOT NULL,
	"role" text NOT NULL,
	"level" text NOT NULL,
	"proposer" text NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"body" "bytea" NOT NULL,
	"hash" text NOT NULL,
	"state" text NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"note" "bytea"
);
--> statement-breakpoint
CREATE INDEX "approvals_open" ON "approvals" USING btree ("state","unit","proposed_at");--> statement-breakpoint
CREATE INDEX "approvals_target" ON "approvals" USING btree ("target","proposed_at");