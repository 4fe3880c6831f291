//! What a certification asks for and what a trigger does, in plain words.

use super::Titles;
use crate::catalogue::{Calendar, Certification, Id, IntervalFrom, Moment, Renewal};
use crate::locale::{Tongue, say, say_n};
use crate::rules::{Assignment, Milestone, Project, Trigger};

fn day(moment: Moment) -> String {
    let text = moment.to_string();
    text.get(..10).map_or_else(|| text.clone(), str::to_owned)
}

/// A certification in two or three sentences.
pub fn certification(
    project: &Project,
    certification: &Certification,
    tongue: Tongue<'_>,
) -> String {
    let titles = Titles::spoken(project, tongue);
    let courses: Vec<String> = certification
        .courses
        .iter()
        .map(|course| (titles.item(&course.activity), course.minimum_grade))
        .map(|(course, grade)| match grade > 0.0 {
            true => {
                say!(tongue, "{course} with at least {grade}", course = course, grade = grade)
            }
            false => course,
        })
        .collect();
    if courses.is_empty() {
        return say!(tongue, "Nobody can earn it yet: it requires no course.");
    }
    let earned = say!(tongue, "Earned by completing {courses}.", courses = tongue.and(&courses));
    let mut out = vec![earned, renewal(certification.renewal, tongue)];
    let renews = certification.renewal != Renewal::None;
    if renews {
        out.push(window(certification.window_days, tongue));
    }
    if certification.look_back_days > 0 {
        out.push(say_n!(
            tongue,
            certification.look_back_days,
            "Grades from up to {count} day before the first period count for it.",
            "Grades from up to {count} days before the first period count for it.",
        ));
    }
    if renews && certification.grace_days > 0 {
        out.push(say_n!(
            tongue,
            certification.grace_days,
            "After the expiry the old one still counts for {count} day.",
            "After the expiry the old one still counts for {count} days.",
        ));
    }
    out.join(" ")
}

fn window(days: u32, tongue: Tongue<'_>) -> String {
    match days {
        0 => say!(tongue, "It can be renewed only once it has expired."),
        days => say_n!(
            tongue,
            days,
            "It can be renewed from {count} day before that.",
            "It can be renewed from {count} days before that.",
        ),
    }
}

fn renewal(renewal: Renewal, tongue: Tongue<'_>) -> String {
    match renewal {
        Renewal::None => say!(tongue, "Once earned, it stays."),
        Renewal::Calendar { every, effective } => {
            let day = day(effective);
            match every {
                Calendar::Monthly => say!(
                    tongue,
                    "It has to be earned anew each month, counted from {day}.",
                    day = day
                ),
                Calendar::Quarterly => say!(
                    tongue,
                    "It has to be earned anew each quarter, counted from {day}.",
                    day = day
                ),
                Calendar::HalfYearly => say!(
                    tongue,
                    "It has to be earned anew each half year, counted from {day}.",
                    day = day
                ),
                Calendar::Yearly => say!(
                    tongue,
                    "It has to be earned anew each year, counted from {day}.",
                    day = day
                ),
            }
        }
        Renewal::Interval { months, from } => match from {
            IntervalFrom::Completion => say_n!(
                tongue,
                months,
                "It expires {count} month after it was earned.",
                "It expires {count} months after it was earned.",
            ),
            IntervalFrom::Expiry => say_n!(
                tongue,
                months,
                "It expires {count} month after it was earned; renewed in time, {count} month after the last expiry, so that no day is lost.",
                "It expires {count} months after it was earned; renewed in time, {count} months after the last expiry, so that no day is lost.",
            ),
            IntervalFrom::Fixed { date } => say_n!(
                tongue,
                months,
                "It expires on fixed dates, every {count} month from {day}.",
                "It expires on fixed dates, every {count} months from {day}.",
                day = day(date),
            ),
        },
    }
}

/// A trigger in a sentence or two.
pub fn trigger(project: &Project, trigger: &Trigger, tongue: Tongue<'_>) -> String {
    let titles = Titles::spoken(project, tongue);
    let when = match milestone(trigger, &titles) {
        Ok(when) => when,
        Err(missing) => return missing,
    };
    let given: Vec<String> =
        trigger.assigns.iter().map(|assignment| given(assignment, &titles)).collect();
    if given.is_empty() {
        return say!(tongue, "{when}, nothing happens yet: choose what is assigned.", when = when);
    }
    let what = tongue.and(&given);
    let mut out =
        vec![say!(tongue, "{when}, the learner is assigned {what}.", when = when, what = what)];
    if let Some(from) = trigger.active_from {
        out.push(say!(tongue, "It looks only at what happens from {when} on.", when = from));
    }
    if !trigger.enabled {
        out.push(say!(tongue, "It is switched off."));
    }
    out.join(" ")
}

fn given(assignment: &Assignment, titles: &Titles<'_>) -> String {
    match assignment {
        Assignment::Course(id) => titles.item(id),
        Assignment::Certification(id) => say!(
            titles.tongue,
            "the certification {title} with its courses",
            title = titles.certification(id),
        ),
    }
}

/// Who it is about.
fn eligible(trigger: &Trigger, titles: &Titles<'_>) -> String {
    let tongue = titles.tongue;
    let groups: Vec<String> = trigger.eligible.iter().map(|id| titles.group(id)).collect();
    match groups.as_slice() {
        [] => say!(tongue, "a learner"),
        [one] => say!(tongue, "a learner in {group}", group = one),
        _ => say!(tongue, "a learner who is in all of {groups}", groups = tongue.and(&groups)),
    }
}

/// What sets it off, as the beginning of a sentence; what is missing as an error.
fn milestone(trigger: &Trigger, titles: &Titles<'_>) -> Result<String, String> {
    let tongue = titles.tongue;
    let learner = eligible(trigger, titles);
    let items = |ids: &[Id]| tongue.and(&ids.iter().map(|id| titles.item(id)).collect::<Vec<_>>());
    Ok(match &trigger.milestone {
        Milestone::Completes(ids) => match ids.as_slice() {
            [] => {
                return Err(say!(
                    tongue,
                    "It does nothing yet: choose the courses that set it off."
                ));
            }
            [one] => say!(
                tongue,
                "When {learner} has completed {item}",
                learner = learner,
                item = titles.item(one),
            ),
            [_, _] => say!(
                tongue,
                "When {learner} has completed both {items}",
                learner = learner,
                items = items(ids),
            ),
            _ => say!(
                tongue,
                "When {learner} has completed all of {items}, in any order",
                learner = learner,
                items = items(ids),
            ),
        },
        Milestone::Joins => say!(tongue, "When {learner} joins", learner = learner),
        Milestone::AddedToGroup(id) if id.is_empty() => {
            return Err(say!(tongue, "It does nothing yet: choose the group."));
        }
        Milestone::AddedToGroup(id) => say!(
            tongue,
            "When {learner} is added to {group}",
            learner = learner,
            group = titles.group(id),
        ),
        Milestone::CompletesCertification(id) if id.is_empty() => {
            return Err(say!(tongue, "It does nothing yet: choose the certification."));
        }
        Milestone::CompletesCertification(id) => say!(
            tongue,
            "When {learner} earns {certification}",
            learner = learner,
            certification = titles.certification(id),
        ),
    })
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
        certification(&Project::default(), &wanted, Tongue::ENGLISH)
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
        let none = certification(&Project::default(), &Certification::default(), Tongue::ENGLISH);
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
        let say = |one: &Trigger| trigger(&Project::default(), one, Tongue::ENGLISH);
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
