import type { Catalogue } from "../en";
import { pluralsOf } from "../plural";

const plural = pluralsOf("pt-BR");

export const sync: Catalogue["sync"] = {
  title: "Envio e fim do dia",
  heldTitle: "Tudo chegou",
  heldText: "O servidor assinou por cada registro deste aparelho. Você pode desligá-lo e ir para casa.",
  nothingTitle: "Nada a entregar",
  nothingText:
    "Este aparelho ainda não registrou nada. Suas leituras são salvas primeiro aqui e enviadas sozinhas.",
  waitingTitle: (count) => plural(count, { one: "# registro em espera", other: "# registros em espera" }),
  waitingText: "Todos estão seguros neste aparelho. Ainda não estão no servidor.",
  uncoveredTitle: "Nem tudo está confirmado ainda",
  divergedTitle: "Pergunte à organização antes de devolver este aparelho",
  divergedText:
    "O servidor tem, em nome deste aparelho, outros registros que o próprio aparelho. Isso acontece quando um aparelho foi copiado, ou voltou a um dia anterior. Nada é apagado de nenhum lado.",
  notEnrolledText: "Este aparelho não está inscrito. Não há nada a enviar.",

  todo: "O que fazer",
  steps: {
    mend_fault: "Veja abaixo do que este aparelho precisa primeiro.",
    sign_in: "Abra um navegador neste aparelho e entre na rede.",
    near_network: "Leve este aparelho para onde a rede funciona, por exemplo longe da multidão do salão.",
    keep_on: "Deixe este aparelho ligado e o Lanyard aberto. Ele envia sozinho assim que puder.",
    wait_for_backend:
      "Espere alguns minutos. O servidor está ocupado, e este aparelho pergunta de novo sozinho.",
    tell_organiser: "Diga à organização o que está escrito abaixo.",
    save_file: (place) => `Ou salve o arquivo e entregue em ${place} com qualquer computador.`,
  },

  now: "Enviar agora",
  syncing: "Enviando …",
  syncingLeft: (count) => plural(count, { one: "falta # registro", other: "faltam # registros" }),
  done: "Enviado. Nada em espera.",
  doneWaiting: (count) =>
    plural(count, {
      one: "# registro ainda espera, seguro neste aparelho.",
      other: "# registros ainda esperam, seguros neste aparelho.",
    }),

  waiting: "Em espera",
  accepted: "Aceitos",
  quarantined: "Em quarentena",
  scans: (count) => plural(count, { one: "# leitura", many: "# de leituras", other: "# leituras" }),
  voided: (count) => plural(count, { one: "# retirada", other: "# retiradas" }),
  quarantinedElsewhere: "Para vê-los, escolha antes esta inscrição na tela de leitura.",
  showQuarantined: "Ver a quarentena",
  quarantinedText:
    "O servidor guarda estes registros e não os usa. Cada leitura diz por quê, e o que se pode fazer.",
  state: { active: "Ativa", expired: "Vencida", revoked: "Revogada" },
  day: {
    nothing: "Nada registrado",
    all_held: "Tudo chegou",
    waiting: (count) => plural(count, { one: "falta #", other: "faltam #" }),
    diverged: "Pergunte à organização",
  },

  network: {
    untried: "Ainda não tentado desde que o Lanyard foi aberto.",
    online: (server) => `Em contato com ${server}.`,
    offline: "Sem rede. Em um salão é normal: as leituras são salvas aqui e enviadas quando a rede voltar.",
    unavailable: (server) =>
      `${server} está ocupado ou fora do ar no momento. Este aparelho pergunta de novo sozinho.`,
    not_the_backend: (server) =>
      `Outra coisa responde no lugar de ${server}. Há uma página de acesso à rede aberta? Entre nela com um navegador.`,
    refused: (server) =>
      `${server} não aceita o que este aparelho envia. Tudo fica guardado e é tentado mais tarde. Avise a organização.`,
    bad_reply: (server) =>
      `A resposta de ${server} não é confiável, então nada conta como entregue. Tente outra rede, e avise a organização se continuar.`,
    too_large: "O caminho até o servidor deixa passar pouco por vez. Este aparelho envia em partes menores.",
    other: (server, code) => `Algo está errado entre este aparelho e ${server} (${code}).`,
  },

  save: "Salvar o arquivo",
  saveText: (place) =>
    `Grava o que espera em um arquivo cifrado nos seus downloads. Só o servidor consegue lê-lo. Entregue em ${place} com qualquer computador.`,
  savedTitle: (count) =>
    plural(count, {
      one: "# registro salvo em um arquivo",
      other: "# registros salvos em um arquivo",
    }),
  savedText: (place) => `Leve-o em um pen drive a um computador com rede, e entregue em ${place}.`,
  savedKept: "Os registros também ficam neste aparelho, e esperam até que o servidor assine por eles.",
  savedNothing: "Nada em espera, então nenhum arquivo foi gravado.",
  path: "O arquivo",
  place: "Entregar em",
  copyPath: "Copiar o caminho",
  copyPlace: "Copiar o endereço",
};

