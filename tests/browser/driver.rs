//! A browser of its own for a test: its driver on a free port, spoken to in
//! WebDriver's JSON over HTTP.

#[path = "browsers.rs"]
mod browsers;

#[allow(unused_imports, reason = "the benchmarks drive one browser")]
pub(crate) use browsers::{Browser, Start, in_both};

use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long the browser may take to answer a command: a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(90);

/// How many browsers run at a time, unless `LAUREATE_BROWSERS` says otherwise: tests
/// wait for much, so two take less time than one after the other.
const BROWSERS: usize = 2;

/// How many browsers run, and who waits for one of them to end.
static RUNNING: (Mutex<usize>, Condvar) = (Mutex::new(0), Condvar::new());

/// A browser's turn: ends with the value.
struct Turn;

impl Turn {
    /// Waits for it. Whoever holds one must not wait for another.
    fn wait() -> Self {
        let most = std::env::var("LAUREATE_BROWSERS").ok().and_then(|n| n.parse().ok());
        let most = most.unwrap_or(BROWSERS);
        let (running, ended) = &RUNNING;
        let mut running = running.lock().unwrap_or_else(PoisonError::into_inner);
        while *running >= most {
            running = ended.wait(running).unwrap_or_else(PoisonError::into_inner);
        }
        *running += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let (running, ended) = &RUNNING;
        *running.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        ended.notify_one();
    }
}

/// One browser with one window. Ends with the value, whatever happened.
pub(crate) struct Driver {
    process: Child,
    browser: Browser,
    port: u16,
    session: String,
    folder: PathBuf,
    _turn: Turn,
}

impl Driver {
    /// Waits for its turn, then starts Chromium with its driver.
    #[allow(dead_code, reason = "pages say which browser they want")]
    pub(crate) fn start() -> Self {
        Self::start_with(&Start::default())
    }

    /// The same with any browser, or a profile that is there already.
    pub(crate) fn start_with(start: &Start) -> Self {
        let turn = Turn::wait();
        let folder = scratch_folder();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = start
            .browser
            .driver(port)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the driver starts; `make test` installs it");
        let (browser, session) = (start.browser, String::new());
        let mut driver = Self { process, browser, port, session, folder, _turn: turn };
        driver.wait_until_it_listens();
        driver.open_session(start);
        driver
    }

    /// Which browser this is.
    #[allow(dead_code, reason = "the benchmarks drive one browser")]
    pub(crate) fn browser(&self) -> Browser {
        self.browser
    }

    fn wait_until_it_listens(&self) {
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(start.elapsed() < PATIENCE, "the driver does not listen");
            sleep(Duration::from_millis(20));
        }
    }

    fn open_session(&mut self, start: &Start) {
        let profile = start.profile.clone().unwrap_or_else(|| self.folder.join("profile"));
        // Firefox wants it to be there.
        std::fs::create_dir_all(&profile).expect("a folder for the profile");
        let wanted = start.capabilities(&profile, &self.downloads());
        let made = self.call("POST", "/session", &wanted).expect("a browser session");
        self.session = made["sessionId"].as_str().expect("a session id").to_owned();
    }

    /// The folder that the browser downloads to.
    pub(crate) fn downloads(&self) -> PathBuf {
        self.folder.join("downloads")
    }

    /// A folder for files that this test makes; gone when it ends.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A WebDriver command with a body; its answer's `value`.
    pub(crate) fn post(&self, command: &str, body: &Value) -> Result<Value, String> {
        self.call("POST", &format!("/session/{}/{command}", self.session), body)
    }

    /// A WebDriver command without a body; its answer's `value`.
    pub(crate) fn get(&self, command: &str) -> Result<Value, String> {
        self.call("GET", &format!("/session/{}/{command}", self.session), &Value::Null)
    }

    /// A WebDriver command that takes something away; its answer's `value`.
    #[allow(dead_code, reason = "the benchmarks take nothing away")]
    pub(crate) fn delete(&self, command: &str) -> Result<Value, String> {
        self.call("DELETE", &format!("/session/{}/{command}", self.session), &Value::Null)
    }

    /// A command of the DevTools protocol, for what WebDriver has no word for.
    pub(crate) fn devtools(&self, command: &str, params: &Value) -> Value {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": params }))
            .unwrap_or_else(|why| panic!("{command}: {why}"))
    }

    /// The driver's process, from which all of the browser's come.
    #[allow(dead_code, reason = "the benchmarks kill nothing")]
    pub(crate) fn process(&self) -> u32 {
        self.process.id()
    }

    /// One request on a connection of its own.
    fn call(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let answer = self.exchange(method, path, body).map_err(|why| format!("{path}: {why}"))?;
        let mut answer: Value = serde_json::from_slice(&answer).map_err(|why| why.to_string())?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(kind) => Err(format!("{kind}: {}", value["message"].as_str().unwrap_or(""))),
            None => Ok(value),
        }
    }

    /// Sends a request and reads the body of the answer.
    fn exchange(&self, method: &str, path: &str, body: &Value) -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let body = if body.is_null() { String::new() } else { body.to_string() };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\
             Content-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        let mut answer = Vec::new();
        let mut part = [0; 1 << 16];
        loop {
            // The length is said: the connection need not be closed to know the end.
            if let Some((start, length)) = body_of(&answer)
                && answer.len() >= start + length
            {
                return Ok(answer[start..start + length].to_vec());
            }
            match stream.read(&mut part)? {
                0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
                read => answer.extend_from_slice(&part[..read]),
            }
        }
    }
}

/// Where the body of an HTTP message starts and how long it is.
fn body_of(message: &[u8]) -> Option<(usize, usize)> {
    let end = message.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&message[..end]).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"))?;
    Some((end + 4, length.trim().parse().ok()?))
}

/// A new folder with a place for downloads.
fn scratch_folder() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("laureate-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(folder.join("downloads")).expect("a scratch folder");
    folder
}

impl Drop for Driver {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let _ = self.call("DELETE", &format!("/session/{}", self.session), &Value::Null);
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
