//! All kinds of charts with all kinds of data: nothing leaves the ground, no text covers another, the
//! same chart gives the same bytes. `samples` are charts as a report makes them, `bend` gives them other
//! numbers and words.

use jiff::civil::date;

use super::drawing::check::{tidy, words};
use super::*;

mod bend;
mod cells;
mod curves;
mod flows;
mod histories;
mod kinds;
mod planes;
mod samples;
mod tables;

use bend::{reworded, scaled};
use samples::{against, dots, fan, panels, pathways, reasons, steps};

fn pictures() -> Vec<(&'static str, Chart)> {
    let mut pictures = vec![
        ("dots", Chart::Dots(dots())),
        ("dots-none", Chart::Dots(Dots { dots: Vec::new(), ..dots() })),
        ("fan", Chart::Fan(fan(182))),
        ("fan-against", Chart::Fan(against(182))),
        ("fan-against-day", Chart::Fan(against(1))),
        (
            "fan-against-second",
            Chart::Fan(Fan {
                series: Series { second: fan(400).series.second, ..against(400).series },
                ..against(9)
            }),
        ),
        ("fan-year", Chart::Fan(Fan { series: Series { second: None, ..fan(365).series }, ..fan(365) })),
        ("fan-1100-days", Chart::Fan(fan(1_100))),
        ("fan-week", Chart::Fan(fan(7))),
        ("fan-one-day", Chart::Fan(fan(1))),
        ("fan-empty", Chart::Fan(fan(0))),
        ("pathways", Chart::Bars(pathways())),
        ("reasons", Chart::Bars(reasons())),
        ("panels", Chart::Panels(panels(182))),
        (
            "panels-two",
            Chart::Panels(Panels { panels: panels(1_100).panels.drain(..2).collect(), ..panels(9) }),
        ),
    ];
    pictures.extend(curves::pictures());
    pictures.extend(cells::pictures());
    pictures.extend(planes::pictures());
    pictures.extend(flows::pictures());
    pictures
}

#[test]
fn charts_stay_on_their_ground_and_no_text_covers_another() {
    for (name, chart) in pictures() {
        for sheet in SHEETS {
            println!("{name} {sheet:?}");
            tidy(&draw_on(&chart, sheet).unwrap());
        }
    }
}

const SHEETS: [Sheet; 3] = [Sheet::WIDE, Sheet::PAGE, Sheet::NARROW];

