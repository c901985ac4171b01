//! Drives the booth's window through WebDriver by the texts and accessible names on its screens.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use fantoccini::elements::Element;
use serde_json::{Value, json};

use crate::display::Display;
use crate::program::{Program, built_folder, until};
use crate::webdriver::Driver;

/// The time-out for something to appear. It is long because the machine may be busy with other tests.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long to watch for something that must not appear.
const WATCH: Duration = Duration::from_secs(1);
/// The environment variable that names another program to drive, such as an installed one.
const BINARY: &str = "LANYARD_WINDOW_BINARY";
/// A selector of the elements that can be pressed.
const PRESSED: &str = "button, summary, a[href], input[type=checkbox], input[type=radio], \
    input[type=submit], input[type=button], [role=button], [role=link], [role=switch], \
    [role=checkbox], [role=radio], [role=tab], [role=menuitem], [role=menuitemradio], [role=option]";
/// A selector of the elements that can be written in.
const WRITTEN: &str = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), \
    textarea, [role=textbox], [role=searchbox], [contenteditable=true]";
/// A selector of the other elements that can have an accessible name.
const NAMED: &str = "h1, h2, h3, h4, img, svg, dialog, section, nav, main, form, table, ul, ol, \
    output, [role]";

/// A script that finds visible elements whose accessible name may contain a text. The browser's computed
/// name decides.
const FIND: &str = r#"
const [selector, wanted, enabled] = arguments;
const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim().toLowerCase();
const top = [...document.querySelectorAll("dialog:modal")].pop() ?? document;
const byId = (ids) => (ids ?? "").split(/\s+/).map((id) => document.getElementById(id)?.textContent);
const names = (e) => tidy([
  e.getAttribute("aria-label"), ...byId(e.getAttribute("aria-labelledby")),
  ...[...(e.labels ?? [])].map((label) => label.textContent),
  e.textContent, e.title, e.alt, e.placeholder, e.value,
].join(" "));
const shown = (e) => e.checkVisibility({ visibilityProperty: true })
  && e.getClientRects().length > 0 && !e.closest("[inert], [aria-hidden=true]");
const usable = (e) => !e.matches(":disabled") && e.getAttribute("aria-disabled") !== "true";
return [...top.querySelectorAll(selector)]
  .filter((e) => shown(e) && (!enabled || usable(e)) && names(e).includes(wanted));
"#;
/// A script that returns the element to click: the label of a checkbox or radio button, if it has one.
const TAPPED: &str = r#"
const [e] = arguments;
return [e.matches("[type=checkbox], [type=radio]") && e.labels[0] || e];
"#;
/// A script that dispatches key events in a burst, as a hardware scanner types.
const BURST: &str = r#"
const at = document.activeElement ?? document.body;
// The first key starts the page's sound, which takes time. Scanners press Shift first, too.
for (const key of ["Shift", ...arguments[0], "Enter"]) {
  for (const type of ["keydown", "keyup"]) {
    at.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true }));
  }
}
"#;
/// A script that returns the visible text.
const TEXT: &str = r#"return document.body?.innerText.replace(/\s+/g, " ") ?? """#;

/// The options of [`Window::open`].
#[derive(Debug, Clone)]
pub struct Opening<'a> {
    /// The folder of the device.
    pub home: &'a Path,
    /// A stream of frames that the window reads as a camera.
    pub virtual_camera: Option<&'a Path>,
    /// The folder for screenshots and the log.
    pub shots: PathBuf,
}

/// The window of a booth device on its own virtual display. Dropping it kills it.
pub struct Window {
    driver: Option<Driver>,
    display: Display,
    home: PathBuf,
    virtual_camera: Option<PathBuf>,
    shots: PathBuf,
    taken: u32,
    told: bool,
}

impl Window {
    /// The folder for the screenshots of a test of this name.
    ///
    /// # Errors
    /// Fails if the target folder can't be found.
    pub fn shots(name: &str) -> anyhow::Result<PathBuf> {
        let target = built_folder()?;
        let target = target.parent().context("the target folder")?;
        Ok(target.join("window-shots").join(name))
    }

