//! Histories before a fan: limits, steps, signs of change and the rule at today, alone and in panels.

use jiff::ToSpan;
use jiff::civil::date;

use super::super::drawing::Mark;
use super::super::drawing::check::{tidy, words};
use super::super::*;
use super::samples::{fan, panels};

/// Weeks of history before the samples, which begin on 1 October 2024.
fn history(weeks: i64) -> Before {
    let today = date(2024, 10, 1);
    let at = |week: i64| today.saturating_sub((7 * (weeks - week)).days()).saturating_add(3.days());
    let points: Vec<_> = (0..weeks).map(|week| (at(week), 80.0 + (week % 3) as f64)).collect();
    Before {
        label: "Reported".to_owned(),
        flagged: vec![
            (points[2].0, Flag::Concern),
            (points[4].0, Flag::Improvement),
            (points[5].0, Flag::Change),
        ],
        points,
        mean: ("Mean".to_owned(), 81.0),
        limits: ("Natural process limits".to_owned(), [74.0, 88.0]),
        from: Some(at(10)),
        earlier: vec![Level { from: at(0), to: at(10), mean: 90.0, limits: [85.0, 95.0] }],
        today: Some(today),
        lifts: true,
    }
}

fn five() -> Panels {
    let mut chart = panels(56);
    chart.panels.truncate(5);
    for panel in &mut chart.panels {
        panel.series.before = Some(history(30));
        panel.series.capacity = None;
    }
    chart
}

fn dashes(drawing: &Drawing) -> usize {
    let is =
        |mark: &&Mark| matches!(mark, Mark::Line { colour, dashed: true, .. } if *colour == style::CAPACITY);
    drawing.marks.iter().filter(is).count()
}

#[test]
fn five_panels_with_histories_stand_on_one_screen_and_nothing_covers_anything() {
    let drawing = draw(&Chart::Panels(five())).unwrap();
    tidy(&drawing);
    assert!(drawing.height <= 1000.0, "{}", drawing.height);
    tidy(&drawn_narrow(&Chart::Panels(five())).unwrap());
    let said = words(&drawing);
    assert_eq!(said.lines().filter(|line| *line == "today").count(), 5, "{said}");
    for key in
        ["Reported", "Natural process limits", "Sign of change: concern", "Sign of change: improvement"]
    {
        assert_eq!(said.lines().filter(|line| *line == key).count(), 1, "{key} once: {said}");
    }
    // Two limits before the step and two after it in each panel, and the sample of the key.
    assert_eq!(dashes(&drawing), 5 * 4 + 1);
}

#[test]
fn a_history_without_limits_has_none_drawn_and_none_in_the_key() {
    let mut chart = five();
    for panel in &mut chart.panels {
        let before = Before { earlier: Vec::new(), flagged: Vec::new(), ..history(8 + 22) };
        let none = Before {
            mean: ("Mean".to_owned(), f64::NAN),
            limits: ("Natural process limits".to_owned(), [f64::NAN; 2]),
            ..before
        };
        panel.series.before = Some(none);
    }
    let drawing = draw(&Chart::Panels(chart)).unwrap();
    tidy(&drawing);
    let said = words(&drawing);
    assert!(!said.contains("limits") && !said.contains("Sign of change"), "{said}");
    assert_eq!(dashes(&drawing), 0);
}

#[test]
fn each_point_has_the_limits_of_its_own_days_in_the_table_and_a_sign_is_said_in_words() {
    let chart =
        Fan { series: Series { before: Some(history(20)), second: None, ..fan(14).series }, ..fan(14) };
    let drawing = draw(&Chart::Fan(chart.clone())).unwrap();
    tidy(&drawing);
    let table = Chart::Fan(chart).table();
    assert_eq!(table.header[1..5], ["Reported", "Mean", "Natural process limits", "Sign of change"]);
    let limits: Vec<&str> = table.rows.iter().map(|row| row[3].as_str()).take(20).collect();
    assert_eq!((limits[9], limits[10]), ("85 to 95", "74 to 88"));
    let signs: Vec<&str> = table.rows.iter().map(|row| row[4].as_str()).take(6).collect();
    assert_eq!(signs, ["-", "-", "concern", "-", "improvement", "change"]);
}
