### English
###
### The texts of pages and mails. This file is the reference: the types that programs see are made from it,
### and every other language must have the same messages, attributes and variables.
###
### A "##" line names the group that follows: the messages in it begin with its path. A text with variables says
### before it what they are: String, Number (a count), or an integer type of Rust. Messages that end in -1, -2 …
### are a list.

name = English

## fields: the names of the seven fields of a registration

fields-first-name = First name
fields-last-name = Last name
fields-email = Email address
fields-job-title = Job title
fields-employer = Employer
fields-region = State or province
fields-country = Country

## shell: what surrounds every page

shell-skip = Skip to the content
shell-menu = Menu
shell-language = Language
shell-choose = Choose
shell-sign-out = Sign out
shell-sign-in = Sign in
# $zone (String) - the name of the event's time zone
shell-times-in = Times are in the event’s zone, { $zone }.
shell-back = Back
shell-never = Never

## shell.attendee: the attendee's menu

shell-attendee-sponsors = Sponsors
shell-attendee-sharing = Sharing
shell-attendee-data = Your data

## shell.sponsor: the sponsor's menu

shell-sponsor-leads = Leads
shell-sponsor-exports = Exports
shell-sponsor-deletions = Deletions
shell-sponsor-devices = Devices
shell-sponsor-charts = Charts
shell-sponsor-team = Team
shell-sponsor-programs = Programs

## shell.organiser: the organiser's menu

shell-organiser-overview = Overview
shell-organiser-reports = Reports
shell-organiser-attendees = Attendees
shell-organiser-badges = Badges
shell-organiser-sponsors = Sponsors
shell-organiser-devices = Devices
shell-organiser-quarantine = Quarantine
shell-organiser-audit = Audit log
shell-organiser-settings = Settings
shell-organiser-retention = Retention
shell-organiser-people = People

## shell.problem: errors that can occur on any page: what happened, and what to do

shell-problem-not-found = There is no such page
    .text = Perhaps it was moved or removed. Go back, or begin at the start page.
shell-problem-unauthenticated = Sign in first
    .text = You are not signed in, or were for too long. Nothing was changed.
shell-problem-forbidden = This page is not for you
    .text = You are signed in, but not as somebody who may do this. Nothing was changed.
shell-problem-cross-origin = This came from another site
    .text = A form was sent from an address that is not this backend’s, so nothing was done. Open this site by its own address and try again.
shell-problem-bad-request = That could not be understood
    .text = Something in the form is missing or has a shape that is not expected. Nothing was changed. Go back and try again.
shell-problem-too-large = That is too much at once
    .text = The file or the text is larger than can be taken. Nothing was changed.
shell-problem-too-many-requests = Too many requests
    .text = Wait a minute, then try again.
shell-problem-busy = The backend is busy
    .text = Nothing is lost. Try again in a minute.
shell-problem-conflict = Somebody was faster
    .text = This was changed in the meantime. Go back and look again.
shell-problem-internal = Something went wrong here
    .text = It was written down for whoever runs this backend. Try again later.

## shell.dates: how dates and times are written

shell-dates-months-1 = January
shell-dates-months-2 = February
shell-dates-months-3 = March
shell-dates-months-4 = April
shell-dates-months-5 = May
shell-dates-months-6 = June
shell-dates-months-7 = July
shell-dates-months-8 = August
shell-dates-months-9 = September
shell-dates-months-10 = October
shell-dates-months-11 = November
shell-dates-months-12 = December
# $day (i8) - the day of the month
# $month (String) - the month's name
shell-dates-day = { $month } { $day }
# $day (i8) - the day of the month
# $month (String) - the month's name
# $year (i16) - the year
shell-dates-day-of-year = { $month } { $day }, { $year }
# $time (String) - hours and minutes
shell-dates-today = today at { $time }
# $day (String) - the day, as shell-dates-day writes it
# $time (String) - hours and minutes
shell-dates-at = { $day } at { $time }

## sign-in: signing in and out, and the mail with the sign-in link

sign-in-title = Sign in
sign-in-lead = Type your email address. We send you a link that signs you in; there is no password.
sign-in-email = Email address
sign-in-send = Send the link
sign-in-not-an-address = That is not an email address. Check it and try again.
sign-in-sent-title = Look into your mail
sign-in-sent = If this address is known here, a mail with a link is on its way. The link works for ten minutes, once, and in this browser only.
sign-in-nothing-came = Nothing came? Look into the spam folder. Attendees: use the address that you registered with.
sign-in-another = Send another link
sign-in-confirm-title = Sign in
sign-in-confirm-lead = One more step, so that a mail program that looks at links does not use yours up.
sign-in-confirm = Sign me in
sign-in-dead = This link does not work any more
    .text = It was used, is older than ten minutes, or was never given out. Ask for another.
sign-in-other-browser = This link was asked for in another browser
    .text = Open it in the browser in which you asked for it, or ask for another link here.
sign-in-no-mail = This backend sends no mail
    .text = Ask whoever runs it for a link to sign in with.
sign-in-mail-subject = Your link to sign in
sign-in-mail-lead = Somebody, we hope you, asked to sign in with this address. The link works for ten minutes, once, and only in the browser in which it was asked for.
# $event (String) - the event's name
# $first-name (String) - the attendee's first name
sign-in-mail-attendee = As { $first-name }, attendee of { $event }:
# $event (String) - the event's name
sign-in-mail-attendee-unnamed = As an attendee of { $event }:
# $event (String) - the event's name
# $sponsor (String) - the sponsor's name
sign-in-mail-member = For { $sponsor }, at { $event }:
# $event (String) - the event's name
sign-in-mail-staff = As an organiser of { $event }:
sign-in-mail-end = Did you not ask? Then do nothing: without this mail nobody gets in.
sign-in-signed-out = You are signed out
    .text = On this browser. To come back, ask for another link.
sign-in-as-attendee = Attendee
sign-in-as-organiser = Organiser
sign-in-as-support = Support
sign-in-as-auditor = Auditor

## booth: the pages that booth staff open: what an enrolment code is, and uploading a bundle

booth-code-title = This is an enrolment code
booth-code-lead = It turns one computer at a booth into a lead scanner for one sponsor. It works once, and not for long.
booth-code-steps-1 = Open Lanyard on the computer that will scan badges.
booth-code-steps-2 = Choose “Enrol this device”.
booth-code-steps-3 = Hold this code in front of its camera, or type the address of this page and the code that is printed under it.
booth-code-fails = Does Lanyard say that the code was used or has expired? Ask whoever gave it to you for a new one. Nobody needs a code to be scanned: attendees only show their badge.
booth-bundle-title = Hand in a bundle
booth-bundle-lead = A booth device that has no network can write its scans to a file. Choose that file here. It is encrypted; only this server can read it. Handing in the same file twice does no harm.
booth-bundle-file = Bundle file
booth-bundle-send = Hand in
booth-taken = The bundle is here
    .text = Everything in it is stored. The device will learn so when it next has a network; keep it until then.
booth-records = Records in the bundle
booth-accepted = New
booth-duplicates = Here already
booth-quarantined = Kept for the organiser to look at
booth-another = Hand in another
booth-refused = The bundle was not taken
booth-too-large = It is longer than is taken at once.
booth-unknown-device = It is of a device that is not enrolled here.
booth-no-bundle = The file is no bundle.
booth-does-not-open = It can’t be opened: it is damaged, or of another backend’s device.
booth-busy = Others are being taken in just now. Try again in a minute.
booth-went-wrong = Something went wrong here; it was written down. Try again later.
booth-keep = Keep the file: what of it was stored is not stored again.
booth-again = Try again

## api: the page that describes the API; the description itself is in English

api-title = For programs
api-lead = What programs of attendees and of sponsors can ask of this backend. Each sends its token as “Authorization: Bearer …”.
api-document = The same as an OpenAPI document
# $name (String) - the API's part: attendee, sponsor, or another name
api-part =
    { $name ->
        [attendee] For an attendee’s program
        [sponsor] For a sponsor’s program
       *[other] { $name }
    }
api-parameters = Parameters
api-takes = Takes
api-answers = Answers
api-shapes = Shapes
api-name = Name
api-holds = Holds
api-meaning = Meaning
api-whole = All of it
api-may-be-absent = may be absent

## attendee: what several of the attendee's pages say

attendee-cancel = Back without changing anything

## attendee.dashboard: the list of sponsors, and what each of them has

attendee-dashboard-title = Sponsors
# $count (Number) - how many
attendee-dashboard-count =
    { $count ->
        [0] No sponsor has anything of yours.
        [one] { $count } sponsor has something of yours.
       *[other] { $count } sponsors have something of yours.
    }
# $count (Number) - how many
attendee-dashboard-unconfirmed =
    { $count ->
        [one] { $count } sponsor was told to delete what they had, and did not confirm it yet.
       *[other] { $count } sponsors were told to delete what they had, and did not confirm it yet.
    }
attendee-dashboard-empty = Nobody has scanned your badge yet
attendee-dashboard-empty-next = Once a sponsor does, you see here what it got, when and by which of its devices, and can take it back. You can say now what sponsors may have.
attendee-dashboard-to-sharing = Set what sponsors may have
attendee-dashboard-do-not-scan = You asked not to be scanned
    .text = Sponsors see nothing of you, whatever else is set. You can change this under Sharing.
attendee-dashboard-withdraw-all = Withdraw from all sponsors

## attendee.dashboard.done: confirms the last action

attendee-dashboard-done-changed = Saved. It holds from now on.
attendee-dashboard-done-withdrawn = Withdrawn. The sponsor sees nothing of you any more. What happens now stands on its card.
attendee-dashboard-done-withdrawn-all = Withdrawn from all sponsors. None of them sees anything of you any more.
attendee-dashboard-done-allowed = Allowed. The sponsor sees you again.
attendee-dashboard-done-reported = Reported. The sponsor sees nothing of you while the organisers look into it.

