//! Where carets and selections stand, and where the pointer hits. Bytes are
//! those of the text that was asked to be laid out; px those of the frame.

use super::layout::Laid;
use crate::template::Horizontal;
use parley::{Affinity, Cursor, Selection};
use std::ops::Range;

/// A caret or a stretch of selected text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CaretBox {
    /// Left edge in px.
    pub x: f32,
    /// Top edge in px.
    pub y: f32,
    /// 0 for a caret.
    pub width: f32,
    /// Height in px.
    pub height: f32,
}

/// Movements that need the layout; those along the text don't.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// To the start of the line.
    LineStart,
    /// To the end of the line.
    LineEnd,
}

impl Laid {
    fn cursor(&self, source: usize) -> Cursor {
        let at = self.offsets.to_laid(source);
        Cursor::from_byte_index(&self.layout, at, Affinity::Downstream)
    }

    /// The caret before a byte of the text.
    pub fn caret(&self, source: usize) -> CaretBox {
        if self.text.is_empty() {
            let height = self.report.size * 1.2;
            let x = match self.align.horizontal {
                Horizontal::Center => self.width / 2.0,
                Horizontal::End | Horizontal::Right => self.width,
                _ => 0.0,
            };
            let y = self.top + (self.layout.height() - height) / 2.0;
            return CaretBox { x, y, width: 0.0, height };
        }
        let caret = self.boxed(self.cursor(source).geometry(&self.layout, 0.0));
        // Blanks at a line's end hang out of the frame; the caret does not.
        CaretBox { x: caret.x.clamp(0.0, self.width.max(0.0)), ..caret }
    }

    /// The boxes of a selection, one a line or direction.
    pub fn selection(&self, from: usize, to: usize) -> Vec<CaretBox> {
        if self.text.is_empty() {
            return Vec::new();
        }
        Selection::new(self.cursor(from), self.cursor(to))
            .geometry(&self.layout)
            .into_iter()
            .map(|(rect, _)| self.boxed(rect))
            .collect()
    }

    /// The byte before which a caret stands when the pointer is at a point.
    pub fn hit(&self, x: f32, y: f32) -> usize {
        if self.text.is_empty() {
            return 0;
        }
        self.offsets
            .to_source(Cursor::from_point(&self.layout, x - self.left, y - self.top).index())
    }

    /// The word at a point.
    pub fn word_at(&self, x: f32, y: f32) -> Range<usize> {
        if self.text.is_empty() {
            return 0..0;
        }
        let word =
            Selection::word_from_point(&self.layout, x - self.left, y - self.top).text_range();
        self.offsets.to_source(word.start)..self.offsets.to_source(word.end)
    }

    /// The byte that a movement leads to.
    pub fn moved(&self, from: usize, motion: Motion) -> usize {
        if self.text.is_empty() {
            return 0;
        }
        let cursor = self.cursor(from);
        let at = Selection::new(cursor, cursor);
        let to = match motion {
            Motion::Up => at.previous_line(&self.layout, false),
            Motion::Down => at.next_line(&self.layout, false),
            Motion::LineStart => at.line_start(&self.layout, false),
            Motion::LineEnd => at.line_end(&self.layout, false),
        };
        self.offsets.to_source(to.focus().index())
    }

    fn boxed(&self, rect: parley::BoundingBox) -> CaretBox {
        #[expect(clippy::cast_possible_truncation, reason = "px on a page")]
        CaretBox {
            x: rect.x0 as f32 + self.left,
            y: rect.y0 as f32 + self.top,
            width: (rect.x1 - rect.x0) as f32,
            height: (rect.y1 - rect.y0) as f32,
        }
    }
}
