//! The browsers that tests drive: how each is started, and whether it is there.

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Flags that keep Chromium quiet, offline and free of what a profile holds.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1440,900",
];

/// A browser with a driver that speaks WebDriver.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Browser {
    #[default]
    Chromium,
    Firefox,
}

/// How a browser is to be started.
#[derive(Clone, Debug, Default)]
pub(crate) struct Start {
    pub(crate) browser: Browser,
    /// In a private window: what it keeps is gone with it.
    pub(crate) private: bool,
    /// A profile that outlives the browser; a fresh one otherwise.
    pub(crate) profile: Option<PathBuf>,
}

impl From<Browser> for Start {
    fn from(browser: Browser) -> Self {
        Self { browser, ..Self::default() }
    }
}

impl Browser {
    /// Firefox where tests may use it: `None` only where `LAUREATE_FIREFOX=off`
    /// says so, else it has to be there.
    pub(crate) fn firefox() -> Option<Self> {
        if std::env::var("LAUREATE_FIREFOX").is_ok_and(|value| value == "off") {
            eprintln!("SKIPPED in Firefox: LAUREATE_FIREFOX=off");
            return None;
        }
        let missing = [(!on_path("geckodriver"), "geckodriver"), (binary().is_none(), "Firefox")];
        let missing: Vec<&str> =
            missing.iter().filter(|(m, _)| *m).map(|(_, name)| *name).collect();
        assert!(
            missing.is_empty(),
            "{} cannot be found. `scripts/setup.sh firefox geckodriver` installs both; \
             LAUREATE_FIREFOX=off leaves the tests in Firefox out.",
            missing.join(" and ")
        );
        Some(Self::Firefox)
    }

    /// The command that starts its driver.
    pub(crate) fn driver(self, port: u16) -> Command {
        match self {
            Self::Chromium => {
                let mut command = Command::new("chromedriver");
                command.arg(format!("--port={port}"));
                command
            }
            Self::Firefox => {
                let mut command = Command::new("geckodriver");
                // Its second port is not used, and must not be one that is taken.
                command.args(["--port", &port.to_string(), "--websocket-port", "0"]);
                command
            }
        }
    }
}

impl Start {
    /// WebDriver's words for it.
    pub(crate) fn capabilities(&self, profile: &Path, downloads: &Path) -> Value {
        let wanted = match self.browser {
            Browser::Chromium => self.chromium(profile, downloads),
            Browser::Firefox => self.firefox(profile, downloads),
        };
        json!({ "capabilities": { "alwaysMatch": wanted } })
    }

    fn chromium(&self, profile: &Path, downloads: &Path) -> Value {
        let mut args: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        args.push(format!("--user-data-dir={}", profile.display()));
        if self.private {
            args.push("--incognito".to_owned());
        }
        json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "args": args, "prefs": {
                "download.default_directory": downloads,
                "download.prompt_for_download": false,
                "profile.default_content_setting_values.automatic_downloads": 1,
            } },
            "goog:loggingPrefs": { "browser": "ALL" },
        })
    }

    fn firefox(&self, profile: &Path, downloads: &Path) -> Value {
        let args = ["-headless", "-width", "1440", "-height", "900", "-profile"];
        let mut args: Vec<String> = args.map(str::to_owned).to_vec();
        args.push(profile.display().to_string());
        json!({
            "browserName": "firefox",
            "moz:firefoxOptions": {
                "binary": binary(),
                "args": args,
                "prefs": {
                    "browser.download.folderList": 2,
                    "browser.download.dir": downloads,
                    "browser.download.useDownloadDir": true,
                    "browser.download.always_ask_before_handling_new_types": false,
                    "browser.privatebrowsing.autostart": self.private,
                    "network.captive-portal-service.enabled": false,
                    "network.connectivity-service.enabled": false,
                },
            },
        })
    }
}

/// Debian's name first: its `firefox` is a link to it.
fn binary() -> Option<PathBuf> {
    ["firefox-esr", "firefox"].iter().find_map(|name| find(name))
}

fn on_path(name: &str) -> bool {
    find(name).is_some()
}

fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Makes each of these functions, which take a [`Browser`], a test in both
/// browsers: `in_chromium::name` and `in_firefox::name`.
#[allow(unused_macros, reason = "the benchmarks start browsers too, and have no tests")]
macro_rules! in_both {
    ($($name:ident),+ $(,)?) => {
        mod in_chromium {
            $(#[test] fn $name() { super::$name($crate::driver::Browser::Chromium) })+
        }
        mod in_firefox {
            $(#[test] fn $name() {
                if let Some(firefox) = $crate::driver::Browser::firefox() {
                    super::$name(firefox);
                }
            })+
        }
    };
}
#[allow(unused_imports, reason = "the benchmarks drive one browser")]
pub(crate) use in_both;
