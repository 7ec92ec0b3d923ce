CREATE TABLE `approvals` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`target` text NOT NULL,
	`unit` text NOT NULL,
	`role` text NOT NULL,
	`level` text NOT NULL,
	`proposer` text NOT NULL,
	`proposed_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`body` blob NOT NULL,
	`hash` text NOT NULL,
	`state` text NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	`note` blob
);
--> statement-breakpoint
CREATE INDEX `approvals_open` ON `approvals` (`state`,`unit`,`proposed_at`);--> statement-breakpoint
CREATE INDEX `approvals_target` ON `approvals` (`target`,`proposed_at`);