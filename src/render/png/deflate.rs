//! A deflate made for filtered rows of pixels: literals under a Huffman code
//! of their own for every band, and runs of zeros as matches of distance 1.
//!
//! Filtered rows hold small differences and runs of zeros and little else that
//! an LZ77 search would find, and that search is nine tenths of what a general
//! deflate costs. Leaving it out makes a certificate of a batch several times
//! cheaper, for about as many bytes as the fast level of a general one.

use super::huffman::{Codes, code_lengths};

/// Symbols of the literal and length alphabet (RFC 1951, 3.2.5), without the
/// two that are never used.
const SYMBOLS: usize = 286;
const END_OF_BLOCK: usize = 256;
/// The longest match, and the symbol of its length.
const LONGEST: usize = 258;
const LONGEST_SYMBOL: usize = 285;
/// A run of zeros shorter than this costs less as literals.
const SHORTEST_RUN: usize = 16;
/// Four codes of this length and the bits left over fit in 64 bits.
const LITERAL_BITS: u8 = 12;
/// The order in which RFC 1951 writes the lengths of the code-length code.
const HEADER_ORDER: [u8; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Appends `data` to `out` as one deflate block that is not the last, ended by
/// an empty stored block, so that the next piece starts at a whole byte and
/// needs nothing of this one.
pub(super) fn deflate(data: &[u8], out: &mut Vec<u8>) {
    let pieces = pieces(data);
    let mut counts = [[0u32; 256]; 4];
    let mut symbols = [0u32; SYMBOLS];
    for piece in &pieces {
        count(piece.literals, &mut counts);
        for_each_match(piece.zeros, |symbol, _, _| bump(&mut symbols, symbol));
        if piece.zeros > 0 {
            bump(&mut symbols, 0);
        }
    }
    for table in &counts {
        symbols.iter_mut().zip(table).for_each(|(sum, n)| *sum += n);
    }
    bump(&mut symbols, END_OF_BLOCK);

    let codes = Codes::new(&code_lengths(&symbols, LITERAL_BITS));
    let mut bits = Bits::new(out, data.len());
    // Not the last block; dynamic Huffman codes.
    bits.put(0, 1);
    bits.put(2, 2);
    write_header(&codes, &mut bits);
    for piece in &pieces {
        write_literals(piece.literals, &codes, &mut bits);
        if piece.zeros > 0 {
            // The literal that the matches of distance 1 repeat.
            bits.code(&codes, 0);
            for_each_match(piece.zeros, |symbol, extra, n| {
                bits.code(&codes, symbol);
                bits.put(extra, n);
                // The only distance code there is: one bit.
                bits.put(0, 1);
            });
        }
    }
    bits.code(&codes, END_OF_BLOCK);
    bits.put(0, 3);
    bits.finish();
    out.extend_from_slice(&[0, 0, 0xff, 0xff]);
}

/// Bytes as they are, and the zeros after them.
struct Piece<'a> {
    literals: &'a [u8],
    zeros: usize,
}

/// Cuts the data at runs of zeros that are worth a match. Runs are looked for
/// by whole words of eight bytes: what that misses costs a few bits.
fn pieces(data: &[u8]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut start, mut at, mut zeros) = (0, 0, 0);
    let mut cut = |start: &mut usize, at: usize, zeros: usize| {
        if zeros >= SHORTEST_RUN {
            let literals = data.get(*start..at - zeros).unwrap_or_default();
            pieces.push(Piece { literals, zeros });
            *start = at;
        }
    };
    for word in data.as_chunks::<8>().0 {
        if u64::from_ne_bytes(*word) == 0 {
            zeros += 8;
        } else {
            cut(&mut start, at, zeros);
            zeros = 0;
        }
        at += 8;
    }
    cut(&mut start, at, zeros);
    pieces.push(Piece { literals: data.get(start..).unwrap_or_default(), zeros: 0 });
    pieces
}

/// Calls with symbol, extra bits and their number for each match of a run of
/// zeros, the first of which is written as a literal.
fn for_each_match(zeros: usize, mut each: impl FnMut(usize, u32, u32)) {
    let mut left = zeros.saturating_sub(1);
    while left > 0 {
        let mut length = left.min(LONGEST);
        // A match has three bytes at least: leave no shorter rest.
        if (1..3).contains(&(left - length)) {
            length -= 3;
        }
        let (symbol, extra, bits) = length_symbol(length);
        each(symbol, extra, bits);
        left -= length;
    }
}

/// Symbol, extra bits and their number of a match's length from 3 to 258.
fn length_symbol(length: usize) -> (usize, u32, u32) {
    if length >= LONGEST {
        return (LONGEST_SYMBOL, 0, 0);
    }
    let n = length.saturating_sub(3);
    if n < 8 {
        return (257 + n, 0, 0);
    }
    // Groups of four symbols, each group with one extra bit more.
    let bits = n.ilog2() - 2;
    let symbol = 257 + 4 * bits as usize + (n >> bits);
    (symbol, (n & ((1 << bits) - 1)) as u32, bits)
}

