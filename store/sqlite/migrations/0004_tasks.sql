CREATE TABLE `dispute_events` (
	`id` text PRIMARY KEY NOT NULL,
	`unit` text NOT NULL,
	`place_key` text,
	`cause` text NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`incidents` integer NOT NULL,
	`tier` text NOT NULL,
	`points` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `dispute_events_place` ON `dispute_events` (`place_key`,`last_at`) WHERE place_key is not null;--> statement-breakpoint
CREATE TABLE `incidents` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`source_id` text NOT NULL,
	`unit` text NOT NULL,
	`at` integer NOT NULL,
	`taken_at` integer NOT NULL,
	`place_key` text,
	`main_class` text,
	`classes` text NOT NULL,
	`tier` text NOT NULL,
	`points` integer NOT NULL,
	`marks` text NOT NULL,
	`scanner` text NOT NULL,
	`event` text,
	`merged_into` text,
	`body` blob
);
--> statement-breakpoint
CREATE INDEX `incidents_unit` ON `incidents` (`unit`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `incidents_event` ON `incidents` (`event`,`at`);--> statement-breakpoint
CREATE INDEX `incidents_at` ON `incidents` (`at`) WHERE body is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `incidents_source` ON `incidents` (`source`,`source_id`);--> statement-breakpoint
CREATE TABLE `task_attachments` (
	`id` text PRIMARY KEY NOT NULL,
	`task` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	`type` text NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`name` blob NOT NULL,
	`content` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `task_attachments_task` ON `task_attachments` (`task`);--> statement-breakpoint
CREATE TABLE `task_calls` (
	`id` text PRIMARY KEY NOT NULL,
	`task` text NOT NULL,
	`department` text NOT NULL,
	`called_at` integer NOT NULL,
	`called_by` text NOT NULL,
	`due_at` integer NOT NULL,
	`state` text NOT NULL,
	`is_late` integer NOT NULL,
	`answered_at` integer,
	`answered_by` text,
	`attended` integer,
	`question` blob,
	`answer` blob
);
--> statement-breakpoint
CREATE INDEX `task_calls_task` ON `task_calls` (`task`);--> statement-breakpoint
CREATE INDEX `task_calls_department` ON `task_calls` (`department`,`state`,`called_at`);--> statement-breakpoint
CREATE INDEX `task_calls_due` ON `task_calls` (`due_at`) WHERE state = 'open';--> statement-breakpoint
CREATE TABLE `task_steps` (
	`id` text PRIMARY KEY NOT NULL,
	`task` text NOT NULL,
	`n` integer NOT NULL,
	`event` text NOT NULL,
	`state` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text,
	`unit` text NOT NULL,
	`is_late` integer NOT NULL,
	`content` blob
);
--> statement-breakpoint
CREATE INDEX `task_steps_unit` ON `task_steps` (`unit`,`at`);--> statement-breakpoint
CREATE UNIQUE INDEX `task_steps_n` ON `task_steps` (`task`,`n`);--> statement-breakpoint
CREATE TABLE `tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`event` text NOT NULL,
	`unit` text NOT NULL,
	`state` text NOT NULL,
	`tier` text NOT NULL,
	`rank` integer NOT NULL,
	`points` integer NOT NULL,
	`main_class` text NOT NULL,
	`classes` text NOT NULL,
	`marks` text NOT NULL,
	`matter` text,
	`claimed_by` text,
	`dispatched_at` integer NOT NULL,
	`received_at` integer,
	`contacted_at` integer,
	`fed_back_at` integer,
	`closed_at` integer,
	`due_at` integer NOT NULL,
	`escalate_at` integer,
	`level` integer NOT NULL,
	`escalated_to` text,
	`needs_visit` integer NOT NULL,
	`failed_follow_ups` integer NOT NULL,
	`satisfaction` text,
	`outcome` text,
	`late_steps` integer NOT NULL,
	`returns` integer NOT NULL,
	`reopenings` integer NOT NULL,
	`incidents` integer NOT NULL,
	`last_incident_at` integer NOT NULL,
	`revision` integer NOT NULL,
	`brief` blob
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tasks_number` ON `tasks` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `tasks_event` ON `tasks` (`event`);--> statement-breakpoint
CREATE INDEX `tasks_board` ON `tasks` (`unit`,`rank`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_open` ON `tasks` (`unit`,`rank`,`due_at`,`id`) WHERE state <> 'closed';--> statement-breakpoint
CREATE INDEX `tasks_escalate` ON `tasks` (`escalate_at`) WHERE escalate_at is not null;--> statement-breakpoint
CREATE INDEX `tasks_visit` ON `tasks` (`fed_back_at`) WHERE state in ('fed_back', 'supervised');--> statement-breakpoint
CREATE INDEX `tasks_closed` ON `tasks` (`unit`,`closed_at`) WHERE closed_at is not null;--> statement-breakpoint
CREATE INDEX `tasks_last_incident` ON `tasks` (`last_incident_at`) WHERE brief is not null;--> statement-breakpoint
ALTER TABLE `units` ADD `kind` text;--> statement-breakpoint
ALTER TABLE `units` ADD `areas` text;--> statement-breakpoint
ALTER TABLE `units` ADD `duty` text;--> statement-breakpoint
CREATE INDEX `people_unit` ON `people` (`unit`) WHERE unit is not null;