## attendee.dashboard.card: one sponsor's card

attendee-dashboard-card-gets = Gets
attendee-dashboard-card-gets-nothing = Nothing
attendee-dashboard-card-not-gets = Does not get
attendee-dashboard-card-scanned = Scanned
# $moment (String) - date and time, as shell-dates writes them
# $device (String) - the device's name
attendee-dashboard-card-scan = { $moment }, by { $device }
attendee-dashboard-card-undone = taken back by the booth
attendee-dashboard-card-handover = you held out your badge
attendee-dashboard-card-confirmed = you tapped Share
# $version (u32) - the notice's version
attendee-dashboard-card-notice = privacy notice { $version }
attendee-dashboard-card-seen = Seen
# $first (String) - date and time of the first
# $last (String) - date and time of the last
attendee-dashboard-card-seen-between = First { $first }, last { $last }
# $moment (String) - date and time, as shell-dates writes them
attendee-dashboard-card-seen-once = Once, { $moment }
attendee-dashboard-card-not-seen = Not yet
attendee-dashboard-card-exported = Exported
attendee-dashboard-card-not-exported = No
# $count (Number) - how many
attendee-dashboard-card-all-scans = All { $count } scans
attendee-dashboard-card-change = Change
attendee-dashboard-card-withdraw = Withdraw
attendee-dashboard-card-report = Report
attendee-dashboard-card-allow = Allow again
attendee-dashboard-card-receipt = Consent receipt
attendee-dashboard-card-now = What happens now
attendee-dashboard-card-no-copy = It never looked, so there is no copy to delete.
attendee-dashboard-card-to-delete = It was told to delete what it has already got. It has not confirmed that yet.
# $moment (String) - date and time, as shell-dates writes them
attendee-dashboard-card-deleted = It confirmed { $moment } that its copies are deleted.

## attendee.dashboard.card.states: the state of a sponsor's card: a short label, and what it means

attendee-dashboard-card-states-shared = Shared
attendee-dashboard-card-states-nothing = Nothing shared
# $moment (String) - date and time, as shell-dates writes them
attendee-dashboard-card-states-withdrawn = Withdrawn
    .text = You withdrew { $moment }. This sponsor sees nothing of you, even if it scans your badge again.
# $moment (String) - date and time, as shell-dates writes them
attendee-dashboard-card-states-reported = Reported
    .text = This sponsor has seen nothing of you since { $moment }, when you reported it. It stays so until the organisers have decided.
# $moment (String) - date and time, as shell-dates writes them
attendee-dashboard-card-states-upheld = Report upheld
    .text = This sponsor has seen nothing of you since { $moment }. The organisers agreed with your report, so it stays so until you allow it again.
# $moment (String) - date and time, as shell-dates writes them
attendee-dashboard-card-states-do-not-scan = Do not scan
    .text = You asked not to be scanned. This sponsor has seen nothing of you since { $moment }.
# $moment (String) - date and time, as shell-dates writes them
attendee-dashboard-card-states-voided = Taken back
    .text = The booth took its scan back. This sponsor has seen nothing of you since { $moment }.

## attendee.dashboard.report: the outcome of reports

attendee-dashboard-report-title = Your reports
# $moment (String) - date and time, as shell-dates writes them
# $reason (String) - the reason that was given
attendee-dashboard-report-made = { $moment }: { $reason }
attendee-dashboard-report-open = The organisers are looking into it
attendee-dashboard-report-upheld = The organisers agreed with you
attendee-dashboard-report-dismissed = The organisers did not agree
attendee-dashboard-report-decision = Their reason
attendee-dashboard-report-yours = You wrote
attendee-dashboard-report-dismissed-next = The sponsor sees again what you share. You can still withdraw.

## attendee.change: choosing the fields that one sponsor gets

# $sponsor (String) - the sponsor's name
attendee-change-title = What { $sponsor } gets
attendee-change-lead = It sees what is ticked. Take a tick away and it sees that no more, at once; put it back and it sees it again.
attendee-change-legend = Fields
attendee-change-empty = empty
attendee-change-kept-from-all = kept from all sponsors, under Sharing
attendee-change-not-agreed = You did not share these at the booth, or the event gives them to no sponsor. They can't be given here:
attendee-change-save = Save
attendee-change-seen-before = What it has seen or exported before, it may still have a copy of. To have it delete everything, withdraw.

## attendee.withdraw: withdrawing consent from one sponsor

# $sponsor (String) - the sponsor's name
attendee-withdraw-title = Withdraw from { $sponsor }?
attendee-withdraw-will-1 = From now on it sees nothing of you: not on its pages, and not in any export.
attendee-withdraw-will-2 = If it scans your badge again, that changes nothing.
attendee-withdraw-will-3 = You can allow it again whenever you like.
attendee-withdraw-copies = It has seen or exported something of yours. It is told to delete that, and you see here when it has confirmed.
attendee-withdraw-no-copies = It has not looked yet, so it has no copy.
attendee-withdraw-confirm = Withdraw

## attendee.withdraw-all: withdrawing consent from all sponsors

attendee-withdraw-all-title = Withdraw from all sponsors?
attendee-withdraw-all-will-1 = From now on no sponsor sees anything of you, on its pages or in any export: not those that have scanned you, and not those that do so later.
attendee-withdraw-all-will-2 = Those that have seen or exported something are told to delete it, and you see on their cards when they have confirmed.
attendee-withdraw-all-will-3 = You can allow each of them again whenever you like.
attendee-withdraw-all-confirm = Withdraw from all

## attendee.allow: allowing a sponsor again

# $sponsor (String) - the sponsor's name
attendee-allow-title = Allow { $sponsor } again?
attendee-allow-lead = It then sees:
attendee-allow-nothing = It then sees that it has scanned you, and none of your fields. You can give it fields with Change.
attendee-allow-confirm = Allow again
attendee-allow-not-now = This sponsor can't be allowed now
    .text = Perhaps it is allowed already, a report is still open, you asked not to be scanned, or the booth took its scan back. Its card says which.

## attendee.report: reporting an improper scan

# $sponsor (String) - the sponsor's name
attendee-report-title = Report { $sponsor }
attendee-report-lead = Report a scan that you did not allow. The sponsor sees nothing of you from the moment you send this. The organisers look into it, and you read here what they decide.
attendee-report-reason = What happened?
attendee-report-text = In your own words, if you like
attendee-report-text-hint = The organisers read this, the sponsor does not. Up to 4,000 characters.
attendee-report-send = Send the report
attendee-report-no-reason = Choose what happened.
attendee-report-too-long = That is too long; 4,000 characters fit. Nothing was sent.
attendee-report-too-many = A hundred of your reports are open already. The organisers have to decide some first.

## attendee.report.reasons: the reasons for a report

attendee-report-reasons-not-asked = Nobody asked me before scanning
attendee-report-reasons-not-me = It was not my badge, or somebody else wore it
attendee-report-reasons-never-there = I was never at that booth
attendee-report-reasons-pressed = I was pressed into it
attendee-report-reasons-other = Something else

## attendee.notice: a privacy notice

# $version (u32) - the notice's version
attendee-notice-title = Privacy notice { $version }
# $day (String) - the day, as shell-dates writes it
attendee-notice-since = In force since { $day }.

## attendee.sharing: settings that apply to all sponsors

attendee-sharing-title = What sponsors may have
attendee-sharing-lead = This holds for all sponsors, those that have scanned you and those to come. No sponsor gets anything before it has scanned your badge.
attendee-sharing-fields = Fields
attendee-sharing-fields-hint = A sponsor gets at most what is ticked here, whatever you said at its booth.
attendee-sharing-not-allowed = this event gives it to no sponsor
attendee-sharing-email = Another email address for sponsors
# $address (String) - an email address
attendee-sharing-email-hint = You registered with { $address }. Sponsors can get another address instead, such as one that you can close later.
attendee-sharing-email-label = Email address for sponsors
attendee-sharing-email-fault = That is not an email address. Check it and try again.
attendee-sharing-email-remove = Use the one I registered with
attendee-sharing-do-not-scan = Do not scan me
attendee-sharing-do-not-scan-off = If you set this, booths that scan your badge are told that you do not want to be scanned, as soon as your badge is printed anew, and nothing that they scan is shown to them. Sponsors that have something of yours see it no more and are told to delete it.
attendee-sharing-do-not-scan-on = You asked not to be scanned. No sponsor sees anything of you. If you lift this, those that have scanned you see again what you share with them, unless you withdrew.
attendee-sharing-do-not-scan-set = Do not scan me
attendee-sharing-do-not-scan-lift = Let sponsors scan me
attendee-sharing-mails = Mails
attendee-sharing-mails-hint = A mail when sponsors have scanned you for the first time, once a day at most.
attendee-sharing-mails-label = Send me these mails
attendee-sharing-save = Save
attendee-sharing-done-fields = Saved. It holds for all sponsors from now on.
attendee-sharing-done-email = Saved. Sponsors get this address from now on.
attendee-sharing-done-email-removed = Sponsors get the address that you registered with from now on.
attendee-sharing-done-do-not-scan = Saved. No sponsor sees anything of you from now on.
attendee-sharing-done-scan = Saved. Sponsors may scan you.
attendee-sharing-done-mails = Saved.
attendee-sharing-withdraw = Withdraw from all
attendee-sharing-withdraw-hint = Goes further than taking all ticks away: sponsors are told to delete what they have.

## attendee.data: the data export and the consent receipts

