CREATE TABLE `webhook_dead` (
	`id` text PRIMARY KEY NOT NULL,
	`webhook` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`fault` text NOT NULL,
	`state` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `webhook_dead_webhook` ON `webhook_dead` (`webhook`,`state`,`at`);--> statement-breakpoint
CREATE TABLE `webhooks` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`url` text NOT NULL,
	`events` text NOT NULL,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	`state` text NOT NULL,
	`cursor` integer NOT NULL,
	`attempts` integer NOT NULL,
	`next_at` integer NOT NULL,
	`last_ok_at` integer,
	`last_fault` text,
	`secrets` blob NOT NULL
);
