//! The browser killed again and again while somebody works: no edit that was
//! shown as saved may be lost, and no document unreadable.
//!
//! `make torture` does it 200 times in Chromium and 50 times in Firefox; the
//! other tests a few times. LAUREATE_KILLS and LAUREATE_SEED change that.

use super::driver::{Browser, Start};
use super::input::{dragging, strokes};
use super::kill::{family, kill};
use super::page::Page;
use super::rehearse::part;
use super::stored::{Place, stored};
use serde_json::Value;
use std::fmt::{Display, Formatter};
use std::sync::mpsc;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// So often where nothing else is asked for.
const KILLS: u64 = 5;
/// The browser is killed so long after an edit began, at most.
const LATEST: u64 = 3000;
/// More rows or elements than these are not added: the page would only get slower.
const ENOUGH: i64 = 15;

#[test]
fn in_chromium_no_kill_costs_a_finished_edit() {
    torture(Browser::Chromium);
}

#[test]
fn in_firefox_no_kill_costs_a_finished_edit() {
    if let Some(firefox) = Browser::firefox() {
        torture(firefox);
    }
}

/// What can be seen of a document and is changed by the edits here.
#[derive(Clone, Debug, PartialEq)]
struct Look {
    words: String,
    /// Where what is dragged is, rounded.
    place: (i64, i64),
    /// How many elements or rows there are.
    count: i64,
}

impl Look {
    /// Whether a document looks as in the middle of the step from `before` to
    /// `self`: a part of the words was typed.
    fn is_on_the_way(&self, before: &Self, look: &Self) -> bool {
        self.words != before.words
            && (look.place, look.count) == (before.place, before.count)
            && self.words.starts_with(&look.words)
    }
}

impl Known {
    /// Whether a document looks as if the edit in which the browser was killed
    /// had been made, or a part of it.
    fn is_cut(&self, look: &Look) -> bool {
        let Some(last) = self.edits.last().map(|edit| &edit.look).or(self.start.as_ref()) else {
            return false;
        };
        let same = (look.words == last.words, look.place == last.place, look.count == last.count);
        match same {
            (true, false, true) => true,
            (true, true, false) => look.count == last.count + 1,
            (false, true, true) => self.cut.starts_with(&look.words),
            _ => false,
        }
    }
}

/// An edit that was made.
struct Edit {
    look: Look,
    done: Instant,
}

/// What is known of a room's document from its last round.
#[derive(Default)]
struct Known {
    /// How it looked at first, and after each edit.
    start: Option<Look>,
    edits: Vec<Edit>,
    /// The words of the edit in which the browser was killed.
    cut: String,
    /// So many of the edits were shown as saved.
    saved: usize,
    killed: Option<Instant>,
}

#[derive(Default)]
struct Figures {
    kills: u64,
    edits: usize,
    saved: usize,
    survived: usize,
    lost: usize,
    unreadable: usize,
    /// The longest time between an edit that was lost, unsaved, and the kill.
    oldest_lost: Duration,
    faults: Vec<String>,
}

impl Display for Figures {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let Self { kills, edits, saved, survived, lost, unreadable, oldest_lost, .. } = self;
        write!(
            f,
            "{kills} kills, {edits} edits: of {saved} shown as saved {lost} were lost, of {} not yet \
             shown as saved {survived} survived and none that was lost was older than {} ms; \
             {unreadable} unreadable documents",
            edits - saved,
            oldest_lost.as_millis()
        )
    }
}

/// Numbers that look random, the same for the same seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end
    }
}