attendee-data-title = Your data
attendee-data-held = What is held of you
attendee-data-empty = empty
attendee-data-held-hint = It comes from your registration. If something is wrong, have it changed there; it comes here with the next import.
attendee-data-all = Everything, as a file
attendee-data-all-hint = One JSON file: your data and settings, each sponsor with what it has and every scan, everything that you changed, your reports, and your badges.
attendee-data-download = Download everything
attendee-data-receipts = Consent receipts
attendee-data-receipts-hint = For each sponsor that scanned you: what you agreed to, when, under which notice, with the signed record of the booth's device, signed by this backend. It proves what you agreed to even where this backend is gone.
attendee-data-no-receipts = There is none yet: no sponsor has scanned your badge.
# $sponsor (String) - the sponsor's name
attendee-data-receipt-of = Receipt for { $sponsor }
attendee-data-check = To check one without any network:
attendee-data-key = The key it is checked with
attendee-data-erase = Erase everything
attendee-data-erase-hint = Takes all that is held of you out of this backend, for ever.
attendee-data-to-erase = What erasing means

## attendee.erase: erasure of the attendee's data

attendee-erase-title = Erase everything?
attendee-erase-goes = What goes, at once and for ever
attendee-erase-going-1 = Your name, email address, job title, employer, region and country.
attendee-erase-going-2 = What booths wrote about you, and what you and the organisers wrote in reports.
attendee-erase-going-3 = Your badge: its code works no more.
attendee-erase-going-4 = Your way in here: you are signed out, and can't sign in again for this event.
attendee-erase-stays = What stays
attendee-erase-staying-1 = Sponsors that have seen or exported something are told to delete it. Whether they have, you can't see here any more.
attendee-erase-staying-2 = That a person with your registration number was erased, so that the next import does not bring you back.
attendee-erase-staying-3 = The devices' signed records as they came: random numbers of badges and scans, and the text of a note if a booth wrote one. Nobody is shown them.
attendee-erase-staying-4 = Your registration itself: it is with the conference, not here.
attendee-erase-first = Want a copy first? Download everything under Your data; afterwards there is nothing left to download.
attendee-erase-sure = I understand that this can't be undone
attendee-erase-not-sure = Tick the box first. Nothing was erased.
attendee-erase-confirm = Erase everything
attendee-erase-done = Your data is erased
    .text = You are signed out. Sponsors that had something of yours are told to delete it.

## attendee.digest: the daily mail about sponsors that scanned the badge for the first time

# $event (String) - the event's name
attendee-digest-subject = Your badge was scanned at { $event }
# $count (Number) - how many
# $event (String) - the event's name
attendee-digest-lead =
    { $count ->
        [one] { $count } sponsor has scanned your badge at { $event } for the first time:
       *[other] { $count } sponsors have scanned your badge at { $event } for the first time:
    }
# $count (Number) - how many
attendee-digest-more = … and { $count } more
attendee-digest-see = See what they get, take fields back, withdraw, or report a scan that you did not allow:
attendee-digest-off = You get this mail once a day at most. To get none, without signing in:
attendee-digest-stop = No more of these mails?
    .text = Then no mail tells you any more that sponsors have scanned you for the first time. What they get stays as it is.
    .button = Send me none
attendee-digest-stopped = You get none of these mails any more
    .text = Changed your mind? Turn them on again under Sharing, once you are signed in.

## sponsor.leads: the list of leads, and the page of one lead

# $count (u64) - how many
sponsor-leads-count =
    { $count ->
        [one] { $count } attendee was scanned.
       *[other] { $count } attendees were scanned.
    }
sponsor-leads-empty = No leads yet
    .text = They appear here as soon as a booth device has scanned a badge and synced. Enrol a device under Devices.
sponsor-leads-find = Find leads
sponsor-leads-text = Search
sponsor-leads-text-hint = Shared fields and notes
sponsor-leads-rating = Rating
sponsor-leads-any = Any
# $rating (u32) - from 1 to 5
sponsor-leads-at-least = { $rating } or better
sponsor-leads-tag = Tag
sponsor-leads-operator = Operator
sponsor-leads-day = Day
sponsor-leads-kind = Show
sponsor-leads-kinds-1 = All
sponsor-leads-kinds-2 = Shared
sponsor-leads-kinds-3 = Deleted
sponsor-leads-apply = Find
sponsor-leads-clear = Show all
sponsor-leads-none-found = Nothing found
    .text = No lead has all that. Take something out and try again.
sponsor-leads-none-yet = Nothing found among the leads looked at so far. Go on to look at more.
sponsor-leads-next = Older leads
sponsor-leads-first = First page
sponsor-leads-list = Leads, the last scanned first
sponsor-leads-lead = Lead
sponsor-leads-tags = Tags
sponsor-leads-last-scan = Last scan
sponsor-leads-operators = Operators
sponsor-leads-no-name = Name not shared
sponsor-leads-deleted = Deleted
sponsor-leads-reason-erased = The attendee had their data erased.
sponsor-leads-reason-do-not-scan = The attendee asks not to be scanned.
sponsor-leads-reason-report-upheld = A report of an improper scan was upheld.
sponsor-leads-reason-reported = The attendee reported the scan; the organisers are looking into it.
sponsor-leads-reason-withdrawn = The attendee withdrew.
sponsor-leads-reason-voided = The booth took the scan back.
sponsor-leads-fields = What the attendee shares
sponsor-leads-empty-field = Nothing given at registration
sponsor-leads-not-shared = Not shared
sponsor-leads-not-shared-note = The attendee decides, and may change it at any time.
sponsor-leads-notes = Notes
sponsor-leads-no-notes = Nobody wrote a note.
# $rating (u32) - from 1 to 5
sponsor-leads-stars = { $rating } of 5
sponsor-leads-scans = Scans
sponsor-leads-when = When
sponsor-leads-device = Device
sponsor-leads-method = How
sponsor-leads-by-camera = Camera
sponsor-leads-by-scanner = Scanner
sponsor-leads-by-hand = Typed
sponsor-leads-voided = Taken back
sponsor-leads-no-operator = No name given
sponsor-leads-old-question = A question that is asked no more
sponsor-leads-yes = Yes
sponsor-leads-no = No
sponsor-leads-delete-copies = Delete every copy that you have: in your CRM, in spreadsheets, in mails. Then say so, and the attendee sees it.
# $when (String) - date and time, as shell-dates writes them
sponsor-leads-since = Since { $when }.

## sponsor.devices: booth devices and their enrolment codes

sponsor-devices-lead = The laptops and tablets that scan for you.
sponsor-devices-empty = No device yet
    .text = Make a code below, open Lanyard on the laptop or tablet, and let it scan the code.
sponsor-devices-list = Your devices
sponsor-devices-label = Name
sponsor-devices-status = State
sponsor-devices-active = Active
sponsor-devices-expired = Event over
sponsor-devices-revoked = Revoked
sponsor-devices-last-sync = Last sync
sponsor-devices-pending = Waiting on it then
sponsor-devices-quarantined = In quarantine
sponsor-devices-clock-off = Clock is off
sponsor-devices-chain-broken = Looks cloned or set back
sponsor-devices-change = Change
sponsor-devices-rename = Rename
sponsor-devices-revoke = Revoke
sponsor-devices-revoke-text = For a device that was lost or stolen. What it sends from now on makes no leads, whatever time it claims; what it sent before stays. This can’t be undone: to use the device again, enrol it anew.
sponsor-devices-add = Enrol a device
sponsor-devices-add-text = A code enrols one device, once.
sponsor-devices-add-label = Name of the device
sponsor-devices-add-hours = The code works for
# $hours (i64) - how many hours
sponsor-devices-hours =
    { $hours ->
        [one] { $hours } hour
       *[other] { $hours } hours
    }
sponsor-devices-make-code = Make a code
sponsor-devices-bad-label = Give the device a name of 1 to 120 characters.
sponsor-devices-code-title = Enrolment code
sponsor-devices-code-text = On the laptop or tablet, open Lanyard and choose “Enrol”. Let it scan this, or type what stands below.
# $until (String) - date and time, as shell-dates writes them
sponsor-devices-code-once = It is shown this once, and works once, until { $until }. Whoever has it can scan in your name: hand it to nobody else.
sponsor-devices-code-drawing = The enrolment code as a QR code
sponsor-devices-code-server = Address
sponsor-devices-code-typed = Code
sponsor-devices-code-whole = All of it, to paste
sponsor-devices-code-done = Done
sponsor-devices-codes = Codes that nobody has used yet
sponsor-devices-code-until = Works until
sponsor-devices-cancel-code = Cancel
sponsor-devices-owners-only = Owners of the team can enrol, rename and revoke devices.
sponsor-devices-renamed = The device has its new name.
sponsor-devices-revoked-now = The device is revoked.
sponsor-devices-cancelled = The code works no more.
# $days (i64) - how many days
sponsor-devices-days = { $days } days

## sponsor.exports: exporting leads

sponsor-exports-lead = All your leads in one file, with what each attendee shares right now.
sponsor-exports-take = Take an export
sponsor-exports-formats-1 = CSV
    .text = For spreadsheets and most other programs.
sponsor-exports-formats-2 = Excel (XLSX)
    .text = A spreadsheet, with what was deleted on a sheet of its own.
sponsor-exports-formats-3 = JSON
    .text = Every scan and every note, for programs.
sponsor-exports-formats-4 = Salesforce
    .text = CSV with the columns of a Salesforce lead.
sponsor-exports-formats-5 = HubSpot
    .text = CSV with the columns of a HubSpot contact.
sponsor-exports-download = Download
sponsor-exports-in-it = An attendee who took their data back is in the file by an id and a date alone, so that you can delete what you have. Each export is written down, and attendees see that theirs was exported.
# $count (Number) - how many
sponsor-exports-since-last =
    { $count ->
        [one] { $count } lead that you exported was taken back since your last export.
       *[other] { $count } leads that you exported were taken back since your last export.
    }
sponsor-exports-to-deletions = See what to delete
sponsor-exports-taken = Exports taken
sponsor-exports-none-taken = None yet.
sponsor-exports-when = When
sponsor-exports-format = Format
sponsor-exports-by = By
sponsor-exports-by-program = A program
sponsor-exports-leads = Leads
sponsor-exports-deletions = New deletions

## sponsor.deletions: deletions that the sponsor must acknowledge

