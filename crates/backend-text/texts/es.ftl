### Spanish

name = Español

## fields

fields-first-name = Nombre
fields-last-name = Apellidos
fields-email = Correo electrónico
fields-job-title = Cargo
fields-employer = Empresa
fields-region = Estado o provincia
fields-country = País

## shell

shell-skip = Ir al contenido
shell-menu = Menú
shell-language = Idioma
shell-choose = Elegir
shell-sign-out = Cerrar sesión
shell-sign-in = Iniciar sesión
shell-times-in = Las horas están en la zona del evento, { $zone }.
shell-back = Volver
shell-never = Nunca

## shell.attendee

shell-attendee-sponsors = Patrocinadores
shell-attendee-sharing = Compartir
shell-attendee-data = Tus datos

## shell.sponsor

shell-sponsor-leads = Contactos
shell-sponsor-exports = Exportaciones
shell-sponsor-deletions = Borrados
shell-sponsor-devices = Dispositivos
shell-sponsor-charts = Gráficos
shell-sponsor-team = Equipo
shell-sponsor-programs = Programas

## shell.organiser

shell-organiser-overview = Resumen
shell-organiser-reports = Denuncias
shell-organiser-attendees = Asistentes
shell-organiser-badges = Acreditaciones
shell-organiser-sponsors = Patrocinadores
shell-organiser-devices = Dispositivos
shell-organiser-quarantine = Cuarentena
shell-organiser-audit = Registro de auditoría
shell-organiser-settings = Ajustes
shell-organiser-retention = Conservación
shell-organiser-people = Personas

## shell.problem

shell-problem-not-found = Esa página no existe
    .text = Puede que se haya movido o quitado. Vuelve atrás o empieza por la página de inicio.
shell-problem-unauthenticated = Primero inicia sesión
    .text = No has iniciado sesión, o ha caducado. No se ha cambiado nada.
shell-problem-forbidden = Esta página no es para ti
    .text = Has iniciado sesión, pero no como alguien que pueda hacer esto. No se ha cambiado nada.
shell-problem-cross-origin = Esto venía de otro sitio
    .text = Se envió un formulario desde una dirección que no es la de este servidor, así que no se hizo nada. Abre este sitio por su propia dirección e inténtalo de nuevo.
shell-problem-bad-request = No se ha podido entender
    .text = Falta algo en el formulario o tiene una forma inesperada. No se ha cambiado nada. Vuelve atrás e inténtalo de nuevo.
shell-problem-too-large = Es demasiado de una vez
    .text = El archivo o el texto es mayor de lo que se puede aceptar. No se ha cambiado nada.
shell-problem-too-many-requests = Demasiadas peticiones
    .text = Espera un minuto e inténtalo de nuevo.
shell-problem-busy = El servidor está ocupado
    .text = No se ha perdido nada. Inténtalo de nuevo dentro de un minuto.
shell-problem-conflict = Alguien se adelantó
    .text = Esto ha cambiado mientras tanto. Vuelve atrás y míralo otra vez.
shell-problem-internal = Algo ha fallado aquí
    .text = Ha quedado anotado para quien administra este servidor. Inténtalo más tarde.

## shell.dates

shell-dates-months-1 = enero
shell-dates-months-2 = febrero
shell-dates-months-3 = marzo
shell-dates-months-4 = abril
shell-dates-months-5 = mayo
shell-dates-months-6 = junio
shell-dates-months-7 = julio
shell-dates-months-8 = agosto
shell-dates-months-9 = septiembre
shell-dates-months-10 = octubre
shell-dates-months-11 = noviembre
shell-dates-months-12 = diciembre
shell-dates-day = { $day } de { $month }
shell-dates-day-of-year = { $day } de { $month } de { $year }
shell-dates-today = hoy a las { $time }
shell-dates-at = { $day } a las { $time }

## sign-in

sign-in-title = Iniciar sesión
sign-in-lead = Escribe tu correo electrónico. Te enviamos un enlace para entrar; no hay contraseña.
sign-in-email = Correo electrónico
sign-in-send = Enviar el enlace
sign-in-not-an-address = Eso no es una dirección de correo. Revísala e inténtalo de nuevo.
sign-in-sent-title = Mira tu correo
sign-in-sent = Si esta dirección se conoce aquí, un correo con un enlace está en camino. El enlace funciona durante diez minutos, una vez y solo en este navegador.
sign-in-nothing-came = ¿No ha llegado nada? Mira en el correo no deseado. Asistentes: usad la dirección con la que os registrasteis.
sign-in-another = Enviar otro enlace
sign-in-confirm-title = Iniciar sesión
sign-in-confirm-lead = Un paso más, para que un programa de correo que mira los enlaces no gaste el tuyo.
sign-in-confirm = Entrar
sign-in-dead = Este enlace ya no funciona
    .text = Se usó, tiene más de diez minutos o nunca se entregó. Pide otro.
sign-in-other-browser = Este enlace se pidió en otro navegador
    .text = Ábrelo en el navegador en el que lo pediste, o pide otro aquí.
sign-in-no-mail = Este servidor no envía correo
    .text = Pide a quien lo administra un enlace para entrar.
sign-in-mail-subject = Tu enlace para entrar
sign-in-mail-lead = Alguien, esperamos que tú, ha pedido entrar con esta dirección. El enlace funciona durante diez minutos, una vez y solo en el navegador en el que se pidió.
sign-in-mail-attendee = Como { $first-name }, asistente de { $event }:
sign-in-mail-attendee-unnamed = Como asistente de { $event }:
sign-in-mail-member = Para { $sponsor }, en { $event }:
sign-in-mail-staff = Como organización de { $event }:
sign-in-mail-end = ¿No lo has pedido tú? Entonces no hagas nada: sin este correo no entra nadie.
sign-in-signed-out = Has cerrado la sesión
    .text = En este navegador. Para volver, pide otro enlace.
sign-in-as-attendee = Asistente
sign-in-as-organiser = Organización
sign-in-as-support = Soporte
sign-in-as-auditor = Auditoría

## booth

booth-code-title = Esto es un código de alta
booth-code-lead = Convierte un ordenador de un estand en lector de contactos para un patrocinador. Funciona una vez, y por poco tiempo.
booth-code-steps-1 = Abre Lanyard en el ordenador que leerá las acreditaciones.
booth-code-steps-2 = Elige «Dar de alta este dispositivo».
booth-code-steps-3 = Pon este código ante su cámara, o escribe la dirección de esta página y el código impreso debajo.
booth-code-fails = ¿Dice Lanyard que el código ya se usó o ha caducado? Pide otro a quien te lo dio. Nadie necesita un código para que lo lean: los asistentes solo muestran su acreditación.
booth-bundle-title = Entregar un paquete
booth-bundle-lead = Un dispositivo de estand sin red puede escribir sus lecturas en un archivo. Elige aquí ese archivo. Está cifrado; solo este servidor puede leerlo. Entregar dos veces el mismo archivo no hace daño.
booth-bundle-file = Archivo del paquete
booth-bundle-send = Entregar
booth-taken = El paquete está aquí
    .text = Todo lo que contiene está guardado. El dispositivo lo sabrá cuando vuelva a tener red; consérvalo hasta entonces.
booth-records = Registros en el paquete
booth-accepted = Nuevos
booth-duplicates = Ya estaban aquí
booth-quarantined = Guardados para que la organización los mire
booth-another = Entregar otro
booth-refused = El paquete no se ha aceptado
booth-too-large = Es más largo de lo que se acepta de una vez.
booth-unknown-device = Es de un dispositivo que no está dado de alta aquí.
booth-no-bundle = El archivo no es un paquete.
booth-does-not-open = No se puede abrir: está dañado o es de un dispositivo de otro servidor.
booth-busy = Ahora mismo se están aceptando otros. Inténtalo dentro de un minuto.
booth-went-wrong = Algo ha fallado aquí; ha quedado anotado. Inténtalo más tarde.
booth-keep = Conserva el archivo: lo que ya se guardó no se guarda otra vez.
booth-again = Intentarlo de nuevo

## api

api-title = Para programas
api-lead = Lo que los programas de asistentes y patrocinadores pueden pedir a este servidor. Cada uno envía su clave como «Authorization: Bearer …». La descripción está en inglés.
api-document = Lo mismo como documento OpenAPI
api-part =
    { $name ->
        [attendee] Para el programa de un asistente
        [sponsor] Para el programa de un patrocinador
       *[other] { $name }
    }
api-parameters = Parámetros
api-takes = Recibe
api-answers = Responde
api-shapes = Formas
api-name = Nombre
api-holds = Contiene
api-meaning = Significado
api-whole = Todo
api-may-be-absent = puede faltar

## attendee

attendee-cancel = Volver sin cambiar nada

## attendee.dashboard

attendee-dashboard-title = Patrocinadores
attendee-dashboard-count =
    { $count ->
        [0] Ningún patrocinador tiene nada tuyo.
        [one] { $count } patrocinador tiene algo tuyo.
       *[other] { $count } patrocinadores tienen algo tuyo.
    }
attendee-dashboard-unconfirmed =
    { $count ->
        [one] A { $count } patrocinador se le pidió borrar lo que tenía, y aún no lo ha confirmado.
       *[other] A { $count } patrocinadores se les pidió borrar lo que tenían, y aún no lo han confirmado.
    }
attendee-dashboard-empty = Nadie ha escaneado todavía tu acreditación
attendee-dashboard-empty-next = Cuando un patrocinador lo haga, aquí verás qué ha recibido, cuándo y con qué dispositivo, y podrás quitárselo. Ya puedes decir qué pueden recibir los patrocinadores.
attendee-dashboard-to-sharing = Elegir qué pueden recibir
attendee-dashboard-do-not-scan = Has pedido que no te escaneen
    .text = Los patrocinadores no ven nada tuyo, sea lo que sea lo demás que hayas elegido. Puedes cambiarlo en Compartir.
attendee-dashboard-withdraw-all = Retirar el permiso a todos

## attendee.dashboard.done

attendee-dashboard-done-changed = Guardado. Vale desde ahora.
attendee-dashboard-done-withdrawn = Permiso retirado. El patrocinador ya no ve nada tuyo. En su ficha pone qué pasa ahora.
attendee-dashboard-done-withdrawn-all = Permiso retirado a todos los patrocinadores. Ninguno ve ya nada tuyo.
attendee-dashboard-done-allowed = Permitido. El patrocinador te ve de nuevo.
attendee-dashboard-done-reported = Denuncia enviada. El patrocinador no ve nada tuyo mientras la organización lo examina.

## attendee.dashboard.card

