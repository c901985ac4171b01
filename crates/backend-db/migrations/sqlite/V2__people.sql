-- The people who use the backend with a browser: attendees, members of a sponsor's team, and the
-- organiser's staff. They sign in by a link in a mail; a sign-in and a session stand for one of them
-- in one event.

-- An IANA name. Pages show the event's times in it.
ALTER TABLE event ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';

CREATE TABLE staff (
    event TEXT NOT NULL REFERENCES event,
    staff BLOB NOT NULL,
    -- In lower case; signing in asks for it.
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('organiser', 'support', 'auditor')),
    created INTEGER NOT NULL,
    -- When they first signed in.
    joined INTEGER,
    removed INTEGER,
    PRIMARY KEY (event, staff)
) STRICT;
CREATE UNIQUE INDEX staff_by_email ON staff (event, email) WHERE removed IS NULL;

CREATE TABLE passkey (
    event TEXT NOT NULL,
    staff BLOB NOT NULL,
    credential BLOB NOT NULL,
    label TEXT NOT NULL,
    sealed_passkey BLOB NOT NULL,
    created INTEGER NOT NULL,
    last_used INTEGER,
    PRIMARY KEY (event, credential),
    UNIQUE (credential),
    FOREIGN KEY (event, staff) REFERENCES staff
) STRICT;
CREATE INDEX passkey_by_staff ON passkey (event, staff);

-- What the backend must remember between the two halves of registering or using a passkey.
CREATE TABLE ceremony (
    event TEXT NOT NULL REFERENCES event,
    ceremony_hash BLOB NOT NULL,
    staff BLOB,
    sealed_state BLOB NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (event, ceremony_hash),
    UNIQUE (ceremony_hash)
) STRICT;

CREATE TABLE member (
    event TEXT NOT NULL,
    sponsor BLOB NOT NULL,
    member BLOB NOT NULL,
    -- In lower case; signing in asks for it.
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'member')),
    created INTEGER NOT NULL,
    -- When they first signed in; until then they are invited.
    joined INTEGER,
    removed INTEGER,
    PRIMARY KEY (event, sponsor, member),
    UNIQUE (member),
    FOREIGN KEY (event, sponsor) REFERENCES sponsor
) STRICT;
CREATE UNIQUE INDEX member_by_email ON member (event, sponsor, email) WHERE removed IS NULL;

-- Signing in asks for the address as people type it.
CREATE INDEX attendee_by_email ON attendee (event, lower(email)) WHERE erased IS NULL;

-- A link that lets somebody in, once. Only the browser that asked for it can use it; one that was made
-- at the command line names no browser.
CREATE TABLE sign_in (
    event TEXT NOT NULL REFERENCES event,
    link_hash BLOB NOT NULL,
    browser_hash BLOB,
    kind TEXT NOT NULL CHECK (kind IN ('attendee', 'member', 'staff')),
    subject BLOB NOT NULL,
    -- Of a member.
    sponsor BLOB,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    used INTEGER,
    PRIMARY KEY (event, link_hash),
    UNIQUE (link_hash)
) STRICT;
CREATE INDEX sign_in_by_expiry ON sign_in (expires);

CREATE TABLE session (
    event TEXT NOT NULL REFERENCES event,
    session_hash BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('attendee', 'member', 'staff')),
    subject BLOB NOT NULL,
    sponsor BLOB,
    created INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (event, session_hash),
    UNIQUE (session_hash)
) STRICT;
CREATE INDEX session_by_expiry ON session (expires);
CREATE INDEX session_of_subject ON session (event, subject);

-- Mails that wait to be sent, so that none is lost where the mail server is away. The text and the
-- address are gone once it has been sent.
CREATE TABLE mail (
    event TEXT NOT NULL REFERENCES event,
    mail BLOB NOT NULL,
    kind TEXT NOT NULL,
    sealed_message BLOB,
    created INTEGER NOT NULL,
    -- When it is tried next; none once it was sent or given up.
    next_attempt INTEGER,
    attempts INTEGER NOT NULL,
    sent INTEGER,
    PRIMARY KEY (event, mail)
) STRICT;
CREATE INDEX mail_by_next_attempt ON mail (next_attempt) WHERE next_attempt IS NOT NULL;

