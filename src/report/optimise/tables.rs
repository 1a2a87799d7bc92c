//! The tables of the page: what the choice comes to, what more of the target costs, and the choice where
//! money is counted the other way.

use super::Optimised;
use crate::experiment::Estimate;
use crate::experiment::address::Address;
use crate::experiment::optimise::selection::Verdict;
use crate::experiment::optimise::{Estimated, OtherView};
use crate::measures::outcome::System;
use crate::report::block::{Block, text};
use crate::report::differences::{grain, signed, signed_range};
use crate::report::grid::Grid;
use crate::report::steadiness::marked;
use crate::report::words::{Grain, count};
use crate::scenario::unstable::{Unstable, Unsteady};

/// How things are, the choice, and the next, on fresh runs.
pub(super) fn estimates(all: &Optimised<'_>) -> Vec<Block> {
    let mut outcomes: Vec<Address> = vec![all.asked.minimise];
    outcomes.extend(all.asked.targets.iter().map(|target| target.outcome));
    for outcome in [
        System::NctrBedDays,
        System::DelayDaysMean,
        System::BedWaitHoursMean,
        System::CostSpent,
        System::CostTotal,
    ] {
        outcomes.push(Address::system(outcome));
    }
    let mut told: Vec<Address> = Vec::new();
    outcomes.retain(|outcome| {
        let known = told.contains(outcome);
        told.push(*outcome);
        !known
    });
    let title = format!("On {}, not of the search", count(all.asked.fresh, "fresh run"));
    let mut header = vec![title.as_str(), "as it is", "chosen", "how sure of it"];
    let next = all.found.next.as_ref().map(|(_, estimated, _)| estimated);
    if next.is_some() {
        header.push("next");
    }
    let mut grid = Grid::new(&header);
    for outcome in outcomes {
        let unit = outcome.outcome().unit;
        let of = |of: Option<&Estimated>| of.and_then(|of| estimate(all, of, outcome).copied());
        let mean = |e: &Option<Estimate>| shown(unit, e.as_ref().and_then(|e| e.mean));
        let (base, chosen) = (of(Some(&all.found.base)), of(all.found.chosen.as_ref()));
        let sure = chosen.as_ref().and_then(|e| e.precision95.zip(e.mean));
        let sure = match sure {
            Some((range, _)) if is_point(range) => "the same in every run".to_owned(),
            Some((range, mean)) => Grain::finer(unit, mean).range(range),
            None => "-".to_owned(),
        };
        // Nobody waits for beds that are not modelled.
        if !all.asked.targets.iter().any(|target| target.outcome == outcome)
            && [&base, &chosen].into_iter().flatten().all(|e| e.mean.is_none())
        {
            continue;
        }
        let mut row = vec![all.named(outcome), mean(&base), mean(&chosen), sure];
        if next.is_some() {
            row.push(mean(&of(next)));
        }
        grid.row(row);
    }
    grid.blocks()
}

/// What fresh runs tell of an outcome: of the system, or one that was asked for.
fn estimate<'e>(all: &Optimised<'_>, of: &'e Estimated, outcome: Address) -> Option<&'e Estimate> {
    if outcome.is_system() {
        return of
            .system
            .iter()
            .zip(crate::measures::outcome::SYSTEM)
            .find_map(|(estimate, o)| (o.name == outcome.outcome().name).then_some(estimate));
    }
    if outcome == all.asked.minimise {
        return Some(&of.minimised);
    }
    let target = all.asked.targets.iter().position(|target| target.outcome == outcome)?;
    of.targets.get(target)
}