# $count (Number) - how many
sponsor-deletions-count =
    { $count ->
        [one] { $count } lead to delete.
       *[other] { $count } leads to delete.
    }
sponsor-deletions-lead = These attendees took their data back. Delete every copy you have, in your CRM, in spreadsheets, in mails; then say so. Attendees see when you did.
sponsor-deletions-empty = Nothing to delete
    .text = Where an attendee takes back what you were given, it is listed here until you say that your copies are deleted.
sponsor-deletions-pending = To delete
sponsor-deletions-more = These are the first ones; the others follow once these are done.
sponsor-deletions-id = Lead
sponsor-deletions-reason = Why
sponsor-deletions-since = Since
sponsor-deletions-exported = Last exported
sponsor-deletions-never-exported = Never; it was seen on these pages
sponsor-deletions-acknowledge = Copies deleted
# $count (Number) - how many
sponsor-deletions-acknowledge-all =
    { $count ->
        [one] All copies of this { $count } are deleted
       *[other] All copies of these { $count } are deleted
    }
sponsor-deletions-means = By this you tell the attendees that nothing of theirs is left with you.
sponsor-deletions-done = Done
sponsor-deletions-done-at = Said on
sponsor-deletions-acknowledged = Noted. The attendee sees it.
sponsor-deletions-act = Done?

## sponsor.charts: charts of the scans

sponsor-charts-lead = What your booth scanned, whatever became of the leads. Nobody can be told from these numbers.
sponsor-charts-empty = Nothing scanned yet
    .text = As soon as a booth device has scanned and synced, its scans are counted here.
sponsor-charts-total = Scans
sponsor-charts-new = New
sponsor-charts-repeated = Again
sponsor-charts-by-hour = By hour
sponsor-charts-by-device = By device
sponsor-charts-by-operator = By operator
sponsor-charts-hour = Hour
sponsor-charts-device = Device
sponsor-charts-operator = Operator
sponsor-charts-no-operator = No name given
sponsor-charts-numbers = The numbers
# $day (String) - the day, as shell-dates writes it
# $scans (u64) - how many scans
sponsor-charts-drawing =
    { $scans ->
        [one] { $day }: { $scans } scan, by hour
       *[other] { $day }: { $scans } scans, by hour
    }
# $scans (u64) - how many scans
sponsor-charts-undated =
    { $scans ->
        [one] { $scans } scan is of a device whose clock was wrong; it is in no hour.
       *[other] { $scans } scans are of devices whose clocks were wrong; they are in no hour.
    }

## sponsor.programs: API tokens and webhooks

sponsor-programs-lead = For your own programs: a CRM that fetches leads, a service that is told when they change.
sponsor-programs-tokens = Tokens
sponsor-programs-tokens-text = A token lets a program in. Give each its own, with no more than it needs, so that you can revoke one without the others.
sponsor-programs-label = What it is for
sponsor-programs-scopes = May
sponsor-programs-scope-leads = read leads and their changes
sponsor-programs-scope-exports = take exports
sponsor-programs-scope-devices = see booth devices
sponsor-programs-scope-deletions = acknowledge deletions
sponsor-programs-last-used = Last used
sponsor-programs-made = Made
sponsor-programs-make-token = Make a token
sponsor-programs-revoke = Revoke
sponsor-programs-revoke-text = The program that has it is refused from now on. This can’t be undone; you can make another.
sponsor-programs-new-token = A new token
sponsor-programs-token-title = Your new token
sponsor-programs-token-once = It is shown this once. Whoever has it can do this in your name; keep it as you keep a password.
sponsor-programs-token-use = Send it with each request:
sponsor-programs-back = Done
sponsor-programs-bad-label = Say what it is for, in 1 to 120 characters.
sponsor-programs-label-in-use = There is a token for that already. Revoke it first, or call this one otherwise.
sponsor-programs-no-scope = Tick at least one thing that it may do.
sponsor-programs-token-revoked = The token is revoked.
sponsor-programs-webhooks = Webhooks
sponsor-programs-webhooks-text = When leads change, we post their ids to your address, and nothing about anybody; your program then asks the API for what is shared.
sponsor-programs-no-webhooks = None yet.
sponsor-programs-url = Address
sponsor-programs-url-hint = Begins with https:// and is on the open internet.
sponsor-programs-new-webhook = A new webhook
sponsor-programs-add-webhook = Add it
sponsor-programs-bad-url = That can’t be a webhook’s address. It looks like https://crm.example/hook, without a user, a password or a # in it.
sponsor-programs-not-encrypted = The address must begin with https://.
sponsor-programs-not-public = This address is not on the open internet, so nothing is sent there.
sponsor-programs-too-many = You have ten webhooks, which is the most. Remove one first.
sponsor-programs-on = On
sponsor-programs-paused = Paused
# $since (String) - date and time, as shell-dates writes them
sponsor-programs-paused-text = Since { $since }. Nothing is lost: once it is on again it is told of all that has changed.
sponsor-programs-waiting = Waiting
sponsor-programs-last-delivered = Last delivered
sponsor-programs-see-log = Deliveries and settings
sponsor-programs-secret-title = Your webhook’s secret
sponsor-programs-secret-once = It is shown this once. It signs each delivery, so that your program can tell ours from anybody else’s.
sponsor-programs-secret-use = Put it where your program checks the Lanyard-Signature header:
sponsor-programs-webhook = Webhook
sponsor-programs-ping = Send a test
sponsor-programs-pause = Pause
sponsor-programs-resume = Switch on
sponsor-programs-remove = Remove
sponsor-programs-remove-text = The webhook, its secret and its log are gone. This can’t be undone; you can add another.
sponsor-programs-log = Deliveries
sponsor-programs-empty-log = Nothing was sent yet. A test shows whether your address answers.
sponsor-programs-number = Number
sponsor-programs-written = Written
sponsor-programs-attempts = Attempts
sponsor-programs-outcome = Outcome
# $when (String) - date and time, as shell-dates writes them
sponsor-programs-delivered = Delivered { $when }
# $when (String) - date and time, as shell-dates writes them
sponsor-programs-next-attempt = Next attempt { $when }
sponsor-programs-given-up = Given up
sponsor-programs-outcome-refused-address = The address is not on the open internet
sponsor-programs-outcome-timed-out = No answer within 10 seconds
sponsor-programs-outcome-no-connection = No connection, or no valid certificate
sponsor-programs-outcome-secret = The secret can’t be opened here; remove this webhook and add it again
sponsor-programs-again = Send again
sponsor-programs-body = What it says
sponsor-programs-pinged = A test is on its way. Reload the page in a moment.
sponsor-programs-sent-again = It is sent again. Reload the page in a moment.
sponsor-programs-paused-now = The webhook is paused.
sponsor-programs-resumed = The webhook is on.
sponsor-programs-removed = The webhook is removed.

## sponsor.team: the sponsor's team, and the invitation mail

sponsor-team-lead = Whoever works with your leads here.
sponsor-team-list = Your team
sponsor-team-name = Name
sponsor-team-email = Email address
sponsor-team-role = Role
sponsor-team-roles-1 = Member
sponsor-team-roles-2 = Owner
sponsor-team-role-texts-1 = reads, searches and exports leads, and acknowledges deletions
sponsor-team-role-texts-2 = also manages the team, devices, tokens and webhooks
# $when (String) - date and time, as shell-dates writes them
sponsor-team-invited = Invited { $when }, not here yet
# $when (String) - date and time, as shell-dates writes them
sponsor-team-joined = Here since { $when }
sponsor-team-you = you
sponsor-team-change = Change
sponsor-team-set-role = Save
sponsor-team-remove = Remove
sponsor-team-remove-text = They are signed out at once and can’t come back, unless somebody invites them again. What they did stays.
sponsor-team-invite = Invite somebody
sponsor-team-invite-text = They get a mail that says where to sign in. There is no password.
sponsor-team-send = Invite
sponsor-team-send-again = Send the invitation again
sponsor-team-no-mail = This backend sends no mail. Whoever runs it can make a link for them: lanyard-server sponsor member link.
sponsor-team-bad-email = That is not an email address. Check it and try again.
sponsor-team-bad-name = Give a name of 1 to 120 characters.
sponsor-team-exists = Somebody of your team has this address already.
sponsor-team-last-owner = This is the last owner. Make somebody else an owner first.
sponsor-team-unknown = The team has nobody like that any more.
sponsor-team-invited-now = The invitation is on its way.
sponsor-team-role-set = The role is changed.
sponsor-team-removed = They are no longer in the team.
sponsor-team-owners-only = Owners can invite colleagues, change roles and remove people.
sponsor-team-mail-subject = You are invited to a team
# $name (String) - the name of the person
# $sponsor (String) - the sponsor's name
# $event (String) - the event's name
# $url (String) - a web address
sponsor-team-mail-text =
    Hello { $name },

    you were invited to the team of { $sponsor } at { $event }. There you find the leads of your booth.

    Sign in with this address at
    { $url }

    There is no password: you are sent a link each time.
    { "" }

## organiser.shared: what several of the organiser's pages say

organiser-shared-save = Save
organiser-shared-name = Name
organiser-shared-email = Email address
organiser-shared-role = Role
organiser-shared-sponsor = Sponsor
organiser-shared-device = Device
organiser-shared-when = When
organiser-shared-state = State
organiser-shared-all = All
organiser-shared-show = Show
organiser-shared-pages = Pages
organiser-shared-back = Page before
organiser-shared-on = Next page
organiser-shared-never = Never
organiser-shared-look-only = Your role lets you look at this and change nothing.
organiser-shared-not-an-address = That is not an email address. Check it and try again.
organiser-shared-bad-name = A name has 1 to 120 characters, fewer where they have accents.
organiser-shared-erased-person = Erased

## organiser.overview: the event at a glance

