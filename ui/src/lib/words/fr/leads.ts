import type { Catalogue } from "../en";
import { pluralsOf } from "../plural";

const plural = pluralsOf("fr");

export const records: Catalogue["records"] = {
  waiting: "En attente",
  accepted: "Accepté",
  quarantined: "En quarantaine",
  voided: "Retiré",
  reasons: {
    unreadable: "Le serveur n’a pas pu lire l’enregistrement.",
    bad_signature: "La signature n’est pas celle de cet appareil.",
    not_this_enrolment: "Il nomme un autre événement, sponsor ou appareil que cette inscription.",
    seq_mismatch: "Son numéro n’est pas celui avec lequel il a été envoyé.",
    fork: "Un autre enregistrement est arrivé avant avec le même numéro : cet appareil a été copié, ou ramené à un jour antérieur.",
    chain_broken: "Il ne fait pas suite à l’enregistrement précédent.",
    unknown_badge: "Aucun badge de cet événement n’a ce code.",
    revoked_badge: "Le badge était déjà remplacé ou retiré quand il a été scanné.",
    device_revoked: "Cet appareil a été révoqué avant l’arrivée de l’enregistrement.",
    enrolment_expired: "L’inscription avait déjà expiré.",
    scan_id_reused: "Un autre scan avec le même identifiant est arrivé avant.",
    unknown_notice: "Il nomme un avis de confidentialité que l’événement n’a pas.",
    foreign_not_accepted: "L’événement n’accepte pas ce type de code.",
    not_confirmed: "L’événement demande que la personne touche « Partager », et cela manque à ce scan.",
    other: "Le serveur donne une raison que cette version de Lanyard ne connaît pas.",
  },
  remedies: {
    unreadable: "Prévenez l’organisation. L’enregistrement est gardé tel quel.",
    bad_signature: "Prévenez l’organisation, et réinscrivez cet appareil avant de continuer à scanner.",
    not_this_enrolment: "Prévenez l’organisation. L’enregistrement est gardé tel quel.",
    seq_mismatch: "Prévenez l’organisation. L’enregistrement est gardé tel quel.",
    fork: "Ne scannez plus avec cet appareil et prévenez l’organisation. Réinscrivez-le pour continuer.",
    chain_broken:
      "Ne scannez plus avec cet appareil et prévenez l’organisation. Réinscrivez-le pour continuer.",
    unknown_badge:
      "Si le code a été tapé, comparez-le au badge, retirez ce scan et scannez à nouveau. S’il a été lu, demandez à l’accueil.",
    revoked_badge: "Demandez le nouveau badge, et scannez celui-là.",
    device_revoked:
      "Demandez à la personne qui gère les contacts du sponsor. L’organisation peut voir le scan.",
    enrolment_expired: "Vérifiez l’horloge de cet appareil. Si elle est juste, réinscrivez-le.",
    scan_id_reused: "Scannez le badge à nouveau si la personne est là.",
    unknown_notice:
      "Lancez l’envoi, pour que cet appareil reçoive l’avis en vigueur, et prévenez l’organisation.",
    foreign_not_accepted: "Scannez le code Lanyard du badge, s’il en a un.",
    not_confirmed:
      "Lancez l’envoi, pour que cet appareil l’apprenne. Scannez ensuite à nouveau et laissez la personne toucher « Partager ».",
    other: "Mettez Lanyard à jour, ou demandez à l’organisation.",
  },
};

