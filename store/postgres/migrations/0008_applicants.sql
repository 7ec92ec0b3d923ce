CREATE TABLE "application_subjects" (
	"id" text PRIMARY KEY NOT NULL,
	"application" text NOT NULL,
	"position" integer NOT NULL,
	"personal" "bytea" NOT NULL,
	"subject_key" text NOT NULL,
	"relation" text NOT NULL,
	"answer" text,
	"finding" text,
	"revision" integer NOT NULL,
	CONSTRAINT "application_subjects_position" UNIQUE("application","position")
);
--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "applicant" text DEFAULT 'self' NOT NULL;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "wanted" jsonb;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "rules" jsonb;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "subject_key" text;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "name_key" text;--> statement-breakpoint
CREATE INDEX "application_subjects_key" ON "application_subjects" USING btree ("subject_key");--> statement-breakpoint
CREATE INDEX "applications_subject" ON "applications" USING btree ("subject_key") WHERE subject_key is not null;--> statement-breakpoint
CREATE INDEX "applications_name" ON "applications" USING btree ("name_key") WHERE name_key is not null;