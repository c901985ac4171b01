-- Every table of one event begins its keys with the event. Times are milliseconds since 1970 UTC,
-- ids and hashes are raw bytes, field sets are seven bits, flags are 0 or 1.
-- A column named sealed_… is encrypted with the master key, which is not in this database.
-- How each column is classed (public, personal, secret) stands in src/db/classes.rs.
--
-- The same tables as SQLite's, in the same words where PostgreSQL has them. Texts compare byte by byte,
-- as they do there. Behind the tables stands who may touch which row.

CREATE TABLE backend (
    only_row BIGINT PRIMARY KEY CHECK (only_row = 1),
    public_key BYTEA NOT NULL,
    sealed_signing_seed BYTEA NOT NULL,
    created BIGINT NOT NULL
);

CREATE TABLE event (
    event TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    consent_mode TEXT COLLATE "C" NOT NULL CHECK (consent_mode IN ('handover', 'confirm')),
    allowed_fields BIGINT NOT NULL,
    foreign_codes BIGINT NOT NULL,
    notice BIGINT NOT NULL,
    questions TEXT COLLATE "C" NOT NULL,
    ends BIGINT NOT NULL,
    retention_days BIGINT NOT NULL,
    sealed_badge_key BYTEA NOT NULL,
    sealed_lead_key BYTEA NOT NULL,
    -- Counters that number what happens: acts for the consent rule, changes for devices.
    last_act BIGINT NOT NULL,
    last_change BIGINT NOT NULL,
    notice_change BIGINT NOT NULL,
    questions_change BIGINT NOT NULL,
    created BIGINT NOT NULL
);

CREATE TABLE notice (
    event TEXT COLLATE "C" NOT NULL REFERENCES event,
    version BIGINT NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (event, version)
);

CREATE TABLE attendee (
    event TEXT COLLATE "C" NOT NULL REFERENCES event,
    attendee BYTEA NOT NULL,
    registration_id TEXT COLLATE "C" NOT NULL,
    first_name TEXT COLLATE "C" NOT NULL,
    last_name TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C" NOT NULL,
    job_title TEXT COLLATE "C" NOT NULL,
    employer TEXT COLLATE "C" NOT NULL,
    region TEXT COLLATE "C" NOT NULL,
    country TEXT COLLATE "C" NOT NULL,
    sponsor_email TEXT COLLATE "C",
    access_code TEXT COLLATE "C",
    validator TEXT COLLATE "C",
    imported BIGINT NOT NULL,
    -- Once set, the fields are empty and an import leaves the row alone.
    erased BIGINT,
    PRIMARY KEY (event, attendee),
    UNIQUE (event, registration_id)
);
CREATE UNIQUE INDEX attendee_by_access_code ON attendee (event, access_code) WHERE access_code IS NOT NULL;

CREATE TABLE attendee_token (
    event TEXT COLLATE "C" NOT NULL,
    token_hash BYTEA NOT NULL,
    attendee BYTEA NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (event, token_hash),
    UNIQUE (token_hash),
    FOREIGN KEY (event, attendee) REFERENCES attendee
);

CREATE TABLE badge (
    event TEXT COLLATE "C" NOT NULL,
    badge BYTEA NOT NULL,
    human_code TEXT COLLATE "C" NOT NULL,
    attendee BYTEA NOT NULL,
    minted BIGINT NOT NULL,
    revoked BIGINT,
    -- The change that tells devices of the revocation.
    revoked_change BIGINT,
    PRIMARY KEY (event, badge),
    UNIQUE (event, human_code),
    FOREIGN KEY (event, attendee) REFERENCES attendee
);
CREATE INDEX badge_by_attendee ON badge (event, attendee);
CREATE UNIQUE INDEX badge_by_change ON badge (event, revoked_change) WHERE revoked_change IS NOT NULL;

CREATE TABLE sponsor (
    event TEXT COLLATE "C" NOT NULL REFERENCES event,
    sponsor BYTEA NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (event, sponsor),
    UNIQUE (event, name)
);

