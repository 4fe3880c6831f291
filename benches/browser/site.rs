//! The built site under `/`, what the benchmarks add under `/bench/`, all of it
//! as brotli, as a server on the net would send it.

use crate::workload;
use laureate::template::CLASSIC_BACKGROUND_SVG;
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Starts the server for the site in this folder; its address. It ends with the program.
pub(crate) fn serve(site: PathBuf) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let site = site.clone();
            std::thread::spawn(move || answer(&site, stream));
        }
    });
    address
}

/// Answers one request; a browser that went away is no fault.
fn answer(site: &Path, mut stream: TcpStream) {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let Some(request) = lines.next() else { return };
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let brotli = head.iter().any(|line| {
        let line = line.to_lowercase();
        line.starts_with("accept-encoding:") && line.contains("br")
    });
    let path = request.split(' ').nth(1).unwrap_or("/");
    let path = path.split(['?', '#']).next().unwrap_or("/").trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    let found = if inside { find(site, path) } else { None };
    let (status, mut body) = match found {
        Some(body) => ("200 OK", body),
        None => ("404 Not Found", Vec::new()),
    };
    let mut encoding = "";
    // Workloads are large, and only measured once they are there.
    if brotli && !body.is_empty() && !path.starts_with("bench/rules") {
        (body, encoding) = (compressed(&body), "Content-Encoding: br\r\n");
    }
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\n{encoding}Content-Length: {}\r\n\
         Connection: close\r\n\r\n",
        media_type(path),
        body.len()
    );
    let _ = stream.write_all(&body);
}

fn find(site: &Path, path: &Path) -> Option<Vec<u8>> {
    let Ok(name) = path.strip_prefix("bench") else { return std::fs::read(site.join(path)).ok() };
    if let Ok(name) = name.strip_prefix("rules") {
        return workload(name.file_stem()?.to_str()?);
    }
    match name.to_str()? {
        "certificate.json" => std::fs::read(root().join("benches/certificate.json")).ok(),
        "classic.svg" => Some(CLASSIC_BACKGROUND_SVG.into()),
        // The pictures of the project's data; without them, the classic drawing.
        "background.png" | "background.jpg" => {
            std::fs::read(root().join("../shared/data").join(name))
                .ok()
                .or_else(|| Some(CLASSIC_BACKGROUND_SVG.into()))
        }
        _ => std::fs::read(root().join("benches/browser").join(name)).ok(),
    }
}

/// `replay-<events>-<rules>-<learners>-<activities>` or `periodic-<learners>`, as JSON.
fn workload(name: &str) -> Option<Vec<u8>> {
    let mut parts = name.split('-');
    let kind = parts.next()?;
    let numbers: Vec<usize> = parts.map_while(|part| part.parse().ok()).collect();
    let project = match (kind, numbers.as_slice()) {
        ("replay", [events, rules, learners, activities]) => {
            workload::replay(*events, *rules, *learners, *activities)
        }
        ("periodic", [learners]) => workload::periodic(*learners),
        _ => return None,
    };
    Some(project.to_string().into_bytes())
}

/// The bytes as brotli at its best, made once and kept in `target`. Node has
/// brotli built in, and the set-up installs node.
fn compressed(body: &[u8]) -> Vec<u8> {
    let digest: String = Sha256::digest(body).iter().map(|b| format!("{b:02x}")).collect();
    let folder = root().join("target/brotli");
    let kept = folder.join(&digest);
    if let Ok(bytes) = std::fs::read(&kept) {
        return bytes;
    }
    std::fs::create_dir_all(&folder).unwrap();
    let source = folder.join(format!("{digest}.source"));
    std::fs::write(&source, body).unwrap();
    let program = "process.stdout.write(require('zlib').brotliCompressSync(require('fs').readFileSync(process.argv[1])))";
    let mut node = Command::new("node");
    let made = node.args(["-e", program]).arg(&source).stderr(Stdio::inherit()).output().unwrap();
    assert!(made.status.success(), "node: {}", made.status);
    std::fs::remove_file(source).unwrap();
    std::fs::write(kept, &made.stdout).unwrap();
    made.stdout
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("ttf") => "font/ttf",
        _ => "application/octet-stream",
    }
}
