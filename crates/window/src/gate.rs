//! The one way to a command: who may call it is asked here, once, for every shell.

use protocol::ScanId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::core::Core;
use crate::problem::Problem;
use crate::{Role, Window, api, commands};

/// A command of the table: a request that [`Window::call`] takes.
pub trait Command: DeserializeOwned {
    /// What is answered.
    type Answer: Serialize;
    /// What the screens call it.
    const NAME: &'static str;
    /// Who may call it.
    const ROLE: Role;

    /// The scan it is about, where it is about one alone.
    #[doc(hidden)]
    fn scan(&self) -> Option<ScanId>;

    #[doc(hidden)]
    fn run(self, admitted: &Admitted<'_>) -> Result<Self::Answer, Problem>;
}

/// Somebody who may have done what they ask for. What commands do are methods of this, and nothing but
/// [`Window::call`] makes one, so that none of them can be reached around the gate.
pub struct Admitted<'w> {
    core: &'w Core,
}

impl<'w> Admitted<'w> {
    pub(crate) const fn core(&self) -> &'w Core {
        self.core
    }
}

impl Window {
    /// Does what is asked, if whoever is before the screens may have it done. May wait for a disk; and
    /// for backends where the command says so.
    ///
    /// # Errors
    /// The [`Problem`] that says why it was not done; `locked` and `kiosk` where it may not be.
    pub fn call<C: Command>(&self, request: C) -> Result<C::Answer, Problem> {
        let core = self.core();
        core.admit(C::ROLE, request.scan())?;
        let answer = request.run(&Admitted { core });
        if let Err(problem) = &answer {
            tracing::info!(command = C::NAME, code = problem.code, "not done");
        }
        answer
    }

    fn call_json<C: Command>(&self, request: Value) -> Result<Value, Problem> {
        // What serde says quotes the request, and so may a person's name.
        let request: C = serde_json::from_value(request).map_err(|_| {
            Problem::new(
                "bad_request",
                "The screens asked in a way that this program does not understand. Restart it.",
            )
        })?;
        let answer = self.call(request)?;
        serde_json::to_value(answer).map_err(|_| {
            Problem::new(
                "bad_answer",
                "The answer can't be told. Restart the program.",
            )
        })
    }
}

macro_rules! scan_of {
    (OneScan, $request:expr) => {
        Some($request.scan)
    };
    ($role:ident, $request:expr) => {
        None
    };
}

macro_rules! dispatch {
    ($($name:ident($request:ident) -> $answer:ident: $role:ident,)*) => {
        $(impl Command for api::$request {
            type Answer = api::$answer;
            const NAME: &'static str = stringify!($name);
            const ROLE: Role = Role::$role;

            fn scan(&self) -> Option<ScanId> {
                scan_of!($role, self)
            }

            fn run(self, admitted: &Admitted<'_>) -> Result<api::$answer, Problem> {
                admitted.$name(self)
            }
        })*

        impl Window {
            /// [`call`](Self::call) by the command's name and JSON.
            ///
            /// # Errors
            /// Those of `call`; `unknown_command`, and `bad_request` for JSON that is no such request.
            pub fn dispatch(&self, name: &str, request: Value) -> Result<Value, Problem> {
                match name {
                    $(stringify!($name) => self.call_json::<api::$request>(request),)*
                    _ => Err(Problem::new("unknown_command", "There is no such command.")),
                }
            }
        }
    };
}
commands!(dispatch);
