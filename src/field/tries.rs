//! Values to try a design with: what real learners will bring sooner or later.

use super::Values;
use crate::locale::mark;
use crate::template::{Field, FieldType, Template};

/// A set of values to look at a design with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Try {
    /// The sample of each field.
    #[default]
    Samples,
    /// Long names and titles, late dates, large numbers.
    Longest,
    /// The least there can be.
    Shortest,
    /// Letters with marks above and below.
    Accented,
    /// Arabic.
    RightToLeft,
    /// Japanese.
    EastAsian,
    /// Nothing at all.
    Empty,
}

/// What a field is about, as far as its name tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Person,
    Number,
    Words,
}

impl Try {
    /// All of them, in the order of a menu.
    pub const ALL: [Self; 7] = [
        Self::Samples,
        Self::Longest,
        Self::Shortest,
        Self::Accented,
        Self::RightToLeft,
        Self::EastAsian,
        Self::Empty,
    ];

    /// What a menu calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Samples => mark!("Samples"),
            Self::Longest => mark!("Longest"),
            Self::Shortest => mark!("Shortest"),
            Self::Accented => mark!("Accented"),
            Self::RightToLeft => mark!("Right-to-left"),
            Self::EastAsian => mark!("East Asian"),
            Self::Empty => mark!("Empty"),
        }
    }

    /// A value for every field of the template.
    pub fn values(self, template: &Template) -> Values {
        template.fields.iter().map(|f| (f.name.clone(), self.value(f))).collect()
    }

    fn value(self, field: &Field) -> String {
        // The longest of what is spelt out: Wednesdays in September.
        let date = match self {
            Self::Samples => field.sample.as_str(),
            Self::Longest => "2026-09-30",
            Self::Shortest => "2026-05-01",
            Self::Empty => "",
            _ => "2026-03-15",
        };
        let value = match (self, field.kind, about(field)) {
            (Self::Samples, ..) => &field.sample,
            (Self::Empty, ..) => "",
            (_, FieldType::Date, _) => date,
            (Self::Longest, FieldType::Number, _) => "1234567.89",
            (Self::Shortest, FieldType::Number, _) => "1",
            (_, FieldType::Number, _) => "98.5",
            (Self::Longest, FieldType::Url, _) => {
                "https://certificates.learning.example.org/verify/2026/0f9c1d2e-7b34-4a5e-9c1b-6d2f8e0a4b57"
            }
            (Self::Shortest, FieldType::Url, _) => "https://x.org",
            (_, FieldType::Url, _) => "https://example.org/verify/LA-2026-0042",
            (Self::Longest, _, About::Person) => {
                "Maximiliana-Alexandrina Wolfeschlegelsteinhausenbergerdorff-Montgomery y Villaseñor"
            }
            (Self::Longest, _, About::Number) => "CERT-2026-WIDEST-0000-MMMM-123456789",
            (Self::Longest, ..) => {
                "Advanced International Programme for Occupational Health, Safety and Environmental Management"
            }
            (Self::Shortest, _, About::Person) => "Li",
            (Self::Shortest, _, About::Number) => "1",
            (Self::Shortest, ..) => "Ox",
            (Self::Accented, _, About::Person) => "Åsa Ḫrušková-Nguyễn Þórðardóttir",
            (Self::Accented, _, About::Number) => "Ñ-2026-0042",
            (Self::Accented, ..) => "Évaluation générale: Größe, Ąžuolų, Şişli, Ḩijāz",
            (Self::RightToLeft, _, About::Person) => "عبد الرحمن بن محمد الأندلسي",
            (Self::RightToLeft, _, About::Number) => "رقم ٢٠٢٦-٠٠٤٢",
            (Self::RightToLeft, ..) => "أساسيات السلامة والصحة المهنية",
            (Self::EastAsian, _, About::Person) => "小笠原 美智子",
            (Self::EastAsian, _, About::Number) => "第2026-0042号",
            (Self::EastAsian, ..) => "労働安全衛生の基礎講座",
        };
        value.to_owned()
    }
}

fn about(field: &Field) -> About {
    let words = format!("{} {}", field.name, field.label).to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    if has(&["number", "serial", "code", "_id", " id", "licence", "license"]) {
        About::Number
    } else if has(&["course", "programme", "program", "title", "organisation", "company", "award"])
    {
        About::Words
    } else if has(&[
        "name",
        "recipient",
        "learner",
        "student",
        "instructor",
        "signatory",
        "trainer",
    ]) {
        About::Person
    } else {
        About::Words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::fill;
    use crate::template::{ElementKind, classic};

    #[test]
    fn every_set_fills_every_field_and_only_empty_leaves_gaps() {
        let template = classic();
        for set in Try::ALL {
            let values = set.values(&template);
            assert_eq!(values.len(), template.fields.len());
            for element in &template.elements {
                let ElementKind::Text(text) = &element.kind else { continue };
                let filled = fill(&template, &text.content, &values);
                let clean = filled.diagnostics.is_empty();
                assert!(clean || set == Try::Empty, "{}: {:?}", element.id, filled.diagnostics);
            }
        }
    }

    #[test]
    fn long_is_longer_than_short_for_each_kind_of_value() {
        let template = classic();
        let (long, short) = (Try::Longest.values(&template), Try::Shortest.values(&template));
        let text = |f: &&crate::template::Field| f.kind == FieldType::Text;
        for field in template.fields.iter().filter(text) {
            assert!(long[&field.name].len() > 4 * short[&field.name].len(), "{}", field.name);
        }
        assert!(long["recipient_name"].contains("Wolfe"));
        assert!(long["certificate_number"].contains("2026"));
    }
}
