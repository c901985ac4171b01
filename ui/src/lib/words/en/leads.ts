// Scans afterwards: what the backend says of them, one lead, the list.

import { pluralsOf } from "../plural";

const plural = pluralsOf("en");

/** A state that a scan, a note or any record is in. */
export const records = {
  waiting: "Waiting",
  accepted: "Accepted",
  quarantined: "Quarantined",
  voided: "Taken back",
  /** A quarantined record: what is wrong with it, by the code of the reason. */
  reasons: {
    unreadable: "The backend could not read the record.",
    bad_signature: "The signature does not fit this device.",
    not_this_enrolment: "It names another event, sponsor or device than this enrolment.",
    seq_mismatch: "Its number is not the one it was sent with.",
    fork: "Another record came first with the same number: this device was copied, or set back to an earlier day.",
    chain_broken: "It does not follow on from the record before it.",
    unknown_badge: "No badge of this event has this code.",
    revoked_badge: "The badge had been replaced or taken back before it was scanned.",
    device_revoked: "This device was revoked before the record arrived.",
    enrolment_expired: "The enrolment had run out by then.",
    scan_id_reused: "Another scan with the same id came first.",
    unknown_notice: "It names a privacy notice that the event does not have.",
    foreign_not_accepted: "The event does not take this kind of code.",
    not_confirmed: "The event wants attendees to tap “Share”, and this scan has no such tap.",
    /** A reason that this version does not know yet. */
    other: "The backend gives a reason that this version of Lanyard does not know.",
  },
  /** … and what to do about it. */
  remedies: {
    unreadable: "Tell the organiser. The record is kept as it is.",
    bad_signature: "Tell the organiser, and enrol this device again before you scan on.",
    not_this_enrolment: "Tell the organiser. The record is kept as it is.",
    seq_mismatch: "Tell the organiser. The record is kept as it is.",
    fork: "Stop scanning with this device and tell the organiser. Enrol it again to go on.",
    chain_broken: "Stop scanning with this device and tell the organiser. Enrol it again to go on.",
    unknown_badge:
      "If the code was typed, compare it with the badge, take this scan back and scan again. If it was read, ask at the registration desk.",
    revoked_badge: "Ask the attendee for the new badge, and scan that one.",
    device_revoked: "Ask your sponsor’s lead owner. The organiser can see the scan.",
    enrolment_expired: "Check this device’s clock. If it is right, enrol again.",
    scan_id_reused: "Scan the badge again if the attendee is there.",
    unknown_notice: "Sync, so that this device gets the notice in force, and tell the organiser.",
    foreign_not_accepted: "Scan the Lanyard code on the badge, if it has one.",
    not_confirmed:
      "Sync, so that this device learns of it. Then scan again and let the attendee tap “Share”.",
    other: "Update Lanyard, or ask the organiser.",
  },
};

