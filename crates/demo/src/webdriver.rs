//! WebKitWebDriver and the program it drives, as calls that wait for their answer.

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

use crate::program::until;
use crate::running::Running;

/// How long WebKitWebDriver may take to listen.
const START: Duration = Duration::from_secs(20);
/// How long any one answer may take; a program that hangs must not hang its test.
const ANSWER: Duration = Duration::from_secs(60);
/// How long a killed program's processes may take to be gone.
const END: Duration = Duration::from_secs(20);
/// How long the page may take to feel a press that was made.
const FELT: Duration = Duration::from_secs(5);
/// Ends once an element has come to where it stays, and was painted there; what moves for ever, as the
/// sign of something busy does, is not waited for. From then on the page notes what the next press hits.
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
/// What the press hit; nothing to tell where the page is another one by now.
const PRESSED: &str = "return globalThis.pressed ?? 'it'";

/// A program in a session of WebKitWebDriver. Both end with it.
pub(crate) struct Driver {
    // Declared in the order of ending: the session's task lives on the runtime.
    client: Client,
    runtime: Runtime,
    process: Running,
}

impl Driver {
    /// Starts WebKitWebDriver with a command's environment, and has it start the program.
    ///
    /// # Errors
    /// Where one of them does not start, or the program shows no page.
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
        let process = Running::new(process);
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

    /// The program's process.
    ///
    /// # Errors
    /// Where it has ended.
    pub(crate) fn program(&self) -> anyhow::Result<u32> {
        children(self.process.id())
            .into_iter()
            .find(|child| !is_gone(*child))
            .context("the program has ended")
    }

    /// Runs a script in the page.
    ///
    /// # Errors
    /// Where it throws.
    pub(crate) fn script(&self, script: &str, arguments: Vec<Value>) -> anyhow::Result<Value> {
        self.wait(self.client.execute(script, arguments))
    }

    /// Runs a script that calls its last argument with its answer.
    ///
    /// # Errors
    /// Where it throws.
    pub(crate) fn script_async(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> anyhow::Result<Value> {
        self.wait(self.client.execute_async(script, arguments))
    }

    /// The elements that a script gives.
    ///
    /// # Errors
    /// Where it throws or gives something else.
    pub(crate) fn elements(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> anyhow::Result<Vec<Element>> {
        let found = self.script(script, arguments)?;
        found
            .as_array()
            .context("a script that gives no elements")?
            .iter()
            .map(|element| {
                let id = element
                    .as_object()
                    .and_then(|element| element.values().next())
                    .and_then(Value::as_str)
                    .context("a script that gives no elements")?;
                Ok(Element::from_element_id(
                    self.client.clone(),
                    id.to_owned().into(),
                ))
            })
            .collect()
    }

    /// What assistive technology calls an element.
    ///
    /// # Errors
    /// Where it is gone.
    pub(crate) fn label(&self, element: &Element) -> anyhow::Result<String> {
        self.computed(element, "computedlabel")
    }

    /// What assistive technology says that an element is.
    ///
    /// # Errors
    /// Where it is gone.
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
    /// Where it is gone, something lies over it, or it went away from under the press.
    pub(crate) fn click(&self, element: &Element) -> anyhow::Result<()> {
        // WebDriver presses where the element is as it looks. On a busy machine it may have gone on by
        // then, and what lies beside it is hit.
        self.script_async(AT_REST, vec![serde_json::to_value(element)?])?;
        self.wait(element.click())?;
        let hit = until(FELT, || {
            // Where there is no answer, the press has ended the page.
            let hit = self.script(PRESSED, vec![]).unwrap_or(json!("it"));
            Ok((hit != json!("nothing")).then_some(hit))
        })
        .context("the page did not feel the press")?;
        ensure!(hit == json!("it"), "the press hit what lies beside it");
        Ok(())
    }

    /// Replaces what is in a field.
    ///
    /// # Errors
    /// Where it is gone, or can't be written to.
    pub(crate) fn write(&self, element: &Element, text: &str) -> anyhow::Result<()> {
        self.wait(element.clear())?;
        self.wait(element.send_keys(text))
    }

    /// Presses keys one after the other, wherever the focus is.
    ///
    /// # Errors
    /// Where the page is gone.
    pub(crate) fn keys(&self, keys: &str) -> anyhow::Result<()> {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in keys.chars() {
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.wait(self.client.perform_actions(actions))
    }

    /// What the page looks like, as PNG.
    ///
    /// # Errors
    /// Where it can't be pictured.
    pub(crate) fn screenshot(&self) -> anyhow::Result<Vec<u8>> {
        self.wait(self.client.screenshot())
    }

    /// Ends the program as a power cut would, and waits until all its processes are gone.
    ///
    /// # Errors
    /// Where one does not go.
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
        // The driver would let them live, and asking it to close the page could take for ever.
        let driver = self.process.id();
        end(&descendants(driver));
        // It still takes leave of its own child; nobody is left to tell if it does not.
        let _ = until(END, || Ok(children(driver).is_empty().then_some(())));
    }
}

/// Kills processes, the program before those that it started.
fn end(processes: &[u32]) {
    if processes.is_empty() {
        return;
    }
    // One that has ended meanwhile is no failure.
    let _ = Command::new("kill")
        .arg("-KILL")
        .args(processes.iter().map(u32::to_string))
        .stderr(Stdio::null())
        .status();
}

/// A process and its parent, of each that runs.
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

/// A process's state and parent.
fn stat(process: u32) -> Option<(char, u32)> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name stands in parentheses, and may hold spaces and parentheses itself.
    let mut rest = stat.rsplit_once(')')?.1.split_whitespace();
    Some((rest.next()?.chars().next()?, rest.next()?.parse().ok()?))
}

fn is_gone(process: u32) -> bool {
    // A zombie holds no file and no lock; who reaps it is not ours to say.
    stat(process).is_none_or(|(state, _)| matches!(state, 'Z' | 'X'))
}

/// A process's children, ended ones that it has not taken leave of among them.
fn children(process: u32) -> Vec<u32> {
    let all = parents().into_iter();
    all.filter(|(_, parent)| *parent == process)
        .map(|(child, _)| child)
        .collect()
}

/// A process's children, theirs, and so on; each before its own.
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

/// Asks what assistive technology is told of an element.
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