attendee-dashboard-card-gets = Recibe
attendee-dashboard-card-gets-nothing = Nada
attendee-dashboard-card-not-gets = No recibe
attendee-dashboard-card-scanned = Escaneado
attendee-dashboard-card-scan = { $moment }, con { $device }
attendee-dashboard-card-undone = deshecho por el puesto
attendee-dashboard-card-handover = mostraste tu acreditación
attendee-dashboard-card-confirmed = tocaste Compartir
attendee-dashboard-card-notice = aviso de privacidad { $version }
attendee-dashboard-card-seen = Visto
attendee-dashboard-card-seen-between = Primera vez: { $first }; última: { $last }
attendee-dashboard-card-seen-once = Una vez, { $moment }
attendee-dashboard-card-not-seen = Todavía no
attendee-dashboard-card-exported = Exportado
attendee-dashboard-card-not-exported = No
attendee-dashboard-card-all-scans = Los { $count } escaneos
attendee-dashboard-card-change = Cambiar
attendee-dashboard-card-withdraw = Retirar
attendee-dashboard-card-report = Denunciar
attendee-dashboard-card-allow = Permitir de nuevo
attendee-dashboard-card-receipt = Recibo de consentimiento
attendee-dashboard-card-now = Qué pasa ahora
attendee-dashboard-card-no-copy = Nunca miró, así que no hay copia que borrar.
attendee-dashboard-card-to-delete = Se le ha pedido borrar lo que ya tiene. Aún no lo ha confirmado.
attendee-dashboard-card-deleted = Confirmó que ha borrado sus copias: { $moment }.

## attendee.dashboard.card.states

attendee-dashboard-card-states-shared = Compartido
attendee-dashboard-card-states-nothing = Nada compartido
attendee-dashboard-card-states-withdrawn = Retirado
    .text = Retiraste tu permiso { $moment }. Este patrocinador no ve nada tuyo, aunque vuelva a escanear tu acreditación.
attendee-dashboard-card-states-reported = Denunciado
    .text = Este patrocinador no ve nada tuyo desde tu denuncia, { $moment }. Seguirá así hasta que decida la organización.
attendee-dashboard-card-states-upheld = Denuncia aceptada
    .text = Este patrocinador no ve nada tuyo desde el momento de tu denuncia, { $moment }. La organización te dio la razón, así que seguirá así hasta que lo permitas de nuevo.
attendee-dashboard-card-states-do-not-scan = No escanear
    .text = Has pedido que no te escaneen. Este patrocinador no ve nada tuyo desde entonces, { $moment }.
attendee-dashboard-card-states-voided = Deshecho
    .text = El puesto deshizo su escaneo. Este patrocinador no ve nada tuyo desde entonces, { $moment }.

## attendee.dashboard.report

attendee-dashboard-report-title = Tus denuncias
attendee-dashboard-report-made = { $moment }: { $reason }
attendee-dashboard-report-open = La organización lo está examinando
attendee-dashboard-report-upheld = La organización te dio la razón
attendee-dashboard-report-dismissed = La organización no te dio la razón
attendee-dashboard-report-decision = Su motivo
attendee-dashboard-report-yours = Escribiste
attendee-dashboard-report-dismissed-next = El patrocinador ve de nuevo lo que compartes. Todavía puedes retirar tu permiso.

## attendee.change

attendee-change-title = Qué recibe { $sponsor }
attendee-change-lead = Ve lo que está marcado. Quita una marca y dejará de verlo al momento; ponla de nuevo y volverá a verlo.
attendee-change-legend = Datos
attendee-change-empty = vacío
attendee-change-kept-from-all = no se da a ningún patrocinador, según Compartir
attendee-change-not-agreed = Estos datos no los compartiste en el puesto, o el evento no se los da a ningún patrocinador. Aquí no se pueden dar:
attendee-change-save = Guardar
attendee-change-seen-before = De lo que ya vio o exportó puede tener todavía una copia. Para que lo borre todo, retira tu permiso.

## attendee.withdraw

attendee-withdraw-title = ¿Retirar tu permiso a { $sponsor }?
attendee-withdraw-will-1 = Desde ahora no ve nada tuyo: ni en sus páginas ni en ninguna exportación.
attendee-withdraw-will-2 = Si vuelve a escanear tu acreditación, nada cambia.
attendee-withdraw-will-3 = Puedes permitirlo de nuevo cuando quieras.
attendee-withdraw-copies = Ha visto o exportado algo tuyo. Se le pide borrarlo, y aquí verás cuándo lo ha confirmado.
attendee-withdraw-no-copies = Todavía no ha mirado, así que no tiene copia.
attendee-withdraw-confirm = Retirar

## attendee.withdraw-all

attendee-withdraw-all-title = ¿Retirar tu permiso a todos los patrocinadores?
attendee-withdraw-all-will-1 = Desde ahora ningún patrocinador ve nada tuyo, ni en sus páginas ni en ninguna exportación: ni los que te han escaneado, ni los que lo hagan después.
attendee-withdraw-all-will-2 = A los que han visto o exportado algo se les pide borrarlo, y en sus fichas verás cuándo lo han confirmado.
attendee-withdraw-all-will-3 = Puedes permitir de nuevo a cada uno cuando quieras.
attendee-withdraw-all-confirm = Retirar a todos

## attendee.allow

attendee-allow-title = ¿Permitir de nuevo a { $sponsor }?
attendee-allow-lead = Entonces ve:
attendee-allow-nothing = Entonces ve que te ha escaneado, y ninguno de tus datos. Puedes darle datos con Cambiar.
attendee-allow-confirm = Permitir de nuevo
attendee-allow-not-now = Ahora no se puede permitir a este patrocinador
    .text = Quizá ya está permitido, hay una denuncia abierta, has pedido que no te escaneen o el puesto deshizo su escaneo. En su ficha pone cuál.

## attendee.report

attendee-report-title = Denunciar a { $sponsor }
attendee-report-lead = Denuncia un escaneo que no permitiste. El patrocinador no ve nada tuyo desde que envías esto. La organización lo examina, y aquí leerás qué decide.
attendee-report-reason = ¿Qué pasó?
attendee-report-text = Con tus palabras, si quieres
attendee-report-text-hint = Lo lee la organización, no el patrocinador. Hasta 4.000 caracteres.
attendee-report-send = Enviar la denuncia
attendee-report-no-reason = Elige qué pasó.
attendee-report-too-long = Es demasiado largo; caben 4.000 caracteres. No se ha enviado nada.
attendee-report-too-many = Ya hay cien denuncias tuyas abiertas. La organización tiene que decidir algunas primero.

## attendee.report.reasons

attendee-report-reasons-not-asked = Nadie me preguntó antes de escanear
attendee-report-reasons-not-me = No era mi acreditación, o la llevaba otra persona
attendee-report-reasons-never-there = Nunca estuve en ese puesto
attendee-report-reasons-pressed = Me presionaron
attendee-report-reasons-other = Otra cosa

## attendee.notice

attendee-notice-title = Aviso de privacidad { $version }
attendee-notice-since = En vigor desde el { $day }.

## attendee.sharing

attendee-sharing-title = Qué pueden recibir los patrocinadores
attendee-sharing-lead = Vale para todos los patrocinadores, los que te han escaneado y los que vendrán. Ninguno recibe nada antes de escanear tu acreditación.
attendee-sharing-fields = Datos
attendee-sharing-fields-hint = Un patrocinador recibe como mucho lo que está marcado aquí, digas lo que digas en su puesto.
attendee-sharing-not-allowed = este evento no se lo da a ningún patrocinador
attendee-sharing-email = Otro correo para los patrocinadores
attendee-sharing-email-hint = Te registraste con { $address }. Los patrocinadores pueden recibir otra dirección en su lugar, por ejemplo una que puedas cerrar después.
attendee-sharing-email-label = Correo electrónico para los patrocinadores
attendee-sharing-email-fault = Eso no es una dirección de correo. Revísala e inténtalo de nuevo.
attendee-sharing-email-remove = Usar la de mi registro
attendee-sharing-do-not-scan = No quiero que me escaneen
attendee-sharing-do-not-scan-off = Si lo eliges, a los puestos que escaneen tu acreditación se les dice que no quieres que te escaneen, en cuanto se imprima de nuevo, y no se les muestra nada de lo que escaneen. Los patrocinadores que tienen algo tuyo dejan de verlo y se les pide borrarlo.
attendee-sharing-do-not-scan-on = Has pedido que no te escaneen. Ningún patrocinador ve nada tuyo. Si lo levantas, los que te han escaneado ven de nuevo lo que compartes con ellos, salvo que les hayas retirado tu permiso.
attendee-sharing-do-not-scan-set = No quiero que me escaneen
attendee-sharing-do-not-scan-lift = Permitir que me escaneen
attendee-sharing-mails = Correos
attendee-sharing-mails-hint = Un correo cuando algún patrocinador te ha escaneado por primera vez, una vez al día como mucho.
attendee-sharing-mails-label = Quiero recibir estos correos
attendee-sharing-save = Guardar
attendee-sharing-done-fields = Guardado. Vale desde ahora para todos los patrocinadores.
attendee-sharing-done-email = Guardado. Los patrocinadores reciben esta dirección desde ahora.
attendee-sharing-done-email-removed = Los patrocinadores reciben desde ahora la dirección de tu registro.
attendee-sharing-done-do-not-scan = Guardado. Ningún patrocinador ve nada tuyo desde ahora.
attendee-sharing-done-scan = Guardado. Los patrocinadores pueden escanearte.
attendee-sharing-done-mails = Guardado.
attendee-sharing-withdraw = Retirar el permiso a todos
attendee-sharing-withdraw-hint = Va más allá de quitar todas las marcas: a los patrocinadores se les pide borrar lo que tienen.

## attendee.data

attendee-data-title = Tus datos
attendee-data-held = Qué se guarda de ti
attendee-data-empty = vacío
attendee-data-held-hint = Viene de tu registro. Si algo no es correcto, haz que lo cambien allí; llega aquí con la próxima importación.
attendee-data-all = Todo, en un archivo
attendee-data-all-hint = Un archivo JSON: tus datos y ajustes, cada patrocinador con lo que tiene y cada escaneo, todo lo que cambiaste, tus denuncias y tus acreditaciones.
attendee-data-download = Descargar todo
attendee-data-receipts = Recibos de consentimiento
attendee-data-receipts-hint = De cada patrocinador que te escaneó: qué aceptaste, cuándo y con qué aviso, con el registro firmado del dispositivo del puesto y la firma de este servidor. Prueba qué aceptaste aunque este servidor ya no exista.
attendee-data-no-receipts = Todavía no hay ninguno: ningún patrocinador ha escaneado tu acreditación.
attendee-data-receipt-of = Recibo de { $sponsor }
attendee-data-check = Para comprobar uno sin ninguna red:
attendee-data-key = La clave con la que se comprueba
attendee-data-erase = Borrar todo
attendee-data-erase-hint = Saca de este servidor todo lo que se guarda de ti, para siempre.
attendee-data-to-erase = Qué significa borrar