export const lead: Catalogue["lead"] = {
  noName: "Participant sans nom",
  code: (code) => `Code ${code}`,
  loading: "Ouverture …",
  missing: "Ce scan ne peut pas être montré",
  scannedBy: (when, operator) => `Scanné ${when} par ${operator}`,
  scanned: (when) => `Scanné ${when}`,
  method: {
    camera: "à la caméra",
    hardware_scanner: "à la douchette",
    manual: "tapé",
  },
  waitingText: "Enregistré sur cet appareil. Il est envoyé dès qu’il y a du réseau.",
  acceptedText: (sponsor) => `Le serveur l’a, et ${sponsor} reçoit ce qui est partagé.`,
  quarantinedText: (sponsor) => `Le serveur garde ce scan et ne l’utilise pas : ${sponsor} n’en reçoit rien.`,
  voidedText: (when) => `Retiré ${when}.`,
  voidedBecause: (reason) => `Raison : ${reason}`,
  voidedAgain: "On ne peut pas revenir en arrière. Si c’était une erreur, scannez le badge à nouveau.",
  voidedWaiting: "Le serveur l’apprend au prochain envoi.",

  sharedTitle: (sponsor) => `Partagé avec ${sponsor}`,
  shared: "Partagé",
  removed: "Retiré",
  nothingShared: "Rien n’est partagé.",
  given: {
    handover: "La personne a tendu son badge pour qu’il soit scanné.",
    confirmed: "La personne a touché « Partager » sur cet écran.",
  },
  notice: (version) => `Avis de confidentialité ${version}`,
  changeFields: "Retirer des champs",
  narrowed: "Retiré.",

  notesTitle: "Notes",
  noNotes: "Personne n’a encore rien écrit.",
  nobody: "Quelqu’un",
  you: (name) => `${name} (vous)`,

  composeTitle: "Nouvelle note",
  asOperator: (name) => `En tant que ${name}. Les notes des collègues restent telles quelles.`,
  asNobody: "Sans nom. Dites dans les réglages qui tient cet appareil.",
  text: "Ce qui s’est dit",
  textHint: "Ce qui a été demandé, ce que vous avez promis …",
  rating: "Intérêt",
  ratingNone: "Non évalué",
  ratingWords: ["Hors sujet", "Peu probable", "Possible", "Prometteur", "Très chaud"],
  ratingSaid: (stars, word) => `${stars} sur 5 : ${word}`,
  clearRating: "Effacer l’évaluation",
  tags: "Étiquettes",
  tagHint: "Tapez un mot, puis Entrée",
  addTag: (tag) => `Ajouter ${tag}`,
  removeTag: (tag) => `Retirer ${tag}`,
  tagsFull: "Une note tient 16 étiquettes.",
  questions: "Questions de l’événement",
  answeredBefore: "Déjà répondu",
  yes: "Oui",
  no: "Non",
  oldQuestion: "Une question précédente",
  scalePoint: (point, most) => `${point} sur ${most}`,
  save: "Enregistrer la note",
  saved: "La note est enregistrée.",
  tooLong: {
    text: "La note est trop longue pour un enregistrement. Raccourcissez-la, ou faites-en deux.",
    tag: "Une étiquette est trop longue. Prenez un ou deux mots.",
    answer: "Une réponse est trop longue. Raccourcissez-la, et écrivez le reste dans la note.",
  },

  voidTitle: "Retirer ce scan ?",
  void: "Retirer le scan",
  voidKeep: "Garder",
  voidConfirm: "Retirer",
  voidDone: "Le scan est retiré.",
  voidEffects: (sponsor) => [
    `${sponsor} ne reçoit plus rien de ce scan.`,
    "Le scan reste dans la liste avec ses notes, marqué comme retiré.",
  ],
  voidLimits: (name) => [
    "Le scan du même badge sur un autre appareil demeure.",
    `Les champs que ${name} a retirés restent retirés.`,
    "On ne peut pas revenir en arrière. Scanner le badge à nouveau fait un nouveau scan.",
  ],
  voidReason: "Pourquoi",
  voidReasons: ["Scanné par erreur", "Mauvaise personne", "À la demande de la personne", "Un simple essai"],
  voidOther: "Une autre raison",
  voidOtherText: "Dans vos mots",
  voidTooLong: "La raison est trop longue. Raccourcissez-la.",
  theAttendee: "la personne",
};

export const scans: Catalogue["scans"] = {
  title: "Scans",
  search: "Rechercher",
  searchHint: "Nom, note, étiquette, opérateur, code",
  clear: "Effacer la recherche",
  filters: "Afficher",
  show: {
    all: "Tous",
    waiting: "En attente",
    accepted: "Acceptés",
    quarantined: "Quarantaine",
    voided: "Retirés",
  },
  matching: (count) => plural(count, { one: "# scan", many: "# de scans", other: "# scans" }),
  row: {
    by: (operator) => `par ${operator}`,
    notes: (count) => plural(count, { one: "# note", many: "# de notes", other: "# notes" }),
    rating: (stars) => `${stars} sur 5`,
    waiting: (count) =>
      plural(count, { one: "# enregistrement attend", other: "# enregistrements attendent" }),
    quarantined: (count) =>
      plural(count, { one: "# enregistrement en quarantaine", other: "# enregistrements en quarantaine" }),
  },
  emptyTitle: "Pas encore de scans",
  emptyText: "Tenez un badge devant la caméra. Chaque scan apparaît ici aussitôt, avec ou sans réseau.",
  emptyAction: "Aller scanner",
  noneTitle: "Rien trouvé",
  noneText: (text) =>
    `Aucun scan n’a « ${text} » dans son nom, code, ses notes, étiquettes ou son opérateur.`,
  none: {
    all: "Aucun scan ne correspond.",
    waiting: "Rien n’attend : le serveur s’est prononcé sur chaque scan.",
    accepted: "Le serveur n’a encore accepté aucun scan. Cela vient avec le premier envoi.",
    quarantined: "Rien n’est en quarantaine. C’est ce qu’il faut.",
    voided: "Aucun scan n’a été retiré.",
  },
  showAll: "Afficher tous les scans",
  searchAll: "Chercher dans tous",
};
