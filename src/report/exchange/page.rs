//! The page on stdout: how many of one do what one of the other does, and whether that means anything.

use super::{Traded, interval, rate};
use crate::experiment::compare::Difference;
use crate::experiment::exchange::Meaning;
use crate::report::differences::{NCTR, grain, signed, signed_range, verdict, words_of};
use crate::report::grid::Grid;
use crate::report::money;
use crate::report::paths::{one_of, so_many};
use crate::report::steadiness::{between, marked, note_of_several};
use crate::report::words::{Grain, count, period, wrapped};

/// The page. `written` says where the files are.
pub fn page(all: &Traded<'_>, written: &str, width: usize) -> String {
    let calendar = &all.base.plan.calendar;
    let title = format!("{}: {} for {}", all.base.names.scenario, all.given(), all.bought());
    let mut lines = wrapped(&title, "", width);
    let (start, days) = (calendar.start(), calendar.measured_days());
    let (period, runs) = (period(start, days), count(all.runs, "run"));
    lines.extend(wrapped(&format!("{period}, {runs} of each"), "", width));
    lines.extend(wrapped(NCTR, "", width));
    lines.push(String::new());
    let points = all.points.iter().map(|point| &point.scenario);
    let steady = note_of_several(std::iter::once(all.base).chain(points), all.on().name);
    for sentence in answer(all).into_iter().chain(steady) {
        lines.extend(wrapped(&sentence, "  * ", width));
    }
    lines.push(String::new());
    lines.extend(effects(all, width));
    if all.exchange.meaning == Meaning::Sound {
        lines.push(String::new());
        lines.extend(rates(all, width));
    }
    lines.push(String::new());
    lines.extend(wrapped(&how_to_read(all), "", width));
    lines.push(String::new());
    lines.extend(wrapped(written, "", width));
    lines.join("\n") + "\n"
}

fn answer(all: &Traded<'_>) -> Vec<String> {
    let outcome = words_of(all.on().name).to_lowercase();
    let outcome = outcome.replace("nctr", "NCTR");
    let given = all.trade.give_amounts.len();
    let mut said = Vec::new();
    match all.exchange.meaning {
        Meaning::Sound => {
            let least = all.trade.give_amounts[0];
            if let Some(needed) = &all.exchange.needed[0] {
                let more = format!("Judged by “{outcome}”: {} does what about {} ({}) {} do", all.one_bought(),
                    rate(needed.value), interval(needed), all.given());
                said.push(format!("{more}, for the first {least}."));
            }
            if let (Some(first), Some(last)) = (all.exchange.worth.first().and_then(Option::as_ref), all.exchange.worth.last().and_then(Option::as_ref)) {
                let most = all.trade.give_amounts[given - 1];
                let falls = last.value < first.value;
                said.push(if falls {
                    format!(
                        "The more is added the less each does: over {most} of them, each is worth {} of {} on average, \
                         against {} over the first {least}.",
                        rate(last.value), one(&all.one_bought()), rate(first.value)
                    )
                } else {
                    format!(
                        "What each is worth does not fall as they are added, up to {most}: {} of {} at first, {} over all.",
                        rate(first.value), one(&all.one_bought()), rate(last.value)
                    )
                });
            }
        }
        Meaning::BoughtUnclear => said.push(format!(
            "There is no rate of exchange: {} does not clearly change this outcome: {outcome}.{}",
            so_many(all.base, &all.trade.buy, all.trade.buy_amounts[0]), hint(all)
        )),
        Meaning::GivenUnclear => said.push(format!(
            "There is no rate of exchange: {} more {} do not clearly change this outcome: {outcome}.",
            all.trade.give_amounts[given - 1], all.given()
        )),
        Meaning::Opposite => said.push(format!(
            "There is no rate of exchange: more {} and more {} move this outcome in opposite ways: {outcome}.{}",
            all.given(), all.bought(), hint(all)
        )),
    }
    if !all.asked {
        said.push(format!(
            "The outcome was not asked for (--on): “{outcome}” is the usual one for what is traded here."
        ));
    }
    said.extend(prices(all));
    said
}

fn one(words: &str) -> String {
    words
        .replacen("one ", "a ", 1)
        .replacen("a acute", "an acute", 1)
        .replacen("a escalation", "an escalation", 1)
        .replacen("a assessment", "an assessment", 1)
        .replacen("a hour", "an hour", 1)
}

