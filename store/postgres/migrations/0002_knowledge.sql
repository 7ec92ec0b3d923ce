CREATE TABLE "clause_vectors" (
	"model" text NOT NULL,
	"clause" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "clause_vectors_model_clause_pk" PRIMARY KEY("model","clause")
);
--> statement-breakpoint
CREATE TABLE "clauses" (
	"key" integer PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"ordinal" integer NOT NULL,
	"anchor" text NOT NULL,
	"article" text NOT NULL,
	"path" text NOT NULL,
	"text" text NOT NULL,
	"external_id" text,
	CONSTRAINT "clauses_ordinal" UNIQUE("version","ordinal"),
	CONSTRAINT "clauses_anchor" UNIQUE("version","anchor")
);
--> statement-breakpoint
CREATE TABLE "document_versions" (
	"key" integer PRIMARY KEY NOT NULL,
	"document" text NOT NULL,
	"label" text NOT NULL,
	"promulgated" text,
	"effective" text,
	"repealed" text,
	"review" jsonb,
	"origin" text NOT NULL,
	"source" text NOT NULL,
	"source_hash" text NOT NULL,
	"state" text NOT NULL,
	"first_clause" integer NOT NULL,
	"clauses" integer NOT NULL,
	"ingested_at" timestamp (3) with time zone NOT NULL,
	"ingested_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"id" text PRIMARY KEY NOT NULL,
	"identity" text NOT NULL,
	"title" text NOT NULL,
	"short_title" text NOT NULL,
	"kind" text NOT NULL,
	"topic" text NOT NULL,
	"audience" text NOT NULL,
	"issuer" text,
	"number" text,
	CONSTRAINT "documents_identity" UNIQUE("identity")
);
--> statement-breakpoint
CREATE TABLE "index_blocks" (
	"segment" integer NOT NULL,
	"block" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "index_blocks_segment_block_pk" PRIMARY KEY("segment","block")
);
--> statement-breakpoint
CREATE TABLE "index_segments" (
	"id" integer PRIMARY KEY NOT NULL,
	"level" integer NOT NULL,
	"clauses" integer NOT NULL,
	"bytes" bigint NOT NULL,
	"header" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "knowledge_state" (
	"id" integer PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL,
	"versions" integer NOT NULL,
	"clauses" integer NOT NULL,
	"segments" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "questions" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"agent" text,
	"audience" text NOT NULL,
	"is_supported" boolean NOT NULL,
	"clauses" jsonb NOT NULL,
	"reviewed" text,
	"verdict" text,
	"verdict_by" text,
	"text" "bytea" NOT NULL,
	"note" "bytea"
);
--> statement-breakpoint
CREATE TABLE "reviewed_answers" (
	"id" text PRIMARY KEY NOT NULL,
	"questions" jsonb NOT NULL,
	"text" text NOT NULL,
	"topics" jsonb NOT NULL,
	"audience" text NOT NULL,
	"clauses" jsonb NOT NULL,
	"reviewer" text NOT NULL,
	"reviewed_at" text NOT NULL,
	"expires" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "document_versions" ADD CONSTRAINT "document_versions_document_documents_id_fk" FOREIGN KEY ("document") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "clauses_external_id" ON "clauses" USING btree ("version","external_id") WHERE external_id is not null;--> statement-breakpoint
CREATE INDEX "document_versions_document" ON "document_versions" USING btree ("document");--> statement-breakpoint
CREATE INDEX "document_versions_source" ON "document_versions" USING btree ("source");--> statement-breakpoint
CREATE INDEX "questions_at" ON "questions" USING btree ("at");--> statement-breakpoint
CREATE INDEX "questions_supported" ON "questions" USING btree ("is_supported","at");
--> statement-breakpoint
-- These bytes are packed already: trying to compress them doubles the time it takes to write them.
ALTER TABLE "index_blocks" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER TABLE "clause_vectors" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;