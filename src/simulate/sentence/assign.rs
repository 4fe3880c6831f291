//! What a certification asks for and what a trigger does, in plain words.

use super::{Titles, list};
use crate::catalogue::{Calendar, Certification, Id, IntervalFrom, Moment, Renewal};
use crate::rules::{Assignment, Milestone, Project, Trigger};

fn day(moment: Moment) -> String {
    let text = moment.to_string();
    text.get(..10).map_or_else(|| text.clone(), str::to_owned)
}

fn counted(n: u32, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A certification in two or three sentences.
pub fn certification(project: &Project, certification: &Certification) -> String {
    let titles = Titles::new(project);
    let courses: Vec<String> = certification
        .courses
        .iter()
        .map(|course| match course.minimum_grade {
            grade if grade > 0.0 => {
                format!("{} with at least {grade}", titles.item(&course.activity))
            }
            _ => titles.item(&course.activity),
        })
        .collect();
    if courses.is_empty() {
        return "Nobody can earn it yet: it requires no course.".to_owned();
    }
    let mut out = format!("Earned by completing {}.", list(&courses, "and"));
    match certification.renewal {
        Renewal::None => out.push_str(" Once earned, it stays."),
        Renewal::Calendar { every, effective } => {
            let length = match every {
                Calendar::Monthly => "month",
                Calendar::Quarterly => "quarter",
                Calendar::HalfYearly => "half year",
                Calendar::Yearly => "year",
            };
            out.push_str(&format!(
                " It has to be earned anew each {length}, counted from {}.",
                day(effective)
            ));
        }
        Renewal::Interval { months, from } => {
            let months = counted(months, "month", "months");
            out.push_str(&match from {
                IntervalFrom::Completion => format!(" It expires {months} after it was earned."),
                IntervalFrom::Expiry => format!(
                    " It expires {months} after it was earned; renewed in time, {months} after the last expiry, so that no day is lost."
                ),
                IntervalFrom::Fixed { date } => format!(
                    " It expires on fixed dates, every {months} from {}.", day(date)
                ),
            });
        }
    }
    let renews = certification.renewal != Renewal::None;
    let days = |n: u32| counted(n, "day", "days");
    if renews {
        out.push_str(&match certification.window_days {
            0 => " It can be renewed only once it has expired.".to_owned(),
            n => format!(" It can be renewed from {} before that.", days(n)),
        });
    }
    if certification.look_back_days > 0 {
        out.push_str(&format!(
            " Grades from up to {} before the first period count for it.",
            days(certification.look_back_days)
        ));
    }
    if renews && certification.grace_days > 0 {
        out.push_str(&format!(
            " After the expiry the old one still counts for {}.",
            days(certification.grace_days)
        ));
    }
    out
}

/// A trigger in a sentence or two.
pub fn trigger(project: &Project, trigger: &Trigger) -> String {
    let titles = Titles::new(project);
    let items = |ids: &[Id]| ids.iter().map(|id| titles.item(id)).collect::<Vec<_>>();
    let when = match &trigger.milestone {
        Milestone::Completes(ids) => match ids.as_slice() {
            [] => return "It does nothing yet: choose the courses that set it off.".to_owned(),
            [one] => format!("has completed {}", titles.item(one)),
            [_, _] => format!("has completed both {}", list(&items(ids), "and")),
            _ => format!("has completed all of {}, in any order", list(&items(ids), "and")),
        },
        Milestone::Joins => "joins".to_owned(),
        Milestone::AddedToGroup(id) if id.is_empty() => {
            return "It does nothing yet: choose the group.".to_owned();
        }
        Milestone::AddedToGroup(id) => format!("is added to {}", titles.group(id)),
        Milestone::CompletesCertification(id) if id.is_empty() => {
            return "It does nothing yet: choose the certification.".to_owned();
        }
        Milestone::CompletesCertification(id) => format!("earns {}", titles.certification(id)),
    };
    let groups: Vec<String> = trigger.eligible.iter().map(|id| titles.group(id)).collect();
    let who = match groups.as_slice() {
        [] => "a learner".to_owned(),
        [one] => format!("a learner in {one}"),
        _ => format!("a learner who is in all of {}", list(&groups, "and")),
    };
    let given: Vec<String> = trigger
        .assigns
        .iter()
        .map(|assignment| match assignment {
            Assignment::Course(id) => titles.item(id),
            Assignment::Certification(id) => {
                format!("the certification {} with its courses", titles.certification(id))
            }
        })
        .collect();
    if given.is_empty() {
        return format!("When {who} {when}, nothing happens yet: choose what is assigned.");
    }
    let off = if trigger.enabled { "" } else { " It is switched off." };
    let from = trigger
        .active_from
        .map_or_else(String::new, |from| format!(" It looks only at what happens from {from} on."));
    format!("When {who} {when}, the learner is assigned {}.{from}{off}", list(&given, "and"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Extra, RequiredCourse};

    fn some(renewal: Renewal, days: [u32; 3]) -> String {
        let course =
            |id: &str, minimum_grade| RequiredCourse { activity: id.into(), minimum_grade };
        let wanted = Certification {
            courses: vec![course("fire", 80.0), course("attire", 0.0)],
            renewal,
            window_days: days[0],
            look_back_days: days[1],
            grace_days: days[2],
            ..Certification::default()
        };
        certification(&Project::default(), &wanted)
    }

    #[test]
    fn certifications_are_summed_up() {
        assert_eq!(
            some(Renewal::None, [30, 0, 7]),
            "Earned by completing “fire” with at least 80 and “attire”. Once earned, it stays."
        );
        let date = Moment::parse("2026-01-01").unwrap_or(Moment::Local(0));
        let yearly =
            some(Renewal::Calendar { every: Calendar::Yearly, effective: date }, [30, 1, 7]);
        assert!(yearly.contains("each year, counted from 2026-01-01."));
        assert!(yearly.contains("30 days before that") && yearly.contains("up to 1 day before"));
        assert!(yearly.ends_with("still counts for 7 days."));
        let after = some(Renewal::Interval { months: 1, from: IntervalFrom::Expiry }, [0, 0, 0]);
        assert!(after.contains("1 month after the last expiry") && after.contains("only once"));
        let fixed = Renewal::Interval { months: 12, from: IntervalFrom::Fixed { date } };
        assert!(some(fixed, [0, 0, 0]).contains("every 12 months from 2026-01-01"));
        let none = certification(&Project::default(), &Certification::default());
        assert!(none.contains("requires no course"));
    }

    #[test]
    fn triggers_are_summed_up() {
        let mut one = Trigger {
            id: "t".into(),
            name: String::new(),
            enabled: true,
            active_from: None,
            milestone: Milestone::Completes(vec!["a".into(), "b".into()]),
            eligible: vec!["staff".into()],
            assigns: vec![Assignment::Course("c".into())],
            extra: Extra::default(),
        };
        let say = |one: &Trigger| trigger(&Project::default(), one);
        assert_eq!(
            say(&one),
            "When a learner in “staff” has completed both “a” and “b”, the learner is assigned “c”."
        );
        one.milestone = Milestone::Joins;
        one.eligible.clear();
        one.enabled = false;
        assert!(
            say(&one).starts_with("When a learner joins,") && say(&one).ends_with("switched off.")
        );
        one.assigns.clear();
        assert!(say(&one).contains("nothing happens yet"));
        one.milestone = Milestone::AddedToGroup("".into());
        assert!(say(&one).contains("choose the group"));
    }
}
