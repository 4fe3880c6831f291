//! Where the ticks of a time axis stand, what they say, and to what a dragged
//! instant snaps: on the site's clocks.

use crate::catalogue::{Instant, Moment, Zone};
use jiff::civil::{Date, DateTime};

/// Words stand at least so far apart, px of the screen.
const APART: f64 = 96.0;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A tick.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    /// When, in milliseconds since 1970.
    pub(crate) at: i64,
    /// What stands at it.
    pub(crate) words: String,
    /// Whether something larger begins there: a day, a month, a year.
    pub(crate) is_major: bool,
}

/// What lies between two ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Milliseconds within a day.
    Clock(i64),
    Days(i64),
    Months(i64),
    Years(i64),
}

const STEPS: [Step; 22] = [
    Step::Clock(MINUTE),
    Step::Clock(5 * MINUTE),
    Step::Clock(15 * MINUTE),
    Step::Clock(30 * MINUTE),
    Step::Clock(HOUR),
    Step::Clock(3 * HOUR),
    Step::Clock(6 * HOUR),
    Step::Clock(12 * HOUR),
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
];

impl Step {
    fn ms(self) -> i64 {
        match self {
            Self::Clock(ms) => ms,
            Self::Days(n) => n * DAY,
            Self::Months(n) => n * 30 * DAY,
            Self::Years(n) => n * 365 * DAY,
        }
    }

    /// The tick at or before a reading of the clocks.
    fn floor(self, at: DateTime) -> Option<DateTime> {
        match self {
            Self::Clock(step) => civil(local(at)?.div_euclid(step) * step),
            Self::Days(n) => {
                // 1970 began on a Thursday; weeks begin on Monday.
                let day = local(at)?.div_euclid(DAY) + 3;
                civil((day.div_euclid(n) * n - 3) * DAY)
            }
            Self::Months(n) => {
                let month = i64::from(at.year()) * 12 + i64::from(at.month()) - 1;
                of_month(month.div_euclid(n) * n)
            }
            Self::Years(n) => of_month(i64::from(at.year()).div_euclid(n) * n * 12),
        }
    }

    fn next(self, at: DateTime) -> Option<DateTime> {
        let month = i64::from(at.year()) * 12 + i64::from(at.month()) - 1;
        match self {
            Self::Clock(ms) => civil(local(at)? + ms),
            Self::Days(n) => civil(local(at)? + n * DAY),
            Self::Months(n) => of_month(month + n),
            Self::Years(n) => of_month(month + 12 * n),
        }
    }

    /// What a tick says, and whether something larger begins there.
    fn words(self, at: DateTime, before: Option<DateTime>) -> (String, bool) {
        let month = month_words(at);
        let new_year = before.is_some_and(|b| b.year() != at.year());
        match self {
            Self::Clock(_) if at.hour() == 0 && at.minute() == 0 => {
                (format!("{} {month}", at.day()), true)
            }
            Self::Clock(_) => (format!("{:02}:{:02}", at.hour(), at.minute()), false),
            Self::Days(_) if new_year => (format!("{} {month} {}", at.day(), at.year()), true),
            Self::Days(_) => {
                let new = before.is_some_and(|b| b.month() != at.month());
                (format!("{} {month}", at.day()), new)
            }
            Self::Months(_) if at.month() == 1 => (at.year().to_string(), true),
            Self::Months(_) => (month.to_owned(), false),
            Self::Years(_) => (at.year().to_string(), true),
        }
    }
}

fn month_words(at: DateTime) -> &'static str {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    MONTHS.get(usize::try_from(at.month() - 1).unwrap_or(0)).unwrap_or(&"")
}

fn local(at: DateTime) -> Option<i64> {
    match Moment::local(at) {
        Moment::Local(ms) => Some(ms),
        Moment::At(_) => None,
    }
}

fn civil(local: i64) -> Option<DateTime> {
    // Readings of the clocks are counted as if they were those of UTC.
    Zone::utc().civil(Instant(local))
}

/// The first of a month, counted from year 0.
fn of_month(month: i64) -> Option<DateTime> {
    let year = i16::try_from(month.div_euclid(12)).ok()?;
    let number = i8::try_from(month.rem_euclid(12) + 1).ok()?;
    Some(Date::new(year, number, 1).ok()?.to_datetime(jiff::civil::Time::midnight()))
}

/// The ticks between two instants (milliseconds since 1970) on an axis of so many
/// px.
pub(crate) fn ticks(zone: &Zone, from: f64, to: f64, width: f64) -> Vec<Tick> {
    let mut out: Vec<Tick> = Vec::new();
    let least = (to - from) / width * APART;
    if !(least > 0.0 && least.is_finite()) {
        return out;
    }
    #[expect(clippy::cast_precision_loss, reason = "lengths of time on screen")]
    let step = STEPS.into_iter().find(|step| step.ms() as f64 >= least);
    let step = step.unwrap_or(Step::Years(100));
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a calendar")]
    let (from, to) = (from as i64, to as i64);
    let start = Instant(from.max(Instant::EARLIEST.0));
    let mut at = zone.civil(start).and_then(|at| step.floor(at));
    let mut before = None;
    for _ in 0..500 {
        let Some(now) = at else { break };
        let instant = zone.instant(Moment::local(now)).0;
        if instant > to || !Instant(instant).in_range() && instant > 0 {
            break;
        }
        // An hour that the clocks skip is no tick of its own.
        let is_new = out.last().is_none_or(|last| last.at < instant);
        if instant >= from && is_new {
            let (words, is_major) = step.words(now, before);
            out.push(Tick { at: instant, words, is_major });
        }
        before = Some(now);
        at = step.next(now);
    }
    out
}

