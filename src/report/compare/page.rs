//! The page on stdout: which option changes most, how surely, and what else it changes.

use super::Compared;
use crate::experiment::compare::Difference;
use crate::measures::outcome::{GROUP, PATHWAY, SERVICE, SYSTEM, index_of};
use crate::report::differences::{
    NCTR, ROWS, about_so_many, beds, grain, signed, signed_range, verdict, words_of,
};
use crate::report::grid::Grid;
use crate::report::steadiness::{mark, marked, note_of_several};
use crate::report::table::precision;
use crate::report::words::{Grain, count, period, wrapped};

/// How many of the largest changes by place and reason are shown.
const LARGEST: usize = 6;

/// The page. `written` says where the files are.
pub fn page(all: &Compared<'_>, written: &str, width: usize) -> String {
    let mut lines = heading(all, width);
    lines.push(String::new());
    let steady = note_of_several(all.scenarios, all.by().name);
    for sentence in std::iter::once(answer(all)).chain(steady) {
        lines.extend(wrapped(&sentence, "  * ", width));
    }
    lines.push(String::new());
    lines.extend(ranking(all, width));
    for option in all.comparison.ranked() {
        lines.push(String::new());
        lines.extend(about(all, option, width));
    }
    lines.push(String::new());
    lines.extend(wrapped(
        "Every scenario has the same people, so what is luck for both falls out of a difference. Clear: the 95% \
         interval excludes 0; in the first table with all options taken together (Holm's rule). Everything below the \
         first table was not asked for in advance: take it as a hint. The ranges hold luck only, not doubt about the \
         figures in the scenarios.",
        "",
        width,
    ));
    if let Some(of) = &all.comparison.reached {
        let labels: Vec<&str> = (0..all.comparison.options.len()).map(|i| all.option(i).1).collect();
        lines.push(String::new());
        lines.extend(wrapped(
            &precision(of, all.how.runs, "difference", labels.iter().zip(&of.precision)),
            "",
            width,
        ));
    }
    lines.push(String::new());
    lines.extend(wrapped(written, "", width));
    lines.join("\n") + "\n"
}

fn heading(all: &Compared<'_>, width: usize) -> Vec<String> {
    let found = &all.findings[0];
    let options = count(all.comparison.options.len() as u64, "option");
    let mut lines = wrapped(&format!("{} and {options}", all.label(0)), "", width);
    let (period, runs) = (period(found.start, found.days), count(found.runs, "run"));
    lines.extend(wrapped(&format!("{period}, {runs} of each"), "", width));
    lines.extend(wrapped(NCTR, "", width));
    lines
}

/// The answer in a sentence or two.
fn answer(all: &Compared<'_>) -> String {
    let by = all.by();
    let what = words_of(by.name);
    let clear = |&option: &usize| all.comparison.options[option].clear_adjusted;
    let mut ranked: Vec<usize> = all.comparison.ranked().into_iter().filter(clear).collect();
    let size = |&option: &usize| all.ranking(option).map_or(0.0, |d| d.mean.abs());
    ranked.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let Some((&first, others)) = ranked.split_first() else {
        return format!("No option clearly changes this: {what}.");
    };
    let told = |option: usize| {
        let (_, label) = all.option(option);
        all.ranking(option).map_or_else(String::new, |d| {
            format!("“{label}” ({}){}", about_so_many(d), mark(all.unsteady(option, by.name)))
        })
    };
    let mut text = format!("What changes this most, of what is clear: {what}: {}", told(first));
    if let Some(difference) = all.ranking(first).filter(|_| by.name == "nctr_bed_days") {
        text = format!("{text}, {}", beds(difference, all.findings[0].days));
    }
    if !others.is_empty() {
        let rest: Vec<String> = others.iter().map(|&option| told(option)).collect();
        text = format!("{text}; then {}", rest.join(", "));
    }
    text + "."
}

fn ranking(all: &Compared<'_>, width: usize) -> Vec<String> {
    let title = format!("Change of: {}", words_of(all.by().name));
    let mut grid = Grid::new(&[&title, "mean", "how sure of it", "single runs vary", "verdict"]);
    for option in all.comparison.ranked() {
        let (found, label) = all.option(option);
        let Some(d) = all.ranking(option) else {
            grid.row([label, "-", "-", "-", "undefined"].map(str::to_owned).to_vec());
            continue;
        };
        let grain = grain(d);
        grid.row(vec![
            marked(label, all.unsteady(option, all.by().name)),
            signed(grain, d.mean),
            signed_range(grain, d.precision95),
            signed_range(grain, d.range90),
            verdict(found.clear_adjusted).to_owned(),
        ]);
    }
    grid.lines(30, width)
}

/// What one option changes.
fn about(all: &Compared<'_>, option: usize, width: usize) -> Vec<String> {
    let (found, label) = all.option(option);
    let mut grid = Grid::new(&[label, "baseline", "change", "how sure of it", "verdict"]);
    for (name, words) in ROWS {
        let i = index_of(SYSTEM, name);
        let (Some(base), Some(d)) = (all.findings[0].system[i].mean, &found.system[i]) else { continue };
        if base.abs() <= 0.0 && d.mean.abs() <= 0.0 {
            continue;
        }
        let of_base = Grain::of(d.unit, base).show(base);
        grid.row(row(&marked(words, all.unsteady(option, name)), of_base, d));
    }
    let mut lines = grid.lines(38, width);
    lines.extend(largest(all, option, width));
    lines.extend(people(all, option, width));
    lines.extend(money(all, option, width));
    lines
}

