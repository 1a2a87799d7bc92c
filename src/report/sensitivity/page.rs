//! The page on stdout: which figures an answer leans on most, how surely, and what was not moved.

use super::{Probed, range, shown};
use crate::experiment::compare::Difference;
use crate::experiment::sensitivity::Why;
use crate::report::block::{Block, text};
use crate::report::differences::{grain, signed, verdict, words_of, words_of_name};
use crate::report::enough::precision;
use crate::report::grid::Grid;
use crate::report::money::cost_is_without;
use crate::report::page::Page;
use crate::report::steadiness::{between, marked, note_of_several};
use crate::report::words::{Grain, count, period};
use crate::scenario::SourceKind;
use crate::scenario::unstable::Unsteady;

/// Rows of the ranking outcome, and of each other one.
const ROWS: [usize; 2] = [20, 10];
/// Inputs named in the first sentence.
const NAMED: usize = 3;

/// The page.
pub fn page(all: &Probed<'_>) -> Page {
    let mut page = heading(all);
    let points = all.design.points.iter().map(|point| &point.scenario);
    let steady = note_of_several(std::iter::once(all.base).chain(points), all.first().name);
    let said = std::iter::once(answer(all)).chain(steady);
    page.points(said);
    for outcome in 0..all.found.on.len() {
        page.part(table(all, outcome));
    }
    page.part(faulty(all));
    page.part(screening(all));
    page.paragraph(&not_moved(all));
    page.paragraph("Each input is moved alone, all others stay as they are: what two of them do together does not \
                    show here (--global looks for it). A wide swing is an input that matters, a range that is wide, \
                    or both. Every point has the same people. Clear: the 95% interval of the difference between both \
                    ends excludes 0, each input by itself. Intervals cover chance only; the ranges are judgements. A \
                    fitted figure that is moved alone no longer fits what it was fitted to.");
    if (0..all.found.on.len()).any(|i| all.outcome(i).unit == "£") {
        page.part(cost_is_without(all.base).map_or_else(Vec::new, |words| text(&words)));
    }
    if let Some(of) = &all.found.reached {
        let name = words_of(all.first());
        let runs = all.store.replications().count() as u64;
        page.paragraph(&precision(of, runs, "point's average", [&name].into_iter().zip(&of.precision)));
    }
    page
}

fn heading(all: &Probed<'_>) -> Page {
    let calendar = &all.base.plan.calendar;
    let inputs = count(all.design.inputs.len() as u64, "input");
    let title = format!("{}: {inputs} moved over their ranges", all.base.names.scenario);
    let points = count(all.design.points.len() as u64 + 1, "point");
    let runs = count(all.found.base.runs, "run");
    let period = period(calendar.start(), calendar.measured_days());
    Page::of_study(&title, &format!("{period}, {points}, {runs} of each"))
}

/// The answer in a sentence or two.
fn answer(all: &Probed<'_>) -> String {
    let outcome = all.first();
    let what = words_of(outcome);
    let clear = |&&input: &&usize| is_clear(all, input, 0);
    let ranked: Vec<usize> = all.found.order.iter().filter(clear).copied().collect();
    if ranked.is_empty() {
        return format!("No input clearly moves this over its range: {what}.");
    }
    let told = ranked.iter().take(NAMED).map(|&input| {
        let ends = all.found.moved[input].ends.iter().map(|end| cell(end[0].as_ref()));
        let ends: Vec<String> = ends.collect();
        let range = range(&all.design.inputs[input]);
        format!("“{}” ({range}: {})", all.label(input), ends.join(" to "))
    });
    let base = all.found.base.system[all.found.on[0]].mean;
    let base = base
        .map_or_else(String::new, |mean| format!(" ({} as it is)", Grain::of(outcome.unit, mean).show(mean)));
    let others = match all.design.inputs.len() - ranked.len() {
        0 => String::new(),
        1 => " One input changes nothing that can be told apart from chance.".to_owned(),
        n => format!(" {n} inputs change nothing that can be told apart from chance."),
    };
    let how = match (all.is_first(ranked[0]), ranked.len()) {
        (_, 1) => "What clearly moves this",
        (true, _) => "What moves this most",
        _ => "What moves this, none clearly the most",
    };
    format!("{how}{base}: {what}: {}.{others}", told.collect::<Vec<_>>().join("; then "))
}

/// Whether an input clearly moves an outcome, from one end to the other or from where it stands.
fn is_clear(all: &Probed<'_>, input: usize, outcome: usize) -> bool {
    let moved = &all.found.moved[input];
    moved.across[outcome].map_or_else(
        || moved.ends.iter().any(|end| end[outcome].is_some_and(|d| d.clear)),
        |across| across.clear,
    )
}

/// Whether an outcome is not steady as it stands or at an end of an input.
fn unsteady(all: &Probed<'_>, input: usize, outcome: &str) -> Option<Unsteady> {
    let ends = all.design.ends[input].iter().filter_map(|end| end.point.as_ref().ok());
    let scenarios = ends.map(|&point| &all.design.points[point].scenario);
    scenarios.map(|scenario| between(all.base, scenario, outcome)).max().flatten()
}

/// A difference in a cell.
fn cell(d: Option<&Difference>) -> String {
    d.map_or_else(|| "-".to_owned(), |d| signed(grain(d), d.mean))
}