/// The day or the year that an axis lies in, when its ticks do not say it.
pub(crate) fn context(zone: &Zone, from: f64, to: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a calendar")]
    let (Some(a), Some(b)) = (zone.civil(Instant(from as i64)), zone.civil(Instant(to as i64)))
    else {
        return String::new();
    };
    if a.date() == b.date() {
        return format!("{} {} {}", a.day(), month_words(a), a.year());
    }
    if (a.year(), a.month()) == (b.year(), b.month()) {
        return format!("{} {}", month_words(a), a.year());
    }
    if a.year() == b.year() {
        return a.year().to_string();
    }
    format!("{}–{}", a.year(), b.year())
}

/// The small step of an axis with so many milliseconds a px: what arrow keys move
/// by, and what dragging snaps to.
#[expect(clippy::cast_precision_loss, reason = "lengths of time on screen")]
pub(crate) fn small_step(per_px: f64) -> i64 {
    let fits = |step: &&i64| **step as f64 <= per_px * 6.0;
    [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, DAY]
        .iter()
        .rfind(fits)
        .copied()
        .unwrap_or(MINUTE)
}

/// The reading of the clocks that is nearest to an instant in whole steps.
pub(crate) fn snapped(zone: &Zone, at: i64, step: i64) -> Moment {
    let shown = zone.civil(Instant(at)).and_then(local).unwrap_or(at);
    let step = step.max(1);
    Moment::Local((shown + step / 2).div_euclid(step) * step)
}

/// An instant moved by steps on the clocks: a day stays at its time of day.
pub(crate) fn moved(zone: &Zone, at: i64, by: i64) -> Moment {
    let shown = zone.civil(Instant(at)).and_then(local).unwrap_or(at);
    Moment::Local(shown + by)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(zone: &Zone, text: &str) -> f64 {
        zone.instant(Moment::parse(text).unwrap()).0 as f64
    }

    fn words(from: &str, to: &str, width: f64) -> Vec<String> {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let found = ticks(&zone, ms(&zone, from), ms(&zone, to), width);
        found.into_iter().map(|t| t.words).collect()
    }

    #[test]
    fn from_years_to_hours() {
        assert_eq!(words("2020-03-01", "2026-02-01", 632.0).first().unwrap(), "2021");
        assert_eq!(words("2025-11-15", "2026-03-15", 632.0), ["Dec", "2026", "Feb", "Mar"]);
        assert_eq!(
            words("2026-01-30", "2026-02-02", 380.0),
            ["30 Jan", "31 Jan", "1 Feb", "2 Feb"]
        );
        assert_eq!(
            words("2026-01-05 22:30", "2026-01-06 01:30", 380.0),
            ["23:00", "6 Jan", "01:00"]
        );
        assert_eq!(words("2025-12-25", "2026-01-14", 304.0), ["29 Dec", "5 Jan 2026", "12 Jan"]);
    }

    #[test]
    fn a_day_with_a_change_of_the_clocks_has_its_hours_once() {
        let skipped = words("2026-03-29 00:00", "2026-03-29 06:00", 760.0);
        assert_eq!(skipped, ["29 Mar", "01:00", "02:00", "04:00", "05:00", "06:00"]);
    }

    #[test]
    fn words_stand_apart_at_every_zoom() {
        let zone = Zone::named("America/New_York").unwrap();
        let from = ms(&zone, "2026-02-27 12:00");
        let mut span = 600_000.0;
        while span < 4e12 {
            let found = ticks(&zone, from, from + span, 800.0);
            assert!(found.len() < 16, "{span}: {}", found.len());
            for pair in found.windows(2) {
                let px = (pair[1].at - pair[0].at) as f64 / span * 800.0;
                assert!(px > APART * 0.85, "{span}: {pair:?} {px}");
            }
            span *= 1.3;
        }
        assert!(ticks(&zone, 0.0, 0.0, 800.0).is_empty());
        assert!(ticks(&zone, 0.0, 1.0, 0.0).is_empty());
    }

    #[test]
    fn dragging_snaps_to_what_can_be_seen() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        assert_eq!(small_step(1.0), MINUTE);
        assert_eq!(small_step(3_600_000.0), 6 * HOUR);
        assert_eq!(small_step(1e12), DAY);
        let at = ms(&zone, "2026-03-15 17:41") as i64;
        assert_eq!(snapped(&zone, at, DAY), Moment::parse("2026-03-16").unwrap());
        assert_eq!(snapped(&zone, at, 15 * MINUTE), Moment::parse("2026-03-15 17:45").unwrap());
        let at = ms(&zone, "2026-03-28 10:00") as i64;
        assert_eq!(moved(&zone, at, DAY), Moment::parse("2026-03-29 10:00").unwrap());
    }

    #[test]
    fn the_axis_says_what_its_ticks_leave_out() {
        let zone = Zone::utc();
        let of = |a, b| context(&zone, ms(&zone, a), ms(&zone, b));
        assert_eq!(of("2026-01-05 08:00", "2026-01-05 12:00"), "5 Jan 2026");
        assert_eq!(of("2026-01-05", "2026-01-20"), "Jan 2026");
        assert_eq!(of("2026-01-05", "2026-04-20"), "2026");
        assert_eq!(of("2025-01-05", "2026-04-20"), "2025–2026");
    }
}
