//! The PNG file: filtered rows in bands, each band a chunk that stands alone.
//!
//! A band is some rows, filtered without looking above its first row and
//! deflated without looking back, so bands of different records can be put in
//! one file in any mixture. The file is one zlib stream cut into `IDAT` chunks;
//! its checksum is put together from those of the bands.

use resvg::tiny_skia::{PixmapRef, PremultipliedColorU8};

/// Rows in a band: fewer touch less around a line of text, more compress a
/// little better and need fewer chunks.
pub(super) const BAND_ROWS: u32 = 8;

/// How a file begins (PNG specification, 5.2).
const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
/// Bytes before a chunk's data: its length and kind.
const CHUNK_HEAD: usize = 8;
/// Deflate with a window of 32 KB, compressed by the fastest method.
const ZLIB_HEADER: [u8; 2] = [0x78, 0x01];
/// An empty last block with fixed codes.
const LAST_BLOCK: [u8; 2] = [0x03, 0x00];
/// In the first byte of a deflate block: no other comes after it.
const LAST_BLOCK_BIT: u8 = 1;
/// Differences to the pixel at the left (PNG specification, 9.2).
const FILTER_SUB: u8 = 1;
/// Differences to a neighbour chosen by Paeth's predictor (9.4).
const FILTER_PAETH: u8 = 4;
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

/// What the stream's checksum needs to know of a band.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    /// Adler-32 of the filtered rows.
    adler: u32,
    /// Their length in bytes.
    length: u64,
}

/// Makes bands of one page; keeps what it needs for that from band to band.
#[derive(Debug)]
pub(super) struct Encoder {
    format: Format,
    width: usize,
    current: Row,
    above: Row,
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
        Self { format, width, current: row(), above: row(), filtered: Vec::new() }
    }

    /// What is stored of a pixel.
    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// Appends the band with this index, of [`BAND_ROWS`] rows or what is left.
    pub(super) fn band(&mut self, page: PixmapRef<'_>, index: usize, out: &mut Vec<u8>) -> Sum {
        let rows = BAND_ROWS as usize;
        self.filtered.clear();
        let all = page.pixels().chunks_exact(self.width.max(1));
        for (row, pixels) in all.skip(index * rows).take(rows).enumerate() {
            std::mem::swap(&mut self.current, &mut self.above);
            read_row(pixels, self.format, self.current.here_mut());
            self.filter(row == 0);
        }
        let start = out.len();
        let adler = deflate(&self.filtered, out);
        end_chunk(out, start, b"IDAT");
        Sum { adler, length: self.filtered.len() as u64 }
    }

    /// Appends the current row, filtered. Choosing the best of several filters
    /// for each row, as the specification recommends, took four times as long
    /// as this and saved one or two bytes in a hundred.
    fn filter(&mut self, first: bool) {
        let near = self.current.here().iter().zip(self.current.left());
        if first {
            self.filtered.push(FILTER_SUB);
            self.filtered.extend(near.map(|(x, a)| x.wrapping_sub(*a)));
        } else {
            self.filtered.push(FILTER_PAETH);
            let above = self.above.here().iter().zip(self.above.left());
            let pixels = near.zip(above);
            self.filtered.extend(pixels.map(|((x, a), (b, c))| x.wrapping_sub(paeth(*a, *b, *c))));
        }
    }
}

/// Appends a chunk to be ended: `data` as one deflate block that is not the
/// last, and an empty stored block, so that the next piece starts at a whole
/// byte and needs nothing of this one. Gives the data's Adler-32.
///
/// fdeflate is made for filtered rows of pixels. On a page with a photograph it
/// takes 0.6 of the time of zlib-rs at its fastest level and 0.3 of
/// miniz_oxide's. Its codes are always the same: short bands cost nothing.
pub(super) fn deflate(data: &[u8], out: &mut Vec<u8>) -> u32 {
    let start = out.len();
    // The two bytes of zlib's header stand where the chunk's kind will end.
    out.resize(start + CHUNK_HEAD - 2, 0);
    // Writing to memory can't fail.
    let _ = fdeflate::Compressor::new(&mut *out).and_then(|mut to| {
        to.write_data(data)?;
        to.finish()
    });
    let adler = out.split_off(out.len().saturating_sub(4));
    if let Some(first) = out.get_mut(start + CHUNK_HEAD) {
        *first &= !LAST_BLOCK_BIT;
    }
    // fdeflate's code for the end of a block ends in a one, so the zeros after
    // it fill the last byte. Three of them are the header of a stored block.
    if out.last().is_some_and(|byte| byte.leading_zeros() < 3) {
        out.push(0);
    }
    out.extend_from_slice(&[0, 0, 0xff, 0xff]);
    adler.first_chunk().map_or(ADLER_OF_NOTHING, |bytes| u32::from_be_bytes(*bytes))
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

/// A file that is being written, from top to bottom.
#[derive(Debug)]
pub(super) struct File {
    out: Vec<u8>,
    adler: u32,
}

impl File {
    /// Begins a file. `per_metre` is px a metre, `expected` its length in bytes.
    pub(super) fn new(
        (width, height): (u32, u32),
        format: Format,
        per_metre: u32,
        expected: usize,
    ) -> Self {
        let mut out = Vec::with_capacity(expected);
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
        Self { out, adler: ADLER_OF_NOTHING }
    }

    /// Appends the next band, made now or copied.
    pub(super) fn band(&mut self, write: impl FnOnce(&mut Vec<u8>) -> Sum) {
        let Sum { adler, length } = write(&mut self.out);
        self.adler = adler_combine(self.adler, adler, length);
    }

    /// The whole file.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let mut end = LAST_BLOCK.to_vec();
        end.extend_from_slice(&self.adler.to_be_bytes());
        chunk(&mut self.out, b"IDAT", &end);
        chunk(&mut self.out, b"IEND", &[]);
        self.out
    }
}

fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let start = out.len();
    out.resize(start + CHUNK_HEAD, 0);
    out.extend_from_slice(data);
    end_chunk(out, start, kind);
}

/// Fills in length and kind of the chunk that began at `start`, and adds its
/// checksum.
fn end_chunk(out: &mut Vec<u8>, start: usize, kind: &[u8; 4]) {
    let length = (out.len() - start).saturating_sub(CHUNK_HEAD) as u32;
    if let Some((first, second)) =
        out.get_mut(start..start + CHUNK_HEAD).and_then(|head| head.split_at_mut_checked(4))
    {
        first.copy_from_slice(&length.to_be_bytes());
        second.copy_from_slice(kind);
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
