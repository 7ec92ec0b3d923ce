CREATE TABLE "lexicon_drafts" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"base" integer NOT NULL,
	"files" jsonb NOT NULL,
	"shipped" jsonb NOT NULL,
	"revision" integer NOT NULL,
	"state" text NOT NULL,
	"by" text NOT NULL,
	"by_name" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"changed_by_name" text NOT NULL,
	"proposal" jsonb,
	"signature" jsonb
);
--> statement-breakpoint
CREATE TABLE "lexicon_edits" (
	"id" text PRIMARY KEY NOT NULL,
	"draft" text NOT NULL,
	"file" text NOT NULL,
	"before" text NOT NULL,
	"after" text NOT NULL,
	"by" text NOT NULL,
	"by_name" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lexicon_texts" (
	"hash" text PRIMARY KEY NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lexicon_versions" (
	"number" integer PRIMARY KEY NOT NULL,
	"base" integer NOT NULL,
	"files" jsonb NOT NULL,
	"shipped" jsonb NOT NULL,
	"draft" text NOT NULL,
	"by" text NOT NULL,
	"by_name" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"proposal" jsonb NOT NULL,
	"signature" jsonb
);
--> statement-breakpoint
CREATE INDEX "lexicon_edits_draft" ON "lexicon_edits" USING btree ("draft","id");