-- Lines of the audit log are numbered at their event, as acts are, so that who may not read the log can
-- write in it.
ALTER TABLE event ADD COLUMN last_audit BIGINT NOT NULL DEFAULT 0;
SELECT set_config('lanyard.reach', 'backend', true);
UPDATE event SET last_audit =
    (SELECT coalesce(max(a.number), 0) FROM audit a WHERE a.event = event.event);
