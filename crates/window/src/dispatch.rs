//! The one way to a command: whether it is allowed is checked here, once, for every shell.

use protocol::ScanId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::command_table::Role;
use crate::core::Core;
use crate::problem::Problem;
use crate::window::Window;
use crate::{api, commands};

/// A command of the table: a request that [`Window::call`] takes.
pub trait Command: DeserializeOwned {
    /// The type of the answer.
    type Answer: Serialize;
    /// The command's name.
    const NAME: &'static str;
    /// Who may call it.
    const ROLE: Role;

    /// The scan it is about, if it is about one.
    #[doc(hidden)]
    fn scan(&self) -> Option<ScanId>;

    #[doc(hidden)]
    fn run(self, admitted: &Admitted<'_>) -> Result<Self::Answer, Problem>;
}

/// Proof that a command is allowed. What a command does is a method of this type, and only
/// [`Window::call`] makes a value of it, so that no command can be run without the check.
pub struct Admitted<'w> {
    core: &'w Core,
}

impl<'w> Admitted<'w> {
    pub(crate) const fn core(&self) -> &'w Core {
        self.core
    }
}

impl Window {
    /// Runs a command if the lock policy allows it. It may wait for a disk, and for backends where the
    /// command says so.
    ///
    /// # Errors
    /// The [`Problem`] that says why it was not done; `locked` and `kiosk` if it is not allowed.
    pub fn call<C: Command>(&self, request: C) -> Result<C::Answer, Problem> {
        let core = self.core();
        core.admit(C::ROLE, request.scan())?;
        let answer = request.run(&Admitted { core });
        if let Err(problem) = &answer {
            tracing::info!(command = C::NAME, code = problem.code, "the command failed");
        }
        answer
    }

    fn call_json<C: Command>(&self, request: Value) -> Result<Value, Problem> {
        // The text of serde's error quotes the request, which may hold a person's name.
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
                "The answer can't be sent. Restart the program.",
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