    /// Opens the window, and returns once its page is loaded.
    ///
    /// # Errors
    /// Fails if a program is missing or does not start.
    pub fn open(opening: &Opening<'_>) -> anyhow::Result<Self> {
        let shots = opening.shots.clone();
        if shots.exists() {
            std::fs::remove_dir_all(&shots).with_context(|| shots.display().to_string())?;
        }
        std::fs::create_dir_all(&shots).with_context(|| shots.display().to_string())?;
        let display = Display::start(&shots)?;
        let mut window = Self {
            driver: None,
            display,
            home: opening.home.to_owned(),
            virtual_camera: opening.virtual_camera.map(Path::to_owned),
            shots,
            taken: 0,
            told: false,
        };
        window.start()?;
        Ok(window)
    }

    /// Opens the window again after it was killed or closed, with the same folder and camera.
    ///
    /// # Errors
    /// Fails if the window is open or does not start.
    pub fn start(&mut self) -> anyhow::Result<()> {
        ensure!(self.driver.is_none(), "the window is open");
        let program = match std::env::var_os(BINARY) {
            Some(path) => PathBuf::from(path),
            None => Program::find("lanyard")?.path().to_owned(),
        };
        let driver = Driver::start(
            &program,
            &[],
            |command| self.environment(command),
            &self.shots.join("window.log"),
        )?;
        // The session starts before the page is loaded.
        until(PATIENCE, || {
            let ready = driver.script("return document.readyState === 'complete'", vec![])?;
            Ok((ready == json!(true)).then_some(()))
        })?;
        self.driver = Some(driver);
        Ok(())
    }

    /// Sets the environment to an empty desktop session, so that nothing of the developer's is used.
    fn environment(&self, command: &mut Command) {
        for (name, _) in std::env::vars_os() {
            let ours = name
                .to_str()
                .is_some_and(|name| name.starts_with("LANYARD_") || name.starts_with("XDG_"));
            if ours {
                command.env_remove(name);
            }
        }
        let desktop = self.home.with_extension("desktop");
        self.display
            .equip(command)
            .env("HOME", &desktop)
            .env("XDG_RUNTIME_DIR", desktop.join("run"))
            .env("LANG", "C.UTF-8")
            .env("LANGUAGE", "en")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("LANYARD_HOME", &self.home)
            .env("LANYARD_KEY_FILE", "1");
        if let Some(camera) = &self.virtual_camera {
            command.env("LANYARD_VIRTUAL_CAMERA", camera);
        }
    }

    fn driver(&self) -> anyhow::Result<&Driver> {
        self.driver.as_ref().context("the window is not open")
    }

    /// The process id of the window.
    ///
    /// # Errors
    /// Fails if the window has ended.
    pub fn process(&self) -> anyhow::Result<u32> {
        self.driver()?.program()
    }

    /// Waits until a text is visible, ignoring case.
    ///
    /// # Errors
    /// Fails if the text does not appear; the error contains the visible text.
    pub fn see(&mut self, text: &str) -> anyhow::Result<()> {
        self.reads(text, true)
    }

    /// Waits until a text is no longer visible.
    ///
    /// # Errors
    /// Fails if the text stays.
    pub fn see_no_more(&mut self, text: &str) -> anyhow::Result<()> {
        self.reads(text, false)
    }

    fn reads(&mut self, text: &str, wanted: bool) -> anyhow::Result<()> {
        let sought = text.to_lowercase();
        let found = until(PATIENCE, || {
            let there = self.text()?.to_lowercase().contains(&sought);
            Ok((there == wanted).then_some(()))
        });
        let what = if wanted { "is not" } else { "is still" };
        found.map_err(|error| self.failed(error, &format!("“{text}” {what} to be read")))
    }

    /// Whether a text becomes visible before the time is over.
    ///
    /// # Errors
    /// Fails if the page is gone.
    pub fn sees_within(&self, patience: Duration, text: &str) -> anyhow::Result<bool> {
        let sought = text.to_lowercase();
        let appeared = until(patience, || {
            let there = self.text()?.to_lowercase().contains(&sought);
            Ok(there.then_some(()))
        });
        match appeared {
            Ok(()) => Ok(true),
            // The cause may be that the page is gone.
            Err(_) => self.text().map(|_| false),
        }
    }

