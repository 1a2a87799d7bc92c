//! Lines along a numeric axis: sweeps, exchange curves, cost curves.

use super::super::drawing::check::{tidy, words};
use super::super::drawing::{Drawing, Mark, Point};
use super::super::*;
use super::samples::frame;

fn point(across: f64, value: f64, half: f64) -> CurvePoint {
    CurvePoint {
        across,
        value: Some(value),
        low: Some(value - half),
        high: Some(value + half),
        ..CurvePoint::default()
    }
}

fn line(label: &str, points: impl IntoIterator<Item = CurvePoint>) -> CurveLine {
    CurveLine { label: label.to_owned(), points: points.into_iter().collect() }
}

/// Bed-days by places: falls and flattens.
pub fn sweep() -> Curve {
    let points = (0..=12).map(|i| {
        let places = f64::from(i) * 2.0;
        point(places, 2_400.0 + 5_600.0 * libm::exp(-places / 7.0), 260.0 - 8.0 * places)
    });
    Curve {
        frame: frame(
            "Each bridging place saves fewer bed-days than the one before; beyond 16 hardly any",
            "Bed-days with no criteria to reside by places of bridging care, Anytown, 1 October 2024 to 31 March 2025",
        ),
        across: "Places of bridging care".to_owned(),
        measure: "Delayed bed-days".to_owned(),
        lines: vec![line("Delayed bed-days", points)],
        from_zero: true,
        mark: Some((16.0, "today: 16".to_owned())),
        note: "Band: how sure the mean is (95%).".to_owned(),
    }
}

/// Bridging places worth one bed: open above where the bed may do nothing.
pub fn exchange() -> Curve {
    let mut points: Vec<CurvePoint> = (1..=10)
        .map(|i| {
            let given = f64::from(i);
            point(given, 1.1 + 0.02 * given * given, 0.2 + 0.03 * given)
        })
        .collect();
    points[6].high = Some(90.0);
    for open in &mut points[7..] {
        open.high = None;
    }
    points[9].low = None;
    points[9].value = None;
    Curve {
        frame: frame(
            "One recuperation bed is worth between 1 and 2 bridging places for the first five",
            "Bridging places that save as many delayed bed-days as one recuperation bed, Anytown",
        ),
        across: "Recuperation beds given up".to_owned(),
        measure: "Bridging places for one bed".to_owned(),
        lines: vec![line("Bridging places for one bed, mean of all pairs of runs", points)],
        note: "Band: how sure the ratio is (95%). Where it leaves the plot it has no end: the bed may save nothing."
            .to_owned(),
        ..Curve::default()
    }
}

/// Four cost curves, one of them with a gap.
pub fn costs() -> Curve {
    let cost = |label: &str, base: f64, per: f64, saved: f64| {
        line(
            label,
            (0..=10).map(|i| {
                let places = f64::from(i) * 3.0;
                point(places, base + per * places + saved * libm::exp(-places / 9.0), 60_000.0)
            }),
        )
    };
    let mut lines = vec![
        cost("Hospital", 400_000.0, 0.0, 1_500_000.0),
        cost("Bridging care", 20_000.0, 31_000.0, 0.0),
        cost("All organisations together", 420_000.0, 31_000.0, 1_500_000.0),
        cost("Councils (adult social care)", 610_000.0, -4_000.0, 90_000.0),
    ];
    lines[3].points[4].value = None;
    Curve {
        frame: frame(
            "Costs are least near 12 places, about £1.2m in the half-year",
            "Cost of waiting and of bridging care by places, Anytown, 1 October 2024 to 31 March 2025",
        ),
        across: "Places of bridging care".to_owned(),
        measure: "Cost in the period, £".to_owned(),
        lines,
        from_zero: true,
        mark: Some((29.0, "an option with a long name: 29 places".to_owned())),
        note: String::new(),
    }
}

/// Shares of runs by day from two starts.
pub fn shares() -> Curve {
    let share = |label: &str, pace: f64| {
        line(
            label,
            (0..183).map(|day| {
                let share = 1.0 - libm::exp(-f64::from(day) / pace);
                CurvePoint { across: f64::from(day), value: Some(share), ..CurvePoint::default() }
            }),
        )
    };
    Curve {
        frame: frame("After 90 days nearly all pairs of runs agree", "Share of runs that agree, by day"),
        across: "Days from the start".to_owned(),
        measure: "Share of runs".to_owned(),
        lines: vec![share("Hospital", 17.0), share("Support at Home", 29.0), share("Queue for a bed", 41.0)],
        from_zero: true,
        mark: Some((91.0, "95% agree: day 91".to_owned())),
        note: String::new(),
    }
}

/// Differences on both sides of zero, of which one point only is known.
pub fn lonely() -> Curve {
    let mut chart = sweep();
    chart.lines = vec![
        line("Fewer", [point(16.0, -40.0, 55.0)]),
        line(
            "Open",
            [CurvePoint {
                across: 16.0,
                value: Some(12.0),
                low: Some(-3.0),
                high: None,
                ..CurvePoint::default()
            }],
        ),
    ];
    Curve { from_zero: false, mark: None, ..chart }
}

