//! Points with intervals both ways: cost frontier, cost-effectiveness plane.

use super::super::drawing::check::{tidy, words};
use super::super::drawing::{Drawing, Mark};
use super::super::*;
use super::samples::frame;

fn point(label: &str, across: f64, up: f64, kind: PlaneKind) -> PlanePoint {
    PlanePoint {
        label: label.to_owned(),
        across,
        up,
        across_interval: Some((across - 120.0, across + 130.0)),
        up_interval: Some((up * 0.96 - 6_000.0, up * 1.04 + 6_000.0)),
        kind,
    }
}

/// A frontier of plans, with today and the one advised.
pub fn frontier() -> Plane {
    use PlaneKind::{Chosen, Frontier, Other, Today};
    Plane {
        frame: frame(
            "Twelve bridging places and four beds save 1,900 bed-days for £410k",
            "Bed-days saved and cost of each plan, difference from today, Anytown, 1 October 2024 to 31 March 2025",
        ),
        across: "Delayed bed-days saved".to_owned(),
        measure: "Cost, £ more than today".to_owned(),
        points: vec![
            point("Today", 0.0, 0.0, Today),
            point("Four bridging places", 640.0, 90_000.0, Frontier),
            point("Eight bridging places", 1_150.0, 190_000.0, Frontier),
            point("Twelve bridging places and four recuperation beds", 1_900.0, 410_000.0, Chosen),
            point("Sixteen bridging places, eight beds, hub at weekends", 2_350.0, 730_000.0, Frontier),
            point("Four beds", 520.0, 210_000.0, Other),
            point("Eight beds", 960.0, 420_000.0, Other),
            point("Hub at weekends", 210.0, 160_000.0, Other),
            point("Hub at weekends and four beds", 690.0, 360_000.0, Other),
            point("Eight bridging places and hub at weekends", 1_260.0, 350_000.0, Other),
            point("Sixteen bridging places", 1_420.0, 400_000.0, Other),
            point("Ten acute beds", -140.0, 640_000.0, Other),
        ],
        joined: vec![0, 1, 2, 3, 4],
        note: "Lines: how sure each mean is (95%).".to_owned(),
        quarters: true,
        target: None,
    }
}

/// A full grid of plans, all of them named.
pub fn crowd(count: usize) -> Plane {
    let points = (0..count).map(|i| {
        let (bridging, beds) = ((i % 10) as f64, (i / 10) as f64);
        let saved = 5_000.0 * (1.0 - libm::exp(-0.13 * bridging - 0.09 * beds));
        PlanePoint {
            label: format!("{} bridging places, {} beds", i % 10, i / 10),
            across: saved,
            up: 23_000.0 * bridging + 52_000.0 * beds,
            kind: if i < 10 { PlaneKind::Frontier } else { PlaneKind::Other },
            ..PlanePoint::default()
        }
    });
    Plane { points: points.collect(), joined: (0..10).collect(), quarters: false, ..frontier() }
}

/// All of them, by name.
pub fn pictures() -> Vec<(&'static str, Chart)> {
    let mut open = frontier();
    open.points[3].across_interval = Some((900.0, f64::INFINITY));
    open.points[4].up_interval = Some((-9e7, 9e7));
    let one = Plane { points: vec![frontier().points[3].clone()], joined: vec![0, 7], ..frontier() };
    let heap = Plane { points: vec![frontier().points[3].clone(); 60], ..frontier() };
    [
        ("plane", frontier()),
        (
            "plane-axes-far-from-zero",
            Plane { points: frontier().points.drain(3..5).collect(), quarters: false, ..frontier() },
        ),
        ("plane-open", open),
        ("plane-crowd", crowd(60)),
        ("plane-one", one),
        ("plane-heap", heap),
        ("plane-none", Plane { points: Vec::new(), ..frontier() }),
    ]
    .map(|(name, chart)| (name, Chart::Plane(chart)))
    .into()
}

fn drawn(chart: Plane) -> Drawing {
    let drawing = draw(&Chart::Plane(chart)).unwrap();
    tidy(&drawing);
    drawing
}

