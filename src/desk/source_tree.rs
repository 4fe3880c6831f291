//! The tree of an event's sources, as a list to choose from.

use crate::catalogue::{Source, SourceKind};

/// One line of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How deep, from 1.
    pub level: usize,
    /// The last word of the path.
    pub label: String,
    /// What it stands for; none for a branch.
    pub source: Option<Source>,
}

/// The tree in order: branches before what is in them. Custom attributes come at
/// the end of the user's branch; the one without a name stands for any other.
pub fn source_tree(attributes: &[String]) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut before: Vec<&str> = Vec::new();
    let mut all: Vec<Source> = SourceKind::ALL.iter().map(|kind| Source::Known(*kind)).collect();
    let after_user = SourceKind::ALL.iter().rposition(|kind| kind.path().contains("> User >"));
    let names = attributes.iter().filter(|name| !name.is_empty()).cloned().chain([String::new()]);
    let at = after_user.map_or(all.len(), |at| at + 1);
    all.splice(at..at, names.map(Source::Attribute));
    let paths: Vec<(String, Source)> =
        all.into_iter().map(|source| (source.to_string(), source)).collect();
    for (path, source) in &paths {
        let words: Vec<&str> = path.split('>').map(str::trim).collect();
        let same = words.iter().zip(&before).take_while(|(a, b)| a == b).count();
        for (level, word) in words.iter().enumerate().skip(same) {
            let leaf = level + 1 == words.len();
            let label = match word.is_empty() {
                true => "Another attribute…",
                false => word,
            };
            out.push(Line {
                level: level + 1,
                label: label.to_owned(),
                source: leaf.then(|| source.clone()),
            });
        }
        before = words;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_is_a_leaf_and_every_branch_comes_once() {
        let tree = source_tree(&["Contract start".to_owned()]);
        for kind in SourceKind::ALL {
            let found = tree.iter().filter(|l| l.source == Some(Source::Known(*kind))).count();
            assert_eq!(found, 1, "{kind:?}");
        }
        for branch in ["Event", "Invite", "User", "Attribute", "Activity", "Certificate"] {
            let lines = tree.iter().filter(|l| l.label == branch && l.source.is_none());
            assert_eq!(lines.count(), 1, "{branch}");
        }
        let at = tree.iter().position(|l| l.label == "Contract start").unwrap();
        assert_eq!((tree[at].level, tree[at - 1].label.as_str()), (5, "Attribute"));
        assert_eq!(tree[at + 1].source, Some(Source::Attribute(String::new())));
    }
}
