import type { Catalogue } from "../en";
import { pluralsOf } from "../plural";

const plural = pluralsOf("de");

export const scan: Catalogue["scan"] = {
  title: "Scannen",
  switchEnrolment: "Sponsor wechseln",
  chooseEnrolment: "Sponsor wählen",

  network: {
    untried: "Noch nicht verbunden",
    online: "Online",
    offline: "Offline",
    trouble: "Backend nicht erreicht",
  },
  waiting: (count) => plural(count, { one: "# wartet", other: "# warten" }),
  allHeld: "Alles angekommen",
  cantSync: "Kein Abgleich möglich",
  diverged: "Veranstalter fragen",
  openSync: "Abgleich und Tagesende",

  hint: "Halten Sie den Code eines Badges vor die Kamera",

  typeCode: "Code eintippen",
  codeLabel: "Code auf dem Badge",
  check: "Prüfen",
  codeHint: "Eingabetaste prüft, Esc löscht",

  saved: "Gespeichert",
  savedUnnamed: "Badge gespeichert",
  checkedLater: "Das Backend prüft diesen Code, sobald es ein Netz gibt.",
  already: "Schon gescannt",
  alreadyBy: (at, operator) => `Schon um ${at} von ${operator} gescannt`,
  alreadyAt: (at) => `Schon um ${at} gescannt`,
  alreadyOn: (at) => `Schon am ${at} gescannt`,
  alreadyOnBy: (at, operator) => `Schon am ${at} von ${operator} gescannt`,
  doNotScan: "Nicht scannen",
  doNotScanNamed: (name) => `${name} möchte nicht gescannt werden. Nichts wurde gespeichert.`,
  doNotScanUnnamed: "Diese Person möchte nicht gescannt werden. Nichts wurde gespeichert.",
  refused: "Nichts wurde gespeichert",
  notSaved: "Nicht gespeichert",
  notSavedAgain: "Scannen Sie den Badge noch einmal, wenn das erledigt ist.",
  seen: "Gesehen",
  unnamed: "Person ohne Namen",

  note: "Notiz",
  fields: "Felder",
  undo: "Rückgängig",
  openLead: "Lead öffnen",
  undoReason: "versehentlich gescannt",
  undone: "Zurückgenommen",
  undoneNamed: (name) => `Der Scan von ${name} ist zurückgenommen. Der Sponsor erhält daraus nichts.`,
  undoneUnnamed: "Der Scan ist zurückgenommen. Der Sponsor erhält daraus nichts.",
  declined: "Nicht geteilt",
  declinedNamed: (name) => `${name} möchte nichts teilen. Nichts wurde gespeichert.`,
  declinedUnnamed: "Die Person möchte nichts teilen. Nichts wurde gespeichert.",
  narrowed: "Geändert",
  narrowedTo: (fields) => `Jetzt geteilt: ${fields}.`,
  narrowedToNothing: "Es wird nichts mehr geteilt.",
};

export const camera: Catalogue["camera"] = {
  menu: "Kamera",
  which: "Welche Kamera",
  noneFound: "Keine Kamera gefunden.",
  madeUp: "Erfundene Bilder",
  mirror: "Bild spiegeln",
  torch: "Licht",
  zoom: "Zoom",
  rapid: "Schnellmodus",
  rapidText: "Kurze Karten, für eine Schlange.",
  tryAgain: "Noch einmal",
  another: "Andere Kamera wählen",
  otherwise: "Codes lassen sich weiter eintippen oder mit einem Handscanner lesen.",

  off: "Die Kamera ist aus",
  offText: "Sie wird freigegeben, solange niemand scannt.",
  starting: "Kamera wird geöffnet …",
  startingText: (name) => name,
  none: "Keine Kamera",
  noneText: "Schließen Sie eine an. Sie wird benutzt, sobald sie gefunden ist.",
  stalled: "Die Kamera liefert keine Bilder",
  stalledText: (name) =>
    `${name} ist offen und sendet nichts. Ziehen Sie den Stecker und stecken Sie ihn wieder ein, oder wählen Sie eine andere.`,
  unplugged: "Die Kamera wurde abgezogen",
  unpluggedText: (name) => `Schließen Sie ${name} wieder an. Sie wird benutzt, sobald sie wieder da ist.`,
  busy: "Ein anderes Programm hat die Kamera",
  busyText: (name) =>
    `Schließen Sie Videoanrufe und andere Programme, die ${name} benutzen. Sie wird benutzt, sobald sie frei ist.`,
  forbidden: "Die Kamera ist nicht erlaubt",
  forbiddenText:
    "Erlauben Sie Lanyard in den Datenschutzeinstellungen des Systems die Kamera, und versuchen Sie es noch einmal.",
  failed: "Die Kamera funktioniert nicht",
  failedText: (name) =>
    `${name} meldet einen Fehler. Ziehen Sie den Stecker und stecken Sie ihn wieder ein, oder wählen Sie eine andere.`,
  someCamera: "die Kamera",
};

