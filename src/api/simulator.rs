//! The rehearsal room for JavaScript: loaded by a worker.
//!
//! Projects come in as JSON text, since they may be large. Every call answers
//! `{ ok: true, …, warnings }` or `{ ok: false, errors }` and never throws on bad
//! input.

use super::js::{answer, refusal, to_js, wrong_argument};
use super::room::Room;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::import::history::{Columns, Imported, Settings};
use crate::rules::repair::Repair;
use js_sys::Function;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

/// One project, its last run, and the last history that was read.
#[wasm_bindgen]
#[derive(Default)]
pub struct Simulator {
    room: Option<Room>,
    imported: Option<Imported>,
}

#[wasm_bindgen]
impl Simulator {
    /// An empty room.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens a project's JSON text. What could not be read is in `warnings`.
    pub fn open(&mut self, text: &str) -> JsValue {
        match Room::open(text) {
            Ok((room, faults)) => {
                self.room = Some(room);
                self.imported = None;
                answer(&[], faults)
            }
            Err(errors) => refusal(&errors),
        }
    }

    /// `{ project }`: its JSON text.
    pub fn project(&mut self) -> JsValue {
        self.with("project", |room| Ok(room.text()))
    }

    /// `{ checks }`
    pub fn checks(&mut self) -> JsValue {
        self.with("checks", |room| Ok(room.checks()))
    }

    /// Applies a check's `repair`, and checks again: `{ checks }`.
    pub fn repair(&mut self, repair: JsValue) -> JsValue {
        self.with("checks", |room| {
            let repair: Repair = from_js("repair", repair)?;
            room.repair(&repair);
            Ok(room.checks())
        })
    }

    /// `{ order }`: null when there is nothing to check about the rule.
    #[wasm_bindgen(js_name = orderCheck)]
    pub fn order_check(&mut self, rule: &str) -> JsValue {
        self.with("order", |room| Ok(room.order_check(rule)))
    }

    /// `{ summary }`. `progress` is called with how many learners are done and
    /// how many there are; the run stops when it returns `false`.
    pub fn run(&mut self, progress: Option<Function>) -> JsValue {
        self.with("summary", |room| {
            Ok(room.run(|done, all| {
                let Some(progress) = &progress else { return true };
                let go_on = progress.call2(&JsValue::NULL, &done.into(), &all.into());
                go_on.map_or(true, |value| value.as_bool() != Some(false))
            }))
        })
    }

    /// `{ grants }`: some of the last run's certificates.
    pub fn grants(&mut self, from: u32, count: u32) -> JsValue {
        self.with("grants", |room| Ok(room.grants(from as usize, count as usize)))
    }

    /// `{ csv }`: all certificates of the last run.
    #[wasm_bindgen(js_name = grantsCsv)]
    pub fn grants_csv(&mut self) -> JsValue {
        self.with("csv", |room| Ok(room.grants_csv()))
    }

    /// `{ report }`: `{ gaps, near_misses }`.
    pub fn gaps(&mut self) -> JsValue {
        self.with("report", |room| Ok(room.gaps()))
    }

    /// `{ csv }`: the gaps.
    #[wasm_bindgen(js_name = gapsCsv)]
    pub fn gaps_csv(&mut self) -> JsValue {
        self.with("csv", |room| Ok(room.gaps_csv()))
    }

    /// `{ coverage }`
    pub fn coverage(&mut self) -> JsValue {
        self.with("coverage", |room| Ok(room.coverage()))
    }

    /// `{ difference }`: what another project's rules would change.
    pub fn compare(&mut self, text: &str) -> JsValue {
        self.with("difference", |room| {
            let (mut other, _) = Room::open(text)?;
            Ok(room.compare(&mut other))
        })
    }

    /// `{ outcomes }` of one learner, with evidence and sentences.
    pub fn outcomes(&mut self, learner: &str, without_skipped: bool) -> JsValue {
        self.with("outcomes", |room| Ok(room.outcomes(learner, without_skipped)))
    }

    /// `{ outcomes }` of one rule for everyone, up to so many.
    #[wasm_bindgen(js_name = ruleOutcomes)]
    pub fn rule_outcomes(&mut self, rule: &str, without_skipped: bool, limit: u32) -> JsValue {
        self.with("outcomes", |room| Ok(room.rule_outcomes(rule, without_skipped, limit as usize)))
    }

    /// `{ explanation }`: null for an unknown learner or certificate.
    pub fn explain(&mut self, learner: &str, certificate: &str) -> JsValue {
        self.with("explanation", |room| Ok(room.explain(learner, certificate)))
    }

    /// `{ view }`: what a learner sees at an instant.
    pub fn view(&mut self, learner: &str, at: Option<String>) -> JsValue {
        self.with("view", |room| room.view(learner, at.as_deref()))
    }

    /// `{ results }` of the cases that are kept with the project.
    pub fn scenarios(&mut self) -> JsValue {
        self.with("results", |room| Ok(room.scenarios()))
    }

    /// `{ imported }`: reads CSV without adding it. `columns` confirms or corrects
    /// the guess that an earlier reading returned.
    #[wasm_bindgen(js_name = readCsv)]
    pub fn read_csv(&mut self, bytes: &[u8], columns: JsValue, create_learners: bool) -> JsValue {
        self.import(|room| {
            let columns: Option<Columns> = match columns.is_undefined() || columns.is_null() {
                true => None,
                false => Some(from_js("columns", columns)?),
            };
            Ok(room.read_csv(bytes, columns.as_ref(), Settings { create_learners }))
        })
    }

    /// `{ imported }`: reads xAPI statements without adding them.
    #[wasm_bindgen(js_name = readXapi)]
    pub fn read_xapi(&mut self, bytes: &[u8], create_learners: bool) -> JsValue {
        self.import(|room| Ok(room.read_xapi(bytes, Settings { create_learners })))
    }

    /// Adds what was read last, less the lines that are taken back out.
    #[wasm_bindgen(js_name = addImported)]
    pub fn add_imported(&mut self, without: &[u32]) -> JsValue {
        let imported = self.imported.take();
        self.with("added", |room| {
            let Some(imported) = imported else {
                return Err(vec![wrong_argument("imported", "nothing was read")]);
            };
            let kept = imported.without(without);
            let added = kept.events.len();
            room.add(kept);
            Ok(added)
        })
    }
}

impl Simulator {
    fn with<T: Serialize>(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&mut Room) -> Result<T, Diagnostics>,
    ) -> JsValue {
        let Some(room) = &mut self.room else {
            let nothing = Diagnostic::error("no-project", "", "No project is open.");
            return refusal(&[nothing.repair("Open a project first.")]);
        };
        match work(room) {
            Ok(value) => answer(&[(name, to_js(&value))], Vec::new()),
            Err(errors) => refusal(&errors),
        }
    }

    fn import(&mut self, work: impl FnOnce(&Room) -> Result<Imported, Diagnostics>) -> JsValue {
        let mut kept = None;
        let out = self.with("imported", |room| {
            let imported = work(room)?;
            // The events themselves stay here: they may be a million.
            let shown = Imported { events: Vec::new(), lines: Vec::new(), ..imported.clone() };
            kept = Some(imported);
            Ok(shown)
        });
        self.imported = kept;
        out
    }
}

fn from_js<T: DeserializeOwned>(name: &str, value: JsValue) -> Result<T, Diagnostics> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|why| vec![wrong_argument(name, &why.to_string())])
}
