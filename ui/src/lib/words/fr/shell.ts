import type { Catalogue } from "../en";
import { pluralsOf } from "../plural";

const plural = pluralsOf("fr");

export const fields: Catalogue["fields"] = {
  first_name: "Prénom",
  last_name: "Nom",
  email: "Adresse e-mail",
  job_title: "Fonction",
  employer: "Employeur",
  region: "Région ou province",
  country: "Pays",
};

export const shell: Catalogue["shell"] = {
  screens: "Écrans",
  scan: "Scanner",
  scans: "Scans",
  sync: "Envoi",
  settings: "Réglages",
  back: "Retour",
  close: "Fermer",
  cancel: "Annuler",
  tryAgain: "Réessayer",
  starting: "Ouverture des scans de cet appareil …",
  waiting: (count) => plural(count, { one: "# en attente", other: "# en attente" }),
  copied: "Copié.",
  copyByHand: "La copie n’est pas possible ici. Le texte est sélectionné : copiez-le à la main.",
  leaveKiosk: "Déverrouiller",
  faultTitle: "Impossible de scanner pour l’instant",
  faultKept: "Rien de ce qui a été scanné avant n’est perdu.",
  silenceTitle: "Le programme ne répond pas",
  silenceText:
    "Cet écran continue d’essayer. Si cela dure, fermez Lanyard et rouvrez-le. Les scans enregistrés sont en sécurité.",
  ribbon: {
    steady: "Rien n’attend.",
    held: "Le serveur a tous les scans.",
    waiting: "Des scans attendent d’être envoyés.",
    fault: "Quelque chose ne peut pas être enregistré.",
  },
};
