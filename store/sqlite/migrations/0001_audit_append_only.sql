-- The audit log only grows. A row may get its seal once; nothing else about it changes, and nothing is deleted.
-- `is` compares nulls too. A new column of audit_rows belongs in this list.
CREATE TRIGGER `audit_rows_update` BEFORE UPDATE ON `audit_rows`
WHEN NOT (
  OLD.seal IS NULL AND NEW.seal IS NOT NULL
  AND NEW.seq IS OLD.seq AND NEW.at IS OLD.at AND NEW.actor IS OLD.actor AND NEW.actor_kind IS OLD.actor_kind
  AND NEW.action IS OLD.action AND NEW.target IS OLD.target AND NEW.agent IS OLD.agent
  AND NEW.conversation IS OLD.conversation AND NEW.subject IS OLD.subject AND NEW.purpose IS OLD.purpose
  AND NEW.basis IS OLD.basis AND NEW.is_ok IS OLD.is_ok AND NEW.detail IS OLD.detail AND NEW.result IS OLD.result
  AND NEW.deed_key IS OLD.deed_key AND NEW.hash IS OLD.hash
)
BEGIN SELECT RAISE(ABORT, 'audit_rows is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `audit_rows_delete` BEFORE DELETE ON `audit_rows`
BEGIN SELECT RAISE(ABORT, 'audit_rows is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `audit_seals_update` BEFORE UPDATE ON `audit_seals`
BEGIN SELECT RAISE(ABORT, 'audit_seals is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `audit_seals_delete` BEFORE DELETE ON `audit_seals`
BEGIN SELECT RAISE(ABORT, 'audit_seals is append-only'); END;
