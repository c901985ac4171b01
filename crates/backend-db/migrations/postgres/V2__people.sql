-- The people who use the backend with a browser: attendees, members of a sponsor's team, and the
-- organiser's staff. They sign in by a link in a mail; a sign-in and a session stand for one of them
-- in one event.

-- An IANA name. Pages show the event's times in it.
ALTER TABLE event ADD COLUMN zone TEXT COLLATE "C" NOT NULL DEFAULT 'UTC';

CREATE TABLE staff (
    event TEXT COLLATE "C" NOT NULL REFERENCES event,
    staff BYTEA NOT NULL,
    -- In lower case; signing in asks for it.
    email TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL CHECK (role IN ('organiser', 'support', 'auditor')),
    created BIGINT NOT NULL,
    -- When they first signed in.
    joined BIGINT,
    removed BIGINT,
    PRIMARY KEY (event, staff)
);
CREATE UNIQUE INDEX staff_by_email ON staff (event, email) WHERE removed IS NULL;

CREATE TABLE passkey (
    event TEXT COLLATE "C" NOT NULL,
    staff BYTEA NOT NULL,
    credential BYTEA NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    sealed_passkey BYTEA NOT NULL,
    created BIGINT NOT NULL,
    last_used BIGINT,
    PRIMARY KEY (event, credential),
    UNIQUE (credential),
    FOREIGN KEY (event, staff) REFERENCES staff
);
CREATE INDEX passkey_by_staff ON passkey (event, staff);

-- What the backend must remember between the two halves of registering or using a passkey.
CREATE TABLE ceremony (
    event TEXT COLLATE "C" NOT NULL REFERENCES event,
    ceremony_hash BYTEA NOT NULL,
    staff BYTEA,
    sealed_state BYTEA NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (event, ceremony_hash),
    UNIQUE (ceremony_hash)
);

CREATE TABLE member (
    event TEXT COLLATE "C" NOT NULL,
    sponsor BYTEA NOT NULL,
    member BYTEA NOT NULL,
    -- In lower case; signing in asks for it.
    email TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL CHECK (role IN ('owner', 'member')),
    created BIGINT NOT NULL,
    -- When they first signed in; until then they are invited.
    joined BIGINT,
    removed BIGINT,
    PRIMARY KEY (event, sponsor, member),
    UNIQUE (member),
    FOREIGN KEY (event, sponsor) REFERENCES sponsor
);
CREATE UNIQUE INDEX member_by_email ON member (event, sponsor, email) WHERE removed IS NULL;

-- Signing in asks for the address as people type it.
CREATE INDEX attendee_by_email ON attendee (event, lower(email)) WHERE erased IS NULL;

-- A link that lets somebody in, once. Only the browser that asked for it can use it; one that was made
-- at the command line names no browser.
CREATE TABLE sign_in (
    event TEXT COLLATE "C" NOT NULL REFERENCES event,
    link_hash BYTEA NOT NULL,
    browser_hash BYTEA,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('attendee', 'member', 'staff')),
    subject BYTEA NOT NULL,
    -- Of a member.
    sponsor BYTEA,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    used BIGINT,
    PRIMARY KEY (event, link_hash),
    UNIQUE (link_hash)
);
CREATE INDEX sign_in_by_expiry ON sign_in (expires);

CREATE TABLE session (
    event TEXT COLLATE "C" NOT NULL REFERENCES event,
    session_hash BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('attendee', 'member', 'staff')),
    subject BYTEA NOT NULL,
    sponsor BYTEA,
    created BIGINT NOT NULL,
    last_used BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (event, session_hash),
    UNIQUE (session_hash)
);
CREATE INDEX session_by_expiry ON session (expires);
CREATE INDEX session_of_subject ON session (event, subject);

-- Mails that wait to be sent, so that none is lost where the mail server is away. The text and the
-- address are gone once it has been sent.
CREATE TABLE mail (
    event TEXT COLLATE "C" NOT NULL REFERENCES event,
    mail BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    sealed_message BYTEA,
    created BIGINT NOT NULL,
    -- When it is tried next; none once it was sent or given up.
    next_attempt BIGINT,
    attempts BIGINT NOT NULL,
    sent BIGINT,
    PRIMARY KEY (event, mail)
);
CREATE INDEX mail_by_next_attempt ON mail (next_attempt) WHERE next_attempt IS NOT NULL;

