//! Heat maps and tornados.

use super::super::drawing::check::{tidy, words};
use super::super::drawing::{Drawing, Mark};
use super::super::*;
use super::samples::frame;

fn heat(rows: usize, columns: usize) -> Heat {
    let cell = |row: usize, column: usize| {
        let (row, column) = (row as f64, column as f64);
        Some(620.0 + 5_400.0 * libm::exp(-(row * 0.35 + column * 0.22)) - 3.0 * row * column)
    };
    Heat {
        frame: frame(
            "Four more community beds and eight bridging places save most of what can be saved",
            "Bed-days with no criteria to reside by places and beds, Anytown, 1 October 2024 to 31 March 2025",
        ),
        across: "Places of bridging care".to_owned(),
        down: "Recuperation beds".to_owned(),
        columns: (0..columns).map(|column| (column * 2).to_string()).collect(),
        rows: (0..rows).map(|row| (row + 12).to_string()).collect(),
        cells: (0..rows).map(|row| (0..columns).map(|column| cell(row, column)).collect()).collect(),
        unit: "Delayed bed-days".to_owned(),
        marked: Some((rows / 2, columns / 3)),
        mark: "Today".to_owned(),
        note: "Mean of all runs; the same people in every cell.".to_owned(),
        ..Heat::default()
    }
}

pub fn money() -> Heat {
    let mut chart = heat(8, 12);
    for number in chart.cells.iter_mut().flatten().flatten() {
        *number = (*number - 1_900.0) * 412.0;
    }
    chart.cells[2][3] = None;
    chart.cells[7].truncate(9);
    chart.columns[11] = "As many as are asked for".to_owned();
    chart.rows[3] = "Monday to Friday, and Saturday until noon at both hospitals".to_owned();
    Heat { unit: "Cost, £ more than today".to_owned(), ..chart }
}

pub fn tornado() -> Tornado {
    let end = |words: &str, value: f64, half: f64| TornadoEnd {
        words: words.to_owned(),
        value,
        interval: Some((value - half, value + half)),
        clear: value.abs() > half,
    };
    let row =
        |label: &str, low: TornadoEnd, high: TornadoEnd| TornadoRow { label: label.to_owned(), low, high };
    Tornado {
        frame: frame(
            "The share of people who need support at home matters most to delayed bed-days",
            "Change of delayed bed-days when one assumption is moved over its range, Anytown, half-year",
        ),
        measure: "Delayed bed-days, difference from the scenario as given".to_owned(),
        sides: ["fewer bed-days".to_owned(), "more bed-days".to_owned()],
        rows: vec![
            row(
                "Share of people who go home with support (P1)",
                end("0.21", -1_820.0, 210.0),
                end("0.33", 2_460.0, 260.0),
            ),
            row(
                "Length of stay in recuperation beds",
                end("18 days", -1_310.0, 190.0),
                end("31 days", 1_540.0, 220.0),
            ),
            row("Arrivals a day", end("58", -1_120.0, 330.0), end("66", 1_390.0, 350.0)),
            row(
                "Time until the hub has assessed, from the referral on, in office hours",
                end("4 hours", -240.0, 80.0),
                end("2 days", 990.0, 140.0),
            ),
            row("Places of Support at Home", end("60", 870.0, 130.0), end("72", -560.0, 110.0)),
            row("Refusals by care homes", end("5%", -310.0, 90.0), end("25%", 640.0, 120.0)),
            row("Board rounds at weekends", end("none", 420.0, 100.0), end("both days", -130.0, 90.0)),
            row("Time to start bridging", end("2 hours", 110.0, 40.0), end("12 hours", 360.0, 90.0)),
            row("Readmissions", end("9%", -120.0, 90.0), end("14%", 180.0, 100.0)),
            row("Transport", end("0.5 hours", -20.0, 60.0), end("3 hours", 70.0, 80.0)),
            row("Medicines to take home", end("1 hour", -15.0, 60.0), end("4 hours", 30.0, 60.0)),
            row("Equipment", end("1 day", 0.0, 0.0), end("3 days", 0.0, 0.0)),
        ],
        note: "Lines: how sure the difference is (95%). The same people in every run.".to_owned(),
    }
}

/// All of them, by name.
pub fn pictures() -> Vec<(&'static str, Chart)> {
    let mut narrow = tornado();
    narrow.rows.truncate(1);
    let dear = Tornado {
        measure: "Cost, £ more than the scenario as given".to_owned(),
        rows: tornado()
            .rows
            .into_iter()
            .take(5)
            .map(|mut row| {
                for end in [&mut row.low, &mut row.high] {
                    end.value *= 412.0;
                    end.interval = end.interval.map(|(low, high)| (low * 412.0, high * 412.0));
                }
                row
            })
            .collect(),
        ..tornado()
    };
    vec![
        ("heat-5-by-5", Chart::Heat(heat(5, 5))),
        ("heat-12-by-8", Chart::Heat(Heat { marked: Some((0, 11)), ..heat(8, 12) })),
        ("heat-money", Chart::Heat(money())),
        ("heat-one", Chart::Heat(Heat { marked: Some((0, 0)), ..heat(1, 1) })),
        ("heat-week", Chart::Heat(week())),
        ("heat-beyond", Chart::Heat(Heat { marked: Some((99, 99)), ..heat(50, 30) })),
        ("heat-none", Chart::Heat(Heat { cells: Vec::new(), ..heat(3, 3) })),
        ("tornado", Chart::Tornado(tornado())),
        ("tornado-one", Chart::Tornado(narrow)),
        ("tornado-money", Chart::Tornado(dear)),
        ("tornado-none", Chart::Tornado(Tornado { rows: Vec::new(), ..tornado() })),
    ]
}

