//! Trees of conditions that nest deeper than [`Node::MAX_DEPTH`]. They can only
//! be made in memory, and whatever recurses into them may run out of stack; so
//! nothing here does.

use crate::rules::{Automation, Node, Project};

/// Whether a tree is one.
pub(in crate::rules) fn is_deep(tree: Option<&Node>) -> bool {
    tree.is_some_and(|tree| tree.depth() > Node::MAX_DEPTH)
}

fn has_deep(project: &Project) -> bool {
    project.automations.iter().any(|rule| is_deep(rule.conditions.as_ref()))
}

/// The same project again.
pub(super) fn copy(project: &Project) -> Project {
    match has_deep(project) {
        false => project.clone(),
        true => with_conditions(project, |rule| {
            let conditions = rule.conditions.as_ref().map(copy_tree);
            (conditions, rule.enabled)
        }),
    }
}

/// The project with such rules switched off and without their conditions, when
/// it has any: without conditions alone they would fire at every event.
pub(in crate::rules) fn without_deep(project: &Project) -> Option<Project> {
    has_deep(project).then(|| {
        with_conditions(project, |rule| match is_deep(rule.conditions.as_ref()) {
            true => (None, false),
            false => (rule.conditions.clone(), rule.enabled),
        })
    })
}

/// A copy with the conditions and switches that are said of each rule.
fn with_conditions(
    project: &Project,
    change: impl Fn(&Automation) -> (Option<Node>, bool),
) -> Project {
    let rule = |rule: &Automation| {
        let (conditions, enabled) = change(rule);
        Automation {
            id: rule.id.clone(),
            name: rule.name.clone(),
            version: rule.version,
            enabled,
            active_from: rule.active_from,
            event: rule.event,
            conditions,
            actions: rule.actions.clone(),
            extra: rule.extra.clone(),
        }
    };
    Project {
        name: project.name.clone(),
        options: project.options.clone(),
        activities: project.activities.clone(),
        journeys: project.journeys.clone(),
        programmes: project.programmes.clone(),
        sessions: project.sessions.clone(),
        groups: project.groups.clone(),
        learners: project.learners.clone(),
        certificates: project.certificates.clone(),
        certifications: project.certifications.clone(),
        automations: project.automations.iter().map(rule).collect(),
        triggers: project.triggers.clone(),
        events: project.events.clone(),
        scenarios: project.scenarios.clone(),
        extra: project.extra.clone(),
    }
}

/// The same tree again.
fn copy_tree(tree: &Node) -> Node {
    // Parents first, and last parts before first ones; from the end, each finds its
    // parts finished, in their order.
    let mut order = vec![];
    let mut open = vec![tree];
    while let Some(node) = open.pop() {
        order.push(node);
        open.extend(node.children());
    }
    let mut done: Vec<Node> = Vec::new();
    for node in order.into_iter().rev() {
        let start = done.len().saturating_sub(node.children().len());
        let mut parts = done.split_off(start);
        let copy = match node {
            Node::And(_) => Node::And(parts),
            Node::Or(_) => Node::Or(parts),
            Node::Not(_) => match parts.pop() {
                Some(part) => Node::Not(Box::new(part)),
                None => continue,
            },
            leaf => leaf.clone(),
        };
        done.push(copy);
    }
    done.pop().unwrap_or_else(|| Node::And(Vec::new()))
}

