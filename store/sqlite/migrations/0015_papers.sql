CREATE TABLE `materials` (
	`id` text PRIMARY KEY NOT NULL,
	`application` text NOT NULL,
	`person` text NOT NULL,
	`kind` text NOT NULL,
	`name` blob NOT NULL,
	`type` text NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`scan` text NOT NULL,
	`at` integer NOT NULL,
	`removed_at` integer,
	`content` blob
);
--> statement-breakpoint
CREATE INDEX `materials_application` ON `materials` (`application`,`at`);--> statement-breakpoint
CREATE INDEX `materials_kept` ON `materials` (`at`) WHERE removed_at is null;--> statement-breakpoint
CREATE TABLE `notice_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`notice` text NOT NULL,
	`person` text NOT NULL,
	`kind` text NOT NULL,
	`target` text NOT NULL,
	`channel` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`due_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `notice_deliveries_due` ON `notice_deliveries` (`due_at`) WHERE status = 'waiting';--> statement-breakpoint
CREATE INDEX `notice_deliveries_given_up` ON `notice_deliveries` (`id`) WHERE status = 'given_up';--> statement-breakpoint
CREATE UNIQUE INDEX `notice_deliveries_once` ON `notice_deliveries` (`notice`,`channel`);--> statement-breakpoint
CREATE TABLE `notice_settings` (
	`person` text PRIMARY KEY NOT NULL,
	`mail` blob,
	`is_sms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`person` text NOT NULL,
	`kind` text NOT NULL,
	`target` text NOT NULL,
	`at` integer NOT NULL,
	`read_at` integer,
	`spread_at` integer,
	`key` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notices_key` ON `notices` (`key`);--> statement-breakpoint
CREATE INDEX `notices_person` ON `notices` (`person`,`at`);--> statement-breakpoint
CREATE INDEX `notices_unread` ON `notices` (`person`) WHERE read_at is null;--> statement-breakpoint
CREATE INDEX `notices_unspread` ON `notices` (`at`) WHERE spread_at is null;--> statement-breakpoint
CREATE TABLE `papers` (
	`number` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`application` text,
	`person` text,
	`unit` text NOT NULL,
	`masked_name` text NOT NULL,
	`verify_code` text NOT NULL,
	`issued_at` integer NOT NULL,
	`issued_on` text NOT NULL,
	`status` text NOT NULL,
	`revoked_at` integer,
	`sha256` text NOT NULL,
	`is_demo` integer NOT NULL,
	`pdf` blob NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `papers_verify_code` ON `papers` (`verify_code`);--> statement-breakpoint
CREATE INDEX `papers_application` ON `papers` (`application`,`issued_at`);--> statement-breakpoint
CREATE INDEX `papers_person` ON `papers` (`person`,`issued_at`) WHERE person is not null;