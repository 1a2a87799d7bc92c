//! The page on stdout: what each point comes to, beside the scenario as it is.

use super::Swept;
use crate::experiment::Estimate;
use crate::experiment::sweep::{At, Cheapest, Costs};
use crate::measures::outcome::{Key, SYSTEM, System};
use crate::report::block::{Block, text};
use crate::report::differences::{grain, signed, signed_range, verdict, words_of};
use crate::report::doubt::cover;
use crate::report::grid::Grid;
use crate::report::money::{self, NOT_PRICED};
use crate::report::page::Page;
use crate::report::paths::axis_in_words;
use crate::report::paths::{settings_in_words, value_in_words};
use crate::report::stands::mark_with;
use crate::report::steadiness::{between, mark};
use crate::report::words::{Grain, count, in_a_row, period};
use crate::scenario::Operation;
use crate::scenario::unstable::Unstable;

/// How many points are listed where they make no table.
const LISTED: usize = 20;

/// The page.
pub fn page(all: &Swept<'_>) -> Page {
    let calendar = &all.base.plan.calendar;
    let title = format!("{}: {} varied", all.base.names.scenario, count(all.axes.len() as u64, "value"));
    let runs: Vec<u64> = all.found.points.iter().map(|p| p.runs).collect();
    let (least, most) = (runs.iter().min().unwrap_or(&0), runs.iter().max().unwrap_or(&0));
    let runs =
        if least == most { count(*most, "run") } else { format!("{least} to {}", count(*most, "run")) };
    let ran = format!(
        "{}, {}, {runs} of each",
        period(calendar.start(), calendar.measured_days()),
        count(all.points.len() as u64, "point"),
    );
    let mut page = Page::of_study(&title, &ran);
    page.points(all.standing().into_iter().chain(answers(all)));
    match all.axes {
        [_] => page.part(one_axis(all)),
        [_, _] if all.points.len() == all.axes.iter().map(|axis| axis.values.len()).product::<usize>() => {
            page.part(two_axes(all, all.by));
            for (cost, _) in counted(all) {
                page.part(two_axes(all, cost));
            }
        }
        _ => page.part(ranked(all)),
    }
    let mut how = Vec::new();
    if !counted(all).is_empty() {
        how.extend(text("Cost: with every acute bed-day in use at its price, though no budget gets back one that becomes free. Spent: \
             on services, places, open beds and staff."));
    }
    how.extend(text(&format!(
            "Every point has the same people. Changes are from the scenario as it is; clear: the 95% interval of that \
             change alone excludes 0. {}",
            cover(all.base)
        )));
    page.part(how);
    page
}

/// The outcomes in pounds that are shown beside the one that was asked for, and their columns.
fn counted(all: &Swept<'_>) -> Vec<(usize, &'static str)> {
    let kinds = [
        (System::CostTotal, "cost", all.costs.total.is_some()),
        (System::CostSpent, "spent", all.costs.spent.is_some()),
    ];
    let shown = kinds.into_iter().filter(|(.., known)| *known);
    shown.map(|(outcome, words, _)| (outcome.index(), words)).filter(|(i, _)| *i != all.by).collect()
}

/// Where the outcome is least and greatest, and what is cheapest.
pub fn answers(all: &Swept<'_>) -> Vec<String> {
    let ranked = all.ranked();
    let value = |point: usize| {
        let e = &all.found.points[point].system[all.by];
        e.mean.map(|mean| Grain::of(e.unit, mean).show(mean))
    };
    let at = |point: usize| settings_in_words(all.base, &all.points[point].settings);
    let mut said = Vec::new();
    if let (Some(&first), Some(&last)) = (ranked.first(), ranked.last())
        && let (Some(least), Some(greatest)) = (value(first), value(last))
    {
        let clear = if all.apart { "" } else { "; the difference between them is not clear" };
        said.push(format!(
            "{}: from {least} ({}){} to {greatest} ({}){}; as it is {}{}{clear}.",
            words_of(all.by()),
            at(first),
            mark(all.unsteady(first, all.by)),
            at(last),
            mark(all.unsteady(last, all.by)),
            shown(&all.found.base.system[all.by]),
            mark(Unstable::of(all.base).outcome(all.by().name))
        ));
    }
    said.extend(all.steady(all.by));
    if !all.asked && all.by != System::NctrBedDays.index() {
        said.push(format!(
            "The outcome was not asked for (--by): “{}” is the usual one for what is varied here.",
            words_of(all.by())
        ));
    }
    said.extend(costs(all));
    said
}