## attendee.erase

attendee-erase-title = ¿Borrar todo?
attendee-erase-goes = Qué desaparece, al momento y para siempre
attendee-erase-going-1 = Tu nombre, correo, puesto, empresa, región y país.
attendee-erase-going-2 = Lo que los puestos escribieron sobre ti, y lo que tú y la organización escribisteis en denuncias.
attendee-erase-going-3 = Tu acreditación: su código deja de funcionar.
attendee-erase-going-4 = Tu acceso aquí: se cierra tu sesión y no podrás volver a entrar para este evento.
attendee-erase-stays = Qué queda
attendee-erase-staying-1 = A los patrocinadores que han visto o exportado algo se les pide borrarlo. Si lo han hecho, ya no podrás verlo aquí.
attendee-erase-staying-2 = Que se borró a una persona con tu número de registro, para que la próxima importación no te traiga de vuelta.
attendee-erase-staying-3 = Los registros firmados de los dispositivos, tal como llegaron: números aleatorios de acreditaciones y escaneos, y el texto de una nota si un puesto escribió alguna. No se muestran a nadie.
attendee-erase-staying-4 = Tu registro mismo: está en la conferencia, no aquí.
attendee-erase-first = ¿Quieres antes una copia? Descarga todo en Tus datos; después no queda nada que descargar.
attendee-erase-sure = Entiendo que esto no se puede deshacer
attendee-erase-not-sure = Marca primero la casilla. No se ha borrado nada.
attendee-erase-confirm = Borrar todo
attendee-erase-done = Tus datos están borrados
    .text = Tu sesión está cerrada. A los patrocinadores que tenían algo tuyo se les pide borrarlo.

## attendee.digest

attendee-digest-subject = Han escaneado tu acreditación en { $event }
attendee-digest-lead =
    { $count ->
        [one] { $count } patrocinador ha escaneado tu acreditación en { $event } por primera vez:
       *[other] { $count } patrocinadores han escaneado tu acreditación en { $event } por primera vez:
    }
attendee-digest-more = … y { $count } más
attendee-digest-see = Mira qué reciben, quita datos, retira tu permiso o denuncia un escaneo que no permitiste:
attendee-digest-off = Recibes este correo una vez al día como mucho. Para no recibirlo, sin iniciar sesión:
attendee-digest-stop = ¿No recibir más estos correos?
    .text = Entonces ningún correo te dirá que un patrocinador te ha escaneado por primera vez. Lo que reciben no cambia.
    .button = No enviarme ninguno
attendee-digest-stopped = Ya no recibirás estos correos
    .text = ¿Has cambiado de idea? Actívalos de nuevo en tus ajustes, cuando hayas iniciado sesión.

## sponsor.leads

sponsor-leads-count =
    { $count ->
        [one] Se ha escaneado a { $count } asistente.
       *[other] Se ha escaneado a { $count } asistentes.
    }
sponsor-leads-empty = Todavía no hay contactos
    .text = Aparecen aquí en cuanto un dispositivo del stand escanea una acreditación y se sincroniza. Registra uno en Dispositivos.
sponsor-leads-find = Buscar contactos
sponsor-leads-text = Buscar
sponsor-leads-text-hint = En los datos compartidos y las notas
sponsor-leads-rating = Valoración
sponsor-leads-any = Cualquiera
sponsor-leads-at-least = { $rating } o más
sponsor-leads-tag = Etiqueta
sponsor-leads-operator = Operador
sponsor-leads-day = Día
sponsor-leads-kind = Mostrar
sponsor-leads-kinds-1 = Todos
sponsor-leads-kinds-2 = Compartidos
sponsor-leads-kinds-3 = Borrados
sponsor-leads-apply = Buscar
sponsor-leads-clear = Mostrar todos
sponsor-leads-none-found = No se ha encontrado nada
    .text = Ningún contacto cumple todo eso. Quita algo e inténtalo de nuevo.
sponsor-leads-none-yet = Nada entre los contactos mirados hasta ahora. Continúa para mirar más.
sponsor-leads-next = Contactos anteriores
sponsor-leads-first = Primera página
sponsor-leads-list = Contactos, el último escaneado primero
sponsor-leads-lead = Contacto
sponsor-leads-tags = Etiquetas
sponsor-leads-last-scan = Último escaneo
sponsor-leads-operators = Operadores
sponsor-leads-no-name = Nombre no compartido
sponsor-leads-deleted = Borrado
sponsor-leads-reason-erased = El asistente ha hecho borrar sus datos.
sponsor-leads-reason-do-not-scan = El asistente pide que no se le escanee.
sponsor-leads-reason-report-upheld = Se ha confirmado la denuncia de un escaneo indebido.
sponsor-leads-reason-reported = El asistente ha denunciado el escaneo; la organización lo está estudiando.
sponsor-leads-reason-withdrawn = El asistente ha retirado su permiso.
sponsor-leads-reason-voided = El stand ha anulado el escaneo.
sponsor-leads-fields = Lo que comparte el asistente
sponsor-leads-empty-field = No se indicó en el registro
sponsor-leads-not-shared = No compartido
sponsor-leads-not-shared-note = Lo decide el asistente, y puede cambiarlo cuando quiera.
sponsor-leads-notes = Notas
sponsor-leads-no-notes = Nadie ha escrito una nota.
sponsor-leads-stars = { $rating } de 5
sponsor-leads-scans = Escaneos
sponsor-leads-when = Cuándo
sponsor-leads-device = Dispositivo
sponsor-leads-method = Cómo
sponsor-leads-by-camera = Cámara
sponsor-leads-by-scanner = Lector
sponsor-leads-by-hand = A mano
sponsor-leads-voided = Anulado
sponsor-leads-no-operator = Sin nombre
sponsor-leads-old-question = Una pregunta que ya no se hace
sponsor-leads-yes = Sí
sponsor-leads-no = No
sponsor-leads-delete-copies = Borra todas las copias que tengas: en tu CRM, en hojas de cálculo, en correos. Después confírmalo, y el asistente lo verá.
sponsor-leads-since = Desde { $when }.

## sponsor.devices

sponsor-devices-lead = Los portátiles y las tabletas que escanean para ti.
sponsor-devices-empty = Todavía no hay dispositivos
    .text = Crea un código más abajo, abre Lanyard en el portátil o la tableta y escanea el código con él.
sponsor-devices-list = Tus dispositivos
sponsor-devices-label = Nombre
sponsor-devices-status = Estado
sponsor-devices-active = Activo
sponsor-devices-expired = Evento terminado
sponsor-devices-revoked = Revocado
sponsor-devices-last-sync = Última sincronización
sponsor-devices-pending = Pendientes entonces
sponsor-devices-quarantined = En cuarentena
sponsor-devices-clock-off = El reloj va mal
sponsor-devices-chain-broken = Parece clonado o restaurado
sponsor-devices-change = Cambiar
sponsor-devices-rename = Cambiar el nombre
sponsor-devices-revoke = Revocar
sponsor-devices-revoke-text = Para un dispositivo perdido o robado. Lo que envíe desde ahora no crea contactos, diga la hora que diga; lo que envió antes se conserva. No se puede deshacer: para volver a usarlo hay que registrarlo de nuevo.
sponsor-devices-add = Registrar un dispositivo
sponsor-devices-add-text = Un código registra un solo dispositivo, una vez.
sponsor-devices-add-label = Nombre del dispositivo
sponsor-devices-add-hours = El código vale durante
sponsor-devices-hours =
    { $hours ->
        [one] { $hours } hora
       *[other] { $hours } horas
    }
sponsor-devices-make-code = Crear un código
sponsor-devices-bad-label = Da al dispositivo un nombre de 1 a 120 caracteres.
sponsor-devices-code-title = Código de registro
sponsor-devices-code-text = En el portátil o la tableta, abre Lanyard y elige «Registrar». Escanea esto o escribe lo que pone abajo.
sponsor-devices-code-once = Se muestra solo esta vez y funciona una vez, hasta { $until }. Quien lo tenga puede escanear en tu nombre: no se lo des a nadie más.
sponsor-devices-code-drawing = El código de registro como código QR
sponsor-devices-code-server = Dirección
sponsor-devices-code-typed = Código
sponsor-devices-code-whole = Todo, para pegar
sponsor-devices-code-done = Listo
sponsor-devices-codes = Códigos que nadie ha usado todavía
sponsor-devices-code-until = Vale hasta
sponsor-devices-cancel-code = Cancelar
sponsor-devices-owners-only = Los propietarios del equipo pueden registrar, renombrar y revocar dispositivos.
sponsor-devices-renamed = El dispositivo tiene su nuevo nombre.
sponsor-devices-revoked-now = El dispositivo está revocado.
sponsor-devices-cancelled = El código ya no funciona.
sponsor-devices-days = { $days } días

## sponsor.exports

sponsor-exports-lead = Todos tus contactos en un archivo, con lo que cada asistente comparte ahora mismo.
sponsor-exports-take = Exportar
sponsor-exports-formats-1 = CSV
    .text = Para hojas de cálculo y casi cualquier programa.
sponsor-exports-formats-2 = Excel (XLSX)
    .text = Una hoja de cálculo, con lo borrado en una hoja aparte.
sponsor-exports-formats-3 = JSON
    .text = Cada escaneo y cada nota, para programas.
sponsor-exports-formats-4 = Salesforce
    .text = CSV con las columnas de un lead de Salesforce.
sponsor-exports-formats-5 = HubSpot
    .text = CSV con las columnas de un contacto de HubSpot.
sponsor-exports-download = Descargar
sponsor-exports-in-it = Quien ha retirado sus datos aparece en el archivo solo con un identificador y una fecha, para que puedas borrar lo que tengas. Cada exportación queda registrada, y los asistentes ven que sus datos se exportaron.
sponsor-exports-since-last =
    { $count ->
        [one] Desde tu última exportación se ha retirado { $count } contacto que habías exportado.
       *[other] Desde tu última exportación se han retirado { $count } contactos que habías exportado.
    }
sponsor-exports-to-deletions = Ver qué hay que borrar
sponsor-exports-taken = Exportaciones hechas
sponsor-exports-none-taken = Ninguna todavía.
sponsor-exports-when = Cuándo
sponsor-exports-format = Formato
sponsor-exports-by = Quién
sponsor-exports-by-program = Un programa
sponsor-exports-leads = Contactos
sponsor-exports-deletions = Borrados nuevos

## sponsor.deletions

