//! A blocking client for WebKitWebDriver and the program that it drives.

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, anyhow, ensure};
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::child_guard::ChildGuard;
use crate::program::until;

/// The time-out for the start of WebKitWebDriver.
const START: Duration = Duration::from_secs(20);
/// The time-out of one WebDriver command, so that a program that hangs does not hang its test.
const ANSWER: Duration = Duration::from_secs(60);
/// The time-out for the end of a killed program's processes.
const END: Duration = Duration::from_secs(20);
/// The time-out for the page's click event.
const FELT: Duration = Duration::from_secs(5);
/// A script that waits until the finite animations of an element have ended and it was painted. Infinite
/// animations, such as a spinner, are not waited for. Then the page records what the next click hits.
const AT_REST: &str = r#"
const [element, done] = arguments;
const moving = [];
for (let at = element; at !== null; at = at.parentElement) moving.push(...at.getAnimations());
const ending = moving.filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime));
const noted = () => {
  globalThis.pressed = "nothing";
  const note = ({ target }) => (globalThis.pressed = element.contains(target) ? "it" : "beside it");
  addEventListener("click", note, { capture: true, once: true });
  done(true);
};
Promise.allSettled(ending.map(({ finished }) => finished))
  .then(() => requestAnimationFrame(() => requestAnimationFrame(noted)));
"#;
/// A script that returns what the click hit. A page that was loaded meanwhile has no record.
const PRESSED: &str = "return globalThis.pressed ?? 'it'";

/// A WebKitWebDriver session with a program. Dropping it ends both.
pub(crate) struct Driver {
    // The order of the fields is the order of dropping: the client's task runs on the runtime.
    client: Client,
    runtime: Runtime,
    process: ChildGuard,
}

