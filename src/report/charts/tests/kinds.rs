//! What a reader must be able to see in each kind of chart, whatever the numbers are.

use jiff::civil::date;

use super::super::drawing::{Mark, dashes};
use super::super::*;
use super::samples::{dots, fan, frame, pathways, steps};
use super::*;

/// A place that is always full: every run, every day.
fn full(amount: f64) -> Fan {
    let mut chart = fan(60);
    for day in &mut chart.series.days {
        (day.p5, day.p25, day.p50, day.p75, day.p95) = (amount, amount, amount, amount, amount);
    }
    chart.series.second = None;
    chart.series.capacity = Some(steps("Places", &[(date(2024, 10, 1), amount)]));
    chart
}

fn capacity(drawing: &drawing::Drawing) -> Vec<(usize, Vec<drawing::Point>)> {
    let lines = drawing.marks.iter().enumerate().filter_map(|(i, mark)| match mark {
        Mark::Line { points, colour, dashed: true, .. } if *colour == style::CAPACITY => {
            Some((i, points.clone()))
        }
        _ => None,
    });
    lines.collect()
}

#[test]
fn the_places_line_lies_above_all_else_and_below_the_top_of_the_axis() {
    for amount in [0.0, 1.0, 3.0, 16.0, 100.0, 484.0, 1e9] {
        let drawing = draw(&Chart::Fan(full(amount))).unwrap();
        let lines = capacity(&drawing);
        assert_eq!(lines.len(), 1, "{amount}");
        let (at, points) = &lines[0];
        for (i, mark) in drawing.marks.iter().enumerate() {
            let covers = matches!(mark, Mark::Line { .. } | Mark::Band { .. } | Mark::Veil { .. });
            assert!(!covers || i <= *at, "{amount}: {mark:?} is drawn over the places line");
        }
        let grid = drawing.marks.iter().filter_map(|mark| match mark {
            Mark::Line { points, colour, .. } if *colour == style::GRID => Some(points[0].1),
            _ => None,
        });
        let top = grid.fold(f64::INFINITY, f64::min);
        assert!(points.iter().all(|point| point.1 > top + 3.0), "{amount}: the line lies on the axis's end");
    }
}

#[test]
fn the_places_line_is_in_the_picture_however_far_above_or_below_the_people_it_is() {
    for places in [1.0, 40.0, 5_000.0, 1e6] {
        let mut chart = full(40.0);
        chart.series.capacity = Some(steps("Places", &[(date(2024, 10, 1), places)]));
        let drawing = draw(&Chart::Fan(chart)).unwrap();
        drawing::check::tidy(&drawing);
        assert_eq!(capacity(&drawing).len(), 1, "{places}");
    }
}

#[test]
fn a_line_of_dashes_lets_what_is_below_be_seen() {
    let cut = dashes(&[(0.0, 0.0), (20.0, 0.0), (20.0, 5.0)]);
    // 7 of ink, 4 of none, over the corner too.
    assert_eq!(cut.len(), 3);
    assert_eq!(cut[0], [(0.0, 0.0), (7.0, 0.0)]);
    assert_eq!(cut[1], [(11.0, 0.0), (18.0, 0.0)]);
    assert_eq!(cut[2], [(20.0, 2.0), (20.0, 5.0)]);
    assert!(dashes(&[]).is_empty() && dashes(&[(1.0, 1.0)]).is_empty());
}

#[test]
fn with_few_runs_the_median_is_drawn_and_no_band_is_named_that_is_not_there() {
    let mut chart = fan(30);
    for day in &mut chart.series.days {
        (day.p5, day.p95) = (f64::NAN, f64::NAN);
    }
    let drawing = draw(&Chart::Fan(chart.clone())).unwrap();
    let said = words(&drawing).replace('\n', " ");
    assert!(said.contains("Half of the runs") && !said.contains("9 in 10 runs"), "{said}");
    assert_eq!(drawing.marks.iter().filter(|mark| matches!(mark, Mark::Band { .. })).count(), 1);
    for day in &mut chart.series.days {
        (day.p25, day.p75) = (f64::NAN, f64::NAN);
    }
    let drawing = draw(&Chart::Fan(chart)).unwrap();
    let said = words(&drawing).replace('\n', " ");
    assert!(!said.contains("Half of the runs") && said.contains("Median of all runs"), "{said}");
    let median = |mark: &&Mark| matches!(mark, Mark::Line { colour, .. } if *colour == style::MEDIAN);
    assert_eq!(drawing.marks.iter().filter(median).count(), 1);
}

#[test]
fn a_band_of_some_days_is_drawn_on_those() {
    let mut chart = fan(30);
    for day in &mut chart.series.days[10..20] {
        (day.p5, day.p95) = (f64::NAN, f64::NAN);
    }
    let drawing = draw(&Chart::Fan(chart)).unwrap();
    assert_eq!(drawing.marks.iter().filter(|mark| matches!(mark, Mark::Band { .. })).count(), 3);
}

