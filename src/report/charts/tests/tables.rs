//! The numbers behind charts: what is drawn stands in the table as a reader sees it.

use jiff::civil::date;

use super::samples::{against, dots, fan, panels, pathways, steps};
use super::*;

fn row<'a>(table: &'a Table, label: &str) -> Vec<&'a str> {
    let found = table.rows.iter().find(|row| row[0] == label);
    found.unwrap_or_else(|| panic!("no {label} in {table:?}")).iter().map(String::as_str).collect()
}

fn header(table: &Table) -> Vec<&str> {
    table.header.iter().map(String::as_str).collect()
}

#[test]
fn every_table_has_a_name_columns_with_names_and_rows_as_long_as_they() {
    for (name, chart) in pictures() {
        for chart in [chart.clone(), scaled(&chart, f64::NAN), scaled(&chart, 1e9), reworded(&chart, "")] {
            let table = chart.table();
            assert!(table.header.iter().all(|header| !header.is_empty()), "{name}: {:?}", table.header);
            let rows_fit = table.rows.iter().all(|row| row.len() == table.header.len());
            assert!(rows_fit, "{name}: {:?}", table.header);
            let mut said = table.rows.iter().flatten().flat_map(|cell| cell.split(' '));
            assert!(said.all(|word| !["NaN", "inf", "−inf"].contains(&word)), "{name}");
        }
        assert!(!chart.table().caption().is_empty(), "{name}");
    }
}

#[test]
fn every_number_that_is_printed_at_a_mark_stands_in_the_table() {
    for (name, chart) in pictures() {
        let table = chart.table();
        let said: Vec<&str> = table.rows.iter().flatten().map(String::as_str).collect();
        for mark in draw(&chart).unwrap().marks {
            let drawing::Mark::Text { text, face, .. } = mark else { continue };
            let number = text.split(' ').next().unwrap_or_default();
            let is_number = number.starts_with(|c: char| c.is_ascii_digit() || "+−£<".contains(c));
            if face == style::NUMBER && is_number {
                assert!(
                    said.iter().any(|cell| cell.starts_with(number)),
                    "{name}: {text} is not in {said:?}"
                );
            }
        }
    }
}

#[test]
fn a_fan_has_a_row_a_day_with_median_bands_places_and_the_second_line() {
    let mut chart = fan(182);
    (chart.series.days[2].p50, chart.series.days[3].p5) = (f64::NAN, f64::NAN);
    let day = chart.series.days[1];
    let table = Chart::Fan(chart).table();
    assert_eq!(
        header(&table),
        [
            "Date",
            "Median of all runs (People)",
            "Half of the runs (50% band)",
            "9 in 10 runs (90% band)",
            "Beds planned for them",
            "Observed, weekly return"
        ]
    );
    // A day without a median is in no line but the second.
    assert_eq!(table.rows.len(), 182);
    assert_eq!(row(&table, "2024-10-03")[1..4], ["-", "-", "-"]);
    assert_eq!(row(&table, "2024-10-04")[3], "-");
    let second = row(&table, "2024-10-02");
    assert_eq!(second[1], format!("{:.0}", day.p50));
    assert_eq!(second[3], format!("{:.0} to {:.0}", day.p5, day.p95));
    assert_eq!(second[4], "80");
    assert_eq!(row(&table, "2025-01-06")[4], "110");
    assert!(table.title.starts_with("People with no criteria to reside, by day"));
}

#[test]
fn an_option_has_columns_of_its_own_and_no_band_that_is_not_drawn() {
    let table = Chart::Fan(against(9)).table();
    assert_eq!(
        header(&table),
        [
            "Date",
            "Baseline (People)",
            "9 in 10 runs (90% band)",
            "Ten places of bridging care (People)",
            "Ten places of bridging care: 9 in 10 runs (90% band)",
            "Beds planned for them"
        ]
    );
    assert_eq!(table.rows.len(), 9);
}

#[test]
fn a_history_stands_before_the_days_with_its_mean_and_limits() {
    let before = Before {
        label: "Observed".to_owned(),
        points: vec![(date(2024, 9, 29), 81.0), (date(2024, 9, 30), 84.0)],
        mean: ("Mean".to_owned(), 82.5),
        limits: ("Limits".to_owned(), [71.2, 104.0]),
        ..Before::default()
    };
    let chart = Fan { series: Series { before: Some(before), second: None, ..fan(2).series }, ..fan(2) };
    let table = Chart::Fan(chart).table();
    assert_eq!(header(&table)[..4], ["Date", "Observed", "Mean", "Limits"]);
    assert_eq!(row(&table, "2024-09-30")[..5], ["2024-09-30", "84", "83", "71 to 104", "-"]);
    assert_eq!(row(&table, "2024-10-01")[1..4], ["-", "-", "-"]);
}

#[test]
fn a_place_without_limit_has_none_in_the_table() {
    let capacity = Some(steps("Beds", &[(date(2024, 10, 1), 40.0), (date(2024, 10, 2), f64::INFINITY)]));
    let chart = Fan { series: Series { capacity, second: None, ..fan(3).series }, ..fan(3) };
    let table = Chart::Fan(chart).table();
    let beds: Vec<&str> = table.rows.iter().filter_map(|row| row.last()).map(String::as_str).collect();
    assert_eq!(beds, ["40", "no limit", "no limit"]);
}

#[test]
fn panels_stand_beside_one_another_each_in_columns_of_its_own() {
    let table = Chart::Panels(panels(5)).table();
    assert_eq!(table.rows.len(), 5);
    assert_eq!(
        header(&table)[..5],
        [
            "Date",
            "Hospital: Median of all runs (People)",
            "Hospital: Half of the runs (50% band)",
            "Hospital: 9 in 10 runs (90% band)",
            "Hospital: Beds or places"
        ]
    );
    assert_eq!(row(&table, "2024-10-01")[4], "484");
    // Nine panels, two without a limit.
    assert_eq!(table.header.len(), 1 + 7 * 4 + 2 * 3);
}

