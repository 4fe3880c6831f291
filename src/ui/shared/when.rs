//! Times as lists say them.

/// "just now", "14:32", "21 Nov, 14:32": on the clock of the person's place.
pub(in crate::ui) fn clock(at: f64, now: f64) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    if (0.0..60_000.0).contains(&(now - at)) || at > now {
        return "just now".to_owned();
    }
    let date = |ms: f64| js_sys::Date::new(&ms.into());
    let (then, today) = (date(at), date(now));
    let time = format!("{}:{:02}", then.get_hours(), then.get_minutes());
    let day = |d: &js_sys::Date| (d.get_full_year(), d.get_month(), d.get_date());
    if day(&then) == day(&today) {
        return time;
    }
    let month = usize::try_from(then.get_month()).ok().and_then(|m| MONTHS.get(m));
    format!("{} {}, {time}", then.get_date(), month.copied().unwrap_or_default())
}
