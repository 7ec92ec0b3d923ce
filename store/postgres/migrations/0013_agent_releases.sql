CREATE TABLE "agent_drafts" (
	"id" text PRIMARY KEY NOT NULL,
	"agent" text NOT NULL,
	"title" text NOT NULL,
	"page" text NOT NULL,
	"cases" text NOT NULL,
	"base" text,
	"restores" integer,
	"revision" integer NOT NULL,
	"state" text NOT NULL,
	"by" text NOT NULL,
	"by_name" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"changed_by_name" text NOT NULL,
	"authors" jsonb NOT NULL,
	"stopped" text,
	"proposal" jsonb,
	"approval" jsonb
);
--> statement-breakpoint
CREATE TABLE "agent_releases" (
	"number" integer PRIMARY KEY NOT NULL,
	"agent" text NOT NULL,
	"version" text NOT NULL,
	"cases" text NOT NULL,
	"origin" text NOT NULL,
	"file_version" text,
	"source" text,
	"by" text NOT NULL,
	"by_name" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"why" text NOT NULL,
	"proposal" jsonb,
	"signature" jsonb
);
--> statement-breakpoint
CREATE INDEX "agent_releases_agent" ON "agent_releases" USING btree ("agent","number");