fn week() -> Heat {
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let leave = |day: usize, hour: usize| {
        let hour = hour as f64 - 15.0;
        let share = if day > 4 { 0.4 } else { 1.0 };
        Some(4.1 * share * libm::exp(-hour * hour / 18.0))
    };
    Heat {
        across: "Hour of the day".to_owned(),
        down: String::new(),
        columns: (0..24).map(|hour| hour.to_string()).collect(),
        rows: days.map(str::to_owned).into(),
        cells: (0..7).map(|day| (0..24).map(|hour| leave(day, hour)).collect()).collect(),
        unit: "People leaving in an hour".to_owned(),
        marked: None,
        ..heat(7, 24)
    }
}

fn drawn(chart: &Chart) -> Drawing {
    let drawing = draw(chart).unwrap();
    tidy(&drawing);
    drawing
}

#[test]
fn heat_maps_print_every_number_and_name_both_ways() {
    let chart = heat(5, 5);
    let said = words(&drawn(&Chart::Heat(chart.clone())));
    for number in chart.cells.iter().flatten().flatten() {
        let number = super::super::axis::number(*number, 0);
        assert!(said.lines().any(|word| word == number), "{number} is missing from {said}");
    }
    for name in ["Places of bridging care", "Recuperation beds", "Today", "Delayed bed-days: 1,"] {
        assert!(said.contains(name), "{name} is missing from {said}");
    }
}

/// The colours of all cells with the text on each, in the order in which they are drawn.
fn cells(drawing: &Drawing) -> Vec<(style::Colour, style::Colour, String)> {
    let mut ground = None;
    let mut found = Vec::new();
    for mark in &drawing.marks {
        match mark {
            Mark::Block { colour, .. } => ground = Some(*colour),
            Mark::Text { text, colour, anchor: drawing::Anchor::Middle, .. }
                if style::STEPS.iter().any(|step| Some(*step) == ground) =>
            {
                found.push((ground.unwrap(), *colour, text.clone()));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn darker_cells_hold_more_and_their_numbers_can_be_read() {
    for chart in [heat(5, 5), heat(8, 12), money(), week()] {
        let expected: Vec<f64> = chart.cells.iter().flatten().flatten().copied().collect();
        // The key is drawn before the cells and has no centred text; the axis names come before any cell.
        let mut found = cells(&drawn(&Chart::Heat(chart)));
        found.drain(..found.len() - expected.len());
        let step = |colour| style::STEPS.iter().position(|&step| step == colour);
        for (i, (ground, ink, text)) in found.iter().enumerate() {
            assert!(style::contrast(*ground, *ink) >= 4.5, "{text} on {ground:?}");
            for (j, other) in found.iter().enumerate() {
                assert!(
                    expected[i] > expected[j] || step(*ground) <= step(other.0),
                    "{text} and {}",
                    other.2
                );
            }
        }
        assert!(
            found.iter().any(|cell| step(cell.0) == Some(0))
                && found.iter().any(|cell| step(cell.0) == Some(5))
        );
    }
}

#[test]
fn one_cell_is_outlined_and_an_outline_beyond_the_grid_is_not_drawn() {
    let outlines = |chart: Heat| {
        let marks = drawn(&Chart::Heat(chart)).marks;
        marks
            .iter()
            .filter(|mark| matches!(mark, Mark::Block { colour, .. } if *colour == style::MARKER))
            .count()
    };
    // One round the cell, one in the key.
    assert_eq!(outlines(heat(5, 5)), 2);
    assert_eq!(outlines(Heat { marked: None, ..heat(5, 5) }), 0);
    assert_eq!(outlines(Heat { marked: Some((5, 0)), ..heat(5, 5) }), 0);
}

#[test]
fn rows_and_columns_beyond_all_measure_are_left_out_and_the_note_says_so() {
    let said = words(&drawn(&Chart::Heat(heat(50, 30)))).replace('\n', " ");
    assert!(
        said.contains("The first 40 of 50 rows are drawn. The first 24 of 30 columns are drawn."),
        "{said}"
    );
    let rows = vec![tornado().rows[0].clone(); 60];
    let said = words(&drawn(&Chart::Tornado(Tornado { rows, ..tornado() })));
    assert!(said.contains("The first 40 of 60 rows are drawn."));
}

#[test]
fn tornados_print_inputs_and_differences_and_call_unclear_ones_none() {
    let said = words(&drawn(&Chart::Tornado(tornado())));
    for name in ["0.21", "−1,820", "+2,460", "both days", "← fewer bed-days", "more bed-days →"] {
        assert!(said.lines().any(|word| word == name), "{name} is missing from {said}");
    }
    assert_eq!(said.matches("no clear change").count(), 4, "{said}");
    assert_eq!(said.matches("no change").count(), 2, "{said}");
    let said = words(&drawn(&pictures().into_iter().find(|picture| picture.0 == "tornado-money").unwrap().1));
    assert!(said.contains("+£1.01m") && said.contains("−£750k") && said.contains("+£0.5m"), "{said}");
}
