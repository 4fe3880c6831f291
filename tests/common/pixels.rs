//! Pictures as pixels, and how far two of them are apart.

use std::io::Cursor;

/// 8 bits a channel, red, green, blue and alpha, not premultiplied.
#[derive(Clone, Debug, PartialEq)]
pub struct Pixels {
    pub width: usize,
    pub height: usize,
    pub rgba: Vec<u8>,
}

/// What is shown where only one of two pictures has a pixel.
const NOTHING: [u8; 4] = [255, 0, 255, 255];

impl Pixels {
    /// One colour.
    pub fn filled(width: usize, height: usize, color: [u8; 4]) -> Self {
        Self { width, height, rgba: color.repeat(width * height) }
    }

    /// Reads a PNG of any kind.
    pub fn read_png(bytes: &[u8]) -> Self {
        let mut decoder = png::Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut data).unwrap();
        data.truncate(info.buffer_size());
        let rgba = match info.color_type {
            png::ColorType::Rgba => data,
            png::ColorType::Rgb => data.chunks(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect(),
            png::ColorType::Grayscale => data.iter().flat_map(|g| [*g, *g, *g, 255]).collect(),
            png::ColorType::GrayscaleAlpha => {
                data.chunks(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect()
            }
            png::ColorType::Indexed => panic!("the decoder was asked to resolve the palette"),
        };
        Self { width: info.width as usize, height: info.height as usize, rgba }
    }

    /// Reads the kind of PPM that poppler writes: `P6`, one sample a byte.
    pub fn read_ppm(bytes: &[u8]) -> Self {
        // "P6\n720 504\n255\n" and the pixels.
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(30)]).into_owned();
        let mut numbers = head.split_ascii_whitespace().skip(1).map(|n| n.parse::<usize>());
        let mut next = || numbers.next().unwrap().unwrap();
        let (width, height) = (next(), next());
        let data = &bytes[bytes.len() - width * height * 3..];
        let rgba = data.chunks(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect();
        Self { width, height, rgba }
    }

    /// As small a PNG as there is, without alpha where it says nothing.
    pub fn write_png(&self) -> Vec<u8> {
        let opaque = self.rgba.chunks(4).all(|p| p[3] == 255);
        let rgb = || self.rgba.chunks(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
        let (kind, data) = if opaque {
            (png::ColorType::Rgb, rgb())
        } else {
            (png::ColorType::Rgba, self.rgba.clone())
        };
        // Which filter packs best depends on the picture.
        let filters = [png::Filter::NoFilter, png::Filter::Paeth, png::Filter::Adaptive];
        let packed = filters.map(|filter| {
            let mut out = Vec::new();
            let (width, height) = (self.width as u32, self.height as u32);
            let mut encoder = png::Encoder::new(&mut out, width, height);
            encoder.set_color(kind);
            encoder.set_compression(png::Compression::High);
            encoder.set_filter(filter);
            encoder.write_header().unwrap().write_image_data(&data).unwrap();
            out
        });
        packed.into_iter().min_by_key(Vec::len).unwrap()
    }

    /// The pixel at a place, if there is one.
    pub fn at(&self, x: usize, y: usize) -> Option<[u8; 4]> {
        if x >= self.width || y >= self.height {
            return None;
        }
        self.rgba[(y * self.width + x) * 4..].first_chunk().copied()
    }

    /// The top left part.
    pub fn cropped(&self, width: usize, height: usize) -> Self {
        assert!(width <= self.width && height <= self.height, "the part is larger than the whole");
        let rows = self.rgba.chunks(self.width * 4).take(height);
        Self { width, height, rgba: rows.flat_map(|row| &row[..width * 4]).copied().collect() }
    }

    /// Each pixel the mean of a square of `side` × `side`.
    pub fn reduced(&self, side: usize) -> Self {
        let (width, height) = (self.width / side, self.height / side);
        let mut sums = vec![0_u32; width * height * 4];
        for (y, row) in self.rgba.chunks(self.width * 4).take(height * side).enumerate() {
            let line = &mut sums[y / side * width * 4..][..width * 4];
            for (x, pixel) in row.chunks(4).take(width * side).enumerate() {
                let sum = &mut line[x / side * 4..][..4];
                sum.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u32::from(*value));
            }
        }
        let count = (side * side) as u32;
        let mean = |sum: &u32| ((sum + count / 2) / count) as u8;
        Self { width, height, rgba: sums.iter().map(mean).collect() }
    }

    /// As seen on white paper.
    pub fn on_white(&self) -> Self {
        let over = |c: u8, a: u8| {
            let (c, a) = (u32::from(c), u32::from(a));
            ((c * a + 255 * (255 - a) + 127) / 255) as u8
        };
        let flat = |p: &[u8]| [over(p[0], p[3]), over(p[1], p[3]), over(p[2], p[3]), 255];
        Self { rgba: self.rgba.chunks(4).flat_map(flat).collect(), ..*self }
    }

