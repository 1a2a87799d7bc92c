//! All kinds of charts with all kinds of data: nothing leaves the ground, no text covers another, the
//! same chart gives the same bytes.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::drawing::check::{tidy, words};
use super::*;

/// A fixed wave with some roughness, so that fans look like fans.
fn wave(day: usize) -> f64 {
    let day = day as f64;
    libm::sin(day / 29.0) + 0.3 * libm::sin(day / 1.114) + 0.15 * libm::sin(day * 1.7)
}

fn fan_days(start: Date, count: usize, level: f64, swing: f64) -> Vec<FanDay> {
    let dates = start.series(1.day()).take(count);
    let days = dates.enumerate().map(|(i, date)| {
        let middle = level + swing * wave(i);
        let spread = swing * (0.5 + 0.12 * wave(i + 40)) * (0.4 + 0.6 * (i as f64 / count as f64));
        FanDay {
            date,
            p5: (middle - 1.6 * spread).max(0.0),
            p25: middle - 0.66 * spread,
            p50: middle,
            p75: middle + 0.66 * spread,
            p95: middle + 1.8 * spread,
        }
    });
    days.collect()
}

fn steps(label: &str, changes: &[(Date, f64)]) -> Steps {
    Steps { label: label.to_owned(), changes: changes.to_vec() }
}

fn frame(title: &str, subtitle: &str) -> Frame {
    Frame {
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        source: "wardflow 0.1.0, scenario Anytown 2024/25 (3f9a12cc), 100 runs, seed 1. Shares of need: invented for a test."
            .to_owned(),
        description: "The median stays near 96 people; the highest day of the 90% band is 141.".to_owned(),
    }
}

fn fan(count: usize) -> Fan {
    let start = date(2024, 10, 1);
    let second = Line {
        label: "Observed, weekly return".to_owned(),
        days: fan_days(start, count, 88.0, 15.0).iter().map(|day| (day.date, day.p50)).collect(),
    };
    Fan {
        frame: frame(
            "About 96 people a day wait in hospital who could leave, and more after Christmas",
            "People with no criteria to reside, by day, Anytown General Hospital, 1 October 2024 to 31 March 2025",
        ),
        measure: "People".to_owned(),
        names: BandNames::default(),
        series: Series {
            days: fan_days(start, count, 96.0, 17.0),
            capacity: Some(steps("Beds planned for them", &[(start, 80.0), (date(2025, 1, 6), 110.0)])),
            second: Some(second),
        },
    }
}

fn pathways() -> Bars {
    let bar = |label: &str, value: f64, marker: f64| Bar {
        label: label.to_owned(),
        value,
        interval: Some((value * 0.93, value * 1.08)),
        marker: Some(marker),
        muted: false,
    };
    Bars {
        frame: frame(
            "People who need a care home wait three weeks, people who go home without support half a day",
            "Days from being ready to leaving, by pathway, Anytown General Hospital, October 2024 to March 2025",
        ),
        measure: "Days from being ready to leaving".to_owned(),
        value_name: "Mean".to_owned(),
        interval_name: "95% interval of the mean".to_owned(),
        marker_name: "9 in 10 had left by then".to_owned(),
        bars: vec![
            bar("Home without support (P0)", 0.4, 1.1),
            bar("Home with support (P1)", 6.2, 14.8),
            bar("A bed in the community (P2)", 11.7, 26.3),
            bar("A care home (P3)", 20.9, 44.1),
        ],
        note: String::new(),
    }
}

fn reasons() -> Bars {
    let labels = [
        ("No room in Convalescence beds (care homes)", 4210.0),
        ("No start free at Support at Home", 3120.0),
        ("Waiting for the hub to assess", 1480.0),
        ("Care home provider has not assessed", 1210.0),
        ("Another council has not agreed (out of area)", 960.0),
        ("Not yet found ready at a board round", 640.0),
        ("Arranging support at home, office hours only", 610.0),
        ("Therapy review", 455.0),
        ("Family or person deciding", 380.0),
        ("Wrong pathway, assessed again", 210.0),
        ("Medicines to take home", 160.0),
        ("Transport", 95.0),
        ("Discharge hours over", 61.0),
        ("Became unwell again", 22.0),
        ("Equipment", 11.0),
        ("Keys", 4.0),
        ("Cleaning", 0.2),
    ];
    let bars = labels.iter().map(|&(label, value)| Bar {
        label: label.to_owned(),
        value,
        interval: Some((value * 0.88, value * 1.14)),
        ..Bar::default()
    });
    Bars {
        frame: frame(
            "More than half of delayed bed-days are waits for a place outside the hospital",
            "Delayed bed-days by first reason, Anytown General Hospital, October 2024 to March 2025",
        ),
        measure: "Bed-days in the period".to_owned(),
        value_name: "Mean of all runs".to_owned(),
        interval_name: "95% interval of the mean".to_owned(),
        marker_name: String::new(),
        bars: longest_first(bars.collect(), 14, "Other reasons"),
        note: "Bars show what came first, not what would be saved.".to_owned(),
    }
}