    /// Watches for a second that a text does not appear. It is meant for texts that must never appear.
    ///
    /// # Errors
    /// Fails if the text appears.
    pub fn never_see(&mut self, text: &str) -> anyhow::Result<()> {
        if self.sees_within(WATCH, text)? {
            let must_not = anyhow::anyhow!("it must not be");
            return Err(self.failed(must_not, &format!("“{text}” is to be read")));
        }
        Ok(())
    }

    /// Waits until an element with this role and accessible name is visible.
    ///
    /// # Errors
    /// Fails if the element does not appear.
    pub fn see_named(&mut self, role: &str, name: &str) -> anyhow::Result<()> {
        let found = until(PATIENCE, || {
            let selector = format!("{PRESSED}, {WRITTEN}, {NAMED}");
            for element in self.candidates(&selector, name, false)? {
                let driver = self.driver()?;
                let is_it = driver.role(&element).is_ok_and(|is| is == role)
                    && driver
                        .label(&element)
                        .is_ok_and(|label| tidy(&label) == tidy(name));
                if is_it {
                    return Ok(Some(()));
                }
            }
            Ok(None)
        });
        found.map_err(|error| self.failed(error, &format!("no {role} “{name}” is shown")))
    }

    /// Presses the button, link, switch or choice with this accessible name.
    ///
    /// # Errors
    /// Fails if no element has the name, or several have it as a part of theirs.
    pub fn press(&mut self, name: &str) -> anyhow::Result<()> {
        self.with(PRESSED, name, |driver, element| {
            let asked = vec![serde_json::to_value(element)?];
            let tapped = driver.elements(TAPPED, asked)?;
            driver.click(tapped.first().unwrap_or(element))
        })
    }

    /// Goes to a screen through the navigation bar, where a count may follow its name.
    ///
    /// # Errors
    /// Fails if the bar does not offer the screen.
    pub fn go(&mut self, screen: &str) -> anyhow::Result<()> {
        self.with("nav button", screen, Driver::click)
    }

    /// Replaces the text of the field with this label.
    ///
    /// # Errors
    /// Fails if there is no such field.
    pub fn write(&mut self, label: &str, text: &str) -> anyhow::Result<()> {
        self.with(WRITTEN, label, |driver, element| {
            driver.write(element, text)
        })
    }

    /// Whether a switch or a choice is on.
    ///
    /// # Errors
    /// Fails if no switch or choice has this name.
    pub fn is_on(&mut self, name: &str) -> anyhow::Result<bool> {
        let mut on = false;
        self.with(PRESSED, name, |driver, element| {
            let ask = "return arguments[0].checked ?? \
                (arguments[0].ariaChecked ?? arguments[0].ariaPressed) === 'true'";
            on = driver.script(ask, vec![serde_json::to_value(element)?])? == json!(true);
            Ok(())
        })?;
        Ok(on)
    }

    /// Waits for the element with this name, and calls `act` with it.
    fn with(
        &mut self,
        selector: &str,
        name: &str,
        mut act: impl FnMut(&Driver, &Element) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut why = None;
        let done = until(PATIENCE, || {
            let Some(element) = self.named(selector, name)? else {
                return Ok(None);
            };
            // The element may be gone again, or covered by one that is about to go.
            match act(self.driver()?, &element) {
                Ok(()) => Ok(Some(())),
                Err(error) => {
                    why = Some(error);
                    Ok(None)
                }
            }
        });
        done.map_err(|error| match why {
            Some(why) => self.failed(why, &format!("“{name}” can't be used")),
            None => self.failed(error, &format!("nothing is called “{name}”")),
        })
    }