    /// Each pixel the mean of a square of four: what is left of an edge that
    /// two programs smooth differently.
    pub fn blurred(&self) -> Self {
        let mut rgba = Vec::with_capacity(self.rgba.len());
        for y in 0..self.height {
            for x in 0..self.width {
                let (right, below) = ((x + 1).min(self.width - 1), (y + 1).min(self.height - 1));
                let four = [(x, y), (right, y), (x, below), (right, below)];
                for channel in 0..4 {
                    let sum = |(x, y): (usize, usize)| {
                        u32::from(self.rgba[(y * self.width + x) * 4 + channel])
                    };
                    rgba.push(((four.into_iter().map(sum).sum::<u32>() + 2) / 4) as u8);
                }
            }
        }
        Self { rgba, ..*self }
    }

    /// Grey levels row by row.
    pub fn greys(&self) -> Vec<u8> {
        let grey = |p: &[u8]| ((u32::from(p[0]) + u32::from(p[1]) + u32::from(p[2])) / 3) as u8;
        self.on_white().rgba.chunks(4).map(grey).collect()
    }
}

/// The largest difference of a channel; 255 when the sizes differ.
pub fn largest_difference(a: &Pixels, b: &Pixels) -> u8 {
    if (a.width, a.height) != (b.width, b.height) {
        return 255;
    }
    a.rgba.iter().zip(&b.rgba).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}

/// Black where two pictures agree within `threshold`; the farther apart, the
/// brighter; magenta where only one of them has a pixel.
pub fn difference(a: &Pixels, b: &Pixels, threshold: u8) -> Pixels {
    let (width, height) = (a.width.max(b.width), a.height.max(b.height));
    let mut out = Pixels::filled(width, height, NOTHING);
    for (i, pixel) in out.rgba.chunks_mut(4).enumerate() {
        let (x, y) = (i % width, i / width);
        let (Some(a), Some(b)) = (a.at(x, y), b.at(x, y)) else { continue };
        let apart = a.iter().zip(&b).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0);
        let shown = if apart <= threshold { 0 } else { apart.max(64) };
        pixel.copy_from_slice(&[shown, shown, shown, 255]);
    }
    out
}

/// Pictures side by side.
pub fn side_by_side(pictures: &[&Pixels]) -> Pixels {
    const GAP: usize = 8;
    let width = pictures.iter().map(|p| p.width + GAP).sum::<usize>() - GAP;
    let height = pictures.iter().map(|p| p.height).max().unwrap_or(0);
    let mut out = Pixels::filled(width, height, NOTHING);
    let mut left = 0;
    for picture in pictures {
        for (y, row) in picture.rgba.chunks(picture.width * 4).enumerate() {
            let at = (y * width + left) * 4;
            out.rgba[at..at + row.len()].copy_from_slice(row);
        }
        left += picture.width + GAP;
    }
    out
}

/// How far two pictures are apart when they are seen, not counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distance {
    /// Mean difference of a channel, 0–255.
    pub mean: f64,
    /// The same of the worst of the tiles of [`TILE`] px: a single text that
    /// has moved is lost in the mean of the page, not in that of its tile.
    pub worst_tile: f64,
    /// Where that tile is, px.
    pub worst_at: (usize, usize),
    /// Share of pixels that differ by more than 48 in a channel, 0–1.
    pub off: f64,
}

/// Side of a tile in px.
pub const TILE: usize = 30;

/// The distance of two pictures of one size, both blurred a little.
pub fn distance(a: &Pixels, b: &Pixels) -> Distance {
    assert_eq!((a.width, a.height), (b.width, b.height), "two sizes");
    let (a, b) = (a.on_white().blurred(), b.on_white().blurred());
    let columns = a.width.div_ceil(TILE);
    let mut tiles = vec![(0_u64, 0_u64); columns * a.height.div_ceil(TILE)];
    let mut off = 0_u64;
    for (i, (a4, b4)) in a.rgba.chunks(4).zip(b.rgba.chunks(4)).enumerate() {
        let (x, y) = (i % a.width, i / a.width);
        let apart: Vec<u8> = (0..3).map(|c| a4[c].abs_diff(b4[c])).collect();
        let tile = &mut tiles[y / TILE * columns + x / TILE];
        tile.0 += apart.iter().map(|d| u64::from(*d)).sum::<u64>();
        tile.1 += 3;
        off += u64::from(apart.iter().any(|d| *d > 48));
    }
    let mean = |(sum, count): (u64, u64)| sum as f64 / count.max(1) as f64;
    let all = tiles.iter().fold((0, 0), |all, tile| (all.0 + tile.0, all.1 + tile.1));
    let worst = tiles.iter().map(|t| mean(*t)).enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
    let (worst, worst_tile) = worst.unwrap_or_default();
    Distance {
        mean: mean(all),
        worst_tile,
        worst_at: (worst % columns * TILE, worst / columns * TILE),
        off: off as f64 / (a.width * a.height) as f64,
    }
}
