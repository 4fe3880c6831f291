//! The room in somebody else's page: what the page may ask while it is there.

use super::edits::now;
use super::state::Room;
use crate::desk::{Ask, State};
use crate::diagnostic::Diagnostics;
use leptos::prelude::*;

impl Room {
    /// The whole project's text.
    pub(super) async fn text(self) -> Result<String, Diagnostics> {
        self.ask::<Option<String>>(&Ask::Text { limit: None }).await.map(Option::unwrap_or_default)
    }

    /// Opens a project that the page gives: the beginning of a history.
    pub(super) async fn load(self, text: String) -> Result<(), Diagnostics> {
        let label = "Open".to_owned();
        let ask = Ask::Open { text: text.clone(), label, fresh: true, now: now() };
        let state = self.ask::<State>(&ask).await?;
        let sent = self.core.try_update_value(|core| {
            core.sent += 1;
            core.last = Some(text);
            core.sent
        });
        self.close_welcome();
        self.playhead.set(None);
        self.take(state, sent.unwrap_or_default());
        self.around.opened();
        self.save_soon();
        Ok(())
    }

    /// Asks the page to keep the work; where nobody answers, it is downloaded.
    pub(super) fn ask_save(self) {
        self.spawn(async move {
            self.save_by_page().await;
        });
    }

    /// The same; whether it is kept.
    pub(super) async fn save_by_page(self) -> bool {
        if self.tab.is_disposed() {
            return false;
        }
        self.save_now();
        let kept = self.around.save(|finding| self.tell(finding), || self.download_project()).await;
        if kept && !self.tab.is_disposed() {
            self.say(t!("Saved"));
        }
        kept
    }
}