#[test]
fn a_narrow_chart_is_420_wide_and_tells_the_same_as_the_wide_one() {
    for (name, chart) in pictures() {
        let (wide, narrow) = (drawn(&chart).unwrap(), drawn_narrow(&chart).unwrap());
        assert_eq!((wide.width, narrow.width), (960.0, 420.0));
        let series = |drawing: &Drawing| {
            let names = drawing.groups.iter().map(|group| group.series.clone());
            names.collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(series(&wide), series(&narrow), "{name}");
        let said = |drawing: &Drawing| {
            let tips = drawing.tips.iter().map(|tip| tip.text.clone());
            tips.collect::<std::collections::BTreeSet<_>>()
        };
        let (wide, narrow) = (said(&wide), said(&narrow));
        match chart {
            // Fewer columns, or turned round.
            Chart::Fan(_) | Chart::Panels(_) | Chart::Heat(_) | Chart::Curve(_) => {
                assert_eq!(wide.is_empty(), narrow.is_empty());
            }
            _ => assert_eq!(wide, narrow, "{name}"),
        }
    }
}

#[test]
fn every_chart_with_figures_says_them_where_they_are_drawn() {
    for (name, chart) in pictures() {
        let nothing = words(&draw(&chart).unwrap()).contains("No figures for this period");
        for sheet in SHEETS {
            let drawing = draw_on(&chart, sheet).unwrap();
            assert_eq!(drawing.tips.is_empty(), nothing, "{name}");
            assert!(drawing.tips.iter().all(|tip| tip.text.contains(|c: char| c.is_ascii_digit())), "{name}");
        }
    }
    let drawing = draw(&Chart::Fan(fan(182))).unwrap();
    assert_eq!(drawing.tips.len(), 182);
    let day = fan(182).series.days[97];
    assert_eq!(
        drawing.tips[97].text,
        format!(
            "6 January 2025: Median of all runs {:.0}, 50% band {:.0} to {:.0}, 90% band {:.0} to {:.0}, \
             Beds planned for them 110, Observed, weekly return {:.0}",
            day.p50,
            day.p25,
            day.p75,
            day.p5,
            day.p95,
            fan(182).series.second.unwrap().days[97].1
        )
    );
}

#[test]
fn an_option_and_the_baseline_are_groups_of_their_own() {
    let drawing = draw(&Chart::Fan(against(182))).unwrap();
    let all = |series: &str| {
        let groups = drawing.groups.iter().filter(|group| group.series == series);
        groups.flat_map(|group| &drawing.marks[group.from..group.to]).collect::<Vec<_>>()
    };
    let option = all("Ten places of bridging care");
    assert!(option.iter().any(|mark| matches!(mark, Mark::Veil { .. })));
    assert!(option.iter().any(|mark| matches!(mark, Mark::Text { text, .. } if text.starts_with("Ten"))));
    assert!(all("Baseline").iter().any(|mark| matches!(mark, Mark::Band { .. })));
    // The line, and its name on two lines.
    assert_eq!(all("Beds planned for them").len(), 3);
    // Axes are nobody's.
    let held: usize = drawing.groups.iter().map(|group| group.to - group.from).sum();
    assert!(held + 20 < drawing.marks.len());
}

#[test]
fn charts_hold_for_huge_tiny_and_impossible_numbers() {
    let factors = [0.0, 1e-300, 0.000_3, 0.01, 130_000.0, 1e12, f64::MAX, f64::INFINITY, f64::NAN, -1.0];
    for (name, chart) in pictures() {
        for by in factors {
            println!("{name} by {by}");
            for sheet in SHEETS {
                tidy(&draw_on(&scaled(&chart, by), sheet).unwrap());
            }
        }
    }
}

#[test]
fn one_impossible_number_spoils_no_other() {
    for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, 1e-310] {
        println!("{odd}");
        let mut curve = curves::costs();
        let points = &mut curve.lines[1].points;
        (points[0].low, points[1].high, points[2].value) = (Some(odd), Some(odd), Some(odd));
        points[3].across = odd;
        curve.mark = Some((odd, "here".to_owned()));
        let mut plane = planes::frontier();
        plane.points[1].up = odd;
        plane.points[2].across_interval = Some((odd, 3.0));
        plane.points[4].up_interval = Some((odd, -odd));
        let mut heat = cells::money();
        heat.cells[1][1] = Some(odd);
        let mut tornado = cells::tornado();
        tornado.rows[0].low.value = odd;
        tornado.rows[1].high.interval = Some((odd, odd));
        for chart in [Chart::Curve(curve), Chart::Plane(plane), Chart::Heat(heat), Chart::Tornado(tornado)] {
            tidy(&draw(&chart).unwrap());
            assert!(!render(&chart, Format::Svg).unwrap().is_empty());
        }
    }
}