pub(super) fn frontier(all: &Optimised<'_>) -> Vec<Block> {
    let Some(target) = all.asked.targets.first() else { return Vec::new() };
    // Money lies close together beside what the whole system costs.
    let today = all.found.today.0.minimised.filter(|_| all.is_money());
    let minimised = if today.is_some() { "£ more than today" } else { "minimised" };
    let cost = |mean: Option<f64>| match today.zip(mean) {
        Some((today, mean)) => signed(Grain::of("£", mean - today), mean - today),
        None => shown(all.minimised().unit, mean),
    };
    let column = if all.asked.chance.is_some() { "chance" } else { "target" };
    let mut grid = Grid::new(&["By the runs of the search: the frontier", minimised, column, "runs", ""]);
    for &point in &all.found.frontier {
        let means = &all.found.means[point];
        let judged = &all.found.selection.designs[point];
        let word = match judged.verdict {
            _ if all.found.selection.chosen == Some(point) => "chosen",
            Verdict::Fails => "misses the target",
            _ if judged.beaten_by.is_some() && all.is_money() => "costs more",
            _ if judged.beaten_by.is_some() => "comes to more",
            Verdict::Meets => "meets the target",
            Verdict::Open => "not decided",
        };
        let today = if all.found.today.1 == Some(point) { " (as it is)" } else { "" };
        let unstable = Unstable::of(&all.points[point].scenario);
        let grows = (!unstable.growing().is_empty()).then_some(Unsteady::Growing);
        let unsteady = unstable.outcome(target.outcome.outcome().name).max(grows);
        grid.row(vec![
            marked(&format!("{}{today}", all.label(point)), unsteady),
            cost(means.minimised),
            if all.asked.chance.is_some() {
                shown("share", means.chance)
            } else {
                shown(target.outcome.outcome().unit, means.targets[0])
            },
            judged.runs.to_string(),
            word.to_owned(),
        ]);
    }
    grid.blocks()
}

/// The cheapest by what is spent, and the cheapest with bed-days in use at their price.
pub(super) fn both_ways(all: &Optimised<'_>, other: &OtherView) -> Vec<Block> {
    let total = other.minimise == Address::system(System::CostTotal);
    let (way, own) = if total {
        ("with acute bed-days in use at their price", "by what has to be spent")
    } else {
        ("by what has to be spent", "with acute bed-days in use at their price")
    };
    if all.found.selection.chosen == Some(other.point) {
        return text(&format!(
            "Counted {way}, no other mix comes to less by the means of the search, in which mixes that cost more \
                 have few runs."
        ));
    }
    let title = format!("Money counted both ways, {} of the search", count(other.runs as u64, "run"));
    // Where open beds have a price, each counts once: what is in use is no sum beside what is spent.
    let once = all.base.plan.costs.open_acute_bed_day > 0.0;
    let columns: &[&str] = if once {
        &[&title, "to be spent", "with beds by use"]
    } else {
        &[&title, "to be spent", "beds in use", "both"]
    };
    let mut grid = Grid::new(columns);
    let chosen = all.found.selection.chosen.map(|chosen| all.label(chosen)).unwrap_or_default();
    let pounds = |x: f64| Grain::finer("£", x).show(x);
    for ((words, label), [spent, total]) in
        [(own, chosen), (way, all.label(other.point))].into_iter().zip(other.means)
    {
        let word = if all.is_cheapest() { "Cheapest" } else { "Least" };
        let mut row = vec![format!("{word} {words}: {label}"), pounds(spent)];
        row.extend((!once).then(|| pounds(total - spent)));
        row.push(pounds(total));
        grid.row(row);
    }
    let mut lines = grid.blocks();
    let [spent, both] = &other.differences;
    if let (Some(spent), Some(both)) = (spent, both) {
        let (main, side, what) = if total {
            (both, spent, "to be spent")
        } else {
            (spent, both, "with bed-days in use at their price")
        };
        let word = if main.clear { "" } else { ": no clear difference" };
        lines.extend(text(&format!(
                "Counted {way} the second comes to {} ({}){word}, and {} {what}. No budget falls by a bed-day that \
                 is not used: another patient fills the bed.",
                signed(grain(main), main.mean),
                match main.precision95 {
                    Some(range) if is_point(range) => "the same in every run".to_owned(),
                    range => signed_range(grain(main), range),
                },
                signed(grain(side), side.mean),
            )));
    }
    lines
}

/// A figure, as finely as figures are that are set side by side; a dash where there is none.
pub(super) fn shown(unit: &'static str, mean: Option<f64>) -> String {
    mean.map_or_else(|| "-".to_owned(), |mean| Grain::finer(unit, mean).show(mean))
}

/// Whether a range has no width, but for a rounding.
pub(super) fn is_point([low, high]: [f64; 2]) -> bool {
    high - low <= 1e-9 * low.abs().max(high.abs())
}