-- What an attendee wants to hear by mail.
CREATE TABLE attendee_mail (
    event TEXT COLLATE "C" NOT NULL,
    attendee BYTEA NOT NULL,
    -- Whether to write when a sponsor scans them for the first time, once a day at most.
    digest BIGINT NOT NULL,
    -- The language in which they last used the pages, as a BCP 47 tag.
    language TEXT COLLATE "C",
    -- When the last digest was written, and the scans received up to which it told of.
    last_digest BIGINT,
    PRIMARY KEY (event, attendee),
    FOREIGN KEY (event, attendee) REFERENCES attendee
);
CREATE INDEX attendee_mail_by_last_digest ON attendee_mail (last_digest) WHERE last_digest IS NOT NULL;
-- Digests look for what has come since they last looked, over all events.
CREATE INDEX scan_by_received ON scan (received);

-- What a sponsor's program may do with its token: words with a blank between them.
ALTER TABLE sponsor_token ADD COLUMN scopes TEXT COLLATE "C" NOT NULL DEFAULT 'leads exports devices deletions';
ALTER TABLE sponsor_token ADD COLUMN last_used BIGINT;

-- Pages, exports and charts go through a sponsor's scans in the order in which they came.
CREATE INDEX scan_by_arrival ON scan (event, sponsor, received, attendee);

CREATE TABLE webhook (
    event TEXT COLLATE "C" NOT NULL,
    sponsor BYTEA NOT NULL,
    webhook BYTEA NOT NULL,
    url TEXT COLLATE "C" NOT NULL,
    -- Signs what is delivered.
    sealed_secret BYTEA NOT NULL,
    created BIGINT NOT NULL,
    -- Set while it is switched off: by the sponsor, or after too many failures.
    paused BIGINT,
    -- The change of the sponsor's leads up to which it was told.
    cursor BIGINT NOT NULL,
    PRIMARY KEY (event, sponsor, webhook),
    FOREIGN KEY (event, sponsor) REFERENCES sponsor
);

-- A delivery says which leads changed, and nothing of anybody: the receiver asks the API for the rest.
CREATE TABLE delivery (
    event TEXT COLLATE "C" NOT NULL,
    sponsor BYTEA NOT NULL,
    webhook BYTEA NOT NULL,
    number BIGINT NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    created BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    -- When it is tried next; none once it was delivered or given up.
    next_attempt BIGINT,
    delivered BIGINT,
    -- The last answer's HTTP status, or a stable word for why there was none.
    outcome TEXT COLLATE "C",
    PRIMARY KEY (event, sponsor, webhook, number),
    FOREIGN KEY (event, sponsor, webhook) REFERENCES webhook
);
CREATE INDEX delivery_by_next_attempt ON delivery (next_attempt) WHERE next_attempt IS NOT NULL;

-- An export that a sponsor has taken: the next one lists what was deleted since.
CREATE TABLE export (
    event TEXT COLLATE "C" NOT NULL,
    sponsor BYTEA NOT NULL,
    number BIGINT NOT NULL,
    format TEXT COLLATE "C" NOT NULL,
    made BIGINT NOT NULL,
    -- The member who took it; none for a program.
    member BYTEA,
    leads BIGINT NOT NULL,
    deletions BIGINT NOT NULL,
    PRIMARY KEY (event, sponsor, number),
    FOREIGN KEY (event, sponsor) REFERENCES sponsor
);

-- A file of registrations between its preview and its import.
CREATE TABLE import_draft (
    event TEXT COLLATE "C" NOT NULL REFERENCES event,
    draft BYTEA NOT NULL,
    staff BYTEA NOT NULL,
    sealed_file BYTEA NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (event, draft)
);

CALL force_row_security('staff', 'passkey', 'ceremony', 'member', 'sign_in', 'session', 'mail',
    'attendee_mail', 'webhook', 'delivery', 'export', 'import_draft');
CALL let_the_organiser('staff', 'passkey', 'ceremony', 'member', 'sign_in', 'session', 'mail',
    'attendee_mail', 'webhook', 'delivery', 'export', 'import_draft');
CALL let_its_sponsor('member', 'sign_in', 'session', 'webhook', 'delivery', 'export');
CALL let_its_attendee('attendee_mail');

CREATE POLICY of_the_attendee ON sign_in
    USING (event = tenant_event() AND kind = 'attendee' AND subject = tenant_attendee());
CREATE POLICY of_the_attendee ON session
    USING (event = tenant_event() AND kind = 'attendee' AND subject = tenant_attendee());
-- What sponsors and attendees do may send a mail to somebody else, and never reads one.
CREATE POLICY sent_by_anybody ON mail FOR INSERT WITH CHECK (
    event = tenant_event() AND tenant_reach() IN ('sponsor', 'attendee'));
