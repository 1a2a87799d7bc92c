//! Charts by day, bars and dots, as a report makes them.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::super::*;

/// A fixed wave with some roughness, so that fans look like fans.
pub fn wave(day: usize) -> f64 {
    let day = day as f64;
    libm::sin(day / 29.0) + 0.3 * libm::sin(day / 1.114) + 0.15 * libm::sin(day * 1.7)
}

pub fn fan_days(start: Date, count: usize, level: f64, swing: f64) -> Vec<FanDay> {
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

pub fn steps(label: &str, changes: &[(Date, f64)]) -> Steps {
    Steps { label: label.to_owned(), changes: changes.to_vec() }
}

pub fn frame(title: &str, subtitle: &str) -> Frame {
    Frame {
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        source: "wardflow 0.1.0, scenario Anytown 2024/25 (3f9a12cc), 100 runs, seed 1. Shares of need: invented for a test."
            .to_owned(),
        description: "The median stays near 96 people; the highest day of the 90% band is 141.".to_owned(),
    }
}

pub fn fan(count: usize) -> Fan {
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
            ..Series::default()
        },
    }
}

pub fn pathways() -> Bars {
    let bar = |label: &str, value: f64, marker: f64| Bar {
        label: label.to_owned(),
        value,
        interval: Some((value * 0.93, value * 1.08)),
        marker: Some(marker),
        ..Bar::default()
    };
    Bars {
        frame: frame(
            "People who need a care home wait three weeks, people who go home without support half a day",
            "Days from being ready to leaving, by pathway, Anytown General Hospital, October 2024 to March 2025",
        ),
        measure: "Days from being ready to leaving".to_owned(),
        unit: "days".to_owned(),
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
        ..Bars::default()
    }
}

pub fn reasons() -> Bars {
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
        ..Bars::default()
    }
}

pub fn panels(count: usize) -> Panels {
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
            ..Series::default()
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

pub fn dots() -> Dots {
    let dot = |label: &str, value: f64, half: f64| Dot {
        label: label.to_owned(),
        value,
        interval: Some((value - half, value + half)),
        luck: None,
        clear: value.abs() > half,
    };
    Dots {
        frame: frame(
            "Five more recuperation beds save most: about 1,100 delayed bed-days",
            "Bed-days with no criteria to reside, difference from the baseline, Anytown, 1 October 2024 to 31 March 2025",
        ),
        measure: "Delayed bed-days".to_owned(),
        unit: "bed-days".to_owned(),
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

/// The baseline with an option over it.
pub fn against(count: usize) -> Fan {
    let plain = fan(count);
    let start = date(2024, 10, 1);
    let days = fan_days(start, count, 74.0, 13.0);
    Fan {
        names: BandNames { median: "Baseline".to_owned(), ..BandNames::default() },
        series: Series {
            second: None,
            other: Some(Other { label: "Ten places of bridging care".to_owned(), days }),
            ..plain.series
        },
        ..plain
    }
}
