//! The dialog that brings events in from CSV and xAPI: read first, looked at,
//! corrected, added then.

use super::super::controls::{choices, choose, control_id, file, tick, typed};
use super::super::edits::now;
use super::super::words::{event_words, grouped, item_title};
use super::stage::Stage;
use crate::desk::{Ask, Seen, SeenFault};
use crate::diagnostic::Severity;
use crate::import::history::{Columns, DateOrder, ScoreScale};
use crate::ui::locale::said;
use icondata_lu as lu;
use leptos::prelude::*;
use std::collections::BTreeSet;
use wasm_bindgen::JsValue;

/// What is read: chosen files are read anew each time, and go to the worker
/// without being looked at here.
#[derive(Clone)]
enum Given {
    File(web_sys::File),
    Text(String),
}

/// A handle to the dialog's state.
#[derive(Clone, Copy)]
struct Import {
    stage: Stage,
    given: StoredValue<Option<Given>, LocalStorage>,
    name: RwSignal<String>,
    is_xapi: RwSignal<bool>,
    create: RwSignal<bool>,
    reading: RwSignal<bool>,
    seen: RwSignal<Option<Seen>>,
    without: RwSignal<BTreeSet<u32>>,
    turn: StoredValue<u32>,
}

impl Import {
    /// Has it read by the worker: with these columns, or guessed ones.
    fn read(self, columns: Option<Columns>) {
        let Some(given) = self.given.get_value() else { return };
        let input: (&str, JsValue) = match given {
            Given::File(file) => ("file", file.into()),
            Given::Text(text) => ("bytes", js_sys::Uint8Array::from(text.as_bytes()).into()),
        };
        let columns = columns.and_then(|c| serde_json::to_string(&c).ok());
        let columns = columns.map_or(JsValue::UNDEFINED, JsValue::from);
        let name = if self.is_xapi.get_untracked() { "readXapi" } else { "readCsv" };
        let turn = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        self.reading.set(true);
        self.without.set(BTreeSet::new());
        let create = self.create.get_untracked();
        self.stage.room.spawn(async move {
            let members = [input, ("columns", columns), ("create", create.into())];
            let answer = self.stage.room.call::<Seen>(name, &members).await;
            if self.turn.try_get_value() != turn {
                return;
            }
            self.reading.try_set(false);
            match answer {
                Ok(seen) => {
                    self.seen.try_set(Some(seen));
                }
                Err(faults) => self.stage.room.tell_all(faults),
            }
        });
    }

    fn take(self, given: Given, name: String, is_xapi: bool) {
        self.name.set(name);
        self.is_xapi.set(is_xapi);
        self.given.set_value(Some(given));
        self.read(None);
    }

    fn kept(self) -> usize {
        let kept = self.seen.with(|s| s.as_ref().map_or(0, |s| s.kept as usize));
        kept.saturating_sub(self.without.with(BTreeSet::len))
    }
}

pub(super) fn import(stage: Stage) -> AnyView {
    let import = Import {
        stage,
        given: StoredValue::new_local(None),
        name: RwSignal::default(),
        is_xapi: RwSignal::new(false),
        create: RwSignal::new(true),
        reading: RwSignal::new(false),
        seen: RwSignal::new(None),
        without: RwSignal::default(),
        turn: StoredValue::new(0),
    };
    let add = move |_| {
        let n = untrack(|| import.kept());
        if n > 0 {
            let without = import.without.get_untracked().into_iter().collect();
            let words = tn!(n, "{count} event added.", "{count} events added.");
            stage.bring(Ask::AddImported { without, now: now() }, words);
        }
    };
    view! {
        {source(import)}
        {move || import.reading.get().then(|| view! { <p class="hint late" role="status">{t!("Reading…")}</p> })}
        <Show when=move || import.seen.with(Option::is_some)>
            {report(import)}
        </Show>
        <div class="foot">
            <button type="button" on:click=move |_| stage.dialog.set(None)>{t!("Cancel")}</button>
            <button
                type="button"
                class="primary"
                data-do="add-imported"
                aria-disabled=move || (import.kept() == 0 || import.reading.get()).to_string()
                on:click=add
            >
                {move || match import.kept() {
                    0 => t!("Add events").to_owned(),
                    n => tn!(n, "Add {count} event", "Add {count} events"),
                }}
            </button>
        </div>
    }
    .into_any()
}

