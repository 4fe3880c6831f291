//! The room as a whole: whatever is done can be taken back, and leaves the
//! template sound; and it is quick.

use super::*;
use crate::template::{
    Color, Element, ElementKind, Extra, Field, FieldType, Frame, MAX_FRAME_PX, Orientation, Preset,
    Shape, ShapeForm, Template, Validity, classic, is_plain_name,
};
use kurbo::{Point, Rect, Vec2};
use place::{Alignment, Axis};
use proptest::prelude::*;
use resize::{Handle, ResizeOptions};
use std::collections::{BTreeMap, BTreeSet};

/// A filled rectangle.
pub(super) fn shape(id: &str, frame: Frame) -> Element {
    let shape = Shape {
        form: ShapeForm::Rectangle,
        fill: Some(Color::BLACK),
        stroke: None,
        radius: 0.0,
        alt: String::new(),
        extra: Extra::new(),
    };
    Element { id: id.to_owned(), ..element(ElementKind::Shape(shape), frame) }
}

/// What a person might do; numbers choose what to and how.
#[derive(Clone, Debug)]
struct Act {
    what: u8,
    which: u16,
    how: u16,
    by: (f64, f64),
}

fn act() -> impl Strategy<Value = Act> {
    let by = prop_oneof![
        4 => (-400.0..400.0f64, -400.0..400.0f64),
        1 => Just((f64::NAN, 1e30)),
    ];
    (0..28u8, any::<u16>(), any::<u16>(), by).prop_map(|(what, which, how, by)| Act {
        what,
        which,
        how,
        by,
    })
}

fn frames(list: BTreeMap<String, Frame>, to: impl Fn(&[Frame]) -> Vec<Frame>) -> Option<Command> {
    let (ids, old): (Vec<_>, Vec<_>) = list.into_iter().unzip();
    Some(Command::SetFrames { frames: ids.into_iter().zip(to(&old)).collect() })
}

fn command(t: &Template, act: &Act) -> Option<Command> {
    let bits = |i: usize| act.which >> (i % 16) & 1 == 1;
    let chosen = t.elements.iter().enumerate().filter(|(i, _)| bits(*i)).map(|(_, e)| &*e.id);
    let mut selection = Selection::default();
    if act.how & 1 == 0 {
        // By clicks, so that groups are taken whole or entered.
        chosen.for_each(|id| selection.click(t, Some(id), act.how & 2 == 0));
    } else {
        selection = Selection::of(t, chosen);
    }
    let s = &selection;
    let how = usize::from(act.how >> 2);
    let by = Vec2::new(act.by.0, act.by.1);
    #[expect(clippy::cast_possible_truncation, reason = "any number will do")]
    let px = act.by.0 as f32;
    let field = t.fields.get(how % t.fields.len().max(1)).map_or("gone", |f| &f.name);
    match act.what {
        0 => Some(add(t, vec![shape("", Frame::new(0.0, px, 9.0, 9.0))], Some(how % 12)).0),
        1 => remove(t, s),
        2 => duplicate(t, s, (px, px)).map(|(command, _)| command),
        3 => place::nudge(t, s, by),
        4 | 5 => {
            let handle = Handle::ALL[how % 8];
            let options = ResizeOptions { keep_ratio: how & 8 > 0, from_centre: how & 16 > 0 };
            frames(place::frames_of(t, s), |f| resize::resize_all(f, handle, by, options))
        }
        6 => frames(place::frames_of(t, s), |f| rotate::rotate(f, act.by.0, how & 1 > 0)),
        7 | 8 => {
            let to = [Reorder::Forward, Reorder::Backward, Reorder::Front, Reorder::Back];
            Some(reorder(t, s, to.get(how % 5).copied().unwrap_or(Reorder::To(how % 7))))
        }
        9..=11 => group::group(t, s).ok().map(|(command, _)| command),
        12 => group::ungroup(t, s),
        13 => {
            let path = t.elements.iter().find_map(|e| e.group.clone())?;
            group::rename_group(t, &path, &format!("N/{how}")).ok().map(|(c, _)| c)
        }
        14 => {
            use Alignment::{Bottom, Centre, Left, Middle, Right, Top};
            place::align(t, s, [Left, Centre, Right, Top, Middle, Bottom][how % 6])
        }
        15 => place::distribute(t, s, [Axis::Horizontal, Axis::Vertical][how % 2]),
        16 => place::bring_back(t, s),
        17 => Some(set(t, s, &[Property::Size(px), Property::Opacity(px), Property::Radius(px)])),
        18 => Some(set(t, s, &[Property::Locked(how & 1 > 0), Property::Hidden(how & 2 > 0)])),
        19 => {
            let name = name_for(t, &format!("field {}", how % 3));
            let field = Field {
                name,
                label: String::new(),
                kind: FieldType::Text,
                required: false,
                sample: String::new(),
                format: None,
                extra: Extra::new(),
            };
            add_field(t, field).ok()
        }
        20 => remove_field(t, field).ok().map(|(command, _)| command),
        21 => rename_field(t, field, &format!("f{}", how % 4)).ok(),
        22 => move_field(t, field, how % 4).ok(),
        23 => guides::add_guide(t, Axis::Vertical, act.by.1).ok(),
        24 => {
            let clipping = clipboard::copy(t, s)?;
            clipboard::paste(t, &clipping).ok().map(|(command, _)| command)
        }
        25 => {
            let rows = layers::rows(t, &BTreeSet::new());
            let into =
                rows.get(usize::from(act.which) % (rows.len() + 1)).and_then(|row| {
                    match &row.node {
                        layers::Node::Group(path) => Some(path.clone()),
                        layers::Node::Element(_) => row.outer.clone(),
                    }
                });
            let moved = rows.iter().enumerate().filter(|(i, _)| bits(i + 3));
            let moved: Vec<_> = moved.map(|(_, row)| row.node.clone()).take(1 + how % 3).collect();
            let moved = layers::move_to(t, &moved, into.as_deref(), how % 9).ok()??;
            Some(moved.command)
        }
        // Faulty ones: refused, and nothing has changed.
        26 => {
            let mut bad = BTreeMap::from([("title".to_owned(), Frame::new(0.0, px, 1.0, -1.0))]);
            bad.insert("nobody".to_owned(), Frame::new(0.0, 0.0, 1.0, 1.0));
            let rename = Command::Rename { name: "half done".to_owned() };
            Some(Command::All { commands: vec![rename, Command::SetFrames { frames: bad }] })
        }
        _ => Some(Command::SetValidity {
            validity: Validity::Months { months: u32::from(act.how), from: field.to_owned() },
        }),
    }
}

