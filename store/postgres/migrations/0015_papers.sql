CREATE TABLE "materials" (
	"id" text PRIMARY KEY NOT NULL,
	"application" text NOT NULL,
	"person" text NOT NULL,
	"kind" text NOT NULL,
	"name" "bytea" NOT NULL,
	"type" text NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"scan" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone,
	"content" "bytea"
);
--> statement-breakpoint
CREATE TABLE "notice_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"notice" text NOT NULL,
	"person" text NOT NULL,
	"kind" text NOT NULL,
	"target" text NOT NULL,
	"channel" text NOT NULL,
	"status" text NOT NULL,
	"attempts" integer NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "notice_deliveries_once" UNIQUE("notice","channel")
);
--> statement-breakpoint
CREATE TABLE "notice_settings" (
	"person" text PRIMARY KEY NOT NULL,
	"mail" "bytea",
	"is_sms" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" text PRIMARY KEY NOT NULL,
	"person" text NOT NULL,
	"kind" text NOT NULL,
	"target" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"read_at" timestamp (3) with time zone,
	"spread_at" timestamp (3) with time zone,
	"key" text NOT NULL,
	CONSTRAINT "notices_key" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "papers" (
	"number" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"application" text,
	"person" text,
	"unit" text NOT NULL,
	"masked_name" text NOT NULL,
	"verify_code" text NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"issued_on" text NOT NULL,
	"status" text NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"sha256" text NOT NULL,
	"is_demo" boolean NOT NULL,
	"pdf" "bytea" NOT NULL,
	CONSTRAINT "papers_verify_code" UNIQUE("verify_code")
);
--> statement-breakpoint
CREATE INDEX "materials_application" ON "materials" USING btree ("application","at");--> statement-breakpoint
CREATE INDEX "materials_kept" ON "materials" USING btree ("at") WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "notice_deliveries_due" ON "notice_deliveries" USING btree ("due_at") WHERE status = 'waiting';--> statement-breakpoint
CREATE INDEX "notice_deliveries_given_up" ON "notice_deliveries" USING btree ("id") WHERE status = 'given_up';--> statement-breakpoint
CREATE INDEX "notices_person" ON "notices" USING btree ("person","at");--> statement-breakpoint
CREATE INDEX "notices_unread" ON "notices" USING btree ("person") WHERE read_at is null;--> statement-breakpoint
CREATE INDEX "notices_unspread" ON "notices" USING btree ("at") WHERE spread_at is null;--> statement-breakpoint
CREATE INDEX "papers_application" ON "papers" USING btree ("application","issued_at");--> statement-breakpoint
CREATE INDEX "papers_person" ON "papers" USING btree ("person","issued_at") WHERE person is not null;