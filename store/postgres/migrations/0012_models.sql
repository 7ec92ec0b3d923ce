CREATE TABLE "model_usage" (
	"day" text NOT NULL,
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"steps" integer NOT NULL,
	"tokens_in" bigint NOT NULL,
	"tokens_out" bigint NOT NULL,
	"cached" bigint NOT NULL,
	"ms" bigint NOT NULL,
	"micro_yuan" bigint NOT NULL,
	"touched_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "model_usage_day_scope_key_pk" PRIMARY KEY("day","scope","key")
);
--> statement-breakpoint
CREATE TABLE "switches" (
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"is_off" boolean NOT NULL,
	"reason" text NOT NULL,
	"say" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "switches_kind_name_pk" PRIMARY KEY("kind","name")
);
--> statement-breakpoint
CREATE INDEX "model_usage_touched" ON "model_usage" USING btree ("day","touched_at");