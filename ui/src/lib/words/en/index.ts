// What the screens say, in English. This is the catalogue that gives the others their type: one that
// lacks a key, or has one too many, fails the type check.
//
// For translators. Plain, short, sentence case; the same word for the same thing; no exclamation marks,
// no blame. Say what happened, then what to do. The words of the field: event, attendee, sponsor, booth,
// device (an enrolled booth computer), operator (who holds it), badge, scan (one reading of a badge),
// record (a signed statement of a device), lead (what a sponsor has of an attendee), notice (the privacy
// text), receipt (the backend's signed acknowledgement), quarantine (kept, visible, not used).
// In plural forms `#` stands for the number. One section per screen.

import { lock, settings, sync } from "./device";
import { lead, records, scans } from "./leads";
import { problems } from "./problems";
import { camera, enrol, scan, sheet } from "./scanning";
import { fields, shell } from "./shell";

export const en = {
  /** The name of this language, in itself. */
  language: "English",
  fields,
  shell,
  scan,
  camera,
  sheet,
  enrol,
  records,
  lead,
  scans,
  sync,
  settings,
  lock,
  problems,
};

export type Catalogue = typeof en;
export type { ProblemContext } from "./problems";