CREATE TABLE sponsor_token (
    event TEXT COLLATE "C" NOT NULL,
    token_hash BYTEA NOT NULL,
    sponsor BYTEA NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    created BIGINT NOT NULL,
    revoked BIGINT,
    PRIMARY KEY (event, token_hash),
    UNIQUE (token_hash),
    FOREIGN KEY (event, sponsor) REFERENCES sponsor
);

CREATE TABLE enrolment_code (
    event TEXT COLLATE "C" NOT NULL,
    secret_hash BYTEA NOT NULL,
    sponsor BYTEA NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    -- Set once by the device that used it.
    device BYTEA,
    PRIMARY KEY (event, secret_hash),
    UNIQUE (secret_hash),
    FOREIGN KEY (event, sponsor) REFERENCES sponsor
);

CREATE TABLE device (
    event TEXT COLLATE "C" NOT NULL,
    device BYTEA NOT NULL,
    sponsor BYTEA NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    public_key BYTEA NOT NULL,
    request_nonce BYTEA NOT NULL,
    enrolment_hash BYTEA NOT NULL,
    sealed_enrolment BYTEA NOT NULL,
    sealed_bundle_key BYTEA NOT NULL,
    -- As the enrolment states it: a device learns of no other until it enrols again.
    consent_mode TEXT COLLATE "C" NOT NULL CHECK (consent_mode IN ('handover', 'confirm')),
    enrolled BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    revoked BIGINT,
    last_sync BIGINT,
    pending BIGINT NOT NULL,
    skew BIGINT NOT NULL,
    -- The receipt: everything up to here is held.
    held_seq BIGINT NOT NULL,
    held_hash BYTEA,
    -- The highest seq that the device has spoken of, held or not.
    seen_seq BIGINT NOT NULL,
    -- Set when first seen: a fork, a broken chain or a scan id used twice (a cloned device, one set
    -- back, or one that lies), a clock off by more than five minutes, and so many codes that miss that
    -- somebody must be guessing.
    chain_flagged BIGINT,
    skew_flagged BIGINT,
    guess_flagged BIGINT,
    PRIMARY KEY (event, device),
    UNIQUE (device),
    FOREIGN KEY (event, sponsor) REFERENCES sponsor
);

-- What devices sent, byte for byte. Nothing here is ever changed but what a record is worth: its
-- state and its place in the chain. Two records may share a seq, which is the evidence of a cloned
-- device.
CREATE TABLE record (
    event TEXT COLLATE "C" NOT NULL,
    device BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    bytes BYTEA NOT NULL,
    -- These three are none where the bytes are no record of this device.
    prev BYTEA,
    kind TEXT COLLATE "C",
    scan BYTEA,
    -- Whether it is a scan of a typed or a foreign code, which might be guessed; whether it is a miss:
    -- a typed code of no badge, or a validator that does not fit its access code; and whether it is a
    -- hit that looks like a miss, because its device had missed too often.
    guessable BIGINT NOT NULL,
    missed BIGINT NOT NULL,
    locked BIGINT NOT NULL,
    -- The how-manieth record of its seq it was, from 0.
    arrival BIGINT NOT NULL,
    -- Whether the device's chain goes through it; of each seq there is at most one such record.
    on_chain BIGINT NOT NULL,
    received BIGINT NOT NULL,
    -- How far the device's clock was ahead when it came, and whether the device was revoked by then.
    skew BIGINT NOT NULL,
    after_revocation BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('accepted', 'quarantined')),
    reason TEXT COLLATE "C",
    PRIMARY KEY (event, device, seq, hash),
    FOREIGN KEY (event, device) REFERENCES device,
    CHECK ((state = 'quarantined') = (reason IS NOT NULL))
);
CREATE INDEX record_by_state ON record (event, state, reason) WHERE state = 'quarantined';

