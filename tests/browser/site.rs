//! The built site, served to the browser from a folder.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

/// The folder with the built site.
fn folder() -> PathBuf {
    let built = || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/site");
    std::env::var_os("LAUREATE_SITE").map_or_else(built, PathBuf::from)
}

/// Starts the server, once for all tests; its address. It ends with them.
pub(crate) fn address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| {
        let folder = folder();
        assert!(
            folder.join("index.html").is_file(),
            "no site in {}: run scripts/build-site.sh dev target/site",
            folder.display()
        );
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}/", listener.local_addr().expect("an address"));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let folder = folder.clone();
                std::thread::spawn(move || answer(&folder, stream));
            }
        });
        address
    })
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
fn answer(folder: &Path, mut stream: TcpStream) {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let Some(request) = lines.next() else { return };
    // The rest of the head has nothing for us, but must be read.
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let address = request.split(' ').nth(1).unwrap_or("/");
    let path = address.split(['?', '#']).next().unwrap_or("/").trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    let found = match path.to_str() {
        Some("frame.html") => Some(FRAME.as_bytes().to_vec()),
        _ => std::fs::read(folder.join(path)).ok().filter(|_| inside),
    };
    let found = found.map(|body| scripted(&body, address).unwrap_or(body));
    let (status, body) = match found {
        Some(body) => ("200 OK", body),
        None => ("404 Not Found", Vec::new()),
    };
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\
         Access-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n",
        media_type(path),
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
        Some("svg") => "image/svg+xml",
        Some("ttf") => "font/ttf",
        _ => "application/octet-stream",
    }
}