impl Driver {
    /// Starts WebKitWebDriver with an environment, and has it start the program.
    ///
    /// # Errors
    /// Fails if one of them does not start, or the program shows no page.
    pub(crate) fn start(
        program: &Path,
        arguments: &[String],
        environment: impl FnOnce(&mut Command),
        log: &Path,
    ) -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = File::options().create(true).append(true).open(log)?;
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        environment(&mut command);
        let process = command.spawn().context(
            "starting WebKitWebDriver, which the Debian package webkit2gtk-driver brings",
        )?;
        let process = ChildGuard::new(process);
        until(START, || Ok(TcpStream::connect(("127.0.0.1", port)).ok()))
            .context("waiting for WebKitWebDriver")?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let options = json!({ "binary": program, "args": arguments });
        builder.capabilities(
            [("webkitgtk:browserOptions".to_owned(), options)]
                .into_iter()
                .collect(),
        );
        let address = format!("http://127.0.0.1:{port}");
        let opened = runtime
            .block_on(async { tokio::time::timeout(ANSWER, builder.connect(&address)).await });
        let opened = opened
            .map_err(|_| anyhow!("the program showed no page in time"))
            .and_then(|session| session.context("opening the program"));
        match opened {
            Ok(client) => Ok(Self {
                client,
                runtime,
                process,
            }),
            Err(error) => {
                end(&descendants(process.id()));
                Err(error)
            }
        }
    }

    fn wait<T>(&self, call: impl Future<Output = Result<T, CmdError>>) -> anyhow::Result<T> {
        self.runtime
            .block_on(async { tokio::time::timeout(ANSWER, call).await })
            .map_err(|_| anyhow!("the page does not answer"))?
            .map_err(anyhow::Error::from)
    }

    /// The process id of the program.
    ///
    /// # Errors
    /// Fails if the program has ended.
    pub(crate) fn program(&self) -> anyhow::Result<u32> {
        children(self.process.id())
            .into_iter()
            .find(|child| !is_gone(*child))
            .context("the program has ended")
    }

    /// Runs a script in the page.
    ///
    /// # Errors
    /// Fails if the script throws.
    pub(crate) fn script(&self, script: &str, arguments: Vec<Value>) -> anyhow::Result<Value> {
        self.wait(self.client.execute(script, arguments))
    }

    /// Runs an asynchronous script, which calls its last argument with its result.
    ///
    /// # Errors
    /// Fails if the script throws.
    pub(crate) fn script_async(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> anyhow::Result<Value> {
        self.wait(self.client.execute_async(script, arguments))
    }

    /// Runs a script that returns elements.
    ///
    /// # Errors
    /// Fails if the script throws or returns something else.
    pub(crate) fn elements(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> anyhow::Result<Vec<Element>> {
        let found = self.script(script, arguments)?;
        found
            .as_array()
            .context("the script returned no elements")?
            .iter()
            .map(|element| {
                let id = element
                    .as_object()
                    .and_then(|element| element.values().next())
                    .and_then(Value::as_str)
                    .context("the script returned no elements")?;
                Ok(Element::from_element_id(
                    self.client.clone(),
                    id.to_owned().into(),
                ))
            })
            .collect()
    }

    /// The accessible name of an element.
    ///
    /// # Errors
    /// Fails if the element is gone.
    pub(crate) fn label(&self, element: &Element) -> anyhow::Result<String> {
        self.computed(element, "computedlabel")
    }

    /// The ARIA role of an element.
    ///
    /// # Errors
    /// Fails if the element is gone.
    pub(crate) fn role(&self, element: &Element) -> anyhow::Result<String> {
        self.computed(element, "computedrole")
    }

    fn computed(&self, element: &Element, what: &'static str) -> anyhow::Result<String> {
        let ask = Computed {
            element: element.element_id().to_string(),
            what,
        };
        let answer = self.wait(self.client.issue_cmd(ask))?;
        Ok(answer.as_str().unwrap_or_default().trim().to_owned())
    }

    /// Clicks an element.
    ///
    /// # Errors
    /// Fails if the element is gone or covered, or moved away before the click.
    pub(crate) fn click(&self, element: &Element) -> anyhow::Result<()> {
        // WebDriver clicks at the position that it computed before. On a busy machine the element may have
        // moved by then.
        self.script_async(AT_REST, vec![serde_json::to_value(element)?])?;
        self.wait(element.click())?;
        let hit = until(FELT, || {
            // Without an answer, the click has closed the page.
            let hit = self.script(PRESSED, vec![]).unwrap_or(json!("it"));
            Ok((hit != json!("nothing")).then_some(hit))
        })
        .context("the page got no click event")?;
        ensure!(hit == json!("it"), "the click hit another element");
        Ok(())
    }

    /// Replaces the text of a field.
    ///
    /// # Errors
    /// Fails if the field is gone or can't be written to.
    pub(crate) fn write(&self, element: &Element, text: &str) -> anyhow::Result<()> {
        self.wait(element.clear())?;
        self.wait(element.send_keys(text))
    }

    /// Presses keys one after the other at the focused element.
    ///
    /// # Errors
    /// Fails if the page is gone.
    pub(crate) fn keys(&self, keys: &str) -> anyhow::Result<()> {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in keys.chars() {
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.wait(self.client.perform_actions(actions))
    }

    /// Takes a screenshot as PNG.
    ///
    /// # Errors
    /// Fails if the page is gone.
    pub(crate) fn screenshot(&self) -> anyhow::Result<Vec<u8>> {
        self.wait(self.client.screenshot())
    }

    /// Kills the program, as a power cut would, and waits until all its processes have ended.
    ///
    /// # Errors
    /// Fails if a process does not end.
    pub(crate) fn kill(self) -> anyhow::Result<()> {
        let all = descendants(self.process.id());
        drop(self);
        until(END, || {
            Ok(all.iter().all(|process| is_gone(*process)).then_some(()))
        })
        .context("waiting for the killed program's processes")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // WebKitWebDriver would leave these processes running, and closing the session could hang.
        let driver = self.process.id();
        end(&descendants(driver));
        // The driver reaps its child. An error can't be returned from here.
        let _ = until(END, || Ok(children(driver).is_empty().then_some(())));
    }
}

/// Kills processes in the given order.
fn end(processes: &[u32]) {
    if processes.is_empty() {
        return;
    }
    // A process that has ended meanwhile is not a failure.
    let _ = Command::new("kill")
        .arg("-KILL")
        .args(processes.iter().map(u32::to_string))
        .stderr(Stdio::null())
        .status();
}

/// Lists the running processes with their parents.
fn parents() -> Vec<(u32, u32)> {
    let Ok(entries) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|entry| {
            let process = entry.file_name().to_str()?.parse().ok()?;
            Some((process, stat(process)?.1))
        })
        .collect()
}

/// The state and the parent of a process, from /proc.
fn stat(process: u32) -> Option<(char, u32)> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name is in parentheses, and may contain spaces and parentheses.
    let mut rest = stat.rsplit_once(')')?.1.split_whitespace();
    Some((rest.next()?.chars().next()?, rest.next()?.parse().ok()?))
}

fn is_gone(process: u32) -> bool {
    // A zombie holds no file and no lock; its parent has yet to reap it.
    stat(process).is_none_or(|(state, _)| matches!(state, 'Z' | 'X'))
}

/// The children of a process, including those that it has not reaped.
fn children(process: u32) -> Vec<u32> {
    let all = parents().into_iter();
    all.filter(|(_, parent)| *parent == process)
        .map(|(child, _)| child)
        .collect()
}

/// All descendants of a process, each before its children.
fn descendants(process: u32) -> Vec<u32> {
    let all = parents();
    let mut found = vec![process];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        next += 1;
        let children = all.iter().filter(|(_, of)| *of == parent);
        found.extend(children.map(|(child, _)| *child));
    }
    found.remove(0);
    found
}

/// The WebDriver command for the computed name or role of an element.
#[derive(Debug)]
struct Computed {
    element: String,
    what: &'static str,
}

impl WebDriverCompatibleCommand for Computed {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!(
            "session/{session}/element/{}/{}",
            self.element, self.what
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::GET, None)
    }
}