/// The words as they would be read, broken lines joined.
fn said(chart: Plane) -> String {
    words(&drawn(chart)).replace('\n', " ")
}

#[test]
fn the_important_points_are_named_beside_them() {
    let words = said(frontier());
    for point in frontier().points.iter().filter(|point| point.kind != PlaneKind::Other) {
        assert!(words.contains(&point.label), "{} is missing from {words}", point.label);
    }
    for name in ["Chosen", "On the frontier", "Other options", "Delayed bed-days saved", "+£200k"] {
        assert!(words.contains(name), "{name} is missing from {words}");
    }
}

#[test]
fn names_do_not_lie_over_points() {
    for chart in [frontier(), crowd(60), crowd(100)] {
        let drawing = drawn(chart);
        let dots: Vec<(f64, f64)> = drawing
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Dot { at, .. } => Some(*at),
                _ => None,
            })
            .collect();
        for mark in &drawing.marks {
            let Mark::Text { at, anchor, text, face, .. } = mark else { continue };
            let wide = text::width(text, *face);
            let left = match anchor {
                drawing::Anchor::Start => at.0,
                drawing::Anchor::Middle => at.0 - wide / 2.0,
                drawing::Anchor::End => at.0 - wide,
            };
            let over = dots.iter().find(|dot| {
                (left..left + wide).contains(&dot.0) && (at.1 - 0.75 * face.size..at.1).contains(&dot.1)
            });
            assert!(over.is_none(), "{text} lies over {over:?}");
        }
    }
}

#[test]
fn names_without_room_are_numbered_or_counted() {
    let words = said(crowd(60));
    // Every frontier point is named; of the others all are named, listed or counted.
    for i in 0..10 {
        assert!(words.contains(&format!("{i} bridging places, 0 beds")), "{words}");
    }
    let written = (0..60).filter(|i| words.contains(&format!("{} bridging places, {} beds", i % 10, i / 10)));
    let before = words.split_once(" have no room").map(|(before, _)| before.trim_end_matches(" points"));
    let left_out = match before.and_then(|before| before.rsplit(' ').next()?.parse().ok()) {
        None if words.contains("One point has no room for its name.") => 1,
        several => several.unwrap_or(0),
    };
    assert_eq!(written.count() + left_out, 60, "{words}");
}

#[test]
fn an_interval_without_end_runs_to_the_edge_of_the_plot() {
    let mut chart = Plane {
        points: vec![frontier().points[3].clone()],
        joined: Vec::new(),
        quarters: false,
        ..frontier()
    };
    let stops = |chart: &Plane| {
        let marks = drawn(chart.clone()).marks;
        let upright_stop = |mark: &&Mark| {
            matches!(mark, Mark::Line { points, width, .. } if (*width - 1.2).abs() < 1e-9
                && (points[0].1 - points[1].1).abs() > 7.9 && (points[0].1 - points[1].1).abs() < 8.1)
        };
        marks.iter().filter(upright_stop).count()
    };
    assert_eq!(stops(&chart), 2);
    chart.points[0].across_interval = Some((1_700.0, f64::INFINITY));
    assert_eq!(stops(&chart), 1);
    chart.points[0].across_interval = Some((f64::NAN, f64::INFINITY));
    assert_eq!(stops(&chart), 0);
}

#[test]
fn a_line_joins_the_points_in_the_order_given() {
    let joined = |chart: Plane| {
        let marks = drawn(chart).marks;
        marks.into_iter().find_map(|mark| match mark {
            Mark::Line { points, colour, width, .. } if colour == style::MEDIAN && width > 1.9 => {
                Some(points)
            }
            _ => None,
        })
    };
    let there = joined(frontier()).unwrap();
    let mut back = joined(Plane { joined: vec![4, 3, 2, 99, 1, 0], ..frontier() }).unwrap();
    back.reverse();
    assert_eq!(there, back);
    assert_eq!(joined(Plane { joined: vec![2], ..frontier() }), None);
}