/// All of them, by name.
pub fn pictures() -> Vec<(&'static str, Chart)> {
    let one = Curve { lines: vec![line("One", [point(16.0, 40.0, 5.0)])], ..sweep() };
    let below = Curve {
        lines: vec![line("Saved", (0..6).map(|i| point(f64::from(i), -1e5 * f64::from(i), 4e4)))],
        measure: "Cost, £ more than today".to_owned(),
        ..sweep()
    };
    [
        ("curve-sweep", sweep()),
        ("curve-exchange", exchange()),
        ("curve-costs", costs()),
        ("curve-shares", shares()),
        ("curve-lonely", lonely()),
        ("curve-one-point", one),
        ("curve-below-zero", below),
        ("curve-none", Curve { lines: Vec::new(), ..sweep() }),
    ]
    .map(|(name, chart)| (name, Chart::Curve(chart)))
    .into()
}

fn drawn(chart: &Curve) -> Drawing {
    let drawing = draw(&Chart::Curve(chart.clone())).unwrap();
    tidy(&drawing);
    drawing
}

#[test]
fn curves_name_axes_lines_and_the_mark() {
    let words = words(&drawn(&costs())).replace('\n', " ");
    for name in [
        "Places of bridging care",
        "Cost in the period, £",
        "£0.5m",
        "Hospital",
        "All organisations together",
        "an option with a long name: 29 places",
    ] {
        assert!(words.contains(name), "{name} is missing from {words}");
    }
}

#[test]
fn a_fifth_line_is_not_drawn_and_the_note_says_so() {
    let lines = vec![sweep().lines[0].clone(); 5];
    let words = words(&drawn(&Curve { lines, ..sweep() }));
    assert!(words.contains("The first 4 of 5 lines are drawn."), "{words}");
}

/// Top and foot of the plot: the ends of the mark's rule, which overshoots the top by 6.
fn plot_of(drawing: &Drawing) -> (f64, f64) {
    let rule = drawing.marks.iter().find_map(|mark| match mark {
        Mark::Line { points, colour, .. } if *colour == style::SECOND => {
            Some((points[0].1 + 6.0, points[1].1))
        }
        _ => None,
    });
    rule.unwrap()
}

/// Upper and lower edge of the first band.
fn veil_of(drawing: &Drawing) -> (Vec<Point>, Vec<Point>) {
    let veil = drawing.marks.iter().find_map(|mark| match mark {
        Mark::Veil { upper, lower, .. } => Some((upper.clone(), lower.clone())),
        _ => None,
    });
    veil.unwrap()
}

#[test]
fn an_open_band_runs_off_the_plot_and_has_no_edge_there() {
    let mut chart = Curve { mark: Some((1.0, "here".to_owned())), ..exchange() };
    chart.lines[0].points.truncate(9);
    let drawing = drawn(&chart);
    let (top, foot) = plot_of(&drawing);
    let (upper, lower) = veil_of(&drawing);
    assert!((upper.last().unwrap().1 - top).abs() < 0.01, "{upper:?} {top}");
    assert!(lower.iter().all(|point| point.1 > top && point.1 < foot));
    let level_at_the_top = |mark: &Mark| match mark {
        Mark::Line { points, colour, .. } if *colour == style::BAND_50_EDGE => {
            points.windows(2).any(|pair| pair.iter().all(|point| (point.1 - top).abs() < 0.01))
        }
        _ => false,
    };
    assert!(!drawing.marks.iter().any(level_at_the_top));
}

#[test]
fn a_band_far_wider_than_the_others_is_cut_and_the_note_says_so() {
    let said = "A band that leaves the plot goes on beyond it.";
    assert!(words(&drawn(&exchange())).replace('\n', " ").contains(said));
    assert!(!words(&drawn(&sweep())).replace('\n', " ").contains(said));
}

#[test]
fn a_gap_parts_a_line_and_not_its_band() {
    let mut chart = sweep();
    let count = |chart: &Curve| {
        let drawing = drawn(chart);
        let lines = drawing.marks.iter().filter(
            |mark| matches!(mark, Mark::Line { points, colour, .. } if *colour == style::MEDIAN && points.len() > 2),
        );
        let veils = drawing.marks.iter().filter(|mark| matches!(mark, Mark::Veil { .. }));
        (lines.count(), veils.count())
    };
    assert_eq!(count(&chart), (1, 1));
    chart.lines[0].points[5].value = None;
    assert_eq!(count(&chart), (2, 1));
    chart.lines[0].points[5] = CurvePoint { across: 10.0, value: Some(f64::NAN), ..CurvePoint::default() };
    assert_eq!(count(&chart), (2, 2));
}

#[test]
fn points_come_in_any_order() {
    let mut turned = sweep();
    turned.lines[0].points.reverse();
    assert_eq!(drawn(&turned), drawn(&sweep()));
}

#[test]
fn whole_places_have_no_ticks_between_them() {
    let mut chart = sweep();
    chart.lines[0].points.truncate(2);
    chart.mark = None;
    let words = words(&drawn(&chart));
    assert!(
        words.lines().any(|word| word == "2")
            && !words.lines().any(|word| ["0.5", "1", "1.0"].contains(&word)),
        "{words}"
    );
}