/// Drops a tree.
pub(super) fn take_apart(tree: Option<Node>) {
    let mut open: Vec<Node> = tree.into_iter().collect();
    while let Some(node) = open.pop() {
        match node {
            Node::And(nodes) | Node::Or(nodes) => open.extend(nodes),
            Node::Not(node) => open.push(*node),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::check::check;
    use crate::rules::check::tests::project;
    use crate::rules::random;
    use crate::rules::repair::{Change, Repair, apply};
    use crate::rules::{parse, write};
    use proptest::prelude::*;
    use serde_json::json;

    /// Trees ten thousand deep, of each sort of group.
    fn deep() -> Vec<Node> {
        let wraps: [fn(Node) -> Node; 3] = [
            |node| Node::And(vec![node]),
            |node| Node::Or(vec![Node::LearnerInGroup("g".into()), node, Node::And(Vec::new())]),
            |node| Node::Not(Box::new(node)),
        ];
        let nest = |wrap: fn(Node) -> Node| {
            (0..10_000).fold(Node::LearnerInGroup("g".into()), |node, _| wrap(node))
        };
        wraps.into_iter().map(nest).collect()
    }

    fn drop_project(mut project: Project) {
        for rule in &mut project.automations {
            take_apart(rule.conditions.take());
        }
    }

    fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
        let builder = std::thread::Builder::new().stack_size(512 * 1024);
        builder.spawn(work).unwrap().join().unwrap();
    }

    fn rules() -> Project {
        project(&json!({"automations": [
            {"id": "r", "event": "activity-completed", "actions": [{"complete-activity": "a"}]},
            {"id": "s", "event": "activity-completed", "conditions": {"activity-in-event": "a"}, "actions": [{"notify": "x"}]}]}))
    }

    #[test]
    fn deep_trees_need_no_stack() {
        for (at, tree) in deep().into_iter().enumerate() {
            on_a_small_stack(move || {
                let mut project = rules();
                project.automations[0].conditions = Some(tree);
                let codes: Vec<_> =
                    check(&project).iter().map(|c| c.diagnostic.code.clone()).collect();
                assert_eq!(codes, ["too-deep", "no-grant"], "{at}");

                // Written without it, and switched off: it must not fire at everything.
                let written = write(&project);
                let (read, faults) = parse(&written.to_string()).unwrap();
                assert_eq!(faults, []);
                assert_eq!(
                    (read.automations[0].enabled, &read.automations[0].conditions),
                    (false, &None)
                );
                assert_eq!((read.automations.len(), read.automations[1].enabled), (2, true));

                // Repaired elsewhere, it stays as it is.
                let repair = Repair::DisableRule { rule: "s".into() };
                let after = apply(&project, &repair);
                let depth = |p: &Project| p.automations[0].conditions.as_ref().unwrap().depth();
                assert_eq!(depth(&after), depth(&project));
                assert!(!after.automations[1].enabled);
                drop_project(after);
                // Repaired itself, it goes.
                let repair = Repair::SetConditions {
                    rule: "r".into(),
                    conditions: None,
                    change: Change::MoveNots,
                };
                let after = apply(&project, &repair);
                assert_eq!(after.automations[0].conditions, None);
                let after = apply(&project, &Repair::RemoveRule { rule: "r".into() });
                assert_eq!(after.automations.len(), 1);
                drop_project(project);
            });
        }
    }

    #[test]
    fn a_repair_that_brings_a_deep_tree_changes_nothing() {
        for tree in deep() {
            on_a_small_stack(move || {
                let project = rules();
                let repair = Repair::AnyOrder {
                    rule: "r".into(),
                    event: crate::catalogue::EventKind::JourneyCompleted,
                    conditions: tree,
                    attach_to: None,
                    once: false,
                };
                assert_eq!(apply(&project, &repair), project);
                let Repair::AnyOrder { conditions, .. } = repair else { return };
                let repair = Repair::SetConditions {
                    rule: "r".into(),
                    conditions: Some(conditions),
                    change: Change::MoveNots,
                };
                assert_eq!(apply(&project, &repair), project);
                let Repair::SetConditions { conditions, .. } = repair else { return };
                take_apart(conditions);
            });
        }
    }

    proptest! {
        #[test]
        fn a_tree_is_copied_as_it_is(tree in random::node()) {
            // Told by its text: what is not a number is not equal to itself.
            prop_assert_eq!(format!("{:?}", copy_tree(&tree)), format!("{tree:?}"));
        }
    }
}