export const sheet: Catalogue["sheet"] = {
  hello: (name) => `Hallo ${name}.`,
  helloUnnamed: "Hallo.",
  gets: (sponsor) => `${sponsor} erhält:`,
  untick: "Nehmen Sie die Häkchen weg, wo Sie nichts teilen möchten.",
  nothing: (sponsor) => `${sponsor} erhält nichts.`,
  later: (host) => `Das können Sie später ändern: ${host}`,
  share: "Teilen",
  dontShare: "Nicht teilen",
  save: "Speichern",
  keep: "Nichts ändern",
  turn: "Zur Person drehen",
  turnBack: "Zurückdrehen",
  gone: (fields) => `Schon weggenommen: ${fields}.`,
};

export const enrol: Catalogue["enrol"] = {
  title: "Gerät anmelden",
  text: "Halten Sie den Code von der Seite des Sponsors vor die Kamera. Er steht dort unter Geräte und gilt einmal.",
  type: "Code eintippen oder einfügen",
  codeFound: "Der Code ist gelesen.",
  next: "Weiter",
  who: "Wer damit scannt",
  label: "Name dieses Geräts",
  labelText: "Der Sponsor sieht ihn neben jedem Scan, zum Beispiel „Tablet Stand 2“.",
  operator: "Ihr Name",
  operatorText: "Ihr Team sieht ihn neben Ihren Scans und Notizen. Er lässt sich jederzeit ändern.",
  enrol: "Anmelden",
  enrolling: "Das Backend der Veranstaltung wird gefragt …",
  otherCode: "Anderen Code benutzen",
  done: "Dieses Gerät ist angemeldet",
  sponsor: "Sponsor",
  event: "Veranstaltung",
  until: "Bis",
  consent: "Wie Teilnehmende zustimmen",
  handover:
    "Das Zeigen des Badges ist die Zustimmung: Ein Scan wird sofort gespeichert. Felder lassen sich danach auf dem Bildschirm wegnehmen.",
  confirm: "Ein Scan wird erst gespeichert, wenn die Person auf diesem Bildschirm auf „Teilen“ tippt.",
  foreign:
    "Badges ohne Lanyards Siegel werden auch angenommen. Das Backend prüft sie, sobald es ein Netz gibt.",
  fields: "Was der Sponsor erhalten kann",
  notice: (version) => `Datenschutzhinweis, Version ${version}`,
  start: "Scannen beginnen",
  useThis: "Für diesen Sponsor scannen",

  switchTitle: "Scannen für",
  chosen: "Dafür wird gescannt",
  waits: (count, sponsor) =>
    plural(count, {
      one: `# Datensatz für ${sponsor} wartet und bleibt bei ${sponsor}.`,
      other: `# Datensätze für ${sponsor} warten und bleiben bei ${sponsor}.`,
    }),
  nothingWaits: "Nichts wartet.",
  revoked: "Dieses Gerät wurde gesperrt",
  expired: "Abgelaufen",
  another: "Für einen weiteren Sponsor anmelden",
  details: "Hinweis und Bedingungen",
};
