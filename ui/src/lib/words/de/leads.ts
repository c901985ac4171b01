import type { Catalogue } from "../en";
import { pluralsOf } from "../plural";

const plural = pluralsOf("de");

export const records: Catalogue["records"] = {
  waiting: "Wartet",
  accepted: "Angenommen",
  quarantined: "Quarantäne",
  voided: "Zurückgenommen",
  reasons: {
    unreadable: "Das Backend konnte den Datensatz nicht lesen.",
    bad_signature: "Die Signatur passt nicht zu diesem Gerät.",
    not_this_enrolment: "Er nennt eine andere Veranstaltung, einen anderen Sponsor oder ein anderes Gerät.",
    seq_mismatch: "Seine Nummer ist nicht die, mit der er gesendet wurde.",
    fork: "Ein anderer Datensatz mit derselben Nummer war zuerst da: Dieses Gerät wurde kopiert oder auf einen früheren Tag zurückgesetzt.",
    chain_broken: "Er schließt nicht an den Datensatz davor an.",
    unknown_badge: "Kein Badge dieser Veranstaltung hat diesen Code.",
    revoked_badge: "Der Badge war schon ersetzt oder eingezogen, als er gescannt wurde.",
    device_revoked: "Dieses Gerät war gesperrt, bevor der Datensatz ankam.",
    enrolment_expired: "Die Anmeldung war da schon abgelaufen.",
    scan_id_reused: "Ein anderer Scan mit derselben Kennung war zuerst da.",
    unknown_notice: "Er nennt einen Datenschutzhinweis, den die Veranstaltung nicht hat.",
    foreign_not_accepted: "Die Veranstaltung nimmt diese Art Code nicht an.",
    not_confirmed:
      "Die Veranstaltung verlangt, dass Teilnehmende auf „Teilen“ tippen. Bei diesem Scan fehlt das.",
    other: "Das Backend nennt einen Grund, den diese Version von Lanyard nicht kennt.",
  },
  remedies: {
    unreadable: "Sagen Sie es dem Veranstalter. Der Datensatz bleibt, wie er ist.",
    bad_signature:
      "Sagen Sie es dem Veranstalter, und melden Sie dieses Gerät neu an, bevor Sie weiter scannen.",
    not_this_enrolment: "Sagen Sie es dem Veranstalter. Der Datensatz bleibt, wie er ist.",
    seq_mismatch: "Sagen Sie es dem Veranstalter. Der Datensatz bleibt, wie er ist.",
    fork: "Scannen Sie mit diesem Gerät nicht weiter, und sagen Sie es dem Veranstalter. Melden Sie es neu an, um weiterzumachen.",
    chain_broken:
      "Scannen Sie mit diesem Gerät nicht weiter, und sagen Sie es dem Veranstalter. Melden Sie es neu an, um weiterzumachen.",
    unknown_badge:
      "Wurde der Code getippt, vergleichen Sie ihn mit dem Badge, nehmen Sie diesen Scan zurück und scannen Sie neu. Wurde er gelesen, fragen Sie am Registrierungsschalter.",
    revoked_badge: "Bitten Sie um den neuen Badge, und scannen Sie den.",
    device_revoked:
      "Fragen Sie die Person, die sich beim Sponsor um Leads kümmert. Der Veranstalter kann den Scan sehen.",
    enrolment_expired: "Prüfen Sie die Uhr dieses Geräts. Stimmt sie, melden Sie es neu an.",
    scan_id_reused: "Scannen Sie den Badge noch einmal, wenn die Person da ist.",
    unknown_notice:
      "Gleichen Sie ab, damit dieses Gerät den gültigen Hinweis erhält, und sagen Sie es dem Veranstalter.",
    foreign_not_accepted: "Scannen Sie den Lanyard-Code auf dem Badge, wenn er einen hat.",
    not_confirmed:
      "Gleichen Sie ab, damit dieses Gerät davon erfährt. Scannen Sie dann neu, und lassen Sie die Person auf „Teilen“ tippen.",
    other: "Aktualisieren Sie Lanyard, oder fragen Sie den Veranstalter.",
  },
};

