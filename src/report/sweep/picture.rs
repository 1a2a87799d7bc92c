//! The charts of a sweep: lines for one axis, a heat map for two.

use super::Swept;
use crate::experiment::Estimate;
use crate::experiment::sweep::At;
use crate::experiment::vary::Axis;
use crate::measures::outcome::{Key, SYSTEM, System};
use crate::report::charts::{Chart, Curve, CurveLine, CurvePoint, Frame, Heat};
use crate::report::differences::{letters, on_axis, words_of};
use crate::report::growing::{self, SIGN};
use crate::report::paths::axis_in_words;
use crate::report::paths::{settings_in_words, value_in_words};
use crate::report::stands;
use crate::report::study::Picture;
use crate::report::words::{Grain, capital, period};
use crate::scenario::Figure;
use crate::scenario::unstable::Unsteady;

/// The charts that the axes allow: of the outcome that is shown, and of the cost where there is any.
pub fn pictures(all: &Swept<'_>) -> Vec<Picture> {
    let [total, spent] = [System::CostTotal.index(), System::CostSpent.index()];
    let mut pictures = Vec::new();
    let kinds = [
        ("sweep", all.by, true),
        ("cost", total, all.costs.total.is_some() && all.by != total),
        ("spent", spent, all.costs.spent.is_some() && all.by != spent),
    ];
    for (name, outcome, _) in kinds.into_iter().filter(|(.., drawn)| *drawn) {
        let chart = match all.axes {
            [axis] => axis.numbers().and_then(|numbers| line(all, outcome, &numbers)),
            [_, _] => heat(all, outcome),
            _ => None,
        };
        pictures.extend(chart.map(|chart| Picture { name, chart }));
    }
    pictures
}

