//! Files that nobody should make.

use super::*;
use crate::bundle::limits;
use crate::bundle::manifest::PATH;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use std::sync::LazyLock;
use std::time::Instant;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| pack(parts()).unwrap().0);

/// An archive with these entries.
fn archive(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in entries {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn manifest(entries: &str) -> (&'static str, Vec<u8>) {
    (
        PATH,
        format!("{{\"format\":\"laureate-bundle\",\"version\":1,\"entries\":[{entries}]}}")
            .into_bytes(),
    )
}

fn entry(kind: &str, path: &str, bytes: &[u8]) -> String {
    let id = AssetId::of(bytes);
    format!(
        "{{\"kind\":\"{kind}\",\"path\":\"{path}\",\"size\":{},\"sha256\":\"{id}\",\"id\":\"d00000001\"}}",
        bytes.len()
    )
}

fn find(bytes: &[u8], what: &[u8]) -> Vec<usize> {
    (0..bytes.len() - what.len()).filter(|at| bytes[*at..].starts_with(what)).collect()
}

/// The file with so many bytes put at a place of its every head in the table.
fn table(mut file: Vec<u8>, at: usize, bytes: &[u8]) -> Vec<u8> {
    for head in find(&file, b"PK\x01\x02") {
        file[head + at..head + at + bytes.len()].copy_from_slice(bytes);
    }
    file
}

/// The file with bytes put at a place of the record at its end.
fn end(mut file: Vec<u8>, at: usize, bytes: &[u8]) -> Vec<u8> {
    let end = file.len() - 22 + at;
    file[end..end + bytes.len()].copy_from_slice(bytes);
    file
}

/// The file with one entry named otherwise, in both of its heads.
fn renamed(name: &str) -> Vec<u8> {
    let old = "z".repeat(name.len());
    let mut file = archive(&[manifest(""), (&old, b"x".to_vec())]);
    for at in find(&file, old.as_bytes()) {
        file[at..at + name.len()].copy_from_slice(name.as_bytes());
    }
    file
}

#[test]
fn the_whole_file_is_refused() {
    let good = || archive(&[manifest("")]);
    let bomb = vec![0; limits::MANIFEST + 1];
    let many: Vec<(String, Vec<u8>)> =
        (0..limits::ENTRIES + 1).map(|n| (format!("{n}"), Vec::new())).collect();
    let many: Vec<(&str, Vec<u8>)> = many.iter().map(|(n, b)| (n.as_str(), b.clone())).collect();
    let mut trailing = good();
    trailing.push(0);
    let mut leading = vec![b'P', b'K'];
    leading.extend(good());
    let mut overlapping = archive(&[manifest(""), ("aa", vec![7; 90]), ("bb", vec![7; 90])]);
    let heads = find(&overlapping, b"PK\x01\x02");
    let first: [u8; 4] = overlapping[heads[1] + 42..heads[1] + 46].try_into().unwrap();
    overlapping[heads[2] + 42..heads[2] + 46].copy_from_slice(&first);
    overlapping[heads[2] + 46..heads[2] + 48].copy_from_slice(b"aa");
    let mut two_names = good();
    let at = find(&two_names, b"manifest.json")[0];
    two_names[at] = b'n';
    let mut shifted = archive(&[manifest(""), ("aa", vec![7; 90])]);
    let heads = find(&shifted, b"PK\x01\x02");
    shifted[heads[1] + 20..heads[1] + 24].copy_from_slice(&0x00ff_0000_u32.to_le_bytes());

    let deep = format!("{}1{}", "[".repeat(20_000), "]".repeat(20_000));
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("nothing", Vec::new(), "not-a-bundle"),
        ("a text", b"hello".to_vec(), "not-a-bundle"),
        ("JSON of others", b"{\"a\":1}".to_vec(), "not-a-bundle"),
        ("deep JSON", format!("{{\"x\":{deep}}}").into_bytes(), "not-a-bundle"),
        ("JSON that is cut", b"{\"format\":\"laureate-template\"".to_vec(), "not-a-bundle"),
        (
            "a newer design",
            b"{\"format\":\"laureate-template\",\"version\":9}".to_vec(),
            "newer-version",
        ),
        (
            "a newer project",
            b"{\"format\":\"laureate-project\",\"version\":9}".to_vec(),
            "newer-version",
        ),
        ("only the mark", b"PK".to_vec(), "bundle-damaged"),
        ("cut in half", GOOD[..GOOD.len() / 2].to_vec(), "bundle-damaged"),
        ("the last byte gone", GOOD[..GOOD.len() - 1].to_vec(), "bundle-damaged"),
        ("something behind", trailing, "bundle-damaged"),
        ("something before", leading, "bundle-damaged"),
        ("no manifest", archive(&[("a.txt", b"x".to_vec())]), "not-a-bundle"),
        ("a manifest that is none", archive(&[(PATH, b"hello".to_vec())]), "not-a-bundle"),
        ("a deep manifest", archive(&[(PATH, deep.into_bytes())]), "not-a-bundle"),
        ("of another format", archive(&[(PATH, b"{\"format\":\"x\"}".to_vec())]), "not-a-bundle"),
        (
            "version 0",
            archive(&[(PATH, b"{\"format\":\"laureate-bundle\",\"version\":0}".to_vec())]),
            "not-a-bundle",
        ),
        (
            "newer",
            archive(&[(
                PATH,
                b"{\"format\":\"laureate-bundle\",\"version\":2,\"entries\":3}".to_vec(),
            )]),
            "newer-version",
        ),
        ("a manifest that is a bomb", archive(&[(PATH, bomb)]), "bundle-too-large"),
        ("too many entries", archive(&many), "bundle-too-large"),
        ("says a million", end(good(), 8, &[0xff, 0xff, 0xff, 0xff]), "bundle-too-large"),
        ("says 60000", end(good(), 8, &[0x60, 0xea, 0x60, 0xea]), "bundle-too-large"),
        ("counts differ", end(good(), 8, &[2, 0, 1, 0]), "bundle-unsupported"),
        ("says one more", end(good(), 8, &[2, 0, 2, 0]), "bundle-damaged"),
        ("says none", end(good(), 8, &[0, 0, 0, 0]), "bundle-damaged"),
        ("the table elsewhere", end(good(), 16, &[1, 0, 0, 0]), "bundle-damaged"),
        ("zip64 at the end", end(good(), 12, &[0xff; 8]), "bundle-too-large"),
        ("zip64 sizes", table(good(), 20, &[0xff; 8]), "bundle-unsupported"),
        ("encrypted", table(good(), 8, &[1, 0]), "bundle-unsupported"),
        ("another method", table(good(), 10, &[12, 0]), "bundle-unsupported"),
        ("a link", table(table(good(), 4, &[20, 3]), 38, &[0, 0, 0xff, 0xa1]), "bundle-unsafe"),
        ("two names for one", two_names, "bundle-damaged"),
        ("over one another", overlapping, "bundle-unsafe"),
        ("past the end", shifted, "bundle-damaged"),
        (
            "twice",
            {
                let mut f = archive(&[manifest(""), ("aa", vec![]), ("bb", vec![])]);
                for at in find(&f, b"bb") {
                    f[at..at + 2].copy_from_slice(b"aA");
                }
                f
            },
            "bundle-unsafe",
        ),
        ("../", renamed("../x"), "bundle-unsafe"),
        ("a/../../x", renamed("a/../../x"), "bundle-unsafe"),
        ("/etc", renamed("/etc/x"), "bundle-unsafe"),
        ("C:", renamed("C:/x"), "bundle-unsafe"),
        ("backslash", renamed("a\\..\\x"), "bundle-unsafe"),
        ("a device", renamed("a/NUL.txt"), "bundle-unsafe"),
        ("a numbered device", renamed("com1"), "bundle-unsafe"),
        ("a line break", renamed("a\nb"), "bundle-unsafe"),
        ("ends with a dot", renamed("a."), "bundle-unsafe"),
    ];
    for (what, bytes, code) in cases {
        let start = Instant::now();
        let found = unpack(&bytes, "x.laureate");
        let taken = start.elapsed();
        let faults = found.err().unwrap_or_else(|| panic!("{what} was let in"));
        assert_eq!(faults[0].code, code, "{what}: {}", faults[0]);
        assert!(faults[0].repair.is_some(), "{what}");
        assert!(taken.as_secs_f32() < 2.0, "{what} took {taken:?}");
    }
}

#[test]
fn overlap_with_names_of_their_own_is_seen() {
    // Two entries in the table, one span in the file.
    let mut file = archive(&[manifest(""), ("aa", vec![7; 40]), ("bb", vec![7; 40])]);
    let heads = find(&file, b"PK\x01\x02");
    let long = 4000_u32.to_le_bytes();
    file[heads[1] + 20..heads[1] + 24].copy_from_slice(&long);
    assert!(unpack(&file, "x").is_err());
    let inside = u32::from_le_bytes(file[heads[2] + 42..heads[2] + 46].try_into().unwrap());
    let own = u32::from_le_bytes(file[heads[1] + 42..heads[1] + 46].try_into().unwrap());
    let reach = (inside - own - 32 + 8).to_le_bytes();
    file[heads[1] + 20..heads[1] + 24].copy_from_slice(&reach);
    let fault = unpack(&file, "x").unwrap_err().remove(0);
    assert!(fault.message.contains("over one another"), "{fault}");
}

#[test]
fn one_entry_is_refused_and_the_rest_is_there() {
    let good = write(&classic()).to_string().into_bytes();
    let sound = entry("design", "designs/d1.json", &good);
    let bomb = vec![b' '; 4 * 1024 * 1024];
    let cases: Vec<(&str, String, Vec<u8>, &str)> = vec![
        ("another digest", entry("design", "x", b"{}"), good.clone(), "entry-damaged"),
        ("not JSON", entry("design", "x", b"{"), b"{".to_vec(), "not-json"),
        ("not a design", entry("design", "x", b"{}"), b"{}".to_vec(), "not-a-template"),
        ("not text", entry("design", "x", &[0xff]), vec![0xff], "entry-damaged"),
        ("a font that is none", entry("font", "x", b"font"), b"font".to_vec(), "not-a-font"),
        ("a picture of nothing", entry("picture", "x", b"p"), b"p".to_vec(), "entry-damaged"),
        ("a project that is none", entry("project", "x", b"{}"), b"{}".to_vec(), "not-a-project"),
        ("of a kind to come", entry("poem", "x", b"p"), b"p".to_vec(), "entry-unknown"),
        ("a bomb", entry("design", "x", &bomb), bomb.clone(), "entry-too-large"),
    ];
    for (what, says, bytes, code) in cases {
        let file = archive(&[
            manifest(&format!("{sound},{says}")),
            ("designs/d1.json", good.clone()),
            ("x", bytes),
        ]);
        let out = unpack(&file, "x").unwrap_or_else(|f| panic!("{what}: {f:?}"));
        let codes: Vec<_> = out.contents.refused.iter().map(|f| f.code.as_ref()).collect();
        assert_eq!(codes, [code], "{what}");
        assert_eq!(out.contents.designs.len(), 1, "{what}");
    }
    let file = archive(&[manifest(&sound), ("designs/d1.json", good.clone()), ("poem", vec![1])]);
    let out = unpack(&file, "x").unwrap();
    assert_eq!(out.contents.refused[0].code, "entry-unknown");
    let file = archive(&[
        manifest(&format!("{sound},{}", entry("design", "gone", b""))),
        ("designs/d1.json", good),
    ]);
    assert_eq!(unpack(&file, "x").unwrap().contents.refused[0].code, "entry-missing");
}

#[test]
fn a_lie_about_the_size_is_found_while_unpacking() {
    let bomb = vec![b' '; 6 * 1024 * 1024];
    let says = entry("design", "x", &bomb);
    let mut file = archive(&[manifest(&says), ("x", bomb)]);
    let heads = find(&file, b"PK\x01\x02");
    file[heads[1] + 24..heads[1] + 28].copy_from_slice(&9_u32.to_le_bytes());
    let out = unpack(&file, "x").unwrap();
    assert_eq!(out.contents.refused[0].code, "entry-too-large");
    assert_eq!(out.files, []);
}

#[test]
fn many_large_entries_stop_at_the_total() {
    // Seven times 20 MB of what hardly packs, packed once.
    let mut seed = 7_u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        b"abcd"[(seed >> 62) as usize]
    })
    .take(20 * 1024 * 1024)
    .collect();
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1));
    let mut one = ZipWriter::new(Cursor::new(Vec::new()));
    one.start_file("x", options).unwrap();
    one.write_all(&noise).unwrap();
    let mut one = one.finish_into_readable().unwrap();
    let paths: Vec<String> = (0..7).map(|n| format!("p{n}")).collect();
    let says = entry("picture", "p0", &noise);
    let says: Vec<String> = paths.iter().map(|p| says.replace("p0", p)).collect();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(PATH, options).unwrap();
    zip.write_all(&manifest(&says.join(",")).1).unwrap();
    for path in &paths {
        zip.raw_copy_file_rename(one.by_index(0).unwrap(), path.as_str()).unwrap();
    }
    let file = zip.finish().unwrap().into_inner();
    let out = unpack(&file, "x").unwrap();
    let codes: Vec<_> = out.contents.refused.iter().map(|f| f.code.as_ref()).collect();
    assert!(codes.contains(&"bundle-too-large"), "{codes:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bytes_never_panic(flips in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..4)) {
        let mut file = GOOD.clone();
        for (at, byte) in flips {
            let at = at.index(file.len());
            file[at] ^= byte;
        }
        // What is let in is what was saved, or told to be otherwise.
        if let Ok(out) = unpack(&file, "x") {
            for file in &out.files {
                prop_assert_eq!(&AssetId::of(&file.bytes).0, &file.id);
            }
        }
    }

    #[test]
    fn flips_in_the_table_never_panic(at in 0..900usize, byte: u8) {
        let mut file = GOOD.clone();
        let at = file.len() - 1 - at;
        file[at] = byte;
        let _ = unpack(&file, "x");
    }

    #[test]
    fn what_is_cut_is_refused(cut in any::<proptest::sample::Index>()) {
        let file = &GOOD[..cut.index(GOOD.len())];
        prop_assert!(unpack(file, "x").is_err());
    }

    #[test]
    fn any_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = unpack(&bytes, "x");
        let mut zip = b"PK".to_vec();
        zip.extend(bytes);
        let _ = unpack(&zip, "x");
    }
}
