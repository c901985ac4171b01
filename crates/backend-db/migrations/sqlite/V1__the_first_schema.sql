-- Every table of one event begins its keys with the event. Times are milliseconds since 1970 UTC,
-- ids and hashes are raw bytes, field sets are seven bits, flags are 0 or 1.
-- A column named sealed_… is encrypted with the master key, which is not in this database.
-- How each column is classed (public, personal, secret) stands in src/db/classes.rs.

CREATE TABLE backend (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    public_key BLOB NOT NULL,
    sealed_signing_seed BLOB NOT NULL,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE event (
    event TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    consent_mode TEXT NOT NULL CHECK (consent_mode IN ('handover', 'confirm')),
    allowed_fields INTEGER NOT NULL,
    foreign_codes INTEGER NOT NULL,
    notice INTEGER NOT NULL,
    questions TEXT NOT NULL,
    ends INTEGER NOT NULL,
    retention_days INTEGER NOT NULL,
    sealed_badge_key BLOB NOT NULL,
    sealed_lead_key BLOB NOT NULL,
    -- Counters that number what happens: acts for the consent rule, changes for devices.
    last_act INTEGER NOT NULL,
    last_change INTEGER NOT NULL,
    notice_change INTEGER NOT NULL,
    questions_change INTEGER NOT NULL,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE notice (
    event TEXT NOT NULL REFERENCES event,
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (event, version)
) STRICT;

CREATE TABLE attendee (
    event TEXT NOT NULL REFERENCES event,
    attendee BLOB NOT NULL,
    registration_id TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    email TEXT NOT NULL,
    job_title TEXT NOT NULL,
    employer TEXT NOT NULL,
    region TEXT NOT NULL,
    country TEXT NOT NULL,
    sponsor_email TEXT,
    access_code TEXT,
    validator TEXT,
    imported INTEGER NOT NULL,
    -- Once set, the fields are empty and an import leaves the row alone.
    erased INTEGER,
    PRIMARY KEY (event, attendee),
    UNIQUE (event, registration_id)
) STRICT;
CREATE UNIQUE INDEX attendee_by_access_code ON attendee (event, access_code) WHERE access_code IS NOT NULL;

CREATE TABLE attendee_token (
    event TEXT NOT NULL,
    token_hash BLOB NOT NULL,
    attendee BLOB NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (event, token_hash),
    UNIQUE (token_hash),
    FOREIGN KEY (event, attendee) REFERENCES attendee
) STRICT;

CREATE TABLE badge (
    event TEXT NOT NULL,
    badge BLOB NOT NULL,
    human_code TEXT NOT NULL,
    attendee BLOB NOT NULL,
    minted INTEGER NOT NULL,
    revoked INTEGER,
    -- The change that tells devices of the revocation.
    revoked_change INTEGER,
    PRIMARY KEY (event, badge),
    UNIQUE (event, human_code),
    FOREIGN KEY (event, attendee) REFERENCES attendee
) STRICT;
CREATE INDEX badge_by_attendee ON badge (event, attendee);
CREATE UNIQUE INDEX badge_by_change ON badge (event, revoked_change) WHERE revoked_change IS NOT NULL;

CREATE TABLE sponsor (
    event TEXT NOT NULL REFERENCES event,
    sponsor BLOB NOT NULL,
    name TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (event, sponsor),
    UNIQUE (event, name)
) STRICT;

CREATE TABLE sponsor_token (
    event TEXT NOT NULL,
    token_hash BLOB NOT NULL,
    sponsor BLOB NOT NULL,
    label TEXT NOT NULL,
    created INTEGER NOT NULL,
    revoked INTEGER,
    PRIMARY KEY (event, token_hash),
    UNIQUE (token_hash),
    FOREIGN KEY (event, sponsor) REFERENCES sponsor
) STRICT;

CREATE TABLE enrolment_code (
    event TEXT NOT NULL,
    secret_hash BLOB NOT NULL,
    sponsor BLOB NOT NULL,
    label TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    -- Set once by the device that used it.
    device BLOB,
    PRIMARY KEY (event, secret_hash),
    UNIQUE (secret_hash),
    FOREIGN KEY (event, sponsor) REFERENCES sponsor
) STRICT;

CREATE TABLE device (
    event TEXT NOT NULL,
    device BLOB NOT NULL,
    sponsor BLOB NOT NULL,
    label TEXT NOT NULL,
    public_key BLOB NOT NULL,
    request_nonce BLOB NOT NULL,
    enrolment_hash BLOB NOT NULL,
    sealed_enrolment BLOB NOT NULL,
    sealed_bundle_key BLOB NOT NULL,
    -- As the enrolment states it: a device learns of no other until it enrols again.
    consent_mode TEXT NOT NULL CHECK (consent_mode IN ('handover', 'confirm')),
    enrolled INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    revoked INTEGER,
    last_sync INTEGER,
    pending INTEGER NOT NULL,
    skew INTEGER NOT NULL,
    -- The receipt: everything up to here is held.
    held_seq INTEGER NOT NULL,
    held_hash BLOB,
    -- The highest seq that the device has spoken of, held or not.
    seen_seq INTEGER NOT NULL,
    -- Set when first seen: a fork, a broken chain or a scan id used twice (a cloned device, one set
    -- back, or one that lies), a clock off by more than five minutes, and so many codes that miss that
    -- somebody must be guessing.
    chain_flagged INTEGER,
    skew_flagged INTEGER,
    guess_flagged INTEGER,
    PRIMARY KEY (event, device),
    UNIQUE (device),
    FOREIGN KEY (event, sponsor) REFERENCES sponsor
) STRICT;

-- What devices sent, byte for byte. Nothing here is ever changed but what a record is worth: its
-- state and its place in the chain. Two records may share a seq, which is the evidence of a cloned
-- device.
CREATE TABLE record (
    event TEXT NOT NULL,
    device BLOB NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    bytes BLOB NOT NULL,
    -- These three are none where the bytes are no record of this device.
    prev BLOB,
    kind TEXT,
    scan BLOB,
    -- Whether it is a scan of a typed or a foreign code, which might be guessed; whether it is a miss:
    -- a typed code of no badge, or a validator that does not fit its access code; and whether it is a
    -- hit that looks like a miss, because its device had missed too often.
    guessable INTEGER NOT NULL,
    missed INTEGER NOT NULL,
    locked INTEGER NOT NULL,
    -- The how-manieth record of its seq it was, from 0.
    arrival INTEGER NOT NULL,
    -- Whether the device's chain goes through it; of each seq there is at most one such record.
    on_chain INTEGER NOT NULL,
    received INTEGER NOT NULL,
    -- How far the device's clock was ahead when it came, and whether the device was revoked by then.
    skew INTEGER NOT NULL,
    after_revocation INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('accepted', 'quarantined')),
    reason TEXT,
    PRIMARY KEY (event, device, seq, hash),
    FOREIGN KEY (event, device) REFERENCES device,
    CHECK ((state = 'quarantined') = (reason IS NOT NULL))
) STRICT;
CREATE INDEX record_by_state ON record (event, state, reason) WHERE state = 'quarantined';

CREATE UNIQUE INDEX record_on_chain ON record (event, device, seq) WHERE on_chain = 1;
CREATE INDEX record_guessable ON record (event, device, seq) WHERE guessable = 1;
CREATE INDEX record_missed ON record (event, device, seq) WHERE missed = 1;
CREATE INDEX record_locked ON record (event, device, seq) WHERE locked = 1;
CREATE INDEX record_by_scan ON record (event, scan) WHERE scan IS NOT NULL;

-- Facts out of accepted records, for reading.
CREATE TABLE scan (
    event TEXT NOT NULL,
    sponsor BLOB NOT NULL,
    scan BLOB NOT NULL,
    device BLOB NOT NULL,
    seq INTEGER NOT NULL,
    attendee BLOB NOT NULL,
    method TEXT NOT NULL,
    given TEXT NOT NULL,
    notice INTEGER NOT NULL,
    fields INTEGER NOT NULL,
    operator TEXT NOT NULL,
    wall INTEGER NOT NULL,
    received INTEGER NOT NULL,
    PRIMARY KEY (event, sponsor, scan),
    FOREIGN KEY (event, device) REFERENCES device,
    FOREIGN KEY (event, attendee) REFERENCES attendee
) STRICT;
CREATE INDEX scan_by_attendee ON scan (event, sponsor, attendee);
CREATE INDEX scan_of_attendee ON scan (event, attendee);

-- For whom a sponsor's devices have used a scan id, by every scan whose signature holds, accepted or
-- not: a narrowing names the id, and counts for them all.
CREATE TABLE scanned (
    event TEXT NOT NULL,
    sponsor BLOB NOT NULL,
    scan BLOB NOT NULL,
    attendee BLOB NOT NULL,
    PRIMARY KEY (event, sponsor, scan, attendee),
    FOREIGN KEY (event, attendee) REFERENCES attendee
) STRICT;
CREATE INDEX scanned_by_attendee ON scanned (event, attendee, sponsor);

CREATE TABLE note (
    event TEXT NOT NULL,
    sponsor BLOB NOT NULL,
    scan BLOB NOT NULL,
    device BLOB NOT NULL,
    seq INTEGER NOT NULL,
    text TEXT NOT NULL,
    rating INTEGER,
    tags TEXT NOT NULL,
    answers TEXT NOT NULL,
    operator TEXT NOT NULL,
    wall INTEGER NOT NULL,
    PRIMARY KEY (event, sponsor, scan, device, seq)
) STRICT;

CREATE TABLE narrowing (
    event TEXT NOT NULL,
    sponsor BLOB NOT NULL,
    scan BLOB NOT NULL,
    device BLOB NOT NULL,
    seq INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    operator TEXT NOT NULL,
    wall INTEGER NOT NULL,
    PRIMARY KEY (event, sponsor, scan, device, seq)
) STRICT;

CREATE TABLE void (
    event TEXT NOT NULL,
    sponsor BLOB NOT NULL,
    scan BLOB NOT NULL,
    device BLOB NOT NULL,
    seq INTEGER NOT NULL,
    reason TEXT NOT NULL,
    operator TEXT NOT NULL,
    wall INTEGER NOT NULL,
    PRIMARY KEY (event, sponsor, scan, device, seq)
) STRICT;

-- What attendees, and the organiser about reports, have done. Numbered, and only ever added to.
CREATE TABLE act (
    event TEXT NOT NULL REFERENCES event,
    number INTEGER NOT NULL,
    attendee BLOB NOT NULL,
    -- None: all sponsors.
    sponsor BLOB,
    kind TEXT NOT NULL CHECK (kind IN
        ('share_with_all', 'share_with_sponsor', 'do_not_scan', 'withdraw', 'allow',
         'report', 'uphold', 'dismiss', 'erase')),
    fields INTEGER,
    flag INTEGER,
    report BLOB,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL CHECK (actor IN ('attendee', 'organiser', 'import')),
    PRIMARY KEY (event, number),
    FOREIGN KEY (event, attendee) REFERENCES attendee
) STRICT;
CREATE INDEX act_by_attendee ON act (event, attendee, number);

CREATE TABLE report (
    event TEXT NOT NULL,
    report BLOB NOT NULL,
    attendee BLOB NOT NULL,
    sponsor BLOB NOT NULL,
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    opened INTEGER NOT NULL,
    decided INTEGER,
    upheld INTEGER,
    decision TEXT,
    PRIMARY KEY (event, report),
    FOREIGN KEY (event, attendee) REFERENCES attendee,
    FOREIGN KEY (event, sponsor) REFERENCES sponsor
) STRICT;

-- What a sponsor has been given of an attendee, for the attendee to see.
CREATE TABLE disclosure (
    event TEXT NOT NULL,
    sponsor BLOB NOT NULL,
    attendee BLOB NOT NULL,
    -- All fields that have ever been given.
    fields INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    exported INTEGER,
    deletion_acknowledged INTEGER,
    PRIMARY KEY (event, sponsor, attendee)
) STRICT;

-- What a sponsor's leads said when it last asked for changes, and the number of each one's last
-- change, counted for each sponsor by itself.
CREATE TABLE lead_change (
    event TEXT NOT NULL,
    sponsor BLOB NOT NULL,
    attendee BLOB NOT NULL,
    -- HMAC of all that the lead says.
    digest BLOB NOT NULL,
    change INTEGER NOT NULL,
    PRIMARY KEY (event, sponsor, attendee),
    UNIQUE (event, sponsor, change)
) STRICT;

-- Each read and export of personal data. Only ever added to: the triggers see to it.
CREATE TABLE audit (
    event TEXT NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    sponsor BLOB,
    leads INTEGER NOT NULL,
    fields INTEGER NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (event, number)
) STRICT;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
