//! The page on stdout: what to choose, how sure that is, and what would tip the choice.

use super::{Optimised, target_in_words};
use crate::experiment::optimise::Estimated;
use crate::experiment::optimise::selection::Verdict;
use crate::measures::outcome::SYSTEM;
use crate::report::differences::{NCTR, grain, signed, signed_range, words_of};
use crate::report::grid::Grid;
use crate::report::paths::in_plural;
use crate::report::steadiness::{marked, note_of_several};
use crate::report::words::{Grain, count, period, thousands, wrapped};
use crate::scenario::unstable::Unstable;

/// The page. `written` says where the files are.
pub fn page(all: &Optimised<'_>, written: &str, width: usize) -> String {
    let calendar = &all.base.plan.calendar;
    let mut lines = wrapped(
        &format!(
            "{}: the least of “{}” that meets the target",
            all.base.names.scenario,
            words_of(all.minimised().name)
        ),
        "",
        width,
    );
    let ran = format!(
        "{}, {} searched with {}",
        period(calendar.start(), calendar.measured_days()),
        count(all.points.len() as u64, "mix").replace("mixs", "mixes"),
        count(all.found.spent, "run")
    );
    lines.extend(wrapped(&ran, "", width));
    lines.extend(wrapped(NCTR, "", width));
    lines.push(String::new());
    let points = all.points.iter().map(|point| &point.scenario);
    let scenarios: Vec<_> = std::iter::once(all.base).chain(points).collect();
    let targets = all.asked.targets.iter().map(|target| target.outcome);
    let steady = targets.filter_map(|o| note_of_several(scenarios.iter().copied(), SYSTEM[o].name));
    for sentence in answer(all).into_iter().chain(steady) {
        lines.extend(wrapped(&sentence, "  * ", width));
    }
    lines.push(String::new());
    lines.extend(estimates(all, width));
    lines.push(String::new());
    lines.extend(frontier(all, width));
    lines.push(String::new());
    lines.extend(wrapped(&how_to_read(all), "", width));
    lines.push(String::new());
    lines.extend(wrapped(written, "", width));
    lines.join("\n") + "\n"
}

fn percent(x: f64) -> String {
    Grain::of("share", x).show(x)
}

fn answer(all: &Optimised<'_>) -> Vec<String> {
    let found = all.found;
    let targets: Vec<String> = all.asked.targets.iter().map(target_in_words).collect();
    let targets = targets.join(", and ");
    let (Some(chosen), Some(estimated)) = (found.selection.chosen, &found.chosen) else {
        return vec![format!("No mix meets the target: {targets}. Offer larger amounts, or ask for less.")];
    };
    let mut said = vec![format!("Choose {}.", all.label(chosen))];
    for (target, (bound, holds)) in all.asked.targets.iter().zip(&estimated.holds) {
        let outcome = &SYSTEM[target.outcome];
        let mean = estimated.system[target.outcome].mean.unwrap_or(0.0);
        let grain = Grain::finer(outcome.unit, mean);
        said.push(format!(
            "Target: {}. Average over years {}; with {} confidence {} {}: {}.",
            target_in_words(target),
            grain.show(mean),
            percent(all.asked.confidence),
            if target.side == crate::experiment::optimise::Side::AtMost {
                "no more than"
            } else {
                "no less than"
            },
            grain.show(*bound),
            if *holds { "the target holds" } else { "the target is not shown to hold" }
        ));
    }
    let (share, [low, high]) = estimated.single_years;
    said.push(format!(
        "That is about the average: a single run like the one simulated meets the target in {} of cases ({} to {}).",
        percent(share),
        percent(low),
        percent(high)
    ));
    said.extend(next(all));
    said.extend(tips(all, chosen));
    if !found.selection.decided {
        said.push(format!(
            "Not decided: {} of one mix were not enough to tell all of them apart (--most-runs).",
            count(all.asked.most, "run")
        ));
    }
    said
}

/// The next best, and how close it is.
fn next(all: &Optimised<'_>) -> Option<String> {
    let (next, _, dearer) = all.found.next.as_ref()?;
    let difference = dearer.as_ref()?;
    let grain = grain(difference);
    Some(format!(
        "Next: {}, which comes to {} ({}){}.",
        all.label(*next),
        signed(grain, difference.mean),
        signed_range(grain, difference.precision95),
        if difference.clear { "" } else { ": no clear difference" }
    ))
}

