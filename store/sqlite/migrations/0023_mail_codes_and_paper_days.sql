ALTER TABLE `notice_settings` ADD `is_mail_confirmed` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `notice_settings` ADD `mail_code` blob;--> statement-breakpoint
ALTER TABLE `papers` ADD `removed_at` integer;--> statement-breakpoint
CREATE INDEX `papers_kept` ON `papers` (`issued_at`) WHERE removed_at is null;