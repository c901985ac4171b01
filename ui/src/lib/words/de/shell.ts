import type { Catalogue } from "../en";
import { pluralsOf } from "../plural";

const plural = pluralsOf("de");

export const fields: Catalogue["fields"] = {
  first_name: "Vorname",
  last_name: "Nachname",
  email: "E-Mail-Adresse",
  job_title: "Position",
  employer: "Arbeitgeber",
  region: "Bundesland oder Provinz",
  country: "Land",
};

export const shell: Catalogue["shell"] = {
  screens: "Bildschirme",
  scan: "Scannen",
  scans: "Scans",
  sync: "Abgleich",
  settings: "Einstellungen",
  back: "Zurück",
  close: "Schließen",
  cancel: "Abbrechen",
  tryAgain: "Noch einmal",
  starting: "Die Scans dieses Geräts werden geöffnet …",
  waiting: (count) => plural(count, { one: "# wartet", other: "# warten" }),
  copied: "Kopiert.",
  copyByHand: "Kopieren geht hier nicht. Der Text ist markiert: Kopieren Sie ihn von Hand.",
  leaveKiosk: "Entsperren",
  faultTitle: "Scannen ist gerade nicht möglich",
  faultKept: "Nichts, was vorher gescannt wurde, ist verloren.",
  silenceTitle: "Das Programm antwortet nicht",
  silenceText:
    "Dieser Bildschirm versucht es weiter. Bleibt es dabei, schließen Sie Lanyard und starten Sie es neu. Gespeicherte Scans sind sicher.",
  ribbon: {
    steady: "Nichts wartet.",
    held: "Das Backend hat alle Scans.",
    waiting: "Scans warten darauf, gesendet zu werden.",
    fault: "Etwas lässt sich nicht speichern.",
  },
};