export const settings: Catalogue["settings"] = {
  title: "Ajustes",

  operatorTitle: "Quem está com este aparelho",
  operatorText: "O nome fica em cada leitura e nota a partir de agora. O patrocinador o vê.",
  operatorName: "Nome",
  operatorSet: "Usar este nome",
  operatorNow: (name) => `${name} está com ele agora.`,
  operatorNobody: "Ninguém em particular",
  operatorKnown: "Nomes usados neste aparelho",
  operatorTooLong: "Esse nome é longo demais. Use um mais curto.",

  scanTitle: "Leitura",
  sound: "Som",
  soundText: "Cada leitura é ouvida. Cada resultado tem seu som.",
  mirror: "Espelhar a imagem",
  mirrorText: "Mais fácil quando a câmera está virada para você. A leitura é a mesma.",
  rapid: "Modo rápido",
  rapidText: "Cartões curtos, para uma fila.",
  camera: "Câmera",
  cameraNone: "Nenhuma câmera encontrada. Conecte uma; o leitor de mão e a digitação funcionam sem ela.",
  cameraAgain: "Procurar de novo",
  cameraBrowser: "O navegador pergunta qual câmera usar quando a leitura começa.",

  lookTitle: "Idioma e aparência",
  language: "Idioma",
  languageSystem: "Como o sistema",
  theme: "Tema",
  themes: { system: "Como o sistema", light: "Claro", dark: "Escuro" },
  contrast: "Contraste",
  contrasts: { system: "Como o sistema", high: "Alto" },

  lockTitle: "PIN e bloqueio",
  lockNoPin: "Defina um PIN para bloquear as telas, ou para deixar aberta só a leitura.",
  lockText: "O PIN mantém os outros fora das telas. As leituras são cifradas com ou sem ele.",
  pinSet: "Definir um PIN",
  pinChange: "Mudar o PIN",
  pinRemove: "Remover o PIN",
  pinCurrent: "PIN atual",
  pinNew: "Novo PIN",
  pinAgain: "Novo PIN outra vez",
  pinRule: "De 4 a 12 dígitos",
  pinBad: "Um PIN tem de 4 a 12 dígitos.",
  pinDiffers: "Os dois PINs novos não são iguais.",
  pinForgotten:
    "Anote onde você o encontre: ninguém pode consultá-lo. Os registros são enviados também sem ele.",
  pinIsSet: "O PIN está definido.",
  pinIsRemoved: "O PIN foi removido.",
  pinSave: "Salvar o PIN",
  removeText: "Quem estiver com este aparelho poderá abrir todas as telas.",
  lockNow: "Bloquear agora",
  kiosk: "Modo quiosque",
  kioskText: "Só a leitura fica aberta, para um aparelho deixado sozinho. Para sair é preciso o PIN.",
  kioskStart: "Iniciar o modo quiosque",
  autoLock: "Bloquear sozinho",
  autoLockText: "Quando ninguém toca no aparelho e nada é lido.",
  never: "Nunca",
  minutes: (count) => plural(count, { one: "Após # minuto", other: "Após # minutos" }),

  enrolmentsTitle: "Inscrições",
  enrolmentsNone: "Este aparelho não está inscrito.",
  enrolFirst: "Inscrever este aparelho",
  enrolAnother: "Inscrever para outro evento ou patrocinador",
  event: "Evento",
  device: "Identificador",
  server: "Servidor",
  expires: "Lê até",
  consent: "Consentimento",
  consentModes: {
    handover: "Mostrar o crachá é o consentimento",
    confirm: "A pessoa toca em “Compartilhar”",
  },
  notice: "Aviso de privacidade",
  noticeVersion: (version) => `Versão ${version}`,
  noticeRead: "Ler o aviso de privacidade",

  storageTitle: "O que está neste aparelho",
  storageText: (scans, records) =>
    `${scans} com ${records}: nomes dos crachás, notas e o que foi consentido. Nenhum e-mail ou empresa fica neste aparelho; isso fica no servidor.`,
  storageRecords: (count) =>
    plural(count, {
      one: "# registro assinado",
      many: "# de registros assinados",
      other: "# registros assinados",
    }),
  storageWaiting: (count) =>
    plural(count, {
      one: "# registro está só aqui. Não apague este aparelho antes de ele chegar.",
      other: "# registros estão só aqui. Não apague este aparelho antes de eles chegarem.",
    }),
  storageNoneWaiting: "O servidor se pronunciou sobre todos.",
  storageSize: (size) => `${size} em um banco de dados cifrado`,
  storageFree: (size) => `${size} livres no disco`,
  folder: "Pasta",
  keyKeychain:
    "A chave está no chaveiro do sistema. Quem tirar o disco, ou entrar com outro usuário, não consegue ler as leituras.",
  keyFile:
    "A chave está em um arquivo ao lado do banco de dados, porque este sistema não tem chaveiro. Quem puder ler os arquivos deste usuário pode ler as leituras: cifre o disco e não empreste a conta.",
  uninstall:
    "Remover o Lanyard deixa esta pasta onde está. Apague-a só quando a página de envio estiver verde.",

  helpTitle: "Ajuda",
  version: (version) => `Lanyard ${version}`,
  diagnosticsShow: "Mostrar o diagnóstico",
  diagnostics: "Copiar o diagnóstico",
  diagnosticsText: "Um texto para quem ajuda você. Não contém nomes, notas nem códigos.",
  diagnosticsShown: "Diagnóstico",
};

