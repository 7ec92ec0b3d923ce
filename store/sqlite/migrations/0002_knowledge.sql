CREATE TABLE `clause_vectors` (
	`model` text NOT NULL,
	`clause` integer NOT NULL,
	`bytes` blob NOT NULL,
	PRIMARY KEY(`model`, `clause`)
);
--> statement-breakpoint
CREATE TABLE `clauses` (
	`key` integer PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`ordinal` integer NOT NULL,
	`anchor` text NOT NULL,
	`article` text NOT NULL,
	`path` text NOT NULL,
	`text` text NOT NULL,
	`external_id` text
);
--> statement-breakpoint
CREATE INDEX `clauses_external_id` ON `clauses` (`version`,`external_id`) WHERE external_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `clauses_ordinal` ON `clauses` (`version`,`ordinal`);--> statement-breakpoint
CREATE UNIQUE INDEX `clauses_anchor` ON `clauses` (`version`,`anchor`);--> statement-breakpoint
CREATE TABLE `document_versions` (
	`key` integer PRIMARY KEY NOT NULL,
	`document` text NOT NULL,
	`label` text NOT NULL,
	`promulgated` text,
	`effective` text,
	`repealed` text,
	`review` text,
	`origin` text NOT NULL,
	`source` text NOT NULL,
	`source_hash` text NOT NULL,
	`state` text NOT NULL,
	`first_clause` integer NOT NULL,
	`clauses` integer NOT NULL,
	`ingested_at` integer NOT NULL,
	`ingested_by` text NOT NULL,
	FOREIGN KEY (`document`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `document_versions_document` ON `document_versions` (`document`);--> statement-breakpoint
CREATE INDEX `document_versions_source` ON `document_versions` (`source`);--> statement-breakpoint
CREATE TABLE `documents` (
	`id` text PRIMARY KEY NOT NULL,
	`identity` text NOT NULL,
	`title` text NOT NULL,
	`short_title` text NOT NULL,
	`kind` text NOT NULL,
	`topic` text NOT NULL,
	`audience` text NOT NULL,
	`issuer` text,
	`number` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `documents_identity` ON `documents` (`identity`);--> statement-breakpoint
CREATE TABLE `index_blocks` (
	`segment` integer NOT NULL,
	`block` integer NOT NULL,
	`bytes` blob NOT NULL,
	PRIMARY KEY(`segment`, `block`)
);
--> statement-breakpoint
CREATE TABLE `index_segments` (
	`id` integer PRIMARY KEY NOT NULL,
	`level` integer NOT NULL,
	`clauses` integer NOT NULL,
	`bytes` integer NOT NULL,
	`header` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `knowledge_state` (
	`id` integer PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL,
	`versions` integer NOT NULL,
	`clauses` integer NOT NULL,
	`segments` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `questions` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`agent` text,
	`audience` text NOT NULL,
	`is_supported` integer NOT NULL,
	`clauses` text NOT NULL,
	`reviewed` text,
	`verdict` text,
	`verdict_by` text,
	`text` blob NOT NULL,
	`note` blob
);
--> statement-breakpoint
CREATE INDEX `questions_at` ON `questions` (`at`);--> statement-breakpoint
CREATE INDEX `questions_supported` ON `questions` (`is_supported`,`at`);--> statement-breakpoint
CREATE TABLE `reviewed_answers` (
	`id` text PRIMARY KEY NOT NULL,
	`questions` text NOT NULL,
	`text` text NOT NULL,
	`topics` text NOT NULL,
	`audience` text NOT NULL,
	`clauses` text NOT NULL,
	`reviewer` text NOT NULL,
	`reviewed_at` text NOT NULL,
	`expires` text NOT NULL
);
