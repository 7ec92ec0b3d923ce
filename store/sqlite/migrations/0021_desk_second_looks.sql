CREATE TABLE `spot_checks` (
	`application` text PRIMARY KEY NOT NULL,
	`certificate` text NOT NULL,
	`unit` text NOT NULL,
	`picked_at` integer NOT NULL,
	`week` text NOT NULL,
	`result` text,
	`by` text,
	`at` integer,
	`note` blob
);
--> statement-breakpoint
CREATE INDEX `spot_checks_open` ON `spot_checks` (`unit`,`picked_at`,`application`) WHERE result is null;--> statement-breakpoint
CREATE INDEX `spot_checks_ended` ON `spot_checks` (`unit`,`week`,`result`) WHERE result is not null;--> statement-breakpoint
ALTER TABLE `applications` ADD `recheck_on` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `issue_due_on` text;--> statement-breakpoint
CREATE INDEX `applications_objected` ON `applications` (`unit`,`issue_due_on`) WHERE issue_due_on is not null;--> statement-breakpoint
CREATE INDEX `applications_rechecks_due` ON `applications` (`unit`,`due_on`) WHERE issue_due_on is not null;--> statement-breakpoint
CREATE INDEX `approvals_proposer` ON `approvals` (`proposer`,`proposed_at`) WHERE state = 'open';