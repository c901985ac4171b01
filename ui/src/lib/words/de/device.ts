import type { Catalogue } from "../en";
import { pluralsOf } from "../plural";

const plural = pluralsOf("de");

export const sync: Catalogue["sync"] = {
  title: "Abgleich und Tagesende",
  heldTitle: "Alles ist angekommen",
  heldText:
    "Das Backend hat jeden Datensatz dieses Geräts quittiert. Sie können es ausschalten und nach Hause gehen.",
  nothingTitle: "Nichts abzugeben",
  nothingText:
    "Dieses Gerät hat noch nichts aufgezeichnet. Ihre Scans werden zuerst hier gespeichert und von selbst gesendet.",
  waitingTitle: (count) => plural(count, { one: "# Datensatz wartet", other: "# Datensätze warten" }),
  waitingText: "Alle sind auf diesem Gerät sicher. Beim Backend sind sie noch nicht.",
  uncoveredTitle: "Noch ist nicht alles bestätigt",
  divergedTitle: "Fragen Sie den Veranstalter, bevor Sie dieses Gerät zurückgeben",
  divergedText:
    "Das Backend hat unter dem Namen dieses Geräts andere Datensätze als das Gerät selbst. Das geschieht, wenn ein Gerät kopiert oder auf einen früheren Tag zurückgesetzt wurde. Auf keiner Seite wird etwas gelöscht.",
  notEnrolledText: "Dieses Gerät ist nicht angemeldet. Es gibt nichts abzugleichen.",

  todo: "Was zu tun ist",
  steps: {
    mend_fault: "Sehen Sie unten, was dieses Gerät zuerst braucht.",
    sign_in: "Öffnen Sie auf diesem Gerät einen Browser, und melden Sie sich am Netz an.",
    near_network:
      "Bringen Sie dieses Gerät dorthin, wo das Netz geht, zum Beispiel weg vom Gedränge der Halle.",
    keep_on: "Lassen Sie dieses Gerät an und Lanyard offen. Es sendet von selbst, sobald es kann.",
    wait_for_backend:
      "Warten Sie ein paar Minuten. Das Backend ist ausgelastet, und dieses Gerät fragt von selbst wieder.",
    tell_organiser: "Sagen Sie dem Veranstalter, was unten steht.",
    save_file: (place) =>
      `Oder speichern Sie die Datei und geben Sie sie mit einem beliebigen Rechner ab: ${place}`,
  },

  now: "Jetzt abgleichen",
  syncing: "Wird abgeglichen …",
  syncingLeft: (count) => plural(count, { one: "noch # Datensatz", other: "noch # Datensätze" }),
  done: "Abgeglichen. Nichts wartet.",
  doneWaiting: (count) =>
    plural(count, {
      one: "# Datensatz wartet noch, sicher auf diesem Gerät.",
      other: "# Datensätze warten noch, sicher auf diesem Gerät.",
    }),

  waiting: "Warten",
  accepted: "Angenommen",
  quarantined: "Quarantäne",
  scans: (count) => plural(count, { one: "# Scan", other: "# Scans" }),
  voided: (count) => plural(count, { one: "# zurückgenommen", other: "# zurückgenommen" }),
  quarantinedElsewhere: "Wählen Sie zuerst auf dem Scan-Bildschirm diese Anmeldung, um sie zu sehen.",
  showQuarantined: "Quarantäne ansehen",
  quarantinedText:
    "Das Backend bewahrt diese Datensätze auf und benutzt sie nicht. Bei jedem Scan steht, warum und was zu tun ist.",
  state: { active: "Aktiv", expired: "Abgelaufen", revoked: "Gesperrt" },
  day: {
    nothing: "Nichts aufgezeichnet",
    all_held: "Alles angekommen",
    waiting: (count) => plural(count, { one: "noch #", other: "noch #" }),
    diverged: "Veranstalter fragen",
  },

  network: {
    untried: "Seit dem Start von Lanyard noch nicht versucht.",
    online: (server) => `In Verbindung mit ${server}.`,
    offline:
      "Offline. In einer Halle ist das normal: Scans werden hier gespeichert und gesendet, wenn das Netz wieder da ist.",
    unavailable: (server) =>
      `${server} ist gerade ausgelastet oder außer Betrieb. Dieses Gerät fragt von selbst wieder.`,
    not_the_backend: (server) =>
      `An der Stelle von ${server} antwortet etwas anderes. Ist eine Anmeldeseite des Netzes offen? Melden Sie sich dort mit einem Browser an.`,
    refused: (server) =>
      `${server} nimmt nicht an, was dieses Gerät sendet. Alles wird aufbewahrt und später wieder versucht. Sagen Sie es dem Veranstalter.`,
    bad_reply: (server) =>
      `Der Antwort von ${server} ist nicht zu trauen, darum gilt nichts als angekommen. Versuchen Sie ein anderes Netz, und sagen Sie es dem Veranstalter, wenn es bleibt.`,
    too_large:
      "Der Weg zum Backend lässt auf einmal nur wenig durch. Dieses Gerät sendet in kleineren Stücken.",
    other: (server, code) => `Zwischen diesem Gerät und ${server} stimmt etwas nicht (${code}).`,
  },

  save: "Datei speichern",
  saveText: (place) =>
    `Schreibt, was wartet, in eine verschlüsselte Datei in Ihren Downloads. Nur das Backend kann sie lesen. Abgeben lässt sie sich mit jedem Rechner: ${place}`,
  savedTitle: (count) =>
    plural(count, {
      one: "# Datensatz in eine Datei gespeichert",
      other: "# Datensätze in eine Datei gespeichert",
    }),
  savedText: (place) =>
    `Bringen Sie sie auf einem Stick zu einem Rechner mit Netz, und geben Sie sie dort ab: ${place}`,
  savedKept: "Die Datensätze bleiben auch auf diesem Gerät und warten weiter, bis das Backend sie quittiert.",
  savedNothing: "Nichts wartet, darum wurde keine Datei geschrieben.",
  path: "Die Datei",
  place: "Abgeben bei",
  copyPath: "Pfad kopieren",
  copyPlace: "Adresse kopieren",
};

