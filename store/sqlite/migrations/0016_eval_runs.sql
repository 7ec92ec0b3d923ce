CREATE TABLE `eval_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`order` text NOT NULL,
	`state` text NOT NULL,
	`by` text NOT NULL,
	`by_name` text NOT NULL,
	`at` integer NOT NULL,
	`heard_at` integer NOT NULL,
	`ended_at` integer,
	`done` integer NOT NULL,
	`total` integer NOT NULL,
	`fault` text,
	`failures` integer NOT NULL,
	`gate` text NOT NULL,
	`figures` text NOT NULL,
	`report` blob
);
--> statement-breakpoint
CREATE INDEX `eval_runs_at` ON `eval_runs` (`at`);