organiser-overview-title = Overview
# $day (String) - the day, as shell-dates writes it
organiser-overview-ends = The event ends { $day }.
# $day (String) - the day, as shell-dates writes it
organiser-overview-ended = The event ended { $day }.
organiser-overview-figures = Figures
organiser-overview-attendees = Attendees
# $count (Number) - how many
organiser-overview-without-badge = { $count } without a badge
organiser-overview-scans = Scans
# $count (Number) - how many
organiser-overview-people-scanned =
    { $count ->
        [one] of { $count } attendee
       *[other] of { $count } attendees
    }
organiser-overview-sponsors = Sponsors
# $count (Number) - how many
organiser-overview-without-owner = { $count } without a team
organiser-overview-devices = Devices
# $records (Number) - how many records
organiser-overview-waiting =
    { $records ->
        [one] { $records } record waiting on them
       *[other] { $records } records waiting on them
    }
# $count (Number) - how many
organiser-overview-flagged = { $count } flagged
organiser-overview-reports = Open reports
# $count (Number) - how many
organiser-overview-reports-all = { $count } in all
organiser-overview-quarantine = In quarantine
organiser-overview-records = records
organiser-overview-next = What comes next
organiser-overview-next-import = Import the registrations
organiser-overview-next-import-why = A CSV file out of your registration system. You see which columns are taken before anything is stored.
organiser-overview-next-badges = Print the badges
organiser-overview-next-badges-why = A PDF for the printer, with a code on each badge.
organiser-overview-next-sponsors = Add the sponsors
organiser-overview-next-sponsors-why = Invite one person of each; they enrol their own devices.
organiser-overview-next-notice = Look over the settings
organiser-overview-next-notice-why = The notice, the fields that sponsors may have, and the questions that booths ask.
organiser-overview-next-reports = Answer the open reports
organiser-overview-next-reports-why = The leads that they are about are withheld until you have.
organiser-overview-next-flagged = Look at the flagged devices
organiser-overview-next-flagged-why = Somebody copied one, set a clock wrong, or guesses codes.
organiser-overview-next-retention = Run the retention
organiser-overview-next-retention-why = The time for which this event’s data is kept is over.

## organiser.people: the organiser's staff

organiser-people-title = People
organiser-people-lead = Who works with this event on your side, and what each may do.
organiser-people-organiser = Organiser
organiser-people-support = Support
organiser-people-auditor = Auditor
organiser-people-organiser-may = Everything: settings, imports, people, retention.
organiser-people-support-may = Reports, devices, badges and sponsors; takes no data out.
organiser-people-auditor-may = Reads everything and exports the audit log; changes nothing.
organiser-people-you = you
organiser-people-signed-in = First signed in
organiser-people-invited = Invited
organiser-people-not-yet = Not yet
organiser-people-add = Add somebody
organiser-people-add-lead = They get a mail that says how to sign in with this address.
organiser-people-add-button = Add and send the mail
organiser-people-change-role = Change the role
# $name (String) - the name of the person
organiser-people-change-role-of = Role of { $name }
organiser-people-remove = Remove
organiser-people-remove-what = They are signed out at once, and their passkeys are deleted. What they did stays in the audit log. You can add them again.
# $name (String) - the name of the person
organiser-people-remove-button = Remove { $name }
organiser-people-exists = Somebody here has this address already.
organiser-people-last-organiser = This is the last organiser. Make somebody else one first.
organiser-people-said-added = Added. The mail is on its way.
organiser-people-said-role = The role is changed. It holds from now on.
organiser-people-said-removed = Removed, and signed out.

## organiser.sponsors: the sponsors and their teams

organiser-sponsors-title = Sponsors
organiser-sponsors-lead = Each sponsor has a team, which enrols its own devices and reads its own leads.
organiser-sponsors-empty = No sponsor yet
organiser-sponsors-empty-what = Add the first one below, then invite somebody of theirs.
organiser-sponsors-team = Team
organiser-sponsors-devices = Devices
organiser-sponsors-scans = Scans
organiser-sponsors-reports = Open reports
organiser-sponsors-no-team = Nobody yet
# $count (Number) - how many
organiser-sponsors-people =
    { $count ->
        [one] { $count } person
       *[other] { $count } people
    }
organiser-sponsors-add = Add a sponsor
organiser-sponsors-add-button = Add
organiser-sponsors-exists = There is a sponsor of this name already.
organiser-sponsors-rename = Rename
organiser-sponsors-rename-what = Attendees see the new name at once. Devices show the old one until they enrol again.
organiser-sponsors-owner = Owner
organiser-sponsors-member = Member
organiser-sponsors-joined = First signed in
organiser-sponsors-invite = Invite an owner
organiser-sponsors-invite-what = An owner reads the sponsor’s leads, enrols devices and invites the rest of the team. They get a mail that says how to sign in.
organiser-sponsors-invite-button = Invite
organiser-sponsors-member-exists = Somebody of the team has this address already.
organiser-sponsors-no-devices = No device is enrolled yet. The sponsor’s team does that on its own pages.
organiser-sponsors-said-added = Added. Invite somebody of theirs next.
organiser-sponsors-said-renamed = Renamed.
organiser-sponsors-said-invited = Invited. The mail is on its way.

## organiser.devices: the booth devices of all sponsors

organiser-devices-title = Devices
organiser-devices-lead = The booth devices of all sponsors.
organiser-devices-empty = No device is enrolled yet
organiser-devices-empty-what = Sponsors enrol their devices on their own pages. Add a sponsor and invite somebody of theirs.
organiser-devices-last-sync = Last sync
organiser-devices-waiting = Waiting
organiser-devices-held = Records held
organiser-devices-quarantined = In quarantine
organiser-devices-clock = Clock
# $minutes (i64) - how many minutes
organiser-devices-ahead = { $minutes } min ahead
# $minutes (i64) - how many minutes
organiser-devices-behind = { $minutes } min behind
organiser-devices-right = Right
organiser-devices-working = In use
organiser-devices-expired = Run out
organiser-devices-revoked = Revoked
organiser-devices-flag-chain = Copied or set back
organiser-devices-flag-chain-what = Its chain of records forked, broke or used a scan id twice: the device was cloned or set back, or it lies. All branches are kept.
organiser-devices-flag-skew = Clock off
organiser-devices-flag-skew-what = Its clock was off by more than five minutes. Order does not depend on clocks; the times shown do.
organiser-devices-flag-guess = Guesses codes
organiser-devices-flag-guess-what = It sent so many codes that belong to nobody that somebody must be guessing. It learns nothing from that.
# $day (String) - the day, as shell-dates writes it
organiser-devices-since = Seen { $day }.
organiser-devices-enrolled = Enrolled
organiser-devices-expires = Enrolment ends
organiser-devices-id = Id
organiser-devices-filter = Which
organiser-devices-only-flagged = Flagged
organiser-devices-only-waiting = With records waiting
organiser-devices-only-revoked = Revoked
organiser-devices-none-such = No device is like that.
organiser-devices-revoke = Revoke
organiser-devices-revoke-what = What arrives from it from now on is put in quarantine, whatever time it claims, and at its next sync it forgets names and the badge key. What it sent before stays. This can’t be undone: the device would have to enrol again.
organiser-devices-revoke-button = Revoke this device
organiser-devices-said-revoked = Revoked. It learns so at its next sync.

## organiser.reports: reports of improper scans, and the decisions on them

organiser-reports-title = Reports
organiser-reports-lead = Attendees say here that a scan was improper. The lead is withheld until you decide.
organiser-reports-empty-open = No report is open
organiser-reports-empty-open-what = When an attendee reports a scan, it stands here.
organiser-reports-open = Open
organiser-reports-upheld = Upheld
organiser-reports-dismissed = Dismissed
organiser-reports-only-open = Open ones
organiser-reports-every = All reports
organiser-reports-opened = Reported
organiser-reports-not-asked = Nobody asked before scanning
organiser-reports-not-me = Somebody else’s badge, or worn by somebody else
organiser-reports-never-there = Was never at that booth
organiser-reports-pressed = Was pressed
organiser-reports-other = Something else
# $sponsor (String) - the sponsor's name
organiser-reports-one = Report about { $sponsor }
organiser-reports-says = What the attendee says
organiser-reports-no-words = No words beyond the reason.
organiser-reports-attendee = Attendee
organiser-reports-to-attendee = See what is held of them
organiser-reports-evidence = What the device signed
organiser-reports-no-evidence = No accepted scan of this attendee by this sponsor is here. Where a scan was taken back or put in quarantine, nothing is shown to the sponsor anyway.
organiser-reports-scanned-at = Scanned, by the device’s clock
organiser-reports-received-at = Arrived here
organiser-reports-operator = Operator
organiser-reports-no-operator = Not named
organiser-reports-method = Read by
organiser-reports-camera = Camera
organiser-reports-hardware-scanner = Hardware scanner
organiser-reports-manual = Typed by hand
organiser-reports-given = Consent
organiser-reports-handover = By holding out the badge
organiser-reports-confirmed = By a tap on “share” on the screen
organiser-reports-fields = Fields consented to
organiser-reports-narrowed = Taken away at the booth
organiser-reports-nothing = None
organiser-reports-notice = Notice in force
# $version (u32) - the notice's version
organiser-reports-notice-version = Version { $version }
organiser-reports-record = Record
# $seq (u64) - the record's number
organiser-reports-record-number = No. { $seq } of its device
organiser-reports-hash = SHA-256 of the record
organiser-reports-voided = Taken back by the booth
organiser-reports-signature-good = The signature holds
organiser-reports-signature-bad = The signature does not hold
organiser-reports-on-chain = In the device’s chain
organiser-reports-off-chain = Not in the device’s chain
organiser-reports-neighbours = The device’s scans around it
organiser-reports-neighbours-what = Ten records before and after. Whom the others are about is not shown.
organiser-reports-this-attendee = This attendee
organiser-reports-another = Somebody else
organiser-reports-unknown-person = Nobody known
organiser-reports-this-record = this one
# $seconds (i64) - how many seconds, negative if before
organiser-reports-after-first = { NUMBER($seconds, signDisplay: "always") } s
organiser-reports-distance = From this scan
organiser-reports-decide = Decide
organiser-reports-decide-what = The attendee reads the reason, and both sides are told by mail. A decision can’t be changed.
organiser-reports-why = Why
organiser-reports-why-hint = The attendee reads this. The sponsor does not.
organiser-reports-uphold = Uphold: the lead stays withheld
organiser-reports-uphold-what = The sponsor is told to delete its copies, and gets the lead back only where the attendee allows it.
organiser-reports-dismiss = Dismiss: the lead is shared again
organiser-reports-dismiss-what = As far as the attendee shares it. They can still withdraw.
organiser-reports-decision = The decision
# $moment (String) - date and time, as shell-dates writes them
organiser-reports-decided = Decided: { $moment }
# $moment (String) - date and time, as shell-dates writes them
organiser-reports-decided-by-organiser = Decided by an organiser: { $moment }
# $moment (String) - date and time, as shell-dates writes them
organiser-reports-decided-by-support = Decided by the organisers’ support: { $moment }
organiser-reports-choose = Choose one of the two.
organiser-reports-no-reason = Say why: the attendee reads the reason.
organiser-reports-too-long = At most 4,000 characters fit.
organiser-reports-already = Somebody has decided this report already.
organiser-reports-said-upheld = Upheld. The lead stays withheld, and both sides are told.
organiser-reports-said-dismissed = Dismissed. Both sides are told.

