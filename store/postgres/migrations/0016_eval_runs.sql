CREATE TABLE "eval_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"order" jsonb NOT NULL,
	"state" text NOT NULL,
	"by" text NOT NULL,
	"by_name" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"heard_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"done" integer NOT NULL,
	"total" integer NOT NULL,
	"fault" text,
	"failures" integer NOT NULL,
	"gate" jsonb NOT NULL,
	"figures" jsonb NOT NULL,
	"report" "bytea"
);
--> statement-breakpoint
CREATE INDEX "eval_runs_at" ON "eval_runs" USING btree ("at");