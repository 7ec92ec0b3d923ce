CREATE TABLE `model_usage` (
	`day` text NOT NULL,
	`scope` text NOT NULL,
	`key` text NOT NULL,
	`steps` integer NOT NULL,
	`tokens_in` integer NOT NULL,
	`tokens_out` integer NOT NULL,
	`cached` integer NOT NULL,
	`ms` integer NOT NULL,
	`micro_yuan` integer NOT NULL,
	`touched_at` integer NOT NULL,
	PRIMARY KEY(`day`, `scope`, `key`)
);
--> statement-breakpoint
CREATE INDEX `model_usage_touched` ON `model_usage` (`day`,`touched_at`);--> statement-breakpoint
CREATE TABLE `switches` (
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`is_off` integer NOT NULL,
	`reason` text NOT NULL,
	`say` text NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`kind`, `name`)
);
