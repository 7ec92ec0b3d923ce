CREATE TABLE "sendings" (
	"id" text PRIMARY KEY NOT NULL,
	"deed_key" text NOT NULL,
	"tool" text NOT NULL,
	"person" text NOT NULL,
	"agent" text,
	"conversation" text,
	"approval" text,
	"at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"moved_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer NOT NULL,
	"is_told" boolean NOT NULL,
	"args" "bytea",
	"output" "bytea",
	CONSTRAINT "sendings_deed_key_unique" UNIQUE("deed_key")
);
--> statement-breakpoint
CREATE INDEX "sendings_open" ON "sendings" USING btree ("at") WHERE state in ('waiting', 'under_way', 'unsure') or not is_told;--> statement-breakpoint
CREATE INDEX "sendings_moved" ON "sendings" USING btree ("moved_at");