import type { Catalogue } from "../en";

export const problems: Catalogue["problems"] = {
  not_a_badge: ({ event }) => `Ce n’est pas un badge de ${event}.`,
  oversized: ({ event }) => `Ce n’est pas un badge de ${event}.`,
  other_event: ({ event, about }) => `Ce n’est pas un badge de ${event} : il est de ${about}.`,
  forged: ({ event }) => `Ce n’est pas un badge authentique de ${event}. Envoyez la personne à l’accueil.`,
  malformed: () => "Le code de ce badge est abîmé. Tapez le code imprimé dessous.",
  revoked: () => "Ce badge a été remplacé. Demandez le nouveau.",
  unsupported_flags: () =>
    "Ce badge demande une version plus récente de Lanyard. Mettez cet appareil à jour.",
  typing_slip: () => "Ce code contient une faute de frappe. Comparez-le au badge.",
  enrolment_expired: () =>
    "D’après l’horloge de cet appareil, l’inscription a expiré. Si le jour est faux, réglez l’horloge ; sinon, réinscrivez-le.",
  device_revoked: () =>
    "Cet appareil a été révoqué. Les scans d’avant sont gardés et envoyés. Demandez à la personne qui gère les contacts du sponsor.",
  nothing_to_share: () => "Il ne restait aucun champ à partager. Rien n’a été enregistré.",

  enrolment_changed: () =>
    "Un autre sponsor a été choisi pendant la lecture de ce badge. Rien n’a été enregistré ; montrez-le à nouveau.",
  which_enrolment: () =>
    "Cet appareil est inscrit plusieurs fois. Choisissez le sponsor pour lequel scanner.",
  not_enrolled: () =>
    "Cet appareil n’est pas encore inscrit. Scannez ou tapez le code de la page de votre sponsor.",
  not_confirmed: () => "La question n’a pas été posée. Scannez le badge à nouveau.",
  sheet_gone: () => "Cette question est fermée, et rien n’a été enregistré. Scannez le badge à nouveau.",

  disk_full: () =>
    "Le disque est plein. Libérez de la place ; rien de ce qui a été scanné avant n’est perdu.",
  read_only: () =>
    "On ne peut pas écrire sur le disque. Vérifiez les droits ; rien de ce qui a été scanné avant n’est perdu.",
  damaged: () =>
    "Le fichier des scans de cet appareil est abîmé. Ne l’effacez pas ; demandez de l’aide à l’organisation.",
  io: () =>
    "Le disque n’a pas répondu. Vérifiez qu’il est branché ; rien de ce qui a été scanné avant n’est perdu.",
  busy: () => "Un autre programme tient les scans de cet appareil. Fermez-le et réessayez.",
  cannot_open: () => "Le fichier des scans de cet appareil ne peut pas être ouvert. Vérifiez les droits.",
  folder: () => "Le dossier des scans de cet appareil est inutilisable. Vérifiez les droits.",
  no_home: () => "Il n’y a pas de dossier pour les scans de cet appareil. Indiquez-en un dans LANYARD_HOME.",
  create: () =>
    "Le fichier des scans de cet appareil ne peut pas être créé. Vérifiez la place et les droits.",
  newer_schema: () => "Une version plus récente de Lanyard a utilisé cet appareil. Mettez Lanyard à jour.",
  not_a_database: () =>
    "Le fichier des scans de cet appareil n’est pas de Lanyard. Ne l’effacez pas ; demandez de l’aide à l’organisation.",
  wrong_key: () =>
    "La clé du trousseau n’ouvre pas les scans de cet appareil. Connectez-vous avec le compte qui l’a inscrit.",
  key_lost: () => "La clé des scans de cet appareil manque. Connectez-vous avec le compte qui l’a inscrit.",
  keychain_closed: () => "Le trousseau du système est verrouillé. Déverrouillez-le et réessayez.",
  keychain_entry: () =>
    "La clé du trousseau du système est inutilisable. Connectez-vous avec le compte qui a inscrit cet appareil.",
  key_exposed: () =>
    "D’autres peuvent lire le fichier de la clé de cet appareil. Réservez-le à son propriétaire et réessayez.",

  connection: () => "Le serveur de l’événement est injoignable. Vérifiez le réseau et réessayez.",
  unavailable: () => "Le serveur de l’événement est occupé. Réessayez dans une minute.",
  not_the_backend: () =>
    "Autre chose répond à la place du serveur, peut-être une page de connexion. Connectez-vous au réseau et réessayez.",

  unknown_code: () =>
    "Le serveur ne connaît pas ce code. Cherchez une faute de frappe, ou faites-en un nouveau sur la page du sponsor.",
  code_used: () => "Un autre appareil a utilisé ce code. Faites-en un nouveau sur la page du sponsor.",
  code_expired: () => "Ce code a expiré. Faites-en un nouveau sur la page du sponsor.",
  other_backend: () => "Un autre serveur que celui du code a répondu. Utilisez un réseau de confiance.",
  bad_answer: () => "La réponse du serveur n’est pas fiable. Réessayez, ou utilisez un autre réseau.",
  not_an_enrolment_code: () =>
    "Ce n’est pas un code d’inscription. Copiez-le en entier depuis la page du sponsor, sous Appareils.",
  address: () => "Ce code ne nomme aucun serveur utilisable. Faites-en un nouveau sur la page du sponsor.",
  label: () => "L’appareil ne peut pas s’appeler ainsi. Choisissez un nom plus court.",

  shell: () => "Quelque chose a échoué dans le programme. Ce qui est enregistré est en sécurité ; réessayez.",
  no_bridge: () => "lanyard-bridge ne répond pas. Relancez-le, et ouvrez l’adresse qu’il affiche.",

  wrong_pin: ({ about }) =>
    about === "" ? "Ce n’est pas le PIN." : `Ce n’est pas le PIN. Secondes à attendre : ${about}.`,
  too_many_tries: ({ about }) => `Trop de PIN erronés. Secondes à attendre : ${about}.`,
  bad_pin: () => "Un PIN a 4 à 12 chiffres.",
  no_pin: () => "Définissez d’abord un PIN, sinon personne ne peut rouvrir les écrans.",
  pin_unreadable: () => "Une version plus récente de Lanyard a défini le PIN. Mettez Lanyard à jour.",
  locked: () => "Les écrans sont verrouillés. Déverrouillez-les avec le PIN.",
  kiosk: () => "En mode kiosque, ceci est fermé. Quittez-le d’abord avec le PIN.",

  unknown_scan: () => "Cet appareil n’a pas ce scan.",
  already_voided: () => "Ce scan a déjà été retiré.",
  empty_note: () => "La note ne dit encore rien. Écrivez, évaluez, étiquetez ou répondez.",
  no_such_question: () => "Les questions de l’événement ont changé. Rouvrez le scan.",
  answer_does_not_fit: () => "Les questions de l’événement ont changé. Rouvrez le scan.",
  not_recordable: () => "Cela ne tient pas dans un enregistrement. Raccourcissez.",
  too_long: () => "C’est trop long pour une recherche.",
  bad_operator: () => "Ce nom ne peut pas servir. Choisissez-en un plus court.",
  no_such_camera: () => "Cette caméra n’est plus là. Choisissez-en une autre, ou rebranchez-la.",
  broken: () => "L’envoi s’est interrompu. Réessayez.",
  export: ({ about }) =>
    about === ""
      ? "Il n’y a pas de dossier où écrire le fichier. Créez un dossier de téléchargements et réessayez."
      : `Le fichier ne peut pas être écrit : ${about}. Vérifiez la place et les droits, puis réessayez.`,
};
