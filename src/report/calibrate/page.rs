//! The page on stdout: how well the worlds meet what was observed, what was learned, and what was not.

use super::Fitted;
use super::files::together;
use crate::experiment::calibrate::parameter::Parameter;
use crate::report::block::Block;
use crate::report::grid::Grid;
use crate::report::page::Page;
use crate::report::paths::figure;
use crate::report::words::{Grain, count, in_a_row, period};
use crate::scenario::Scenario;

/// So many unreached targets are named.
const MOST_NAMED: usize = 4;
/// A parameter of which less of the variance is known is hardly learned.
const HARDLY: f64 = 0.5;

/// The page.
pub fn page(all: &Fitted<'_>) -> Page {
    let mut page = Page::of(&format!("Calibration of {}", all.base.names.scenario));
    let over = all.over();
    let runs: usize = all.found.waves.iter().map(|wave| wave.runs).sum();
    page.say(&format!(
        "{} that fit, found by {} in {} over {}",
        count(all.found.worlds.len() as u64, "world"),
        count(runs as u64, "run"),
        count(all.found.waves.len() as u64, "wave"),
        period(over.first, over.days as u32)
    ));
    page.points(all.notes.iter().cloned());
    page.points(contradictions(all));
    let mut said = vec![days_sentence(all), months_sentence(all), targets_sentence(all)];
    said.extend(unreached(all));
    said.extend(inflation(all));
    said.extend(apart(all));
    said.extend(hidden(all));
    page.points(said);
    page.part(figures(all));
    page.points(judged(all.base, all.parameters()));
    page.part(taught(all));
    page.points(drawn(all));
    page
}

fn percent(share: f64) -> String {
    Grain::of("share", 1.0).show(share)
}

/// How many days the 90% band holds.
pub fn days_sentence(all: &Fitted<'_>) -> String {
    let [nine, half] = all.fit.covered;
    format!(
        "The 90% band of the worlds holds {} of the days that were reported, and the 50% band {}.",
        percent(nine),
        percent(half)
    )
}

fn months_sentence(all: &Fitted<'_>) -> String {
    let [months, near] = all.fit.months;
    format!(
        "In {near} of {} the middle of the worlds lies within 10% of the people remaining that were reported.",
        count(months as u64, "month")
    )
}

fn targets_sentence(all: &Fitted<'_>) -> String {
    let [held, targets] = all.fit.held(all.targets());
    format!("{held} of {} lie within the 90% band of the worlds.", count(targets as u64, "target"))
}

fn contradictions(all: &Fitted<'_>) -> Vec<String> {
    let each = all.contradictions.iter().map(|one| {
        let [(a, x), (b, y)] = &one.accounts;
        format!(
            "What was given contradicts itself in {}: {a} {x:.1}, {b} {y:.1}. No setting can meet both; the daily \
             return counts for more, as it has more figures.",
            one.of
        )
    });
    each.collect()
}

/// What no run reached: what was set aside, and what the nearest run stands in for.
fn unreached(all: &Fitted<'_>) -> Vec<String> {
    let label = |j: usize| all.targets().all[j].label.as_str();
    let found = all.found;
    let aside: Vec<&str> = found
        .unreached
        .iter()
        .filter(|&&j| found.stood_in.iter().all(|(i, _)| *i != j))
        .map(|&j| label(j))
        .collect();
    let nearest: Vec<String> = found
        .stood_in
        .iter()
        .map(|&(j, x)| {
            let target = &all.targets().all[j];
            let [observed, nearest] = [target.observed, x].map(|x| plain(target.shown(x)));
            format!("{} ({observed} observed, {nearest} used)", label(j))
        })
        .collect();
    let nearest: Vec<&str> = nearest.iter().map(String::as_str).collect();
    let mut said = Vec::new();
    if !aside.is_empty() {
        said.push(format!(
            "No run of the first wave, over the whole of the ranges, reached {}; what nothing reaches is set aside: {}.",
            count(aside.len() as u64, "target"),
            named(&aside)
        ));
    }
    if !nearest.is_empty() {
        said.push(format!(
            "No run of the first wave reached how much people remaining differ, and what the nearest run reached is used in \
             its place: {}.",
            named(&nearest)
        ));
    }
    said
}

/// The first of these, and how many more there are.
fn named(names: &[&str]) -> String {
    let more = names.len().saturating_sub(MOST_NAMED);
    let first = in_a_row(&names[..names.len().min(MOST_NAMED)]);
    if more > 0 { format!("{first} and {more} more") } else { first }
}