export const settings: Catalogue["settings"] = {
  title: "Einstellungen",

  operatorTitle: "Wer dieses Gerät hält",
  operatorText: "Der Name steht ab jetzt bei jedem Scan und jeder Notiz. Der Sponsor sieht ihn.",
  operatorName: "Name",
  operatorSet: "Diesen Namen nehmen",
  operatorNow: (name) => `${name} hält es jetzt.`,
  operatorNobody: "Niemand Bestimmtes",
  operatorKnown: "Namen auf diesem Gerät",
  operatorTooLong: "Dieser Name ist zu lang. Nehmen Sie einen kürzeren.",

  scanTitle: "Scannen",
  sound: "Ton",
  soundText: "Ein Scan ist zu hören. Jedes Ergebnis klingt anders.",
  mirror: "Bild spiegeln",
  mirrorText: "Leichter, wenn die Kamera zu Ihnen zeigt. Gelesen wird gleich gut.",
  rapid: "Schnellmodus",
  rapidText: "Kurze Karten für eine Schlange.",
  camera: "Kamera",
  cameraNone: "Keine Kamera gefunden. Schließen Sie eine an; Handscanner und Eintippen gehen auch ohne.",
  cameraAgain: "Noch einmal suchen",
  cameraBrowser: "Der Browser fragt nach der Kamera, wenn das Scannen beginnt.",

  lookTitle: "Sprache und Aussehen",
  language: "Sprache",
  languageSystem: "Wie das System",
  theme: "Farben",
  themes: { system: "Wie das System", light: "Hell", dark: "Dunkel" },
  contrast: "Kontrast",
  contrasts: { system: "Wie das System", high: "Hoch" },

  lockTitle: "PIN und Sperre",
  lockNoPin: "Setzen Sie eine PIN, um die Bildschirme zu sperren oder nur das Scannen offen zu lassen.",
  lockText: "Die PIN hält andere von den Bildschirmen fern. Verschlüsselt sind die Scans mit und ohne.",
  pinSet: "PIN setzen",
  pinChange: "PIN ändern",
  pinRemove: "PIN entfernen",
  pinCurrent: "Bisherige PIN",
  pinNew: "Neue PIN",
  pinAgain: "Neue PIN noch einmal",
  pinRule: "4 bis 12 Ziffern",
  pinBad: "Eine PIN hat 4 bis 12 Ziffern.",
  pinDiffers: "Die beiden neuen PINs sind nicht gleich.",
  pinForgotten:
    "Schreiben Sie sie auf, wo Sie sie wiederfinden: Niemand kann sie nachsehen. Gesendet wird auch ohne sie.",
  pinIsSet: "Die PIN ist gesetzt.",
  pinIsRemoved: "Die PIN ist entfernt.",
  pinSave: "PIN speichern",
  removeText: "Wer dieses Gerät hält, kann dann jeden Bildschirm öffnen.",
  lockNow: "Jetzt sperren",
  kiosk: "Kioskmodus",
  kioskText:
    "Nur das Scannen bleibt offen, für ein Gerät, das allein steht. Zum Verlassen braucht es die PIN.",
  kioskStart: "Kioskmodus starten",
  autoLock: "Von selbst sperren",
  autoLockText: "Wenn niemand das Gerät berührt und nichts gescannt wird.",
  never: "Nie",
  minutes: (count) => plural(count, { one: "Nach # Minute", other: "Nach # Minuten" }),

  enrolmentsTitle: "Anmeldungen",
  enrolmentsNone: "Dieses Gerät ist nicht angemeldet.",
  enrolFirst: "Gerät anmelden",
  enrolAnother: "Für weitere Veranstaltung oder Sponsor anmelden",
  event: "Veranstaltung",
  device: "Gerätekennung",
  server: "Backend",
  expires: "Scannt bis",
  consent: "Zustimmung",
  consentModes: {
    handover: "Das Hinhalten des Badges ist die Zustimmung",
    confirm: "Die Person tippt auf „Teilen“",
  },
  notice: "Datenschutzhinweis",
  noticeVersion: (version) => `Version ${version}`,
  noticeRead: "Datenschutzhinweis lesen",

  storageTitle: "Was auf diesem Gerät ist",
  storageText: (scans, records) =>
    `${scans} mit ${records}: Namen von Badges, Notizen, und wozu zugestimmt wurde. E-Mail-Adressen und Arbeitgeber sind nie auf diesem Gerät; sie bleiben beim Backend.`,
  storageRecords: (count) =>
    plural(count, { one: "# signierten Datensatz", other: "# signierten Datensätzen" }),
  storageWaiting: (count) =>
    plural(count, {
      one: "# Datensatz ist nur hier. Löschen Sie dieses Gerät nicht, bevor er angekommen ist.",
      other: "# Datensätze sind nur hier. Löschen Sie dieses Gerät nicht, bevor sie angekommen sind.",
    }),
  storageNoneWaiting: "Das Backend hat sich zu allen geäußert.",
  storageSize: (size) => `${size} in einer verschlüsselten Datenbank`,
  storageFree: (size) => `${size} frei auf dem Datenträger`,
  folder: "Ordner",
  keyKeychain:
    "Der Schlüssel ist im Schlüsselbund des Systems. Wer den Datenträger ausbaut oder sich anders anmeldet, kann die Scans nicht lesen.",
  keyFile:
    "Der Schlüssel ist in einer Datei neben der Datenbank, weil dieses System keinen Schlüsselbund hat. Wer die Dateien dieses Kontos lesen kann, kann die Scans lesen: Verschlüsseln Sie den Datenträger, und verleihen Sie das Konto nicht.",
  uninstall:
    "Wird Lanyard entfernt, bleibt dieser Ordner, wo er ist. Löschen Sie ihn erst, wenn die Abgleichsseite grün ist.",

  helpTitle: "Hilfe",
  version: (version) => `Lanyard ${version}`,
  diagnosticsShow: "Diagnose zeigen",
  diagnostics: "Diagnose kopieren",
  diagnosticsText: "Ein Text für die Person, die Ihnen hilft. Er enthält keine Namen, Notizen oder Codes.",
  diagnosticsShown: "Diagnose",
};

