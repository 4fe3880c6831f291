//! The PNG file: filtered rows in bands, each band a chunk that stands alone.
//!
//! A band is some rows, filtered without looking above its first row and
//! deflated without looking back, so bands of different records can be put in
//! one file in any mixture. The file is one zlib stream cut into `IDAT` chunks;
//! its checksum is put together from those of the bands.

use super::deflate::deflate;
use resvg::tiny_skia::{PixmapRef, PremultipliedColorU8};

/// Rows in a band: fewer touch less around a line of text, more compress a
/// little better and cost fewer tables of codes.
pub(super) const BAND_ROWS: u32 = 16;

/// How a file begins (PNG specification, 5.2).
const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
/// Deflate with a window of 32 KB, compressed by the fastest method.
const ZLIB_HEADER: [u8; 2] = [0x78, 0x01];
/// An empty last block with fixed codes.
const LAST_BLOCK: [u8; 2] = [0x03, 0x00];
/// The checksum of nothing.
const ADLER_OF_NOTHING: u32 = 1;

/// What is stored of a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Three bytes; for an opaque page.
    Rgb,
    /// Four bytes, colours not multiplied by alpha.
    Rgba,
}

/// Some rows, ready to be put in a file.
#[derive(Clone, Debug)]
pub(super) struct Band {
    /// A whole `IDAT` chunk.
    chunk: Vec<u8>,
    /// Adler-32 of the filtered rows.
    adler: u32,
    /// Their length in bytes.
    length: u64,
}

#[cfg(test)]
impl Band {
    /// Bytes in the file.
    pub(super) fn size(&self) -> usize {
        self.chunk.len()
    }
}

/// Makes bands of one page; keeps what it needs for that from band to band.
#[derive(Debug)]
pub(super) struct Encoder {
    format: Format,
    width: usize,
    current: Row,
    above: Row,
    candidates: [Vec<u8>; 3],
    filtered: Vec<u8>,
}

/// A row of bytes, after one pixel of zeros that stands for what lies left.
#[derive(Debug)]
struct Row {
    bytes: Vec<u8>,
    pixel: usize,
}

impl Row {
    fn new(pixel: usize, length: usize) -> Self {
        Self { bytes: vec![0; pixel + length], pixel }
    }

    fn here(&self) -> &[u8] {
        self.bytes.get(self.pixel..).unwrap_or_default()
    }

    fn here_mut(&mut self) -> &mut [u8] {
        self.bytes.get_mut(self.pixel..).unwrap_or_default()
    }

    /// The same row, one pixel further left; longer by that pixel.
    fn left(&self) -> &[u8] {
        &self.bytes
    }
}

impl Encoder {
    /// For rows of `width` px.
    pub(super) fn new(width: u32, format: Format) -> Self {
        let width = width as usize;
        let pixel = format.bytes();
        let row = || Row::new(pixel, width * pixel);
        let candidate = || vec![0; width * pixel];
        Self {
            format,
            width,
            current: row(),
            above: row(),
            candidates: [candidate(), candidate(), candidate()],
            filtered: Vec::new(),
        }
    }

    /// What is stored of a pixel.
    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// The band with this index, of [`BAND_ROWS`] rows or what is left.
    pub(super) fn band(&mut self, page: PixmapRef<'_>, index: usize) -> Band {
        let rows = BAND_ROWS as usize;
        self.filtered.clear();
        let all = page.pixels().chunks_exact(self.width.max(1));
        for (row, pixels) in all.skip(index * rows).take(rows).enumerate() {
            std::mem::swap(&mut self.current, &mut self.above);
            read_row(pixels, self.format, self.current.here_mut());
            self.filter(row == 0);
        }
        let mut chunk = Vec::new();
        begin_chunk(&mut chunk, b"IDAT");
        deflate(&self.filtered, &mut chunk);
        end_chunk(&mut chunk, 0);
        chunk.shrink_to_fit();
        Band {
            chunk,
            adler: simd_adler32::adler32(&self.filtered.as_slice()),
            length: self.filtered.len() as u64,
        }
    }

    /// Appends the current row, filtered so that the sum of differences is
    /// least: a cheap measure that the specification recommends.
    fn filter(&mut self, first: bool) {
        let (here, left) = (self.current.here(), self.current.left());
        let [sub, up, paeth] = &mut self.candidates;
        filter_sub(here, left, sub);
        let mut best = (1, &*sub, weight(sub));
        if !first {
            let (above, corner) = (self.above.here(), self.above.left());
            filter_up(here, above, up);
            filter_paeth(here, left, above, corner, paeth);
            for (kind, bytes) in [(2, &*up), (4, &*paeth)] {
                let weight = weight(bytes);
                if weight < best.2 {
                    best = (kind, bytes, weight);
                }
            }
        }
        self.filtered.push(best.0);
        self.filtered.extend_from_slice(best.1);
    }
}

