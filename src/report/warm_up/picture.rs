//! The charts of a warm-up check: how many runs have forgotten their start, and how people past ready
//! come together from both starts.

use super::WarmedUp;
use super::page::remembers;
use crate::experiment::warm_up::agreement::Kind;
use crate::report::charts::{Chart, Curve, CurveLine, CurvePoint, Frame};
use crate::report::study::Picture;
use crate::report::words::{count, date};

/// The days shown at least.
const LEAST: u32 = 28;

/// Both charts; without the first where no run forgets anything, as there would be nothing to see in it.
pub fn pictures(all: &WarmedUp<'_>) -> Vec<Picture> {
    let forgets = all.found.kinds.iter().any(|kind| kind.exactly.days.iter().any(Option::is_some));
    let first = forgets.then(|| Picture { name: "warm-up", chart: shares(all) });
    let second = Picture { name: "warm-up-past-ready", chart: past_ready(all) };
    first.into_iter().chain([second]).collect()
}

fn frame(all: &WarmedUp<'_>, title: String, measure: &str, figures: &str) -> Frame {
    let found = all.found;
    let subtitle = format!("{measure}, days since {}", date(found.from));
    Frame { description: format!("{title} {subtitle}. {figures}"), subtitle, title, ..Frame::default() }
}

fn mark(all: &WarmedUp<'_>) -> (f64, String) {
    let own = all.found.warm_up;
    (f64::from(own), if own == 0 { "no warm-up".to_owned() } else { format!("warm-up: {own} days") })
}

fn points(upto: u32, value: impl Fn(u32) -> f64) -> Vec<CurvePoint> {
    let point = |day| CurvePoint { across: f64::from(day), value: Some(value(day)), ..CurvePoint::default() };
    (0..=upto).map(point).collect()
}

fn shares(all: &WarmedUp<'_>) -> Chart {
    let found = all.found;
    let last = found.kinds.iter().flat_map(|kind| &kind.exactly.days);
    // Some days more than it takes, and the scenario's own warm-up in any case.
    let last = last.map(|day| day.unwrap_or(found.days)).max().unwrap_or(0);
    let upto = (last + last / 10).max(found.warm_up + found.warm_up / 10).max(LEAST).min(found.days);
    let lines = found.kinds.iter().map(|kind| CurveLine {
        label: match kind.kind {
            Kind::Everything => "Everything",
            Kind::Hospital => "Hospital",
            Kind::Lines => "Queues for services",
            Kind::Services => "People in services",
        }
        .to_owned(),
        points: points(upto, |day| 100.0 * kind.exactly.share_by(day)),
    });
    let figures = found.kinds.iter().map(|kind| {
        let words = kind.kind.key();
        let day = kind.exactly.day_by(0.5);
        day.map_or_else(
            || format!("{words}: not half of runs"),
            |day| format!("{words}: half of runs by day {day}"),
        )
    });
    let figures = figures.collect::<Vec<_>>().join("; ") + ".";
    Chart::Curve(Curve {
        frame: frame(all, title(&remembers(all)), "Runs that have forgotten how they started", &figures),
        across: "Days since the start".to_owned(),
        measure: "Share of runs (%)".to_owned(),
        lines: lines.collect(),
        from_zero: true,
        mark: Some(mark(all)),
        note: "Forgotten: from an empty and from an over-full start all counts at midnight are equal from then on."
            .to_owned(),
    })
}

/// The sentence up to its first semicolon.
fn title(sentence: &str) -> String {
    sentence.split([';', '.']).next().unwrap_or(sentence).to_owned()
}

fn past_ready(all: &WarmedUp<'_>) -> Chart {
    let found = all.found;
    let faded = found.faded_to(0.1);
    let title = match faded {
        _ if found.ready.iter().flatten().all(|&n| n <= 0.0) => {
            "No patient is ever past ready in an acute bed".to_owned()
        }
        Some(day) => format!(
            "Nine in ten of the people added at the start are gone after {}",
            count(u64::from(day), "day")
        ),
        None => format!(
            "A tenth of the people added at the start are still there after {}",
            count(u64::from(found.days), "day")
        ),
    };
    let upto =
        faded.map_or(found.days, |day| day + day / 2).max(found.warm_up + found.warm_up / 10).max(LEAST);
    let upto = upto.min(found.days);
    let [empty, full] = &found.ready;
    let line = |label: &str, by_day: &[f64]| CurveLine {
        label: label.to_owned(),
        points: points(upto, |day| by_day[day as usize]),
    };
    let at = |by_day: &[f64], day: u32| by_day[day as usize];
    let figures = format!(
        "At the start {:.0} and {:.0} people, at the end of the picture {:.0} and {:.0}.",
        at(empty, 0),
        at(full, 0),
        at(empty, upto),
        at(full, upto)
    );
    Chart::Curve(Curve {
        frame: frame(all, title, "People past ready in acute beds at midnight, mean over runs", &figures),
        across: "Days since the start".to_owned(),
        measure: "People past ready at midnight".to_owned(),
        lines: vec![line("Over-full start", full), line("Empty start", empty)],
        from_zero: true,
        mark: Some(mark(all)),
        note: "The same people come on the same days in both.".to_owned(),
    })
}
