// What happened and what to do, by the code of a problem.

/** What a problem is about, where its words need it. Both may be empty. */
export type ProblemContext = {
  /** The event that is scanned for. */
  event: string;
  /** `Problem.about`: another event's short name, a number of seconds, a file. */
  about: string;
};

/** What happened and what to do, by the code of a problem. */
export const problems = {
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
  damaged: () => "The file with this device’s scans is damaged. Don’t delete it; ask the organiser for help.",
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

  // The PIN, and what is closed without it. `about` is a number of seconds.
  wrong_pin: ({ about }: ProblemContext) =>
    about === "" ? "That is not the PIN." : `That is not the PIN. Seconds to wait: ${about}.`,
  too_many_tries: ({ about }: ProblemContext) => `Too many wrong PINs. Seconds to wait: ${about}.`,
  bad_pin: () => "A PIN is 4 to 12 digits.",
  no_pin: () => "Set a PIN first, or nobody can open the screens again.",
  pin_unreadable: () => "A newer version of Lanyard has set the PIN. Update Lanyard.",
  locked: () => "The screens are locked. Unlock them with the PIN.",
  kiosk: () => "In kiosk mode this is closed. Leave it with the PIN first.",

  // Scans, notes, and what is done about them.
  unknown_scan: () => "This device has no such scan.",
  already_voided: () => "This scan was taken back before.",
  empty_note: () => "The note says nothing yet. Write something, rate, tag or answer.",
  no_such_question: () => "The event’s questions have changed. Open the scan again.",
  answer_does_not_fit: () => "The event’s questions have changed. Open the scan again.",
  not_recordable: () => "That does not fit a record. Make it shorter.",
  too_long: () => "That is too long to search for.",
  bad_operator: () => "That name can’t be used. Choose a shorter one.",
  no_such_camera: () => "This camera is not there any more. Choose another one, or plug it in again.",
  broken: () => "The sync broke off. Try again.",
  /** `about` is a file or a folder, or empty. */
  export: ({ about }: ProblemContext) =>
    about === ""
      ? "There is no folder to write the file to. Make a folder for downloads, and try again."
      : `The file can’t be written: ${about}. Check the disk’s space and permissions, and try again.`,
};
