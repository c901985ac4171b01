// What stands around every screen, and the names of the fields.

import { pluralsOf } from "../plural";

const plural = pluralsOf("en");

/** The seven fields of an attendee, as they stand in a list. */
export const fields = {
  first_name: "First name",
  last_name: "Last name",
  email: "Email address",
  job_title: "Job title",
  employer: "Employer",
  region: "State or province",
  country: "Country",
};

/** What stands around every screen. */
export const shell = {
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
};