#[test]
fn charts_hold_for_words_of_any_length_and_kind() {
    let long = "No room in the beds of the other council's convalescence homes and none expected ".repeat(12);
    let unbroken = "w".repeat(700);
    for (name, chart) in pictures() {
        for word in
            ["", " ", "x", "5 < 6 & \"7\" > 'é'", "漢字 ≥ ü", "\u{0}\n", long.as_str(), unbroken.as_str()]
        {
            println!("{name} {word:.20}");
            let chart = reworded(&chart, word);
            if word.trim().is_empty() && name.ends_with("empty") {
                continue;
            }
            for sheet in SHEETS {
                tidy(&draw_on(&chart, sheet).unwrap());
            }
            let svg = String::from_utf8(render(&chart, Format::Svg).unwrap()).unwrap();
            assert!(!svg.contains("5 < 6") && !svg.contains("& "), "{name} is not escaped");
            assert!(!svg.chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}

#[test]
fn charts_without_data_say_so() {
    for chart in [
        Chart::Fan(Fan::default()),
        Chart::Bars(Bars::default()),
        Chart::Panels(Panels::default()),
        Chart::Curve(Curve::default()),
        Chart::Heat(Heat::default()),
        Chart::Tornado(Tornado::default()),
        Chart::Plane(Plane::default()),
        Chart::Strip(Strip::default()),
        Chart::Flow(Flow::default()),
    ] {
        let drawing = draw(&chart).unwrap();
        assert!(words(&drawing).contains("No figures for this period"));
        assert!(!render(&chart, Format::Png).unwrap().is_empty());
    }
}

#[test]
fn bars_beyond_all_measure_are_left_out_and_the_note_says_so() {
    let bars = vec![Bar { label: "One of many".to_owned(), value: 3.0, ..Bar::default() }; 1_000];
    let drawing = draw(&Chart::Bars(Bars { bars, ..reasons() })).unwrap();
    tidy(&drawing);
    assert!(words(&drawing).contains("The first 40 of 1000 bars are drawn."));
    assert!(drawing.height < 2_000.0);
}

#[test]
fn fans_name_both_bands_and_every_line() {
    let words = words(&draw(&Chart::Fan(fan(182))).unwrap()).replace('\n', " ");
    for name in [
        "Half of the runs (50% band)",
        "9 in 10 runs (90% band)",
        "Median of all runs",
        "Beds planned for them",
        "Observed, weekly return",
        "People",
        "Oct",
        "2025",
        "Source: ",
    ] {
        assert!(words.contains(name), "{name} is missing from {words}");
    }
}

#[test]
fn an_option_is_named_at_its_line_and_both_bands_in_the_key() {
    let drawing = draw(&Chart::Fan(against(182))).unwrap();
    let words = words(&drawing).replace('\n', " ");
    for name in [
        "Baseline: 9 in 10 runs (90% band)",
        "Ten places of bridging care: 9 in 10 runs (90% band)",
        "Beds planned for them",
    ] {
        assert!(words.contains(name), "{name} is missing from {words}");
    }
    assert!(!words.contains("50% band"), "{words}");
    assert_eq!(words.matches("Baseline").count(), 2);
    assert_eq!(words.matches("Ten places").count(), 2);
    let veils = drawing.marks.iter().filter(|mark| matches!(mark, drawing::Mark::Veil { .. }));
    assert_eq!(veils.count(), 1);
}

#[test]
fn an_option_that_lasts_longer_than_the_baseline_is_drawn_whole() {
    let mut chart = against(182);
    chart.series.days.truncate(90);
    let words = words(&draw(&Chart::Fan(chart)).unwrap());
    assert!(words.contains("Mar"), "{words}");
}

#[test]
fn bars_print_their_numbers_and_what_is_left_over_is_summed() {
    let chart = reasons();
    assert_eq!(chart.bars.len(), 15);
    assert_eq!(chart.bars[14].label, "Other reasons");
    assert!((chart.bars[14].value - 15.2).abs() < 1e-9);
    let words = words(&draw(&Chart::Bars(chart)).unwrap());
    for name in [
        "4,210",
        "3,705 to 4,799",
        "15",
        "Other reasons",
        "Bars show what came first, not what would be saved.",
    ] {
        assert!(words.contains(name), "{name} is missing from {words}");
    }
}

#[test]
fn a_place_without_limit_has_no_capacity_line() {
    let lines = |capacity: Option<Steps>| {
        let chart = Fan { series: Series { capacity, second: None, ..fan(30).series }, ..fan(30) };
        draw(&Chart::Fan(chart))
            .unwrap()
            .marks
            .iter()
            .filter(|mark| matches!(mark, drawing::Mark::Line { colour, .. } if *colour == style::CAPACITY))
            .count()
    };
    let start = date(2024, 10, 1);
    assert_eq!(lines(None), 0);
    assert_eq!(lines(Some(steps("Beds", &[(start, f64::INFINITY)]))), 0);
    assert_eq!(lines(Some(steps("Beds", &[(date(2020, 1, 1), 30.0), (start, 40.0)]))), 1);
    let closed_for_a_while = [(start, 40.0), (date(2024, 10, 5), f64::INFINITY), (date(2024, 10, 9), 40.0)];
    assert_eq!(lines(Some(steps("Beds", &closed_for_a_while))), 2);
}

#[test]
fn the_same_chart_gives_the_same_bytes() {
    for (name, chart) in pictures() {
        assert_eq!(render(&chart, Format::Svg).unwrap(), render(&chart, Format::Svg).unwrap(), "{name}");
    }
    for chart in [Chart::Bars(pathways()), Chart::Curve(curves::exchange()), Chart::Plane(planes::crowd(60))]
    {
        assert_eq!(render(&chart, Format::Png).unwrap(), render(&chart, Format::Png).unwrap());
    }
}

#[test]
fn a_single_chart_is_960_by_540_and_its_png_twice_that() {
    let chart = Chart::Fan(fan(182));
    let svg = String::from_utf8(render(&chart, Format::Svg).unwrap()).unwrap();
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"960\" height=\"540\" "));
    assert!(svg.contains("role=\"img\"") && svg.contains("<title ") && svg.contains("<desc "));
    let png = render(&chart, Format::Png).unwrap();
    assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
    assert_eq!(png[16..24], [0, 0, 7, 128, 0, 0, 4, 56]);
}

/// Writes the pictures for people to look at, where `WARDFLOW_LOOK` names a folder.
#[test]
fn pictures_to_look_at() {
    let Some(folder) = std::env::var_os("WARDFLOW_LOOK").map(std::path::PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).unwrap();
    let mut all = pictures();
    all.push(("huge", scaled(&Chart::Bars(reasons()), 2932.46)));
    all.push(("tiny", scaled(&Chart::Bars(pathways()), 0.0014)));
    all.push(("long", reworded(&Chart::Bars(pathways()), &"Words that go on and on ".repeat(20))));
    all.push(("fan-long", reworded(&Chart::Fan(fan(182)), &"Words that go on and on ".repeat(20))));
    let found = |name| pictures().into_iter().find(|picture| picture.0 == name).unwrap().1;
    let long = |name| reworded(&found(name), "An option whose name goes on and on until noon");
    all.push(("curve-long", long("curve-costs")));
    all.push(("curve-huge", scaled(&found("curve-costs"), 8e6)));
    all.push(("heat-long", long("heat-5-by-5")));
    all.push(("heat-huge", scaled(&found("heat-12-by-8"), 1e9)));
    all.push(("tornado-long", long("tornado")));
    all.push(("plane-long", long("plane")));
    all.push(("plane-tiny", scaled(&found("plane"), 1e-6)));
    all.push(("fan-zero", scaled(&Chart::Fan(fan(60)), 0.0)));
    // Drawing all takes long: a part of their names chooses some.
    let wanted = std::env::var("WARDFLOW_LOOK_AT").unwrap_or_default();
    for (name, chart) in all.into_iter().filter(|(name, _)| name.contains(&wanted)) {
        for format in [Format::Svg, Format::Png] {
            let path = folder.join(format!("{name}.{}", format.extension()));
            std::fs::write(path, render(&chart, format).unwrap()).unwrap();
        }
        let narrow = ink::png(&drawn_narrow(&chart).unwrap(), &ink::Words::of(chart.frame())).unwrap();
        std::fs::write(folder.join(format!("{name}-narrow.png")), narrow).unwrap();
    }
}