#[test]
fn panels_name_no_line_that_none_of_them_has() {
    let mut chart = samples::panels(30);
    for panel in &mut chart.panels {
        panel.series.capacity = Some(steps("", &[(date(2024, 10, 1), f64::INFINITY)]));
    }
    let said = words(&draw(&Chart::Panels(chart)).unwrap());
    assert!(!said.contains("Beds or places"), "{said}");
}

/// The texts of ticks on the level axis of a curve with points there.
fn ticks(across: &[f64]) -> Vec<String> {
    let points =
        across.iter().map(|&across| CurvePoint { across, value: Some(5.0), ..CurvePoint::default() });
    let chart = Curve {
        frame: frame("Title", "Subtitle"),
        across: "Places".to_owned(),
        measure: "People".to_owned(),
        lines: vec![CurveLine { label: String::new(), points: points.collect() }],
        from_zero: true,
        ..Curve::default()
    };
    let drawing = draw(&Chart::Curve(chart)).unwrap();
    drawing::check::tidy(&drawing);
    let middle = drawing.marks.iter().filter_map(|mark| match mark {
        Mark::Text { text, anchor: drawing::Anchor::Middle, .. } => Some(text.clone()),
        _ => None,
    });
    middle.collect()
}

#[test]
fn ticks_stand_only_where_there_are_points() {
    assert_eq!(ticks(&[0.0, 3.0, 6.0, 9.0, 12.0]), ["0", "3", "6", "9", "12"]);
    assert_eq!(ticks(&[2.0, 10.0]), ["2", "10"]);
    assert_eq!(ticks(&[16.0]), ["16"]);
    assert_eq!(ticks(&[0.0, 0.5, 1.0, 2.0]), ["0.0", "0.5", "1.0", "2.0"]);
    assert_eq!(ticks(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]), ["0", "1", "2", "3", "4", "5"]);
    // Where many stand close, those that have room are named.
    let many: Vec<f64> = (0..=90).map(|i| f64::from(i) * 7.0).collect();
    let said = ticks(&many);
    assert!(
        said.len() > 5 && said.iter().all(|tick| tick.parse::<u32>().unwrap().is_multiple_of(7)),
        "{said:?}"
    );
}

#[test]
fn target_and_today_stand_once_on_a_frontier_each_at_its_mark() {
    let mut chart = planes::frontier();
    chart.target = Some((1_500.0, "target: at least 1,500".to_owned()));
    let drawing = draw(&Chart::Plane(chart.clone())).unwrap();
    drawing::check::tidy(&drawing);
    let said = words(&drawing).replace('\n', " ");
    assert_eq!(said.matches("target: at least 1,500").count(), 1, "{said}");
    assert_eq!(said.lines().flat_map(|line| line.match_indices("Today")).count(), 1, "{said}");
    let rule = |mark: &&Mark| matches!(mark, Mark::Line { colour, .. } if *colour == style::SECOND);
    assert_eq!(drawing.marks.iter().filter(rule).count(), 1);
    // A target beyond all points is in the picture all the same.
    chart.target = Some((9_000.0, "target: at least 9,000".to_owned()));
    let said = words(&draw(&Chart::Plane(chart)).unwrap());
    assert!(said.contains("+8,000") && said.contains("target: at least 9,000"), "{said}");
}

fn heat(cells: Vec<Vec<Option<f64>>>) -> Heat {
    let names = |n: usize| (0..n).map(|i| i.to_string()).collect();
    Heat {
        frame: frame("Title", "Subtitle"),
        columns: names(cells[0].len()),
        rows: names(cells.len()),
        cells,
        unit: "People".to_owned(),
        ..Heat::default()
    }
}

#[test]
fn cells_that_read_alike_look_alike() {
    let cells =
        vec![vec![Some(195.1), Some(195.4), Some(194.6)], vec![Some(240.0), Some(194.9), Some(239.7)]];
    let drawing = draw(&Chart::Heat(heat(cells))).unwrap();
    let mut ground = None;
    let mut found: Vec<(String, style::Colour)> = Vec::new();
    for mark in &drawing.marks {
        match mark {
            Mark::Block { colour, .. } => ground = Some(*colour),
            Mark::Text { text, .. } if ["195", "240"].contains(&text.as_str()) => {
                found.push((text.clone(), ground.unwrap()));
            }
            _ => {}
        }
    }
    assert_eq!(found.len(), 6);
    for (text, colour) in &found {
        let first = found.iter().find(|other| other.0 == *text).unwrap();
        assert_eq!(first.1, *colour, "{found:?}");
    }
    assert_ne!(found[0].1, found[3].1);
    let said = words(&draw(&Chart::Heat(heat(vec![vec![Some(195.1), Some(195.3)]]))).unwrap());
    assert!(said.contains("195 everywhere") && !said.contains("dark"), "{said}");
}