fn asked(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn torture(browser: Browser) {
    let kills = asked("LAUREATE_KILLS", KILLS);
    let seed = asked("LAUREATE_SEED", 6);
    let profile =
        std::env::temp_dir().join(format!("laureate-torture-{}-{browser:?}", std::process::id()));
    let start = Start { profile: Some(profile.clone()), ..browser.into() };
    let mut dice = Dice(seed);
    let mut figures = Figures::default();
    let mut known = [Known::default(), Known::default()];
    let began = Instant::now();
    let mut told = 0;
    // Once more than it is killed, to look at what the last one left.
    for round in 0..=kills {
        let n = usize::from(round % 2 == 1);
        let place = if n == 0 { Place::Designer } else { Place::Room };
        let page = Page::start(&start);
        check_records(&page, round, &mut figures);
        open(&page, place);
        let look = look(&page, place).unwrap_or_else(|why| page.fail(&why));
        judge(&known[n], &look, round, &mut figures);
        if round < kills {
            figures.kills += 1;
            known[n] = work(&page, place, look, round, &mut dice);
            figures.edits += known[n].edits.len();
            figures.saved += known[n].saved;
        }
        for fault in figures.faults.iter().skip(told) {
            eprintln!("{fault}");
        }
        told = figures.faults.len();
        if round % 10 == 9 {
            eprintln!("{browser:?}, {} s: {figures}", began.elapsed().as_secs());
        }
    }
    // The other room's last round.
    if kills > 0 {
        let n = usize::from(kills.is_multiple_of(2));
        let place = if n == 0 { Place::Designer } else { Place::Room };
        let page = Page::start(&start);
        open(&page, place);
        let look = look(&page, place).unwrap_or_else(|why| page.fail(&why));
        judge(&known[n], &look, kills, &mut figures);
    }
    let _ = std::fs::remove_dir_all(&profile);
    println!("{browser:?}, seed {seed}, {} s: {figures}", began.elapsed().as_secs());
    assert!(figures.faults.is_empty(), "{}", figures.faults.join("\n"));
}

/// Looks at every record before the page can touch it.
fn check_records(page: &Page, round: u64, figures: &mut Figures) {
    page.leave();
    let all = stored(page);
    for part in ["local", "records"] {
        for (key, text) in all[part].as_object().into_iter().flatten() {
            let ours = [Place::Designer.key(), Place::Room.key()].iter().any(|ours| {
                key.strip_prefix(ours).is_some_and(|end| {
                    end.is_empty()
                        || end == ".last"
                        || end.starts_with("/d") && !end.ends_with(".history")
                })
            });
            let text = text.as_str().unwrap_or_default();
            if key.contains(".damaged") || key.contains(".unread") {
                figures.unreadable += 1;
                figures.faults.push(format!("round {round}: {part} has {key}"));
            } else if ours && let Err(fault) = laureate::storage::envelope::open(text) {
                figures.unreadable += 1;
                let message = &fault.message;
                figures.faults.push(format!("round {round}: {key} in {part}: {message}"));
            }
        }
    }
}

fn open(page: &Page, place: Place) {
    place.load(page);
    if place == Place::Room {
        page.js("$('.welcome [aria-label^=Close], .welcome button')?.click()", &[]);
        part(page, "Catalogue");
        page.click("[data-shelf=Activities]");
        page.until("the activities are there", "return $('[data-activity]')", &[]);
    }
}

/// How a document looks now.
fn look(page: &Page, place: Place) -> Result<Look, String> {
    let script = match place {
        Place::Designer => {
            "const all = document.querySelector('laureate-designer').template.elements;
             const title = all.find((e) => e.id === 'title').frame;
             return [all.find((e) => e.id === 'authority').text.content,
                 Math.round(title.x * 10), Math.round(title.y * 10), all.length]"
        }
        Place::Room => "return [$('.topbar input.name').value, 0, 0, $$('[data-activity]').length]",
    };
    let found = page.try_js(script, &[])?;
    let number = |n: usize| found[n].as_i64().unwrap_or_default();
    Ok(Look {
        words: found[0].as_str().unwrap_or_default().to_owned(),
        place: (number(1), number(2)),
        count: number(3),
    })
}

/// Compares what is there with what was made of it before the last kill.
fn judge(known: &Known, look: &Look, round: u64, figures: &mut Figures) {
    let (Some(start), Some(killed)) = (&known.start, known.killed) else { return };
    let looks: Vec<&Look> =
        std::iter::once(start).chain(known.edits.iter().map(|e| &e.look)).collect();
    // So many edits are there: the last state that it may be.
    let there = (0..looks.len()).rev().find(|n| {
        looks[*n] == look
            || looks.get(n + 1).is_some_and(|next| next.is_on_the_way(looks[*n], look))
    });
    let there = there.or_else(|| known.is_cut(look).then_some(known.edits.len()));
    let Some(there) = there else {
        figures.lost += known.saved.max(1);
        figures.faults.push(format!("round {round}: {look:?} is none of {looks:?}"));
        return;
    };
    figures.survived += there.saturating_sub(known.saved);
    if there < known.saved {
        figures.lost += known.saved - there;
        let (all, saved) = (known.edits.len(), known.saved);
        figures.faults.push(format!(
            "round {round}: {there} of {all} edits are there, {saved} were shown as saved: {look:?} of {looks:?}"
        ));
    }
    for edit in known.edits.iter().skip(there.max(known.saved)) {
        figures.oldest_lost = figures.oldest_lost.max(killed.saturating_duration_since(edit.done));
    }
}

/// Edits until the browser is killed at a moment that the dice choose.
fn work(page: &Page, place: Place, start: Look, round: u64, dice: &mut Dice) -> Known {
    let doomed = family(page.driver.process());
    let (fatal, delay) = (dice.below(4), Duration::from_millis(dice.below(LATEST)));
    let (arm, armed) = mpsc::channel::<()>();
    let killer = std::thread::spawn(move || {
        let _ = armed.recv();
        sleep(delay);
        let killed = Instant::now();
        kill(&doomed);
        killed
    });
    let mut known = Known { start: Some(start.clone()), ..Known::default() };
    for n in 0.. {
        if n == fatal {
            let _ = arm.send(());
        }
        let now = known.edits.last().map_or(&start, |edit| &edit.look).clone();
        let words = format!("Round {round} edit {n}");
        match edit(page, place, &now, &words, dice) {
            // The browser is gone. What this edit did is not known.
            Err(_) if n >= fatal => {
                known.cut = words;
                break;
            }
            Err(why) => page.fail(&why),
            Ok(look) => known.edits.push(Edit { look, done: Instant::now() }),
        }
        let pause = Duration::from_millis(dice.below(1200));
        let paused = Instant::now();
        while paused.elapsed() < pause {
            if let Ok(Value::String(bar)) = page.try_js("return $('.saved').innerText", &[])
                && bar == "Saved on this device"
            {
                known.saved = known.edits.len();
            }
            sleep(Duration::from_millis(15));
        }
    }
    known.killed = Some(killer.join().expect("the killer"));
    known
}

/// One edit; how the document looks then.
fn edit(
    page: &Page,
    place: Place,
    now: &Look,
    words: &str,
    dice: &mut Dice,
) -> Result<Look, String> {
    match (place, dice.below(4)) {
        (Place::Designer, 0) => drag(page, dice)?,
        (Place::Designer, 1) if now.count < ENOUGH => {
            let script = "if (!$('[data-item]')) $('[data-panel=Add]').click();
                return new Promise((done) => setTimeout(() => { $('[data-item]').click(); setTimeout(done, 0) }, 30))";
            page.try_js(script, &[])?;
        }
        (Place::Room, 1) if now.count < ENOUGH => {
            let script = "$$('button').find((b) => b.innerText.trim() === 'Add activity').click()";
            page.try_js(script, &[])?;
        }
        (Place::Designer, _) => {
            let script = "const id = 'authority';
                if (active?.dataset?.text !== id) {
                    const box = $(`[data-node=${id}]`).getBoundingClientRect();
                    return [box.x + box.width / 2, box.y + box.height / 2];
                }
                active.select(); return null";
            let at = page.try_js(script, &[])?;
            if let (Some(x), Some(y)) = (at[0].as_f64(), at[1].as_f64()) {
                page.try_act(&dragging((x, y), (x, y)))?;
                page.try_act(&strokes("\u{E007}"))?;
                page.try_js("active.select?.()", &[])?;
            }
            page.try_act(&strokes(words))?;
        }
        (Place::Room, _) => {
            page.try_js("const i = $('.topbar input.name'); i.focus(); i.select()", &[])?;
            page.try_act(&strokes(words))?;
        }
    }
    look(page, place)
}

/// Moves the title somewhere near.
fn drag(page: &Page, dice: &mut Dice) -> Result<(), String> {
    let script = "const box = $('[data-node=title]').getBoundingClientRect();
        const sheet = $('.sheet').getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2, sheet.x + sheet.width / 2, sheet.y + sheet.height / 4]";
    let at = page.try_js(script, &[])?;
    let part = |n: usize| at[n].as_f64().unwrap_or_default();
    let mut near = || dice.below(120) as f64 - 60.0;
    page.try_act(&dragging((part(0), part(1)), (part(2) + near(), part(3) + near())))
}