fn inflation(all: &Fitted<'_>) -> Option<String> {
    let times = all.found.inflation.sqrt();
    (times > 1.05).then(|| {
        format!(
            "No setting comes as near to what was observed as chance would allow: errors are taken {times:.1} times as \
             wide, so that the worlds hold what the scenario cannot explain."
        )
    })
}

/// What the data leaves open.
fn apart(all: &Fitted<'_>) -> Vec<String> {
    let mut said = Vec::new();
    let open: Vec<String> = (0..all.parameters().len())
        .filter(|&j| all.found.learned(j) < HARDLY)
        .map(|j| all.label(j))
        .collect();
    if !open.is_empty() {
        said.push(format!("What was observed hardly tells: {}.", in_a_row(&open)));
    }
    for (a, b, correlation) in together(all).into_iter().take(MOST_NAMED) {
        let way =
            if correlation > 0.0 { "both higher or both lower" } else { "one higher and the other lower" };
        said.push(format!(
            "It hardly tells {} from {}: {way} fits as well (correlation {correlation:.2}).",
            all.label(a),
            all.label(b)
        ));
    }
    said
}

/// Who judged which figures.
pub fn judged(base: &Scenario, parameters: &[Parameter]) -> Option<String> {
    let each: Vec<String> = parameters
        .iter()
        .filter_map(|parameter| {
            let input = &parameter.input;
            let by = input.elicited.as_ref()?.by_whom();
            Some(format!("{}, judged by {by}", figure(&base.names, &input.key(), &input.paths)))
        })
        .collect();
    (!each.is_empty()).then(|| {
        format!(
            "Not every value was as likely as any other before, but as likely as people think: {}.",
            each.join("; ")
        )
    })
}

/// What is in the worlds without having been fitted.
fn drawn(all: &Fitted<'_>) -> Vec<String> {
    let told = |parameter: &Parameter| {
        let [from, to] = &parameter.input.ends;
        let judged = parameter.input.elicited.as_ref().map(|by| format!(", judged by {}", by.by_whom()));
        format!("{} ({from} to {to}{})", all.told(parameter), judged.unwrap_or_default())
    };
    let labels: Vec<String> = all.drawn.parameters.iter().map(told).collect();
    let mut said = Vec::new();
    if !labels.is_empty() {
        said.push(format!(
            "Drawn for each world from the whole of the range and not fitted, as nothing that was observed depends on it: {}.",
            labels.join("; ")
        ));
    }
    if !all.drawn.matter.is_empty() {
        said.push(format!(
            "These are drawn though they change what happens in the days that were observed; --fit would hold them against \
             it: {}.",
            in_a_row(all.drawn.matter)
        ));
    }
    said
}

/// Services whose places hide who would come.
fn hidden(all: &Fitted<'_>) -> Option<String> {
    let name = |i: usize| all.base.names.services[i].label.as_str();
    let each: Vec<String> = all
        .hidden
        .iter()
        .map(|one| format!("{} ({} of what is open is in use)", name(one.service), percent(one.used)))
        .collect();
    let each: Vec<&str> = each.iter().map(String::as_str).collect();
    (!each.is_empty()).then(|| {
        format!(
            "Full in the worlds: {}. What was observed then tells how much of it there is, and not how many people would come \
             if there were more.",
            in_a_row(&each)
        )
    })
}

fn figures(all: &Fitted<'_>) -> Vec<Block> {
    let mut grid = Grid::new(&["Figure", "was", "looked at", "best", "90% of worlds", "known"]);
    for j in 0..all.parameters().len() {
        let input = &all.parameters()[j].input;
        let [best, low, high] = all.values(j);
        let [from, to] = &input.ends;
        grid.row(vec![
            all.label(j),
            input.base.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string),
            format!("{from} to {to}"),
            short(&best),
            format!("{} to {}", short(&low), short(&high)),
            percent(all.found.learned(j)),
        ]);
    }
    grid.blocks()
}

/// A figure in three digits.
pub fn short(figure: &crate::scenario::Figure) -> String {
    format!("{}{}", plain(figure.number), figure.unit)
}

fn plain(number: f64) -> String {
    crate::scenario::explain::words::figure(number, 3)
}

/// How much each sort of targets tells of each figure by itself.
fn taught(all: &Fitted<'_>) -> Vec<Block> {
    let mut header = vec!["What tells of it".to_owned()];
    header.extend(all.found.taught.iter().map(|taught| taught.of.to_owned()));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut grid = Grid::new(&header);
    for j in 0..all.parameters().len() {
        let each = all.found.taught.iter().map(|taught| percent(taught.explained[j]));
        grid.row(std::iter::once(all.label(j)).chain(each).collect());
    }
    grid.blocks()
}