/// Where it comes from.
fn source(import: Import) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let id = control_id();
    let pasted = move |_| {
        let given = text.get_untracked();
        if !given.trim().is_empty() {
            let is_xapi = given.trim_start().starts_with(['{', '[']);
            import.take(Given::Text(given), t!("Pasted text").to_owned(), is_xapi);
        }
    };
    view! {
        <p class="hint">
            {t!("A table (CSV) with learner, activity and date, or xAPI statements (JSON). Nothing is added before you say so.")}
        </p>
        <div class="row">
            {file(
                lu::LuUpload,
                t!("Choose a file…"),
                ".csv,.tsv,.txt,.json,.jsonl,text/csv,application/json",
                move |file| {
                    let name = file.name();
                    let lower = name.to_lowercase();
                    let is_xapi = lower.ends_with(".json") || lower.ends_with(".jsonl");
                    import.take(Given::File(file), name, is_xapi);
                },
            )}
            {tick(t!("Make learners that are not here yet"), move || import.create.get(), move |on| {
                import.create.set(on);
                let columns = import.seen.with_untracked(|s| s.as_ref()?.columns.clone());
                import.read(columns);
            })}
        </div>
        <details>
            <summary>{t!("Or paste it")}</summary>
            <div class="field">
                <label for=id.clone()>{t!("Rows of a spreadsheet, CSV, or xAPI statements")}</label>
                <textarea
                    id=id
                    placeholder="learner,activity,date,score"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(typed(&event))
                ></textarea>
            </div>
            <button type="button" data-do="read-pasted" on:click=pasted>{t!("Read the pasted text")}</button>
        </details>
    }
}

fn report(import: Import) -> impl IntoView {
    let of = move |part: fn(&Seen) -> usize| import.seen.with(|s| s.as_ref().map_or(0, part));
    let words = move || {
        let rows = tn!(
            of(|s| s.read as usize),
            "{file}: {count} row read, {kept} can be added, {faulty} with a fault.",
            "{file}: {count} rows read, {kept} can be added, {faulty} with a fault.",
            file = import.name.get(),
            kept = grouped(of(|s| s.kept as usize)),
            faulty = grouped(of(|s| s.faulty as usize)),
        );
        let people = tn!(of(|s| s.new_learners), "{count} new learner.", "{count} new learners.");
        format!("{rows} {people}")
    };
    view! {
        <p
            class="preview"
            class:is-warn=move || import.seen.with(|s| s.as_ref().is_some_and(|s| s.faulty > 0))
            role="status"
            data-import="counts"
        >
            {words}
        </p>
        {move || import.seen.with(|s| s.as_ref().map(|s| s.faults.clone())).map(|f| faults(import, f))}
        <Show when=move || import.seen.with(|s| s.as_ref().is_some_and(|s| s.columns.is_some()))>
            {matching(import)}
        </Show>
        {sample(import)}
    }
}

