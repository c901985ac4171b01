// The pictures of the documents: what each is called, what it shows, and what its caption says.
//
// A picture is taken only if the page's main heading is the one that is declared here. The documents show
// each picture with its caption as the alternative text, which documents.test.ts holds.

export const LAPTOP = { width: 1280, height: 800 };
export const TABLET = { width: 820, height: 1180 };
export const PHONE = { width: 390, height: 844 };

export interface Picture {
  /** The file below docs/pictures, without its ending. */
  file: string;
  /** The text of the page's only level-one heading. */
  heading: string;
  caption: string;
  size: { width: number; height: number };
  theme?: "dark";
}

/** People with a session on the backend's pages. */
export type Visitor = "anyone" | "attendee" | "sponsor" | "organiser";

/** A page of the backend. */
export interface PagePicture extends Picture {
  who: Visitor;
  /** Its address. Names in braces stand for ids of the sample event. */
  path: string;
  language?: "en" | "es";
  /** How much of a long page is in the picture, in pixels from its top. */
  most?: number;
}

const page = (
  who: Visitor,
  file: string,
  path: string,
  heading: string,
  caption: string,
  more: Partial<PagePicture> = {},
): PagePicture => ({
  ...{ who, file: `pages/${file}`, path, heading, caption },
  size: who === "attendee" ? PHONE : LAPTOP,
  ...more,
});

export const PAGES: readonly PagePicture[] = [
  page("anyone", "sign-in", "/sign-in", "Sign in", "Sign-in by a link that comes by mail"),
  page("anyone", "enrol", "/enrol", "This is an enrolment code", "The page behind an enrolment code"),
  page(
    "anyone",
    "bundle",
    "/bundle",
    "Hand in a bundle",
    "Handing in the scans of a device without a network",
  ),
  page("anyone", "api", "/api", "For programs", "The documentation of the API", { most: 1600 }),

  page(
    "attendee",
    "attendee",
    "/me",
    "3 sponsors have something of yours.",
    "An attendee's sponsors and what each has",
    { most: 1330 },
  ),
  page(
    "attendee",
    "attendee-spanish-dark",
    "/me",
    "3 patrocinadores tienen algo tuyo.",
    "The same page in Spanish, dark",
    { language: "es", theme: "dark", most: 1330 },
  ),
  page(
    "attendee",
    "attendee-change",
    "/me/sponsors/{sponsor}/change",
    "What Example Robotics gets",
    "An attendee takes fields away from a sponsor",
  ),
  page(
    "attendee",
    "attendee-withdraw",
    "/me/sponsors/{sponsor}/withdraw",
    "Withdraw from Example Robotics?",
    "Withdrawing from one sponsor",
  ),
  page(
    "attendee",
    "attendee-report",
    "/me/sponsors/{sponsor}/report",
    "Report Example Robotics",
    "Reporting a scan that was not allowed",
  ),
  page(
    "attendee",
    "attendee-withdraw-all",
    "/me/withdraw",
    "Withdraw from all sponsors?",
    "Withdrawing from all sponsors",
  ),
  page(
    "attendee",
    "attendee-sharing",
    "/me/sharing",
    "What sponsors may have",
    "What any sponsor may have at most",
  ),
  page(
    "attendee",
    "attendee-data",
    "/me/data",
    "Your data",
    "An attendee's data, receipts and their erasure",
  ),
  page(
    "attendee",
    "attendee-erase",
    "/me/data/erase",
    "Erase everything?",
    "What erasing means, before it is done",
  ),
  page(
    "attendee",
    "attendee-notice",
    "/me/notices/1",
    "Privacy notice 1",
    "The privacy notice that was in force",
  ),

  page("sponsor", "sponsor-leads", "/sponsor", "Leads", "A sponsor's leads, the last scanned first", {
    most: 1400,
  }),
  page(
    "sponsor",
    "sponsor-lead",
    "/sponsor/leads/{lead}",
    "Yuki Hoshino",
    "A lead with fields, notes and scans",
  ),
  page(
    "sponsor",
    "sponsor-charts",
    "/sponsor/charts",
    "Charts",
    "Three days of scans by hour, device and operator",
  ),
  page("sponsor", "sponsor-charts-dark", "/sponsor/charts", "Charts", "The charts, dark", { theme: "dark" }),
  page(
    "sponsor",
    "sponsor-deletions",
    "/sponsor/deletions",
    "Deletions",
    "Leads whose copies a sponsor has to delete",
  ),
  page("sponsor", "sponsor-devices", "/sponsor/devices", "Devices", "A sponsor's booth devices"),
  page(
    "sponsor",
    "sponsor-code",
    "/sponsor/devices",
    "Enrolment code: Second tablet",
    "The code that enrols a booth device",
  ),
  page(
    "sponsor",
    "sponsor-exports",
    "/sponsor/exports",
    "Exports",
    "The formats of an export, and the exports taken",
  ),
  page(
    "sponsor",
    "sponsor-programs",
    "/sponsor/programs",
    "Programs",
    "Tokens and webhooks of a sponsor's programs",
  ),
  page("sponsor", "sponsor-team", "/sponsor/team", "Team", "A sponsor's team"),

  page(
    "organiser",
    "organiser",
    "/organiser",
    "Sample Conference 2027",
    "The organiser's overview on the third day",
  ),
  page("organiser", "organiser-reports", "/organiser/reports", "Reports", "The reports of attendees"),
  page(
    "organiser",
    "organiser-report",
    "/organiser/reports/{report}",
    "Report about Example Robotics",
    "A report beside the device's signed record",
  ),
  page(
    "organiser",
    "organiser-attendees",
    "/organiser/attendees",
    "Attendees",
    "The help desk finds an attendee",
  ),
  page(
    "organiser",
    "organiser-attendee",
    "/organiser/attendees",
    "Maëlle Kervella",
    "An attendee at the help desk",
  ),
  page(
    "organiser",
    "organiser-import",
    "/organiser/import",
    "Import registrations",
    "Importing registrations",
  ),
  page(
    "organiser",
    "organiser-import-preview",
    "/organiser/import",
    "Preview",
    "The columns of a file before it is imported",
  ),
  page("organiser", "organiser-badges", "/organiser/badges", "Badges", "Printing and revoking badges"),
  page("organiser", "organiser-sponsors", "/organiser/sponsors", "Sponsors", "The sponsors of an event"),
  page(
    "organiser",
    "organiser-sponsor",
    "/organiser/sponsors/{sponsor}",
    "Example Robotics",
    "One sponsor: its team and devices",
  ),
  page("organiser", "organiser-devices", "/organiser/devices", "Devices", "All booth devices of an event"),
  page("organiser", "organiser-device", "/organiser/devices/{device}", "Front table", "One booth device"),
  page(
    "organiser",
    "organiser-quarantine",
    "/organiser/quarantine",
    "Quarantine",
    "Records in quarantine, by reason",
  ),
  page("organiser", "organiser-settings", "/organiser/settings", "Settings", "The settings of an event"),
  page(
    "organiser",
    "organiser-notice",
    "/organiser/settings/notices/1",
    "Privacy notice: Version 1",
    "A version of the privacy notice",
  ),
  page(
    "organiser",
    "organiser-questions",
    "/organiser/settings/questions",
    "Questions",
    "The questions that booths ask",
  ),
  page("organiser", "organiser-retention", "/organiser/retention", "Retention", "What is deleted when"),
  page(
    "organiser",
    "organiser-people",
    "/organiser/people",
    "People",
    "The organiser's people and their roles",
  ),
  page(
    "organiser",
    "organiser-passkeys",
    "/organiser/passkeys",
    "Your passkeys",
    "Passkeys for signing in without a mail",
  ),
  page("organiser", "organiser-audit", "/organiser/audit", "Audit log", "The audit log", { most: 1600 }),
];

