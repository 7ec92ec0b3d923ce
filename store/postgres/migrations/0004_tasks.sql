CREATE TABLE "dispute_events" (
	"id" text PRIMARY KEY NOT NULL,
	"unit" text NOT NULL,
	"place_key" text,
	"cause" text NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"incidents" integer NOT NULL,
	"tier" text NOT NULL,
	"points" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" text PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"source_id" text NOT NULL,
	"unit" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"taken_at" timestamp (3) with time zone NOT NULL,
	"place_key" text,
	"main_class" text,
	"classes" jsonb NOT NULL,
	"tier" text NOT NULL,
	"points" integer NOT NULL,
	"marks" jsonb NOT NULL,
	"scanner" text NOT NULL,
	"event" text,
	"merged_into" text,
	"body" "bytea",
	CONSTRAINT "incidents_source" UNIQUE("source","source_id")
);
--> statement-breakpoint
CREATE TABLE "task_attachments" (
	"id" text PRIMARY KEY NOT NULL,
	"task" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by" text NOT NULL,
	"type" text NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"name" "bytea" NOT NULL,
	"content" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "task_calls" (
	"id" text PRIMARY KEY NOT NULL,
	"task" text NOT NULL,
	"department" text NOT NULL,
	"called_at" timestamp (3) with time zone NOT NULL,
	"called_by" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"is_late" boolean NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"answered_by" text,
	"attended" boolean,
	"question" "bytea",
	"answer" "bytea"
);
--> statement-breakpoint
CREATE TABLE "task_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"task" text NOT NULL,
	"n" integer NOT NULL,
	"event" text NOT NULL,
	"state" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text,
	"unit" text NOT NULL,
	"is_late" boolean NOT NULL,
	"content" "bytea",
	CONSTRAINT "task_steps_n" UNIQUE("task","n")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"event" text NOT NULL,
	"unit" text NOT NULL,
	"state" text NOT NULL,
	"tier" text NOT NULL,
	"rank" integer NOT NULL,
	"points" integer NOT NULL,
	"main_class" text NOT NULL,
	"classes" jsonb NOT NULL,
	"marks" jsonb NOT NULL,
	"matter" text,
	"claimed_by" text,
	"dispatched_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone,
	"contacted_at" timestamp (3) with time zone,
	"fed_back_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone NOT NULL,
	"escalate_at" timestamp (3) with time zone,
	"level" integer NOT NULL,
	"escalated_to" text,
	"needs_visit" boolean NOT NULL,
	"failed_follow_ups" integer NOT NULL,
	"satisfaction" text,
	"outcome" text,
	"late_steps" integer NOT NULL,
	"returns" integer NOT NULL,
	"reopenings" integer NOT NULL,
	"incidents" integer NOT NULL,
	"last_incident_at" timestamp (3) with time zone NOT NULL,
	"revision" integer NOT NULL,
	"brief" "bytea",
	CONSTRAINT "tasks_number" UNIQUE("number"),
	CONSTRAINT "tasks_event" UNIQUE("event")
);
--> statement-breakpoint
ALTER TABLE "units" ADD COLUMN "kind" text;--> statement-breakpoint
ALTER TABLE "units" ADD COLUMN "areas" jsonb;--> statement-breakpoint
ALTER TABLE "units" ADD COLUMN "duty" text;--> statement-breakpoint
CREATE INDEX "dispute_events_place" ON "dispute_events" USING btree ("place_key","last_at") WHERE place_key is not null;--> statement-breakpoint
CREATE INDEX "incidents_unit" ON "incidents" USING btree ("unit","at","id");--> statement-breakpoint
CREATE INDEX "incidents_event" ON "incidents" USING btree ("event","at");--> statement-breakpoint
CREATE INDEX "incidents_at" ON "incidents" USING btree ("at") WHERE body is not null;--> statement-breakpoint
CREATE INDEX "task_attachments_task" ON "task_attachments" USING btree ("task");--> statement-breakpoint
CREATE INDEX "task_calls_task" ON "task_calls" USING btree ("task");--> statement-breakpoint
CREATE INDEX "task_calls_department" ON "task_calls" USING btree ("department","state","called_at");--> statement-breakpoint
CREATE INDEX "task_calls_due" ON "task_calls" USING btree ("due_at") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "task_steps_unit" ON "task_steps" USING btree ("unit","at");--> statement-breakpoint
CREATE INDEX "tasks_board" ON "tasks" USING btree ("unit","rank","due_at","id");--> statement-breakpoint
CREATE INDEX "tasks_open" ON "tasks" USING btree ("unit","rank","due_at","id") WHERE state <> 'closed';--> statement-breakpoint
CREATE INDEX "tasks_escalate" ON "tasks" USING btree ("escalate_at") WHERE escalate_at is not null;--> statement-breakpoint
CREATE INDEX "tasks_visit" ON "tasks" USING btree ("fed_back_at") WHERE state in ('fed_back', 'supervised');--> statement-breakpoint
CREATE INDEX "tasks_closed" ON "tasks" USING btree ("unit","closed_at") WHERE closed_at is not null;--> statement-breakpoint
CREATE INDEX "tasks_last_incident" ON "tasks" USING btree ("last_incident_at") WHERE brief is not null;--> statement-breakpoint
CREATE INDEX "people_unit" ON "people" USING btree ("unit") WHERE unit is not null;