fn tornado(ends: &[(f64, f64, bool)]) -> Tornado {
    let end = |&(value, half, clear): &(f64, f64, bool)| TornadoEnd {
        words: "1".to_owned(),
        value,
        interval: Some((value - half, value + half)),
        clear,
    };
    let rows = ends.chunks(2).map(|pair| TornadoRow {
        label: "Input".to_owned(),
        low: end(&pair[0]),
        high: end(&pair[1]),
    });
    Tornado {
        frame: frame("Title", "Subtitle"),
        measure: "Bed-days".to_owned(),
        rows: rows.collect(),
        ..Tornado::default()
    }
}

#[test]
fn an_end_that_changes_nothing_is_said_to_and_has_no_bar() {
    let bars = |drawing: &drawing::Drawing| {
        let fill = |mark: &&Mark| {
            matches!(mark, Mark::Block { colour, area } if [style::BAR, style::OPTION].contains(colour)
                && area.height() > 12.5)
        };
        drawing.marks.iter().filter(fill).count()
    };
    let drawing = draw(&Chart::Tornado(tornado(&[(0.0, 0.0, true), (12.0, 40.0, false)]))).unwrap();
    let said = words(&drawing);
    assert_eq!(
        (said.matches("no change").count(), said.matches("no clear change").count()),
        (1, 1),
        "{said}"
    );
    assert_eq!(bars(&drawing), 0);
    assert!(!said.contains("+12") && !said.contains("end of its range"), "{said}");
    let drawing = draw(&Chart::Tornado(tornado(&[(-300.0, 40.0, true), (0.0, 0.0, false)]))).unwrap();
    let said = words(&drawing);
    assert!(said.contains("Low end of its range") && !said.contains("High end"), "{said}");
    assert_eq!(said.matches("no change").count(), 1);
}

#[test]
fn a_difference_of_nothing_is_no_change() {
    let mut chart = dots();
    chart.dots[0] = Dot { value: 0.0, interval: Some((0.0, 0.0)), clear: false, ..chart.dots[0].clone() };
    let said = words(&draw(&Chart::Dots(chart)).unwrap());
    assert_eq!(said.matches("no change").count(), 1, "{said}");
}

#[test]
fn numbers_at_marks_have_their_unit_and_money_its_sign() {
    let said = words(&draw(&Chart::Bars(pathways())).unwrap());
    assert!(said.contains("11.7 days"), "{said}");
    let said = words(&draw(&Chart::Dots(dots())).unwrap());
    assert!(said.contains("−1,120 bed-days"), "{said}");
    let money = Dots { measure: "Cost (£)".to_owned(), unit: String::new(), ..dots() };
    let said = words(&draw(&Chart::Dots(money)).unwrap());
    assert!(said.contains("−£1,120") && said.contains("+£180"), "{said}");
    let money = Bars { measure: "Cost (£)".to_owned(), unit: String::new(), ..pathways() };
    let said = words(&draw(&Chart::Bars(money)).unwrap());
    assert!(said.contains("£20.9") && said.lines().any(|word| word == "£20"), "{said}");
}

#[test]
fn a_bar_beside_the_others_is_told_in_the_key_and_one_without_length_is_not() {
    let mut chart = Bars { beside_name: "Beside the delay".to_owned(), ..pathways() };
    assert!(!words(&draw(&Chart::Bars(chart.clone())).unwrap()).contains("Beside the delay"));
    chart.bars[3].beside = true;
    assert!(words(&draw(&Chart::Bars(chart.clone())).unwrap()).contains("Beside the delay"));
    for bar in &mut chart.bars {
        (bar.value, bar.interval) = (0.0, None);
    }
    let said = words(&draw(&Chart::Bars(chart)).unwrap());
    assert!(!said.contains("Beside the delay") && !said.lines().any(|word| word == "Mean"), "{said}");
}

#[test]
fn a_chart_has_the_source_line_that_it_is_given_in_the_picture_and_in_its_description() {
    let long = Fan { frame: Frame { description: "word ".repeat(900), ..fan(9).frame }, ..fan(9) };
    for (name, chart) in pictures().into_iter().chain([("long", Chart::Fan(long))]) {
        let chart = chart.with_source("wardflow 1, A & B, fingerprint 01234567, 9 runs, seed 1");
        let svg = String::from_utf8(render(&chart, Format::Svg).unwrap()).unwrap();
        let line = "Source: wardflow 1, A &amp; B, fingerprint 01234567, 9 runs, seed 1";
        assert_eq!(svg.matches(line).count(), 2, "{name}");
        assert!(svg.split_once("</desc>").unwrap().0.ends_with(line), "{name}");
    }
}
