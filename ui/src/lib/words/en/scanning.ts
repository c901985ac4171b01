// Scanning: the scan screen, the camera, the attendee’s sheet, enrolling.

import { pluralsOf } from "../plural";

const plural = pluralsOf("en");

/** The scan screen. */
export const scan = {
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
};

/** The camera: its menu, and what to do where it gives no picture. */
export const camera = {
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
};

/** What the attendee reads, in five seconds, at arm’s length. */
export const sheet = {
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
};

/** Enrolling this device for a sponsor, and the switch between enrolments. */
export const enrol = {
  title: "Enrol this device",
  text: "Hold the code of the sponsor’s page in front of the camera. It is under Devices, and works once.",
  type: "Type or paste the code",
  codeFound: "The code was read.",
  next: "Next",
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
};
