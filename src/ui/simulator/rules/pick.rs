//! Lists to choose things from, made once and shared by all selects: a thousand
//! activities are not listed anew with every keystroke.

use crate::catalogue::{Id, Period};
use crate::rules::Project;
use crate::ui::locale::said;
use crate::ui::simulator::controls::{Choices, control_id, options, typed};
use crate::ui::simulator::state::Room;
use crate::ui::simulator::words::title_or;
use leptos::prelude::*;

/// Everything that there is to choose.
#[derive(Clone, Copy)]
pub(super) struct Lists {
    pub(super) activities: Memo<Choices>,
    pub(super) journeys: Memo<Choices>,
    pub(super) programmes: Memo<Choices>,
    /// Activities and journeys.
    pub(super) courses: Memo<Choices>,
    /// Activities, journeys and programmes.
    pub(super) items: Memo<Choices>,
    pub(super) groups: Memo<Choices>,
    pub(super) certificates: Memo<Choices>,
    pub(super) certifications: Memo<Choices>,
}

fn list<'a>(entries: impl Iterator<Item = (&'a Id, &'a String)>) -> Vec<(String, String)> {
    entries.map(|(id, title)| (id.to_string(), title_or(title, id).to_owned())).collect()
}

impl Lists {
    pub(super) fn new(room: Room) -> Self {
        let memo = move |make: fn(&Project) -> Vec<(String, String)>| {
            Memo::new(move |_| vec![("", room.track(make))])
        };
        let activities = memo(|p| list(p.activities.iter().map(|a| (&a.id, &a.title))));
        let journeys = memo(|p| list(p.journeys.iter().map(|j| (&j.id, &j.title))));
        let programmes = memo(|p| list(p.programmes.iter().map(|p| (&p.id, &p.title))));
        let named = |name: &'static str, choices: Memo<Choices>| {
            let all = choices.get().into_iter().flat_map(|(_, list)| list).collect::<Vec<_>>();
            (!all.is_empty()).then_some((name, all))
        };
        let courses = move || {
            [named(t!("Activities"), activities), named(t!("Journeys"), journeys)]
                .into_iter()
                .flatten()
        };
        Self {
            activities,
            journeys,
            programmes,
            courses: Memo::new(move |_| courses().collect()),
            items: Memo::new(move |_| {
                courses().chain(named(t!("Programmes"), programmes)).collect::<Choices>()
            }),
            groups: memo(|p| list(p.groups.iter().map(|g| (&g.id, &g.title)))),
            certificates: memo(|p| list(p.certificates.iter().map(|c| (&c.id, &c.title)))),
            certifications: memo(|p| list(p.certifications.iter().map(|c| (&c.id, &c.title)))),
        }
    }
}

/// A list to choose one thing from. `label` names it for everyone.
pub(super) fn pick(
    label: impl Into<String>,
    choices: impl Fn() -> Choices + Send + Sync + 'static,
    get: impl Fn() -> String + Send + Sync + 'static,
    set: impl Fn(String) + 'static,
) -> impl IntoView {
    let id = control_id();
    let value = Memo::new(move |_| get());
    let all = move || {
        let mut all = choices();
        let mut values = all.iter().flat_map(|(_, list)| list);
        if value.with(String::is_empty) && !values.any(|(value, _)| value.is_empty()) {
            let none = all.iter().all(|(_, list)| list.is_empty());
            let words = if none { t!("There is none yet") } else { t!("Choose…") };
            all.insert(0, ("", vec![(String::new(), words.to_owned())]));
        }
        all
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label.into()}</label>
            <select id=id on:change=move |e| set(typed(&e))>
                {options(all, move || value.get())}
            </select>
        </div>
    }
}

/// Choices that never change; their labels are marked texts.
pub(super) fn fixed(list: &'static [(&'static str, &'static str)]) -> impl Fn() -> Choices + Copy {
    move || vec![("", list.iter().map(|(v, l)| ((*v).to_owned(), said(l))).collect())]
}

/// A length of time or none, taken over when it can be read; what can't stays and
/// is marked.
pub(super) fn period(
    label: impl Into<String>,
    hint: &'static str,
    get: impl Fn() -> Option<Period> + Send + Sync + 'static,
    set: impl Fn(Option<Period>) + 'static,
) -> impl IntoView {
    let id = control_id();
    let wrong = RwSignal::new(None::<String>);
    let change = move |text: String| {
        if text.trim().is_empty() {
            wrong.set(None);
            set(None);
            return;
        }
        match Period::parse(&text) {
            Ok(period) => {
                wrong.set(None);
                set(Some(period));
            }
            Err(why) => wrong.set(Some(said(&why))),
        }
    };
    let fault = format!("{id}-fault");
    view! {
        <div class="field is-period">
            <label for=id.clone()>{label.into()}</label>
            <input
                id=id
                type="text"
                autocomplete="off"
                placeholder=hint
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=fault.clone()
                prop:value=move || get().map(|p| p.to_string()).unwrap_or_default()
                on:change=move |e| change(typed(&e))
            />
            <span class="fault" id=fault>{move || wrong.get()}</span>
        </div>
    }
}
