CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"title" text NOT NULL,
	"holder_kind" text NOT NULL,
	"holder" text NOT NULL,
	"unit" text,
	"doors" jsonb NOT NULL,
	"agents" jsonb,
	"tools" jsonb,
	"roles" jsonb NOT NULL,
	"per_minute" integer NOT NULL,
	"made_by" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"replaces" text,
	"hint" text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_hash" ON "api_keys" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "api_keys_holder" ON "api_keys" USING btree ("holder","made_at");--> statement-breakpoint
CREATE INDEX "api_keys_unit" ON "api_keys" USING btree ("unit","made_at");