fn panels(count: usize) -> Panels {
    let start = date(2024, 10, 1);
    let names = [
        ("Hospital", 470.0, Some(484.0)),
        ("Support at Home", 61.0, Some(65.0)),
        ("Convalescence at Home", 38.0, Some(44.0)),
        ("Convalescence beds (care homes)", 15.4, Some(16.0)),
        ("The Old Infirmary", 46.0, Some(48.0)),
        ("Dementia beds", 2.6, Some(3.0)),
        ("Bridging", 4.1, None),
        ("Live-in care", 0.0, Some(0.0)),
        ("Elsewhere", 7.5, None),
    ];
    let panel = |&(title, level, capacity): &(&str, f64, Option<f64>)| Panel {
        title: title.to_owned(),
        measure: "People".to_owned(),
        series: Series {
            days: fan_days(start, count, level, level * 0.06),
            capacity: capacity
                .map(|c| steps("", &[(start, c), (date(2024, 12, 23), c * 1.1), (date(2025, 2, 1), c)])),
            second: None,
        },
    };
    Panels {
        frame: frame(
            "Beds in the community are full all winter; support at home has room until Christmas",
            "People in each place by day against its capacity, Anytown, 1 October 2024 to 31 March 2025",
        ),
        names: BandNames::default(),
        capacity_name: "Beds or places".to_owned(),
        second_name: String::new(),
        panels: names.iter().map(panel).collect(),
        note: "Each panel has an axis of its own.".to_owned(),
    }
}

fn dots() -> Dots {
    let dot = |label: &str, value: f64, half: f64| Dot {
        label: label.to_owned(),
        value,
        interval: Some((value - half, value + half)),
        clear: value.abs() > half,
    };
    Dots {
        frame: frame(
            "Five more recuperation beds save most: about 1,100 delayed bed-days",
            "Bed-days with no criteria to reside, difference from the baseline, Anytown, 1 October 2024 to 31 March 2025",
        ),
        measure: "Delayed bed-days".to_owned(),
        sides: ["fewer than in the baseline".to_owned(), "more than in the baseline".to_owned()],
        dots: vec![
            dot("Five more recuperation beds", -1_120.0, 160.0),
            dot(
                "Ten places of bridging care, from the first day on and for everybody who waits for support at home",
                -930.0,
                90.0,
            ),
            dot("Hub at weekends", -40.0, 120.0),
            dot("Ten more acute beds", 180.0, 70.0),
        ],
        note: "The same people in every scenario.".to_owned(),
    }
}

fn pictures() -> Vec<(&'static str, Chart)> {
    vec![
        ("dots", Chart::Dots(dots())),
        ("dots-none", Chart::Dots(Dots { dots: Vec::new(), ..dots() })),
        ("fan", Chart::Fan(fan(182))),
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
    ]
}

/// Every number of every chart multiplied.
fn scaled(chart: &Chart, by: f64) -> Chart {
    let series = |series: &mut Series| {
        for day in &mut series.days {
            for part in [&mut day.p5, &mut day.p25, &mut day.p50, &mut day.p75, &mut day.p95] {
                *part *= by;
            }
        }
        series.capacity.iter_mut().flat_map(|steps| &mut steps.changes).for_each(|change| change.1 *= by);
        series.second.iter_mut().flat_map(|line| &mut line.days).for_each(|day| day.1 *= by);
    };
    let mut chart = chart.clone();
    match &mut chart {
        Chart::Fan(fan) => series(&mut fan.series),
        Chart::Panels(panels) => panels.panels.iter_mut().for_each(|panel| series(&mut panel.series)),
        Chart::Dots(dots) => {
            for dot in &mut dots.dots {
                dot.value *= by;
                dot.interval = dot.interval.map(|(low, high)| (low * by, high * by));
            }
        }
        Chart::Bars(bars) => {
            for bar in &mut bars.bars {
                bar.value *= by;
                bar.interval = bar.interval.map(|(low, high)| (low * by, high * by));
                bar.marker = bar.marker.map(|marker| marker * by);
            }
        }
    }
    chart
}

