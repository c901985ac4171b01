use crate::words::organiser::Shared;

pub(super) const SHARED: Shared = Shared {
    save: "Guardar",
    name: "Nombre",
    email: "Correo electrónico",
    role: "Función",
    sponsor: "Patrocinador",
    device: "Dispositivo",
    when: "Cuándo",
    state: "Estado",
    all: "Todos",
    show: "Mostrar",
    pages: "Páginas",
    back: "Página anterior",
    on: "Página siguiente",
    never: "Nunca",
    look_only: "Su función le permite ver esto, pero no cambiar nada.",
    not_an_address: "Eso no es una dirección de correo electrónico. Revísela e inténtelo de nuevo.",
    bad_name: "Un nombre tiene de 1 a 120 caracteres, menos si llevan acentos.",
    erased_person: "Borrado",
};
