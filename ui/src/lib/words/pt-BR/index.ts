// O que as telas dizem, em português do Brasil.

import type { Catalogue } from "../en";
import { lock, settings, sync } from "./device";
import { lead, records, scans } from "./leads";
import { problems } from "./problems";
import { camera, enrol, scan, sheet } from "./scanning";
import { fields, shell } from "./shell";

export const ptBR: Catalogue = {
  language: "Português (Brasil)",
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
