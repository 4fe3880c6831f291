//! The time zone, and moments that the site's clocks skip or show twice.

use super::out::Out;
use crate::catalogue::{IntervalFrom, Irregular, Moment, Renewal, Zone};
use crate::diagnostic::Diagnostic;
use crate::rules::List;
use crate::rules::repair::{MomentPlace, Repair};
use crate::rules::similar::closest;

/// `unknown-time-zone`, `skipped-hour`, `repeated-hour`.
pub(super) fn check(out: &mut Out<'_>) {
    let known = out.known;
    let options = &known.project.options;
    let Some(zone) = &known.zone else {
        let name = &options.time_zone;
        let message = format!("There is no time zone “{name}”; UTC is taken.");
        let finding = Diagnostic::error("unknown-time-zone", "options.time_zone", message);
        let all: Vec<String> = jiff::tz::TimeZoneDatabase::bundled()
            .available()
            .map(|zone| zone.as_str().to_owned())
            .collect();
        let near = closest(name, all.iter().map(String::as_str));
        let near = near.filter(|name| Zone::named(name).is_some()).unwrap_or("UTC");
        out.add(List::Options, 0, finding, Some(Repair::SetTimeZone { name: near.to_owned() }));
        return;
    };
    moment(out, zone, List::Options, 0, "options.until", options.until, None);
    for (index, session) in known.sessions() {
        let id = session.id.clone();
        let path = format!("sessions.{id}.start");
        let place = MomentPlace::SessionStart { id: id.clone() };
        moment(out, zone, List::Sessions, index, &path, session.start, Some(place));
        let path = format!("sessions.{id}.end");
        let place = MomentPlace::SessionEnd { id };
        moment(out, zone, List::Sessions, index, &path, session.end, Some(place));
    }
    for (index, certification) in known.certifications() {
        let at = match certification.renewal {
            Renewal::Calendar { effective, .. } => Some(effective),
            Renewal::Interval { from: IntervalFrom::Fixed { date }, .. } => Some(date),
            Renewal::Interval { .. } | Renewal::None => None,
        };
        let path = format!("certifications.{}.renewal", certification.id);
        moment(out, zone, List::Certifications, index, &path, at, None);
    }
    for (index, rule) in known.automations() {
        let path = format!("automations.{}.active_from", rule.id);
        let place = MomentPlace::Automation { id: rule.id.clone() };
        moment(out, zone, List::Automations, index, &path, rule.active_from, Some(place));
    }
    for (index, trigger) in known.triggers() {
        let path = format!("triggers.{}.active_from", trigger.id);
        let place = MomentPlace::Trigger { id: trigger.id.clone() };
        moment(out, zone, List::Triggers, index, &path, trigger.active_from, Some(place));
    }
}

fn moment(
    out: &mut Out<'_>,
    zone: &Zone,
    list: List,
    index: usize,
    path: &str,
    at: Option<Moment>,
    place: Option<MomentPlace>,
) {
    let Some(at) = at else { return };
    let (instant, Some(irregular)) = zone.resolve(at) else { return };
    let repair = place.map(|place| Repair::SetMoment { place, to: Moment::At(instant) });
    out.add(list, index, finding(zone, path, at, irregular), repair);
}

/// What to say of a moment that is not on the clocks once.
pub(super) fn finding(zone: &Zone, path: &str, at: Moment, irregular: Irregular) -> Diagnostic {
    let meant = zone.stamp(zone.instant(at));
    let name = zone.name();
    match irregular {
        Irregular::Gap => Diagnostic::warning(
            "skipped-hour",
            path,
            format!("The clocks of {name} skip {at}; {meant} is taken."),
        ),
        Irregular::Fold => Diagnostic::warning(
            "repeated-hour",
            path,
            format!("The clocks of {name} show {at} twice; the first is taken, {meant}."),
        ),
    }
    .repair("Write the time with its offset from UTC.")
}