CREATE UNIQUE INDEX record_on_chain ON record (event, device, seq) WHERE on_chain = 1;
CREATE INDEX record_guessable ON record (event, device, seq) WHERE guessable = 1;
CREATE INDEX record_missed ON record (event, device, seq) WHERE missed = 1;
CREATE INDEX record_locked ON record (event, device, seq) WHERE locked = 1;
CREATE INDEX record_by_scan ON record (event, scan) WHERE scan IS NOT NULL;

-- Facts out of accepted records, for reading.
CREATE TABLE scan (
    event TEXT COLLATE "C" NOT NULL,
    sponsor BYTEA NOT NULL,
    scan BYTEA NOT NULL,
    device BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    attendee BYTEA NOT NULL,
    method TEXT COLLATE "C" NOT NULL,
    given TEXT COLLATE "C" NOT NULL,
    notice BIGINT NOT NULL,
    fields BIGINT NOT NULL,
    operator TEXT COLLATE "C" NOT NULL,
    wall BIGINT NOT NULL,
    received BIGINT NOT NULL,
    PRIMARY KEY (event, sponsor, scan),
    FOREIGN KEY (event, device) REFERENCES device,
    FOREIGN KEY (event, attendee) REFERENCES attendee
);
CREATE INDEX scan_by_attendee ON scan (event, sponsor, attendee);
CREATE INDEX scan_of_attendee ON scan (event, attendee);

-- For whom a sponsor's devices have used a scan id, by every scan whose signature holds, accepted or
-- not: a narrowing names the id, and counts for them all.
CREATE TABLE scanned (
    event TEXT COLLATE "C" NOT NULL,
    sponsor BYTEA NOT NULL,
    scan BYTEA NOT NULL,
    attendee BYTEA NOT NULL,
    PRIMARY KEY (event, sponsor, scan, attendee),
    FOREIGN KEY (event, attendee) REFERENCES attendee
);
CREATE INDEX scanned_by_attendee ON scanned (event, attendee, sponsor);

CREATE TABLE note (
    event TEXT COLLATE "C" NOT NULL,
    sponsor BYTEA NOT NULL,
    scan BYTEA NOT NULL,
    device BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    rating BIGINT,
    tags TEXT COLLATE "C" NOT NULL,
    answers TEXT COLLATE "C" NOT NULL,
    operator TEXT COLLATE "C" NOT NULL,
    wall BIGINT NOT NULL,
    PRIMARY KEY (event, sponsor, scan, device, seq)
);

CREATE TABLE narrowing (
    event TEXT COLLATE "C" NOT NULL,
    sponsor BYTEA NOT NULL,
    scan BYTEA NOT NULL,
    device BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    removed BIGINT NOT NULL,
    operator TEXT COLLATE "C" NOT NULL,
    wall BIGINT NOT NULL,
    PRIMARY KEY (event, sponsor, scan, device, seq)
);

CREATE TABLE void (
    event TEXT COLLATE "C" NOT NULL,
    sponsor BYTEA NOT NULL,
    scan BYTEA NOT NULL,
    device BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    operator TEXT COLLATE "C" NOT NULL,
    wall BIGINT NOT NULL,
    PRIMARY KEY (event, sponsor, scan, device, seq)
);

-- What attendees, and the organiser about reports, have done. Numbered, and only ever added to.
CREATE TABLE act (
    event TEXT COLLATE "C" NOT NULL REFERENCES event,
    number BIGINT NOT NULL,
    attendee BYTEA NOT NULL,
    -- None: all sponsors.
    sponsor BYTEA,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN
        ('share_with_all', 'share_with_sponsor', 'do_not_scan', 'withdraw', 'allow',
         'report', 'uphold', 'dismiss', 'erase')),
    fields BIGINT,
    flag BIGINT,
    report BYTEA,
    at BIGINT NOT NULL,
    actor TEXT COLLATE "C" NOT NULL CHECK (actor IN ('attendee', 'organiser', 'import')),
    PRIMARY KEY (event, number),
    FOREIGN KEY (event, attendee) REFERENCES attendee
);
CREATE INDEX act_by_attendee ON act (event, attendee, number);

