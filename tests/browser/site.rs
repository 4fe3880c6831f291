//! The built site, served to the browser from a folder.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The folder with the built site.
pub(crate) fn folder() -> PathBuf {
    let built = || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/site");
    let folder = std::env::var_os("LAUREATE_SITE").map_or_else(built, PathBuf::from);
    assert!(
        folder.join("index.html").is_file(),
        "no site in {}: run scripts/build-site.sh dev target/site",
        folder.display()
    );
    folder
}

/// Starts the server, once for all tests; its address. It ends with them.
///
/// The page there belongs to no build, so that it isn't kept for offline use:
/// most tests have no need of the 30 MB that each would load and check.
pub(crate) fn address() -> &'static str {
    static SERVER: OnceLock<Server> = OnceLock::new();
    &SERVER.get_or_init(|| Server::start(folder(), false)).address
}

/// What the security policy of a careful site allows.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'";

/// A server of a folder, that can be switched off.
pub(crate) struct Server {
    pub(crate) address: String,
    off: Arc<AtomicBool>,
    /// The paths that were asked for.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// `whole`: with the build that the page belongs to, and under a strict policy.
    pub(crate) fn start(folder: PathBuf, whole: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}/", listener.local_addr().expect("an address"));
        let (off, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let (gone, heard) = (off.clone(), asked.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if gone.load(Ordering::Relaxed) {
                    continue;
                }
                let (folder, heard) = (folder.clone(), heard.clone());
                std::thread::spawn(move || answer(&folder, stream, whole, &heard));
            }
        });
        Self { address, off, asked }
    }

    /// Switches the server off, or on again: it then closes each connection unheard.
    pub(crate) fn switch_off(&self, off: bool) {
        self.off.store(off, Ordering::Relaxed);
    }

    /// What was asked for since the last time.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

/// A copy of the built site, below `folder`, to be changed by a test.
pub(crate) fn copy(to: &Path) {
    copy_folder(&folder(), to);
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder for the copy");
    for entry in std::fs::read_dir(from).expect("the built site").flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_folder(&from, &to);
        } else if std::fs::hard_link(&from, &to).is_err() {
            // Another disk. Either way a test replaces files and never writes into them.
            std::fs::copy(&from, &to).expect("a copy");
        }
    }
}

/// What was posted to the server, whatever the address.
static POSTED: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

/// What was posted so far, by any test.
pub(crate) fn posted() -> Vec<String> {
    let posted = POSTED.lock().unwrap_or_else(PoisonError::into_inner);
    posted.iter().map(|body| String::from_utf8_lossy(body).into_owned()).collect()
}

/// Scripts that tests have run before those of the page.
static SCRIPTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The address of the page with a script that runs before all of its own.
pub(crate) fn with_script(script: &str) -> String {
    let mut scripts = SCRIPTS.lock().unwrap_or_else(PoisonError::into_inner);
    scripts.push(script.to_owned());
    format!("{}?script={}", address(), scripts.len() - 1)
}

/// The address of a page that has the site in a frame which may do nothing but
/// run scripts: it has an origin of its own, and no storage.
pub(crate) fn sandboxed(hash: &str) -> String {
    format!("{}frame.html{hash}", address())
}

const FRAME: &str = r#"<!doctype html><title>Frame</title>
<style>body { margin: 0 } iframe { border: 0; width: 100vw; height: 100vh }</style>
<iframe sandbox="allow-scripts"></iframe>
<script>document.querySelector('iframe').src = './' + location.hash</script>"#;

/// The page, with the script that its address asks for.
fn scripted(page: &[u8], address: &str) -> Option<Vec<u8>> {
    let number: usize = address.split_once("?script=")?.1.parse().ok()?;
    let scripts = SCRIPTS.lock().unwrap_or_else(PoisonError::into_inner);
    let head = format!("<head><script>{}</script>", scripts.get(number)?);
    Some(String::from_utf8_lossy(page).replacen("<head>", &head, 1).into_bytes())
}

/// Answers one request; a browser that went away is no fault.
fn answer(folder: &Path, mut stream: TcpStream, whole: bool, asked: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(&stream);
    let mut lines = reader.by_ref().lines().map_while(Result::ok);
    let Some(request) = lines.next() else { return };
    // Of the rest of the head only the length is for us, but all must be read.
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    if request.starts_with("POST ") {
        let length = head.iter().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
        });
        let mut body = vec![0; length.unwrap_or(0)];
        if reader.read_exact(&mut body).is_ok() {
            POSTED.lock().unwrap_or_else(PoisonError::into_inner).push(body);
        }
        let _ =
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return;
    }
    let address = request.split(' ').nth(1).unwrap_or("/");
    let path = address.split(['?', '#']).next().unwrap_or("/").trim_start_matches('/');
    asked.lock().unwrap().push(path.to_owned());
    let index = path.is_empty() || path.ends_with('/');
    let path = if index { Path::new(path).join("index.html") } else { Path::new(path).into() };
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    let found = match path.to_str() {
        Some("frame.html") => Some(FRAME.as_bytes().to_vec()),
        _ => std::fs::read(folder.join(&path)).ok().filter(|_| inside),
    };
    let found = found.map(|body| scripted(&body, address).unwrap_or(body));
    let (status, mut body) = match found {
        Some(body) => ("200 OK", body),
        None => ("404 Not Found", Vec::new()),
    };
    if !whole && path.ends_with("index.html") {
        let text = String::from_utf8_lossy(&body);
        let lines = text.lines().filter(|line| !line.contains("laureate-build"));
        body = lines.collect::<Vec<_>>().join("\n").into_bytes();
    }
    let policy = if whole { POLICY } else { "" };
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\
         Content-Security-Policy: {policy}\r\nAccess-Control-Allow-Origin: *\r\n\
         Connection: close\r\n\r\n",
        media_type(&path),
        body.len()
    );
    let _ = stream.write_all(&body);
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("ttf") => "font/ttf",
        _ => "application/octet-stream",
    }
}
