//! The site's time zone: every date that a person reads or writes is in it.

use super::{Instant, Moment, MonthEnd, Period};
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use std::sync::Arc;

/// The time zone of the site, from the IANA database that comes with the
/// program: the same on every machine.
#[derive(Clone, Debug)]
pub struct Zone {
    zone: TimeZone,
    name: String,
    /// From which instant on which offset from UTC is in force, both in ms, over
    /// all years that are read: asked millions of times in a long run.
    offsets: Arc<[(i64, i64)]>,
}

/// What is odd about a reading of the clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Irregular {
    /// The clocks skip it when they go forward; it is taken as much later as they skip.
    Gap,
    /// The clocks show it twice when they go back; the first is taken.
    Fold,
}

impl Zone {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self::new(TimeZone::UTC, "UTC")
    }

    fn new(zone: TimeZone, name: &str) -> Self {
        let mut offsets = Vec::new();
        let ms = |offset: jiff::tz::Offset| i64::from(offset.seconds()) * 1000;
        if let Ok(first) = jiff::Timestamp::from_millisecond(Instant::EARLIEST.0) {
            offsets.push((i64::MIN, ms(zone.to_offset(first))));
            let changes = zone
                .following(first)
                .take_while(|change| change.timestamp().as_millisecond() < Instant::LATEST.0);
            offsets.extend(changes.map(|c| (c.timestamp().as_millisecond(), ms(c.offset()))));
        }
        Self { zone, name: name.to_owned(), offsets: offsets.into() }
    }

    /// The offset from UTC, ms, and the instants between which it is in force.
    fn offset(&self, at: i64) -> (i64, i64, i64) {
        let behind = self.offsets.partition_point(|(from, _)| *from <= at);
        let (from, offset) = behind
            .checked_sub(1)
            .and_then(|i| self.offsets.get(i))
            .copied()
            .unwrap_or((i64::MIN, 0));
        let until = self.offsets.get(behind).map_or(Instant::LATEST.0, |(until, _)| *until);
        (offset, from, until)
    }

    /// By its IANA name, e.g. `Europe/Berlin`. `None` when there is none of that name.
    pub fn named(name: &str) -> Option<Self> {
        if name == "UTC" {
            return Some(Self::utc());
        }
        let zone = jiff::tz::TimeZoneDatabase::bundled().get(name).ok()?;
        Some(Self::new(zone, name))
    }

    /// The IANA names that places go by, in the order of the alphabet, and UTC first.
    pub fn names() -> Vec<String> {
        const REGIONS: [&str; 9] = [
            "Africa/",
            "America/",
            "Asia/",
            "Atlantic/",
            "Australia/",
            "Europe/",
            "Indian/",
            "Pacific/",
            "Antarctica/",
        ];
        let all = jiff::tz::TimeZoneDatabase::bundled();
        let names = all.available().map(|name| name.to_string());
        let mut names: Vec<String> =
            names.filter(|name| REGIONS.iter().any(|region| name.starts_with(region))).collect();
        names.sort();
        names.insert(0, "UTC".to_owned());
        names
    }

    /// Its IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When a moment is, and what is odd about it.
    pub fn resolve(&self, moment: Moment) -> (Instant, Option<Irregular>) {
        match moment {
            // Text is read within these years; what was made otherwise is brought there.
            Moment::At(at) => {
                (Instant(at.0.clamp(Instant::EARLIEST.0, Instant::LATEST.0 - 1)), None)
            }
            Moment::Local(ms) => match civil_of_ms(ms) {
                Some(civil) => self.at(civil),
                None => (Instant(ms), None),
            },
        }
    }

    /// When a moment is.
    pub fn instant(&self, moment: Moment) -> Instant {
        self.resolve(moment).0
    }

    fn at(&self, civil: DateTime) -> (Instant, Option<Irregular>) {
        // Far enough from any change of the clocks there is only one answer.
        const DAY: i64 = 86_400_000;
        if let Moment::Local(local) = Moment::local(civil) {
            let (offset, from, until) = self.offset(local);
            let near = |change: i64| (local.saturating_sub(change)).saturating_abs() < 2 * DAY;
            if Instant(local).in_range() && !near(from) && !near(until) {
                return (Instant(local - offset), None);
            }
        }
        let ambiguous = self.zone.to_ambiguous_timestamp(civil);
        let irregular = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => None,
            AmbiguousOffset::Gap { .. } => Some(Irregular::Gap),
            AmbiguousOffset::Fold { .. } => Some(Irregular::Fold),
        };
        let at = ambiguous.compatible().map_or(Instant::MAX, |t| Instant(t.as_millisecond()));
        (at, irregular)
    }

    /// What the site's clocks show. `None` outside the years of the calendar.
    pub fn civil(&self, at: Instant) -> Option<DateTime> {
        civil_of_ms(at.0.checked_add(self.offset(at.0).0)?)
    }

    /// The day on the site's calendar, `2026-03-15`.
    pub fn day(&self, at: Instant) -> String {
        self.civil(at).map_or_else(String::new, |civil| civil.date().to_string())
    }

    /// RFC 3339 with the site's offset, with milliseconds where there are any: `2026-03-15T10:30:00+01:00`.
    /// [`Instant::MIN`] is "always", [`Instant::MAX`] "never".
    pub fn stamp(&self, at: Instant) -> String {
        let Ok(timestamp) = jiff::Timestamp::from_millisecond(at.0) else {
            return if at < Instant(0) { "always" } else { "never" }.to_owned();
        };
        let info = self.zone.to_offset(timestamp);
        let civil = info.to_datetime(timestamp);
        let minutes = info.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let (date, time) = (civil.date(), civil.time());
        let ms = at.0.rem_euclid(1000);
        let fraction = if ms == 0 { String::new() } else { format!(".{ms:03}") };
        format!(
            "{date}T{:02}:{:02}:{:02}{fraction}{sign}{:02}:{:02}",
            time.hour(),
            time.minute(),
            time.second(),
            minutes.abs() / 60,
            minutes.abs() % 60
        )
    }

    /// The first instant of the day that `at` lies in.
    pub fn start_of_day(&self, at: Instant) -> Instant {
        match self.civil(at) {
            Some(civil) => self.at(civil.date().to_datetime(jiff::civil::Time::midnight())).0,
            None => at,
        }
    }

    /// `at` moved by a period on the site's calendar: months first (see
    /// [`MonthEnd`]), then days, both keeping the time of day; then hours and
    /// less, as they pass. A day's time that the clocks skip is taken later.
    pub fn add(&self, at: Instant, period: Period, end: MonthEnd) -> Instant {
        if at == Instant::MIN || at == Instant::MAX {
            return at;
        }
        let moved = if period.months == 0 && period.days == 0 {
            Some(at)
        } else {
            self.civil(at)
                .and_then(|civil| add_to_civil(civil, period, end))
                .map(|civil| self.at(civil).0)
        };
        match moved {
            Some(moved) => Instant(moved.0.saturating_add(period.ms)),
            None if period.months < 0 || period.days < 0 => Instant::MIN,
            None => Instant::MAX,
        }
    }

    /// The first full hour of the site's clocks at or after `at`.
    pub fn full_hour(&self, at: Instant) -> Instant {
        const HOUR: i64 = 3_600_000;
        let (offset, _, until) = self.offset(at.0);
        let over = at.0.saturating_add(offset).rem_euclid(HOUR);
        let next = if over == 0 { at.0 } else { at.0.saturating_add(HOUR - over) };
        // Where the clocks change by less than an hour, the hours start elsewhere.
        let change = self.offset(until).0 - offset;
        if next >= until && until < Instant::LATEST.0 && change.rem_euclid(HOUR) != 0 {
            return self.full_hour(Instant(until));
        }
        Instant(next)
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::utc()
    }
}