CREATE TABLE report (
    event TEXT COLLATE "C" NOT NULL,
    report BYTEA NOT NULL,
    attendee BYTEA NOT NULL,
    sponsor BYTEA NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    opened BIGINT NOT NULL,
    decided BIGINT,
    upheld BIGINT,
    decision TEXT COLLATE "C",
    PRIMARY KEY (event, report),
    FOREIGN KEY (event, attendee) REFERENCES attendee,
    FOREIGN KEY (event, sponsor) REFERENCES sponsor
);

-- What a sponsor has been given of an attendee, for the attendee to see.
CREATE TABLE disclosure (
    event TEXT COLLATE "C" NOT NULL,
    sponsor BYTEA NOT NULL,
    attendee BYTEA NOT NULL,
    -- All fields that have ever been given.
    fields BIGINT NOT NULL,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    exported BIGINT,
    deletion_acknowledged BIGINT,
    PRIMARY KEY (event, sponsor, attendee)
);

-- What a sponsor's leads said when it last asked for changes, and the number of each one's last
-- change, counted for each sponsor by itself.
CREATE TABLE lead_change (
    event TEXT COLLATE "C" NOT NULL,
    sponsor BYTEA NOT NULL,
    attendee BYTEA NOT NULL,
    -- HMAC of all that the lead says.
    digest BYTEA NOT NULL,
    change BIGINT NOT NULL,
    PRIMARY KEY (event, sponsor, attendee),
    UNIQUE (event, sponsor, change)
);

-- Each read and export of personal data. Only ever added to: the triggers see to it.
CREATE TABLE audit (
    event TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    sponsor BYTEA,
    leads BIGINT NOT NULL,
    fields BIGINT NOT NULL,
    detail TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (event, number)
);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Row-level security. A transaction says whose rows it is about (src/db/tenant.rs), in settings that end
-- with it: lanyard.reach is backend, event, sponsor or attendee, and the ids stand in lanyard.event,
-- lanyard.sponsor and lanyard.attendee. Where nothing is said, there are no rows.

CREATE FUNCTION tenant_reach() RETURNS text LANGUAGE sql STABLE
    RETURN current_setting('lanyard.reach', true);
CREATE FUNCTION tenant_event() RETURNS text LANGUAGE sql STABLE
    RETURN current_setting('lanyard.event', true);
-- NULL, which no row's is, where the transaction is not a sponsor's or not an attendee's.
CREATE FUNCTION tenant_sponsor() RETURNS bytea LANGUAGE sql STABLE
    RETURN decode(nullif(current_setting('lanyard.sponsor', true), ''), 'hex');
CREATE FUNCTION tenant_attendee() RETURNS bytea LANGUAGE sql STABLE
    RETURN decode(nullif(current_setting('lanyard.attendee', true), ''), 'hex');

-- Forced, so that it holds for the tables' owner too.
CREATE PROCEDURE force_row_security(VARIADIC tables text[]) LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY tables LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
END $$;

-- The backend and the organiser see all of an event.
CREATE PROCEDURE let_the_organiser(VARIADIC tables text[]) LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY tables LOOP
        EXECUTE format('CREATE POLICY all_of_the_event ON %I USING (tenant_reach() = ''backend''
            OR tenant_reach() = ''event'' AND event = tenant_event())', name);
    END LOOP;
END $$;