## organiser.mails: the organiser's mails: invitations and decisions on reports

# $event (String) - the event's name
organiser-mails-staff-subject = You can work with { $event } now
# $event (String) - the event's name
# $role (String) - the name of the person's role
# $url (String) - a web address
organiser-mails-staff-text =
    You were added to the people who run { $event }, as: { $role }.

    Open { $url }/sign-in and type this address. You get a link that signs you in; there is no password.

    Do you not know what this is about? Then do nothing.
    { "" }
# $sponsor (String) - the sponsor's name
# $event (String) - the event's name
organiser-mails-owner-subject = { $sponsor } at { $event }: your account is ready
# $sponsor (String) - the sponsor's name
# $event (String) - the event's name
# $url (String) - a web address
organiser-mails-owner-text =
    The organiser of { $event } has made you an owner of { $sponsor }’s team. You can enrol booth devices, read your leads and invite colleagues.

    Open { $url }/sign-in and type this address. You get a link that signs you in; there is no password.

    Do you not know what this is about? Then do nothing.
    { "" }
# $event (String) - the event's name
organiser-mails-report-subject = { $event }: your report was decided
# $sponsor (String) - the sponsor's name
# $reason (String) - the reason that was given
# $url (String) - a web address
organiser-mails-upheld-text =
    You reported a scan by { $sponsor }. The organiser has upheld your report:

    { $reason }

    { $sponsor } sees nothing of you any more, and was told to delete what it has. You see when it says that it did, and can allow it again if you like: { $url }/me
    { "" }
# $sponsor (String) - the sponsor's name
# $reason (String) - the reason that was given
# $url (String) - a web address
organiser-mails-dismissed-text =
    You reported a scan by { $sponsor }. The organiser has looked into it and dismissed your report:

    { $reason }

    { $sponsor } sees again what you let it have. You can take that away at any time: { $url }/me
    { "" }
# $event (String) - the event's name
organiser-mails-sponsor-subject = { $event }: a report about one of your leads
# $lead (String) - the lead's id
# $url (String) - a web address
organiser-mails-sponsor-upheld =
    An attendee reported one of your scans as improper, and the organiser has upheld the report.

    Lead { $lead } stays withheld. Delete your copies of it, also in other systems, then say so here: { $url }/sponsor/deletions
    { "" }
# $lead (String) - the lead's id
# $url (String) - a web address
organiser-mails-sponsor-dismissed =
    An attendee reported one of your scans as improper. The organiser has dismissed the report.

    You see lead { $lead } again, as far as the attendee shares it: { $url }/sponsor
    { "" }

## organiser.quarantine: records in quarantine: why each is there, and what would release it

organiser-quarantine-title = Quarantine
organiser-quarantine-lead = Records that devices sent and that are not used. They are kept byte for byte, and nothing of them is shown to a sponsor.
organiser-quarantine-empty = Nothing is in quarantine
organiser-quarantine-empty-what = Records come here when a signature, a badge or a chain is not right. Sponsors’ devices show them too.
organiser-quarantine-takes = What it would take
# $count (Number) - how many
organiser-quarantine-records =
    { $count ->
        [one] { $count } record
       *[other] { $count } records
    }
organiser-quarantine-kind = Kind
organiser-quarantine-scan = Scan
organiser-quarantine-note = Note
organiser-quarantine-narrow = Fields taken away
organiser-quarantine-void = Taken back
organiser-quarantine-code = What was read
# $badge (String) - the badge's id
organiser-quarantine-code-badge = Badge { $badge }
organiser-quarantine-code-foreign = A code of another system
# $code (String) - the code
organiser-quarantine-code-human = Typed code { $code }
organiser-quarantine-no-contents = Nothing inside is looked at, because the signature does not hold.
organiser-quarantine-not-readable = The bytes are no record.
organiser-quarantine-came-after = Came after its device was revoked
organiser-quarantine-unreadable = Unreadable
organiser-quarantine-unreadable-takes = Nothing: the bytes are no record that this version knows. A device with damaged storage sends such ones; look at the device.
organiser-quarantine-bad-signature = Signature does not hold
organiser-quarantine-bad-signature-takes = Nothing: somebody changed it, or it is not this device’s. It is evidence.
organiser-quarantine-not-this-enrolment = Of another enrolment
organiser-quarantine-not-this-enrolment-takes = The device must send it under the enrolment it was made in. The app does that by itself; another program may not.
organiser-quarantine-seq-mismatch = Wrong number
organiser-quarantine-seq-mismatch-takes = The device must send it under its own number.
organiser-quarantine-fork = Two with one number
organiser-quarantine-fork-takes = Nothing: the device was copied or set back, and the branch that came first counts. Revoke the device and enrol it anew.
organiser-quarantine-chain-broken = Does not follow
organiser-quarantine-chain-broken-takes = The record before it. If the device still has it, it is filled in at the next sync, and this one counts then.
organiser-quarantine-unknown-badge = Nobody’s badge
organiser-quarantine-unknown-badge-takes = Import the registration that the code belongs to. It counts as soon as you have.
organiser-quarantine-revoked-badge = Badge was replaced
organiser-quarantine-revoked-badge-takes = Nothing: the badge was replaced before the scan. The attendee shows the new one.
organiser-quarantine-device-revoked = Device was revoked
organiser-quarantine-device-revoked-takes = Nothing: it came after the device was revoked, and a thief sets the clock.
organiser-quarantine-enrolment-expired = Enrolment had run out
organiser-quarantine-enrolment-expired-takes = Nothing for this scan. Move the event’s end in the settings and enrol the device again for those to come.
organiser-quarantine-scan-id-reused = Scan id used twice
organiser-quarantine-scan-id-reused-takes = Nothing: two scans claim to be one, as after copying a device.
organiser-quarantine-unknown-notice = Unknown notice
organiser-quarantine-unknown-notice-takes = Nothing: no version of the notice has that number, so nobody can say what the attendee read.
organiser-quarantine-foreign-not-accepted = Code of another system
organiser-quarantine-foreign-not-accepted-takes = Take codes of that kind in the settings.
organiser-quarantine-not-confirmed = Not confirmed
organiser-quarantine-not-confirmed-takes = Nothing: the attendee did not tap “share”, which this event asks for.
organiser-quarantine-other = Another reason
organiser-quarantine-other-takes = Look at the device.

## organiser.settings: the event's settings, its privacy notice and its questions

organiser-settings-title = Settings
organiser-settings-lead = What holds for the event. A change of the fields acts at once, whenever somebody reads; devices learn of the rest at their next sync or when they enrol.
organiser-settings-event = The event
organiser-settings-short-name = Short name, in badge codes
organiser-settings-zone = Time zone
organiser-settings-zone-hint = An IANA name such as America/Los_Angeles. Pages show times in it.
organiser-settings-ends = Ends
organiser-settings-ends-hint = In the event’s zone. Enrolments made from now on end with it.
organiser-settings-retention = Days for which data is kept after the end
organiser-settings-retention-hint = 0 to 3650. Then a retention run erases what is about people.
organiser-settings-fields = Fields that sponsors may have
organiser-settings-fields-hint = Attendees may share fewer, never more.
organiser-settings-mode = How consent is given
organiser-settings-mode-handover = By holding out the badge
organiser-settings-mode-handover-what = A scan is saved at once; the attendee can then take fields away on the screen.
organiser-settings-mode-confirm = By a tap on “share”
organiser-settings-mode-confirm-what = Nothing is saved before the attendee taps. Devices learn of a change when they enrol.
organiser-settings-foreign = Take codes of another system too (ACCESSCODE:…:VALIDATOR)
organiser-settings-notice = Privacy notice
# $version (u32) - the notice's version
# $day (String) - the day, as shell-dates writes it
organiser-settings-notice-in-force = Version { $version } is in force since { $day }.
organiser-settings-notice-change = Write another version
organiser-settings-notice-what = Another text makes another version. Each scan keeps the version that was in force at the booth.
organiser-settings-notice-text = The notice
organiser-settings-notice-publish = Put it in force
organiser-settings-notice-versions = All versions
# $version (u32) - the notice's version
organiser-settings-version = Version { $version }
organiser-settings-in-force = In force
organiser-settings-since = Since
organiser-settings-scans-under = Scans under it
organiser-settings-questions = Questions
organiser-settings-questions-what = What booths may ask and note beside a scan. Devices learn of a change at their next sync.
organiser-settings-questions-none = No question yet.
organiser-settings-questions-manage = Change the questions
organiser-settings-question = Question
organiser-settings-question-add = Add a question
organiser-settings-question-add-button = Add
organiser-settings-question-remove = Remove this question
organiser-settings-question-remove-what = Booths stop asking. Answers that were given stay with their leads.
organiser-settings-kind = Answer
organiser-settings-kind-text = Free text
organiser-settings-kind-choice = One of a list
organiser-settings-kind-yes-no = Yes or no
organiser-settings-kind-scale = A scale from 1
# $most (u32) - the highest number
organiser-settings-kind-scale-to = 1 to { $most }
organiser-settings-choices = The list, one a line
organiser-settings-choices-hint = For “one of a list”: 1 to 32 lines.
organiser-settings-scale = Highest number
organiser-settings-scale-hint = For “a scale”: 2 to 10.
organiser-settings-bad-zone = There is no such time zone. Write an IANA name such as America/Los_Angeles.
organiser-settings-bad-ends = That is no date and time. Write it as 2027-05-20T18:00.
organiser-settings-bad-retention = Days are a number from 0 to 3650.
organiser-settings-bad-notice = A notice has 1 to 65,536 characters, fewer where they have accents.
organiser-settings-same-notice = This is the text that is in force already.
organiser-settings-bad-question = A question has 1 to 500 characters, and there are at most 32 questions.
organiser-settings-bad-choices = Write 1 to 32 choices, one a line.
organiser-settings-bad-scale = A scale ends at 2 to 10.
organiser-settings-said-saved = Saved.
organiser-settings-said-notice = The new version is in force. Devices learn of it at their next sync.
organiser-settings-said-questions = Saved. Devices learn of it at their next sync.

