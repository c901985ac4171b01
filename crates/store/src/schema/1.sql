-- Layout 1. Moments are milliseconds since 1970-01-01 UTC; ids and hashes are raw bytes; field sets
-- are the seven bits of the wire format.

-- A sponsor's hold on this machine. The signed enrolment itself is not kept, because it holds the
-- badge key, which must go when the device is revoked; its hash is what the chain begins with.
CREATE TABLE enrolments (
  id              INTEGER PRIMARY KEY,
  device          BLOB NOT NULL UNIQUE CHECK (length(device) = 16),
  server          TEXT NOT NULL,
  hash            BLOB NOT NULL CHECK (length(hash) = 32),
  seed            BLOB NOT NULL CHECK (length(seed) = 32),
  backend_keys    BLOB NOT NULL,
  event           TEXT NOT NULL,
  event_name      TEXT NOT NULL,
  sponsor         BLOB NOT NULL CHECK (length(sponsor) = 16),
  sponsor_name    TEXT NOT NULL,
  badge_key       BLOB CHECK (length(badge_key) = 32),
  bundle_key      BLOB NOT NULL CHECK (length(bundle_key) = 32),
  notice_version  INTEGER NOT NULL,
  notice_text     TEXT NOT NULL,
  allowed_fields  INTEGER NOT NULL CHECK (allowed_fields BETWEEN 0 AND 127),
  consent_mode    TEXT NOT NULL CHECK (consent_mode IN ('handover', 'confirm')),
  foreign_codes   INTEGER NOT NULL CHECK (foreign_codes IN (0, 1)),
  questions       BLOB NOT NULL,
  issued          INTEGER NOT NULL,
  expires         INTEGER NOT NULL,
  keep_until      INTEGER NOT NULL,
  revoked         INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1)),
  diverged        INTEGER NOT NULL DEFAULT 0 CHECK (diverged IN (0, 1)),
  changes_cursor  INTEGER NOT NULL DEFAULT 0,
  held_seq        INTEGER,
  held_hash       BLOB CHECK (length(held_hash) = 32),
  CHECK ((held_seq IS NULL) = (held_hash IS NULL)),
  CHECK (revoked = 0 OR badge_key IS NULL)
) STRICT;

-- Enrolments that were asked for and not answered yet: asked again with the same key and nonce, the
-- backend gives the same answer.
CREATE TABLE attempts (
  id       INTEGER PRIMARY KEY,
  server   TEXT NOT NULL,
  secret   BLOB NOT NULL CHECK (length(secret) = 10),
  backend  BLOB CHECK (length(backend) = 16),
  seed     BLOB NOT NULL CHECK (length(seed) = 32),
  nonce    BLOB NOT NULL CHECK (length(nonce) = 16),
  label    TEXT NOT NULL,
  begun    INTEGER NOT NULL,
  UNIQUE (server, secret)
) STRICT;

CREATE TABLE settings (
  name   TEXT PRIMARY KEY,
  value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the screens list: one row for each scan, made from its records.
CREATE TABLE scans (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  enrolment    INTEGER NOT NULL REFERENCES enrolments (id),
  scan         BLOB NOT NULL UNIQUE CHECK (length(scan) = 16),
  seq          INTEGER NOT NULL,
  code_kind    TEXT NOT NULL CHECK (code_kind IN ('badge', 'foreign', 'human')),
  code         TEXT NOT NULL,
  -- The printed short code, of badges too, to tell that a typed code is a badge that was read.
  human        TEXT CHECK ((human IS NULL) = (code_kind = 'foreign')),
  name         TEXT,
  operator     TEXT NOT NULL,
  wall         INTEGER NOT NULL,
  fields       INTEGER NOT NULL CHECK (fields BETWEEN 0 AND 127),
  given        TEXT NOT NULL CHECK (given IN ('handover', 'confirmed')),
  voided       INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1)),
  notes        INTEGER NOT NULL DEFAULT 0,
  rating       INTEGER CHECK (rating BETWEEN 1 AND 5),
  -- Folded to lower case. The name stands apart, so that it can be wiped.
  name_search  TEXT NOT NULL,
  search       TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX scans_code ON scans (enrolment, code_kind, code) WHERE voided = 0;
CREATE INDEX scans_human ON scans (enrolment, human) WHERE voided = 0 AND human IS NOT NULL;
CREATE UNIQUE INDEX scans_seq ON scans (enrolment, seq);

CREATE TABLE records (
  enrolment  INTEGER NOT NULL REFERENCES enrolments (id),
  seq        INTEGER NOT NULL CHECK (seq >= 1),
  hash       BLOB NOT NULL CHECK (length(hash) = 32),
  scan       BLOB NOT NULL CHECK (length(scan) = 16),
  kind       TEXT NOT NULL CHECK (kind IN ('scan', 'note', 'narrow', 'void')),
  bytes      BLOB,
  state      TEXT NOT NULL DEFAULT 'pending'
             CHECK (state IN ('pending', 'acknowledged', 'quarantined')),
  reason     TEXT CHECK ((reason IS NOT NULL) = (state = 'quarantined')),
  PRIMARY KEY (enrolment, seq),
  CHECK (bytes IS NOT NULL OR state = 'acknowledged')
) STRICT;

CREATE INDEX records_waiting ON records (enrolment, seq) WHERE state = 'pending';
CREATE INDEX records_scan ON records (scan, seq);

-- A record's number and hash stay for ever: the next record and the receipts refer to them.
CREATE TRIGGER records_stay BEFORE DELETE ON records
BEGIN
  SELECT RAISE (ABORT, 'a record is never deleted');
END;

CREATE TRIGGER records_do_not_change BEFORE UPDATE OF enrolment, seq, hash, scan, kind, bytes ON records
WHEN OLD.enrolment IS NOT NEW.enrolment OR OLD.seq IS NOT NEW.seq OR OLD.hash IS NOT NEW.hash
  OR OLD.scan IS NOT NEW.scan OR OLD.kind IS NOT NEW.kind
  OR (OLD.bytes IS NOT NEW.bytes AND (NEW.bytes IS NOT NULL OR OLD.state <> 'acknowledged'))
BEGIN
  SELECT RAISE (ABORT, 'a record is never changed');
END;

CREATE TABLE revoked_badges (
  enrolment  INTEGER NOT NULL REFERENCES enrolments (id),
  badge      BLOB NOT NULL CHECK (length(badge) = 10),
  PRIMARY KEY (enrolment, badge)
) STRICT, WITHOUT ROWID;