-- A sponsor's own rows, in tables with a column that names it.
CREATE PROCEDURE let_its_sponsor(VARIADIC tables text[]) LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY tables LOOP
        EXECUTE format('CREATE POLICY of_the_sponsor ON %I
            USING (event = tenant_event() AND sponsor = tenant_sponsor())', name);
    END LOOP;
END $$;

-- An attendee's own rows, likewise.
CREATE PROCEDURE let_its_attendee(VARIADIC tables text[]) LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY tables LOOP
        EXECUTE format('CREATE POLICY of_the_attendee ON %I
            USING (event = tenant_event() AND attendee = tenant_attendee())', name);
    END LOOP;
END $$;

CALL force_row_security('backend', 'event', 'notice', 'attendee', 'attendee_token', 'badge', 'sponsor',
    'sponsor_token', 'enrolment_code', 'device', 'record', 'scan', 'scanned', 'note', 'narrowing', 'void',
    'act', 'report', 'disclosure', 'lead_change', 'audit');
CALL let_the_organiser('event', 'notice', 'attendee', 'attendee_token', 'badge', 'sponsor',
    'sponsor_token', 'enrolment_code', 'device', 'record', 'scan', 'scanned', 'note', 'narrowing', 'void',
    'act', 'report', 'disclosure', 'lead_change', 'audit');
CALL let_its_sponsor('sponsor', 'sponsor_token', 'enrolment_code', 'device', 'scan', 'scanned', 'note',
    'narrowing', 'void', 'report', 'disclosure', 'lead_change', 'audit');
CALL let_its_attendee('attendee', 'attendee_token', 'badge', 'scan', 'scanned', 'act', 'report',
    'disclosure');

CREATE POLICY of_the_backend ON backend USING (tenant_reach() = 'backend');

-- Everybody within an event reads its settings and notices, and numbers what happens in it.
CREATE POLICY within_the_event ON event
    USING (tenant_reach() IN ('sponsor', 'attendee') AND event = tenant_event());
CREATE POLICY within_the_event ON notice FOR SELECT
    USING (tenant_reach() IN ('sponsor', 'attendee') AND event = tenant_event());

-- A sponsor sees whom its devices have scanned, and what was done about them and it.
CREATE POLICY scanned_by_the_sponsor ON attendee FOR SELECT USING (
    event = tenant_event() AND EXISTS (SELECT FROM scan s
        WHERE s.event = attendee.event AND s.attendee = attendee.attendee
            AND s.sponsor = tenant_sponsor()));
CREATE POLICY about_the_sponsor ON act FOR SELECT USING (
    event = tenant_event() AND (sponsor IS NULL OR sponsor = tenant_sponsor())
    AND (EXISTS (SELECT FROM scan s
            WHERE s.event = act.event AND s.attendee = act.attendee AND s.sponsor = tenant_sponsor())
        OR EXISTS (SELECT FROM disclosure d
            WHERE d.event = act.event AND d.attendee = act.attendee
                AND d.sponsor = tenant_sponsor())));
CREATE POLICY of_the_sponsors_device ON record FOR SELECT USING (
    event = tenant_event() AND EXISTS (SELECT FROM device d
        WHERE d.event = record.event AND d.device = record.device
            AND d.sponsor = tenant_sponsor()));

-- An attendee sees the event's sponsors, and what their devices recorded about the attendee.
CREATE POLICY within_the_event ON sponsor FOR SELECT
    USING (tenant_reach() = 'attendee' AND event = tenant_event());
CREATE POLICY has_scanned_the_attendee ON device FOR SELECT USING (
    event = tenant_event() AND EXISTS (SELECT FROM scan s
        WHERE s.event = device.event AND s.device = device.device
            AND s.attendee = tenant_attendee()));
CREATE POLICY about_the_attendee ON note USING (
    event = tenant_event() AND EXISTS (SELECT FROM scan s
        WHERE s.event = note.event AND s.sponsor = note.sponsor AND s.scan = note.scan
            AND s.attendee = tenant_attendee()));
CREATE POLICY about_the_attendee ON void USING (
    event = tenant_event() AND EXISTS (SELECT FROM scan s
        WHERE s.event = void.event AND s.sponsor = void.sponsor AND s.scan = void.scan
            AND s.attendee = tenant_attendee()));
CREATE POLICY about_the_attendee ON narrowing FOR SELECT USING (
    event = tenant_event() AND EXISTS (SELECT FROM scanned s
        WHERE s.event = narrowing.event AND s.sponsor = narrowing.sponsor AND s.scan = narrowing.scan
            AND s.attendee = tenant_attendee()));
-- What attendees do is written down; what others did is not theirs to read.
CREATE POLICY by_the_attendee ON audit FOR INSERT WITH CHECK (
    event = tenant_event() AND tenant_reach() = 'attendee');