-- What an attendee wants to hear by mail.
CREATE TABLE attendee_mail (
    event TEXT NOT NULL,
    attendee BLOB NOT NULL,
    -- Whether to write when a sponsor scans them for the first time, once a day at most.
    digest INTEGER NOT NULL,
    -- The language in which they last used the pages, as a BCP 47 tag.
    language TEXT,
    -- When the last digest was written, and the scans received up to which it told of.
    last_digest INTEGER,
    PRIMARY KEY (event, attendee),
    FOREIGN KEY (event, attendee) REFERENCES attendee
) STRICT;
CREATE INDEX attendee_mail_by_last_digest ON attendee_mail (last_digest) WHERE last_digest IS NOT NULL;
-- Digests look for what has come since they last looked, over all events.
CREATE INDEX scan_by_received ON scan (received);

-- What a sponsor's program may do with its token: words with a blank between them.
ALTER TABLE sponsor_token ADD COLUMN scopes TEXT NOT NULL DEFAULT 'leads exports devices deletions';
ALTER TABLE sponsor_token ADD COLUMN last_used INTEGER;

-- Pages, exports and charts go through a sponsor's scans in the order in which they came.
CREATE INDEX scan_by_arrival ON scan (event, sponsor, received, attendee);

CREATE TABLE webhook (
    event TEXT NOT NULL,
    sponsor BLOB NOT NULL,
    webhook BLOB NOT NULL,
    url TEXT NOT NULL,
    -- Signs what is delivered.
    sealed_secret BLOB NOT NULL,
    created INTEGER NOT NULL,
    -- Set while it is switched off: by the sponsor, or after too many failures.
    paused INTEGER,
    -- The change of the sponsor's leads up to which it was told.
    cursor INTEGER NOT NULL,
    PRIMARY KEY (event, sponsor, webhook),
    FOREIGN KEY (event, sponsor) REFERENCES sponsor
) STRICT;

-- A delivery says which leads changed, and nothing of anybody: the receiver asks the API for the rest.
CREATE TABLE delivery (
    event TEXT NOT NULL,
    sponsor BLOB NOT NULL,
    webhook BLOB NOT NULL,
    number INTEGER NOT NULL,
    body TEXT NOT NULL,
    created INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    -- When it is tried next; none once it was delivered or given up.
    next_attempt INTEGER,
    delivered INTEGER,
    -- The last answer's HTTP status, or a stable word for why there was none.
    outcome TEXT,
    PRIMARY KEY (event, sponsor, webhook, number),
    FOREIGN KEY (event, sponsor, webhook) REFERENCES webhook
) STRICT;
CREATE INDEX delivery_by_next_attempt ON delivery (next_attempt) WHERE next_attempt IS NOT NULL;

-- An export that a sponsor has taken: the next one lists what was deleted since.
CREATE TABLE export (
    event TEXT NOT NULL,
    sponsor BLOB NOT NULL,
    number INTEGER NOT NULL,
    format TEXT NOT NULL,
    made INTEGER NOT NULL,
    -- The member who took it; none for a program.
    member BLOB,
    leads INTEGER NOT NULL,
    deletions INTEGER NOT NULL,
    PRIMARY KEY (event, sponsor, number),
    FOREIGN KEY (event, sponsor) REFERENCES sponsor
) STRICT;

-- A file of registrations between its preview and its import.
CREATE TABLE import_draft (
    event TEXT NOT NULL REFERENCES event,
    draft BLOB NOT NULL,
    staff BLOB NOT NULL,
    sealed_file BLOB NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (event, draft)
) STRICT;