sponsor-deletions-count =
    { $count ->
        [one] { $count } contacto por borrar.
       *[other] { $count } contactos por borrar.
    }
sponsor-deletions-lead = Estos asistentes han retirado sus datos. Borra todas las copias que tengas, en tu CRM, en hojas de cálculo, en correos; después confírmalo. Los asistentes ven cuándo lo hiciste.
sponsor-deletions-empty = Nada que borrar
    .text = Cuando un asistente retira lo que se te dio, aparece aquí hasta que confirmes que has borrado tus copias.
sponsor-deletions-pending = Por borrar
sponsor-deletions-more = Estos son los primeros; los demás aparecen cuando estos estén hechos.
sponsor-deletions-id = Contacto
sponsor-deletions-reason = Por qué
sponsor-deletions-since = Desde
sponsor-deletions-exported = Última exportación
sponsor-deletions-never-exported = Nunca; se vio en estas páginas
sponsor-deletions-acknowledge = Copias borradas
sponsor-deletions-acknowledge-all =
    { $count ->
        [one] Todas las copias de este contacto están borradas
       *[other] Todas las copias de estos { $count } están borradas
    }
sponsor-deletions-means = Con esto dices a los asistentes que no te queda nada suyo.
sponsor-deletions-done = Hecho
sponsor-deletions-done-at = Confirmado
sponsor-deletions-acknowledged = Anotado. El asistente lo ve.
sponsor-deletions-act = ¿Hecho?

## sponsor.charts

sponsor-charts-lead = Lo que ha escaneado tu stand, sea lo que sea de los contactos. Estos números no delatan a nadie.
sponsor-charts-empty = Todavía no se ha escaneado nada
    .text = En cuanto un dispositivo del stand escanea y se sincroniza, sus escaneos se cuentan aquí.
sponsor-charts-total = Escaneos
sponsor-charts-new = Nuevos
sponsor-charts-repeated = Repetidos
sponsor-charts-by-hour = Por hora
sponsor-charts-by-device = Por dispositivo
sponsor-charts-by-operator = Por operador
sponsor-charts-hour = Hora
sponsor-charts-device = Dispositivo
sponsor-charts-operator = Operador
sponsor-charts-no-operator = Sin nombre
sponsor-charts-numbers = Los números
sponsor-charts-drawing =
    { $scans ->
        [one] { $day }: { $scans } escaneo, por hora
       *[other] { $day }: { $scans } escaneos, por hora
    }
sponsor-charts-undated =
    { $scans ->
        [one] { $scans } escaneo es de un dispositivo con el reloj mal; no está en ninguna hora.
       *[other] { $scans } escaneos son de dispositivos con el reloj mal; no están en ninguna hora.
    }

## sponsor.programs

sponsor-programs-lead = Para tus propios programas: un CRM que recoge contactos, un servicio al que se avisa cuando cambian.
sponsor-programs-tokens = Claves
sponsor-programs-tokens-text = Una clave deja entrar a un programa. Da a cada uno la suya, con lo justo que necesita, para poder revocar una sin las demás.
sponsor-programs-label = Para qué es
sponsor-programs-scopes = Puede
sponsor-programs-scope-leads = leer contactos y sus cambios
sponsor-programs-scope-exports = exportar
sponsor-programs-scope-devices = ver los dispositivos del stand
sponsor-programs-scope-deletions = confirmar borrados
sponsor-programs-last-used = Último uso
sponsor-programs-made = Creada
sponsor-programs-make-token = Crear una clave
sponsor-programs-revoke = Revocar
sponsor-programs-revoke-text = Desde ahora se rechaza al programa que la tenga. No se puede deshacer; puedes crear otra.
sponsor-programs-new-token = Una clave nueva
sponsor-programs-token-title = Tu clave nueva
sponsor-programs-token-once = Se muestra solo esta vez. Quien la tenga puede hacer esto en tu nombre; guárdala como una contraseña.
sponsor-programs-token-use = Envíala con cada petición:
sponsor-programs-back = Listo
sponsor-programs-bad-label = Di para qué es, en 1 a 120 caracteres.
sponsor-programs-label-in-use = Ya hay una clave para eso. Revócala antes o da otro nombre a esta.
sponsor-programs-no-scope = Marca al menos una cosa que pueda hacer.
sponsor-programs-token-revoked = La clave está revocada.
sponsor-programs-webhooks = Webhooks
sponsor-programs-webhooks-text = Cuando cambian contactos, enviamos sus identificadores a tu dirección, y nada sobre nadie; tu programa pide después a la API lo que se comparte.
sponsor-programs-no-webhooks = Ninguno todavía.
sponsor-programs-url = Dirección
sponsor-programs-url-hint = Empieza por https:// y está en la internet abierta.
sponsor-programs-new-webhook = Un webhook nuevo
sponsor-programs-add-webhook = Añadir
sponsor-programs-bad-url = Esa no puede ser la dirección de un webhook. Es como https://crm.example/hook, sin usuario, contraseña ni #.
sponsor-programs-not-encrypted = La dirección debe empezar por https://.
sponsor-programs-not-public = Esta dirección no está en la internet abierta, así que no se envía nada allí.
sponsor-programs-too-many = Tienes diez webhooks, que es el máximo. Quita uno antes.
sponsor-programs-on = Activo
sponsor-programs-paused = En pausa
sponsor-programs-paused-text = Desde { $since }. No se pierde nada: cuando se active recibirá todo lo que haya cambiado.
sponsor-programs-waiting = En espera
sponsor-programs-last-delivered = Última entrega
sponsor-programs-see-log = Entregas y ajustes
sponsor-programs-secret-title = El secreto de tu webhook
sponsor-programs-secret-once = Se muestra solo esta vez. Firma cada entrega, para que tu programa distinga las nuestras de las de cualquier otro.
sponsor-programs-secret-use = Ponlo donde tu programa comprueba la cabecera Lanyard-Signature:
sponsor-programs-webhook = Webhook
sponsor-programs-ping = Enviar una prueba
sponsor-programs-pause = Pausar
sponsor-programs-resume = Activar
sponsor-programs-remove = Quitar
sponsor-programs-remove-text = Se borran el webhook, su secreto y su registro. No se puede deshacer; puedes añadir otro.
sponsor-programs-log = Entregas
sponsor-programs-empty-log = Todavía no se ha enviado nada. Una prueba muestra si tu dirección responde.
sponsor-programs-number = Número
sponsor-programs-written = Escrita
sponsor-programs-attempts = Intentos
sponsor-programs-outcome = Resultado
sponsor-programs-delivered = Entregada { $when }
sponsor-programs-next-attempt = Próximo intento { $when }
sponsor-programs-given-up = Abandonada
sponsor-programs-outcome-refused-address = La dirección no está en la internet abierta
sponsor-programs-outcome-timed-out = Sin respuesta en 10 segundos
sponsor-programs-outcome-no-connection = Sin conexión o sin certificado válido
sponsor-programs-outcome-secret = El secreto no se puede abrir aquí; quita este webhook y añádelo otra vez
sponsor-programs-again = Enviar otra vez
sponsor-programs-body = Qué dice
sponsor-programs-pinged = La prueba está en camino. Recarga la página dentro de un momento.
sponsor-programs-sent-again = Se envía otra vez. Recarga la página dentro de un momento.
sponsor-programs-paused-now = El webhook está en pausa.
sponsor-programs-resumed = El webhook está activo.
sponsor-programs-removed = El webhook se ha quitado.

## sponsor.team

sponsor-team-lead = Quienes trabajan aquí con tus contactos.
sponsor-team-list = Tu equipo
sponsor-team-name = Nombre
sponsor-team-email = Correo electrónico
sponsor-team-role = Función
sponsor-team-roles-1 = Miembro
sponsor-team-roles-2 = Propietario
sponsor-team-role-texts-1 = lee, busca y exporta contactos, y confirma borrados
sponsor-team-role-texts-2 = además gestiona el equipo, los dispositivos, las claves y los webhooks
sponsor-team-invited = Invitación: { $when }; todavía no ha entrado
sponsor-team-joined = Aquí desde { $when }
sponsor-team-you = tú
sponsor-team-change = Cambiar
sponsor-team-set-role = Guardar
sponsor-team-remove = Quitar
sponsor-team-remove-text = Su sesión se cierra al momento y no puede volver, salvo que se le invite otra vez. Lo que hizo se conserva.
sponsor-team-invite = Invitar a alguien
sponsor-team-invite-text = Recibe un correo que dice dónde entrar. No hay contraseña.
sponsor-team-send = Invitar
sponsor-team-send-again = Enviar la invitación otra vez
sponsor-team-no-mail = Este servidor no envía correo. Quien lo administra puede crear un enlace: lanyard-server sponsor member link.
sponsor-team-bad-email = Eso no es una dirección de correo. Revísala e inténtalo de nuevo.
sponsor-team-bad-name = Indica un nombre de 1 a 120 caracteres.
sponsor-team-exists = Alguien de tu equipo ya tiene esta dirección.
sponsor-team-last-owner = Es el último propietario. Haz antes propietario a otra persona.
sponsor-team-unknown = Esa persona ya no está en el equipo.
sponsor-team-invited-now = La invitación está en camino.
sponsor-team-role-set = La función ha cambiado.
sponsor-team-removed = Ya no está en el equipo.
sponsor-team-owners-only = Los propietarios pueden invitar, cambiar funciones y quitar a personas.
sponsor-team-mail-subject = Te han invitado a un equipo
sponsor-team-mail-text =
    Hola, { $name }:

    Te han invitado al equipo de { $sponsor } en { $event }. Allí están los contactos de vuestro stand.

    Entra con esta dirección en
    { $url }

    No hay contraseña: cada vez se te envía un enlace.
    { "" }

## organiser.shared

organiser-shared-save = Guardar
organiser-shared-name = Nombre
organiser-shared-email = Correo electrónico
organiser-shared-role = Función
organiser-shared-sponsor = Patrocinador
organiser-shared-device = Dispositivo
organiser-shared-when = Cuándo
organiser-shared-state = Estado
organiser-shared-all = Todos
organiser-shared-show = Mostrar
organiser-shared-pages = Páginas
organiser-shared-back = Página anterior
organiser-shared-on = Página siguiente
organiser-shared-never = Nunca
organiser-shared-look-only = Su función le permite ver esto, pero no cambiar nada.
organiser-shared-not-an-address = Eso no es una dirección de correo electrónico. Revísela e inténtelo de nuevo.
organiser-shared-bad-name = Un nombre tiene de 1 a 120 caracteres, menos si llevan acentos.
organiser-shared-erased-person = Borrado

## organiser.overview

