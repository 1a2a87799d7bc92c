//! The part of a drawing between its headline and its source, for a page that says both itself. Knows the sizes of
//! letters that `frame.rs` gives them and no kind of chart.

use super::drawing::{Area, Drawing, Mark};
use super::style::{SOURCE, SUBTITLE};

/// Space that is left above and below.
const ROOM: f64 = 10.0;

/// The part of a drawing that is neither headline nor source line; the whole where it has neither.
pub fn between(drawing: &Drawing) -> Area {
    let title = drawing.sheet().title();
    let (mut top, mut bottom) = (0.0_f64, 0.0_f64);
    for mark in &drawing.marks {
        match mark {
            Mark::Text { at, face, .. } if *face == title || *face == SUBTITLE => {
                top = top.max(at.1 + 0.25 * face.size);
            }
            Mark::Text { face, .. } if *face == SOURCE => {}
            mark => bottom = bottom.max(lowest(mark)),
        }
    }
    let below = |mark: &Mark| match mark {
        Mark::Text { at, face, .. } if *face == SOURCE && at.1 > bottom => Some(at.1 - face.size),
        _ => None,
    };
    let source = drawing.marks.iter().filter_map(below).fold(drawing.height, f64::min);
    let bottom = if bottom > top { (bottom + ROOM).min(source) } else { drawing.height };
    Area { left: 0.0, top, right: drawing.width, bottom }
}

/// How far down a mark reaches.
fn lowest(mark: &Mark) -> f64 {
    let of = |points: &[(f64, f64)]| points.iter().fold(0.0, |low: f64, at| low.max(at.1));
    match mark {
        Mark::Line { points, .. } => of(points),
        Mark::Band { upper, lower, .. } | Mark::Veil { upper, lower, .. } => of(upper).max(of(lower)),
        Mark::Block { area, .. } => area.bottom,
        Mark::Dot { at, radius, .. } => at.1 + radius,
        Mark::Text { at, face, .. } => at.1 + 0.25 * face.size,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Bar, Bars, Chart, Frame, drawn, drawn_narrow};
    use super::*;

    /// How far up letters reach; where other marks end.
    fn highest(mark: &Mark) -> f64 {
        if let Mark::Text { at, face, .. } = mark { at.1 - 0.75 * face.size } else { lowest(mark) - 0.1 }
    }

    #[test]
    fn headline_and_source_lie_outside_and_every_other_mark_inside() {
        let frame = Frame {
            title: "A headline that says what was found".to_owned(),
            subtitle: "Place and period".to_owned(),
            source: "made by hand".to_owned(),
            ..Frame::default()
        };
        let bar = |label: &str| Bar { label: label.to_owned(), value: 5.0, ..Bar::default() };
        let chart = Chart::Bars(Bars {
            frame,
            bars: vec![bar("one"), bar("two")],
            note: "A note.".to_owned(),
            ..Bars::default()
        });
        for drawing in [drawn(&chart).unwrap(), drawn_narrow(&chart).unwrap()] {
            let part = between(&drawing);
            let mut outside = 0;
            for mark in &drawing.marks {
                let (low, high) = (lowest(mark), highest(mark));
                if low <= part.top || high >= part.bottom {
                    assert!(matches!(mark, Mark::Text { .. }), "{mark:?} of {part:?}");
                    outside += 1;
                }
            }
            assert_eq!(outside, 3, "{part:?} of {}", drawing.height);
        }
    }
}
