CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`title` text NOT NULL,
	`holder_kind` text NOT NULL,
	`holder` text NOT NULL,
	`unit` text,
	`doors` text NOT NULL,
	`agents` text,
	`tools` text,
	`roles` text NOT NULL,
	`per_minute` integer NOT NULL,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	`last_used_at` integer,
	`replaces` text,
	`hint` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_holder` ON `api_keys` (`holder`,`made_at`);--> statement-breakpoint
CREATE INDEX `api_keys_unit` ON `api_keys` (`unit`,`made_at`);