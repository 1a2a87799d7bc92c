//! Who waits longer and who waits less with each option, on the page and in `fairness.csv`: by pathway, group and
//! trait, and on the page only where that is clear with all of them and all options taken together.

use std::io;

use serde_json::{Map, Value, json};

use super::Compared;
use crate::experiment::compare::fairness::{Kind, WAITS};
use crate::experiment::compare::{Difference, Waiters};
use crate::measures::outcome::{Key, PerWaiter, WAITER};
use crate::report::block::{Block, text};
use crate::report::csv::{Table, number};
use crate::report::differences::{grain, signed, signed_range};
use crate::report::grid::Grid;
use crate::report::json::{difference, estimate};
use crate::report::words::{Grain, count, in_a_row};

/// The most rows of one option on its page.
const ROWS: usize = 8;
/// How many are named in a sentence.
const NAMED: usize = 4;

/// A clear difference of somebody.
struct Clear<'a> {
    who: &'a Waiters,
    wait: usize,
    difference: &'a Difference,
}

/// What is clear of an option, the largest first.
fn clear(waiters: &[Waiters]) -> Vec<Clear<'_>> {
    let each = waiters.iter().flat_map(|who| (0..WAITS.len()).map(move |wait| (who, wait)));
    let mut all: Vec<Clear<'_>> = each
        .filter_map(|(who, wait)| Some(Clear { who, wait, difference: who.clear_difference(wait)? }))
        .collect();
    all.sort_by(|a, b| b.difference.mean.abs().total_cmp(&a.difference.mean.abs()));
    all
}

/// How long they wait where, in few words.
fn place(wait: usize) -> &'static str {
    match WAITS[wait] {
        PerWaiter::HomeWaitDaysMean => "at home",
        _ => "after ready",
    }
}

fn who(of: &Waiters) -> String {
    match of.kind {
        Kind::Pathway => of.name.label.clone(),
        Kind::Group => format!("{} (group)", of.name.label),
        Kind::Trait => format!("{} (trait)", of.name.label),
    }
}

fn longer(of: &Clear<'_>) -> bool {
    of.difference.mean > 0.0
}

/// `Frail (+0.8 days after ready)`.
fn named(of: &Clear<'_>) -> String {
    let days = signed(grain(of.difference), of.difference.mean);
    format!("{} ({days} days {})", who(of.who), place(of.wait))
}