fn is_sound(t: &Template) -> Result<(), TestCaseError> {
    let ids: BTreeSet<_> = t.elements.iter().map(|e| &e.id).collect();
    prop_assert_eq!(ids.len(), t.elements.len(), "ids are unique");
    prop_assert!(ids.iter().all(|id| is_plain_name(id)));
    let fields: BTreeSet<_> = t.fields.iter().map(|f| &f.name).collect();
    prop_assert_eq!(fields.len(), t.fields.len(), "names of fields are unique");
    let found = crate::template::validate(t);
    let broken = found.iter().find(|d| {
        matches!(
            &*d.code,
            "bad-id" | "duplicate-id" | "bad-group" | "lonely-group" | "out-of-range"
        ) && !d.path.starts_with("validity")
    });
    prop_assert!(broken.is_none(), "{:?}", broken);
    for e in &t.elements {
        let f = &e.frame;
        let all = [f.x, f.y, f.width, f.height, f.rotation];
        prop_assert!(all.iter().all(|v| v.is_finite() && v.abs() <= MAX_FRAME_PX));
    }
    // Groups lie together.
    let mut closed: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = Vec::new();
    for e in &t.elements {
        let path: Vec<&str> =
            e.group.as_deref().map(|p| group::prefixes(p).collect()).unwrap_or_default();
        closed.extend(open.iter().filter(|g| !path.contains(g)));
        let torn = path.iter().find(|g| closed.contains(*g));
        prop_assert!(torn.is_none(), "{:?} is torn apart", torn);
        open = path;
    }
    Ok(())
}

