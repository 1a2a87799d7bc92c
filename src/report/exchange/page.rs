//! The page on stdout: how many of one do what one of the other does, and whether that means anything.

use super::{Traded, interval, rate, rounded, sure_of, sure_of_rate, verb};
use crate::experiment::compare::Difference;
use crate::experiment::exchange::Meaning;
use crate::report::block::Block;
use crate::report::differences::{grain, signed, signed_range, verdict};
use crate::report::doubt::cover;
use crate::report::grid::Grid;
use crate::report::money as pounds_of;
use crate::report::page::Page;
use crate::report::paths::so_many;
use crate::report::stands::{UNVERIFIED, mark_with};
use crate::report::steadiness::{between, note_of_several};
use crate::report::words::{Grain, count, period};

/// The page.
pub fn page(all: &Traded<'_>) -> Page {
    let calendar = &all.base.plan.calendar;
    let title = format!("{}: {} for {}", all.base.names.scenario, all.given(), all.bought());
    let (start, days) = (calendar.start(), calendar.measured_days());
    let (period, runs) = (period(start, days), count(all.runs, "run"));
    let mut page = Page::of_study(&title, &format!("{period}, {runs} of each"));
    let points = all.points.iter().map(|point| &point.scenario);
    let steady = note_of_several(std::iter::once(all.base).chain(points), all.on().name);
    page.points(all.standing().into_iter().chain(answer(all)).chain(steady));
    page.part(effects(all));
    if all.exchange.meaning == Meaning::Sound && !all.answer_falls() {
        page.part(rates(all));
    }
    page.paragraph(&how_to_read(all));
    page
}

pub fn answer(all: &Traded<'_>) -> Vec<String> {
    let outcome = all.outcome();
    let mut said = Vec::new();
    let none = "There is no rate of exchange:";
    let largest = |amounts: &[f64]| amounts.last().copied().unwrap_or(0.0);
    let more = "More runs may tell, or larger amounts (--amounts, --for-amounts).";
    match all.exchange.meaning {
        Meaning::Sound if all.answer_falls() => said.push(format!("{none} it does not stand: {outcome}.")),
        Meaning::Sound => said.extend(at_equal_effect(all)),
        Meaning::BoughtUnclear => said.push(format!(
            "{none} {}: {outcome}. {}",
            unclear(all, &all.trade.buy, &all.trade.buy_amounts),
            hint(all).unwrap_or(more)
        )),
        Meaning::GivenUnclear => said.push(format!(
            "{none} {}: {outcome}. {}",
            unclear(all, &all.trade.give, &all.trade.give_amounts),
            hint(all).unwrap_or(more)
        )),
        Meaning::Opposite => said.push(format!(
            "{none} more {} and more {} move this outcome in opposite ways: {outcome}. {}",
            all.given(),
            all.bought(),
            hint(all).unwrap_or("Each does what the other undoes, so neither can stand for the other.")
        )),
        Meaning::GivenTurns => said.push(format!(
            "{none} more {} help at first and clearly do harm further on, up to {}: {outcome}. Ask for smaller amounts \
             (--amounts).",
            all.given(),
            largest(&all.trade.give_amounts)
        )),
        Meaning::BoughtTurns => said.push(format!(
            "{none} more {} help at first and clearly do harm further on, up to {}: {outcome}. Ask for smaller amounts \
             (--for-amounts).",
            all.bought(),
            largest(&all.trade.buy_amounts)
        )),
    }
    if !all.asked {
        said.push(format!(
            "The outcome was not asked for (--on): “{outcome}” is the usual one for what is traded here."
        ));
    }
    if (all.exchange.complete as u64) < all.runs {
        said.push(format!(
            "“{outcome}” is undefined in {} of {}, in which there is no one whom it concerns; these are left out.",
            all.runs - all.exchange.complete as u64,
            count(all.runs, "run")
        ));
    }
    said
}

/// How many bought do what so many given do, the next one of each, what lies beyond, and money.
fn at_equal_effect(all: &Traded<'_>) -> Vec<String> {
    let mut said = Vec::new();
    let beyond = all.exchange.equal.iter().position(|equal| equal.value.is_none());
    if let Some(i) = all.exchange.headline() {
        let equal = &all.exchange.equal[i];
        let (value, ends) = all.rate(i);
        let unverified = if all.is_unverified() { format!("; {UNVERIFIED}") } else { String::new() };
        said.push(format!(
            "Judged by “{}”, {} ({}). That is {} for 1 ({}{unverified}).",
            all.outcome(),
            all.sentence(i),
            sure_of(equal, all.most_bought()),
            value.map_or_else(String::new, rate),
            sure_of_rate(ends)
        ));
        if let Some(next) = &all.exchange.marginal[i] {
            let ([from, to], [low, high]) = (next.given, next.bought.map(rounded));
            said.push(format!(
                "One more of each, at that size: {} of those from {low} to {high} does what {} ({}) of the {} from {from} \
                 to {to} do.",
                all.one_bought(),
                rate(next.rate.value),
                interval(&next.rate),
                all.given()
            ));
        }
    }
    if let Some(i) = beyond {
        said.push(format!(
            "Beyond what was measured: {} on average ({}){}. Larger amounts bought would tell how many (--for-amounts).",
            all.sentence(i),
            sure_of(&all.exchange.equal[i], all.most_bought()),
            if i + 1 < all.trade.give_amounts.len() { ", and larger amounts even more so" } else { "" }
        ));
    }
    said.extend(money(all));
    said
}