## organiser.audit: the audit log

organiser-audit-title = Audit log
organiser-audit-lead = Each read and export of personal data, and each change by your people. Nothing in it is ever changed or removed.
organiser-audit-actor = Who
organiser-audit-action = What was done
organiser-audit-leads = Attendees
organiser-audit-fields = Fields
organiser-audit-detail = Detail
organiser-audit-number = No.
organiser-audit-from = From day
organiser-audit-until = To day
organiser-audit-kind-organiser = Command line
organiser-audit-kind-staff = The organiser’s people
organiser-audit-kind-sponsor = A sponsor’s program
organiser-audit-kind-member = A sponsor’s team
organiser-audit-kind-attendee = An attendee
organiser-audit-empty = No entry is like that.
# $count (Number) - how many
organiser-audit-found =
    { $count ->
        [one] { $count } entry
       *[other] { $count } entries
    }
organiser-audit-export = Export as CSV
organiser-audit-export-what = All entries that the filter finds, one a row. The export is an entry itself.
organiser-audit-filter = Filter
organiser-audit-bad-day = A day is written as 2027-05-20.

## organiser.audit.actions: the actions that the audit log records

organiser-audit-actions-acknowledge-deletion = Deletion acknowledged
organiser-audit-actions-add-member = Member added
organiser-audit-actions-add-passkey = Passkey added
organiser-audit-actions-add-sponsor = Sponsor added
organiser-audit-actions-add-staff = Person added
organiser-audit-actions-add-webhook = Webhook added
organiser-audit-actions-cancel-enrolment-code = Enrolment code cancelled
organiser-audit-actions-change-notice = Notice changed
organiser-audit-actions-change-questions = Questions changed
organiser-audit-actions-change-role = Role changed
organiser-audit-actions-change-settings = Settings changed
organiser-audit-actions-dismiss-report = Report dismissed
organiser-audit-actions-erase-attendee = Attendee erased
organiser-audit-actions-export-audit-log = Audit log exported
organiser-audit-actions-export-csv = Leads exported as CSV
organiser-audit-actions-export-hubspot = Leads exported for HubSpot
organiser-audit-actions-export-json = Leads exported as JSON
organiser-audit-actions-export-own = Own data downloaded
organiser-audit-actions-export-salesforce = Leads exported for Salesforce
organiser-audit-actions-export-xlsx = Leads exported as XLSX
organiser-audit-actions-import = Registrations imported
organiser-audit-actions-invite-member = Member invited
organiser-audit-actions-invite-owner = Owner invited
organiser-audit-actions-list-leads = Leads listed
organiser-audit-actions-list-reports = Reports listed
organiser-audit-actions-make-attendee-link = Attendee’s sign-in link made
organiser-audit-actions-make-attendee-token = Attendee’s token made
organiser-audit-actions-make-enrolment-code = Enrolment code made
organiser-audit-actions-make-members-link = Member’s sign-in link made
organiser-audit-actions-make-sign-in-link = Person’s sign-in link made
organiser-audit-actions-make-sponsor-token = Sponsor’s token made
organiser-audit-actions-pause-webhook = Webhook paused
organiser-audit-actions-print-badges = Badges printed
organiser-audit-actions-read-attendee = Attendee read
organiser-audit-actions-read-lead = Lead read
organiser-audit-actions-read-own = Own data read
organiser-audit-actions-read-quarantine = Quarantine read
organiser-audit-actions-read-receipt = Consent receipt read
organiser-audit-actions-read-report = Report read
organiser-audit-actions-redeliver-webhook = Webhook’s delivery sent again
organiser-audit-actions-remove-member = Member removed
organiser-audit-actions-remove-passkey = Passkey removed
organiser-audit-actions-remove-staff = Person removed
organiser-audit-actions-remove-webhook = Webhook removed
organiser-audit-actions-rename-device = Device renamed
organiser-audit-actions-rename-sponsor = Sponsor renamed
organiser-audit-actions-resume-webhook = Webhook resumed
organiser-audit-actions-revoke-badge = Badge revoked
organiser-audit-actions-revoke-device = Device revoked
organiser-audit-actions-revoke-sponsor-token = Sponsor’s token revoked
organiser-audit-actions-run-retention = Retention run
organiser-audit-actions-search-attendees = Attendees searched
organiser-audit-actions-set-members-role = Member’s role changed
organiser-audit-actions-test-webhook = Webhook tested
organiser-audit-actions-uphold-report = Report upheld

## organiser.attendees: registrations, and one attendee's page

organiser-attendees-title = Attendees
# $count (Number) - how many
organiser-attendees-lead =
    { $count ->
        [one] { $count } attendee is registered.
       *[other] { $count } attendees are registered.
    }
organiser-attendees-empty = Nobody is registered yet
organiser-attendees-empty-what = Import a CSV file out of your registration system.
organiser-attendees-import = Import registrations
organiser-attendees-find = Find somebody
organiser-attendees-find-what = Registration id, or a part of the name or email address
organiser-attendees-find-hint = What you look for is not kept, and is in no address. That you looked stands in the audit log.
organiser-attendees-find-button = Find
# $count (Number) - how many
organiser-attendees-found =
    { $count ->
        [one] { $count } attendee found
       *[other] { $count } attendees found
    }
# $count (Number) - how many
organiser-attendees-found-more = The first { $count }. Say more to find fewer.
organiser-attendees-found-none = Nobody is like that. Look at the spelling, or try the registration id.
organiser-attendees-registration = Registration id
organiser-attendees-held = What is held
organiser-attendees-not-given = Not given
organiser-attendees-sponsor-email = Address that sponsors get
organiser-attendees-imported = Last changed by an import
organiser-attendees-do-not-scan = Asks not to be scanned
# $day (String) - the day, as shell-dates writes it
organiser-attendees-erased-on = This attendee’s data was erased { $day }. An import does not bring it back.
organiser-attendees-badges = Badges
organiser-attendees-badge-good = Good
organiser-attendees-badge-revoked = Revoked
organiser-attendees-no-badge = No badge yet.
organiser-attendees-printed = Printed
organiser-attendees-reprint = Print a new badge
organiser-attendees-reprint-what = The badge gets another code. The old one is revoked, and devices refuse it after their next sync.
organiser-attendees-scanned-by = Sponsors
organiser-attendees-nobody-scanned = No sponsor has scanned this attendee.
organiser-attendees-shared = Shared
organiser-attendees-withheld = Withheld
# $count (Number) - how many
organiser-attendees-scans =
    { $count ->
        [one] { $count } scan
       *[other] { $count } scans
    }
organiser-attendees-sees = May see
organiser-attendees-has-seen = Has been given
organiser-attendees-exported = Exported
organiser-attendees-acknowledged = Deletion acknowledged
organiser-attendees-reports = Reports
organiser-attendees-no-reports = This attendee has reported nothing.
organiser-attendees-erase = Erase this attendee’s data
organiser-attendees-erase-what = Name, address and all other fields are erased, badges are revoked, what people wrote about them is emptied, and every sponsor that has the lead is told to delete it. The registration id stays, so that an import does not bring the person back, and the devices’ signed records stay until the retention run. There is no way back.
organiser-attendees-erase-type = Type the registration id to confirm
organiser-attendees-erase-button = Erase for good
organiser-attendees-erase-mismatch = That is not this attendee’s registration id. Nothing was erased.
organiser-attendees-said-erased = Erased. Sponsors that had the lead are told.
organiser-attendees-withheld-erased = Erased
organiser-attendees-withheld-do-not-scan = Asks not to be scanned
organiser-attendees-withheld-upheld = Report upheld
organiser-attendees-withheld-reported = Report open
organiser-attendees-withheld-withdrawn = Withdrawn
organiser-attendees-withheld-voided = Taken back by the booth

## organiser.import: importing registrations from a file

