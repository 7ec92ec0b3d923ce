CREATE TABLE "day_tallies" (
	"day" text NOT NULL,
	"kind" text NOT NULL,
	"agent" text NOT NULL,
	"model" text NOT NULL,
	"ending" text NOT NULL,
	"bucket" integer NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "day_tallies_day_kind_agent_model_ending_bucket_pk" PRIMARY KEY("day","kind","agent","model","ending","bucket")
);