fn row(words: &str, base: String, d: &Difference) -> Vec<String> {
    let grain = grain(d);
    let (change, sure) = (signed(grain, d.mean), signed_range(grain, d.precision95));
    vec![words.to_owned(), base, change, sure, verdict(d.clear).to_owned()]
}

/// The largest clear changes of bed-days by pathway and reason and of people waiting by service.
fn largest(all: &Compared<'_>, option: usize, width: usize) -> Vec<String> {
    let (found, _) = all.option(option);
    let mut changes: Vec<(String, &Difference)> = Vec::new();
    let of_group = index_of(GROUP, "nctr_bed_days");
    let (days, waiting) = (index_of(PATHWAY, "nctr_bed_days"), index_of(SERVICE, "queue_mean"));
    for part in &found.pathways {
        changes
            .extend(part.differences[days].as_ref().map(|d| (format!("Bed-days: {}", part.name.label), d)));
    }
    for part in &found.groups {
        changes.extend(
            part.differences[of_group].as_ref().map(|d| (format!("Bed-days: {}", part.name.label), d)),
        );
    }
    for part in &found.reasons {
        changes.push((format!("Booked to: {}", part.name.label), &part.differences));
    }
    changes.retain(|(_, d)| d.clear);
    changes.sort_by(|a, b| b.1.mean.abs().total_cmp(&a.1.mean.abs()));
    changes.truncate(LARGEST);
    let lines: Vec<(String, &Difference)> = (found.services.iter())
        .filter_map(|part| {
            Some((format!("People in line: {}", part.name.label), part.differences[waiting].as_ref()?))
        })
        .filter(|(_, d)| d.clear)
        .collect();
    changes.extend(lines.into_iter().take(LARGEST));
    if changes.is_empty() {
        return Vec::new();
    }
    let mut grid =
        Grid::new(&["  the largest clear changes by pathway, reason and line", "change", "how sure of it"]);
    for (words, d) in changes {
        let grain = grain(d);
        grid.row(vec![format!("  {words}"), signed(grain, d.mean), signed_range(grain, d.precision95)]);
    }
    let mut lines = vec![String::new()];
    lines.extend(grid.lines(62, width));
    lines
}

/// What it costs, and who pays.
fn money(all: &Compared<'_>, option: usize, width: usize) -> Vec<String> {
    let Some(money) = &all.comparison.options[option].money else { return Vec::new() };
    if money.spent.mean.abs() <= 0.0 && money.payers.iter().all(|(_, d)| d.mean.abs() <= 0.0) {
        return Vec::new();
    }
    let pounds =
        |d: &Difference| format!("{} ({})", signed(grain(d), d.mean), signed_range(grain(d), d.precision95));
    let mut said = vec![format!("Money: {} spent on services, open beds and staff", pounds(&money.spent))];
    if let Some(worth) = money.worth.as_ref().filter(|_| money.avoided.clear) {
        let side = if worth.mean > 0.0 { "avoided" } else { "added" };
        let shown = Grain::of("£", worth.mean).show(worth.mean.abs());
        said.push(format!("the bed-days {side} are worth {shown}"));
    }
    if let Some(price) = money.price.filter(|_| money.avoided.clear && money.avoided.mean > 0.0) {
        let ends = price.interval.ends();
        let range = ends.map_or_else(String::new, |[low, high]| format!(" ({low:.0} to {high:.0})"));
        said.push(if price.value < 0.0 {
            "it avoids bed-days and costs less".to_owned()
        } else {
            format!("£{:.0}{range} for each bed-day avoided", price.value)
        });
    }
    let payers: Vec<String> = (money.payers.iter())
        .filter(|(_, d)| d.mean.abs() > 0.0)
        .map(|(payer, d)| format!("{} {}", payer.replace('_', " "), signed(grain(d), d.mean)))
        .collect();
    let mut text = format!("{}.", said.join("; "));
    if !payers.is_empty() {
        text = format!("{text} By who pays, acute bed-days with the hospital: {}.", payers.join(", "));
    }
    std::iter::once(String::new()).chain(wrapped(&text, "", width)).collect()
}

fn people(all: &Compared<'_>, option: usize, width: usize) -> Vec<String> {
    let Some(moved) = &all.comparison.options[option].moved else { return Vec::new() };
    let (Some(no_longer), Some(newly)) = (moved.no_longer.mean, moved.newly.mean) else { return Vec::new() };
    if no_longer <= 0.0 && newly <= 0.0 {
        let text = "Nobody's delay changes from more than a day to less, or back.";
        return std::iter::once(String::new()).chain(wrapped(text, "", width)).collect();
    }
    let shown = |x: f64| Grain::of("people", x).show(x);
    let text = format!(
        "Person by person: of 100 people delayed more than a day in the baseline, {} are not with this option; {} \
         others newly are.",
        shown(no_longer),
        shown(newly)
    );
    std::iter::once(String::new()).chain(wrapped(&text, "", width)).collect()
}