/// Every text of every chart replaced.
fn reworded(chart: &Chart, word: &str) -> Chart {
    let mut chart = chart.clone();
    let word = || word.to_owned();
    let frame = Frame { title: word(), subtitle: word(), source: word(), description: word() };
    let names = BandNames { median: word(), half: word(), nine_in_ten: word() };
    let series = |series: &mut Series| {
        series.capacity.iter_mut().for_each(|steps| steps.label = word());
        series.second.iter_mut().for_each(|line| line.label = word());
    };
    match &mut chart {
        Chart::Fan(fan) => {
            (fan.frame, fan.names, fan.measure) = (frame, names, word());
            series(&mut fan.series);
        }
        Chart::Panels(panels) => {
            (panels.frame, panels.names, panels.note) = (frame, names, word());
            (panels.capacity_name, panels.second_name) = (word(), word());
            for panel in &mut panels.panels {
                (panel.title, panel.measure) = (word(), word());
                series(&mut panel.series);
            }
        }
        Chart::Dots(dots) => {
            (dots.frame, dots.measure, dots.note) = (frame, word(), word());
            dots.sides = [word(), word()];
            dots.dots.iter_mut().for_each(|dot| dot.label = word());
        }
        Chart::Bars(bars) => {
            (bars.frame, bars.measure, bars.note) = (frame, word(), word());
            (bars.value_name, bars.interval_name, bars.marker_name) = (word(), word(), word());
            bars.bars.iter_mut().for_each(|bar| bar.label = word());
        }
    }
    chart
}

#[test]
fn charts_stay_on_their_ground_and_no_text_covers_another() {
    for (name, chart) in pictures() {
        println!("{name}");
        tidy(&draw(&chart).unwrap());
    }
}

#[test]
fn charts_hold_for_huge_tiny_and_impossible_numbers() {
    let factors = [0.0, 1e-300, 0.000_3, 0.01, 130_000.0, 1e12, f64::MAX, f64::INFINITY, f64::NAN, -1.0];
    for (name, chart) in pictures() {
        for by in factors {
            println!("{name} by {by}");
            tidy(&draw(&scaled(&chart, by)).unwrap());
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
            if word.trim().is_empty() && matches!(&chart, Chart::Fan(fan) if fan.series.days.is_empty()) {
                continue;
            }
            tidy(&draw(&chart).unwrap());
            let svg = String::from_utf8(render(&chart, Format::Svg).unwrap()).unwrap();
            assert!(!svg.contains("5 < 6") && !svg.contains("& "), "{name} is not escaped");
            assert!(!svg.chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}

#[test]
fn charts_without_data_say_so() {
    for chart in [Chart::Fan(Fan::default()), Chart::Bars(Bars::default()), Chart::Panels(Panels::default())]
    {
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
    let chart = Chart::Bars(pathways());
    assert_eq!(render(&chart, Format::Png).unwrap(), render(&chart, Format::Png).unwrap());
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
    let mut pictures = pictures();
    pictures.push(("huge", scaled(&Chart::Bars(reasons()), 2932.46)));
    pictures.push(("tiny", scaled(&Chart::Bars(pathways()), 0.0014)));
    pictures.push(("long", reworded(&Chart::Bars(pathways()), &"Words that go on and on ".repeat(20))));
    pictures.push(("fan-long", reworded(&Chart::Fan(fan(182)), &"Words that go on and on ".repeat(20))));
    pictures.push(("fan-zero", scaled(&Chart::Fan(fan(60)), 0.0)));
    for (name, chart) in pictures {
        for format in [Format::Svg, Format::Png] {
            let path = folder.join(format!("{name}.{}", format.extension()));
            std::fs::write(path, render(&chart, format).unwrap()).unwrap();
        }
    }
}
