// What the screens say, in English. This is the catalogue that gives the others their type: one that
// lacks a key, or has one too many, fails the type check.
//
// For translators. Plain, short, sentence case; the same word for the same thing; no exclamation marks,
// no blame. Say what happened, then what to do. The words of the field: event, attendee, sponsor, booth,
// device (an enrolled booth computer), operator (who holds it), badge, scan (one reading of a badge),
// record (a signed statement of a device), lead (what a sponsor has of an attendee), notice (the privacy
// text), receipt (the backend's signed acknowledgement), quarantine (kept, visible, not used).
// In plural forms `#` stands for the number. One section per screen.

import { pluralsOf } from "./plural";

const plural = pluralsOf("en");

/** What a problem is about, where its words need it. Both may be empty. */
export type ProblemContext = {
  /** The event that is scanned for. */
  event: string;
  /** `Problem.about`: another event's short name, a number of seconds, a file. */
  about: string;
};

export const en = {
  /** The name of this language, in itself. */
  language: "English",

  /** The seven fields of an attendee, as they stand in a list. */
  fields: {
    first_name: "First name",
    last_name: "Last name",
    email: "Email address",
    job_title: "Job title",
    employer: "Employer",
    region: "State or province",
    country: "Country",
  },

  /** What stands around every screen. */
  shell: {
    /** Names the bar with the four screens, for screen readers. */
    screens: "Screens",
    scan: "Scan",
    scans: "Scans",
    sync: "Sync",
    settings: "Settings",
    back: "Back",
    close: "Close",
    cancel: "Cancel",
    tryAgain: "Try again",
    starting: "Opening this device’s scans …",
    waiting: (count: number) => plural(count, { one: "# waiting", other: "# waiting" }),
    copied: "Copied.",
    copyByHand: "Copying is not possible here. The text is selected: copy it by hand.",
    /** Leaves kiosk mode; asks for the PIN. */
    leaveKiosk: "Unlock",
    faultTitle: "Scanning is not possible now",
    faultKept: "Nothing that was scanned before is lost.",
    silenceTitle: "The program does not answer",
    silenceText:
      "This screen keeps trying. If it stays, close Lanyard and start it again. Saved scans are safe.",
    /** What the colour of the ribbon says, for screen readers. */
    ribbon: {
      steady: "Nothing waits.",
      held: "The backend holds all scans.",
      waiting: "Scans wait to be sent.",
      fault: "Something can’t be saved.",
    },
  },

  /** The scan screen. */
  scan: {
    title: "Scan",
    /** Opens the list of enrolments. */
    switchEnrolment: "Change sponsor",
    /** In place of event and sponsor, where none of several is chosen. */
    chooseEnrolment: "Choose a sponsor",

    /** The pill at the top: the network, then what waits. Calm: being offline is normal. */
    network: {
      untried: "Not connected yet",
      online: "Online",
      offline: "Offline",
      trouble: "Backend not reached",
    },
    waiting: (count: number) => plural(count, { one: "# waiting", other: "# waiting" }),
    allHeld: "All held",
    cantSync: "Can’t sync",
    diverged: "Needs the organiser",
    openSync: "Sync and end of day",

    /** While nothing was scanned yet. */
    hint: "Hold the code of a badge in front of the camera",
    hintNoCamera: "Type the code under a badge’s symbol, or use a hardware scanner",

    /** Typing the code that is printed under the symbol. */
    typeCode: "Type a code",
    codeLabel: "Code printed on the badge",
    check: "Check",
    codeHint: "Enter checks it, Esc clears it",

    /** What became of a code: a word beside the icon, then a line. Names may be in any script. */
    saved: "Saved",
    savedUnnamed: "Badge saved",
    checkedLater: "The backend checks this code once there is a network.",
    already: "Already scanned",
    /** `at` is a time, with its day unless that is today. */
    alreadyBy: (at: string, operator: string) => `Already scanned at ${at} by ${operator}`,
    alreadyAt: (at: string) => `Already scanned at ${at}`,
    /** `at` is a day and a time. */
    alreadyOn: (at: string) => `Already scanned on ${at}`,
    alreadyOnBy: (at: string, operator: string) => `Already scanned on ${at} by ${operator}`,
    doNotScan: "Do not scan",
    doNotScanNamed: (name: string) => `${name} asked not to be scanned. Nothing was stored.`,
    doNotScanUnnamed: "This attendee asked not to be scanned. Nothing was stored.",
    refused: "Nothing was stored",
    notSaved: "Not saved",
    notSavedAgain: "Scan the badge again once that is done.",
    seen: "I have seen this",
    unnamed: "Attendee without a name",

    /** What can be done about the scan just made. */
    note: "Note",
    fields: "Fields",
    undo: "Undo",
    openLead: "Open lead",
    /** Stored with the scan that was taken back, for the sponsor and the organiser to read. */
    undoReason: "scanned by mistake",
    undone: "Taken back",
    undoneNamed: (name: string) => `The scan of ${name} was taken back. The sponsor gets nothing from it.`,
    undoneUnnamed: "The scan was taken back. The sponsor gets nothing from it.",
    declined: "Not shared",
    declinedNamed: (name: string) => `${name} chose not to share. Nothing was stored.`,
    declinedUnnamed: "The attendee chose not to share. Nothing was stored.",
    narrowed: "Changed",
    /** `fields` is a list of fields: “First name and Employer”. */
    narrowedTo: (fields: string) => `Shared now: ${fields}.`,
    narrowedToNothing: "Nothing is shared any more.",
  },

  /** The camera: its menu, and what to do where it gives no picture. */
  camera: {
    menu: "Camera",
    which: "Which camera",
    noneFound: "No camera was found.",
    /** Follows the name of a camera that shows made-up badges. */
    madeUp: "Made-up pictures",
    mirror: "Mirror the picture",
    torch: "Light",
    zoom: "Zoom",
    rapid: "Rapid mode",
    rapidText: "Short cards, for a queue.",
    tryAgain: "Try again",
    another: "Choose another camera",
    otherwise: "Codes can still be typed or read with a hardware scanner.",

    off: "The camera is off",
    offText: "It is let go while nobody scans.",
    starting: "Opening the camera …",
    startingText: (name: string) => name,
    none: "No camera",
    noneText: "Plug one in. It is used as soon as it is found.",
    stalled: "The camera gives no pictures",
    stalledText: (name: string) =>
      `${name} is open and sends nothing. Unplug it and plug it in again, or choose another one.`,
    unplugged: "The camera was unplugged",
    unpluggedText: (name: string) => `Plug ${name} in again. It is used as soon as it is back.`,
    busy: "Another program has the camera",
    busyText: (name: string) =>
      `Close video calls and other programs that use ${name}. It is used as soon as it is free.`,
    forbidden: "The camera is not allowed",
    forbiddenText: "Allow Lanyard to use the camera in the system’s privacy settings, then try again.",
    failed: "The camera does not work",
    failedText: (name: string) =>
      `${name} reported an error. Unplug it and plug it in again, or choose another one.`,
    /** Stands for a camera whose name is not known. */
    someCamera: "the camera",
  },

  /** What the attendee reads, in five seconds, at arm’s length. */
  sheet: {
    /** `sponsor` is a company’s name. */
    hello: (name: string) => `Hello ${name}.`,
    helloUnnamed: "Hello.",
    gets: (sponsor: string) => `${sponsor} gets:`,
    untick: "Untick what you don’t want to share.",
    nothing: (sponsor: string) => `${sponsor} gets nothing.`,
    /** `host` is a web address without https. */
    later: (host: string) => `You can change this later at ${host}`,
    share: "Share",
    dontShare: "Don’t share",
    save: "Save",
    keep: "Change nothing",
    /** Turns the sheet upside down, towards the attendee across the table. */
    turn: "Turn towards the attendee",
    turnBack: "Turn back",
    /** In handover mode, where something was taken away before. */
    gone: (fields: string) => `Taken away before: ${fields}.`,
  },

  /** Enrolling this device for a sponsor, and the switch between enrolments. */
  enrol: {
    title: "Enrol this device",
    text: "Hold the code of the sponsor’s page in front of the camera. It is under Devices, and works once.",
    type: "Type or paste the code",
    codeLabel: "Enrolment code",
    codeFound: "The code was read.",
    next: "Next",
    camera: "Use the camera",
    who: "Who scans with it",
    label: "Name of this device",
    labelText: "The sponsor sees it beside each scan, for example “Booth tablet 2”.",
    operator: "Your name",
    operatorText: "Colleagues see it beside your scans and notes. It can be changed at any time.",
    enrol: "Enrol",
    enrolling: "Asking the event’s backend …",
    otherCode: "Use another code",
    done: "This device is enrolled",
    sponsor: "Sponsor",
    event: "Event",
    until: "Until",
    consent: "How attendees agree",
    handover:
      "Showing the badge is the agreement: a scan is saved at once. The attendee can take fields away on the screen afterwards.",
    confirm: "A scan is saved only when the attendee taps “Share” on this screen.",
    foreign: "Badges without Lanyard’s seal are taken too. The backend checks them once there is a network.",
    fields: "What the sponsor can get",
    notice: (version: number) => `Privacy notice, version ${version}`,
    start: "Start scanning",
    useThis: "Scan for this sponsor",

    /** The switch. */
    switchTitle: "Scan for",
    chosen: "Scanning for this one",
    /** What waits for one sponsor stays that sponsor’s, whatever is chosen. */
    waits: (count: number, sponsor: string) =>
      plural(count, {
        one: `# record for ${sponsor} waits, and stays ${sponsor}’s.`,
        other: `# records for ${sponsor} wait, and stay ${sponsor}’s.`,
      }),
    nothingWaits: "Nothing waits.",
    revoked: "This device was revoked",
    expired: "Has run out",
    another: "Enrol for another sponsor",
    details: "Notice and terms",
  },

  /** A state that a scan, a note or any record is in. */
  records: {
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
  },

  /** One scan and all that is said about it. */
  lead: {
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
    /** A note or an entry of somebody who gave no name. */
    nobody: "Somebody",
    you: (name: string) => `${name} (you)`,
    noteWaiting: "Waiting to be sent",

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
    voidWill: "What will happen",
    voidWillNot: "What will not",
    voidReason: "Why",
    /** Reasons to choose from. The chosen one is sent as it stands here. */
    voidReasons: ["Scanned by mistake", "Wrong person", "The attendee asked for it", "Only a test"],
    voidOther: "Another reason",
    voidOtherText: "In your own words",
    voidTooLong: "The reason is too long. Shorten it.",
    theAttendee: "the attendee",
  },

  /** All scans of the chosen enrolment. */
  scans: {
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
    loading: "Searching …",
    row: {
      by: (operator: string) => `by ${operator}`,
      notes: (count: number) => plural(count, { one: "# note", other: "# notes" }),
      rating: (stars: number) => `${stars} of 5`,
      /** Records of a scan that was accepted itself. */
      waiting: (count: number) => plural(count, { one: "# record waits", other: "# records wait" }),
      quarantined: (count: number) =>
        plural(count, { one: "# record in quarantine", other: "# records in quarantine" }),
    },
    newer: (count: number) => plural(count, { one: "# newer scan", other: "# newer scans" }),
    emptyTitle: "No scans yet",
    emptyText:
      "Hold a badge in front of the camera. Every scan appears here at once, with or without a network.",
    emptyAction: "Go and scan",
    noEnrolmentTitle: "This device is not enrolled",
    noEnrolmentText: "Enrol it with the code from your sponsor’s page; then you can scan.",
    noEnrolmentAction: "Enrol this device",
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
  },

  /** Sync, and the end of the day. */
  sync: {
    title: "Sync and end of day",
    heldTitle: "Everything has arrived",
    heldText: "The backend has signed for every record of this device. You can switch it off and go home.",
    nothingTitle: "Nothing to hand in",
    nothingText:
      "This device has recorded nothing yet. Scans that you make are saved here first, and sent by themselves.",
    waitingTitle: (count: number) => plural(count, { one: "# record waits", other: "# records wait" }),
    waitingText: "All of them are safe on this device. They are not at the backend yet.",
    uncoveredTitle: "Not everything is confirmed",
    divergedTitle: "Ask the organiser before you hand this device back",
    divergedText:
      "The backend holds other records under this device’s name than the device itself. That happens when a device was copied, or set back to an earlier day. Nothing is deleted on either side.",
    notEnrolledText: "This device is not enrolled. There is nothing to sync.",

    todo: "What to do",
    /** Steps that help waiting records on their way. `place` is where a file can be handed in. */
    steps: {
      mend_fault: "See below what this device needs first.",
      sign_in: "Open a browser on this device and sign in to the network.",
      near_network: "Take this device to where the network works, for example away from the hall’s crowd.",
      keep_on: "Leave this device on with Lanyard open. It sends by itself as soon as it can.",
      wait_for_backend: "Wait a few minutes. The backend is busy, and this device asks again by itself.",
      tell_organiser: "Tell the organiser what stands below.",
      save_file: (place: string) => `Or save the file and hand it in at ${place} with any computer.`,
    },

    now: "Sync now",
    syncing: "Syncing …",
    syncingLeft: (count: number) => plural(count, { one: "# record left", other: "# records left" }),
    done: "Synced. Nothing waits.",
    doneWaiting: (count: number) =>
      plural(count, {
        one: "# record still waits, safe on this device.",
        other: "# records still wait, safe on this device.",
      }),

    /** An enrolment's figures. */
    waiting: "Waiting",
    accepted: "Accepted",
    quarantined: "Quarantined",
    scans: (count: number) => plural(count, { one: "# scan", other: "# scans" }),
    voided: (count: number) => plural(count, { one: "# taken back", other: "# taken back" }),
    chosen: "Scanning for this one",
    quarantinedElsewhere: "To see them, choose this enrolment on the scan screen first.",
    showQuarantined: "See what is in quarantine",
    quarantinedText:
      "The backend keeps these records and does not use them. Each scan says why, and what can be done.",
    state: { active: "Active", expired: "Run out", revoked: "Revoked" },
    day: {
      nothing: "Nothing recorded",
      all_held: "All arrived",
      waiting: (count: number) => plural(count, { one: "# to go", other: "# to go" }),
      diverged: "Ask the organiser",
    },

    /** The way to the backend. Being offline is normal in a hall. */
    network: {
      untried: "Not tried yet since Lanyard was opened.",
      online: (server: string) => `In touch with ${server}.`,
      offline: "Offline. That is normal in a hall: scans are saved here, and sent when the network is back.",
      unavailable: (server: string) =>
        `${server} is busy or down for the moment. This device asks again by itself.`,
      not_the_backend: (server: string) =>
        `Something else answers in place of ${server}. Is a sign-in page of the network open? Sign in there with a browser.`,
      refused: (server: string) =>
        `${server} does not take what this device sends. Everything is kept, and tried again later. Tell the organiser.`,
      bad_reply: (server: string) =>
        `The answer of ${server} can’t be believed, so nothing counts as arrived. Try another network, and tell the organiser if it stays.`,
      too_large:
        "The way to the backend lets only little through at a time. This device sends in smaller pieces.",
      /** A code that this version does not know. */
      other: (server: string, code: string) =>
        `Something is wrong between this device and ${server} (${code}).`,
    },

    save: "Save the file",
    saveText: (place: string) =>
      `Writes what waits into one encrypted file in your downloads. Only the backend can read it. Hand it in at ${place} with any computer.`,
    savedTitle: (count: number) =>
      plural(count, { one: "# record saved to a file", other: "# records saved to a file" }),
    savedText: (place: string) =>
      `Take it on a stick to a computer with a network, and hand it in at ${place}.`,
    savedKept: "The records stay on this device as well, and go on waiting until the backend signs for them.",
    savedNothing: "Nothing waits, so no file was written.",
    path: "The file",
    place: "Hand it in at",
    copyPath: "Copy the path",
    copyPlace: "Copy the address",
  },

  /** The choices of this device's users, and what the device tells of itself. */
  settings: {
    title: "Settings",
    saved: "Changed.",

    operatorTitle: "Who holds this device",
    operatorText: "The name is put on every scan and note from now on. The sponsor sees it.",
    operatorName: "Name",
    operatorSet: "Use this name",
    operatorNow: (name: string) => `${name} holds it now.`,
    operatorNobody: "Nobody in particular",
    operatorKnown: "Names used on this device",
    operatorTooLong: "That name is too long. Use a shorter one.",

    scanTitle: "Scanning",
    sound: "Sound",
    soundText: "A scan is heard. Each outcome sounds different.",
    mirror: "Mirror the picture",
    mirrorText: "Easier when the camera faces you. Reading is the same.",
    rapid: "Rapid mode",
    rapidText: "Short cards for a queue.",
    camera: "Camera",
    cameraNone: "No camera was found. Connect one; a hand scanner and typing work without.",
    cameraAgain: "Look again",
    cameraBrowser: "The browser asks which camera to use when scanning begins.",
    madeUp: "made-up pictures",

    lookTitle: "Language and looks",
    language: "Language",
    languageSystem: "As the system",
    theme: "Theme",
    themes: { system: "As the system", light: "Light", dark: "Dark" },
    contrast: "Contrast",
    contrasts: { system: "As the system", high: "High" },

    lockTitle: "PIN and lock",
    lockNoPin: "Set a PIN to lock the screens, or to leave only scanning open.",
    lockText: "The PIN keeps others out of the screens. The scans are encrypted with or without it.",
    pinSet: "Set a PIN",
    pinChange: "Change the PIN",
    pinRemove: "Remove the PIN",
    pinCurrent: "The PIN until now",
    pinNew: "New PIN",
    pinAgain: "New PIN again",
    pinRule: "4 to 12 digits",
    pinBad: "A PIN is 4 to 12 digits.",
    pinDiffers: "The two new PINs are not the same.",
    pinForgotten:
      "Write it down where you find it again: nobody can look it up. Scanned records are still sent without it.",
    pinIsSet: "The PIN is set.",
    pinIsRemoved: "The PIN is removed.",
    pinSave: "Save the PIN",
    removeText: "Anybody who holds this device can then open every screen.",
    lockNow: "Lock now",
    kiosk: "Kiosk mode",
    kioskText: "Only scanning stays open, for a device that stands on its own. Leaving it asks for the PIN.",
    kioskStart: "Start kiosk mode",
    autoLock: "Lock by itself",
    autoLockText: "When nobody touches the device and nothing is scanned.",
    never: "Never",
    minutes: (count: number) => plural(count, { one: "After # minute", other: "After # minutes" }),

    enrolmentsTitle: "Enrolments",
    enrolmentsNone: "This device is not enrolled.",
    enrolFirst: "Enrol this device",
    enrolAnother: "Enrol for another event or sponsor",
    event: "Event",
    sponsor: "Sponsor",
    device: "Device id",
    server: "Backend",
    expires: "Scans until",
    consent: "Consent",
    consentModes: {
      handover: "Holding out the badge is the consent",
      confirm: "The attendee taps “Share”",
    },
    notice: "Privacy notice",
    noticeVersion: (version: string) => `Version ${version}`,
    noticeRead: "Read the privacy notice",

    storageTitle: "What is on this device",
    storageText: (scans: string, records: string) =>
      `${scans} with ${records}: names from badges, notes, and what was consented to. No email address or employer is ever on this device; those stay at the backend.`,
    storageRecords: (count: number) => plural(count, { one: "# signed record", other: "# signed records" }),
    storageWaiting: (count: number) =>
      plural(count, {
        one: "# record is only here. Don’t wipe this device before it has arrived.",
        other: "# records are only here. Don’t wipe this device before they have arrived.",
      }),
    storageNoneWaiting: "The backend has spoken for all of them.",
    storageSize: (size: string) => `${size} in an encrypted database`,
    storageFree: (size: string) => `${size} free on the disk`,
    folder: "Folder",
    keyKeychain:
      "The key is in the system’s keychain. Whoever takes the disk out, or signs in as another user, can’t read the scans.",
    keyFile:
      "The key is in a file beside the database, because this system has no keychain. Whoever can read this user’s files can read the scans: encrypt the disk, and don’t lend the user account.",
    uninstall: "Removing Lanyard leaves this folder where it is. Delete it only when the sync page is green.",

    helpTitle: "Help",
    version: (version: string) => `Lanyard ${version}`,
    diagnosticsShow: "Show diagnostics",
    diagnostics: "Copy diagnostics",
    diagnosticsText: "A text for whoever helps you. It has no names, notes or codes in it.",
    diagnosticsCopied: "Copied. Paste it into a message to whoever helps you.",
    diagnosticsSelect: "Copying is not possible here. Select the text and copy it.",
    diagnosticsShown: "Diagnostics",
  },

  /** The screens are locked. */
  lock: {
    title: "Locked",
    safe: "Every scan on this device is saved.",
    waiting: (count: number) =>
      plural(count, {
        one: "# record waits, and is sent while locked.",
        other: "# records wait, and are sent while locked.",
      }),
    none: "Nothing waits.",
    pin: "PIN",
    /** What is typed is never read out, only how much of it there is. */
    typed: (count: number) => plural(count, { one: "# digit typed", other: "# digits typed" }),
    pad: "Digits",
    erase: "Erase the last digit",
    unlock: "Unlock",
    unlocked: "Unlocked.",
    wrong: "That is not the PIN.",
    waitSeconds: (count: number) =>
      plural(count, {
        one: "Too many wrong PINs. Try again in # second.",
        other: "Too many wrong PINs. Try again in # seconds.",
      }),
    forgotten: "Forgotten? Scans are still sent. Ask your sponsor’s lead owner.",
    leaveTitle: "Leave kiosk mode",
    leaveText: "Type the PIN to open all screens again.",
    leave: "Leave kiosk mode",
  },

  /** What happened and what to do, by the code of a problem. */
  problems: {
    // The code that was read.
    not_a_badge: ({ event }: ProblemContext) => `Not a badge of ${event}.`,
    oversized: ({ event }: ProblemContext) => `Not a badge of ${event}.`,
    other_event: ({ event, about }: ProblemContext) => `Not a badge of ${event}: it is of ${about}.`,
    forged: ({ event }: ProblemContext) =>
      `Not a genuine badge of ${event}. Send its holder to the registration desk.`,
    malformed: () => "This badge’s code is damaged. Type the code printed under it.",
    revoked: () => "This badge was replaced. Ask for the new one.",
    unsupported_flags: () => "This badge needs a newer version of Lanyard. Update this device.",
    typing_slip: () => "That code has a typing slip. Compare it with the badge.",
    enrolment_expired: () =>
      "By this device’s clock the enrolment has run out. If the day is wrong, set the clock; otherwise enrol again.",
    device_revoked: () =>
      "This device was revoked. Scans made before are kept and sent. Ask your sponsor’s lead owner.",
    nothing_to_share: () => "No field was left to share. Nothing was stored.",

    enrolment_changed: () =>
      "Another sponsor was chosen while this badge was read. Nothing was stored; show it again.",
    which_enrolment: () => "This device is enrolled more than once. Choose the sponsor to scan for.",
    not_enrolled: () => "This device is not enrolled yet. Scan or type the code of your sponsor’s page.",
    not_confirmed: () => "The attendee was not asked. Scan the badge again.",
    sheet_gone: () => "This question was closed, and nothing was stored. Scan the badge again.",

    // The device’s own disk.
    disk_full: () => "The disk is full. Free some space; nothing scanned before is lost.",
    read_only: () => "The disk can’t be written to. Check its permissions; nothing scanned before is lost.",
    damaged: () =>
      "The file with this device’s scans is damaged. Don’t delete it; ask the organiser for help.",
    io: () => "The disk did not answer. Check that it is connected; nothing scanned before is lost.",
    busy: () => "Another program holds this device’s scans. Close it and try again.",
    cannot_open: () => "The file with this device’s scans can’t be opened. Check its permissions.",
    folder: () => "The folder with this device’s scans can’t be used. Check its permissions.",
    no_home: () => "There is no folder for this device’s scans. Set LANYARD_HOME to one.",
    create: () => "The file for this device’s scans can’t be made. Check the disk’s space and permissions.",
    newer_schema: () => "A newer version of Lanyard has used this device. Update Lanyard.",
    not_a_database: () =>
      "The file with this device’s scans is not one of Lanyard’s. Don’t delete it; ask the organiser for help.",
    wrong_key: () =>
      "The key in the keychain does not open this device’s scans. Sign in as the user who enrolled it.",
    key_lost: () => "The key to this device’s scans is missing. Sign in as the user who enrolled it.",
    keychain_closed: () => "The system’s keychain is locked. Unlock it and try again.",
    keychain_entry: () =>
      "The key in the system’s keychain can’t be used. Sign in as the user who enrolled this device.",
    key_exposed: () =>
      "Others can read the file with this device’s key. Let only its owner read it, and try again.",

    // The way to the backend.
    connection: () => "The event’s backend can’t be reached. Check the network and try again.",
    unavailable: () => "The event’s backend is busy. Try again in a minute.",
    not_the_backend: () =>
      "Something else answers for the event’s backend, perhaps a sign-in page. Sign in to the network and try again.",

    // Enrolling.
    unknown_code: () =>
      "The backend does not know this code. Look for a slip, or make a new one on the sponsor’s page.",
    code_used: () => "Another device has used this code. Make a new one on the sponsor’s page.",
    code_expired: () => "This code has run out. Make a new one on the sponsor’s page.",
    other_backend: () => "Another backend than the code names has answered. Use a network that you trust.",
    bad_answer: () => "The backend’s answer can’t be believed. Try again, or use another network.",
    not_an_enrolment_code: () =>
      "That is not an enrolment code. Copy all of it from the sponsor’s page, under Devices.",
    address: () => "That code names no backend that can be used. Make a new one on the sponsor’s page.",
    label: () => "The device can’t be called that. Choose a shorter name.",

    // Nobody said anything that can be understood.
    shell: () => "Something went wrong in the program. What was saved is safe; try again.",
    no_bridge: () => "lanyard-bridge does not answer. Start it again, and open the address that it prints.",
  },
};

export type Catalogue = typeof en;
