//! Numbers that lie outside their range, and ranges that hold nothing.

use super::out::Out;
use super::tree::{nodes, rebuild};
use crate::catalogue::Period;
use crate::diagnostic::Diagnostic;
use crate::rules::repair::{Change, Repair};
use crate::rules::{Automation, List, Node, ScoreRange, TimeSince};

/// `score-out-of-range`, `empty-time-range`, `chain-limit-out-of-range`.
pub(super) fn check(out: &mut Out<'_>) {
    let known = out.known;
    let limit = known.project.options.chain_limit;
    if !(1..=1000).contains(&limit) {
        let finding = Diagnostic::error(
            "chain-limit-out-of-range",
            "options.chain_limit",
            format!("A chain of events may be 1 to 1000 deep, not {limit}."),
        );
        let repair = Repair::SetChainLimit { limit: limit.clamp(1, 1000) };
        out.add(List::Options, 0, finding, Some(repair));
    }
    for (index, activity) in known.activities() {
        let Some(minimum) = activity.minimum_score.filter(|score| !in_range(*score)) else {
            continue;
        };
        let path = format!("activities.{}.minimum_score", activity.id);
        let repair = clamped(minimum)
            .map(|minimum| Repair::SetMinimumScore { activity: activity.id.clone(), minimum });
        out.add(List::Activities, index, out_of_range(path, minimum), repair);
    }
    for (index, certification) in known.certifications() {
        for (course, required) in certification.courses.iter().enumerate() {
            let minimum = required.minimum_grade;
            if in_range(minimum) {
                continue;
            }
            let path = format!("certifications.{}.courses[{course}]", certification.id);
            let certification = certification.id.clone();
            let repair = clamped(minimum).map(|minimum| Repair::SetMinimumGrade {
                certification,
                course,
                minimum,
            });
            out.add(List::Certifications, index, out_of_range(path, minimum), repair);
        }
    }
    for (index, rule) in known.automations() {
        for at in rule.conditions.iter().flat_map(nodes) {
            let path = format!("automations.{}.conditions{}", rule.id, at.path);
            match at.node {
                Node::Score(range) => score(out, index, rule, path, range),
                Node::TimeSince(time) => time_since(out, index, rule, path, time),
                _ => {}
            }
        }
    }
}

/// Whether it is a score.
pub(super) fn in_range(score: f64) -> bool {
    (0.0..=100.0).contains(&score)
}

fn clamped(score: f64) -> Option<f64> {
    (!score.is_nan()).then(|| score.clamp(0.0, 100.0))
}

fn out_of_range(path: String, score: f64) -> Diagnostic {
    let message = match score.is_finite() {
        true => format!("Scores go from 0 to 100; {score} is outside."),
        false => "Scores are numbers from 0 to 100; this is none.".to_owned(),
    };
    Diagnostic::error("score-out-of-range", path, message).repair("Use a number from 0 to 100.")
}

/// The rule with each condition like this one replaced.
fn replace(rule: &Automation, old: &Node, new: &Node, change: Change) -> Option<Repair> {
    let conditions = rebuild(rule.conditions.as_ref()?, &|node| {
        Some(if node == old { new.clone() } else { node.clone() })
    });
    Some(Repair::SetConditions { rule: rule.id.clone(), conditions, change })
}

fn score(out: &mut Out<'_>, index: usize, rule: &Automation, path: String, range: &ScoreRange) {
    let bounds = [range.minimum, range.below];
    if let Some(wrong) = bounds.into_iter().flatten().find(|score| !in_range(*score)) {
        let bring = |score: Option<f64>| score.and_then(clamped);
        let fixed = ScoreRange {
            activity: range.activity.clone(),
            minimum: bring(range.minimum),
            below: bring(range.below),
        };
        let (old, new) = (Node::Score(range.clone()), Node::Score(fixed));
        let repair = replace(rule, &old, &new, Change::LimitScores);
        // NaN is not equal to itself, so that nothing would be replaced.
        let repair = repair.filter(|_| old == Node::Score(range.clone()));
        out.add(List::Automations, index, out_of_range(path, wrong), repair);
    } else if let (Some(minimum), Some(below)) = (range.minimum, range.below)
        && minimum >= below
    {
        let message =
            format!("No score is at least {minimum} and below {below}: this never holds.");
        let finding = Diagnostic::error("score-out-of-range", path, message);
        let activity = range.activity.clone();
        let fixed = if minimum > below {
            ScoreRange { activity, minimum: Some(below), below: Some(minimum) }
        } else {
            ScoreRange { activity, minimum: Some(minimum), below: None }
        };
        let (old, new) = (Node::Score(range.clone()), Node::Score(fixed));
        let repair = replace(rule, &old, &new, Change::OrderScores);
        out.add(List::Automations, index, finding, repair);
    }
}

fn time_since(out: &mut Out<'_>, index: usize, rule: &Automation, path: String, time: &TimeSince) {
    let Some(to) = time.to.filter(|to| is_empty(time.from, *to)) else { return };
    let message = format!("From {} until {to} is no time: this never holds.", time.from);
    let finding = Diagnostic::warning("empty-time-range", path, message);
    let since = time.since.clone();
    let fixed = match is_empty(to, time.from) {
        true => TimeSince { since, from: time.from, to: None },
        false => TimeSince { since, from: to, to: Some(time.from) },
    };
    let (old, new) = (Node::TimeSince(time.clone()), Node::TimeSince(fixed));
    let repair = replace(rule, &old, &new, Change::OrderTimes);
    out.add(List::Automations, index, finding, repair);
}

/// Whether the one is never over before the other, wherever on the calendar
/// they start: a month has 28 to 31 days, a day 23 to 25 hours.
fn is_empty(from: Period, to: Period) -> bool {
    const HOUR: i128 = 3_600_000;
    // How long the difference may be at least.
    let least =
        |amount: i128, short: i128, long: i128| amount * if amount < 0 { long } else { short };
    let months = i128::from(from.months) - i128::from(to.months);
    let days = i128::from(from.days) - i128::from(to.days);
    let ms = i128::from(from.ms) - i128::from(to.ms);
    let days = least(months, 28, 31) + days;
    // Whole days first, so that the same days on both sides weigh nothing.
    least(days, 23 * HOUR, 25 * HOUR) + ms >= 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_empty_only_when_they_surely_are() {
        for (from, to, empty) in [
            ("0", "30 days", false),
            ("30 days", "30 days", true),
            ("31 days", "30 days", true),
            ("30 days", "1 month", false),
            ("1 month", "30 days", false),
            ("1 month", "28 days", true),
            ("2 months", "1 month", true),
            ("24 hours", "1 day", false),
            ("25 hours", "1 day", true),
            ("1 month 1 day", "1 month", true),
        ] {
            let range = (Period::parse(from).unwrap(), Period::parse(to).unwrap());
            assert_eq!(is_empty(range.0, range.1), empty, "{from} until {to}");
        }
    }
}
