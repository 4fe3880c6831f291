//! The table of a zip archive, read by hand before anything is unpacked.
//!
//! Only plain archives pass: one part, no zip64, no comment behind, nothing
//! encrypted, stored or deflated, entries that lie one behind another and say
//! the same in both of their heads. So no two readers can see two things in one
//! file, and nothing is allocated that the file's own size does not cover.

use super::limits;
use crate::diagnostic::Diagnostic;
use std::collections::BTreeSet;

const END: usize = 22;
const HEAD: usize = 46;
const LOCAL: usize = 30;

/// An entry: what it is called and where its packed bytes are.
pub(super) struct Packed<'a> {
    pub(super) name: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) deflated: bool,
    /// What the table says that it unpacks to: a hint, never believed.
    pub(super) size: usize,
}

fn damaged(why: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::error("bundle-damaged", "", format!("This file is damaged: {why}."))
        .repair("Copy or download it again; if it stays so, use an older copy.")
}

fn unsafe_name(name: &str, why: &str) -> Diagnostic {
    let name: String = name.chars().take(80).collect();
    Diagnostic::error(
        "bundle-unsafe",
        name.clone(),
        format!("This file was refused: the entry “{name}” {why}."),
    )
    .repair("Laureate never writes such a file. Ask whoever gave it to you to save it again.")
}

fn foreign(why: &str) -> Diagnostic {
    Diagnostic::error("bundle-unsupported", "", format!("This archive cannot be opened: {why}."))
        .repair("Save it again with Laureate, or pack it as a plain zip archive.")
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    let two: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(two)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}

/// The entries in the order of the table.
///
/// # Errors
/// `not-a-bundle`, `bundle-too-large`, `bundle-damaged`, `bundle-unsafe`,
/// `bundle-unsupported`.
pub(super) fn read(file: &[u8]) -> Result<Vec<Packed<'_>>, Diagnostic> {
    let end = file.len().checked_sub(END).ok_or_else(|| damaged("it is cut off"))?;
    if file.get(end..end + 4) != Some(b"PK\x05\x06") {
        return Err(damaged("it is cut off, or there is something behind its end"));
    }
    let number = |at: usize| u16_at(file, end + at).ok_or_else(|| damaged("it is cut off"));
    let (part, first, here, count) = (number(4)?, number(6)?, number(8)?, number(10)?);
    let size = u32_at(file, end + 12).ok_or_else(|| damaged("it is cut off"))?;
    let start = u32_at(file, end + 16).ok_or_else(|| damaged("it is cut off"))?;
    if count == 0xffff || size == 0xffff_ffff || start == 0xffff_ffff {
        return Err(too_many(count));
    }
    if part != 0 || first != 0 || here != count {
        return Err(foreign("it is one of several parts"));
    }
    if count > limits::ENTRIES || size > limits::DIRECTORY {
        return Err(too_many(count));
    }
    if number(20)? != 0 || start.checked_add(size) != Some(end) {
        return Err(damaged("its table is not where it should be"));
    }
    let table = file.get(start..end).ok_or_else(|| damaged("its table is cut off"))?;
    entries(file, table, start, count)
}

fn too_many(count: usize) -> Diagnostic {
    let many = if count == 0xffff { "65,535 or more".to_owned() } else { count.to_string() };
    Diagnostic::error(
        "bundle-too-large",
        "",
        format!("This file has {many} entries; up to {} are read.", limits::ENTRIES),
    )
    .repair("Laureate never writes so many. Ask whoever gave it to you to save it again.")
}

