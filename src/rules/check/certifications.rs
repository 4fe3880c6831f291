//! Renewals: how long a period lasts, its window and its grace time.

use super::out::Out;
use crate::catalogue::Renewal;
use crate::diagnostic::Diagnostic;
use crate::rules::List;
use crate::rules::repair::Repair;

/// `renewal-shorter-than-window`, `grace-longer-than-period`, `months-out-of-range`.
pub(super) fn check(out: &mut Out<'_>) {
    for (index, certification) in out.known.certifications() {
        let months = match certification.renewal {
            Renewal::None => continue,
            Renewal::Calendar { every, .. } => every.months(),
            Renewal::Interval { months, .. } => months,
        };
        let id = &certification.id;
        if !(1..=1200).contains(&months) {
            let message = format!("A period has 1 to 1200 months, not {months}.");
            let path = format!("certifications.{id}.renewal");
            let finding = Diagnostic::error("months-out-of-range", path, message);
            let repair =
                Repair::SetMonths { certification: id.clone(), months: months.clamp(1, 1200) };
            out.add(List::Certifications, index, finding, Some(repair));
            continue;
        }
        let days = shortest(months);
        let quarter = days / 4;
        let certification_id = id.clone();
        if certification.window_days >= days {
            let message = format!(
                "Renewing counts from {} days before the expiry, but a period may have only {days}: the renewal would be open before the period begins.",
                certification.window_days
            );
            let path = format!("certifications.{id}.window_days");
            let finding = Diagnostic::error("renewal-shorter-than-window", path, message);
            let repair =
                Repair::SetWindow { certification: certification_id.clone(), days: quarter };
            out.add(List::Certifications, index, finding, Some(repair));
        }
        if certification.grace_days > days {
            let message = format!(
                "The old certification still counts {} days after its expiry, which is longer than a period ({days} days).",
                certification.grace_days
            );
            let path = format!("certifications.{id}.grace_days");
            let finding = Diagnostic::warning("grace-longer-than-period", path, message);
            let repair = Repair::SetGrace { certification: certification_id, days: quarter };
            out.add(List::Certifications, index, finding, Some(repair));
        }
    }
}

/// The fewest days that so many months in a row can have: those from a 1 February
/// on, without leap years. A window is compared with this, as a period that is
/// sometimes too short is too short.
fn shortest(months: u32) -> u32 {
    const FROM_FEBRUARY: [u32; 12] = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334];
    let rest = FROM_FEBRUARY.get((months % 12) as usize).copied().unwrap_or(0);
    (months / 12).saturating_mul(365).saturating_add(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{ToSpan, civil::date};

    #[test]
    fn the_shortest_period_is_the_shortest_there_is() {
        for months in 1..=40_u32 {
            let least = (0..48)
                .map(|start| {
                    let from = date(2097, 1, 1).checked_add(start.months()).unwrap();
                    let to = from.checked_add((months as i32).months()).unwrap();
                    u32::try_from((to - from).get_days()).unwrap()
                })
                .min()
                .unwrap();
            // 2100 is no leap year, so that the spans of years without one are there.
            assert_eq!(shortest(months), least, "{months} months");
        }
    }
}
