CREATE TABLE "case_drafts" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"agent" text,
	"source" text NOT NULL,
	"opinion" text NOT NULL,
	"yaml" "bytea" NOT NULL,
	"note" "bytea",
	"state" text NOT NULL,
	"decided_by" text
);
--> statement-breakpoint
CREATE INDEX "case_drafts_state" ON "case_drafts" USING btree ("state","at");