/// Why acute beds do not free acute beds.
fn hint(all: &Traded<'_>) -> String {
    let acute = all.trade.give.starts_with("hospital.") || all.trade.buy.starts_with("hospital.");
    if acute && all.on().name.starts_with("nctr") {
        return " More acute beds shorten the wait at the front door; nobody in them leaves sooner. Judge them by \
                --on bed_wait_hours_mean."
            .to_owned();
    }
    " More runs may tell, or larger amounts (--amounts, --for-amounts).".to_owned()
}

/// What each side costs for a bed-day avoided.
fn prices(all: &Traded<'_>) -> Option<String> {
    let given = all.trade.give_amounts.len();
    let told = |point: usize, words: &str| {
        let money = all.money[point].as_ref()?;
        if let Some(named) = money::named(&money.unpriced) {
            return Some(format!("{words}: not priced ({named})"));
        }
        let price = money.price.as_ref().filter(|_| money.avoided.clear && money.avoided.mean > 0.0)?;
        let each = price.interval.ends().map_or_else(
            || format!("about £{:.0}", price.value),
            |[low, high]| format!("£{:.0} (£{low:.0} to £{high:.0})", price.value),
        );
        let spent = Grain::of("£", money.spent.mean).show(money.spent.mean);
        Some(format!("{words}: {spent} more, which is {each} for each bed-day with NCTR avoided"))
    };
    let (give, buy) = (
        told(0, &so_many(all.base, &all.trade.give, all.trade.give_amounts[0])),
        told(given, &so_many(all.base, &all.trade.buy, all.trade.buy_amounts[0])),
    );
    let all: Vec<String> = give.into_iter().chain(buy).collect();
    (!all.is_empty()).then(|| format!("Money: {}.", all.join("; ")))
}

/// What each amount does.
fn effects(all: &Traded<'_>, width: usize) -> Vec<String> {
    let title = format!("Change of: {}", words_of(all.on().name));
    let mut grid = Grid::new(&[&title, "mean", "how sure of it", "verdict", "spent"]);
    let amounts = all.trade.give_amounts.iter().map(|a| (&all.trade.give, *a));
    let bought = all.trade.buy_amounts.iter().map(|a| (&all.trade.buy, *a));
    for (point, (path, amount)) in amounts.chain(bought).enumerate() {
        let unsteady = between(all.base, &all.points[point].scenario, all.on().name);
        let mut row = vec![marked(&format!("+ {}", so_many(all.base, path, amount)), unsteady)];
        match all.effect(point) {
            Some(d) => row.extend(cells(&d)),
            None => row.extend(["-", "-", "undefined"].map(str::to_owned)),
        }
        row.push(all.money[point].as_ref().map_or_else(|| "-".to_owned(), money::spent));
        grid.row(row);
    }
    grid.lines(40, width)
}

fn cells(d: &Difference) -> [String; 3] {
    let grain = grain(d);
    [signed(grain, d.mean), signed_range(grain, d.precision95), verdict(d.clear).to_owned()]
}

fn rates(all: &Traded<'_>, width: usize) -> Vec<String> {
    let mut grid = Grid::new(&[
        "What one is worth, on average up to",
        "rate",
        "how sure of it",
        "needed for 1",
        "how sure of it",
    ]);
    for (i, amount) in all.trade.give_amounts.iter().enumerate() {
        let (Some(worth), Some(needed)) = (&all.exchange.worth[i], &all.exchange.needed[i]) else { continue };
        grid.row(vec![
            so_many(all.base, &all.trade.give, *amount),
            rate(worth.value),
            interval(worth),
            rate(needed.value),
            interval(needed),
        ]);
    }
    grid.lines(40, width)
}

fn how_to_read(all: &Traded<'_>) -> String {
    let buy = all.trade.buy_amounts[0];
    format!(
        "Every amount is added to the whole timetable, and every run has the same people. The rate: what {} does, \
         over what {} does{}; \"or more\" where the lower of the two may be nothing (Fieller's interval, 95%). \
         Spent: on services, open beds and staff; a bed that becomes free is filled by somebody else, so no money \
         comes back. The ranges hold luck only, not doubt about the figures in the scenario.",
        one_of(all.base, &all.trade.give),
        all.one_bought(),
        if (buy - 1.0).abs() < 1e-9 { String::new() } else { format!(" (the mean of the first {buy})") }
    )
}
