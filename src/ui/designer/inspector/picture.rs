//! Pictures: which, which part of it, how it fills its frame, its corners.

use super::Chosen;
use super::controls::{Number, alt, choice, length, slider};
use crate::edit::{self, Property, Selection};
use crate::locale::mark;
use crate::template::{Crop, Element, ElementKind, Image, PictureFit};
use crate::ui::designer::file_button::file_button;
use crate::ui::effects::Destination;
use crate::ui::shared::icon;
use crate::ui::state::Designer;
use icondata_lu as lu;
use leptos::prelude::*;

const FITS: &[(PictureFit, &str)] = &[
    (PictureFit::Cover, mark!("Cover (edges may be cut)")),
    (PictureFit::Contain, mark!("Contain (margins may show)")),
    (PictureFit::Stretch, mark!("Stretch (out of proportion)")),
];

fn of<T>(part: impl Fn(&Image) -> T + Copy) -> impl Fn(&Element) -> Option<T> + Copy {
    move |element| match &element.kind {
        ElementKind::Image(image) => Some(part(image)),
        _ => None,
    }
}

pub(super) fn picture(chosen: Chosen, one: Option<String>) -> impl IntoView {
    let designer = chosen.designer;
    view! {
        <section aria-labelledby="l-picture">
            <h2 id="l-picture">{t!("Picture")}</h2>
            {one.clone().map(|id| source(chosen, id))}
            {choice(
                "l-picture-fit",
                t!("How it fills the frame"),
                FITS,
                move || chosen.common(of(|i| i.fit)),
                move |fit| designer.set(&[Property::PictureFit(fit)], mark!("Fit picture"), None),
            )}
            {length(
                designer,
                Number { id: "l-radius", label: t!("Rounded corners"), range: (0.0, 5000.0), step: 1.0, sign: "" },
                move || chosen.common(of(|i| i.radius)).map(f64::from),
                move |v| {
                    #[expect(clippy::cast_possible_truncation, reason = "within the box's range")]
                    let radius = Property::Radius(v as f32);
                    designer.set(&[radius], mark!("Rounded corners"), Some("radius"));
                },
            )}
            {alt(chosen)}
        </section>
        {one.map(|id| crop(chosen, id))}
    }
}

fn source(chosen: Chosen, id: String) -> impl IntoView {
    let designer = chosen.designer;
    let there = Memo::new(move |_| chosen.common(of(|i| i.asset.clone())).flatten());
    let about = move || {
        let asset = there.get()?;
        designer.track(|t| {
            let info = t.assets.get(&asset)?;
            let name = if info.name.is_empty() { t!("Picture") } else { &info.name };
            Some(format!("{name}, {:.0}×{:.0}", info.width, info.height))
        })
    };
    let to = move || Destination::Element(id.clone());
    view! {
        <p class="hint">
            {move || about().unwrap_or_else(|| t!("An empty place. Nothing is printed until it has a picture.").into())}
        </p>
        <div class="row">
            {file_button(designer, t!("Choose picture…"), "picture-file", to)}
            <Show when=move || there.get().is_some()>
                <button type="button" on:click=move |_| designer.set(&[Property::Asset(None), Property::Crop(None)], mark!("Remove picture"), None)>
                    {icon(lu::LuTrash2)}<span>{t!("Remove")}</span>
                </button>
            </Show>
        </div>
    }
}

