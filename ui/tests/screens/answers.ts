// The canned answers of a device: the same texts and times on every run.

import {
  type Decision,
  type EnrolmentView,
  FIELDS,
  type Outcome,
  type Overview,
  type Preferences,
  type Problem,
  type ScanRow,
  type ScanView,
  type StorageView,
  type SyncView,
  type TermsView,
} from "../../src/lib/device/bindings";

/** The current time of the tests: an afternoon on the second day of a conference. */
export const NOW = Date.UTC(2027, 4, 15, 15, 4);
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

export const EVENT = "Sample Conference 2027";
export const SPONSOR = "Example Robotics";
export const SERVER = "leads.example.org";
/** The badge in `badge.jpg`, and where in it the code is. */
export const NAME = "Maëlle Lefèvre";
export const CORNERS: NonNullable<Decision["corners"]> = [
  [0.439, 0.419],
  [0.578, 0.419],
  [0.578, 0.664],
  [0.439, 0.664],
];
export const LONGEST_NAME = "Wilhelmina-Alexandria Featherstonehaugh-Cholmondeley";
export const RTL_NAME = "فاطمہ چوہدری";

/** The fields of an answer that differ from the usual ones. */
type Part<T> = Partial<T>;

export function problem(code: string, about: string | null = null): Problem {
  return { code, message: `English for ${code}.`, about };
}

export function sync(part: Part<SyncView> = {}): SyncView {
  return {
    waiting: 0,
    accepted: 451,
    quarantined: 0,
    scans: 318,
    voided: 4,
    network: { kind: "online" },
    fault: null,
    end_of_day: { kind: "all_held" },
    ...part,
  };
}

/** The sync state with this many records waiting and no network. */
export function waiting(count: number, part: Part<SyncView> = {}): SyncView {
  return sync({
    waiting: count,
    accepted: 451 - count,
    network: { kind: "offline" },
    end_of_day: { kind: "waiting", uncovered: count },
    ...part,
  });
}

export const NOTHING_YET = sync({
  accepted: 0,
  scans: 0,
  voided: 0,
  network: { kind: "untried" },
  end_of_day: { kind: "nothing" },
});

export function enrolment(part: Part<EnrolmentView> = {}): EnrolmentView {
  return {
    device: "8f2c61d0-4f4f-4f3c-9a55-0a9d5b3b7c01",
    event: "SAMPLE2027",
    event_name: EVENT,
    sponsor_name: SPONSOR,
    server: SERVER,
    consent_mode: "handover",
    state: "active",
    expires: NOW + 9 * DAY,
    chosen: true,
    sync: sync(),
    ...part,
  };
}

/** A second enrolment, without scans. */
export function otherEnrolment(part: Part<EnrolmentView> = {}): EnrolmentView {
  return enrolment({
    device: "5be7a0c2-1111-4b62-8a8e-6f6c2a2f9d02",
    sponsor_name: "Fjordlys Data AS",
    consent_mode: "confirm",
    chosen: false,
    sync: waiting(12),
    ...part,
  });
}

export function preferences(part: Part<Preferences> = {}): Preferences {
  return {
    language: "en",
    theme: "system",
    contrast: "system",
    mute: true,
    mirror: false,
    rapid: false,
    lock_after_minutes: 5,
    ...part,
  };
}

export function overview(part: Part<Overview> = {}): Overview {
  return {
    lock: "open",
    has_pin: true,
    operator: "Ana",
    enrolments: [enrolment()],
    preferences: preferences(),
    camera: { kind: "live", name: "Integrated Camera: HD 720p", made_up: false },
    fault: null,
    ...part,
  };
}

/** An overview with one enrolment. */
export function enrolled(part: Part<EnrolmentView> = {}, rest: Part<Overview> = {}): Overview {
  return overview({ enrolments: [enrolment(part)], ...rest });
}

export function terms(part: Part<TermsView> = {}): TermsView {
  return {
    device: enrolment().device,
    notice_version: 3,
    notice: Array.from(
      { length: 6 },
      () =>
        "If you let a sponsor scan your badge, the fields below are shared with that sponsor. " +
        "You can see who has them, and take them back, at any time.",
    ).join("\n\n"),
    allowed_fields: [...FIELDS],
    consent_mode: "handover",
    foreign_codes: false,
    questions: [
      {
        id: 1,
        text: "How large is your team?",
        kind: { choice: ["Just me", "2–10", "11–50", "More than 50"] },
      },
      { id: 2, text: "May we send you our openings?", kind: "yes_no" },
      { id: 3, text: "How soon are you looking to buy?", kind: { scale: 5 } },
      { id: 4, text: "What are you building?", kind: "text" },
    ],
    ...part,
  };
}

