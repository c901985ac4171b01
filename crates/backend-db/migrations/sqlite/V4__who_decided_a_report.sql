-- With which role somebody of the organiser's decided a report; none where it was decided before this was
-- written down.
ALTER TABLE report ADD COLUMN decided_by TEXT CHECK (decided_by IN ('organiser', 'support'));