organiser-overview-title = Resumen
organiser-overview-ends = El evento termina: { $day }.
organiser-overview-ended = El evento terminó: { $day }.
organiser-overview-figures = Cifras
organiser-overview-attendees = Asistentes
organiser-overview-without-badge = { $count } sin acreditación
organiser-overview-scans = Lecturas
organiser-overview-people-scanned =
    { $count ->
        [one] de { $count } asistente
       *[other] de { $count } asistentes
    }
organiser-overview-sponsors = Patrocinadores
organiser-overview-without-owner = { $count } sin equipo
organiser-overview-devices = Dispositivos
organiser-overview-waiting =
    { $records ->
        [one] { $records } registro por enviar
       *[other] { $records } registros por enviar
    }
organiser-overview-flagged = { $count } con avisos
organiser-overview-reports = Reportes abiertos
organiser-overview-reports-all = { $count } en total
organiser-overview-quarantine = En cuarentena
organiser-overview-records = registros
organiser-overview-next = Lo que sigue
organiser-overview-next-import = Importe las inscripciones
organiser-overview-next-import-why = Un archivo CSV de su sistema de inscripción. Antes de guardar nada verá qué columnas se toman.
organiser-overview-next-badges = Imprima las acreditaciones
organiser-overview-next-badges-why = Un PDF para la imprenta, con un código en cada acreditación.
organiser-overview-next-sponsors = Añada los patrocinadores
organiser-overview-next-sponsors-why = Invite a una persona de cada uno; ellos registran sus propios dispositivos.
organiser-overview-next-notice = Revise los ajustes
organiser-overview-next-notice-why = El aviso, los datos que los patrocinadores pueden recibir y las preguntas de los estands.
organiser-overview-next-reports = Responda los reportes abiertos
organiser-overview-next-reports-why = Los contactos a los que se refieren quedan retenidos hasta entonces.
organiser-overview-next-flagged = Mire los dispositivos con avisos
organiser-overview-next-flagged-why = Alguien copió uno, tiene mal la hora o adivina códigos.
organiser-overview-next-retention = Ejecute la conservación
organiser-overview-next-retention-why = El plazo de conservación de los datos de este evento ha terminado.

## organiser.people

organiser-people-title = Personas
organiser-people-lead = Quién trabaja con este evento de su parte y qué puede hacer cada uno.
organiser-people-organiser = Organizador
organiser-people-support = Asistencia
organiser-people-auditor = Auditor
organiser-people-organiser-may = Todo: ajustes, importaciones, personas, conservación.
organiser-people-support-may = Reportes, dispositivos, acreditaciones y patrocinadores; no saca datos.
organiser-people-auditor-may = Lee todo y exporta el registro de auditoría; no cambia nada.
organiser-people-you = usted
organiser-people-signed-in = Primera entrada
organiser-people-invited = Invitación
organiser-people-not-yet = Todavía no
organiser-people-add = Añadir a alguien
organiser-people-add-lead = Recibirá un correo que explica cómo entrar con esta dirección.
organiser-people-add-button = Añadir y enviar el correo
organiser-people-change-role = Cambiar la función
organiser-people-change-role-of = Función de { $name }
organiser-people-remove = Quitar
organiser-people-remove-what = Se cierra su sesión de inmediato y se borran sus llaves de acceso. Lo que hicieron queda en el registro de auditoría. Puede añadir a esa persona de nuevo.
organiser-people-remove-button = Quitar a { $name }
organiser-people-exists = Ya hay alguien con esta dirección.
organiser-people-last-organiser = Es la última persona con la función de organizador. Dé primero esa función a otra.
organiser-people-said-added = Persona añadida. El correo está en camino.
organiser-people-said-role = La función ha cambiado y vale desde ahora.
organiser-people-said-removed = Persona quitada y sesión cerrada.

## organiser.sponsors

organiser-sponsors-title = Patrocinadores
organiser-sponsors-lead = Cada patrocinador tiene un equipo, que registra sus dispositivos y lee sus contactos.
organiser-sponsors-empty = Todavía no hay patrocinadores
organiser-sponsors-empty-what = Añada el primero abajo e invite después a alguien de su equipo.
organiser-sponsors-team = Equipo
organiser-sponsors-devices = Dispositivos
organiser-sponsors-scans = Lecturas
organiser-sponsors-reports = Reportes abiertos
organiser-sponsors-no-team = Nadie todavía
organiser-sponsors-people =
    { $count ->
        [one] { $count } persona
       *[other] { $count } personas
    }
organiser-sponsors-add = Añadir un patrocinador
organiser-sponsors-add-button = Añadir
organiser-sponsors-exists = Ya hay un patrocinador con este nombre.
organiser-sponsors-rename = Cambiar el nombre
organiser-sponsors-rename-what = Los asistentes ven el nuevo nombre de inmediato. Los dispositivos muestran el anterior hasta que se registren de nuevo.
organiser-sponsors-owner = Responsable
organiser-sponsors-member = Miembro
organiser-sponsors-joined = Primera entrada
organiser-sponsors-invite = Invitar a un responsable
organiser-sponsors-invite-what = Un responsable lee los contactos del patrocinador, registra dispositivos e invita al resto del equipo. Recibirá un correo que explica cómo entrar.
organiser-sponsors-invite-button = Invitar
organiser-sponsors-member-exists = Alguien del equipo ya tiene esta dirección.
organiser-sponsors-no-devices = Todavía no hay dispositivos registrados. El equipo del patrocinador lo hace en sus propias páginas.
organiser-sponsors-said-added = Patrocinador añadido. Invite ahora a alguien de su equipo.
organiser-sponsors-said-renamed = Nombre cambiado.
organiser-sponsors-said-invited = Invitación hecha. El correo está en camino.

## organiser.devices

organiser-devices-title = Dispositivos
organiser-devices-lead = Los dispositivos de todos los patrocinadores.
organiser-devices-empty = Todavía no hay dispositivos registrados
organiser-devices-empty-what = Los patrocinadores registran sus dispositivos en sus propias páginas. Añada un patrocinador e invite a alguien de su equipo.
organiser-devices-last-sync = Última sincronización
organiser-devices-waiting = Por enviar
organiser-devices-held = Registros recibidos
organiser-devices-quarantined = En cuarentena
organiser-devices-clock = Reloj
organiser-devices-ahead = { $minutes } min adelantado
organiser-devices-behind = { $minutes } min atrasado
organiser-devices-right = En hora
organiser-devices-working = En uso
organiser-devices-expired = Caducado
organiser-devices-revoked = Revocado
organiser-devices-flag-chain = Copiado o restaurado
organiser-devices-flag-chain-what = Su cadena de registros se bifurcó, se rompió o usó dos veces una lectura: el dispositivo fue clonado o restaurado, o miente. Se conservan todas las ramas.
organiser-devices-flag-skew = Reloj desajustado
organiser-devices-flag-skew-what = Su reloj se desvió más de cinco minutos. El orden no depende de los relojes; las horas que se muestran, sí.
organiser-devices-flag-guess = Adivina códigos
organiser-devices-flag-guess-what = Envió tantos códigos que no son de nadie que alguien debe estar adivinando. No aprende nada con ello.
organiser-devices-since = Visto: { $day }.
organiser-devices-enrolled = Registrado
organiser-devices-expires = Fin del registro
organiser-devices-id = Id
organiser-devices-filter = Cuáles
organiser-devices-only-flagged = Con avisos
organiser-devices-only-waiting = Con registros por enviar
organiser-devices-only-revoked = Revocados
organiser-devices-none-such = Ningún dispositivo es así.
organiser-devices-revoke = Revocar
organiser-devices-revoke-what = Lo que llegue de él desde ahora queda en cuarentena, diga la hora que diga, y en su próxima sincronización olvida los nombres y la clave de las acreditaciones. Lo que envió antes se conserva. No se puede deshacer: el dispositivo tendría que registrarse de nuevo.
organiser-devices-revoke-button = Revocar este dispositivo
organiser-devices-said-revoked = Dispositivo revocado. Lo sabrá en su próxima sincronización.

## organiser.reports

organiser-reports-title = Reportes
organiser-reports-lead = Aquí los asistentes dicen que una lectura fue indebida. El contacto queda retenido hasta que usted decida.
organiser-reports-empty-open = No hay reportes abiertos
organiser-reports-empty-open-what = Cuando un asistente reporte una lectura, aparecerá aquí.
organiser-reports-open = Abierto
organiser-reports-upheld = Aceptado
organiser-reports-dismissed = Desestimado
organiser-reports-only-open = Abiertos
organiser-reports-every = Todos los reportes
organiser-reports-opened = Reportado
organiser-reports-not-asked = Nadie preguntó antes de leer
organiser-reports-not-me = Acreditación ajena o llevada por otra persona
organiser-reports-never-there = Nunca estuvo en ese estand
organiser-reports-pressed = Hubo presión
organiser-reports-other = Otra cosa
organiser-reports-one = Reporte sobre { $sponsor }
organiser-reports-says = Lo que dice el asistente
organiser-reports-no-words = Sin palabras además del motivo.
organiser-reports-attendee = Asistente
organiser-reports-to-attendee = Ver lo que se guarda de esta persona
organiser-reports-evidence = Lo que firmó el dispositivo
organiser-reports-no-evidence = No hay ninguna lectura aceptada de este asistente por este patrocinador. Si se retiró o está en cuarentena, de todos modos no se muestra nada al patrocinador.
organiser-reports-scanned-at = Leído, según el reloj del dispositivo
organiser-reports-received-at = Llegó aquí
organiser-reports-operator = Operador
organiser-reports-no-operator = Sin nombre
organiser-reports-method = Leído con
organiser-reports-camera = Cámara
organiser-reports-hardware-scanner = Lector de mano
organiser-reports-manual = Escrito a mano
organiser-reports-given = Consentimiento
organiser-reports-handover = Al mostrar la acreditación
organiser-reports-confirmed = Con un toque en «compartir» en la pantalla
organiser-reports-fields = Datos consentidos
organiser-reports-narrowed = Retirados en el estand
organiser-reports-nothing = Ninguno
organiser-reports-notice = Aviso vigente
organiser-reports-notice-version = Versión { $version }
organiser-reports-record = Registro
organiser-reports-record-number = N.º { $seq } de su dispositivo
organiser-reports-hash = SHA-256 del registro
organiser-reports-voided = Retirada por el estand
organiser-reports-signature-good = La firma es válida
organiser-reports-signature-bad = La firma no es válida
organiser-reports-on-chain = En la cadena del dispositivo
organiser-reports-off-chain = Fuera de la cadena del dispositivo
organiser-reports-neighbours = Lecturas del dispositivo alrededor
organiser-reports-neighbours-what = Diez registros antes y después. No se muestra de quién son los demás.
organiser-reports-this-attendee = Este asistente
organiser-reports-another = Otra persona
organiser-reports-unknown-person = Nadie conocido
organiser-reports-this-record = este
organiser-reports-after-first = { NUMBER($seconds, signDisplay: "always") } s
organiser-reports-distance = Respecto a esta
organiser-reports-decide = Decidir
organiser-reports-decide-what = El asistente lee el motivo y ambas partes reciben un correo. La decisión no se puede cambiar.
organiser-reports-why = Por qué
organiser-reports-why-hint = Lo lee el asistente; el patrocinador, no.
organiser-reports-uphold = Aceptar: el contacto sigue retenido
organiser-reports-uphold-what = Se pide al patrocinador que borre sus copias; solo recupera el contacto si el asistente lo permite.
organiser-reports-dismiss = Desestimar: el contacto se comparte de nuevo
organiser-reports-dismiss-what = Hasta donde lo comparta el asistente, que todavía puede retirarlo.
organiser-reports-decision = La decisión
organiser-reports-decided = Decidido: { $moment }
organiser-reports-decided-by-organiser = Lo decidió la organización: { $moment }
organiser-reports-decided-by-support = Lo decidió la asistencia del evento: { $moment }
organiser-reports-choose = Elija una de las dos.
organiser-reports-no-reason = Diga por qué: el asistente lee el motivo.
organiser-reports-too-long = Caben 4000 caracteres como máximo.
organiser-reports-already = Alguien ya decidió este reporte.
organiser-reports-said-upheld = Reporte aceptado. El contacto sigue retenido y se avisa a ambas partes.
organiser-reports-said-dismissed = Reporte desestimado. Se avisa a ambas partes.