export const lead: Catalogue["lead"] = {
  noName: "Person ohne Namen",
  code: (code) => `Code ${code}`,
  loading: "Wird geöffnet …",
  missing: "Dieser Scan lässt sich nicht zeigen",
  scannedBy: (when, operator) => `Gescannt ${when} von ${operator}`,
  scanned: (when) => `Gescannt ${when}`,
  method: {
    camera: "mit der Kamera",
    hardware_scanner: "mit dem Handscanner",
    manual: "eingetippt",
  },
  waitingText: "Auf diesem Gerät gespeichert. Er wird gesendet, sobald es ein Netz gibt.",
  acceptedText: (sponsor) => `Das Backend hat ihn, und ${sponsor} erhält, was geteilt ist.`,
  quarantinedText: (sponsor) =>
    `Das Backend bewahrt diesen Scan auf und benutzt ihn nicht: ${sponsor} erhält daraus nichts.`,
  voidedText: (when) => `Zurückgenommen ${when}.`,
  voidedBecause: (reason) => `Grund: ${reason}`,
  voidedAgain: "Das lässt sich nicht umkehren. War es ein Versehen, scannen Sie den Badge noch einmal.",
  voidedWaiting: "Das Backend erfährt davon beim nächsten Abgleich.",

  sharedTitle: (sponsor) => `Geteilt mit ${sponsor}`,
  shared: "Geteilt",
  removed: "Weggenommen",
  nothingShared: "Nichts ist geteilt.",
  given: {
    handover: "Die Person hat den Badge zum Scannen hingehalten.",
    confirmed: "Die Person hat auf diesem Bildschirm auf „Teilen“ getippt.",
  },
  notice: (version) => `Datenschutzhinweis ${version}`,
  changeFields: "Felder wegnehmen",
  narrowed: "Weggenommen.",

  notesTitle: "Notizen",
  noNotes: "Noch hat niemand etwas geschrieben.",
  nobody: "Jemand",
  you: (name) => `${name} (Sie)`,

  composeTitle: "Neue Notiz",
  asOperator: (name) => `Als ${name}. Die Notizen der anderen bleiben, wie sie sind.`,
  asNobody: "Ohne Namen. Sagen Sie in den Einstellungen, wer dieses Gerät hält.",
  text: "Was gesagt wurde",
  textHint: "Was gefragt war, was Sie versprochen haben …",
  rating: "Wie vielversprechend",
  ratingNone: "Nicht bewertet",
  ratingWords: ["Passt nicht", "Eher nicht", "Möglich", "Vielversprechend", "Heiß"],
  ratingSaid: (stars, word) => `${stars} von 5: ${word}`,
  clearRating: "Bewertung löschen",
  tags: "Stichwörter",
  tagHint: "Wort tippen, dann Eingabetaste",
  addTag: (tag) => `${tag} hinzufügen`,
  removeTag: (tag) => `${tag} entfernen`,
  tagsFull: "Eine Notiz fasst 16 Stichwörter.",
  questions: "Fragen der Veranstaltung",
  answeredBefore: "Schon beantwortet",
  yes: "Ja",
  no: "Nein",
  oldQuestion: "Eine frühere Frage",
  scalePoint: (point, most) => `${point} von ${most}`,
  save: "Notiz speichern",
  saved: "Die Notiz ist gespeichert.",
  tooLong: {
    text: "Die Notiz ist zu lang für einen Datensatz. Kürzen Sie sie, oder machen Sie zwei daraus.",
    tag: "Ein Stichwort ist zu lang. Nehmen Sie ein oder zwei Wörter.",
    answer: "Eine Antwort ist zu lang. Kürzen Sie sie, und schreiben Sie den Rest in die Notiz.",
  },

  voidTitle: "Diesen Scan zurücknehmen?",
  void: "Scan zurücknehmen",
  voidKeep: "Behalten",
  voidConfirm: "Zurücknehmen",
  voidDone: "Der Scan ist zurückgenommen.",
  voidEffects: (sponsor) => [
    `${sponsor} erhält aus diesem Scan nichts mehr.`,
    "Der Scan bleibt mit seinen Notizen in der Liste, als zurückgenommen markiert.",
  ],
  voidLimits: (name) => [
    "Der Scan desselben Badges auf einem anderen Gerät bleibt bestehen.",
    `Felder, die ${name} weggenommen hat, bleiben weggenommen.`,
    "Es lässt sich nicht umkehren. Wird der Badge neu gescannt, entsteht ein neuer Scan.",
  ],
  voidReason: "Warum",
  voidReasons: ["Versehentlich gescannt", "Falsche Person", "Auf Wunsch der Person", "Nur ein Test"],
  voidOther: "Anderer Grund",
  voidOtherText: "In eigenen Worten",
  voidTooLong: "Der Grund ist zu lang. Kürzen Sie ihn.",
  theAttendee: "die Person",
};

export const scans: Catalogue["scans"] = {
  title: "Scans",
  search: "Suchen",
  searchHint: "Name, Notiz, Stichwort, Bedienung, Code",
  clear: "Suche löschen",
  filters: "Zeigen",
  show: {
    all: "Alle",
    waiting: "Warten",
    accepted: "Angenommen",
    quarantined: "Quarantäne",
    voided: "Zurückgenommen",
  },
  matching: (count) => plural(count, { one: "# Scan", other: "# Scans" }),
  row: {
    by: (operator) => `von ${operator}`,
    notes: (count) => plural(count, { one: "# Notiz", other: "# Notizen" }),
    rating: (stars) => `${stars} von 5`,
    waiting: (count) => plural(count, { one: "# Datensatz wartet", other: "# Datensätze warten" }),
    quarantined: (count) =>
      plural(count, { one: "# Datensatz in Quarantäne", other: "# Datensätze in Quarantäne" }),
  },
  emptyTitle: "Noch keine Scans",
  emptyText: "Halten Sie einen Badge vor die Kamera. Jeder Scan erscheint hier sofort, mit oder ohne Netz.",
  emptyAction: "Scannen",
  noneTitle: "Nichts gefunden",
  noneText: (text) => `Kein Scan hat „${text}“ in Name, Code, Notizen, Stichwörtern oder Bedienung.`,
  none: {
    all: "Kein Scan passt.",
    waiting: "Nichts wartet: Das Backend hat sich zu jedem Scan geäußert.",
    accepted: "Das Backend hat noch keinen Scan angenommen. Das geschieht beim ersten Abgleich.",
    quarantined: "Nichts ist in Quarantäne. So soll es sein.",
    voided: "Kein Scan wurde zurückgenommen.",
  },
  showAll: "Alle Scans zeigen",
  searchAll: "In allen Scans suchen",
};