/// The sentence: who waits longer, and who less; nothing where neither is clear.
fn sentence(all: &[Clear<'_>]) -> Option<String> {
    let told = |wanted: bool, words: &str| {
        let each: Vec<&Clear<'_>> = all.iter().filter(|of| longer(of) == wanted).collect();
        let mut some: Vec<String> = each.iter().take(NAMED).map(|of| named(of)).collect();
        if each.len() > NAMED {
            some.push(format!("{} more in fairness.csv", each.len() - NAMED));
        }
        (!some.is_empty()).then(|| format!("{words}: {}.", in_a_row(&some)))
    };
    let both = [told(true, "Who waits longer"), told(false, "Who waits less")];
    let both: Vec<String> = both.into_iter().flatten().collect();
    (!both.is_empty()).then(|| both.join(" "))
}

/// What is said of one option: the sentence, and a table of what is clear.
pub fn of_option(all: &Compared<'_>, option: usize) -> Vec<Block> {
    let clear = clear(&all.comparison.options[option].waiters);
    let Some(said) = sentence(&clear) else { return Vec::new() };
    let mut grid =
        Grid::new(&["Days that people wait, by who they are", "baseline", "change", "how sure of it"]);
    for of in clear.iter().take(ROWS) {
        let before = of.who.levels[0][WAITS[of.wait].index()].mean;
        let grain = grain(of.difference);
        grid.row(vec![
            format!("{}, {}", who(of.who), place(of.wait)),
            before.map_or_else(|| "-".to_owned(), |x| Grain::of("days", x).show(x)),
            signed(grain, of.difference.mean),
            signed_range(grain, of.difference.precision95),
        ]);
    }
    let mut lines = text(&said);
    lines.extend(grid.blocks());
    lines
}

/// A row for each option with which somebody clearly waits longer: who loses most.
pub fn who_loses(all: &Compared<'_>) -> Vec<Block> {
    let mut grid =
        Grid::new(&["Who waits longer", "who, most of all", "days more", "how sure of it", "others"]);
    let mut any = false;
    for option in all.comparison.ranked() {
        let (found, label) = all.option(option);
        let clear = clear(&found.waiters);
        let losers: Vec<&Clear<'_>> = clear.iter().filter(|of| longer(of)).collect();
        let Some((most, others)) = losers.split_first() else { continue };
        any = true;
        let grain = grain(most.difference);
        grid.row(vec![
            label.to_owned(),
            format!("{}, {}", who(most.who), place(most.wait)),
            signed(grain, most.difference.mean),
            signed_range(grain, most.difference.precision95),
            if others.is_empty() { "-".to_owned() } else { format!("{} more", others.len()) },
        ]);
    }
    if !any {
        let said = "By pathway, group and trait nobody who left hospital, or had a place at home, clearly waited longer with any \
                    of these options. Whoever still waits, and waits for an acute bed, are not in this.";
        return text(said);
    }
    let mut lines = grid.blocks();
    let options = all.comparison.options.len() as u64;
    let said = format!(
        "By pathway, group and trait, days after being ready and days at home in the queue of a service; clear with \
         all of these and {} taken together. Who waits less is in fairness.csv. Counted are those who left hospital or had a place: whoever still waits, and \
         waits for an acute bed, are not in this.",
        count(options, "option")
    );
    lines.extend(text(&said));
    lines
}

/// Of one option, by kind: levels, differences and what is clear.
pub fn json(waiters: &[Waiters]) -> Value {
    let mut kinds: Map<String, Value> = Map::new();
    for (kind, word) in [(Kind::Pathway, "pathways"), (Kind::Group, "groups"), (Kind::Trait, "traits")] {
        let each = waiters.iter().filter(|of| of.kind == kind);
        let all: Map<String, Value> = each.map(|of| (of.name.key.clone(), one(of))).collect();
        kinds.insert(word.to_owned(), all.into());
    }
    kinds.into()
}

fn one(of: &Waiters) -> Value {
    let rows = WAITER.iter().enumerate().map(|(i, outcome)| {
        let mut told = json!({
            "baseline": estimate(&of.levels[0][i]),
            "option": estimate(&of.levels[1][i]),
            "difference": of.differences[i].as_ref().map(difference),
        });
        if let Some(wait) = WAITS.iter().position(|wait| wait.index() == i) {
            told["clear_adjusted"] = of.clear[wait].into();
        }
        (outcome.name.to_owned(), told)
    });
    rows.collect::<Map<_, _>>().into()
}

/// `fairness.csv`: a row for each option, kind of people and outcome.
pub fn table(all: &Compared<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    out.row([
        "option",
        "kind",
        "name",
        "label",
        "outcome",
        "unit",
        "baseline",
        "with_option",
        "difference",
        "low95",
        "high95",
        "clear",
        "clear_adjusted",
    ])?;
    for (stem, option) in all.stems[1..].iter().zip(&all.comparison.options) {
        for of in &option.waiters {
            for (i, outcome) in WAITER.iter().enumerate() {
                let d = of.differences[i].as_ref();
                let wait = WAITS.iter().position(|wait| wait.index() == i);
                let ends = |at: usize| number(d.and_then(|d| d.precision95.map(|ends| ends[at])));
                out.row([
                    stem.as_str(),
                    of.kind.word(),
                    &of.name.key,
                    &of.name.label,
                    outcome.name,
                    outcome.unit,
                    &number(of.levels[0][i].mean),
                    &number(of.levels[1][i].mean),
                    &number(d.map(|d| d.mean)),
                    &ends(0),
                    &ends(1),
                    &d.map_or_else(String::new, |d| d.clear.to_string()),
                    &wait.map_or_else(String::new, |wait| of.clear[wait].to_string()),
                ])?;
            }
        }
    }
    out.finish()
}