/// Where what it costs is least, counted in both ways.
fn costs(all: &Swept<'_>) -> Vec<String> {
    if let Some(named) = money::named(&all.costs.unpriced) {
        return vec![format!(
            "Which of these is cheapest is not clear, since not all that differs is priced: {named}."
        )];
    }
    let mut said = Vec::new();
    let Costs { total, spent, .. } = all.costs;
    if let Some(total) = total {
        said.push(cheapest(
            all,
            total,
            System::CostTotal,
            "with every bed-day in hospital counted at its price",
        ));
        // Where several may be the cheapest there is no one point to speak of.
        if let (At::Point(point), []) = (total.at, total.rivals.as_slice()) {
            if at_edge(all, point) {
                said.push(
                    "That is at the edge of what was tried: go further to find the cheapest.".to_owned(),
                );
            } else if let Some(waiting) = all.found.points[point].system[System::NctrRemaining.index()].mean {
                said.push(format!(
                    "There {} still wait in hospital at midnight: where a place costs more than the waits it saves, some \
                     waiting is cheaper than none.",
                    people(waiting)
                ));
            }
        }
    }
    if let Some(spent) = spent {
        let how = "in what has to be spent on services, places, open beds and staff";
        said.push(cheapest(all, spent, System::CostSpent, how));
    }
    let counted = all.costs.total.is_some();
    said.extend(money::cost_is_without(all.base).filter(|_| counted || all.by().unit == "£"));
    said
}

/// Where one cost is least, or between what that is not clear.
fn cheapest(all: &Swept<'_>, found: &Cheapest, outcome: System, how: &str) -> String {
    let cost = outcome.index();
    let told = |at: &At| format!("{} ({})", all.place(*at), shown(&all.system(*at)[cost]));
    let is_today = |at: &At| match at {
        At::Today => true,
        At::Point(point) => all.is_base(*point),
    };
    let named = std::iter::once(&found.at).chain(&found.rivals).any(is_today);
    let today = if named && found.rivals.len() <= 3 {
        String::new()
    } else {
        format!("; as it is {}", shown(&all.found.base.system[cost]))
    };
    match found.rivals.as_slice() {
        [] => format!("Cheapest {how}: {}; every other is clearly more expensive{today}.", told(&found.at)),
        few if few.len() <= 3 => {
            let few: Vec<String> = std::iter::once(&found.at).chain(few).map(told).collect();
            format!("Cheapest {how}: not clear between {}{today}.", in_a_row(&few))
        }
        many => {
            format!("Cheapest {how}: not clear between {} and {} others{today}.", told(&found.at), many.len())
        }
    }
}

/// Whether a point has the least or the greatest value of an axis of numbers.
fn at_edge(all: &Swept<'_>, point: usize) -> bool {
    all.axes.iter().zip(&all.points[point].settings).any(|(axis, setting)| {
        let (numbers, value) = (axis.numbers().unwrap_or_default(), setting.value.parse::<f64>());
        // Less than nothing cannot be tried.
        let bound = setting.operation == Operation::Replace && setting.value.trim() == "0";
        let ends = [numbers.iter().copied().reduce(f64::min), numbers.iter().copied().reduce(f64::max)];
        !bound && value.is_ok_and(|x| ends.into_iter().flatten().any(|end| (x - end).abs() < 1e-9))
    })
}

