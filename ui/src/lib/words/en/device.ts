// The device: sync and the end of the day, settings, the lock.

import { pluralsOf } from "../plural";

const plural = pluralsOf("en");

/** Sync, and the end of the day. */
export const sync = {
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
};

/** The choices of this device's users, and what the device tells of itself. */
export const settings = {
  title: "Settings",

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
  diagnosticsShown: "Diagnostics",
};

/** The screens are locked. */
export const lock = {
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
  wrong: "That is not the PIN.",
  waitSeconds: (count: number) =>
    plural(count, {
      one: "Too many wrong PINs. Try again in # second.",
      other: "Too many wrong PINs. Try again in # seconds.",
    }),
  /** Waits of several minutes. */
  waitMinutes: (count: number) =>
    plural(count, {
      one: "Too many wrong PINs. Try again in # minute.",
      other: "Too many wrong PINs. Try again in # minutes.",
    }),
  forgotten: "Forgotten? Scans are still sent. Ask your sponsor’s lead owner.",
  leaveTitle: "Leave kiosk mode",
  leaveText: "Type the PIN to open all screens again.",
  leave: "Leave kiosk mode",
};
