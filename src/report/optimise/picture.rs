//! The chart of a search: every mix by its cost and the outcome of the first target, the frontier
//! joined, and how things are today.

use super::{Optimised, target_in_words};
use crate::measures::outcome::SYSTEM;
use crate::report::charts::{Chart, Frame, Plane, PlaneKind, PlanePoint};
use crate::report::differences::{NCTR, words_of};
use crate::report::paths::axis_in_words;
use crate::report::pictures::Picture;
use crate::report::sweep::value_in_words;
use crate::report::words::{count, period};

/// The chart; none without a target.
pub fn picture(all: &Optimised<'_>) -> Option<Picture> {
    let target = all.asked.targets.first()?;
    let (x, y) = (target.outcome, all.asked.minimise);
    let share = if SYSTEM[x].unit == "share" { 100.0 } else { 1.0 };
    let found = all.found;
    let kind = |i: usize| match () {
        () if found.selection.chosen == Some(i) => PlaneKind::Chosen,
        () if found.frontier.contains(&i) => PlaneKind::Frontier,
        () => PlaneKind::Other,
    };
    // Only what a reader may want to choose is named.
    let label = |i: usize| {
        let each = all.points[i].settings.iter().map(value_in_words);
        if kind(i) == PlaneKind::Other { String::new() } else { each.collect::<Vec<_>>().join(" · ") }
    };
    let mut points: Vec<PlanePoint> = (0..all.points.len())
        .map(|i| PlanePoint {
            label: label(i),
            across: found.means[i][x].map_or(f64::NAN, |v| v * share),
            up: found.means[i][y].unwrap_or(f64::NAN),
            kind: kind(i),
            ..PlanePoint::default()
        })
        .collect();
    let today = &found.base.system;
    points.push(PlanePoint {
        label: "As it is".to_owned(),
        across: today[x].mean.map_or(f64::NAN, |v| v * share),
        up: today[y].mean.unwrap_or(f64::NAN),
        kind: PlaneKind::Today,
        ..PlanePoint::default()
    });
    let calendar = &all.base.plan.calendar;
    let names: Vec<String> = all.axes.iter().map(|axis| axis_in_words(all.base, axis)).collect();
    let title = match found.selection.chosen {
        Some(chosen) => format!("Cheapest for the target: {}", all.label(chosen)),
        None => "No mix meets the target".to_owned(),
    };
    let unit = |o: usize| {
        let words = words_of(SYSTEM[o].name);
        match SYSTEM[o].unit {
            "£" => format!("{words} (£)"),
            "share" => format!("{words} (%)"),
            _ => words,
        }
    };
    Some(Picture {
        name: "frontier",
        chart: Chart::Plane(Plane {
            frame: Frame {
                subtitle: format!(
                    "Target: {}. {}",
                    target_in_words(target),
                    period(calendar.start(), calendar.measured_days())
                ),
                source: format!(
                    "wardflow {}, {} in the search, seed {}",
                    env!("CARGO_PKG_VERSION"),
                    count(found.spent, "run"),
                    all.seed
                ),
                description: format!("{title}. {} mixes of {}.", all.points.len(), names.join(" and ")),
                title,
            },
            across: unit(x),
            measure: unit(y),
            points,
            joined: found.frontier.clone(),
            note: format!("Named by {}. Means of the search. {NCTR}", names.join(" · ")),
            quarters: false,
        }),
    })
}