export const lock: Catalogue["lock"] = {
  title: "Gesperrt",
  safe: "Jeder Scan auf diesem Gerät ist gespeichert.",
  waiting: (count) =>
    plural(count, {
      one: "# Datensatz wartet und wird auch gesperrt gesendet.",
      other: "# Datensätze warten und werden auch gesperrt gesendet.",
    }),
  none: "Nichts wartet.",
  pin: "PIN",
  typed: (count) => plural(count, { one: "# Ziffer getippt", other: "# Ziffern getippt" }),
  pad: "Ziffern",
  erase: "Letzte Ziffer löschen",
  unlock: "Entsperren",
  wrong: "Das ist nicht die PIN.",
  waitSeconds: (count) =>
    plural(count, {
      one: "Zu viele falsche PINs. Versuchen Sie es in # Sekunde wieder.",
      other: "Zu viele falsche PINs. Versuchen Sie es in # Sekunden wieder.",
    }),
  waitMinutes: (count) =>
    plural(count, {
      one: "Zu viele falsche PINs. Versuchen Sie es in # Minute wieder.",
      other: "Zu viele falsche PINs. Versuchen Sie es in # Minuten wieder.",
    }),
  forgotten:
    "Vergessen? Scans werden trotzdem gesendet. Fragen Sie die Person, die sich beim Sponsor um Leads kümmert.",
  leaveTitle: "Kioskmodus verlassen",
  leaveText: "Tippen Sie die PIN ein, um alle Bildschirme wieder zu öffnen.",
  leave: "Kioskmodus verlassen",
};
