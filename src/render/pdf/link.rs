//! Links: an area of the page that leads somewhere.

use super::prepare::{Drawing, Role};
use crate::render::Tag;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::geom::{Point, Quadrilateral};
use krilla::page::Page;
use krilla::tagging::Identifier;

/// Schemes that a link may have.
const SCHEMES: [&str; 4] = ["http:", "https:", "mailto:", "tel:"];

/// Makes the node's frame lead to its address, if it has one that is allowed.
/// `scale` is points a px.
pub(super) fn annotate(
    page: &mut Page<'_>,
    drawing: &Drawing<'_>,
    scale: f64,
) -> Option<Identifier> {
    let address = address(drawing.node.link.as_deref()?)?;
    let node = drawing.node;
    let (w, h) = (f64::from(node.width), f64::from(node.height));
    let to_page = node.transform.then_scale(scale);
    let corner = |x: f64, y: f64| {
        let p = to_page * kurbo::Point::new(x, y);
        let (x, y) = (p.x as f32, p.y as f32);
        (x.is_finite() && y.is_finite()).then(|| Point::from_xy(x, y))
    };
    // In the order that krilla asks for: from the bottom left, against the clock.
    let quad = [corner(0.0, h)?, corner(w, h)?, corner(w, 0.0)?, corner(0.0, 0.0)?];
    let says = match (&node.tag, drawing.role) {
        (Tag::Figure(alt), Role::Figure) => alt.clone(),
        (_, Role::Text) => drawing.words.clone(),
        _ => address.clone(),
    };
    let target = Target::Action(Action::Link(LinkAction::new(address)));
    let area = LinkAnnotation::new_with_quad_points(vec![Quadrilateral(quad)], target);
    let annotation = Annotation::new_link(area, Some(says)).with_location(Some(drawing.location));
    Some(page.add_tagged_annotation(annotation))
}

/// The address as PDF takes it, in ASCII; `None` for a scheme that is not
/// allowed. The scene's addresses are checked before: this is the second fence.
fn address(link: &str) -> Option<String> {
    let link = link.trim();
    let allowed = SCHEMES
        .iter()
        .any(|s| link.get(..s.len()).is_some_and(|start| start.eq_ignore_ascii_case(s)));
    if !allowed {
        return None;
    }
    let mut out = String::with_capacity(link.len());
    for byte in link.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn only_addresses_that_people_follow() {
        for bad in ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "", "http"] {
            assert_eq!(address(bad), None, "{bad}");
        }
        for good in ["https://a.example/?x=1", "HTTP://a", "mailto:a@b.example", "tel:+123"] {
            assert_eq!(address(good).as_deref(), Some(good));
        }
    }

    #[test]
    fn anything_but_ascii_is_escaped() {
        assert_eq!(address("https://a/é \n").as_deref(), Some("https://a/%C3%A9"));
        assert_eq!(address("https://a/b c").as_deref(), Some("https://a/b%20c"));
    }
}
