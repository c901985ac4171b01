import type { Catalogue } from "../en";

export const problems: Catalogue["problems"] = {
  not_a_badge: ({ event }) => `Não é um crachá de ${event}.`,
  oversized: ({ event }) => `Não é um crachá de ${event}.`,
  other_event: ({ event, about }) => `Não é um crachá de ${event}: é de ${about}.`,
  forged: ({ event }) =>
    `Não é um crachá autêntico de ${event}. Encaminhe a pessoa ao balcão de credenciamento.`,
  malformed: () => "O código deste crachá está danificado. Digite o código impresso abaixo dele.",
  revoked: () => "Este crachá foi trocado. Peça o novo.",
  unsupported_flags: () => "Este crachá precisa de uma versão mais nova do Lanyard. Atualize este aparelho.",
  typing_slip: () => "Esse código tem um erro de digitação. Compare com o crachá.",
  enrolment_expired: () =>
    "Pelo relógio deste aparelho, a inscrição venceu. Se o dia estiver errado, acerte o relógio; senão, inscreva-o de novo.",
  device_revoked: () =>
    "Este aparelho foi revogado. As leituras anteriores ficam guardadas e são enviadas. Pergunte a quem cuida dos contatos do seu patrocinador.",
  nothing_to_share: () => "Não sobrou campo a compartilhar. Nada foi salvo.",

  enrolment_changed: () =>
    "Outro patrocinador foi escolhido enquanto este crachá era lido. Nada foi salvo; mostre-o de novo.",
  which_enrolment: () =>
    "Este aparelho está inscrito mais de uma vez. Escolha o patrocinador para o qual ler.",
  not_enrolled: () =>
    "Este aparelho ainda não está inscrito. Leia ou digite o código da página do seu patrocinador.",
  not_confirmed: () => "A pessoa não foi perguntada. Leia o crachá de novo.",
  sheet_gone: () => "Esta pergunta foi fechada, e nada foi salvo. Leia o crachá de novo.",

  disk_full: () => "O disco está cheio. Libere espaço; nada do que foi lido antes se perdeu.",
  read_only: () =>
    "Não é possível gravar no disco. Confira as permissões; nada do que foi lido antes se perdeu.",
  damaged: () =>
    "O arquivo com as leituras deste aparelho está danificado. Não o apague; peça ajuda à organização.",
  io: () => "O disco não respondeu. Confira se está conectado; nada do que foi lido antes se perdeu.",
  busy: () => "Outro programa está com as leituras deste aparelho. Feche-o e tente de novo.",
  cannot_open: () => "O arquivo com as leituras deste aparelho não pode ser aberto. Confira as permissões.",
  folder: () => "A pasta com as leituras deste aparelho não pode ser usada. Confira as permissões.",
  no_home: () => "Não há pasta para as leituras deste aparelho. Indique uma em LANYARD_HOME.",
  create: () =>
    "O arquivo para as leituras deste aparelho não pode ser criado. Confira o espaço e as permissões.",
  newer_schema: () => "Uma versão mais nova do Lanyard usou este aparelho. Atualize o Lanyard.",
  not_a_database: () =>
    "O arquivo com as leituras deste aparelho não é do Lanyard. Não o apague; peça ajuda à organização.",
  wrong_key: () =>
    "A chave do chaveiro não abre as leituras deste aparelho. Entre com o usuário que o inscreveu.",
  key_lost: () => "Falta a chave das leituras deste aparelho. Entre com o usuário que o inscreveu.",
  keychain_closed: () => "O chaveiro do sistema está bloqueado. Desbloqueie-o e tente de novo.",
  keychain_entry: () =>
    "A chave do chaveiro do sistema não pode ser usada. Entre com o usuário que inscreveu este aparelho.",
  key_exposed: () =>
    "Outros podem ler o arquivo com a chave deste aparelho. Deixe só o dono lê-lo e tente de novo.",

  connection: () => "Não é possível alcançar o servidor do evento. Confira a rede e tente de novo.",
  unavailable: () => "O servidor do evento está ocupado. Tente de novo em um minuto.",
  not_the_backend: () =>
    "Outra coisa responde no lugar do servidor, talvez uma página de acesso. Entre na rede e tente de novo.",

  unknown_code: () =>
    "O servidor não conhece este código. Procure um erro de digitação, ou faça um novo na página do patrocinador.",
  code_used: () => "Outro aparelho usou este código. Faça um novo na página do patrocinador.",
  code_expired: () => "Este código venceu. Faça um novo na página do patrocinador.",
  other_backend: () => "Respondeu outro servidor que não o do código. Use uma rede em que você confie.",
  bad_answer: () => "A resposta do servidor não é confiável. Tente de novo, ou use outra rede.",
  not_an_enrolment_code: () =>
    "Isso não é um código de inscrição. Copie-o inteiro da página do patrocinador, em Aparelhos.",
  address: () => "Esse código não indica um servidor utilizável. Faça um novo na página do patrocinador.",
  label: () => "O aparelho não pode se chamar assim. Escolha um nome mais curto.",

  shell: () => "Algo deu errado no programa. O que foi salvo está seguro; tente de novo.",
  no_bridge: () => "O lanyard-bridge não responde. Inicie-o de novo e abra o endereço que ele mostra.",

  wrong_pin: ({ about }) =>
    about === "" ? "Esse não é o PIN." : `Esse não é o PIN. Segundos de espera: ${about}.`,
  too_many_tries: ({ about }) => `PINs errados demais. Segundos de espera: ${about}.`,
  bad_pin: () => "Um PIN tem de 4 a 12 dígitos.",
  no_pin: () => "Defina um PIN antes, ou ninguém consegue reabrir as telas.",
  pin_unreadable: () => "Uma versão mais nova do Lanyard definiu o PIN. Atualize o Lanyard.",
  locked: () => "As telas estão bloqueadas. Desbloqueie com o PIN.",
  kiosk: () => "No modo quiosque isto está fechado. Saia dele antes com o PIN.",

  unknown_scan: () => "Este aparelho não tem essa leitura.",
  already_voided: () => "Esta leitura já foi retirada.",
  empty_note: () => "A nota ainda não diz nada. Escreva, avalie, etiquete ou responda.",
  no_such_question: () => "As perguntas do evento mudaram. Abra a leitura de novo.",
  answer_does_not_fit: () => "As perguntas do evento mudaram. Abra a leitura de novo.",
  not_recordable: () => "Isso não cabe em um registro. Encurte.",
  too_long: () => "Isso é longo demais para uma busca.",
  bad_operator: () => "Esse nome não pode ser usado. Escolha um mais curto.",
  no_such_camera: () => "Esta câmera não está mais aí. Escolha outra, ou conecte-a de novo.",
  broken: () => "O envio foi interrompido. Tente de novo.",
  export: ({ about }) =>
    about === ""
      ? "Não há pasta onde gravar o arquivo. Crie uma pasta de downloads e tente de novo."
      : `O arquivo não pode ser gravado: ${about}. Confira o espaço e as permissões, e tente de novo.`,
};
