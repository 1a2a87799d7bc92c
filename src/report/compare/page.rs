//! The page on stdout: which option changes most, how surely, and what else it changes.

use super::decision::Told;
use super::front::answer;
use super::{Compared, fairness, many};
use crate::experiment::compare::Difference;
use crate::experiment::levers::sizes;
use crate::experiment::unpriced::changed_prices;
use crate::measures::outcome::{Key, Leavers, PerService};
use crate::report::block::{Block, text};
use crate::report::differences::{ROWS, grain, signed, signed_range, verdict, verdict_among, words_of};
use crate::report::doubt::cover;
use crate::report::enough::precision;
use crate::report::grid::Grid;
use crate::report::money::{
    NOT_PRICED, cost_is_without, for_each_bed_day, named, not_priced, pounds, unpriced_of, without_use,
};
use crate::report::page::{HOW_TO_READ, Page};
use crate::report::stands::{UNVERIFIED, longer, mark_with};
use crate::report::steadiness::{marked, note_of_several};
use crate::report::words::{Grain, count, period};

/// How many of the largest changes by place and reason are shown.
const LARGEST: usize = 6;

/// The page.
pub fn page(all: &Compared<'_>) -> Page {
    let mut page = heading(all);
    let steady = note_of_several(all.scenarios, all.by().name);
    let decided = Told::of(all).into_iter().flat_map(|told| told.said());
    page.points(all.standing().into_iter().chain(answer(all)).chain(decided).chain(steady));
    page.part(ranking(all));
    page.part(many::by_price(all, &all.comparison.by_pounds()));
    for option in all.comparison.ranked() {
        page.under(all.option(option).1);
        for part in about(all, option) {
            page.part(part);
        }
    }
    page.under("What each fund pays");
    for part in all.funds(false) {
        page.part(part);
    }
    page.under(HOW_TO_READ);
    page.paragraph(&format!(
        "Every scenario has the same people, so luck that two of them share cancels out of their difference. Clear: the \
         95% interval excludes 0; in the first table with all options taken together (Holm's rule). Everything below \
         the first table was not asked for in advance: take it as a hint. {}",
        cover(&all.scenarios[0])
    ));
    ending(&mut page, all);
    page
}

/// What stands at the end of every comparison: the precision reached, and what the cost leaves out.
pub(super) fn ending(page: &mut Page, all: &Compared<'_>) {
    if let Some(of) = &all.comparison.reached {
        let labels: Vec<&str> = (0..all.comparison.options.len()).map(|i| all.option(i).1).collect();
        page.paragraph(&precision(of, all.how.runs, "difference", labels.iter().zip(&of.precision)));
    }
    if let Some(without) = cost_is_without(&all.scenarios[0]) {
        page.paragraph(&without);
    }
}

pub(super) fn heading(all: &Compared<'_>) -> Page {
    let found = &all.findings[0];
    let options = count(all.comparison.options.len() as u64, "option");
    let (period, runs) = (period(found.start, found.days), count(found.runs, "run"));
    let title = format!("{} and {options}", all.label(0));
    Page::of_study(&title, &format!("{period}, {runs} of each"))
}

fn ranking(all: &Compared<'_>) -> Vec<Block> {
    let title = format!("Change of: {}", words_of(all.by()));
    let mut grid = Grid::new(&[&title, "mean", "how sure of it", "single runs vary", "verdict"]);
    for option in all.comparison.ranked() {
        let (found, label) = all.option(option);
        let Some(d) = all.ranking(option) else {
            let verdict = if all.unpriced(option).is_empty() { "undefined" } else { NOT_PRICED };
            grid.row([label, "-", "-", "-", verdict].map(str::to_owned).to_vec());
            continue;
        };
        let grain = grain(d);
        let stands = all.effect_again(option).and_then(|effect| effect.stands);
        grid.row(vec![
            format!("{label}{}", mark_with(all.unsteady(option, all.by().name), stands)),
            signed(grain, d.mean),
            signed_range(grain, d.precision95),
            signed_range(grain, d.range90),
            verdict_among(d.clear, found.clear_adjusted).to_owned(),
        ]);
    }
    grid.blocks()
}

/// What one option changes, in parts.
fn about(all: &Compared<'_>, option: usize) -> Vec<Vec<Block>> {
    let (found, label) = all.option(option);
    let mut grid = Grid::new(&[label, "baseline", "change", "how sure of it", "verdict"]);
    for (key, outcome) in ROWS.iter().map(|key| (key, key.outcome())) {
        let (Some(base), Some(d)) = (key.of(&all.findings[0].system).mean, key.of(&found.system)) else {
            continue;
        };
        if base.abs() <= 0.0 && d.mean.abs() <= 0.0 {
            continue;
        }
        let of_base = Grain::of(d.unit, base).show(base);
        let words = marked(words_of(outcome), all.unsteady(option, outcome.name));
        if unpriced_of(d.unit, found.money.as_ref()).is_empty() {
            grid.row(row(&words, of_base, d));
        } else {
            grid.row([words.as_str(), of_base.as_str(), "-", "-", NOT_PRICED].map(str::to_owned).to_vec());
        }
    }
    vec![
        grid.blocks(),
        largest(all, option),
        fairness::of_option(all, option),
        people(all, option),
        money(all, option),
    ]
}

fn row(words: &str, base: String, d: &Difference) -> Vec<String> {
    let grain = grain(d);
    let (change, sure) = (signed(grain, d.mean), signed_range(grain, d.precision95));
    vec![words.to_owned(), base, change, sure, verdict(d.clear).to_owned()]
}