## organiser.mails

organiser-mails-staff-subject = Ya puede trabajar con { $event }
organiser-mails-staff-text =
    Le han añadido a las personas que organizan { $event }, con la función: { $role }.

    Abra { $url }/sign-in y escriba esta dirección. Recibirá un enlace para entrar; no hay contraseña.

    ¿No sabe de qué se trata? Entonces no haga nada.
    { "" }
organiser-mails-owner-subject = { $sponsor } en { $event }: su cuenta está lista
organiser-mails-owner-text =
    La organización de { $event } le ha hecho responsable del equipo de { $sponsor }. Puede registrar dispositivos, leer sus contactos e invitar a colegas.

    Abra { $url }/sign-in y escriba esta dirección. Recibirá un enlace para entrar; no hay contraseña.

    ¿No sabe de qué se trata? Entonces no haga nada.
    { "" }
organiser-mails-report-subject = { $event }: se ha decidido su reporte
organiser-mails-upheld-text =
    Usted reportó una lectura de { $sponsor }. La organización ha aceptado su reporte:

    { $reason }

    { $sponsor } ya no ve nada suyo y se le pidió borrar lo que tiene. Puede ver cuándo dice haberlo hecho, y permitirlo de nuevo si quiere: { $url }/me
    { "" }
organiser-mails-dismissed-text =
    Usted reportó una lectura de { $sponsor }. La organización la ha revisado y ha desestimado su reporte:

    { $reason }

    { $sponsor } ve de nuevo lo que usted le permite. Puede retirarlo en cualquier momento: { $url }/me
    { "" }
organiser-mails-sponsor-subject = { $event }: un reporte sobre uno de sus contactos
organiser-mails-sponsor-upheld =
    Un asistente reportó como indebida una de sus lecturas y la organización ha aceptado el reporte.

    El contacto { $lead } sigue retenido. Borre sus copias, también en otros sistemas, y dígalo después aquí: { $url }/sponsor/deletions
    { "" }
organiser-mails-sponsor-dismissed =
    Un asistente reportó como indebida una de sus lecturas. La organización ha desestimado el reporte.

    Vuelve a ver el contacto { $lead }, hasta donde lo comparta el asistente: { $url }/sponsor
    { "" }

## organiser.quarantine

organiser-quarantine-title = Cuarentena
organiser-quarantine-lead = Registros que enviaron los dispositivos y que no se usan. Se conservan byte a byte y nada de ellos se muestra a un patrocinador.
organiser-quarantine-empty = No hay nada en cuarentena
organiser-quarantine-empty-what = Los registros llegan aquí cuando una firma, una acreditación o una cadena no es correcta. Los dispositivos también los muestran.
organiser-quarantine-takes = Qué haría falta
organiser-quarantine-records =
    { $count ->
        [one] { $count } registro
       *[other] { $count } registros
    }
organiser-quarantine-kind = Tipo
organiser-quarantine-scan = Lectura
organiser-quarantine-note = Nota
organiser-quarantine-narrow = Datos retirados
organiser-quarantine-void = Retirada
organiser-quarantine-code = Qué se leyó
organiser-quarantine-code-badge = Acreditación { $badge }
organiser-quarantine-code-foreign = Un código de otro sistema
organiser-quarantine-code-human = Código escrito { $code }
organiser-quarantine-no-contents = No se mira nada del interior, porque la firma no es válida.
organiser-quarantine-not-readable = Los bytes no son un registro.
organiser-quarantine-came-after = Llegó después de revocar su dispositivo
organiser-quarantine-unreadable = Ilegible
organiser-quarantine-unreadable-takes = Nada: los bytes no son un registro que esta versión conozca. Los envía un dispositivo con el almacenamiento dañado; revise el dispositivo.
organiser-quarantine-bad-signature = Firma no válida
organiser-quarantine-bad-signature-takes = Nada: alguien lo cambió o no es de este dispositivo. Queda como prueba.
organiser-quarantine-not-this-enrolment = De otro registro
organiser-quarantine-not-this-enrolment-takes = El dispositivo debe enviarlo con el registro en que se hizo. La aplicación lo hace sola; otro programa quizá no.
organiser-quarantine-seq-mismatch = Número equivocado
organiser-quarantine-seq-mismatch-takes = El dispositivo debe enviarlo con su propio número.
organiser-quarantine-fork = Dos con el mismo número
organiser-quarantine-fork-takes = Nada: el dispositivo fue copiado o restaurado y cuenta la rama que llegó primero. Revóquelo y regístrelo de nuevo.
organiser-quarantine-chain-broken = No continúa la cadena
organiser-quarantine-chain-broken-takes = El registro anterior. Si el dispositivo lo tiene, se completa en la próxima sincronización y entonces cuenta.
organiser-quarantine-unknown-badge = Acreditación de nadie
organiser-quarantine-unknown-badge-takes = Importe la inscripción a la que pertenece el código. Contará en cuanto lo haga.
organiser-quarantine-revoked-badge = Acreditación sustituida
organiser-quarantine-revoked-badge-takes = Nada: la acreditación se sustituyó antes de la lectura. El asistente muestra la nueva.
organiser-quarantine-device-revoked = Dispositivo revocado
organiser-quarantine-device-revoked-takes = Nada: llegó después de revocar el dispositivo, y un ladrón cambia la hora.
organiser-quarantine-enrolment-expired = Registro caducado
organiser-quarantine-enrolment-expired-takes = Nada para esta lectura. Cambie el fin del evento en los ajustes y registre de nuevo el dispositivo para las próximas.
organiser-quarantine-scan-id-reused = Lectura repetida
organiser-quarantine-scan-id-reused-takes = Nada: dos lecturas dicen ser la misma, como al copiar un dispositivo.
organiser-quarantine-unknown-notice = Aviso desconocido
organiser-quarantine-unknown-notice-takes = Nada: ninguna versión del aviso tiene ese número y nadie puede decir qué leyó el asistente.
organiser-quarantine-foreign-not-accepted = Código de otro sistema
organiser-quarantine-foreign-not-accepted-takes = Acepte códigos de ese tipo en los ajustes.
organiser-quarantine-not-confirmed = Sin confirmar
organiser-quarantine-not-confirmed-takes = Nada: el asistente no tocó «compartir», como pide este evento.
organiser-quarantine-other = Otro motivo
organiser-quarantine-other-takes = Revise el dispositivo.

## organiser.settings

organiser-settings-title = Ajustes
organiser-settings-lead = Lo que vale para el evento. Un cambio en los datos actúa de inmediato, al leer; los dispositivos conocen lo demás al sincronizar o al registrarse.
organiser-settings-event = El evento
organiser-settings-short-name = Nombre corto, en los códigos
organiser-settings-zone = Zona horaria
organiser-settings-zone-hint = Un nombre IANA como America/Mexico_City. Las páginas muestran las horas en ella.
organiser-settings-ends = Fin
organiser-settings-ends-hint = En la zona del evento. Los registros de dispositivos que se hagan desde ahora terminan con él.
organiser-settings-retention = Días que se conservan los datos tras el fin
organiser-settings-retention-hint = De 0 a 3650. Después, la conservación borra lo que es de personas.
organiser-settings-fields = Datos que los patrocinadores pueden recibir
organiser-settings-fields-hint = Los asistentes pueden compartir menos, nunca más.
organiser-settings-mode = Cómo se da el consentimiento
organiser-settings-mode-handover = Al mostrar la acreditación
organiser-settings-mode-handover-what = La lectura se guarda de inmediato; el asistente puede quitar datos después en la pantalla.
organiser-settings-mode-confirm = Con un toque en «compartir»
organiser-settings-mode-confirm-what = Nada se guarda antes de que el asistente toque. Los dispositivos conocen el cambio al registrarse.
organiser-settings-foreign = Aceptar también códigos de otro sistema (ACCESSCODE:…:VALIDATOR)
organiser-settings-notice = Aviso de privacidad
organiser-settings-notice-in-force = La versión { $version } está vigente desde: { $day }.
organiser-settings-notice-change = Escribir otra versión
organiser-settings-notice-what = Otro texto hace otra versión. Cada lectura conserva la versión vigente en el estand.
organiser-settings-notice-text = El aviso
organiser-settings-notice-publish = Ponerlo en vigor
organiser-settings-notice-versions = Todas las versiones
organiser-settings-version = Versión { $version }
organiser-settings-in-force = Vigente
organiser-settings-since = Desde
organiser-settings-scans-under = Lecturas con ella
organiser-settings-questions = Preguntas
organiser-settings-questions-what = Lo que los estands pueden preguntar y anotar junto a una lectura. Los dispositivos conocen el cambio al sincronizar.
organiser-settings-questions-none = Todavía no hay preguntas.
organiser-settings-questions-manage = Cambiar las preguntas
organiser-settings-question = Pregunta
organiser-settings-question-add = Añadir una pregunta
organiser-settings-question-add-button = Añadir
organiser-settings-question-remove = Quitar esta pregunta
organiser-settings-question-remove-what = Los estands dejan de preguntar. Las respuestas dadas siguen con sus contactos.
organiser-settings-kind = Respuesta
organiser-settings-kind-text = Texto libre
organiser-settings-kind-choice = Una de una lista
organiser-settings-kind-yes-no = Sí o no
organiser-settings-kind-scale = Una escala desde 1
organiser-settings-kind-scale-to = De 1 a { $most }
organiser-settings-choices = La lista, una por línea
organiser-settings-choices-hint = Para «una de una lista»: de 1 a 32 líneas.
organiser-settings-scale = Número más alto
organiser-settings-scale-hint = Para «una escala»: de 2 a 10.
organiser-settings-bad-zone = No existe esa zona horaria. Escriba un nombre IANA como America/Mexico_City.
organiser-settings-bad-ends = Eso no es fecha y hora. Escríbalo como 2027-05-20T18:00.
organiser-settings-bad-retention = Los días son un número de 0 a 3650.
organiser-settings-bad-notice = Un aviso tiene de 1 a 65 536 caracteres, menos si llevan acentos.
organiser-settings-same-notice = Este es el texto que ya está vigente.
organiser-settings-bad-question = Una pregunta tiene de 1 a 500 caracteres, y hay 32 preguntas como máximo.
organiser-settings-bad-choices = Escriba de 1 a 32 opciones, una por línea.
organiser-settings-bad-scale = Una escala termina entre 2 y 10.
organiser-settings-said-saved = Guardado.
organiser-settings-said-notice = La nueva versión está vigente. Los dispositivos la conocerán al sincronizar.
organiser-settings-said-questions = Guardado. Los dispositivos lo sabrán al sincronizar.

