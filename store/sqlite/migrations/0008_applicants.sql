CREATE TABLE `application_subjects` (
	`id` text PRIMARY KEY NOT NULL,
	`application` text NOT NULL,
	`position` integer NOT NULL,
	`personal` blob NOT NULL,
	`subject_key` text NOT NULL,
	`relation` text NOT NULL,
	`answer` text,
	`finding` text,
	`revision` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `application_subjects_key` ON `application_subjects` (`subject_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `application_subjects_position` ON `application_subjects` (`application`,`position`);--> statement-breakpoint
ALTER TABLE `applications` ADD `applicant` text DEFAULT 'self' NOT NULL;--> statement-breakpoint
ALTER TABLE `applications` ADD `wanted` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `rules` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `subject_key` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `name_key` text;--> statement-breakpoint
CREATE INDEX `applications_subject` ON `applications` (`subject_key`) WHERE subject_key is not null;--> statement-breakpoint
CREATE INDEX `applications_name` ON `applications` (`name_key`) WHERE name_key is not null;