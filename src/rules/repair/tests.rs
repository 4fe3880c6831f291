//! Repairs that no longer fit change nothing; most of the rest is tested where
//! findings are ([`crate::rules::check`]).

use super::*;
use crate::locale::Tongue;
use crate::rules::check::tests::project;
use serde_json::json;

#[test]
fn a_repair_of_something_that_is_gone_changes_nothing() {
    let project = project(&json!({
        "automations": [{"id": "r", "event": "activity-completed", "actions": [{"notify": "x"}]}],
        "programmes": [{"id": "p", "blocks": [{"activity": "a"}]}],
    }));
    let id = Id::from("gone");
    for repair in [
        Repair::SetEvent { rule: id.clone(), event: EventKind::JourneyCompleted },
        Repair::RemoveRule { rule: id.clone() },
        Repair::RemoveField {
            grant: GrantPlace::Automation { id: "r".into(), action: 0 },
            field: "f".into(),
        },
        Repair::RemoveField {
            grant: GrantPlace::Programme { id: "p".into(), block: 7 },
            field: "f".into(),
        },
        Repair::MoveBlock { programme: "p".into(), from: 0, to: 1 },
        Repair::RenameEntry { list: List::Activities, index: 0, from: id.clone(), to: "z".into() },
        Repair::RenameEntry { list: List::Activities, index: 99, from: id.clone(), to: id.clone() },
        Repair::ReplaceId {
            path: "automations.r.actions[0]".into(),
            from: id.clone(),
            to: "a".into(),
        },
        Repair::ReplaceInEvents { wanted: Wanted::Session, from: id.clone(), to: "a".into() },
        Repair::SetMonths { certification: id, months: 3 },
    ] {
        assert_eq!(apply(&project, &repair), project, "{repair:?}");
    }
}

#[test]
fn the_order_is_repaired_with_what_the_certificate_hangs_on() {
    let project = project(&json!({
        "automations": [{"id": "r", "event": "activity-completed",
            "conditions": {"and": [{"activity-in-event": "b"}, {"activity-completed": "a"}]},
            "actions": [{"grant-certificate": {"certificate": "x", "once": "every-event"}}]}],
    }));
    let repair = crate::rules::check::check(&project)
        .into_iter()
        .find(|found| found.diagnostic.code == "order-sensitive")
        .and_then(|found| found.repair)
        .unwrap();
    assert_eq!(
        repair.sentence(Tongue::ENGLISH),
        "Let the rule fire on the completion of any of the items once all of them are completed, \
         attach the certificate to “b”, and grant it once only."
    );
    let rule = &apply(&project, &repair).automations[0];
    let wanted = json!({"id": "r", "event": "activity-completed",
        "conditions": {"and": [
            {"or": [{"activity-in-event": "b"}, {"activity-in-event": "a"}]},
            {"and": [{"activity-completed": "b"}, {"activity-completed": "a"}]}]},
        "actions": [{"grant-certificate":
            {"certificate": "x", "attach_to": "b", "once": "per-cycle"}}]});
    assert_eq!(serde_json::to_value(rule).unwrap(), wanted);
}