impl Format {
    /// Bytes of a pixel.
    fn bytes(self) -> usize {
        match self {
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}

fn read_row(pixels: &[PremultipliedColorU8], format: Format, row: &mut [u8]) {
    match format {
        Format::Rgb => {
            for (to, from) in row.as_chunks_mut::<3>().0.iter_mut().zip(pixels) {
                *to = [from.red(), from.green(), from.blue()];
            }
        }
        Format::Rgba => {
            for (to, from) in row.as_chunks_mut::<4>().0.iter_mut().zip(pixels) {
                let plain = from.demultiply();
                *to = [plain.red(), plain.green(), plain.blue(), plain.alpha()];
            }
        }
    }
}

fn filter_sub(here: &[u8], left: &[u8], out: &mut [u8]) {
    for ((out, x), a) in out.iter_mut().zip(here).zip(left) {
        *out = x.wrapping_sub(*a);
    }
}

fn filter_up(here: &[u8], above: &[u8], out: &mut [u8]) {
    for ((out, x), b) in out.iter_mut().zip(here).zip(above) {
        *out = x.wrapping_sub(*b);
    }
}

fn filter_paeth(here: &[u8], left: &[u8], above: &[u8], corner: &[u8], out: &mut [u8]) {
    let near = left.iter().zip(above).zip(corner);
    for ((out, x), ((a, b), c)) in out.iter_mut().zip(here).zip(near) {
        *out = x.wrapping_sub(paeth(*a, *b, *c));
    }
}

/// The predictor of the specification (9.4), in a form without jumps.
#[inline]
fn paeth(a: u8, b: u8, c: u8) -> u8 {
    let (left, above, corner) = (i16::from(a), i16::from(b), i16::from(c));
    let to_left = (above - corner).abs();
    let to_above = (left - corner).abs();
    let to_corner = (left + above - 2 * corner).abs();
    let of_two = if to_above <= to_corner { b } else { c };
    if to_left <= to_above && to_left <= to_corner { a } else { of_two }
}

/// Sum of the differences, each as the smaller way round.
fn weight(bytes: &[u8]) -> u32 {
    // Sixteen sums at once in u16: 255 rounds of at most 128 each fit.
    let mut total = 0;
    for block in bytes.chunks(16 * 255) {
        let (lanes, rest) = block.as_chunks::<16>();
        let mut sums = [0u16; 16];
        for lane in lanes {
            for (sum, byte) in sums.iter_mut().zip(lane) {
                *sum += u16::from(byte.cast_signed().unsigned_abs());
            }
        }
        total += sums.iter().map(|s| u32::from(*s)).sum::<u32>();
        total += rest.iter().map(|b| u32::from(b.cast_signed().unsigned_abs())).sum::<u32>();
    }
    total
}

/// The file of these bands, from top to bottom. `per_metre` is px a metre.
pub(super) fn file<'a>(
    (width, height): (u32, u32),
    format: Format,
    per_metre: u32,
    bands: impl Iterator<Item = &'a Band> + Clone,
) -> Vec<u8> {
    let size: usize = bands.clone().map(|b| b.chunk.len()).sum();
    let mut out = Vec::with_capacity(size + 128);
    out.extend_from_slice(&SIGNATURE);
    let color_type = match format {
        Format::Rgb => 2,
        Format::Rgba => 6,
    };
    let mut header = Vec::with_capacity(13);
    header.extend_from_slice(&width.to_be_bytes());
    header.extend_from_slice(&height.to_be_bytes());
    // 8 bits a sample; the one compression, the one set of filters, not interlaced.
    header.extend_from_slice(&[8, color_type, 0, 0, 0]);
    chunk(&mut out, b"IHDR", &header);
    // The colours are sRGB, to be shown perceptually.
    chunk(&mut out, b"sRGB", &[0]);
    let mut density = Vec::with_capacity(9);
    density.extend_from_slice(&per_metre.to_be_bytes());
    density.extend_from_slice(&per_metre.to_be_bytes());
    // The unit is the metre.
    density.push(1);
    chunk(&mut out, b"pHYs", &density);
    chunk(&mut out, b"IDAT", &ZLIB_HEADER);
    let mut adler = ADLER_OF_NOTHING;
    for band in bands {
        out.extend_from_slice(&band.chunk);
        adler = adler_combine(adler, band.adler, band.length);
    }
    let mut end = LAST_BLOCK.to_vec();
    end.extend_from_slice(&adler.to_be_bytes());
    chunk(&mut out, b"IDAT", &end);
    chunk(&mut out, b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let start = out.len();
    begin_chunk(out, kind);
    out.extend_from_slice(data);
    end_chunk(out, start);
}

fn begin_chunk(out: &mut Vec<u8>, kind: &[u8; 4]) {
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(kind);
}

/// Fills in the length of the chunk that began at `start`, and its checksum.
fn end_chunk(out: &mut Vec<u8>, start: usize) {
    let length = (out.len() - start).saturating_sub(8) as u32;
    if let Some(slot) = out.get_mut(start..start + 4) {
        slot.copy_from_slice(&length.to_be_bytes());
    }
    let crc = crc32fast::hash(out.get(start + 4..).unwrap_or_default());
    out.extend_from_slice(&crc.to_be_bytes());
}

/// Adler-32 of two pieces together, from that of each and the second's length
/// in bytes.
pub(super) fn adler_combine(first: u32, second: u32, length: u64) -> u32 {
    const BASE: u64 = 65521;
    let (a1, b1) = (u64::from(first & 0xffff), u64::from(first >> 16));
    let (a2, b2) = (u64::from(second & 0xffff), u64::from(second >> 16));
    // Both sums start at 1 and 0; the second's start is taken away again.
    let a = (a1 + a2 + BASE - 1) % BASE;
    let length = length % BASE;
    let b = (b1 + b2 + length * ((a1 + BASE - 1) % BASE)) % BASE;
    (b as u32) << 16 | a as u32
}
