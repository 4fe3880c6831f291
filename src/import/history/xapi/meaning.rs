//! What verbs and results mean for rules.

use super::statement::{Outcome, Score};
use crate::catalogue::{EventKind, Status};
use crate::import::history::imported::Fault;
use crate::import::history::score::rounded;
use crate::import::history::words::Happened;

/// What a verb says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// `completed`, `satisfied`, `waived`.
    Completed,
    Passed,
    Failed,
    Abandoned,
    /// `initialized`, `launched`, `attempted`.
    Started,
    Terminated,
    Scored,
    Registered,
    Voided,
    /// Nothing that rules need.
    Other,
}

/// What "registered" says when its object is nothing of the project.
pub(super) const LEARNER_REGISTERED: Happened = Happened::Kind(EventKind::LearnerRegistered);

/// The meaning of a verb by its IRI.
pub(super) fn of(iri: &str) -> Meaning {
    let iri = iri.trim();
    let address = iri.strip_prefix("https://").or_else(|| iri.strip_prefix("http://"));
    let Some(address) = address else { return Meaning::Other };
    let verb = address
        .strip_prefix("adlnet.gov/expapi/verbs/")
        .or_else(|| address.strip_prefix("www.adlnet.gov/expapi/verbs/"))
        .or_else(|| address.strip_prefix("w3id.org/xapi/adl/verbs/"));
    match verb.map(|verb| verb.trim_end_matches('/')) {
        Some("completed" | "satisfied" | "waived") => Meaning::Completed,
        Some("passed") => Meaning::Passed,
        Some("failed") => Meaning::Failed,
        Some("abandoned") => Meaning::Abandoned,
        Some("initialized" | "launched" | "attempted") => Meaning::Started,
        Some("terminated") => Meaning::Terminated,
        Some("scored") => Meaning::Scored,
        Some("registered") => Meaning::Registered,
        Some("voided") => Meaning::Voided,
        _ => Meaning::Other,
    }
}

/// What happened by a verb and its result; nothing when that is no event. A
/// result can make "completed" more exact, it never turns "passed" round.
pub(super) fn happened(meaning: Meaning, result: Option<&Outcome>) -> Option<Happened> {
    let completion = result.and_then(|result| result.completion);
    let success = result.and_then(|result| result.success);
    Some(match meaning {
        Meaning::Completed if completion == Some(false) => Happened::Ended(Status::Abandoned),
        Meaning::Completed => Happened::Ended(match success {
            None => Status::Completed,
            Some(true) => Status::Passed,
            Some(false) => Status::Failed,
        }),
        Meaning::Passed => Happened::Ended(Status::Passed),
        Meaning::Failed => Happened::Ended(Status::Failed),
        Meaning::Abandoned => Happened::Ended(Status::Abandoned),
        Meaning::Terminated if completion == Some(false) => Happened::Ended(Status::Abandoned),
        Meaning::Started => Happened::Kind(EventKind::ActivityStarted),
        Meaning::Scored => Happened::Kind(EventKind::ActivityGraded),
        Meaning::Registered => Happened::Assigned,
        Meaning::Terminated | Meaning::Voided | Meaning::Other => return None,
    })
}

/// A score in 0–100: `scaled`, else `raw` between `min` (0) and `max` (100).
/// Below zero it counts as 0, with a warning.
///
/// # Errors
/// Out of range.
pub(super) fn score(score: &Score) -> Result<(Option<f64>, Option<Fault>), Fault> {
    if let Some(scaled) = score.scaled {
        if !(-1.0..=1.0).contains(&scaled) {
            return Err(bad_score(format!("The scaled score {scaled} is not between -1 and 1.")));
        }
        let warning = (scaled < 0.0).then(|| {
            Fault::warning(
                "negative-score",
                format!("The scaled score {scaled} is below zero; it was taken as 0."),
                "Correct the score if it should count.",
            )
        });
        return Ok((Some(rounded(scaled.max(0.0) * 100.0)), warning));
    }
    let Some(raw) = score.raw else { return Ok((None, None)) };
    let (min, max) = (score.min.unwrap_or(0.0), score.max.unwrap_or(100.0));
    // An infinite span (from -1e308 to 1e308) gives no share either.
    if max <= min || !(max - min).is_finite() || !(min..=max).contains(&raw) {
        return Err(bad_score(format!("The raw score {raw} is not between {min} and {max}.")));
    }
    Ok((Some(rounded((raw - min) / (max - min) * 100.0)), None))
}

fn bad_score(message: String) -> Fault {
    Fault::error("bad-score", message, "Correct the score, or leave it out.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_by_their_address() {
        assert_eq!(of("http://adlnet.gov/expapi/verbs/passed"), Meaning::Passed);
        assert_eq!(of("https://adlnet.gov/expapi/verbs/completed/"), Meaning::Completed);
        assert_eq!(of("https://w3id.org/xapi/adl/verbs/waived"), Meaning::Completed);
        assert_eq!(of("https://w3id.org/xapi/adl/verbs/abandoned"), Meaning::Abandoned);
        assert_eq!(of("http://adlnet.gov/expapi/verbs/experienced"), Meaning::Other);
        assert_eq!(of("http://example.org/passed"), Meaning::Other);
        assert_eq!(of("passed"), Meaning::Other);
    }

    #[test]
    fn results_make_completions_exact() {
        let result = |text: &'static str| serde_json::from_str::<Outcome>(text).unwrap();
        let of = |meaning, text| happened(meaning, Some(&result(text)));
        let ended = |status| Some(Happened::Ended(status));
        assert_eq!(happened(Meaning::Completed, None), ended(Status::Completed));
        assert_eq!(of(Meaning::Completed, r#"{"success":true}"#), ended(Status::Passed));
        assert_eq!(of(Meaning::Completed, r#"{"success":false}"#), ended(Status::Failed));
        assert_eq!(of(Meaning::Completed, r#"{"completion":false}"#), ended(Status::Abandoned));
        assert_eq!(of(Meaning::Passed, r#"{"success":false}"#), ended(Status::Passed));
        assert_eq!(of(Meaning::Terminated, r#"{"completion":false}"#), ended(Status::Abandoned));
        assert_eq!(of(Meaning::Terminated, "{}"), None);
    }

    #[test]
    fn scores_of_any_scale() {
        let of = |text: &str| score(&serde_json::from_str(text).unwrap()).map(|(value, _)| value);
        assert_eq!(of(r#"{"scaled":0.57,"raw":3}"#).unwrap(), Some(57.0));
        assert_eq!(of(r#"{"scaled":-0.5}"#).unwrap(), Some(0.0));
        assert_eq!(of(r#"{"raw":17,"max":20}"#).unwrap(), Some(85.0));
        assert_eq!(of(r#"{"raw":5,"min":1,"max":9}"#).unwrap(), Some(50.0));
        assert_eq!(of(r#"{"raw":85}"#).unwrap(), Some(85.0));
        assert_eq!(of("{}").unwrap(), None);
        for bad in [
            r#"{"scaled":1.1}"#,
            r#"{"raw":101}"#,
            r#"{"raw":5,"min":5,"max":5}"#,
            r#"{"raw":0,"min":-1e308,"max":1e308}"#,
        ] {
            assert_eq!(of(bad).unwrap_err().code, "bad-score", "{bad}");
        }
        let (_, warning) = score(&serde_json::from_str(r#"{"scaled":-1}"#).unwrap()).unwrap();
        assert_eq!(warning.unwrap().code, "negative-score");
    }
}
