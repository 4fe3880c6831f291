//! Worked examples to begin with: the stories that the engine is tested by. Each
//! keeps itself as a case, so that it is seen at once when an edit breaks it.

use crate::diagnostic::Diagnostics;
use crate::locale::mark;
use crate::rules::Project;
use crate::simulate::scenario::Scenario;
use serde_json::{Map, json};

/// A worked example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Story {
    /// Names it in requests.
    pub key: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// What it shows, in one line.
    pub about: &'static str,
    json: &'static str,
}

macro_rules! story {
    ($key:literal, $name:expr, $about:expr) => {
        Story {
            key: $key,
            name: $name,
            about: $about,
            json: include_str!(concat!("../../tests/rules/stories/", $key, ".json")),
        }
    };
}

/// The examples, the one to open on first.
pub const STORIES: [Story; 4] = [
    story!(
        "three-ways-to-a-certificate",
        mark!("Three ways to a certificate"),
        mark!(
            "After one activity, after a journey, and after three activities in any order; one learner was too early"
        )
    ),
    story!(
        "a-programme-with-an-exam",
        mark!("A programme with an exam"),
        mark!(
            "Certificate blocks, a minimum score, an attempt that fails, and the end of a session"
        )
    ),
    story!(
        "triggers-and-a-certification",
        mark!("Triggers and a certification"),
        mark!("A hidden course is revealed, a certification is assigned, earned, and expires")
    ),
    story!(
        "the-naive-rule",
        mark!("The naive rule"),
        mark!("A rule that waits for one activity to be the last, and the check that says so")
    ),
];

/// The example of that key.
pub fn find(key: &str) -> Option<&'static Story> {
    STORIES.iter().find(|story| story.key == key)
}

impl Story {
    /// The project, with the story itself as its one case.
    ///
    /// # Errors
    /// What can't be read; a test holds that it is nothing.
    pub fn project(&self) -> Result<Project, Diagnostics> {
        let scenario = Scenario::parse(self.json).map_err(|fault| vec![fault])?;
        let (mut project, _) = scenario.project(None)?;
        project.copy_blocks();
        let mut given = Map::new();
        given.insert("learners".into(), json!(project.learners));
        if !project.sessions.is_empty() {
            given.insert("sessions".into(), json!(project.sessions));
        }
        project.scenarios = vec![json!(Scenario { given, ..scenario })];
        Ok(project)
    }
}
