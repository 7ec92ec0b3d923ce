CREATE TABLE `desk_acts` (
	`id` text PRIMARY KEY NOT NULL,
	`application` text NOT NULL,
	`act` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	`content` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `desk_acts_application` ON `desk_acts` (`application`,`id`);--> statement-breakpoint
CREATE TABLE `desk_claims` (
	`application` text PRIMARY KEY NOT NULL,
	`officer` text NOT NULL,
	`at` integer NOT NULL,
	`until` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `desk_claims_officer` ON `desk_claims` (`officer`,`until`);--> statement-breakpoint
CREATE TABLE `desk_escalations` (
	`application` text NOT NULL,
	`stage` text NOT NULL,
	`at` integer NOT NULL,
	`due_on` text NOT NULL,
	`superior` text,
	PRIMARY KEY(`application`, `stage`)
);
--> statement-breakpoint
CREATE INDEX `desk_escalations_superior` ON `desk_escalations` (`superior`,`at`);--> statement-breakpoint
ALTER TABLE `applications` ADD `desk` text;--> statement-breakpoint
CREATE INDEX `applications_unit` ON `applications` (`unit`,`id`);--> statement-breakpoint
CREATE INDEX `applications_desk` ON `applications` (`unit`,`due_on`,`id`) WHERE desk is not null;--> statement-breakpoint
CREATE INDEX `applications_desk_due` ON `applications` (`due_on`,`id`) WHERE desk is not null;--> statement-breakpoint
UPDATE `applications` SET `desk` = CASE
	WHEN `state` IN ('SUBMITTED', 'NEED_FIX', 'ID_VERIFIED') THEN 'intake'
	WHEN `state` = 'NEED_SUPPLEMENT' THEN 'supplement'
	WHEN `state` IN ('ACCEPTED', 'QUERYING', 'CLEAR') THEN 'machine'
	WHEN `state` = 'HUMAN_REVIEW' THEN 'review'
	WHEN `state` = 'VERIFYING' THEN 'verifying'
	WHEN `state` IN ('VERIFY_PENDING', 'REFUSAL_2ND') THEN 'second'
	WHEN `state` = 'REFUSED' OR (`state` = 'ISSUED' AND `delivery` = 'window') THEN 'deliver'
	WHEN `state` IN ('RECHECK_ACCEPTED', 'RECHECK_EXTENDED') THEN 'recheck'
END;