#[test]
fn bars_have_their_interval_and_marker() {
    let table = Chart::Bars(pathways()).table();
    assert_eq!(
        header(&table),
        [
            "Days from being ready to leaving",
            "Mean, days",
            "95% interval of the mean, days",
            "9 in 10 had left by then, days"
        ]
    );
    assert_eq!(
        row(&table, "A bed in the community (P2)"),
        ["A bed in the community (P2)", "11.7", "10.9 to 12.6", "26.3"]
    );
    let beside = Bar { label: "Elsewhere".to_owned(), value: 3.0, beside: true, ..Bar::default() };
    let chart = Bars { bars: vec![beside], beside_name: "in no bed".to_owned(), ..Bars::default() };
    assert_eq!(Chart::Bars(chart).table().rows, [["Elsewhere (in no bed)", "3.0"]]);
}

#[test]
fn differences_say_whether_they_are_clear() {
    let mut chart = dots();
    chart.dots[0].luck = Some((-1_200.0, -1_040.0));
    chart.dots.push(Dot { label: "Nothing".to_owned(), value: 0.0, ..Dot::default() });
    let table = Chart::Dots(chart).table();
    assert_eq!(
        header(&table),
        ["Delayed bed-days", "Difference, bed-days", "Range", "Luck alone", "Verdict"]
    );
    assert_eq!(
        row(&table, "Five more recuperation beds")[1..],
        ["−1,120", "−1,280 to −960", "−1,200 to −1,040", "clear"]
    );
    assert_eq!(row(&table, "Hub at weekends")[1..], ["−40", "−160 to +80", "-", "no clear difference"]);
    assert_eq!(row(&table, "Nothing")[1..], ["0", "-", "-", "no change"]);
}

#[test]
fn lines_along_an_axis_have_a_row_a_place_and_open_bands_say_so() {
    let table = Chart::Curve(curves::exchange()).table();
    assert_eq!(header(&table), ["Recuperation beds given up", "Bridging places for one bed", "Range"]);
    assert_eq!(row(&table, "8")[1..], ["2.4", "1.9 or more"]);
    assert_eq!(row(&table, "10")[1..], ["-", "-"]);
    let sweep = Chart::Curve(curves::sweep()).table();
    assert_eq!(row(&sweep, "16 (today: 16)")[0], "16 (today: 16)");
    let costs = Chart::Curve(curves::costs()).table();
    assert_eq!(costs.header.len(), 9);
    assert_eq!(costs.header[3..5], ["Bridging care", "Bridging care: range"]);
}

#[test]
fn a_grid_keeps_its_rows_columns_and_the_cell_that_is_outlined() {
    let chart = cells::money();
    let table = Chart::Heat(chart).table();
    assert_eq!(table.header[0], "Recuperation beds (down), Places of bridging care (across)");
    assert_eq!(table.header[1..3], ["0", "2"]);
    assert!(table.title.starts_with("Cost, £ more than today, "), "{}", table.title);
    assert_eq!(row(&table, "14")[4], "-");
    assert!(row(&table, "16")[5].ends_with(" (Today)"), "{:?}", row(&table, "16"));
}

#[test]
fn inputs_have_both_ends_of_their_range() {
    let table = Chart::Tornado(cells::tornado()).table();
    assert_eq!(
        row(&table, "Arrivals a day")[1..],
        ["58", "−1,120", "−1,450 to −790", "66", "+1,390", "+1,040 to +1,740"]
    );
    assert_eq!(row(&table, "Transport")[1..4], ["0.5 hours", "−20 (no clear change)", "−80 to +40"]);
    assert_eq!(row(&table, "Equipment")[1..4], ["1 day", "no change", "-"]);
}

#[test]
fn points_have_both_amounts_with_their_ranges_and_what_they_are() {
    let target = Some((1_500.0, "target: at least 1,500".to_owned()));
    let table = Chart::Plane(Plane { target, ..planes::frontier() }).table();
    assert_eq!(
        header(&table),
        [
            "Point",
            "Delayed bed-days saved",
            "Delayed bed-days saved: range",
            "Cost, £ more than today",
            "Cost, £ more than today: range",
            "What it is"
        ]
    );
    assert_eq!(
        row(&table, "Four beds")[1..],
        ["+520", "+400 to +650", "+£210k", "+£196k to +£224k", "Other options"]
    );
    assert_eq!(row(&table, "target: at least 1,500")[1..], ["+1,500", "-", "-", "-", "-"]);
    let cloud = vec![PlanePoint { across: 1.0, up: f64::NAN, ..PlanePoint::default() }; 2];
    let table = Chart::Plane(Plane { points: cloud, ..Plane::default() }).table();
    assert_eq!(table.rows[1], ["2", "1.0", "-"]);
}

#[test]
fn parts_of_a_strip_are_counted_and_named_by_their_place() {
    let parts = vec![true, true, false, true];
    let rows = vec![
        StripRow { label: "Bridging".to_owned(), parts, told: String::new() },
        StripRow { label: "Beds".to_owned(), parts: vec![false; 4], told: "none of 4".to_owned() },
    ];
    let table = Chart::Strip(Strip { rows, measure: "Worlds".to_owned(), ..Strip::default() }).table();
    assert_eq!(table.rows, [["Bridging", "3 of 4", "1 to 2, 4"], ["Beds", "none of 4", "-"]]);
}