export function saved(name: string | null, isChecked = true): Outcome {
  return { kind: "saved", scan: "scan-1", name, checked: isChecked, fields: [...FIELDS] };
}

let decisions = 0;

export function decision(outcome: Outcome, part: Part<Decision> = {}): Decision {
  decisions += 1;
  return {
    number: decisions,
    outcome,
    method: "camera",
    device: enrolment().device,
    at: NOW,
    took_ms: 62,
    corners: CORNERS,
    ...part,
  };
}

export function row(part: Part<ScanRow> = {}): ScanRow {
  return {
    position: 1,
    scan: "scan-1",
    name: NAME,
    code: "8WRP-PFQH",
    operator: "Ana",
    at: NOW - 4 * MINUTE,
    state: { kind: "accepted" },
    waiting: 0,
    quarantined: 0,
    voided: false,
    notes: 2,
    rating: 5,
    ...part,
  };
}

const NAMES = [
  NAME,
  "Chukwuemeka Nwáchukwu",
  "Bo",
  "서연 김",
  "Grzegorz Brzęczyszczykiewicz",
  RTL_NAME,
  "Kofi Mensah",
  "李雪",
  "Élodie Tremblay",
  LONGEST_NAME,
  "Øyvind Bjørnstjerne",
  null,
] as const;
const OPERATORS = ["Ana", "Chidi", "Ana", "Benedikta", ""] as const;

/** Scans of a day, the newest first, in every state of a scan. */
export function rows(count: number): ScanRow[] {
  return Array.from({ length: count }, (_, place) => {
    const position = count - place;
    const isQuarantined = place % 17 === 5;
    const isWaiting = place < 3 || place % 11 === 7;
    const hasNotes = place % 3 === 0;
    return row({
      position,
      scan: `scan-${position}`,
      name: NAMES[place % NAMES.length] ?? null,
      operator: OPERATORS[place % OPERATORS.length] ?? "",
      at: NOW - 4 * MINUTE - place * 3 * MINUTE,
      state: isQuarantined
        ? { kind: "quarantined", reason: "revoked_badge" }
        : { kind: isWaiting ? "waiting" : "accepted" },
      waiting: isWaiting && !isQuarantined ? 1 : hasNotes && place % 4 === 0 ? 2 : 0,
      quarantined: isQuarantined ? 1 : 0,
      voided: place % 13 === 9,
      notes: hasNotes ? 1 + (place % 2) : 0,
      rating: hasNotes ? 1 + (position % 5) : null,
    });
  });
}

export function lead(part: Part<ScanView> = {}): ScanView {
  return {
    row: row(),
    sponsor_name: SPONSOR,
    method: "camera",
    given: "handover",
    notice_version: 3,
    fields: ["first_name", "last_name", "email", "employer"],
    removed: ["job_title", "region", "country"],
    notes: [
      {
        at: NOW - 26 * 60 * MINUTE,
        operator: "Chidi",
        text: "Asked about the edition for her own servers.\nHas a budget from September.",
        rating: 3,
        tags: ["on-premises"],
        answers: [{ question: 1, answer: { choice: 2 } }],
        state: { kind: "accepted" },
      },
      {
        at: NOW - 3 * MINUTE,
        operator: "Ana",
        text: "Wants a call next week, with her platform team.",
        rating: 5,
        tags: ["hot", "call back"],
        answers: [
          { question: 1, answer: { choice: 3 } },
          { question: 2, answer: { yes_no: true } },
          { question: 3, answer: { scale: 4 } },
        ],
        state: { kind: "waiting" },
      },
    ],
    void: null,
    terms: terms(),
    ...part,
  };
}

export function storage(part: Part<StorageView> = {}): StorageView {
  return {
    folder: "/home/ana/.local/share/org.lanyard.Lanyard",
    database_bytes: 4_718_592,
    free_bytes: 81_604_378_624,
    key_in_keychain: true,
    scans: 322,
    records: 451,
    waiting: 0,
    ...part,
  };
}