/// How much of the picture is seen: closer, and which part.
fn crop(chosen: Chosen, id: String) -> impl IntoView {
    let designer = chosen.designer;
    let there = move || chosen.common(of(|i| i.asset.is_some())).unwrap_or(false);
    let now = Memo::new(move |_| chosen.common(of(|i| i.crop)).flatten().unwrap_or_default());
    let whole = {
        let id = id.clone();
        // The largest part that has the frame's proportions.
        move || designer.with_template(|t| largest_part(t, &id)).unwrap_or_default()
    };
    let set = move |crop: Crop| {
        designer.set(&[Property::Crop(Some(crop)).clamped()], mark!("Crop"), Some("crop"));
    };
    let closer = {
        let whole = whole.clone();
        move |percent: f64| {
            let (old, whole) = (now.get_untracked(), whole());
            #[expect(clippy::cast_possible_truncation, reason = "1 to 8")]
            let by = (percent / 100.0) as f32;
            let (width, height) = (whole.width / by, whole.height / by);
            // About the middle of what is seen.
            let (cx, cy) = (old.x + old.width / 2.0, old.y + old.height / 2.0);
            set(Crop { x: cx - width / 2.0, y: cy - height / 2.0, width, height });
        }
    };
    let zoom = {
        let whole = whole.clone();
        move || Some(f64::from(whole().width / now.get().width.max(0.01)) * 100.0)
    };
    let share = |free: f32, at: f32| if free > 0.001 { f64::from(at / free) * 100.0 } else { 50.0 };
    let cropping = move || designer.cropping.get().as_deref() == Some(&id);
    let is_on = cropping.clone();
    view! {
        <Show when=there>
            <section aria-labelledby="l-crop">
                <h2 id="l-crop">{t!("Crop")}</h2>
                {slider("l-crop-zoom", t!("Closer"), (100.0, 800.0), zoom.clone(), closer.clone())}
                {slider(
                    "l-crop-x",
                    t!("Across"),
                    (0.0, 100.0),
                    move || { let c = now.get(); Some(share(1.0 - c.width, c.x)) },
                    move |v| {
                        let c = now.get_untracked();
                        #[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
                        set(Crop { x: (1.0 - c.width) * (v / 100.0) as f32, ..c });
                    },
                )}
                {slider(
                    "l-crop-y",
                    t!("Down"),
                    (0.0, 100.0),
                    move || { let c = now.get(); Some(share(1.0 - c.height, c.y)) },
                    move |v| {
                        let c = now.get_untracked();
                        #[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
                        set(Crop { y: (1.0 - c.height) * (v / 100.0) as f32, ..c });
                    },
                )}
                <div class="row">
                    <button
                        type="button"
                        class:is-on=is_on.clone()
                        aria-pressed={let on = is_on.clone(); move || on().to_string()}
                        on:click={
                            let cropping = cropping.clone();
                            move |_| {
                                if untrack(&cropping) {
                                    designer.cropping.set(None);
                                } else {
                                    designer.open_selected();
                                }
                            }
                        }
                    >
                        {icon(lu::LuMove)}<span>{t!("Move in the frame")}</span>
                    </button>
                    <button type="button" on:click=move |_| designer.set(&[Property::Crop(None)], mark!("Whole picture"), None)>
                        {icon(lu::LuMaximize)}<span>{t!("Whole picture")}</span>
                    </button>
                </div>
            </section>
        </Show>
    }
}

/// The largest part of a picture that has its frame's proportions.
fn largest_part(template: &crate::template::Template, id: &str) -> Option<Crop> {
    let element = template.element(id)?;
    let ElementKind::Image(image) = &element.kind else { return None };
    let info = template.assets.get(image.asset.as_ref()?)?;
    if image.fit != PictureFit::Cover {
        return Some(Crop::default());
    }
    let (fw, fh) = (element.frame.width.max(1.0), element.frame.height.max(1.0));
    let scale = (fw / info.width.max(1.0)).max(fh / info.height.max(1.0));
    let (width, height) = (fw / scale / info.width, fh / scale / info.height);
    let part = Crop { x: (1.0 - width) / 2.0, y: (1.0 - height) / 2.0, width, height };
    Some(part.clamped())
}

impl Designer {
    /// Moves a picture within its frame by px of the page: by keys.
    pub(in crate::ui::designer) fn nudge_picture(self, id: &str, by: kurbo::Vec2) {
        let command = self.with_template(|t| {
            let element = t.element(id)?;
            let ElementKind::Image(image) = &element.kind else { return None };
            let crop = image.crop.or_else(|| largest_part(t, id))?;
            let (w, h) = (element.frame.width.max(1.0), element.frame.height.max(1.0));
            #[expect(clippy::cast_possible_truncation, reason = "px on a page")]
            let moved = Crop {
                x: crop.x - by.x as f32 * crop.width / w,
                y: crop.y - by.y as f32 * crop.height / h,
                ..crop
            };
            let set = Property::Crop(Some(moved)).clamped();
            Some(edit::set(t, &Selection::of(t, [id]), &[set]))
        });
        if let Some(command) = command {
            self.dispatch(command, mark!("Crop"), Some("crop-keys"));
        }
    }
}