organiser-import-title = Import registrations
organiser-import-lead = A CSV file as your registration system or a spreadsheet writes it. Only the columns below are taken; all others are dropped and never stored.
organiser-import-file = CSV file
organiser-import-file-hint = Up to 32 MiB; the command line takes larger ones. The first row holds the headings.
organiser-import-look = Look at it first
organiser-import-again = Importing again updates attendees by their registration id. Who had their data erased stays erased, and a wish not to be scanned that the attendee made is never lifted.
organiser-import-preview = Preview
organiser-import-nothing-yet = Nothing is stored yet.
# $encoding (String) - the encoding's name
organiser-import-read-as = Read as { $encoding }.
organiser-import-guessed = The file is not UTF-8, so this is a guess: look whether names with accents are right.
organiser-import-columns = Columns
organiser-import-heading = Heading in the file
organiser-import-means = What it is
organiser-import-dropped = Not taken
organiser-import-registration-id = Registration id
organiser-import-access-code = Access code of another system
organiser-import-validator = Validator of another system
organiser-import-do-not-scan = Asks not to be scanned
# $count (Number) - how many
organiser-import-dropped-names =
    { $count ->
        [one] { $count } column is dropped and never stored
       *[other] { $count } columns are dropped and never stored
    }
organiser-import-update = Look again
organiser-import-result = What the import would do
organiser-import-rows = Rows
organiser-import-added = Added
organiser-import-updated = Updated
organiser-import-unchanged = Unchanged
organiser-import-erased = Stay erased
organiser-import-faulty = Faulty, left out
organiser-import-wish-set = Now ask not to be scanned
organiser-import-faults = Faulty rows
organiser-import-row = Row
organiser-import-fault = What is wrong
# $count (Number) - how many
organiser-import-faults-more = … and { $count } more.
# $count (Number) - how many
organiser-import-import =
    { $count ->
        [one] Import { $count } attendee
       *[other] Import { $count } attendees
    }
organiser-import-nothing-to-do = There is nothing to import: nobody is new and nothing changed.
organiser-import-forget = Forget the file
organiser-import-working = Importing
# $rows (Number) - how many rows
organiser-import-working-rows =
    { $rows ->
        [one] { $rows } row read so far. This page looks again by itself every two seconds; you may also leave it.
       *[other] { $rows } rows read so far. This page looks again by itself every two seconds; you may also leave it.
    }
# $added (Number) - how many attendees are new
# $updated (Number) - how many attendees were known
# $faulty (Number) - how many rows are left out
organiser-import-done = Imported: { $added } added, { $updated } updated, { $faulty } left out as faulty.
organiser-import-said-gone = The file is not here any more. It was imported, or lay here for a day. Choose it again.
organiser-import-said-failed = The import did not go through, and nothing of it was stored. Try again.
organiser-import-said-forgotten = The file is forgotten. Nothing of it was stored.
organiser-import-no-file = Choose a file first.
organiser-import-bad-too-large = The file is too large for this page. Use `lanyard-server import` on the command line.
organiser-import-bad-rows = The file has more than 200,000 rows or 1,000 columns.
organiser-import-bad-spreadsheet = This is a spreadsheet’s own file. Save it as CSV (UTF-8) first.
organiser-import-bad-text = This is not text that can be read. Save it as CSV (UTF-8) first.
organiser-import-bad-empty = The file is empty.
organiser-import-need-registration-id = Say which column is the registration id: attendees are known by it.
organiser-import-mapped-twice = Two columns are said to be the same. Choose one of them.
# $found (Number) - how many cells the row has
# $expected (Number) - how many headings the file has
organiser-import-fault-cells = { $found } cells under { $expected } headings
# $lines (Number) - how many lines
organiser-import-fault-quote = A quotation mark is never closed: { $lines } lines from here on were not read
organiser-import-fault-no-id = No registration id
# $row (Number) - the row's number
organiser-import-fault-repeated = The registration id of row { $row } again
organiser-import-fault-no-name = Neither a first nor a last name
organiser-import-fault-email = Not an email address
# $column (String) - the column's name
# $limit (Number) - how many characters fit
organiser-import-fault-long = { $column }: more than { $limit } characters
# $column (String) - the column's name
organiser-import-fault-control = { $column }: a control character
# $column (String) - the column's name
organiser-import-fault-flag = { $column }: neither yes nor no
# $column (String) - the column's name
organiser-import-fault-code = { $column }: not a code of letters, digits, hyphens and underscores
organiser-import-fault-taken = Another registration has this access code

## organiser.badges: printing and revoking badges

organiser-badges-title = Badges
organiser-badges-with = With a badge
organiser-badges-without = Without a badge
organiser-badges-empty = Nobody is registered yet
organiser-badges-empty-what = Badges are printed for registered attendees. Import them first.
organiser-badges-print = Print badges
organiser-badges-print-what = A badge counts from the moment that you have its file: its code is kept nowhere else. Print the file you get; another one has other codes.
organiser-badges-whose = Whose
# $count (Number) - how many
organiser-badges-whose-without = Everyone who has none yet ({ $count })
# $count (Number) - how many
organiser-badges-whose-all = Everyone anew ({ $count })
organiser-badges-whose-all-what = All badges printed before are revoked.
organiser-badges-format = Size
organiser-badges-four-by-three = 4 × 3 inches
organiser-badges-a6 = 105 × 148 mm (A6)
organiser-badges-paper = Sheets
organiser-badges-a4 = A4
organiser-badges-letter = Letter
organiser-badges-file = File
organiser-badges-pdf = PDF sheets
organiser-badges-svg = SVG
organiser-badges-get = Make the PDF
organiser-badges-get-drawings = Make an SVG of each
organiser-badges-get-one = Make the badge
# $most (Number) - the highest number
organiser-badges-limit = At most { $most } at once, as this takes time; do it again for the rest. The command line prints any number.
organiser-badges-one = One attendee’s badge
organiser-badges-one-what = Find the attendee; their page prints a new badge and revokes the old one.
organiser-badges-revoke = Revoke a lost badge
organiser-badges-revoke-code = The code under the symbol
organiser-badges-revoke-button = Revoke
organiser-badges-revoke-what = Devices refuse it after their next sync. Print the attendee a new one then.
organiser-badges-bad-code = No badge has that code. It has 8 letters and digits.
organiser-badges-already-revoked = That badge is revoked already.
organiser-badges-none = Everyone has a badge.
organiser-badges-too-many = That is more than this page prints at once. Use `lanyard-server badges print --all` on the command line.
organiser-badges-no-fonts = The server has no fonts to draw with. Install some (Debian: fonts-dejavu-core, fonts-noto-core), then try again.
organiser-badges-changed = Registrations changed while the badges were drawn, so none was made. Try again.
organiser-badges-busy = Badges are being made already. Try again in a minute.
organiser-badges-said-revoked = Revoked. Devices learn of it at their next sync.

## organiser.retention: erasing data at the end of the retention period

organiser-retention-title = Retention
# $day (String) - the day, as shell-dates writes it
organiser-retention-kept-until = This event’s data is kept until { $day }.
# $day (String) - the day, as shell-dates writes it
organiser-retention-over-since = The time for which this event’s data is kept is over since { $day }.
organiser-retention-not-yet = Nothing can be erased before that day. Attendees can have their own data erased at any time.
organiser-retention-change = The settings say for how long.
organiser-retention-goes = What a run erases
organiser-retention-table = Table
organiser-retention-rows = Rows
organiser-retention-total = Together
organiser-retention-nothing = There is nothing left to erase.
organiser-retention-stays = What stays
organiser-retention-stays-what = The event with its notices and settings, the sponsors’ names, numbers and hashes of the devices’ records, the audit log, and your own people. None of them says who was here.
# $count (u64) - how many
organiser-retention-unacknowledged = { $count } withdrawn leads have not been acknowledged as deleted by their sponsors. After the run, nobody is told of them any more.
organiser-retention-effect = Sponsors can fetch no lead any more, attendees can’t sign in any more, and the sponsors’ teams are signed out. There is no way back, but for a backup.
organiser-retention-confirm = Type the event’s short name to confirm
organiser-retention-run = Erase for good
organiser-retention-mismatch = That is not the event’s short name. Nothing was erased.
organiser-retention-said-run = Erased, in one transaction. It stands in the audit log.

## organiser.passkeys: the organiser's passkeys

organiser-passkeys-title = Your passkeys
organiser-passkeys-lead = A passkey lets you in with this device’s screen lock or a security key, without waiting for a mail. It works at this site alone, so nobody can trick it out of you.
organiser-passkeys-none = You have none yet.
organiser-passkeys-created = Added
organiser-passkeys-last-used = Last used
organiser-passkeys-rename = Rename
organiser-passkeys-remove = Remove this passkey
organiser-passkeys-remove-what = It lets nobody in any more. The link by mail goes on working. Delete it on the device too.
organiser-passkeys-add = Add a passkey
organiser-passkeys-add-what = Give it a name, then your browser asks for your screen lock or security key.
organiser-passkeys-label = Name
organiser-passkeys-label-hint = Where it is kept: “Laptop”, “blue key”.
organiser-passkeys-go = Add it
organiser-passkeys-sign-in = Sign in with a passkey
organiser-passkeys-sign-in-what = Your browser asks for your screen lock or security key.
organiser-passkeys-sign-in-go = Use the passkey
organiser-passkeys-for-organisers = For the organiser’s people who have added one.
organiser-passkeys-again = Try again
organiser-passkeys-by-mail = Sign in with a link by mail
organiser-passkeys-needs-script = This one page needs JavaScript: browsers offer passkeys to scripts only. The link by mail works without.
organiser-passkeys-failed = That did not work. Perhaps it was cancelled, took too long, or this browser has no passkeys. Nothing was changed.
organiser-passkeys-no-domain = Passkeys need a domain name, and this backend is reached by the number of a computer. Whoever runs it can set LANYARD_PUBLIC_URL.
organiser-passkeys-too-long = That took longer than five minutes, or was done before. Try again.
organiser-passkeys-refused = The passkey was not accepted. Use another one, or the link by mail.
organiser-passkeys-exists = This passkey is registered already.
organiser-passkeys-too-many = Twenty passkeys are the most. Remove one that you do not use.
organiser-passkeys-said-added = Added. You can sign in with it from now on.
organiser-passkeys-said-removed = Removed.