## organiser.audit

organiser-audit-title = Registro de auditoría
organiser-audit-lead = Cada lectura y exportación de datos personales y cada cambio hecho por su equipo. Nada en él se cambia ni se borra.
organiser-audit-actor = Quién
organiser-audit-action = Qué se hizo
organiser-audit-leads = Asistentes
organiser-audit-fields = Datos
organiser-audit-detail = Detalle
organiser-audit-number = N.º
organiser-audit-from = Desde el día
organiser-audit-until = Hasta el día
organiser-audit-kind-organiser = Línea de comandos
organiser-audit-kind-staff = Personas de la organización
organiser-audit-kind-sponsor = Programa de un patrocinador
organiser-audit-kind-member = Equipo de un patrocinador
organiser-audit-kind-attendee = Un asistente
organiser-audit-empty = Ninguna entrada es así.
organiser-audit-found =
    { $count ->
        [one] { $count } entrada
       *[other] { $count } entradas
    }
organiser-audit-export = Exportar como CSV
organiser-audit-export-what = Todas las entradas que encuentra el filtro, una por fila. La exportación es también una entrada.
organiser-audit-filter = Filtrar
organiser-audit-bad-day = Un día se escribe como 2027-05-20.

## organiser.audit.actions

organiser-audit-actions-acknowledge-deletion = Borrado confirmado
organiser-audit-actions-add-member = Miembro añadido
organiser-audit-actions-add-passkey = Llave de acceso añadida
organiser-audit-actions-add-sponsor = Patrocinador añadido
organiser-audit-actions-add-staff = Persona añadida
organiser-audit-actions-add-webhook = Webhook añadido
organiser-audit-actions-cancel-enrolment-code = Código de registro anulado
organiser-audit-actions-change-notice = Aviso cambiado
organiser-audit-actions-change-questions = Preguntas cambiadas
organiser-audit-actions-change-role = Función cambiada
organiser-audit-actions-change-settings = Ajustes cambiados
organiser-audit-actions-dismiss-report = Reporte desestimado
organiser-audit-actions-erase-attendee = Asistente borrado
organiser-audit-actions-export-audit-log = Registro de auditoría exportado
organiser-audit-actions-export-csv = Contactos exportados como CSV
organiser-audit-actions-export-hubspot = Contactos exportados para HubSpot
organiser-audit-actions-export-json = Contactos exportados como JSON
organiser-audit-actions-export-own = Datos propios descargados
organiser-audit-actions-export-salesforce = Contactos exportados para Salesforce
organiser-audit-actions-export-xlsx = Contactos exportados como XLSX
organiser-audit-actions-import = Inscripciones importadas
organiser-audit-actions-invite-member = Miembro invitado
organiser-audit-actions-invite-owner = Responsable invitado
organiser-audit-actions-list-leads = Contactos listados
organiser-audit-actions-list-reports = Reportes listados
organiser-audit-actions-make-attendee-link = Enlace de entrada de asistente creado
organiser-audit-actions-make-attendee-token = Token de asistente creado
organiser-audit-actions-make-enrolment-code = Código de registro creado
organiser-audit-actions-make-members-link = Enlace de entrada de miembro creado
organiser-audit-actions-make-sign-in-link = Enlace de entrada de persona creado
organiser-audit-actions-make-sponsor-token = Token de patrocinador creado
organiser-audit-actions-pause-webhook = Webhook pausado
organiser-audit-actions-print-badges = Acreditaciones impresas
organiser-audit-actions-read-attendee = Asistente consultado
organiser-audit-actions-read-lead = Contacto consultado
organiser-audit-actions-read-own = Datos propios consultados
organiser-audit-actions-read-quarantine = Cuarentena consultada
organiser-audit-actions-read-receipt = Recibo de consentimiento consultado
organiser-audit-actions-read-report = Reporte consultado
organiser-audit-actions-redeliver-webhook = Entrega de webhook reenviada
organiser-audit-actions-remove-member = Miembro quitado
organiser-audit-actions-remove-passkey = Llave de acceso quitada
organiser-audit-actions-remove-staff = Persona quitada
organiser-audit-actions-remove-webhook = Webhook quitado
organiser-audit-actions-rename-device = Dispositivo renombrado
organiser-audit-actions-rename-sponsor = Patrocinador renombrado
organiser-audit-actions-resume-webhook = Webhook reanudado
organiser-audit-actions-revoke-badge = Acreditación revocada
organiser-audit-actions-revoke-device = Dispositivo revocado
organiser-audit-actions-revoke-sponsor-token = Token de patrocinador revocado
organiser-audit-actions-run-retention = Conservación ejecutada
organiser-audit-actions-search-attendees = Asistentes buscados
organiser-audit-actions-set-members-role = Función de miembro cambiada
organiser-audit-actions-test-webhook = Webhook probado
organiser-audit-actions-uphold-report = Reporte aceptado

## organiser.attendees

organiser-attendees-title = Asistentes
organiser-attendees-lead =
    { $count ->
        [one] { $count } asistente inscrito.
       *[other] { $count } asistentes inscritos.
    }
organiser-attendees-empty = Todavía no hay inscripciones
organiser-attendees-empty-what = Importe un archivo CSV de su sistema de inscripción.
organiser-attendees-import = Importar inscripciones
organiser-attendees-find = Buscar a alguien
organiser-attendees-find-what = Identificador de inscripción, o parte del nombre o del correo
organiser-attendees-find-hint = Lo que busca no se guarda ni aparece en ninguna dirección. Que buscó queda en el registro de auditoría.
organiser-attendees-find-button = Buscar
organiser-attendees-found =
    { $count ->
        [one] { $count } asistente encontrado
       *[other] { $count } asistentes encontrados
    }
organiser-attendees-found-more = Los primeros { $count }. Escriba más para encontrar menos.
organiser-attendees-found-none = Nadie coincide. Revise cómo está escrito o pruebe con el identificador.
organiser-attendees-registration = Identificador de inscripción
organiser-attendees-held = Lo que se guarda
organiser-attendees-not-given = Sin indicar
organiser-attendees-sponsor-email = Dirección que reciben los patrocinadores
organiser-attendees-imported = Último cambio por importación
organiser-attendees-do-not-scan = Pide no ser leído
organiser-attendees-erased-on = Los datos de este asistente se borraron: { $day }. Una importación no los devuelve.
organiser-attendees-badges = Acreditaciones
organiser-attendees-badge-good = Válida
organiser-attendees-badge-revoked = Revocada
organiser-attendees-no-badge = Todavía no tiene acreditación.
organiser-attendees-printed = Impresa
organiser-attendees-reprint = Imprimir una acreditación nueva
organiser-attendees-reprint-what = La acreditación recibe otro código. La anterior se revoca y los dispositivos la rechazan tras su próxima sincronización.
organiser-attendees-scanned-by = Patrocinadores
organiser-attendees-nobody-scanned = Ningún patrocinador ha leído a este asistente.
organiser-attendees-shared = Compartido
organiser-attendees-withheld = Retenido
organiser-attendees-scans =
    { $count ->
        [one] { $count } lectura
       *[other] { $count } lecturas
    }
organiser-attendees-sees = Puede ver
organiser-attendees-has-seen = Ha recibido
organiser-attendees-exported = Exportado
organiser-attendees-acknowledged = Borrado confirmado
organiser-attendees-reports = Reportes
organiser-attendees-no-reports = Este asistente no ha reportado nada.
organiser-attendees-erase = Borrar los datos de este asistente
organiser-attendees-erase-what = Se borran el nombre, la dirección y todos los demás datos, se revocan las acreditaciones, se vacía lo que otros escribieron y se pide a cada patrocinador que tenga el contacto que lo borre. El identificador de inscripción queda, para que una importación no devuelva a la persona, y los registros firmados de los dispositivos quedan hasta la conservación. No hay vuelta atrás.
organiser-attendees-erase-type = Escriba el identificador para confirmar
organiser-attendees-erase-button = Borrar definitivamente
organiser-attendees-erase-mismatch = Ese no es el identificador de este asistente. No se borró nada.
organiser-attendees-said-erased = Datos borrados. Se avisa a los patrocinadores que tenían el contacto.
organiser-attendees-withheld-erased = Datos borrados
organiser-attendees-withheld-do-not-scan = Pide no ser leído
organiser-attendees-withheld-upheld = Reporte aceptado
organiser-attendees-withheld-reported = Reporte abierto
organiser-attendees-withheld-withdrawn = Retirado
organiser-attendees-withheld-voided = Retirado por el estand

## organiser.import

