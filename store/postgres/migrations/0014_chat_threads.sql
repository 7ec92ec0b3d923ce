CREATE TABLE "chat_threads" (
	"key" text PRIMARY KEY NOT NULL,
	"conversation" text NOT NULL,
	"n" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "chat_threads_at" ON "chat_threads" USING btree ("at");