/// The inputs by one outcome, the widest swing first.
fn table(all: &Probed<'_>, outcome: usize) -> Vec<Block> {
    let known = all.outcome(outcome).name;
    let title = format!("Change of: {}", words_of_name(known));
    let mut grid = Grid::new(&[&title, "range", "low end", "high end", "sure (95%)", ""]);
    let mut order = all.found.order.clone();
    if outcome > 0 {
        let swing = |&i: &usize| all.found.moved[i].swing(outcome);
        order.sort_by(|a, b| swing(b).total_cmp(&swing(a)));
    }
    let rows = ROWS[outcome.min(1)];
    for &input in order.iter().take(rows) {
        let moved = &all.found.moved[input];
        let [low, high] = [0, 1].map(|end: usize| cell(moved.ends[end][outcome].as_ref()));
        let half = moved.across[outcome].and_then(|d| {
            let [from, to] = d.precision95?;
            Some(format!("±{}", grain(&d).show((to - from) / 2.0)))
        });
        grid.row(vec![
            marked(&all.label(input), unsteady(all, input, known)),
            range(&all.design.inputs[input]),
            low,
            high,
            half.unwrap_or_else(|| "-".to_owned()),
            verdict(is_clear(all, input, outcome)).to_owned(),
        ]);
    }
    let mut lines = grid.blocks();
    if order.len() > rows {
        lines.extend(text(&format!(
            "{} more in sensitivity.csv",
            count((order.len() - rows) as u64, "input")
        )));
    }
    lines
}

/// Ends that make no scenario.
fn faulty(all: &Probed<'_>) -> Vec<Block> {
    let mut lines = Vec::new();
    for (input, ends) in all.design.inputs.iter().zip(&all.design.ends) {
        for end in ends {
            if let Err(why) = &end.point {
                let value = shown(input, &end.value);
                lines.extend(text(&format!("No scenario with {} at {value}: {why}", input.key())));
            }
        }
    }
    lines
}

/// What the trajectories tell of each outcome.
fn screening(all: &Probed<'_>) -> Vec<Block> {
    let (Some(screened), Some(screening)) = (&all.found.screened, &all.design.screening) else {
        return Vec::new();
    };
    let walks = screening.trajectories.len() as u64;
    let mut lines = text(&format!(
        "Anywhere in the ranges: Morris screening, {}, each moving every input once by two thirds of its range",
        count(walks, "trajectory").replace("trajectorys", "trajectories")
    ));
    for (outcome, of) in screened.iter().enumerate() {
        let name = all.outcome(outcome).name;
        let mut grid = Grid::new(&[words_of_name(name), "mu*", "its error", "mu", "sigma", "of chance"]);
        let order = if outcome == 0 { all.found.screened_order() } else { all.found.order.clone() };
        let rows = ROWS[outcome.min(1)];
        for &input in order.iter().take(rows) {
            let Some(one) = of[input] else { continue };
            let grain = Grain::of(all.outcome(outcome).unit, one.mu_star.max(one.sigma));
            grid.row(vec![
                all.label(input),
                grain.show(one.mu_star),
                grain.show(one.mu_star_error),
                signed(grain, one.mu),
                grain.show(one.sigma),
                grain.show(one.luck),
            ]);
        }
        lines.extend(grid.blocks());
    }
    lines.extend(text("All for a move over the whole range. mu*: how much the input matters, the mean size of its effects; mu: \
         which way, their mean; sigma: how much an effect depends on where the others are, or bends; “of chance”: the \
         sigma that chance in the runs alone would give. Where mu* is no larger than that, nothing was seen."));
    if let places @ 1.. = all.growing_places() {
        let places = count(places as u64, "place");
        let said = format!(
            "{places} on the way have no equilibrium: more is asked there than can be given, so what they tell depends \
             on how long you look."
        );
        lines.extend(text(&said));
    }
    if let Some((n, why)) = screening.faulty() {
        let places = count(n as u64, "place");
        lines.extend(text(&format!("{places} on the way made no scenario; the first: {why}")));
    }
    lines
}

/// What was not moved, in numbers.
fn not_moved(all: &Probed<'_>) -> String {
    let with = |why: Why| all.not_moved.iter().filter(|n| n.why == why).count();
    let doubtful = all.base.provenance.iter();
    let doubtful = doubtful.filter(|e| matches!(e.kind, SourceKind::Assumed | SourceKind::Fitted)).count();
    if doubtful == 0 && all.not_moved.is_empty() {
        return "The provenance of the scenario names no assumed or fitted figures.".to_owned();
    }
    let text = format!(
        "Of {} in the provenance, {} not moved: no range is stated",
        count(doubtful as u64, "assumed or fitted entry").replace("entrys", "entries"),
        match with(Why::NoRange) {
            1 => "1 was".to_owned(),
            n => format!("{n} were"),
        }
    );
    let told = |why: Why, words: &str| match with(why) {
        0 => String::new(),
        n => words.replace("{}", &n.to_string()),
    };
    let in_part = told(Why::InPart, "; {} only in part");
    let no_fit = told(Why::NoFit, "; of {} the range does not fit the present value");
    text + &in_part
        + &no_fit
        + ". results.json names them under not_moved: how far answers depend on these is not known."
}