/** A screen of the booth's app. */
export interface BoothPicture extends Picture {
  /** Texts that are to be read in the picture. */
  shows: readonly string[];
}

const booth = (
  name: string,
  size: Picture["size"],
  heading: string,
  caption: string,
  shows: readonly string[],
  theme?: "dark",
): BoothPicture => ({
  ...{ file: `booth-${name}`, size, heading, caption, shows },
  ...(theme && { theme }),
});

/** The screens in the order in which they are taken: each goes on from the one before. */
export const SCREENS: readonly BoothPicture[] = [
  booth(
    "scan",
    LAPTOP,
    "Scan",
    "A badge was scanned: the first name in large letters, and that it is saved",
    ["Mireille", "Saved"],
    "dark",
  ),
  booth("do-not-scan", LAPTOP, "Scan", "A badge whose holder asks not to be scanned: nothing is stored", [
    "Akosua",
  ]),
  booth("scans", LAPTOP, "Scans", "Scans of three days, searched while typing", []),
  booth(
    "lead",
    { width: 1280, height: 1380 },
    "Yuki",
    "A scan with a new note, the notes before it and what is shared",
    [],
  ),
  booth("settings", LAPTOP, "Settings", "The settings, dark", [], "dark"),
  booth("phone", PHONE, "Scan", "On a phone without a network: saved, and waiting to be sent", [
    "Lars",
    "Offline",
  ]),
  booth("day", LAPTOP, "Sync and end of day", "The end of the day: everything has arrived", [
    "Everything has arrived",
  ]),
  booth(
    "sheet",
    TABLET,
    "Hello Yuki. Example Robotics gets:",
    "An attendee decides which of the seven fields the sponsor gets",
    ["Example Robotics gets:"],
  ),
  booth("lock", TABLET, "Locked", "The locked screens", []),
];

/** Pictures of what is printed, and of what a camera sees: no page with a heading. */
export const PRINTS: readonly { file: string; caption: string }[] = [
  { file: "badges", caption: "Badges on a sheet with crop marks" },
  { file: "camera", caption: "A badge held before a simulated webcam" },
];

/** Every picture of the documents. */
export const PICTURES: readonly { file: string; caption: string }[] = [...PRINTS, ...SCREENS, ...PAGES];
