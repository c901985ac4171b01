// Lo que dicen las pantallas, en español.

import type { Catalogue } from "../en";
import { lock, settings, sync } from "./device";
import { lead, records, scans } from "./leads";
import { problems } from "./problems";
import { camera, enrol, scan, sheet } from "./scanning";
import { fields, shell } from "./shell";

export const es: Catalogue = {
  language: "Español",
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
