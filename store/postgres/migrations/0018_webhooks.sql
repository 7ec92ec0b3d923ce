CREATE TABLE "webhook_dead" (
	"id" text PRIMARY KEY NOT NULL,
	"webhook" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"fault" text NOT NULL,
	"state" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"url" text NOT NULL,
	"events" jsonb NOT NULL,
	"made_by" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"cursor" integer NOT NULL,
	"attempts" integer NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	"last_ok_at" timestamp (3) with time zone,
	"last_fault" text,
	"secrets" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE INDEX "webhook_dead_webhook" ON "webhook_dead" USING btree ("webhook","state","at");