fn civil_of_ms(ms: i64) -> Option<DateTime> {
    jiff::Timestamp::from_millisecond(ms).ok().map(|t| TimeZone::UTC.to_datetime(t))
}

fn add_to_civil(civil: DateTime, period: Period, end: MonthEnd) -> Option<DateTime> {
    let months = jiff::Span::new().try_months(period.months).ok()?;
    let clamped = civil.checked_add(months).ok()?;
    let lost = match end {
        MonthEnd::Clamp => 0,
        // 31 January and a month: 28 February and the 3 days that it is short of.
        MonthEnd::Overflow => i64::from(civil.day() - clamped.day()).max(0),
    };
    let days = jiff::Span::new().try_days(i64::from(period.days) + lost).ok()?;
    clamped.checked_add(days).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(zone: &Zone, text: &str) -> Instant {
        zone.instant(Moment::parse(text).unwrap())
    }

    #[test]
    fn months_clamp_or_overflow() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let month = Period { months: 1, ..Period::default() };
        let start = at(&zone, "2026-01-31 09:00");
        assert_eq!(
            zone.stamp(zone.add(start, month, MonthEnd::Clamp)),
            "2026-02-28T09:00:00+01:00"
        );
        assert_eq!(
            zone.stamp(zone.add(start, month, MonthEnd::Overflow)),
            "2026-03-03T09:00:00+01:00"
        );
        let spring = at(&zone, "2026-02-28 12:00");
        assert_eq!(
            zone.stamp(zone.add(spring, month, MonthEnd::Clamp)),
            "2026-03-28T12:00:00+01:00"
        );
        let later = zone.add(spring, Period { months: 2, ..Period::default() }, MonthEnd::Clamp);
        assert_eq!(zone.stamp(later), "2026-04-28T12:00:00+02:00");
    }

    #[test]
    fn clocks_that_skip_and_repeat_are_named() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let (gap, odd) = zone.resolve(Moment::parse("2026-03-29 02:30").unwrap());
        assert_eq!(
            (zone.stamp(gap).as_str(), odd),
            ("2026-03-29T03:30:00+02:00", Some(Irregular::Gap))
        );
        let (fold, odd) = zone.resolve(Moment::parse("2026-10-25 02:30").unwrap());
        assert_eq!(
            (zone.stamp(fold).as_str(), odd),
            ("2026-10-25T02:30:00+02:00", Some(Irregular::Fold))
        );
        assert_eq!(zone.resolve(Moment::parse("2026-03-29 03:30").unwrap()).1, None);
    }

    #[test]
    fn full_hours_are_those_of_the_site() {
        let kolkata = Zone::named("Asia/Kolkata").unwrap();
        let hour = kolkata.full_hour(at(&kolkata, "2026-03-01 10:01"));
        assert_eq!(kolkata.stamp(hour), "2026-03-01T11:00:00+05:30");
        let on_it = at(&kolkata, "2026-03-01 10:00");
        assert_eq!(kolkata.full_hour(on_it), on_it);
    }

    #[test]
    fn the_table_of_offsets_agrees_with_the_database() {
        for name in [
            "Europe/Berlin",
            "America/New_York",
            "Asia/Kolkata",
            "Pacific/Apia",
            "Africa/Casablanca",
            "Australia/Lord_Howe",
        ] {
            let zone = Zone::named(name).unwrap();
            let mut ms = Instant::EARLIEST.0 + 12_345;
            while ms < Instant::LATEST.0 {
                let timestamp = jiff::Timestamp::from_millisecond(ms).unwrap();
                assert_eq!(
                    zone.civil(Instant(ms)).unwrap(),
                    zone.zone.to_datetime(timestamp),
                    "{name} {ms}"
                );
                let civil = zone.zone.to_datetime(timestamp);
                let expected = zone.zone.to_ambiguous_timestamp(civil).compatible().unwrap();
                assert_eq!(zone.at(civil).0.0, expected.as_millisecond(), "{name} {ms}");
                // Every hour for a year that changes the clocks, else every 10 days.
                ms += if civil.year() == 2011 { 3_600_000 } else { 10 * 86_400_000 };
            }
        }
    }

    #[test]
    fn every_name_that_is_offered_exists() {
        let names = Zone::names();
        assert!(names.len() > 300 && names.iter().any(|name| name == "Europe/Berlin"));
        assert!(names.iter().all(|name| jiff::tz::TimeZoneDatabase::bundled().get(name).is_ok()));
    }

    #[test]
    fn the_ends_of_time_stay_where_they_are() {
        let zone = Zone::utc();
        let year = Period { months: 12, ..Period::default() };
        assert_eq!(zone.add(Instant::MAX, year, MonthEnd::Clamp), Instant::MAX);
        assert_eq!(zone.stamp(Instant::MIN), "always");
        assert!(Zone::named("Mars/Olympus").is_none());
    }
}
