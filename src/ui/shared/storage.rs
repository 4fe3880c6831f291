//! "Storage on this device": how much is used, whether the browser promised to
//! keep it, and what was set aside because it could not be read.

use super::icon;
use super::when::dates_as;
use crate::storage::aside::{self, Aside};
use crate::storage::{SaveFault, Store};
use crate::ui::host::Host;
use crate::ui::local_storage::LocalStorage;
use icondata_lu as lu;
use js_sys::Reflect;
use leptos::html::{Button, Dialog};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Our own keys begin so; those of a page around us may begin otherwise.
const OURS: &str = "laureate:";
/// What browsers give localStorage, in millions of characters.
const MILLIONS: f64 = 5.2;

/// What the browser says of all that is stored here.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Room {
    used: Option<f64>,
    quota: Option<f64>,
    persisted: bool,
}

/// What the dialog shows.
#[derive(Clone, Copy)]
struct Shown {
    asides: RwSignal<Result<Vec<Aside>, SaveFault>>,
    /// Characters in localStorage.
    units: RwSignal<usize>,
    /// Not known until the browser has answered.
    room: RwSignal<Option<Room>>,
    /// What was deleted last, and can be had back.
    deleted: RwSignal<Option<(String, String)>>,
    /// What did not work.
    failed: RwSignal<Option<&'static str>>,
}

impl Shown {
    fn read(self, key: Option<&str>) {
        self.asides.set(asides(key));
        self.units.set(aside::used(&LocalStorage).unwrap_or_default());
    }
}

fn asides(key: Option<&str>) -> Result<Vec<Aside>, SaveFault> {
    let mut all = aside::list(&LocalStorage, OURS)?;
    if let Some(key) = key.filter(|key| !key.starts_with(OURS)) {
        all.extend(aside::list(&LocalStorage, key)?);
    }
    Ok(all)
}

