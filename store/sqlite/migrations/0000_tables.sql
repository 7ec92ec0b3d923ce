CREATE TABLE `agent_versions` (
	`agent` text NOT NULL,
	`version` text NOT NULL,
	`page` text NOT NULL,
	`published_at` integer NOT NULL,
	PRIMARY KEY(`agent`, `version`)
);
--> statement-breakpoint
CREATE TABLE `applications` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`person` text NOT NULL,
	`unit` text NOT NULL,
	`state` text NOT NULL,
	`purpose` text NOT NULL,
	`personal` blob,
	`period_from` text,
	`period_to` text,
	`delivery` text NOT NULL,
	`submitted_at` integer NOT NULL,
	`accepted_at` integer,
	`due_on` text NOT NULL,
	`history` text NOT NULL,
	`review` text,
	`certificate` text,
	`revision` integer NOT NULL,
	`deed_key` text NOT NULL,
	`same_key` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `applications_number` ON `applications` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `applications_deed_key` ON `applications` (`deed_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `applications_same_key` ON `applications` (`same_key`);--> statement-breakpoint
CREATE INDEX `applications_person` ON `applications` (`person`,`submitted_at`);--> statement-breakpoint
CREATE INDEX `applications_state` ON `applications` (`state`,`submitted_at`);--> statement-breakpoint
CREATE TABLE `audit_rows` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`actor_kind` text NOT NULL,
	`action` text NOT NULL,
	`target` text,
	`agent` text,
	`conversation` text,
	`subject` text,
	`purpose` text,
	`basis` text,
	`is_ok` integer NOT NULL,
	`detail` text NOT NULL,
	`result` text,
	`deed_key` text,
	`hash` text NOT NULL,
	`seal` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_rows_deed_key` ON `audit_rows` (`deed_key`);--> statement-breakpoint
CREATE INDEX `audit_rows_subject` ON `audit_rows` (`subject`,`seq`) WHERE subject is not null;--> statement-breakpoint
CREATE INDEX `audit_rows_unsealed` ON `audit_rows` (`seq`) WHERE seal is null;--> statement-breakpoint
CREATE TABLE `audit_seals` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`seqs` text NOT NULL,
	`leaves` text NOT NULL,
	`root` text NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL,
	`signature` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `certificate_checks` (
	`number` text PRIMARY KEY NOT NULL,
	`checks` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `certificates` (
	`number` text PRIMARY KEY NOT NULL,
	`application` text NOT NULL,
	`person` text NOT NULL,
	`unit` text NOT NULL,
	`masked_name` text NOT NULL,
	`verify_code` text NOT NULL,
	`issued_at` integer NOT NULL,
	`issued_on` text NOT NULL,
	`valid_until` text,
	`status` text NOT NULL,
	`revoked_at` integer,
	`sha256` text NOT NULL,
	`is_demo` integer NOT NULL,
	`pdf` blob NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `certificates_verify_code` ON `certificates` (`verify_code`);--> statement-breakpoint
CREATE INDEX `certificates_person` ON `certificates` (`person`,`issued_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `certificates_one_valid` ON `certificates` (`application`) WHERE status = 'valid';--> statement-breakpoint
CREATE TABLE `conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`person` text NOT NULL,
	`pinned` text,
	`greeting` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `conversations_person` ON `conversations` (`person`,`created_at`);--> statement-breakpoint
CREATE TABLE `handoffs` (
	`id` text PRIMARY KEY NOT NULL,
	`person` text NOT NULL,
	`unit` text NOT NULL,
	`conversation` text,
	`agent` text,
	`reason` text NOT NULL,
	`summary` blob NOT NULL,
	`at` integer NOT NULL,
	`status` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `handoffs_unit` ON `handoffs` (`unit`,`at`);--> statement-breakpoint
CREATE TABLE `meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`unit` text,
	`roles` text,
	`personal` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `registry_files` (
	`subject` text PRIMARY KEY NOT NULL,
	`file` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sequences` (
	`name` text NOT NULL,
	`year` integer NOT NULL,
	`value` integer NOT NULL,
	PRIMARY KEY(`name`, `year`)
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`secret_hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`person` text NOT NULL,
	`payload` blob NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_expires_at` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `turns` (
	`id` text PRIMARY KEY NOT NULL,
	`conversation` text NOT NULL,
	`n` integer NOT NULL,
	`key` text,
	`at` integer NOT NULL,
	`agent` text,
	`agent_version` text,
	`says` blob NOT NULL,
	`ending` blob,
	`events` blob,
	FOREIGN KEY (`conversation`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `turns_n` ON `turns` (`conversation`,`n`);--> statement-breakpoint
CREATE UNIQUE INDEX `turns_key` ON `turns` (`conversation`,`key`);--> statement-breakpoint
CREATE TABLE `units` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`parent` text,
	`phone` text NOT NULL,
	`address` text NOT NULL
);