/// What would tip the choice: a target less or more strict, or another price of a place.
fn tips(all: &Optimised<'_>, chosen: usize) -> Vec<String> {
    let mut said = Vec::new();
    let Some(target) = all.asked.targets.first() else { return said };
    let outcome = &SYSTEM[target.outcome];
    let at = |point: usize, o: usize| all.found.means[point][o].unwrap_or(f64::NAN);
    let place = all.found.frontier.iter().position(|&point| point == chosen);
    if let Some(before) = place.and_then(|i| i.checked_sub(1)).map(|i| all.found.frontier[i]) {
        let value = at(before, target.outcome);
        let saves = at(chosen, all.asked.minimise) - at(before, all.asked.minimise);
        said.push(format!(
            "A target of {} would be met by {}, for {} less.",
            Grain::finer(outcome.unit, value).show(value),
            all.label(before),
            Grain::of(all.minimised().unit, saves).show(saves)
        ));
    }
    if let (Some((next, _, Some(dearer))), "£") = (&all.found.next, all.minimised().unit) {
        let days = f64::from(all.base.plan.calendar.measured_days());
        for (i, axis) in all.axes.iter().enumerate() {
            let value = |point: usize| all.points[point].settings[i].value.parse::<f64>().ok();
            let (Some(a), Some(b)) = (value(chosen), value(*next)) else { continue };
            if !axis.path.ends_with(".places") || (a - b).abs() < 1e-9 {
                continue;
            }
            let change = dearer.mean / ((a - b) * days);
            let side = if change > 0.0 { "more" } else { "less" };
            said.push(format!(
                "The next one would cost the same if each of the {} cost £{} a day {side}.",
                in_plural(all.base, &axis.path),
                thousands(change.abs(), 2)
            ));
        }
    }
    said
}

/// How things are, the choice, and the next, on fresh runs.
fn estimates(all: &Optimised<'_>, width: usize) -> Vec<String> {
    let mut outcomes = vec![all.asked.minimise];
    outcomes.extend(all.asked.targets.iter().map(|target| target.outcome));
    for name in ["nctr_bed_days", "delay_days_mean", "bed_wait_hours_mean", "cost_total"] {
        outcomes.push(crate::measures::outcome::index_of(SYSTEM, name));
    }
    let mut told: Vec<usize> = Vec::new();
    outcomes.retain(|o| {
        !told.contains(o) && {
            told.push(*o);
            true
        }
    });
    let mut header = vec!["On fresh runs", "as it is", "chosen", "how sure of it"];
    let next = all.found.next.as_ref().map(|(_, estimated, _)| estimated);
    if next.is_some() {
        header.push("next");
    }
    let mut grid = Grid::new(&header);
    for outcome in outcomes {
        let cells = |of: Option<&Estimated>| {
            let e = of.map(|of| &of.system[outcome]);
            let grain = |mean: f64| Grain::finer(SYSTEM[outcome].unit, mean);
            let mean = e.and_then(|e| e.mean);
            let sure = e.and_then(|e| e.precision95).zip(mean);
            [
                mean.map_or_else(|| "-".to_owned(), |mean| grain(mean).show(mean)),
                sure.map_or_else(|| "-".to_owned(), |(range, mean)| grain(mean).range(range)),
            ]
        };
        let mut row = vec![words_of(SYSTEM[outcome].name)];
        let [base, _] = cells(Some(&all.found.base));
        row.push(base);
        row.extend(cells(all.found.chosen.as_ref()));
        if next.is_some() {
            let [mean, _] = cells(next);
            row.push(mean);
        }
        grid.row(row);
    }
    grid.lines(34, width)
}

fn frontier(all: &Optimised<'_>, width: usize) -> Vec<String> {
    let Some(target) = all.asked.targets.first() else { return Vec::new() };
    let mut grid = Grid::new(&["What no other beats in both", "minimised", "target", "runs", ""]);
    for &point in &all.found.frontier {
        let shown = |o: usize| {
            let mean = all.found.means[point][o];
            mean.map_or_else(|| "-".to_owned(), |mean| Grain::finer(SYSTEM[o].unit, mean).show(mean))
        };
        let judged = &all.found.selection.designs[point];
        let word = match judged.verdict {
            _ if all.found.selection.chosen == Some(point) => "chosen",
            Verdict::Fails => "misses the target",
            _ if judged.beaten_by.is_some() => "dearer",
            Verdict::Meets => "meets the target",
            Verdict::Open => "not decided",
        };
        let unsteady = Unstable::of(&all.points[point].scenario).outcome(SYSTEM[target.outcome].name);
        grid.row(vec![
            marked(&all.label(point), unsteady),
            shown(all.asked.minimise),
            shown(target.outcome),
            judged.runs.to_string(),
            word.to_owned(),
        ]);
    }
    grid.lines(40, width)
}

fn how_to_read(all: &Optimised<'_>) -> String {
    let grain = |unit: &'static str, x: f64| Grain::of(unit, x).show(x);
    let targets: Vec<String> = (all.asked.targets.iter().zip(&all.found.tolerances.1))
        .map(|(target, tolerance)| {
            format!(
                "{} of {}",
                grain(SYSTEM[target.outcome].unit, *tolerance),
                words_of(SYSTEM[target.outcome].name)
            )
        })
        .collect();
    format!(
        "Every mix has the same people; runs go where the choice is close, until it is right with {} confidence for \
         differences that matter (Andradóttir and Kim 2010). Taken not to matter: {} of {}; {}. The figures of the first \
         table are from {} of each that had no part in the search. The ranges hold luck only, not doubt about the \
         figures in the scenario.",
        percent(all.asked.confidence),
        grain(all.minimised().unit, all.found.tolerances.0),
        words_of(all.minimised().name),
        targets.join(", "),
        count(all.asked.fresh, "run")
    )
}