export const lock: Catalogue["lock"] = {
  title: "Bloqueado",
  safe: "Todas as leituras deste aparelho estão salvas.",
  waiting: (count) =>
    plural(count, {
      one: "# registro espera, e é enviado mesmo bloqueado.",
      other: "# registros esperam, e são enviados mesmo bloqueado.",
    }),
  none: "Nada em espera.",
  pin: "PIN",
  typed: (count) => plural(count, { one: "# dígito digitado", other: "# dígitos digitados" }),
  pad: "Dígitos",
  erase: "Apagar o último dígito",
  unlock: "Desbloquear",
  wrong: "Esse não é o PIN.",
  waitSeconds: (count) =>
    plural(count, {
      one: "PINs errados demais. Tente de novo em # segundo.",
      other: "PINs errados demais. Tente de novo em # segundos.",
    }),
  waitMinutes: (count) =>
    plural(count, {
      one: "PINs errados demais. Tente de novo em # minuto.",
      other: "PINs errados demais. Tente de novo em # minutos.",
    }),
  forgotten:
    "Esqueceu? As leituras são enviadas mesmo assim. Pergunte a quem cuida dos contatos do seu patrocinador.",
  leaveTitle: "Sair do modo quiosque",
  leaveText: "Digite o PIN para abrir de novo todas as telas.",
  leave: "Sair do modo quiosque",
};
