CREATE TABLE `sendings` (
	`id` text PRIMARY KEY NOT NULL,
	`deed_key` text NOT NULL,
	`tool` text NOT NULL,
	`person` text NOT NULL,
	`agent` text,
	`conversation` text,
	`approval` text,
	`at` integer NOT NULL,
	`state` text NOT NULL,
	`moved_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	`is_told` integer NOT NULL,
	`args` blob,
	`output` blob
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sendings_deed_key_unique` ON `sendings` (`deed_key`);--> statement-breakpoint
CREATE INDEX `sendings_open` ON `sendings` (`at`) WHERE state in ('waiting', 'under_way', 'unsure') or not is_told;--> statement-breakpoint
CREATE INDEX `sendings_moved` ON `sendings` (`moved_at`);