proptest! {
    #[test]
    fn whatever_is_done_is_taken_back(acts in prop::collection::vec((act(), any::<bool>()), 1..40)) {
        let mut start = classic();
        start.elements.truncate(6);
        let mut editor = Editor::new(start.clone());
        let mut states = vec![start.clone()];
        for (act, merge) in acts {
            let before = editor.template().clone();
            let Some(command) = command(&before, &act) else { continue };
            let key = merge.then_some("run");
            match editor.dispatch(command, "step", key, 0.0) {
                Ok(()) => is_sound(editor.template())?,
                Err(_) => prop_assert_eq!(editor.template(), &before),
            }
            states.truncate(editor.steps().len());
            states.push(editor.template().clone());
            states.truncate(editor.steps().len() + 1);
        }
        let end = editor.template().clone();
        let steps = editor.steps().len();
        // Kept and read again in the middle of undoing.
        editor.jump(steps / 2);
        let kept = serde_json::to_string(&editor.save()).unwrap();
        let (mut editor, lost) =
            Editor::restore(editor.template().clone(), serde_json::from_str(&kept).unwrap());
        prop_assert_eq!(lost, None);
        for stand in (0..=steps).rev() {
            editor.jump(stand);
            prop_assert_eq!(editor.template(), &states[stand], "step {}", stand);
        }
        prop_assert_eq!(editor.template(), &start);
        while editor.redo().is_some() {}
        prop_assert_eq!(editor.template(), &end);
    }

    #[test]
    fn memory_is_capped(acts in prop::collection::vec(act(), 1..40), cap in 500..20_000usize) {
        let mut editor = Editor::with_cap(classic(), cap);
        for act in acts {
            let Some(command) = command(editor.template(), &act) else { continue };
            let _ = editor.dispatch(command, "step", None, 0.0);
            prop_assert!(editor.history_bytes() <= cap || editor.steps().len() == 1);
        }
    }
}

/// 200 elements in a grid, some in groups.
fn crowd() -> Template {
    let mut t = Template::blank("crowd", Preset::Classic.page(Orientation::Landscape));
    for i in 0..200u16 {
        let (x, y) = (f32::from(i % 20) * 73.0, f32::from(i / 20) * 101.0);
        let frame = Frame { rotation: f32::from(i % 7) * 5.0, ..Frame::new(x, y, 60.0, 80.0) };
        let mut e = shape(&format!("element-{i}"), frame);
        e.group = (i % 5 < 2).then(|| format!("Group {}", i / 5));
        t.elements.push(e);
    }
    t
}

/// `cargo test --lib edit::tests::timing -- --ignored --nocapture`; the times
/// are printed, and held far above what is usual.
#[test]
#[ignore = "measures time"]
fn timing() {
    let t = crowd();
    let all = Selection::of(&t, t.elements.iter().map(|e| e.id.as_str()));
    let from = place::frames_of(&t, &all);
    let one: BTreeMap<_, _> = from.clone().into_iter().take(1).collect();
    let targets = snap::Targets::new(&t, |id| id == "element-77");
    let own = geometry::bounds(&t.elements[77].frame);
    let mut editor = Editor::new(t.clone());
    let mut n = 0.0;
    let mut measure = |what: &str, work: &mut dyn FnMut(f64)| {
        let mut times = Vec::new();
        for _ in 0..200 {
            n += 1.0;
            let start = std::time::Instant::now();
            work(n);
            times.push(start.elapsed().as_secs_f64() * 1e6);
        }
        times.sort_by(f64::total_cmp);
        println!("{what:<28} median {:>7.1} µs, p95 {:>7.1} µs", times[100], times[190]);
        assert!(times[100] < 20_000.0, "{what}");
    };
    measure("hit test", &mut |n| {
        std::hint::black_box(hit_test(&t, Point::new(n % 1500.0, 500.0), 4.0));
    });
    measure("marquee", &mut |n| {
        Selection::default().marquee(&t, Rect::new(0.0, 0.0, n * 5.0, 900.0), false);
    });
    measure("snap targets", &mut |_| {
        std::hint::black_box(snap::Targets::new(&t, |id| id == "element-3"));
    });
    measure("snap a move", &mut |n| {
        std::hint::black_box(targets.snap_move(own, Vec2::new(n % 300.0, n % 170.0), 6.0));
    });
    measure("drag one", &mut |n| {
        let command = place::shift(&t, &one, Vec2::new(n % 100.0, 3.0));
        editor.dispatch(command, "Move", Some("drag"), 0.0).unwrap();
    });
    editor.seal();
    measure("drag all", &mut |n| {
        let command = place::shift(&t, &from, Vec2::new(n % 100.0, 5.0));
        editor.dispatch(command, "Move", Some("drag"), 0.0).unwrap();
    });
    measure("undo and redo of all", &mut |_| {
        editor.undo();
        editor.redo();
    });
    measure("type", &mut |n| {
        let command = set(&t, &all, &[Property::Opacity(if n % 2.0 == 0.0 { 0.5 } else { 0.6 })]);
        editor.dispatch(command, "Fade all", Some("fade"), 0.0).unwrap();
    });
    measure("to front", &mut |n| {
        let id = format!("element-{}", n % 200.0);
        let command = reorder(editor.template(), &Selection::of(&t, [&*id]), Reorder::Front);
        editor.dispatch(command, "Front", None, 0.0).unwrap();
    });
    measure("align all", &mut |_| {
        std::hint::black_box(place::align(&t, &all, Alignment::Left));
    });
}