organiser-import-title = Importar inscripciones
organiser-import-lead = Un archivo CSV como lo escribe su sistema de inscripción o una hoja de cálculo. Solo se toman las columnas de abajo; todas las demás se descartan y nunca se guardan.
organiser-import-file = Archivo CSV
organiser-import-file-hint = Hasta 32 MiB; la línea de comandos acepta más. La primera fila contiene los encabezados.
organiser-import-look = Revisarlo primero
organiser-import-again = Importar de nuevo actualiza a los asistentes por su identificador. Quien pidió borrar sus datos sigue borrado, y nunca se levanta un deseo de no ser leído expresado por el asistente.
organiser-import-preview = Vista previa
organiser-import-nothing-yet = Todavía no se ha guardado nada.
organiser-import-read-as = Leído como { $encoding }.
organiser-import-guessed = El archivo no es UTF-8; es una suposición: compruebe que los nombres con acentos estén bien.
organiser-import-columns = Columnas
organiser-import-heading = Encabezado en el archivo
organiser-import-means = Qué es
organiser-import-dropped = No se toma
organiser-import-registration-id = Identificador de inscripción
organiser-import-access-code = Código de acceso de otro sistema
organiser-import-validator = Validador de otro sistema
organiser-import-do-not-scan = Pide no ser leído
organiser-import-dropped-names =
    { $count ->
        [one] { $count } columna descartada, que nunca se guarda
       *[other] { $count } columnas descartadas, que nunca se guarda
    }
organiser-import-update = Revisar de nuevo
organiser-import-result = Qué haría la importación
organiser-import-rows = Filas
organiser-import-added = Añadidos
organiser-import-updated = Actualizados
organiser-import-unchanged = Sin cambios
organiser-import-erased = Siguen borrados
organiser-import-faulty = Con errores, fuera
organiser-import-wish-set = Ahora piden no ser leídos
organiser-import-faults = Filas con errores
organiser-import-row = Fila
organiser-import-fault = Qué falla
organiser-import-faults-more = … y { $count } más.
organiser-import-import =
    { $count ->
        [one] Importar { $count } asistente
       *[other] Importar { $count } asistentes
    }
organiser-import-nothing-to-do = No hay nada que importar: nadie es nuevo y nada cambió.
organiser-import-forget = Olvidar el archivo
organiser-import-working = Importando
organiser-import-working-rows =
    { $rows ->
        [one] { $rows } fila leída hasta ahora. Esta página se actualiza sola cada dos segundos; también puede salir de ella.
       *[other] { $rows } filas leídas hasta ahora. Esta página se actualiza sola cada dos segundos; también puede salir de ella.
    }
organiser-import-done = Importación hecha: { $added } añadidos, { $updated } actualizados, { $faulty } fuera por errores.
organiser-import-said-gone = El archivo ya no está aquí. Se importó o pasó un día. Elíjalo de nuevo.
organiser-import-said-failed = La importación no se completó y no se guardó nada. Inténtelo de nuevo.
organiser-import-said-forgotten = Archivo olvidado. No se guardó nada de él.
organiser-import-no-file = Elija primero un archivo.
organiser-import-bad-too-large = El archivo es demasiado grande para esta página. Use `lanyard-server import` en la línea de comandos.
organiser-import-bad-rows = El archivo tiene más de 200 000 filas o 1000 columnas.
organiser-import-bad-spreadsheet = Es un archivo propio de una hoja de cálculo. Guárdelo antes como CSV (UTF-8).
organiser-import-bad-text = No es texto legible. Guárdelo antes como CSV (UTF-8).
organiser-import-bad-empty = El archivo está vacío.
organiser-import-need-registration-id = Diga qué columna es el identificador de inscripción: por él se conoce a los asistentes.
organiser-import-mapped-twice = Dos columnas indican lo mismo. Elija una de ellas.
organiser-import-fault-cells = { $found } celdas bajo { $expected } encabezados
organiser-import-fault-quote = Unas comillas no se cierran: no se leyeron { $lines } líneas desde aquí
organiser-import-fault-no-id = Sin identificador de inscripción
organiser-import-fault-repeated = Otra vez el identificador de la fila { $row }
organiser-import-fault-no-name = Sin nombre ni apellidos
organiser-import-fault-email = No es un correo electrónico
organiser-import-fault-long = { $column }: más de { $limit } caracteres
organiser-import-fault-control = { $column }: un carácter de control
organiser-import-fault-flag = { $column }: ni sí ni no
organiser-import-fault-code = { $column }: no es un código de letras, cifras, guiones y guiones bajos
organiser-import-fault-taken = Otra inscripción tiene este código de acceso

## organiser.badges

organiser-badges-title = Acreditaciones
organiser-badges-with = Con acreditación
organiser-badges-without = Sin acreditación
organiser-badges-empty = Todavía no hay inscripciones
organiser-badges-empty-what = Las acreditaciones se imprimen para asistentes inscritos. Impórtelos primero.
organiser-badges-print = Imprimir acreditaciones
organiser-badges-print-what = Una acreditación vale desde que usted tiene su archivo: su código no se guarda en ningún otro lugar. Imprima el archivo que reciba; otro tendrá otros códigos.
organiser-badges-whose = De quién
organiser-badges-whose-without = Quienes aún no tienen ({ $count })
organiser-badges-whose-all = Todos de nuevo ({ $count })
organiser-badges-whose-all-what = Se revocan todas las acreditaciones impresas antes.
organiser-badges-format = Tamaño
organiser-badges-four-by-three = 4 × 3 pulgadas
organiser-badges-a6 = 105 × 148 mm (A6)
organiser-badges-paper = Hojas
organiser-badges-a4 = A4
organiser-badges-letter = Carta
organiser-badges-file = Archivo
organiser-badges-pdf = Hojas en PDF
organiser-badges-svg = SVG
organiser-badges-get = Crear el PDF
organiser-badges-get-drawings = Crear un SVG de cada una
organiser-badges-get-one = Crear la acreditación
organiser-badges-limit = Como máximo { $most } a la vez, porque tarda; repítalo para el resto. La línea de comandos imprime cualquier número.
organiser-badges-one = La acreditación de un asistente
organiser-badges-one-what = Busque al asistente; su página imprime una acreditación nueva y revoca la anterior.
organiser-badges-revoke = Revocar una acreditación perdida
organiser-badges-revoke-code = El código bajo el símbolo
organiser-badges-revoke-button = Revocar
organiser-badges-revoke-what = Los dispositivos la rechazan tras su próxima sincronización. Imprima después una nueva.
organiser-badges-bad-code = Ninguna acreditación tiene ese código. Tiene 8 letras y cifras.
organiser-badges-already-revoked = Esa acreditación ya está revocada.
organiser-badges-none = Todos tienen acreditación.
organiser-badges-too-many = Es más de lo que esta página imprime a la vez. Use `lanyard-server badges print --all` en la línea de comandos.
organiser-badges-no-fonts = El servidor no tiene fuentes para dibujar. Instale algunas (Debian: fonts-dejavu-core, fonts-noto-core) e inténtelo de nuevo.
organiser-badges-changed = Las inscripciones cambiaron mientras se dibujaban las acreditaciones y no se creó ninguna. Inténtelo de nuevo.
organiser-badges-busy = Ya se están creando acreditaciones. Inténtelo en un minuto.
organiser-badges-said-revoked = Revocada. Los dispositivos lo sabrán en su próxima sincronización.

## organiser.retention

organiser-retention-title = Conservación
organiser-retention-kept-until = Los datos de este evento se conservan hasta: { $day }.
organiser-retention-over-since = El plazo de conservación de los datos de este evento terminó: { $day }.
organiser-retention-not-yet = No se puede borrar nada antes de ese día. Los asistentes pueden pedir borrar sus datos en cualquier momento.
organiser-retention-change = Los ajustes dicen por cuánto tiempo.
organiser-retention-goes = Qué se borra
organiser-retention-table = Tabla
organiser-retention-rows = Filas
organiser-retention-total = En total
organiser-retention-nothing = Ya no queda nada por borrar.
organiser-retention-stays = Qué queda
organiser-retention-stays-what = El evento con sus avisos y ajustes, los nombres de los patrocinadores, los números y hashes de los registros, el registro de auditoría y su propio equipo. Nada de ello dice quién estuvo.
organiser-retention-unacknowledged = { $count } contactos retirados no han sido confirmados como borrados por sus patrocinadores. Después, ya no se avisa de ellos a nadie.
organiser-retention-effect = Los patrocinadores ya no podrán obtener contactos, los asistentes no podrán entrar y se cierra la sesión de los equipos. No hay vuelta atrás, salvo una copia de seguridad.
organiser-retention-confirm = Escriba el nombre corto del evento para confirmar
organiser-retention-run = Borrar definitivamente
organiser-retention-mismatch = Ese no es el nombre corto del evento. No se borró nada.
organiser-retention-said-run = Borrado, en una sola transacción. Consta en el registro de auditoría.

## organiser.passkeys

organiser-passkeys-title = Sus llaves de acceso
organiser-passkeys-lead = Una llave de acceso le permite entrar con el bloqueo de este dispositivo o una llave de seguridad, sin esperar un correo. Solo funciona en este sitio, así que nadie puede sacársela con engaños.
organiser-passkeys-none = Todavía no tiene ninguna.
organiser-passkeys-created = Añadida
organiser-passkeys-last-used = Último uso
organiser-passkeys-rename = Cambiar el nombre
organiser-passkeys-remove = Quitar esta llave
organiser-passkeys-remove-what = Ya no deja entrar a nadie. El enlace por correo sigue funcionando. Bórrela también en el dispositivo.
organiser-passkeys-add = Añadir una llave de acceso
organiser-passkeys-add-what = Póngale un nombre; después el navegador pedirá el bloqueo de pantalla o la llave de seguridad.
organiser-passkeys-label = Nombre
organiser-passkeys-label-hint = Dónde se guarda: «Portátil», «llave azul».
organiser-passkeys-go = Añadirla
organiser-passkeys-sign-in = Entrar con una llave de acceso
organiser-passkeys-sign-in-what = El navegador pedirá el bloqueo de pantalla o la llave de seguridad.
organiser-passkeys-sign-in-go = Usar la llave
organiser-passkeys-for-organisers = Para las personas de la organización que hayan añadido una.
organiser-passkeys-again = Intentarlo de nuevo
organiser-passkeys-by-mail = Entrar con un enlace por correo
organiser-passkeys-needs-script = Esta página sí necesita JavaScript: los navegadores solo ofrecen las llaves a los scripts. El enlace por correo funciona sin él.
organiser-passkeys-failed = No ha funcionado. Quizá se canceló, tardó demasiado o este navegador no admite llaves. No se ha cambiado nada.
organiser-passkeys-no-domain = Las llaves de acceso necesitan un nombre de dominio y a este servidor se llega por el número de un equipo. Quien lo administra puede ajustar LANYARD_PUBLIC_URL.
organiser-passkeys-too-long = Tardó más de cinco minutos o ya se hizo antes. Inténtelo de nuevo.
organiser-passkeys-refused = La llave no fue aceptada. Use otra o el enlace por correo.
organiser-passkeys-exists = Esta llave ya está registrada.
organiser-passkeys-too-many = El máximo son veinte llaves. Quite alguna que no use.
organiser-passkeys-said-added = Añadida. Ya puede entrar con ella.
organiser-passkeys-said-removed = Quitada.
