//! How languages write dates, numbers and capitals. The names and orders are
//! those of the Unicode CLDR's Gregorian calendar for the languages listed
//! here; any other language falls back to English words.

use super::format::DateStyle;
use jiff::civil::Date;

/// What is known of a language's habits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    words: &'static Words,
    east_asian: Option<&'static EastAsian>,
    month_first: bool,
    turkic: bool,
}

/// Dates that run from the year to the day, each number with its unit.
#[derive(Debug, PartialEq, Eq)]
struct EastAsian {
    language: &'static str,
    units: [&'static str; 3],
    weekdays: [&'static str; 7],
    months: &'static str,
}

static EAST_ASIAN: [EastAsian; 3] = [
    EastAsian {
        language: "ja",
        units: ["年", "月", "日"],
        weekdays: ["月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"],
        months: "か月",
    },
    EastAsian {
        language: "zh",
        units: ["年", "月", "日"],
        weekdays: ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
        months: "个月",
    },
    EastAsian {
        language: "ko",
        units: ["년 ", "월 ", "일"],
        weekdays: ["월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"],
        months: "개월",
    },
];

#[derive(Debug, PartialEq, Eq)]
struct Words {
    language: &'static str,
    months: [&'static str; 12],
    months_short: [&'static str; 12],
    weekdays: [&'static str; 7],
    /// Between day and month, month and year, in a long date.
    between: (&'static str, &'static str),
    /// Between weekday and date.
    after_weekday: &'static str,
    /// One month, several months.
    month: (&'static str, &'static str),
    short_separator: char,
    thousands: char,
    decimal: char,
}

impl Locale {
    /// The habits of a BCP 47 tag.
    pub fn of(tag: &str) -> Self {
        let mut parts = tag.split(['-', '_']);
        let language = parts.next().unwrap_or_default().to_ascii_lowercase();
        let region_us = parts.any(|p| p.eq_ignore_ascii_case("US"));
        let words = ALL.iter().find(|w| w.language == language).copied().unwrap_or(&ENGLISH);
        Self {
            words,
            east_asian: EAST_ASIAN.iter().find(|e| e.language == language),
            month_first: language == "en" && region_us,
            turkic: matches!(language.as_str(), "tr" | "az"),
        }
    }

    /// Writes a date.
    pub fn date(self, date: Date, style: &DateStyle) -> String {
        let words = self.words;
        let (y, m, d) = (date.year(), date.month(), date.day());
        let pick = |names: &[&'static str], n: i8| -> &'static str {
            usize::try_from(n).ok().and_then(|i| names.get(i)).copied().unwrap_or_default()
        };
        let (after_day, after_month) = words.between;
        let with = |month: &str| {
            if self.month_first {
                format!("{month} {d}, {y}")
            } else {
                format!("{d}{after_day}{month}{after_month}{y}")
            }
        };
        let day_of_week = date.weekday().to_monday_zero_offset();
        let weekday = pick(&words.weekdays, day_of_week);
        match style {
            DateStyle::Iso | DateStyle::Pattern(_) => {}
            _ => {
                if let Some(EastAsian { units: [years, months, days], weekdays, .. }) =
                    self.east_asian
                {
                    let date = format!("{y}{years}{m}{months}{d}{days}");
                    return match style {
                        DateStyle::Short => format!("{y}/{m:02}/{d:02}"),
                        DateStyle::Full => format!("{date} {}", pick(weekdays, day_of_week)),
                        _ => date,
                    };
                }
            }
        }
        match style {
            DateStyle::Iso => format!("{y:04}-{m:02}-{d:02}"),
            DateStyle::Short if self.month_first => format!("{m:02}/{d:02}/{y}"),
            DateStyle::Short => {
                let s = words.short_separator;
                format!("{d:02}{s}{m:02}{s}{y}")
            }
            DateStyle::Medium => with(pick(&words.months_short, m - 1)),
            DateStyle::Long => with(pick(&words.months, m - 1)),
            DateStyle::Full => {
                format!("{weekday}{}{}", words.after_weekday, with(pick(&words.months, m - 1)))
            }
            DateStyle::Pattern(pattern) => {
                // jiff knows English names only: ours are put in first. A `%`
                // in them is impossible, so they pass through unchanged.
                let named = pattern
                    .replace("%B", pick(&words.months, m - 1))
                    .replace("%b", pick(&words.months_short, m - 1))
                    .replace("%A", weekday)
                    .replace("%a", weekday);
                jiff::fmt::strtime::format(&named, date).unwrap_or_default()
            }
        }
    }

    /// A number of months, in words.
    pub fn months(self, n: u32) -> String {
        if let Some(east_asian) = self.east_asian {
            return format!("{n}{}", east_asian.months);
        }
        let (one, many) = self.words.month;
        format!("{n} {}", if n == 1 { one } else { many })
    }

    /// Writes a number, grouped in thousands.
    pub fn number(self, value: f64, decimals: usize) -> String {
        let plain = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut out = String::new();
        if value < 0.0 && plain.bytes().any(|b| b.is_ascii_digit() && b != b'0') {
            out.push('-');
        }
        let digits = whole.len();
        for (i, c) in whole.chars().enumerate() {
            if i > 0 && (digits - i) % 3 == 0 {
                out.push(self.words.thousands);
            }
            out.push(c);
        }
        if !fraction.is_empty() {
            out.push(self.words.decimal);
            out.push_str(fraction);
        }
        out
    }

    /// UPPER CASE, with the dotted İ of Turkish and Azerbaijani.
    pub fn upper(self, text: &str) -> String {
        if self.turkic { text.replace('i', "İ").to_uppercase() } else { text.to_uppercase() }
    }

    /// lower case, with the dotless ı of Turkish and Azerbaijani.
    pub fn lower(self, text: &str) -> String {
        if self.turkic {
            text.replace('İ', "i").replace('I', "ı").to_lowercase()
        } else {
            text.to_lowercase()
        }
    }

    /// First Letter Of Each Word; the rest stays, as in "McDonald".
    pub fn title(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut inside = false;
        for c in text.chars() {
            if c.is_alphanumeric() || matches!(c, '\'' | '’') {
                if inside {
                    out.push(c);
                } else {
                    out.push_str(&self.upper(c.encode_utf8(&mut [0; 4])));
                }
                inside = true;
            } else {
                inside = false;
                out.push(c);
            }
        }
        out
    }
}

static ALL: &[&Words] =
    &[&ENGLISH, &FRENCH, &GERMAN, &SPANISH, &ITALIAN, &PORTUGUESE, &DUTCH, &ARABIC];

static ENGLISH: Words = Words {
    language: "en",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    months_short: [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec",
    ],
    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    between: (" ", " "),
    after_weekday: ", ",
    month: ("month", "months"),
    short_separator: '/',
    thousands: ',',
    decimal: '.',
};

static FRENCH: Words = Words {
    language: "fr",
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    months_short: [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
        "déc.",
    ],
    weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    between: (" ", " "),
    after_weekday: " ",
    month: ("mois", "mois"),
    short_separator: '/',
    thousands: '\u{202f}',
    decimal: ',',
};

static GERMAN: Words = Words {
    language: "de",
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    months_short: [
        "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.",
        "Dez.",
    ],
    weekdays: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    between: (". ", " "),
    after_weekday: ", ",
    month: ("Monat", "Monate"),
    short_separator: '.',
    thousands: '.',
    decimal: ',',
};

static SPANISH: Words = Words {
    language: "es",
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    months_short: [
        "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic",
    ],
    weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    between: (" de ", " de "),
    after_weekday: ", ",
    month: ("mes", "meses"),
    short_separator: '/',
    thousands: '.',
    decimal: ',',
};

static ITALIAN: Words = Words {
    language: "it",
    months: [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    months_short: [
        "gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic",
    ],
    weekdays: ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
    between: (" ", " "),
    after_weekday: " ",
    month: ("mese", "mesi"),
    short_separator: '/',
    thousands: '.',
    decimal: ',',
};

static PORTUGUESE: Words = Words {
    language: "pt",
    months: [
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
    months_short: [
        "jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov.",
        "dez.",
    ],
    weekdays: [
        "segunda-feira",
        "terça-feira",
        "quarta-feira",
        "quinta-feira",
        "sexta-feira",
        "sábado",
        "domingo",
    ],
    between: (" de ", " de "),
    after_weekday: ", ",
    month: ("mês", "meses"),
    short_separator: '/',
    thousands: '.',
    decimal: ',',
};

static DUTCH: Words = Words {
    language: "nl",
    months: [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    months_short: [
        "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
    ],
    weekdays: ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
    between: (" ", " "),
    after_weekday: " ",
    month: ("maand", "maanden"),
    short_separator: '-',
    thousands: '.',
    decimal: ',',
};

/// Arabic has no shorter names for them.
const ARABIC_MONTHS: [&str; 12] = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
];

static ARABIC: Words = Words {
    language: "ar",
    months: ARABIC_MONTHS,
    months_short: ARABIC_MONTHS,
    weekdays: ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
    between: (" ", " "),
    after_weekday: "، ",
    month: ("شهر", "شهرًا"),
    short_separator: '/',
    thousands: ',',
    decimal: '.',
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn casing_follows_the_language() {
        assert_eq!(Locale::of("tr").upper("istanbul ışık"), "İSTANBUL IŞIK");
        assert_eq!(Locale::of("tr").lower("IŞIK İz"), "ışık iz");
        assert_eq!(Locale::of("de").upper("groß"), "GROSS");
        assert_eq!(
            Locale::of("en").title("o’brien–smith of mcDonald"),
            "O’brien–Smith Of McDonald"
        );
    }
}