/// What does not clearly move the outcome: the first amount, and the largest.
fn unclear(all: &Traded<'_>, path: &str, amounts: &[f64]) -> String {
    let (first, last) = (amounts[0], amounts[amounts.len() - 1]);
    let words = format!("{} {} not clearly change this outcome", so_many(all.base, path, first), verb(first));
    if amounts.len() > 1 { format!("{words}, nor do {last}") } else { words }
}

/// Why acute beds do not free acute beds.
fn hint(all: &Traded<'_>) -> Option<&'static str> {
    let acute = all.trade.give.starts_with("hospital.") || all.trade.buy.starts_with("hospital.");
    (acute && all.on().name.starts_with("nctr")).then_some(
        "More acute beds shorten the wait at the front door; no one in them leaves sooner. Judge them by --on \
         bed_wait_hours_mean.",
    )
}

/// What both sides cost where they do the same.
fn money(all: &Traded<'_>) -> Option<String> {
    let i = all.exchange.headline()?;
    let given = all.money[i].as_ref()?.spent.mean;
    if let Some(what) = pounds_of::named(all.unpriced) {
        return Some(format!(
            "Money: not priced: {what}. Nothing in the scenario says what more of this costs, so no price of the trade \
             is given."
        ));
    }
    let equal = &all.exchange.equal[i];
    let bought = equal.value?;
    let at = all.spent_on(bought)?;
    let pounds = |x: f64| Grain::of("£", x).show(x);
    let ends = [equal.low, equal.high].map(|n| n.and_then(|n| all.spent_on(n)));
    let range = match ends {
        [Some(low), Some(high)] => format!(" ({})", Grain::of("£", at).range([low, high])),
        [Some(low), None] => format!(" ({} or more)", pounds(low)),
        _ => String::new(),
    };
    Some(format!(
        "Money: for the same effect {} {} {} more to be spent, {} {}{range}.",
        so_many(all.base, &all.trade.give, all.trade.give_amounts[i]),
        if verb(all.trade.give_amounts[i]) == "does" { "needs" } else { "need" },
        pounds(given),
        so_many(all.base, &all.trade.buy, rounded(bought)),
        pounds(at)
    ))
}

/// What each amount does.
fn effects(all: &Traded<'_>) -> Vec<Block> {
    let title = format!("Change of: {}", all.outcome());
    let mut grid = Grid::new(&[&title, "mean", "how sure of it", "verdict", "spent"]);
    let clear = all.clear();
    let amounts = all.trade.give_amounts.iter().map(|a| (&all.trade.give, *a));
    let bought = all.trade.buy_amounts.iter().map(|a| (&all.trade.buy, *a));
    for (point, (path, amount)) in amounts.chain(bought).enumerate() {
        let unsteady = between(all.base, &all.points[point].scenario, all.on().name);
        let stands = all.effect_again(point).and_then(|effect| effect.stands);
        let mut row = vec![format!("+ {}{}", so_many(all.base, path, amount), mark_with(unsteady, stands))];
        match all.effect(point) {
            Some(d) => row.extend(cells(&d, clear[point])),
            None => row.extend(["-", "-", "undefined"].map(str::to_owned)),
        }
        row.push(all.money[point].as_ref().map_or_else(|| "-".to_owned(), pounds_of::spent));
        grid.row(row);
    }
    grid.blocks()
}

fn cells(d: &Difference, clear: bool) -> [String; 3] {
    let grain = grain(d);
    [signed(grain, d.mean), signed_range(grain, d.precision95), verdict(clear).to_owned()]
}

fn rates(all: &Traded<'_>) -> Vec<Block> {
    let mut grid =
        Grid::new(&["At equal effect", "bought", "how sure of it", "for 1", "how sure", "next for 1"]);
    for (i, amount) in all.trade.give_amounts.iter().enumerate() {
        let equal = &all.exchange.equal[i];
        let (value, ends) = all.rate(i);
        let most = all.most_bought();
        if all.rate_falls(i) {
            let given = so_many(all.base, &all.trade.give, *amount);
            let mut row = vec![format!("{given} (does not stand)")];
            row.extend(["-"; 5].map(str::to_owned));
            grid.row(row);
            continue;
        }
        grid.row(vec![
            so_many(all.base, &all.trade.give, *amount),
            equal.value.map_or_else(|| format!("over {most}"), |n| rounded(n).to_string()),
            sure_of(equal, most),
            value.map_or_else(|| "-".to_owned(), rate),
            if value.is_some() { sure_of_rate(ends) } else { "-".to_owned() },
            all.exchange.marginal[i].map_or_else(|| "-".to_owned(), |next| rate(next.rate.value)),
        ]);
    }
    grid.blocks()
}

fn how_to_read(all: &Traded<'_>) -> String {
    let rates = if all.exchange.meaning == Meaning::Sound && !all.answer_falls() {
        format!(
            "Bought: how many {} have the same effect as what is given, along straight lines between the amounts \
             measured; nothing is said beyond these. For 1: how many are given for one bought at that effect. Next for \
             1: the same for the next one of each at that size, or the last one measured. How sure: every number whose \
             effect does not clearly differ, 95%. ",
            all.bought()
        )
    } else {
        String::new()
    };
    format!(
        "Every amount is added to the whole timetable, and every run has the same people. Clear: with all amounts \
         of the same thing taken together (Holm's rule). {rates}Spent: on services, open beds and staff; a bed that \
         becomes free is filled by another patient, so no money comes back. {}",
        cover(all.base)
    )
}
