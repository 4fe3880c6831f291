//! How much a file may hold. What is written is held to the same limits, so that
//! nothing is written that could not be read.
//!
//! Reading takes at most the file, what is unpacked of it and the JSON of one
//! design at a time: [`FILE`] + [`TOTAL`] and some 40 MB.

/// Bytes of the file itself.
pub const FILE: usize = 96 * 1024 * 1024;
/// Bytes of everything that is unpacked.
pub const TOTAL: usize = 128 * 1024 * 1024;
/// Entries of the archive: a thousand designs with three pictures each.
pub const ENTRIES: usize = 4096;
/// Bytes of the archive's table, which is read before anything else.
pub const DIRECTORY: usize = 2 * 1024 * 1024;
/// Characters of an entry's name.
pub const NAME: usize = 200;
/// An entry may unpack to so many times its packed size. JSON with many events
/// comes to forty, a bomb to a thousand.
pub const RATIO: usize = 250;
/// What is smaller than this may unpack to any ratio.
pub const SMALL: usize = 64 * 1024;
/// Bytes of the manifest.
pub const MANIFEST: usize = 4 * 1024 * 1024;
/// Bytes of the rehearsal project.
pub const PROJECT: usize = 96 * 1024 * 1024;
/// Bytes of one design, without its pictures.
pub const DESIGN: usize = 8 * 1024 * 1024;
/// Bytes of one picture: what the gate for pictures reads.
pub const PICTURE: usize = 25 * 1024 * 1024;
/// Bytes of one font: what the designer keeps.
pub const FONT: usize = 30_000_000;
/// So many findings about single entries are listed; the rest are counted.
pub const FINDINGS: usize = 100;