/** One scan and all that is said about it. */
export const lead = {
  /** The heading where the badge tells no name. */
  noName: "Attendee without a name",
  code: (code: string) => `Code ${code}`,
  loading: "Opening …",
  missing: "This scan can’t be shown",
  scannedBy: (when: string, operator: string) => `Scanned ${when} by ${operator}`,
  scanned: (when: string) => `Scanned ${when}`,
  /** How the code was read. */
  method: {
    camera: "by camera",
    hardware_scanner: "by hand scanner",
    manual: "typed in",
  },
  waitingText: "Saved on this device. It is sent as soon as there is a network.",
  acceptedText: (sponsor: string) => `The backend has it, and ${sponsor} gets what is shared.`,
  quarantinedText: (sponsor: string) =>
    `The backend keeps this scan and does not use it: ${sponsor} gets nothing from it.`,
  voidedText: (when: string) => `Taken back ${when}.`,
  voidedBecause: (reason: string) => `Reason: ${reason}`,
  voidedAgain: "It can’t be put back. If that was a slip, scan the badge again.",
  voidedWaiting: "The backend learns of it with the next sync.",

  /** What the attendee shares. */
  sharedTitle: (sponsor: string) => `Shared with ${sponsor}`,
  shared: "Shared",
  removed: "Taken away",
  nothingShared: "Nothing is shared.",
  given: {
    handover: "The attendee held out the badge to be scanned.",
    confirmed: "The attendee tapped “Share” on this screen.",
  },
  notice: (version: string) => `Privacy notice ${version}`,
  changeFields: "Take fields away",
  narrowed: "Taken away.",

  notesTitle: "Notes",
  noNotes: "Nobody has written anything yet.",
  /** A note or an entry without an operator's name. */
  nobody: "Somebody",
  you: (name: string) => `${name} (you)`,

  composeTitle: "New note",
  asOperator: (name: string) => `As ${name}. Colleagues’ notes stay as they are.`,
  asNobody: "Without a name. Say in the settings who holds this device.",
  text: "What was said",
  textHint: "What they asked for, what you promised …",
  rating: "How promising",
  ratingNone: "Not rated",
  /** 1 to 5 stars, in a word each. */
  ratingWords: ["Not a fit", "Unlikely", "Possible", "Promising", "Hot"],
  ratingSaid: (stars: number, word: string) => `${stars} of 5: ${word}`,
  clearRating: "Clear the rating",
  tags: "Tags",
  tagHint: "Type a word, then Enter",
  addTag: (tag: string) => `Add ${tag}`,
  removeTag: (tag: string) => `Remove ${tag}`,
  tagsFull: "A note holds 16 tags.",
  questions: "The event’s questions",
  answeredBefore: "Answered before",
  yes: "Yes",
  no: "No",
  /** A question that the event does not ask any more. */
  oldQuestion: "An earlier question",
  scalePoint: (point: string, most: string) => `${point} of ${most}`,
  save: "Save the note",
  saved: "The note is saved.",
  tooLong: {
    text: "The note is too long for one record. Shorten it, or save it as two notes.",
    tag: "A tag is too long. Use one or two words.",
    answer: "An answer is too long. Shorten it, and write the rest in the note.",
  },

  voidTitle: "Take this scan back?",
  void: "Take the scan back",
  voidKeep: "Keep it",
  voidConfirm: "Take it back",
  voidDone: "The scan is taken back.",
  /** What will and will not happen. */
  voidEffects: (sponsor: string) => [
    `${sponsor} no longer gets anything from this scan.`,
    "The scan stays in the list with its notes, marked as taken back.",
  ],
  voidLimits: (name: string) => [
    "A colleague’s scan of the same badge on another device stands.",
    `Fields that ${name} took away stay taken away.`,
    "It can’t be put back. Scanning the badge again makes a new scan.",
  ],
  voidReason: "Why",
  /** Reasons to choose from. The chosen one is sent as it stands here. */
  voidReasons: ["Scanned by mistake", "Wrong person", "The attendee asked for it", "Only a test"],
  voidOther: "Another reason",
  voidOtherText: "In your own words",
  voidTooLong: "The reason is too long. Shorten it.",
  theAttendee: "the attendee",
};

/** All scans of the chosen enrolment. */
export const scans = {
  title: "Scans",
  search: "Search",
  searchHint: "Name, note, tag, operator, code",
  clear: "Clear the search",
  /** Names the row of filters, for screen readers. */
  filters: "Show",
  show: {
    all: "All",
    waiting: "Waiting",
    accepted: "Accepted",
    quarantined: "Quarantined",
    voided: "Taken back",
  },
  matching: (count: number) => plural(count, { one: "# scan", other: "# scans" }),
  row: {
    by: (operator: string) => `by ${operator}`,
    notes: (count: number) => plural(count, { one: "# note", other: "# notes" }),
    rating: (stars: number) => `${stars} of 5`,
    /** Records of a scan that was accepted itself. */
    waiting: (count: number) => plural(count, { one: "# record waits", other: "# records wait" }),
    quarantined: (count: number) =>
      plural(count, { one: "# record in quarantine", other: "# records in quarantine" }),
  },
  emptyTitle: "No scans yet",
  emptyText:
    "Hold a badge in front of the camera. Every scan appears here at once, with or without a network.",
  emptyAction: "Go and scan",
  noneTitle: "Nothing found",
  noneText: (text: string) => `No scan has “${text}” in its name, code, notes, tags or operator.`,
  /** Nothing fits a filter, and nothing was searched for. */
  none: {
    all: "No scan fits.",
    waiting: "Nothing waits: the backend has spoken for every scan.",
    accepted: "The backend has not accepted a scan yet. That happens with the first sync.",
    quarantined: "Nothing is in quarantine. That is how it should be.",
    voided: "No scan was taken back.",
  },
  showAll: "Show all scans",
  searchAll: "Search all scans",
};
