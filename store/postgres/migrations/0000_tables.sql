CREATE TABLE "agent_versions" (
	"agent" text NOT NULL,
	"version" text NOT NULL,
	"page" text NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "agent_versions_agent_version_pk" PRIMARY KEY("agent","version")
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"person" text NOT NULL,
	"unit" text NOT NULL,
	"state" text NOT NULL,
	"purpose" text NOT NULL,
	"personal" "bytea",
	"period_from" text,
	"period_to" text,
	"delivery" text NOT NULL,
	"submitted_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"due_on" text NOT NULL,
	"history" jsonb NOT NULL,
	"review" text,
	"certificate" text,
	"revision" integer NOT NULL,
	"deed_key" text NOT NULL,
	"same_key" text NOT NULL,
	CONSTRAINT "applications_number" UNIQUE("number"),
	CONSTRAINT "applications_deed_key" UNIQUE("deed_key"),
	CONSTRAINT "applications_same_key" UNIQUE("same_key")
);
--> statement-breakpoint
CREATE TABLE "audit_rows" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_rows_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"actor_kind" text NOT NULL,
	"action" text NOT NULL,
	"target" text,
	"agent" text,
	"conversation" text,
	"subject" text,
	"purpose" text,
	"basis" text,
	"is_ok" boolean NOT NULL,
	"detail" text NOT NULL,
	"result" text,
	"deed_key" text,
	"hash" text NOT NULL,
	"seal" integer,
	CONSTRAINT "audit_rows_deed_key" UNIQUE("deed_key")
);
--> statement-breakpoint
CREATE TABLE "audit_seals" (
	"id" integer PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"seqs" jsonb NOT NULL,
	"leaves" jsonb NOT NULL,
	"root" text NOT NULL,
	"previous" text NOT NULL,
	"hash" text NOT NULL,
	"signature" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificate_checks" (
	"number" text PRIMARY KEY NOT NULL,
	"checks" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificates" (
	"number" text PRIMARY KEY NOT NULL,
	"application" text NOT NULL,
	"person" text NOT NULL,
	"unit" text NOT NULL,
	"masked_name" text NOT NULL,
	"verify_code" text NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"issued_on" text NOT NULL,
	"valid_until" text,
	"status" text NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"sha256" text NOT NULL,
	"is_demo" boolean NOT NULL,
	"pdf" "bytea" NOT NULL,
	CONSTRAINT "certificates_verify_code" UNIQUE("verify_code")
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"id" text PRIMARY KEY NOT NULL,
	"person" text NOT NULL,
	"pinned" text,
	"greeting" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "handoffs" (
	"id" text PRIMARY KEY NOT NULL,
	"person" text NOT NULL,
	"unit" text NOT NULL,
	"conversation" text,
	"agent" text,
	"reason" text NOT NULL,
	"summary" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"status" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meta" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"unit" text,
	"roles" jsonb,
	"personal" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "registry_files" (
	"subject" text PRIMARY KEY NOT NULL,
	"file" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sequences" (
	"name" text NOT NULL,
	"year" integer NOT NULL,
	"value" integer NOT NULL,
	CONSTRAINT "sequences_name_year_pk" PRIMARY KEY("name","year")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"secret_hash" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"person" text NOT NULL,
	"payload" "bytea" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "turns" (
	"id" text PRIMARY KEY NOT NULL,
	"conversation" text NOT NULL,
	"n" integer NOT NULL,
	"key" text,
	"at" timestamp (3) with time zone NOT NULL,
	"agent" text,
	"agent_version" text,
	"says" "bytea" NOT NULL,
	"ending" "bytea",
	"events" "bytea",
	CONSTRAINT "turns_n" UNIQUE("conversation","n"),
	CONSTRAINT "turns_key" UNIQUE("conversation","key")
);
--> statement-breakpoint
CREATE TABLE "units" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"parent" text,
	"phone" text NOT NULL,
	"address" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "turns" ADD CONSTRAINT "turns_conversation_conversations_id_fk" FOREIGN KEY ("conversation") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "applications_person" ON "applications" USING btree ("person","submitted_at");--> statement-breakpoint
CREATE INDEX "applications_state" ON "applications" USING btree ("state","submitted_at");--> statement-breakpoint
CREATE INDEX "audit_rows_subject" ON "audit_rows" USING btree ("subject","seq") WHERE subject is not null;--> statement-breakpoint
CREATE INDEX "audit_rows_unsealed" ON "audit_rows" USING btree ("seq") WHERE seal is null;--> statement-breakpoint
CREATE INDEX "certificates_person" ON "certificates" USING btree ("person","issued_at");--> statement-breakpoint
CREATE UNIQUE INDEX "certificates_one_valid" ON "certificates" USING btree ("application") WHERE status = 'valid';--> statement-breakpoint
CREATE INDEX "conversations_person" ON "conversations" USING btree ("person","created_at");--> statement-breakpoint
CREATE INDEX "handoffs_unit" ON "handoffs" USING btree ("unit","at");--> statement-breakpoint
CREATE INDEX "sessions_expires_at" ON "sessions" USING btree ("expires_at");