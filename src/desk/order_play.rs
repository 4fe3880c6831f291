//! An order of completions, such as a counterexample of the order check, as a
//! learner with a history: to be seen on the timeline.

use crate::catalogue::{Event, EventKind, Id, Instant, Learner, Moment, Status, Zone};
use crate::rules::Project;

const DAY: i64 = 86_400_000;
/// Nine in the morning.
const MORNING: i64 = 9 * 3_600_000;

/// The day before the first completion, in milliseconds on the site's clocks.
/// `until` is the last instant that is played; when it is `fixed`, the completions
/// have to lie before it.
fn eve(zone: &Zone, active: Option<Moment>, until: i64, fixed: bool, count: usize) -> i64 {
    let local = |at: Instant| match zone.civil(at).map(Moment::local) {
        Some(Moment::Local(ms)) => ms.div_euclid(DAY) * DAY,
        _ => 0,
    };
    let active = active.map(|moment| local(zone.instant(moment)));
    let last = local(Instant(until));
    if !fixed {
        return active.unwrap_or(last);
    }
    let room = i64::try_from(count).unwrap_or(0).saturating_add(1).saturating_mul(DAY);
    active.unwrap_or(last.saturating_sub(room))
}

/// The learner and the completions, one a day: from the day after the rule became
/// active, else after what is played (`until`, in milliseconds since 1970), or as
/// late as fits when the project fixes the end of the clock.
pub fn order_play(
    project: &Project,
    zone: &Zone,
    learner: Id,
    active: Option<Moment>,
    until: i64,
    order: &[Id],
) -> (Learner, Vec<Event>) {
    let eve = eve(zone, active, until, project.options.until.is_some(), order.len());
    let kind = |id: &Id| {
        if project.journeys.iter().any(|j| j.id == *id) {
            EventKind::JourneyCompleted
        } else if project.programmes.iter().any(|p| p.id == *id) {
            EventKind::ProgrammeCompleted
        } else {
            EventKind::ActivityCompleted
        }
    };
    let score = |id: &Id| {
        let activity = project.activities.iter().find(|a| a.id == *id);
        activity.and_then(|a| a.minimum_score).map(|_| 100.0)
    };
    let events = (1_i64..).zip(order).map(|(day, item)| Event {
        at: Moment::Local(eve + day * DAY + MORNING),
        learner: learner.clone(),
        kind: kind(item),
        item: item.clone(),
        status: Status::Completed,
        score: score(item),
        session: None,
        attributes: None,
    });
    let events = events.collect();
    let person = Learner { id: learner, full_name: "Order check".to_owned(), ..Learner::default() };
    (person, events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Activity, FromId};

    fn days(active: Option<&str>, fixed: bool) -> Vec<String> {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let mut safety = Activity::from_id("b");
        safety.minimum_score = Some(80.0);
        let mut project =
            Project { activities: vec![Activity::from_id("a"), safety], ..Project::default() };
        let until = Moment::parse("2026-03-31 18:00").unwrap();
        project.options.until = fixed.then_some(until);
        let active = active.map(|text| Moment::parse(text).unwrap());
        let order = ["b".into(), "a".into()];
        let (learner, events) =
            order_play(&project, &zone, "x".into(), active, zone.instant(until).0, &order);
        assert_eq!(
            (learner.printed_name(), events[0].score),
            ("Order check".to_owned(), Some(100.0))
        );
        events.iter().map(|event| event.at.to_string()).collect()
    }

    #[test]
    fn the_order_is_played_a_day_at_a_time_where_the_clock_runs() {
        let after = ["2026-02-02T09:00:00", "2026-02-03T09:00:00"];
        assert_eq!(days(Some("2026-02-01 12:00"), true), after);
        assert_eq!(days(Some("2026-02-01 12:00"), false), after);
        assert_eq!(days(None, false), ["2026-04-01T09:00:00", "2026-04-02T09:00:00"]);
        assert_eq!(days(None, true), ["2026-03-29T09:00:00", "2026-03-30T09:00:00"]);
    }
}