    /// Finds the element with exactly this name, or the only one whose name begins with it, or the only one
    /// whose name contains it.
    fn named(&self, selector: &str, name: &str) -> anyhow::Result<Option<Element>> {
        let (mut first, mut within) = (Vec::new(), Vec::new());
        let wanted = tidy(name);
        for element in self.candidates(selector, name, true)? {
            // The element is gone; the next poll looks again.
            let Ok(label) = self.driver()?.label(&element) else {
                continue;
            };
            let label = tidy(&label);
            if label == wanted {
                return Ok(Some(element));
            }
            if label.starts_with(&wanted) {
                first.push((label, element));
            } else if label.contains(&wanted) {
                within.push((label, element));
            }
        }
        let mut near = if first.is_empty() { within } else { first };
        if near.len() > 1 {
            let labels: Vec<_> = near.iter().map(|(label, _)| label).collect();
            bail!("“{name}” may be any of {labels:?}");
        }
        Ok(near.pop().map(|(_, element)| element))
    }

    fn candidates(
        &self,
        selector: &str,
        name: &str,
        enabled: bool,
    ) -> anyhow::Result<Vec<Element>> {
        let wanted = name.to_lowercase();
        self.driver()?
            .elements(FIND, vec![json!(selector), json!(wanted), json!(enabled)])
    }

    /// Sends a code and the enter key as fast as a hardware scanner, without clicking first. The page
    /// dispatches the events, because WebDriver's are as slow as a person's on a busy machine.
    ///
    /// # Errors
    /// Fails if the page is gone.
    pub fn scanner(&mut self, code: &str) -> anyhow::Result<()> {
        self.driver()?.script(BURST, vec![json!(code)]).map(drop)
    }

    /// Presses keys one after the other at the focused element. `\n` is the enter key.
    ///
    /// # Errors
    /// Fails if the page is gone.
    pub fn keys(&mut self, keys: &str) -> anyhow::Result<()> {
        // WebDriver's code point for the enter key.
        self.driver()?.keys(&keys.replace('\n', "\u{e007}"))
    }

    /// The visible text.
    ///
    /// # Errors
    /// Fails if the page is gone.
    pub fn text(&self) -> anyhow::Result<String> {
        let text = self.driver()?.script(TEXT, vec![])?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script, and returns its result.
    ///
    /// # Errors
    /// Fails if the script throws.
    pub fn script(&self, script: &str) -> anyhow::Result<Value> {
        self.driver()?.script(script, vec![])
    }

    /// Runs an asynchronous script, and returns the value that it calls its last argument with.
    ///
    /// # Errors
    /// Fails if the script throws or never calls its last argument.
    pub fn script_async(&self, script: &str) -> anyhow::Result<Value> {
        self.driver()?.script_async(script, vec![])
    }

    /// Waits until a script returns true.
    ///
    /// # Errors
    /// Fails if the script does not return true in time.
    pub fn holds(&mut self, script: &str) -> anyhow::Result<()> {
        let held = until(PATIENCE, || {
            Ok((self.script(script)? == json!(true)).then_some(()))
        });
        held.map_err(|error| self.failed(error, &format!("{script} does not hold")))
    }

    /// Takes a screenshot, and returns its path.
    ///
    /// # Errors
    /// Fails if the screenshot can't be taken or written.
    pub fn shot(&mut self, name: &str) -> anyhow::Result<PathBuf> {
        let picture = self.driver()?.screenshot()?;
        self.taken += 1;
        let path = self.shots.join(format!("{:02}-{name}.png", self.taken));
        std::fs::write(&path, picture).with_context(|| path.display().to_string())?;
        Ok(path)
    }

    /// Kills the window, as a power cut would.
    ///
    /// # Errors
    /// Fails if a process does not end.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        match self.driver.take() {
            Some(driver) => driver.kill(),
            None => Ok(()),
        }
    }

    /// Adds the visible text and the path of a screenshot to an error.
    fn failed(&mut self, error: anyhow::Error, what: &str) -> anyhow::Error {
        self.told = true;
        let text = self.text().unwrap_or_else(|error| format!("({error:#})"));
        let picture = match self.shot("failed") {
            Ok(path) => path.display().to_string(),
            Err(error) => format!("none: {error:#}"),
        };
        error.context(format!("{what}. On the window: {text}\nPicture: {picture}"))
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking() && !self.told {
            // The failure is reported already, so an error of the screenshot is ignored.
            let _ = self.shot("failed");
        }
    }
}

/// Normalises a name for comparison: single spaces, lower case.
fn tidy(name: &str) -> String {
    let words: Vec<_> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