fn people(x: f64) -> String {
    format!("{} people", Grain::of("people", x).show(x))
}

fn shown(e: &Estimate) -> String {
    e.mean.map_or_else(|| "undefined".to_owned(), |mean| Grain::of(e.unit, mean).show(mean))
}

/// One row for each value.
fn one_axis(all: &Swept<'_>) -> Vec<Block> {
    let title = format!("{}: {}", axis_in_words(all.base, &all.axes[0]), words_of(all.by()));
    table(all, &title, (0..all.points.len()).collect(), |point| {
        let text = value_in_words(&all.points[point].settings[0]);
        if all.is_base(point) { format!("{text} (as it is)") } else { text }
    })
}

/// One row for each of the best points.
fn ranked(all: &Swept<'_>) -> Vec<Block> {
    let mut ranked = all.ranked();
    ranked.truncate(LISTED);
    let title = format!("{}: the {} least", words_of(all.by()), ranked.len());
    table(all, &title, ranked, |point| settings_in_words(all.base, &all.points[point].settings))
}

fn table(all: &Swept<'_>, title: &str, points: Vec<usize>, name: impl Fn(usize) -> String) -> Vec<Block> {
    let costs = counted(all);
    let mut header = vec![title, "mean", "change", "how sure of it", "verdict"];
    header.extend(costs.iter().map(|(_, words)| words));
    let mut grid = Grid::new(&header);
    for point in points {
        let found = &all.found.points[point];
        let unsteady = between(all.base, &all.points[point].scenario, all.by().name);
        let stands = all.effect_again(point).and_then(|effect| effect.stands);
        let label = format!("{}{}", name(point), mark_with(unsteady, stands));
        let mut row = vec![label, shown(&found.system[all.by])];
        match found.differences.as_ref().and_then(|d| d.system[all.by].as_ref()) {
            Some(_) if !all.unpriced(point, all.by().unit).is_empty() => {
                row.extend([NOT_PRICED, "-", ""].map(str::to_owned));
            }
            Some(d) => {
                let grain = grain(d);
                row.extend([
                    signed(grain, d.mean),
                    signed_range(grain, d.precision95),
                    if all.is_base(point) { String::new() } else { verdict(d.clear).to_owned() },
                ]);
            }
            None => row.extend(["-", "-", "-"].map(str::to_owned)),
        }
        row.extend(costs.iter().map(|(cost, _)| shown(&found.system[*cost])));
        grid.row(row);
    }
    grid.blocks()
}

/// The first axis downwards, the second across.
fn two_axes(all: &Swept<'_>, outcome: usize) -> Vec<Block> {
    let [down, across] = all.axes else { return Vec::new() };
    let columns = across.values.len();
    let title = format!(
        "{}; {} by {}",
        words_of(&SYSTEM[outcome]),
        axis_in_words(all.base, down),
        axis_in_words(all.base, across)
    );
    let mut header = vec![String::new()];
    header.extend((0..columns).map(|i| value_in_words(&across.setting(i))));
    let mut grid = Grid::new(&header.iter().map(String::as_str).collect::<Vec<_>>()).titled(&title);
    for row in 0..down.values.len() {
        let mut cells = vec![value_in_words(&down.setting(row))];
        for column in 0..columns {
            let point = row * columns + column;
            let mark = if all.is_base(point) { "*" } else { "" };
            let unsteady = if all.unsteady(point, outcome).is_some() { "^" } else { "" };
            cells.push(format!("{mark}{unsteady}{}", shown(&all.found.points[point].system[outcome])));
        }
        grid.row(cells);
    }
    let mut lines = grid.blocks();
    if (0..all.points.len()).any(|point| all.is_base(point)) {
        lines.extend(text("* the scenario as it is"));
    }
    let marks = (0..all.points.len()).map(|point| all.unsteady(point, outcome));
    if let Some(why) = marks.max().flatten() {
        lines.extend(text(&format!("^{}", mark(Some(why)))));
    }
    lines
}