fn bump(symbols: &mut [u32; SYMBOLS], symbol: usize) {
    if let Some(n) = symbols.get_mut(symbol) {
        *n += 1;
    }
}

/// Counts bytes in four tables at once: one table would wait for itself
/// whenever the same byte comes twice.
fn count(data: &[u8], counts: &mut [[u32; 256]; 4]) {
    let [a, b, c, d] = counts;
    let add = |table: &mut [u32; 256], byte: u8| {
        if let Some(n) = table.get_mut(usize::from(byte)) {
            *n += 1;
        }
    };
    let (quads, rest) = data.as_chunks::<4>();
    for [w, x, y, z] in quads {
        add(a, *w);
        add(b, *x);
        add(c, *y);
        add(d, *z);
    }
    for byte in rest {
        add(a, *byte);
    }
}

/// The code lengths, themselves packed (RFC 1951, 3.2.7).
fn write_header(codes: &Codes, bits: &mut Bits<'_>) {
    // 286 literal and length codes, and one distance code of one bit.
    let lengths = codes.lengths().chain(std::iter::once(1));
    let packed = pack(lengths.collect());
    let mut counts = [0u32; 19];
    for (symbol, _, _) in &packed {
        if let Some(n) = counts.get_mut(usize::from(*symbol)) {
            *n += 1;
        }
    }
    let header = Codes::new(&code_lengths(&counts, 7));
    bits.put(SYMBOLS as u32 - 257, 5);
    bits.put(0, 5);
    bits.put(HEADER_ORDER.len() as u32 - 4, 4);
    for symbol in HEADER_ORDER {
        bits.put(header.length(usize::from(symbol)), 3);
    }
    for (symbol, extra, n) in packed {
        bits.code(&header, usize::from(symbol));
        bits.put(extra, n);
    }
}

/// Code lengths as symbols of the code-length code with their extra bits.
fn pack(lengths: Vec<u8>) -> Vec<(u8, u32, u32)> {
    let mut packed = Vec::with_capacity(lengths.len());
    for run in lengths.chunk_by(|a, b| a == b) {
        let Some(value) = run.first().copied() else { continue };
        let mut left = run.len() as u32;
        if value != 0 {
            packed.push((value, 0, 0));
            left -= 1;
        }
        while left > 0 {
            let (taken, symbol) = match (value, left) {
                (0, 11..) => (left.min(138), (18, left.min(138) - 11, 7)),
                (0, 3..) => (left, (17, left - 3, 3)),
                (1.., 3..) => (left.min(6), (16, left.min(6) - 3, 2)),
                _ => (1, (value, 0, 0)),
            };
            packed.push(symbol);
            left -= taken;
        }
    }
    packed
}

fn write_literals(data: &[u8], codes: &Codes, bits: &mut Bits<'_>) {
    let (quads, rest) = data.as_chunks::<4>();
    for quad in quads {
        bits.literals(codes, quad);
    }
    for byte in rest {
        bits.code(codes, usize::from(*byte));
    }
}

/// Bits, the lowest of a byte first.
struct Bits<'a> {
    out: &'a mut Vec<u8>,
    at: usize,
    word: u64,
    held: u32,
}

impl<'a> Bits<'a> {
    /// Appends to `out`, where `expected` bytes of data are to come.
    fn new(out: &'a mut Vec<u8>, expected: usize) -> Self {
        let at = out.len();
        // Room for a literal code of twelve bits a byte, and the header.
        out.resize(at + expected + expected / 2 + 1024, 0);
        Self { out, at, word: 0, held: 0 }
    }

    /// At most 16 bits.
    fn put(&mut self, value: u32, bits: u32) {
        self.word |= u64::from(value) << self.held;
        self.held += bits;
        if self.held >= 32 {
            self.flush();
        }
    }

    fn code(&mut self, codes: &Codes, symbol: usize) {
        let (code, length) = codes.get(symbol);
        self.put(code, length);
    }

    fn literals(&mut self, codes: &Codes, quad: &[u8; 4]) {
        // 31 bits may be held back already, so two go before a flush.
        let [a, b, c, d] = quad.map(|byte| codes.get(usize::from(byte)));
        for pair in [[a, b], [c, d]] {
            for (code, length) in pair {
                self.word |= u64::from(code) << self.held;
                self.held += length;
            }
            if self.held >= 32 {
                self.flush();
            }
        }
    }

    /// Writes the whole bytes held.
    fn flush(&mut self) {
        let bytes = (self.held / 8) as usize;
        if let Some(slot) = self.out.get_mut(self.at..self.at + 8) {
            slot.copy_from_slice(&self.word.to_le_bytes());
        }
        self.at += bytes;
        self.held %= 8;
        // Held is at most 63 before, so at most seven bytes are shifted out.
        self.word >>= bytes * 8;
    }

    /// Fills the last byte with zeros.
    fn finish(mut self) {
        self.held = self.held.next_multiple_of(8);
        self.flush();
        self.out.truncate(self.at);
    }
}
