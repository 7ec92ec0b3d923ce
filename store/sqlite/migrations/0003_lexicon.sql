CREATE TABLE `lexicon_drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`base` integer NOT NULL,
	`files` text NOT NULL,
	`shipped` text NOT NULL,
	`revision` integer NOT NULL,
	`state` text NOT NULL,
	`by` text NOT NULL,
	`by_name` text NOT NULL,
	`at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`changed_by_name` text NOT NULL,
	`proposal` text,
	`signature` text
);
--> statement-breakpoint
CREATE TABLE `lexicon_edits` (
	`id` text PRIMARY KEY NOT NULL,
	`draft` text NOT NULL,
	`file` text NOT NULL,
	`before` text NOT NULL,
	`after` text NOT NULL,
	`by` text NOT NULL,
	`by_name` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `lexicon_edits_draft` ON `lexicon_edits` (`draft`,`id`);--> statement-breakpoint
CREATE TABLE `lexicon_texts` (
	`hash` text PRIMARY KEY NOT NULL,
	`text` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `lexicon_versions` (
	`number` integer PRIMARY KEY NOT NULL,
	`base` integer NOT NULL,
	`files` text NOT NULL,
	`shipped` text NOT NULL,
	`draft` text NOT NULL,
	`by` text NOT NULL,
	`by_name` text NOT NULL,
	`at` integer NOT NULL,
	`proposal` text NOT NULL,
	`signature` text
);
