//! The charts of a sweep: lines for one axis, a heat map for two.

use super::{Swept, value_in_words};
use crate::experiment::Estimate;
use crate::experiment::sweep::At;
use crate::measures::outcome::{SYSTEM, index_of};
use crate::report::charts::{Chart, Curve, CurveLine, CurvePoint, Frame, Heat};
use crate::report::differences::{NCTR, words_of};
use crate::report::paths::axis_in_words;
use crate::report::pictures::Picture;
use crate::report::words::{Grain, count, period};
use crate::scenario::Figure;

/// The charts that the axes allow: of the outcome that is shown, and of the cost where there is any.
pub fn pictures(all: &Swept<'_>) -> Vec<Picture> {
    let cost = index_of(SYSTEM, "cost_total");
    let mut pictures = Vec::new();
    let kinds = [("sweep", all.by), ("cost", cost)];
    for (name, outcome) in kinds {
        if name == "cost" && (all.costs.total.is_none() || all.by == cost) {
            continue;
        }
        let chart = match all.axes {
            [axis] => axis.numbers().and_then(|numbers| line(all, outcome, &numbers)),
            [_, _] => heat(all, outcome),
            _ => None,
        };
        pictures.extend(chart.map(|chart| Picture { name, chart }));
    }
    pictures
}

/// Money is drawn in thousands or millions of pounds, shares in percent.
fn scale(outcome: usize, largest: f64) -> (f64, String) {
    let words = words_of(SYSTEM[outcome].name);
    match SYSTEM[outcome].unit {
        "share" => (100.0, format!("{words} (%)")),
        "£" if largest.abs() >= 1e6 => (1e-6, format!("{words} (£ million)")),
        "£" => (1.0, format!("{words} (£)")),
        unit if words.to_lowercase().contains(unit) => (1.0, words),
        unit => (1.0, format!("{words} ({unit})")),
    }
}

fn line(all: &Swept<'_>, outcome: usize, numbers: &[f64]) -> Option<Chart> {
    let estimates: Vec<&Estimate> = all.found.points.iter().map(|point| &point.system[outcome]).collect();
    let largest = estimates.iter().filter_map(|e| e.mean).fold(0.0, |a: f64, b| a.max(b.abs()));
    let (times, measure) = scale(outcome, largest);
    let points: Vec<CurvePoint> = (numbers.iter().zip(&estimates))
        .map(|(across, e)| CurvePoint {
            across: *across,
            value: e.mean.map(|mean| mean * times),
            low: e.precision95.map(|[low, _]| low * times),
            high: e.precision95.map(|[_, high]| high * times),
        })
        .collect();
    if points.iter().all(|point| point.value.is_none()) {
        return None;
    }
    let axis = &all.axes[0];
    let unit = axis.values.first().and_then(|value| Figure::of(value)).map(|figure| figure.unit)?;
    let words = axis_in_words(all.base, axis);
    let across = if unit.is_empty() { words } else { format!("{words} ({unit})") };
    let today = (0..all.points.len()).find(|&point| all.is_base(point));
    let mark = today.map(|point| (numbers[point], format!("as it is: {}", axis.values[point])));
    Some(Chart::Curve(Curve {
        frame: frame(all, outcome),
        across,
        measure,
        lines: vec![CurveLine { label: "Mean".to_owned(), points }],
        from_zero: SYSTEM[outcome].unit != "£",
        mark,
        note: format!("Band: how sure the mean is (95%). {NCTR}"),
    }))
}

/// The first axis downwards, the second across; only of a whole grid.
fn heat(all: &Swept<'_>, outcome: usize) -> Option<Chart> {
    let [down, across] = all.axes else { return None };
    let columns = across.values.len();
    if columns == 0 || all.points.len() != down.values.len() * columns {
        return None;
    }
    let mean = |point: usize| all.found.points[point].system[outcome].mean;
    let largest = (0..all.points.len()).filter_map(mean).fold(0.0, |a: f64, b| a.max(b.abs()));
    let (times, unit) = scale(outcome, largest);
    let cells = (0..down.values.len())
        .map(|row| (0..columns).map(|column| mean(row * columns + column).map(|x| x * times)).collect())
        .collect();
    let today = (0..all.points.len()).find(|&point| all.is_base(point));
    let values = |axis: &crate::experiment::vary::Axis| {
        (0..axis.values.len()).map(|i| value_in_words(&axis.setting(i))).collect::<Vec<_>>()
    };
    Some(Chart::Heat(Heat {
        frame: frame(all, outcome),
        across: axis_in_words(all.base, across),
        down: axis_in_words(all.base, down),
        columns: values(across),
        rows: values(down),
        cells,
        unit,
        marked: today.map(|point| (point / columns, point % columns)),
        mark: "As it is".to_owned(),
        note: format!("Means; how sure each is stands in sweep.csv. {NCTR}"),
    }))
}

/// What the pounds of a title are without.
fn not_priced(all: &Swept<'_>) -> String {
    crate::report::money::named(&all.costs.unpriced)
        .map_or_else(String::new, |named| format!(", without what is not priced: {named}"))
}

fn frame(all: &Swept<'_>, outcome: usize) -> Frame {
    let words = words_of(SYSTEM[outcome].name);
    let known = |point: usize| {
        let e = &all.found.points[point].system[outcome];
        e.mean.map(|mean| (mean, Grain::of(e.unit, mean).show(mean)))
    };
    let means: Vec<(usize, f64, String)> =
        (0..all.points.len()).filter_map(|point| known(point).map(|(x, text)| (point, x, text))).collect();
    let least = means.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let greatest = means.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let at = |point: usize| {
        let each = all.points[point].settings.iter().map(value_in_words);
        each.collect::<Vec<_>>().join(" and ")
    };
    let title = match (least, greatest) {
        (Some((_, _, least)), Some((_, _, greatest))) if SYSTEM[outcome].unit == "£" => {
            let clear = all.costs.total.as_ref().filter(|total| total.rivals.is_empty());
            match clear {
                Some(total) if SYSTEM[outcome].name == "cost_total" => match total.at {
                    At::Point(point) => format!("{words}: cheapest, {least}, at {}", at(point)),
                    At::Today => format!("{words}: cheapest as it is"),
                },
                _ => format!("{words}: {least} to {greatest}{}", not_priced(all)),
            }
        }
        (Some((low, _, least)), Some((high, _, greatest))) => {
            format!("{words}: {least} at {}, {greatest} at {}", at(*low), at(*high))
        }
        _ => words,
    };
    let calendar = &all.base.plan.calendar;
    let runs = all.found.points.iter().map(|point| point.runs).max().unwrap_or(0);
    let each = means.iter().map(|(point, _, text)| format!("{}: {text}", at(*point)));
    let varied: Vec<String> = all.axes.iter().map(|axis| axis_in_words(all.base, axis)).collect();
    Frame {
        subtitle: format!(
            "{}, with {} varied, {}",
            all.base.names.scenario,
            varied.join(" and "),
            period(calendar.start(), calendar.measured_days())
        ),
        source: format!(
            "wardflow {}, {} of each point, seed {}",
            env!("CARGO_PKG_VERSION"),
            count(runs, "run"),
            all.seed
        ),
        description: format!("{title}. Means: {}.", each.collect::<Vec<_>>().join("; ")),
        title,
    }
}