/// A role of a column.
type Role = (&'static str, fn(&mut Columns) -> &mut Option<usize>);

fn roles() -> [Role; 9] {
    [
        (t!("Learner"), |c| &mut c.learner),
        (t!("E-mail"), |c| &mut c.email),
        (t!("Full name (of new learners)"), |c| &mut c.name),
        (t!("Activity or other item"), |c| &mut c.item),
        (t!("When"), |c| &mut c.instant),
        (t!("What happened"), |c| &mut c.event),
        (t!("How it ended"), |c| &mut c.status),
        (t!("Score"), |c| &mut c.score),
        (t!("Session"), |c| &mut c.session),
    ]
}

/// Which column is what.
fn matching(import: Import) -> impl IntoView {
    let columns = move || import.seen.with(|s| s.as_ref()?.columns.clone()).unwrap_or_default();
    let change = move |set: &dyn Fn(&mut Columns)| {
        let mut columns = untrack(columns);
        set(&mut columns);
        import.read(Some(columns));
    };
    // Each column by its header and its first value.
    let list = move || {
        let has_header = columns().has_header;
        let rows = import.seen.with(|s| s.as_ref().map(|s| s.rows.clone())).unwrap_or_default();
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |row: usize, at: usize| {
            rows.get(row).and_then(|r| r.get(at)).map_or("", String::as_str).to_owned()
        };
        let mut all = vec![(String::new(), t!("— none —").to_owned())];
        all.extend((0..width).map(|at| {
            let label = if has_header {
                t!("{column} (such as {value})", column = cell(0, at), value = cell(1, at))
            } else {
                t!("Column {number} (such as {value})", number = at + 1, value = cell(0, at))
            };
            (at.to_string(), label)
        }));
        choices(all)
    };
    let role = move |(label, slot): Role| {
        choose(
            label,
            list,
            move || slot(&mut columns()).map(|at| at.to_string()).unwrap_or_default(),
            move |chosen| change(&|c| *slot(c) = chosen.parse().ok()),
        )
    };
    let pairs = |list: &[(&str, &str)]| {
        choices(list.iter().map(|(v, l)| ((*v).to_owned(), (*l).to_owned())).collect::<Vec<_>>())
    };
    view! {
        <h3>{t!("Which column is what")}</h3>
        <div class="two matching">
            {roles().map(role)}
            {choose(
                t!("Cells are parted by"),
                move || pairs(&[(",", t!("Comma")), (";", t!("Semicolon")), ("\t", t!("Tab")), ("|", t!("Bar"))]),
                move || char::from(columns().delimiter).to_string(),
                move |chosen| {
                    // Other cells, other columns: they are found anew by their names.
                    let delimiter = chosen.bytes().next().unwrap_or(b',');
                    change(&|c| c.delimiter = delimiter);
                },
            )}
            {choose(
                t!("3/4/2026 is"),
                move || pairs(&[("day", t!("3 April (day first)")), ("month", t!("4 March (month first)"))]),
                move || match columns().date_order {
                    DateOrder::DayFirst => "day".to_owned(),
                    DateOrder::MonthFirst => "month".to_owned(),
                },
                move |chosen| change(&|c| {
                    c.date_order =
                        if chosen == "month" { DateOrder::MonthFirst } else { DateOrder::DayFirst };
                }),
            )}
            {choose(
                t!("Scores count up to"),
                move || pairs(&[("100", "100"), ("1", "1")]),
                move || match columns().score_scale {
                    ScoreScale::Percent => "100".to_owned(),
                    ScoreScale::Unit => "1".to_owned(),
                },
                move |chosen| change(&|c| {
                    c.score_scale = if chosen == "1" { ScoreScale::Unit } else { ScoreScale::Percent };
                }),
            )}
            {tick(t!("The first row names the columns"), move || columns().has_header, move |on| {
                change(&|c| c.has_header = on);
            })}
        </div>
    }
}

/// What is wrong, line by line.
fn faults(import: Import, list: Vec<SeenFault>) -> impl IntoView {
    if list.is_empty() {
        return view! { <p class="hint">{t!("Nothing is wrong with it.")}</p> }.into_any();
    }
    let more = import.seen.with_untracked(|s| s.as_ref().map_or(0, |s| s.more_faults as usize));
    let all = list.len();
    let rows = list
        .into_iter()
        .take(200)
        .map(|fault| {
            let line = fault.line;
            let place = if line == 0 { t!("File").to_owned() } else { line.to_string() };
            let kind = match fault.severity {
                Severity::Error => t!("Not added"),
                Severity::Warning => t!("Added, but look"),
                Severity::Info => t!("Note"),
            };
            let can_go = fault.severity == Severity::Warning && line > 0;
            view! {
                <tr data-line=line.to_string() data-code=fault.code>
                    <td>{place}</td>
                    <td>
                        <strong>{said(&fault.message)}</strong>
                        " "
                        {said(&fault.repair)}
                        {(!fault.text.is_empty()).then(|| view! { <code>{fault.text}</code> })}
                    </td>
                    <td>
                        {if can_go {
                            leave_out(import, line).into_any()
                        } else {
                            view! { <span class="tag">{kind}</span> }.into_any()
                        }}
                    </td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let rest = (all + more).saturating_sub(200);
    view! {
        <h3>{t!("Rows to look at")}</h3>
        <div class="scroll" role="region" tabindex="0" aria-label=t!("Rows to look at")>
            <table data-import="faults">
                <thead>
                    <tr><th scope="col">{t!("Line")}</th><th scope="col">{t!("What is wrong")}</th><th scope="col"><span class="sr-only">{t!("Added?")}</span></th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {(rest > 0).then(|| view! { <p class="hint">{tn!(rest, "{count} more is not listed.", "{count} more are not listed.")}</p> })}
    }
    .into_any()
}

/// A box that takes a line back out.
fn leave_out(import: Import, line: u32) -> impl IntoView {
    view! {
        <label class="tick">
            <input
                type="checkbox"
                aria-label=t!("Add line {line}", line = line)
                prop:checked=move || !import.without.with(|w| w.contains(&line))
                on:change=move |event| {
                    let add = event_target_checked(&event);
                    import.without.update(|without| {
                        if add { without.remove(&line); } else { without.insert(line); }
                    });
                }
            />
            <span>{t!("Add")}</span>
        </label>
    }
}

/// The first events that would be added.
fn sample(import: Import) -> impl IntoView {
    let room = import.stage.room;
    let rows = move || {
        let sample = import.seen.with(|s| s.as_ref().map(|s| s.sample.clone())).unwrap_or_default();
        sample
            .into_iter()
            .map(|(line, event)| {
                let at = room.zone().instant(event.at).0;
                let item = room.track(|p| item_title(p, &event.item));
                view! {
                    <tr>
                        <td>{leave_out(import, line)}</td>
                        <td>{line}</td>
                        <td>{import.stage.words(at)}</td>
                        <td>{event.learner.to_string()}</td>
                        <td>{event_words(event.kind)}</td>
                        <td>{item}</td>
                        <td>{event.score.map(|s| s.to_string())}</td>
                    </tr>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <Show when=move || import.seen.with(|s| s.as_ref().is_some_and(|s| s.kept > 0))>
            <h3>{t!("The first ones")}</h3>
            <div class="scroll" role="region" tabindex="0" aria-label=t!("The first events")>
                <table>
                    <thead>
                        <tr>
                            <th scope="col"><span class="sr-only">{t!("Add")}</span></th>
                            <th scope="col">{t!("Line")}</th>
                            <th scope="col">{t!("When")}</th>
                            <th scope="col">{t!("Learner")}</th>
                            <th scope="col">{t!("Event")}</th>
                            <th scope="col">{t!("Item")}</th>
                            <th scope="col">{t!("Score")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </Show>
    }
}
