ALTER TABLE `applications` ADD `begun_at` integer;--> statement-breakpoint
ALTER TABLE `applications` ADD `received_week` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `document_week` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `document_on` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `document_seconds` integer;--> statement-breakpoint
ALTER TABLE `applications` ADD `is_automatic` integer;--> statement-breakpoint
ALTER TABLE `applications` ADD `recheck_week` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `recheck_end` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `revoked_week` text;--> statement-breakpoint
CREATE INDEX `applications_received` ON `applications` (`unit`,`received_week`);--> statement-breakpoint
CREATE INDEX `applications_documents` ON `applications` (`unit`,`document_week`,`document_seconds`) WHERE document_week is not null;--> statement-breakpoint
CREATE INDEX `applications_due` ON `applications` (`unit`,`due_on`);--> statement-breakpoint
CREATE INDEX `applications_rechecks` ON `applications` (`unit`,`recheck_week`) WHERE recheck_week is not null;--> statement-breakpoint
CREATE INDEX `applications_revoked` ON `applications` (`unit`,`revoked_week`) WHERE revoked_week is not null;--> statement-breakpoint
UPDATE `applications` SET `received_week` = date((`submitted_at` + 28800000) / 1000, 'unixepoch', 'weekday 0', '-6 days');--> statement-breakpoint
-- Until now only the machine gave documents.
UPDATE `applications` SET
  `document_on` = date((c.issued + 28800000) / 1000, 'unixepoch'),
  `document_week` = date((c.issued + 28800000) / 1000, 'unixepoch', 'weekday 0', '-6 days'),
  `document_seconds` = max(0, (c.issued - `submitted_at`) / 1000),
  `is_automatic` = 1,
  `revoked_week` = date((c.revoked + 28800000) / 1000, 'unixepoch', 'weekday 0', '-6 days')
FROM (SELECT `application`, min(`issued_at`) AS issued, min(`revoked_at`) AS revoked FROM `certificates` GROUP BY 1) AS c
WHERE c.`application` = `applications`.`number`;