fn entries<'a>(
    file: &'a [u8],
    table: &'a [u8],
    start: usize,
    count: usize,
) -> Result<Vec<Packed<'a>>, Diagnostic> {
    let mut out = Vec::with_capacity(count);
    let mut seen = BTreeSet::new();
    let mut spans = Vec::with_capacity(count);
    let mut at = 0;
    for _ in 0..count {
        let cut = || damaged("its table is cut off");
        let head = table.get(at..).ok_or_else(cut)?;
        if head.get(..4) != Some(b"PK\x01\x02") {
            return Err(damaged("its table cannot be read"));
        }
        let short = |at| u16_at(head, at).ok_or_else(cut);
        let long = |at| u32_at(head, at).ok_or_else(cut);
        let (made_by, flags, method) = (short(4)?, short(8)?, short(10)?);
        let (packed, size) = (long(20)?, long(24)?);
        let (name, extra, comment) = (short(28)?, short(30)?, short(32)?);
        let (mode, offset) = (long(38)? >> 16, long(42)?);
        let raw = head.get(HEAD..HEAD + name).ok_or_else(cut)?;
        let fields = head.get(HEAD + name..HEAD + name + extra).ok_or_else(cut)?;
        at += HEAD + name + extra + comment;
        if at > table.len() {
            return Err(cut());
        }

        let name = check_name(raw)?;
        if !seen.insert(name.trim_end_matches('/').to_lowercase()) {
            return Err(unsafe_name(name, "is there twice"));
        }
        if flags & 0x2041 != 0 {
            return Err(foreign("it is encrypted"));
        }
        if method != 0 && method != 8 {
            return Err(foreign("it is packed by a method that Laureate does not read"));
        }
        check_fields(fields)?;
        // Unix: regular files, folders, or nothing said.
        if made_by >> 8 == 3 && !matches!(mode & 0xf000, 0 | 0x4000 | 0x8000) {
            return Err(unsafe_name(name, "is a link or a device, not a file"));
        }
        if [packed, size, offset].contains(&0xffff_ffff) {
            return Err(foreign("it uses zip64, for archives of more than 4 GB"));
        }
        let data = local(file, offset, raw, method)?;
        let stop = data.checked_add(packed).filter(|stop| *stop <= start);
        let stop = stop.ok_or_else(|| damaged(format!("“{name}” is cut off")))?;
        spans.push((offset, stop));
        let bytes = file.get(data..stop).ok_or_else(cut)?;
        out.push(Packed { name, bytes, deflated: method == 8, size });
    }
    if at != table.len() {
        return Err(damaged("its table holds more than it says"));
    }
    spans.sort_unstable();
    if spans.windows(2).any(|two| matches!(two, [a, b] if a.1 > b.0)) {
        return Err(damaged("its entries lie over one another"));
    }
    out.retain(|entry| !entry.name.ends_with('/'));
    Ok(out)
}

/// Where an entry's bytes begin; its own head must say what the table says.
fn local(file: &[u8], offset: usize, name: &[u8], method: usize) -> Result<usize, Diagnostic> {
    let read = || {
        let head = file.get(offset..)?;
        (head.get(..4)? == b"PK\x03\x04").then_some(())?;
        let (flags, own_method) = (u16_at(head, 6)?, u16_at(head, 8)?);
        let (length, extra) = (u16_at(head, 26)?, u16_at(head, 28)?);
        let own_name = head.get(LOCAL..LOCAL + length)?;
        let same = own_name == name && own_method == method && flags & 0x2041 == 0;
        same.then_some(offset.checked_add(LOCAL + length + extra)?)
    };
    read().ok_or_else(|| damaged("an entry is not what the table says"))
}

/// Extra fields that would give an entry another size, name or key.
fn check_fields(mut fields: &[u8]) -> Result<(), Diagnostic> {
    while let (Some(id), Some(length)) = (u16_at(fields, 0), u16_at(fields, 2)) {
        match id {
            0x0001 => return Err(foreign("it uses zip64, for archives of more than 4 GB")),
            0x9901 | 0x0017 => return Err(foreign("it is encrypted")),
            0x7075 => return Err(foreign("an entry has a second name")),
            _ => {}
        }
        fields = fields.get(4 + length..).ok_or_else(|| damaged("its table cannot be read"))?;
    }
    Ok(())
}

/// A name that is a path below the archive's own folder on every system.
fn check_name(raw: &[u8]) -> Result<&str, Diagnostic> {
    let lossy = || String::from_utf8_lossy(raw).into_owned();
    let Ok(name) = std::str::from_utf8(raw) else {
        return Err(unsafe_name(&lossy(), "has a name that is not UTF-8"));
    };
    let refuse = |why| Err(unsafe_name(name, why));
    if name.is_empty() || name.chars().count() > limits::NAME {
        return refuse("has no name, or one that is too long");
    }
    if name.starts_with('/') || name.contains('\\') || name.contains(':') {
        return refuse("points outside of the file");
    }
    if name.chars().any(|c| c.is_control() || "<>\"|?*".contains(c)) {
        return refuse("has a name that not every system can keep");
    }
    for part in name.strip_suffix('/').unwrap_or(name).split('/') {
        if part == ".." || part == "." || part.is_empty() {
            return refuse("points outside of the file");
        }
        if part.ends_with(['.', ' ']) || is_device(part) {
            return refuse("has a name that not every system can keep");
        }
    }
    Ok(name)
}

/// Names that Windows gives to devices, with any ending.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_lowercase();
    let numbered = |before: &str| {
        stem.strip_prefix(before).is_some_and(|rest| {
            let mut rest = rest.chars();
            rest.next().is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c))
                && rest.next().is_none()
        })
    };
    ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&stem.as_str())
        || numbered("com")
        || numbered("lpt")
}
