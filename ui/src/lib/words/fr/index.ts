// Ce que disent les écrans, en français.

import type { Catalogue } from "../en";
import { lock, settings, sync } from "./device";
import { lead, records, scans } from "./leads";
import { problems } from "./problems";
import { camera, enrol, scan, sheet } from "./scanning";
import { fields, shell } from "./shell";

export const fr: Catalogue = {
  language: "Français",
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
