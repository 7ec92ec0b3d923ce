CREATE TABLE `case_drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`agent` text,
	`source` text NOT NULL,
	`opinion` text NOT NULL,
	`yaml` blob NOT NULL,
	`note` blob,
	`state` text NOT NULL,
	`decided_by` text
);
--> statement-breakpoint
CREATE INDEX `case_drafts_state` ON `case_drafts` (`state`,`at`);