/// The dialog. It is shown while `open` is true; `key` is that of the room's own
/// documents.
pub(in crate::ui) fn storage<H, K>(open: RwSignal<bool>, host: H, key: K) -> impl IntoView
where
    H: Fn() -> Host + Copy + Send + Sync + 'static,
    K: Fn() -> Option<String> + Copy + Send + Sync + 'static,
{
    let node = NodeRef::<Dialog>::new();
    let shown = Shown {
        asides: RwSignal::new(Ok(Vec::new())),
        units: RwSignal::new(0),
        room: RwSignal::new(None),
        deleted: RwSignal::new(None),
        failed: RwSignal::new(None),
    };
    Effect::new(move |_| {
        let is_open = open.get();
        let Some(dialog) = node.get() else { return };
        if is_open && !dialog.open() {
            shown.deleted.set(None);
            shown.failed.set(None);
            shown.read(key().as_deref());
            let _ = dialog.show_modal();
            spawn_local(async move {
                let answer = JsFuture::from(host().storage_use()).await;
                let room = answer.map(|answer| read_room(&answer)).unwrap_or_default();
                let _ = shown.room.try_set(Some(room));
            });
        } else if !is_open && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            node_ref=node
            class="dialog storage"
            aria-labelledby="l-storage"
            on:close=move |_| open.set(false)
        >
            <h2 id="l-storage">{t!("Storage on this device")}</h2>
            {figures(shown)}
            <h3>{t!("Set aside")}</h3>
            {move || list(shown, host, key)}
            <div class="told" role="status">
                {move || shown.failed.get().map(|why| view! { <p class="fault">{why}</p> })}
                {move || shown.deleted.get().map(|what| deleted(shown, what, key))}
            </div>
            <div class="row end">
                <button type="button" autofocus=true on:click=move |_| open.set(false)>{t!("Close")}</button>
            </div>
        </dialog>
    }
}

fn figures(shown: Shown) -> impl IntoView {
    let documents = move || match shown.asides.with(|all| all.as_ref().err().copied()) {
        Some(_) => t!("This browser keeps nothing for this page.").to_owned(),
        None => {
            #[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
            let millions = shown.units.get() as f64 / 1e6;
            let millions = match format!("{millions:.1}") {
                none if none == "0.0" => t!("Less than 0.1").to_owned(),
                some => some,
            };
            t!("{millions} of about {all} million characters", millions = millions, all = MILLIONS)
        }
    };
    let all = move || match shown.room.get() {
        None => t!("Asking the browser…").to_owned(),
        Some(Room { used: Some(used), quota: Some(quota), .. }) => {
            t!(
                "{used} of up to {quota}, the program for offline use included",
                used = bytes(used),
                quota = bytes(quota)
            )
        }
        Some(_) => t!("This browser does not say").to_owned(),
    };
    let kept = move || match shown.room.get() {
        None => t!("Asking the browser…"),
        Some(Room { persisted: true, .. }) => {
            t!("The browser promised to keep it until you delete it.")
        }
        Some(_) => {
            t!(
                "The browser may clear it when the device runs out of space. Download your work now and then."
            )
        }
    };
    view! {
        <dl>
            <dt>{t!("Documents")}</dt>
            <dd data-storage="documents">{documents}</dd>
            <dt>{t!("In all")}</dt>
            <dd data-storage="all">{all}</dd>
            <dt>{t!("How safe it is")}</dt>
            <dd data-storage="kept">{kept}</dd>
        </dl>
    }
}

fn list<H, K>(shown: Shown, host: H, key: K) -> AnyView
where
    H: Fn() -> Host + Copy + Send + Sync + 'static,
    K: Fn() -> Option<String> + Copy + Send + Sync + 'static,
{
    let all = shown.asides.get().unwrap_or_default();
    if all.is_empty() {
        return view! { <p>{t!("Nothing: all that is stored could be read.")}</p> }.into_any();
    }
    view! {
        <p>
            {t!("These could not be read when they were opened, and are kept as they are. Download them before you delete them: someone may be able to repair them.")}
        </p>
        <ul class="asides">
            {all.into_iter().map(|one| row(shown, one, host, key)).collect::<Vec<_>>()}
        </ul>
    }
    .into_any()
}

fn row<H, K>(shown: Shown, one: Aside, host: H, key: K) -> impl IntoView
where
    H: Fn() -> Host + Copy + Send + Sync + 'static,
    K: Fn() -> Option<String> + Copy + Send + Sync + 'static,
{
    let Aside { key: place, of, at, modified, units } = one;
    let name = kind(&of);
    let when = match (at, modified) {
        (Some(at), _) => t!("set aside on {date}", date = date(at)),
        (None, Some(modified)) => t!("changed on {date}", date = date(modified)),
        (None, None) => t!("when is not known").to_owned(),
    };
    let units = tn!(units, "{count} character", "{count} characters");
    let words = t!("{when}, {characters}", when = when, characters = units);
    let label = t!("{name}, {about}", name = name, about = words);
    let (raw, gone, mark) = (place.clone(), place.clone(), place);
    view! {
        <li data-aside=mark>
            <span class="words">
                <strong>{name}</strong>
                <span>{words}</span>
            </span>
            <button
                type="button"
                aria-label=t!("Download raw: {label}", label = label)
                on:click=move |_| match LocalStorage.get(&raw) {
                    Ok(Some(text)) => host().download(&file_name(&raw), "text/plain", &text.into()),
                    _ => shown.failed.set(Some(t!("It is not there any more. Another tab may have deleted it."))),
                }
            >
                {icon(lu::LuDownload)}
                {t!("Download raw")}
            </button>
            <button
                type="button"
                class="quiet"
                aria-label=t!("Delete: {label}", label = label)
                on:click=move |_| {
                    if let Ok(Some(text)) = LocalStorage.get(&gone)
                        && LocalStorage.remove(&gone).is_ok()
                    {
                        shown.deleted.set(Some((gone.clone(), text)));
                    }
                    shown.read(key().as_deref());
                }
            >
                {icon(lu::LuTrash2)}
            </button>
        </li>
    }
}

/// What was deleted last, with the way back.
fn deleted<K>(shown: Shown, (place, text): (String, String), key: K) -> impl IntoView
where
    K: Fn() -> Option<String> + Copy + Send + Sync + 'static,
{
    // The button that was pressed is gone: the focus goes to what comes next.
    let button = NodeRef::<Button>::new();
    button.on_load(|button| {
        let _ = button.focus();
    });
    view! {
        <p class="undo">
            {t!("Deleted.")}
            <button
                type="button"
                node_ref=button
                on:click=move |_| {
                    if LocalStorage.set(&place, &text).is_ok() {
                        shown.deleted.set(None);
                    } else {
                        shown.failed.set(Some(t!("There is no room to bring it back. Free some space, then try again.")));
                    }
                    shown.read(key().as_deref());
                }
            >
                {t!("Undo")}
            </button>
        </p>
    }
}

fn read_room(answer: &JsValue) -> Room {
    let get = |name: &str| Reflect::get(answer, &name.into()).unwrap_or(JsValue::UNDEFINED);
    Room {
        used: get("usage").as_f64(),
        quota: get("quota").as_f64(),
        persisted: get("persisted").is_truthy(),
    }
}

/// What a document is called that cannot be read.
fn kind(of: &str) -> &'static str {
    if of.contains("project") { t!("Project") } else { t!("Certificate") }
}

/// A name for a file, of the key under which it was.
fn file_name(key: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
    format!("{}.txt", key.chars().map(plain).collect::<String>())
}

fn bytes(count: f64) -> String {
    match count {
        count if count < 1e6 => t!("{size} kB", size = format!("{:.0}", (count / 1e3).ceil())),
        count if count < 1e9 => t!("{size} MB", size = format!("{:.1}", count / 1e6)),
        count => t!("{size} GB", size = format!("{:.1}", count / 1e9)),
    }
}

/// Day and time, as they are written here.
fn date(at: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of this age are exact")]
    let date = js_sys::Date::new(&JsValue::from(at as f64));
    String::from(date.to_locale_string(&dates_as(), &JsValue::UNDEFINED))
}
