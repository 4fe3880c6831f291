//! Asking the worker.

use super::state::Room;
use crate::desk::{Ask, Progress};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ui::host::Host;
use crate::ui::shared::for_life;
use js_sys::{Object, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::future::poll_fn;
use std::task::Poll;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What the worker answers.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Answer<T> {
    Ok(T),
    Errors(Diagnostics),
}

/// An object for a call: its members by name.
pub(super) fn args(members: &[(&str, JsValue)]) -> JsValue {
    let out = Object::new();
    for (name, value) in members {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&out, &JsValue::from(*name), value);
    }
    out.into()
}

async fn call<T: DeserializeOwned>(
    host: Host,
    call: &str,
    args: JsValue,
) -> Result<T, Diagnostics> {
    let wrong = |why: String| vec![Diagnostic::error("rules-failed", "", why)];
    let answer = JsFuture::from(host.rules(call, &args)).await;
    let text = answer.ok().and_then(|a| a.as_string());
    let text = text.ok_or_else(|| wrong(t!("The rules engine gave no answer.").to_owned()))?;
    match serde_json::from_str::<Answer<T>>(&text) {
        Ok(Answer::Ok(answer)) => Ok(answer),
        Ok(Answer::Errors(errors)) => Err(errors),
        Err(why) => Err(wrong(t!("The rules engine's answer cannot be read: {why}.", why = why))),
    }
}

impl Room {
    /// Runs something for as long as the room is in the page: an answer that comes
    /// after it has left is heard by nobody.
    pub(super) fn spawn(self, task: impl Future<Output = ()> + 'static) {
        let mut task = Box::pin(task);
        spawn_local(poll_fn(move |context| match self.tab.is_disposed() {
            true => Poll::Ready(()),
            false => task.as_mut().poll(context),
        }));
    }

    /// Asks the worker.
    ///
    /// # Errors
    /// What the worker refuses with.
    pub(super) async fn ask<T: DeserializeOwned>(self, ask: &Ask) -> Result<T, Diagnostics> {
        let Some(host) = self.core.try_with_value(|core| core.host.clone()) else {
            return Err(Vec::new());
        };
        let text = serde_json::to_string(ask).unwrap_or_default();
        call(host, "ask", args(&[("text", text.into())])).await
    }

    /// Makes one of the worker's other calls (see `www/rules.js`).
    ///
    /// # Errors
    /// What the worker refuses with.
    pub(super) async fn call<T: DeserializeOwned>(
        self,
        name: &str,
        members: &[(&str, JsValue)],
    ) -> Result<T, Diagnostics> {
        let Some(host) = self.core.try_with_value(|core| core.host.clone()) else {
            return Err(Vec::new());
        };
        call(host, name, args(members)).await
    }

    /// What is answered to the question that `question` makes: asked again when
    /// what that reads changes, and whenever there is news. `None` until the
    /// first answer has come, and while there is no question. An answer that is
    /// overtaken by a newer question is dropped.
    pub(super) fn asked<T>(
        self,
        question: impl Fn() -> Option<Ask> + 'static,
    ) -> RwSignal<Option<T>>
    where
        T: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static,
    {
        let out = RwSignal::new(None);
        let turn = StoredValue::new(0_u64);
        Effect::new(move |_| {
            self.news.track();
            let now = turn.try_update_value(|turn| {
                *turn += 1;
                *turn
            });
            let Some(ask) = question().filter(|_| self.ready.get()) else {
                out.set(None);
                return;
            };
            self.spawn(async move {
                let answer = self.ask::<T>(&ask).await;
                if turn.try_get_value() != now {
                    return;
                }
                match answer {
                    Ok(answer) => {
                        let same = out.try_with_untracked(|old| old.as_ref() == Some(&answer));
                        if same == Some(false) {
                            out.set(Some(answer));
                            self.look_after_focus();
                        }
                    }
                    Err(faults) => self.tell_all(faults),
                }
            });
        });
        out
    }

    /// Listens to the worker.
    pub(super) fn listen(self) {
        let progress = Closure::<dyn Fn(String)>::new(move |text: String| {
            if let Ok(progress) = serde_json::from_str::<Progress>(&text) {
                self.heard(progress);
            }
        });
        let broken = Closure::<dyn Fn()>::new(move || self.recover());
        self.host().on_rules(progress.as_ref().unchecked_ref(), broken.as_ref().unchecked_ref());
        // They live as long as the room.
        for_life((progress, broken));
    }
}