/// The largest clear changes of bed-days by pathway and reason and of people waiting by service.
fn largest(all: &Compared<'_>, option: usize) -> Vec<Block> {
    let (found, _) = all.option(option);
    let mut changes: Vec<(String, &Difference)> = Vec::new();
    let of_group = Leavers::NctrBedDays.index();
    let (days, waiting) = (Leavers::NctrBedDays.index(), PerService::QueueMean.index());
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
            Some((format!("People in the queue: {}", part.name.label), part.differences[waiting].as_ref()?))
        })
        .filter(|(_, d)| d.clear)
        .collect();
    changes.extend(lines.into_iter().take(LARGEST));
    if changes.is_empty() {
        return Vec::new();
    }
    let mut grid = Grid::new(&[
        "The largest clear changes by pathway, group, reason and queue",
        "change",
        "how sure of it",
    ]);
    for (words, d) in changes {
        let grain = grain(d);
        grid.row(vec![words, signed(grain, d.mean), signed_range(grain, d.precision95)]);
    }
    grid.blocks()
}

/// What it costs, and who pays.
fn money(all: &Compared<'_>, option: usize) -> Vec<Block> {
    let Some(money) = &all.comparison.options[option].money else { return Vec::new() };
    let payers: Vec<String> = (money.payers.iter())
        .filter(|(_, d)| d.mean.abs() > 0.0)
        .map(|(payer, d)| format!("{} {}", payer.replace('_', " "), signed(grain(d), d.mean)))
        .collect();
    if money.unpriced.is_empty() && money.spent.mean.abs() <= 0.0 && payers.is_empty() {
        return Vec::new();
    }
    let sure = match money.spent.precision95 {
        Some([low, high]) if high - low <= 1e-9 * low.abs().max(high.abs()) => {
            "the same in every run".to_owned()
        }
        range => signed_range(grain(&money.spent), range),
    };
    let spent = format!("{} ({sure})", pounds(&money.spent));
    let mut said = Vec::new();
    let mut more = String::new();
    if let Some(not_priced) = not_priced(money) {
        more = format!(" {not_priced}");
        if money.spent.mean.abs() > 0.0 {
            said.push(format!("{spent} spent on what has a price{}", without_use(money)));
        }
    } else {
        said.push(format!("{spent} spent on services, open beds and staff{}", without_use(money)));
    }
    if let Some(worth) = money.worth.as_ref().filter(|_| money.avoided.clear) {
        let side = if worth.mean > 0.0 { "avoided" } else { "added" };
        let shown = Grain::of("£", worth.mean).show(worth.mean.abs());
        said.push(format!("the bed-days {side} are worth {shown}"));
    }
    let again = all.price_again(option);
    if let (Some(judged), Some(done)) = (again.filter(|again| again.falls()), all.again.done()) {
        let pounds = |x: Option<f64>| x.map_or_else(|| "none".to_owned(), |x| Grain::of("£", x).show(x));
        said.push(format!(
            "no price of a bed-day avoided is given: with {} it is {} instead of {}",
            longer(done.warm_up),
            pounds(judged.longer),
            pounds(judged.own)
        ));
    } else if let Some(price) = money.clear_price() {
        said.push(match (price.value < 0.0, money.spent.clear) {
            (true, true) => "it avoids bed-days and costs less".to_owned(),
            (true, false) => "it avoids bed-days, and what is spent is not clearly more".to_owned(),
            _ if all.again.is_needed() && all.again.found().is_none() => {
                format!("{} ({UNVERIFIED})", for_each_bed_day(&price))
            }
            _ => for_each_bed_day(&price),
        });
    }
    if let Some(named) = named(&money.in_use) {
        more = format!(
            "{more} Priced by the people in it, so that more costs only what more people use: {named}."
        );
    }
    if !payers.is_empty() {
        let priced = if money.unpriced.is_empty() { "" } else { " of what has a price" };
        let (base, scenario) = (&all.scenarios[0], &all.scenarios[option + 1]);
        let by_use = base.plan.costs.open_acute_bed_day > 0.0
            && sizes(base, scenario).iter().any(|size| size.path == "hospital.beds");
        let beds = if by_use { ", each in use and not each open" } else { "" };
        more = format!(
            "{more} By who pays{priced}, acute bed-days with the hospital{beds}: {}.",
            payers.join(", ")
        );
    }
    let changed = changed_prices(&all.scenarios[0], &all.scenarios[option + 1]);
    if let Some(named) = named(&changed) {
        more =
            format!("{more} The option has other prices than the baseline, which is part of this: {named}.");
    }
    let said = if said.is_empty() { String::new() } else { format!(" {}.", said.join("; ")) };
    text(&format!("Money:{said}{more}"))
}

fn people(all: &Compared<'_>, option: usize) -> Vec<Block> {
    let Some(moved) = &all.comparison.options[option].moved else { return Vec::new() };
    let (Some(no_longer), Some(newly)) = (moved.no_longer.mean, moved.newly.mean) else { return Vec::new() };
    if no_longer <= 0.0 && newly <= 0.0 {
        let said = "No patient's delay changes from more than a day to less, or back.";
        return text(said);
    }
    let shown = |x: f64| Grain::of("people", x).show(x);
    let said = format!(
        "Person by person: of 100 people delayed more than a day in the baseline, {} are not with this option; {} \
         others newly are.",
        shown(no_longer),
        shown(newly)
    );
    text(&said)
}