fn line(all: &Swept<'_>, outcome: usize, numbers: &[f64]) -> Option<Chart> {
    let estimates: Vec<&Estimate> = all.found.points.iter().map(|point| &point.system[outcome]).collect();
    let (measure, times) = on_axis(&SYSTEM[outcome], false);
    let grows = |point: usize| all.unsteady(point, outcome) == Some(Unsteady::Growing);
    let rings = growing::note("Rings:", (0..all.points.len()).any(grows));
    let points: Vec<CurvePoint> = (numbers.iter().zip(&estimates))
        .enumerate()
        .map(|(point, (across, e))| CurvePoint {
            across: *across,
            ring: grows(point),
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
    let words = capital(&axis_in_words(all.base, axis));
    let across = if unit.is_empty() { words } else { format!("{words} ({unit})") };
    let today = (0..all.points.len()).find(|&point| all.is_base(point));
    let mark =
        today.map(|point| (numbers[point], format!("today: {}", value_in_words(&axis.setting(point)))));
    Some(Chart::Curve(Curve {
        frame: frame(all, outcome),
        across,
        measure,
        lines: vec![CurveLine { label: "Mean".to_owned(), points }],
        from_zero: SYSTEM[outcome].unit != "£",
        mark,
        note: format!(
            "{rings}{}Band: how sure the mean is (95%). {}{}{}",
            standing(all, outcome),
            counted(outcome),
            outside(all, outcome),
            letters(&[words_of(&SYSTEM[outcome])])
        ),
    }))
}

/// Which end does not stand, of the outcome that is shown.
fn standing(all: &Swept<'_>, outcome: usize) -> String {
    let falls: Vec<usize> = all.ends.iter().copied().filter(|&end| all.falls(end)).collect();
    let note = stands::note(all.again, !falls.is_empty());
    if outcome != all.by || falls.is_empty() {
        return note;
    }
    let each = falls.iter().map(|&end| settings_in_words(all.base, &all.points[end].settings));
    let each = each.collect::<Vec<_>>().join("; ");
    format!("{note}That is so of {each}. ")
}

/// What is counted in pounds.
fn counted(outcome: usize) -> &'static str {
    match SYSTEM[outcome].name {
        "cost_total" => {
            "Every acute bed-day in use counts at its price; no budget gets back one that becomes free. "
        }
        "cost_spent" => "Bed-days that become free are not counted as money. ",
        _ => "",
    }
}

/// The first axis downwards, the second across; only of a whole grid.
fn heat(all: &Swept<'_>, outcome: usize) -> Option<Chart> {
    let [down, across] = all.axes else { return None };
    let columns = across.values.len();
    if columns == 0 || all.points.len() != down.values.len() * columns {
        return None;
    }
    let mean = |point: usize| all.found.points[point].system[outcome].mean;
    let (unit, times) = on_axis(&SYSTEM[outcome], false);
    let cells = (0..down.values.len())
        .map(|row| (0..columns).map(|column| mean(row * columns + column).map(|x| x * times)).collect())
        .collect();
    let today = (0..all.points.len()).find(|&point| all.is_base(point));
    let marked = today.map(|point| (point / columns, point % columns));
    let grows = |point: &usize| all.unsteady(*point, outcome) == Some(Unsteady::Growing);
    let growing: Vec<usize> = (0..all.points.len()).filter(grows).collect();
    let signs = growing::note(SIGN, !growing.is_empty());
    let values = |axis: &Axis, today: Option<usize>| -> Vec<String> {
        let each = (0..axis.values.len()).map(|i| (i, value_in_words(&axis.setting(i))));
        each.map(|(i, words)| if today == Some(i) { format!("{words} (today)") } else { words }).collect()
    };
    Some(Chart::Heat(Heat {
        frame: frame(all, outcome),
        across: capital(&axis_in_words(all.base, across)),
        down: capital(&axis_in_words(all.base, down)),
        columns: values(across, marked.map(|at| at.1)),
        rows: values(down, marked.map(|at| at.0)),
        cells,
        unit,
        marked,
        signed: growing.iter().map(|point| (point / columns, point % columns)).collect(),
        sign: SIGN.to_owned(),
        mark: "Today".to_owned(),
        note: format!(
            "{signs}{}Means; how sure each is stands in sweep.csv. {}{}{}",
            standing(all, outcome),
            counted(outcome),
            outside(all, outcome),
            letters(&[words_of(&SYSTEM[outcome])])
        ),
    }))
}

/// What is found of the scenario as it is, where none of the points is that: it has no place on an axis.
fn outside(all: &Swept<'_>, outcome: usize) -> String {
    let e = &all.found.base.system[outcome];
    match e.mean {
        Some(mean) if !(0..all.points.len()).any(|point| all.is_base(point)) => {
            format!("Today, at none of these values: {}. ", Grain::of(e.unit, mean).show(mean))
        }
        _ => String::new(),
    }
}

/// What the pounds of a title are without.
fn not_priced(all: &Swept<'_>) -> String {
    crate::report::money::named(&all.costs.unpriced)
        .map_or_else(String::new, |named| format!(", without what is not priced: {named}"))
}

fn frame(all: &Swept<'_>, outcome: usize) -> Frame {
    let words = words_of(&SYSTEM[outcome]);
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
            let found = match SYSTEM[outcome].name {
                "cost_total" => all.costs.total.as_ref(),
                "cost_spent" => all.costs.spent.as_ref(),
                _ => None,
            };
            match found.filter(|found| found.rivals.is_empty()).map(|found| found.at) {
                Some(point @ At::Point(_)) => format!("{words}: least, {least} ({})", all.place(point)),
                Some(At::Today) => format!("{words}: least as it is"),
                None => format!("{words}: {least} to {greatest}{}", not_priced(all)),
            }
        }
        (Some((low, _, least)), Some((high, _, greatest))) => {
            let told = |point: usize| match all.axes {
                [_] => format!(" ({})", settings_in_words(all.base, &all.points[point].settings)),
                _ => String::new(),
            };
            format!("{words}: {least}{} to {greatest}{}", told(*low), told(*high))
        }
        _ => words.to_owned(),
    };
    let calendar = &all.base.plan.calendar;
    let each = means.iter().map(|(point, _, text)| format!("{}: {text}", at(*point)));
    let varied: Vec<String> = all.axes.iter().map(|axis| axis_in_words(all.base, axis)).collect();
    Frame {
        subtitle: format!(
            "{}, with {} varied, {}",
            all.base.names.scenario,
            varied.join(" and "),
            period(calendar.start(), calendar.measured_days())
        ),
        description: format!("{title}. Means: {}.", each.collect::<Vec<_>>().join("; ")),
        title,
        ..Frame::default()
    }
}
