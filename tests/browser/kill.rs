//! The end of a browser as a fault of the machine makes it: every process of it
//! gone at once, with nothing written that was only meant to be.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// A process and all that it has started, as Linux lists them.
pub(crate) fn family(of: u32) -> Vec<u32> {
    let mut out = vec![of];
    let all = processes();
    let mut seen = 0;
    while let Some(parent) = out.get(seen).copied() {
        out.extend(all.iter().filter(|(_, of)| *of == parent).map(|(id, _)| *id));
        seen += 1;
    }
    out
}

/// Kills processes, and waits until they are gone.
pub(crate) fn kill(ids: &[u32]) {
    let words = ids.iter().map(u32::to_string);
    let _ = Command::new("kill").arg("-KILL").args(words).stderr(Stdio::null()).status();
    for _ in 0..2000 {
        if ids.iter().all(|id| status(*id).is_none_or(|(state, _)| state == "Z" || state == "X")) {
            return;
        }
        sleep(Duration::from_millis(5));
    }
    panic!("{ids:?} are still there");
}

/// Every process with its parent.
fn processes() -> Vec<(u32, u32)> {
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter_map(|id| Some((id, status(id)?.1))).collect()
}

/// State and parent of a process.
fn status(id: u32) -> Option<(String, u32)> {
    let stat =
        std::fs::read_to_string(Path::new("/proc").join(id.to_string()).join("stat")).ok()?;
    // The name in front may have any characters, also spaces and brackets.
    let mut rest = stat.rsplit_once(')')?.1.split_whitespace();
    Some((rest.next()?.to_owned(), rest.next()?.parse().ok()?))
}
