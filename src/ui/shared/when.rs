//! Times as lists say them.

use crate::ui::locale::language;

/// "just now", "14:32", "21 Nov, 14:32": on the clock of the person's place.
pub(in crate::ui) fn clock(at: f64, now: f64) -> String {
    if (0.0..60_000.0).contains(&(now - at)) || at > now {
        return t!("just now").to_owned();
    }
    let date = |ms: f64| js_sys::Date::new(&ms.into());
    let (then, today) = (date(at), date(now));
    let time = format!("{}:{:02}", then.get_hours(), then.get_minutes());
    let day = |d: &js_sys::Date| (d.get_full_year(), d.get_month(), d.get_date());
    if day(&then) == day(&today) {
        return time;
    }
    t!("{day} {month}, {time}", day = then.get_date(), month = month(then.get_month()), time = time)
}

/// The short name of a month, counted from 0.
pub(in crate::ui) fn month(number: u32) -> &'static str {
    match number {
        0 => t!("Jan"),
        1 => t!("Feb"),
        2 => t!("Mar"),
        3 => t!("Apr"),
        4 => t!("May"),
        5 => t!("Jun"),
        6 => t!("Jul"),
        7 => t!("Aug"),
        8 => t!("Sep"),
        9 => t!("Oct"),
        10 => t!("Nov"),
        _ => t!("Dec"),
    }
}

/// The tag that the browser is to write dates by: that of the page's language,
/// in the way of the person's own region where the browser speaks the same.
pub(in crate::ui) fn dates_as() -> String {
    let page = language();
    let main = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
    let own = web_sys::window().and_then(|w| w.navigator().language());
    own.filter(|own| main(own) == main(page)).unwrap_or_else(|| page.to_owned())
}
