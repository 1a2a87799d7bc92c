//! Places and the ways between them: a hospital with many services, and one with two.

use super::super::drawing::check::{tidy, words};
use super::super::*;
use super::samples::frame;

fn place(column: usize, label: &str, told: &[&str], waiting: Option<f64>) -> FlowPlace {
    FlowPlace {
        column,
        label: label.to_owned(),
        told: told.iter().map(|&line| line.to_owned()).collect(),
        waiting,
        waiting_told: waiting.map_or_else(String::new, |n| format!("{n:.0} wait")),
    }
}

fn way(from: usize, to: usize, amount: Option<f64>) -> FlowWay {
    FlowWay { from, to, amount }
}

/// A hospital as it is.
pub fn hospital() -> Flow {
    let columns = ["Come", "Stay", "Leave by pathway, a day", "Are cared for"].map(str::to_owned);
    let places = vec![
        place(0, "Emergencies", &["58.4 a day"], Some(1.0)),
        place(0, "Planned admissions", &["14.6 a day"], None),
        place(1, "Acute beds", &["477 people", "96 of them ready to leave"], None),
        place(2, "Home without support (P0)", &["62.3 a day"], Some(20.9)),
        place(2, "Home with support (P1)", &["5.1 a day"], Some(41.2)),
        place(2, "Bed-based care (P2)", &["1.3 a day"], Some(24.0)),
        place(2, "Care home (P3)", &["0.9 a day"], Some(9.4)),
        place(3, "Home, without a service", &["62.3 a day"], None),
        place(3, "Reablement", &["3.6 start a day", "60 people, 95% in use"], Some(27.6)),
        place(3, "Recuperation at home", &["3.4 start a day", "80 people, 98% in use"], Some(32.8)),
        place(3, "Domiciliary care", &["0.3 start a day", "13 people"], Some(0.0)),
        place(3, "End of life care", &["0.4 start a day", "9 people"], Some(2.3)),
        place(3, "Recuperation beds", &["0.4 start a day", "16 people, 98% in use"], Some(20.8)),
        place(3, "The Riverside unit at the old infirmary", &["1.0 start a day", "41 people"], Some(20.8)),
        place(3, "Dementia beds", &["0.1 start a day", "3 people, 89% in use"], Some(2.8)),
        place(3, "Care homes, for good", &["0.8 start a day"], Some(6.8)),
        place(3, "Services of other councils", &["1.5 start a day", "40 people"], Some(26.2)),
        place(3, "Same-day care", &["13.2 start a day", "1 person, 28% in use"], Some(0.2)),
    ];
    let mut ways = vec![way(0, 2, Some(58.4)), way(1, 2, Some(14.6))];
    for (to, amount) in [(3, 62.3), (4, 5.1), (5, 1.3), (6, 0.9)] {
        ways.push(way(2, to, Some(amount)));
    }
    ways.push(way(3, 7, Some(62.3)));
    ways.push(way(0, 17, Some(13.2)));
    for (from, to) in [
        (4, 8),
        (4, 9),
        (4, 10),
        (4, 11),
        (4, 16),
        (5, 9),
        (5, 12),
        (5, 13),
        (5, 14),
        (5, 16),
        (6, 15),
        (6, 14),
    ] {
        ways.push(way(from, to, None));
    }
    Flow {
        frame: frame(
            "96 people a day wait in an acute bed that they no longer need, 41 of them for support at home",
            "People a day between places, and people waiting on average, 1 October 2024 to 31 March 2025",
        ),
        columns: columns.into(),
        places,
        ways,
        measure: "People a day".to_owned(),
        waiting: "People waiting, on average".to_owned(),
        note: "Queues must not be added up: most people are in the queues of several services.".to_owned(),
    }
}

/// Two services.
pub fn toy() -> Flow {
    let places = vec![
        place(0, "People admitted", &["3.0 a day"], None),
        place(1, "Acute beds", &["21 people"], None),
        place(2, "Home", &["2.4 a day"], Some(0.0)),
        place(2, "Home with support", &["0.6 a day"], Some(2.3)),
        place(3, "Home care", &["0.4 start a day", "8 people"], Some(2.1)),
        place(3, "Rehabilitation beds", &["0.2 start a day", "5 people"], Some(1.0)),
    ];
    let ways = vec![
        way(0, 1, Some(3.0)),
        way(1, 2, Some(2.4)),
        way(1, 3, Some(0.6)),
        way(3, 4, None),
        way(3, 5, None),
        // Backwards and nowhere: not drawn.
        way(5, 1, Some(0.1)),
        way(9, 1, Some(0.1)),
    ];
    Flow { places, ways, columns: Vec::new(), ..hospital() }
}

/// All of them, by name.
pub fn pictures() -> Vec<(&'static str, Chart)> {
    let many = Flow { places: vec![hospital().places[8].clone(); 99], ..hospital() };
    [("flow", hospital()), ("flow-toy", toy()), ("flow-many", many)]
        .map(|(name, chart)| (name, Chart::Flow(chart)))
        .into()
}

fn drawn(chart: Flow, sheet: Sheet) -> Drawing {
    let drawing = draw_on(&Chart::Flow(chart), sheet).unwrap();
    tidy(&drawing);
    drawing
}

#[test]
fn every_place_is_named_with_what_is_there_on_wide_and_narrow_sheets() {
    for sheet in [Sheet::WIDE, Sheet::NARROW] {
        let said = words(&drawn(hospital(), sheet)).replace('\n', " ");
        for place in hospital().places {
            assert!(said.contains(&place.label) && said.contains(&place.told[0]), "{}", place.label);
        }
        for name in ["Leave by pathway, a day", "41 wait", "People waiting, on average"] {
            assert!(said.contains(name), "{name} is missing from {said}");
        }
    }
}

#[test]
fn ways_are_as_broad_as_the_people_on_them_and_thin_where_they_are_not_counted() {
    let drawing = drawn(toy(), Sheet::WIDE);
    let bands = drawing.marks.iter().filter_map(|mark| match mark {
        Mark::Band { upper, lower, colour } if *colour == style::BAND_90 => Some(lower[0].1 - upper[0].1),
        _ => None,
    });
    let bands: Vec<f64> = bands.collect();
    assert_eq!(bands.len(), 3, "{bands:?}");
    assert!((bands[1] / bands[0] - 2.4 / 3.0).abs() < 1e-9 && (bands[2] / bands[0] - 0.2).abs() < 1e-9);
    let thin = drawing.marks.iter().filter(
        |mark| matches!(mark, Mark::Line { points, colour, .. } if *colour == style::MUTED_EDGE && points.len() > 2),
    );
    assert_eq!(thin.count(), 2);
}

#[test]
fn bars_of_those_who_wait_are_in_proportion() {
    let drawing = drawn(toy(), Sheet::WIDE);
    let bars = drawing.marks.iter().filter_map(|mark| match mark {
        Mark::Block { area, colour } if *colour == style::OPTION_EDGE => Some(area.width()),
        _ => None,
    });
    let bars: Vec<f64> = bars.collect();
    // One in the key, none for nobody.
    assert_eq!(bars.len(), 4);
}

#[test]
fn the_table_says_where_people_come_from() {
    let table = Chart::Flow(toy()).table();
    assert_eq!(table.header[2..], ["People waiting, on average", "Comes from"]);
    assert_eq!(table.rows[3], ["Home with support", "0.6 a day", "2 wait", "Acute beds (0.6)"]);
    assert_eq!(table.rows[4][3], "Home with support");
    assert_eq!(table.rows[0][2..], ["-", "-"]);
}
