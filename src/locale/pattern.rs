//! Texts with places for words: `{count} learners`, and what stands in them.

/// A piece of a text with places.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    /// A place with its name; with `!` behind the name, what stands there is
    /// itself a text to translate.
    Place {
        name: String,
        text: bool,
    },
}

/// A text taken apart at its places. `{{` and `}}` stand for braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    pieces: Vec<Piece>,
}

impl Pattern {
    /// Takes a text apart. A brace that ends nowhere stands for itself.
    pub(super) fn new(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut words = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            words.push_str(before);
            let twice = from.starts_with("{{") || from.starts_with("}}");
            let end = from.find('}').filter(|_| from.starts_with('{') && !twice);
            if let Some(end) = end {
                if !words.is_empty() {
                    pieces.push(Piece::Words(std::mem::take(&mut words)));
                }
                let inner = from.get(1..end).unwrap_or_default();
                // What follows a colon says how Rust writes it.
                let name = inner.split(':').next().unwrap_or_default();
                let text = name.ends_with('!');
                let name = name.trim_end_matches('!').to_owned();
                pieces.push(Piece::Place { name, text });
                rest = from.get(end + 1..).unwrap_or_default();
            } else {
                words.push_str(from.get(..1).unwrap_or_default());
                rest = from.get(if twice { 2 } else { 1 }..).unwrap_or_default();
            }
        }
        words.push_str(rest);
        if !words.is_empty() {
            pieces.push(Piece::Words(words));
        }
        Self { pieces }
    }

    /// Whether there are places in it.
    pub(super) fn has_places(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Place { .. }))
    }

    /// Whether a text of this shape is surely meant by it: two places side by side
    /// leave open what stands in which, and “{a} and {b}” fits any list of names.
    pub(super) fn is_telling(&self) -> bool {
        let edge = |piece: Option<&Piece>| match piece {
            Some(Piece::Words(words)) => words.chars().filter(|c| c.is_alphabetic()).count() >= 2,
            _ => false,
        };
        let edges = edge(self.pieces.first()) || edge(self.pieces.last());
        self.has_places() && !self.is_ambiguous() && (edges || self.letters() >= 8)
    }

    fn is_ambiguous(&self) -> bool {
        self.pieces.windows(2).any(|two| matches!(two, [Piece::Place { .. }, Piece::Place { .. }]))
    }

    /// How many letters of it are always there: the more, the surer a match.
    pub(super) fn letters(&self) -> usize {
        let words = self.pieces.iter().map(|piece| match piece {
            Piece::Words(words) => words.chars().filter(|c| c.is_alphabetic()).count(),
            Piece::Place { .. } => 0,
        });
        words.sum()
    }

    /// What stands in the places of a text of this shape, in their order.
    pub(super) fn matched<'a>(&self, text: &'a str) -> Option<Vec<(&str, &'a str)>> {
        let mut found = Vec::new();
        let mut rest = text;
        let mut open: Option<&str> = None;
        for (n, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Place { name, .. } => open = Some(name),
                Piece::Words(words) => {
                    let last = n + 1 == self.pieces.len();
                    let at = match open {
                        None => rest.starts_with(words.as_str()).then_some(0)?,
                        // The last words are those at the end.
                        Some(_) if last => {
                            rest.ends_with(words.as_str()).then(|| rest.len() - words.len())?
                        }
                        Some(_) => rest.find(words.as_str())?,
                    };
                    if let Some(name) = open.take() {
                        found.push((name, rest.get(..at)?));
                    }
                    rest = rest.get(at + words.len()..)?;
                }
            }
        }
        match open {
            Some(name) => found.push((name, rest)),
            None if !rest.is_empty() => return None,
            None => {}
        }
        Some(found)
    }

    /// The text with its places filled. `fill` gets a name, the how manieth place
    /// without a name it is, and whether it is a text to translate.
    pub(super) fn filled(&self, fill: impl Fn(&str, usize, bool) -> Option<String>) -> String {
        let mut out = String::new();
        let mut nameless = 0;
        for piece in &self.pieces {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Place { name, text } => {
                    match fill(name, nameless, *text) {
                        Some(words) => out.push_str(&words),
                        // Shown as it is, a slip of a translation can be found.
                        None => out.push_str(&format!("{{{name}}}")),
                    }
                    nameless += usize::from(name.is_empty());
                }
            }
        }
        out
    }
}
