//! Funds as a reader should see them: what each pays in a year beside its pounds, what is left, and that what
//! has no price leaves both unknown.

use super::differences::signed;
use super::grid::Grid;
use super::words::{Grain, count, in_a_row, thousands};
use crate::experiment::unpriced::unpriced;
use crate::experiment::{Estimate, Findings};
use crate::measures::outcome::{Key, PerFund};
use crate::report::block::{Block, text};
use crate::scenario::Scenario;
use crate::scenario::sections::funds::plan::{not_priced, paid_for};

/// In a cell, where something that is paid for has no price.
const NOT_PRICED: &str = "not priced";

/// The columns behind the first.
const COLUMNS: [&str; 4] = ["cost in a year", "how sure", "left", "how sure"];

/// What a fund pays in one scenario, in cells: its cost and what is left, each with its interval.
fn cells(found: &[Estimate]) -> [String; 4] {
    let (cost, left) = (PerFund::CostPerYear.of(found), PerFund::LeftPerYear.of(found));
    let Some((cost_mean, left_mean)) = cost.mean.zip(left.mean) else {
        return [NOT_PRICED, "-", NOT_PRICED, "-"].map(str::to_owned);
    };
    let grain = |x: f64| Grain::finer("£", x);
    let range = |e: &Estimate, mean: f64, signs: bool| {
        e.precision95.map_or_else(
            || "-".to_owned(),
            |[low, high]| {
                if high - low <= 1e-9 * low.abs().max(high.abs()) {
                    return "in every run".to_owned();
                }
                let of = grain(mean.abs().max(low.abs()).max(high.abs()));
                if signs {
                    format!("{} to {}", signed(of, low), signed(of, high))
                } else {
                    of.range([low, high])
                }
            },
        )
    };
    [
        grain(cost_mean).show(cost_mean),
        range(cost, cost_mean, false),
        signed(grain(left_mean), left_mean),
        range(left, left_mean, true),
    ]
}

/// How the pounds of a year were counted, in a sentence.
fn how(days: u32) -> String {
    format!(
        "Funds: a year's cost is that of the {} times 365.25/{days}; what it takes to set something up counts once. \
         These days may cost more or less than others of the year.",
        count(u64::from(days), "measured day")
    )
}

/// By how much a fund is overspent in a scenario, and whether that is clear; nothing where it is not, on average.
fn overspent(found: &[Estimate]) -> Option<(String, bool)> {
    let left = PerFund::LeftPerYear.of(found);
    let mean = left.mean.filter(|mean| *mean < 0.0)?;
    let grain = Grain::of("£", mean);
    let clear = left.precision95.is_some_and(|[_, high]| high < 0.0);
    Some((grain.show(mean.abs()), clear))
}

/// What is said of a fund that somebody overspends; `who` with by how much, and whether that is clear.
fn overspending(fund: &str, who: &[(String, (String, bool))]) -> Option<String> {
    let told = |wanted: bool, verb: &str| {
        let each = who.iter().filter(|(_, (_, clear))| *clear == wanted);
        let each: Vec<String> = each.map(|(who, (by, _))| format!("{who} by {by}")).collect();
        (!each.is_empty()).then(|| format!("“{fund}” {verb} in a year {}.", in_a_row(&each)))
    };
    let both = [told(true, "is overspent"), told(false, "may be overspent, which is not clear,")];
    let both: Vec<String> = both.into_iter().flatten().collect();
    (!both.is_empty()).then(|| both.join(" "))
}

/// What a fund pays for and has no price, in words.
fn without(scenario: &Scenario, fund: usize) -> Vec<String> {
    let key = &scenario.names.funds.as_slice()[fund].key;
    let typed = scenario.file.funds.as_ref().and_then(|all| all.get(key));
    let paths = typed.map(|typed| not_priced(&scenario.file, typed)).unwrap_or_default();
    paths.into_iter().map(|path| words(scenario, &path)).collect()
}

fn words(scenario: &Scenario, path: &str) -> String {
    scenario.names.words_of(path).unwrap_or_else(|| path.replace(['.', '_'], " "))
}

/// The table of a run's page; nothing without funds.
pub(super) fn of_run(scenario: &Scenario, findings: &Findings) -> Vec<Block> {
    let names = &scenario.names.funds;
    if names.is_empty() {
        return Vec::new();
    }
    let mut grid = Grid::new(&["Fund", "for a year", COLUMNS[0], COLUMNS[1], COLUMNS[2], COLUMNS[3]]);
    let mut said = vec![how(findings.days)];
    for (i, ((name, fund), found)) in names.iter().zip(&scenario.plan.funds).zip(&findings.funds).enumerate()
    {
        let own = Grain::finer("£", fund.per_year).show(fund.per_year);
        grid.row([name.label.clone(), own].into_iter().chain(cells(found)).collect());
        let over: Vec<_> = overspent(found).map(|by| ("as it is".to_owned(), by)).into_iter().collect();
        said.extend(overspending(&name.label, &over));
        let without = without(scenario, i);
        if !without.is_empty() {
            said.push(format!("“{}” pays for what has no price: {}.", name.label, in_a_row(&without)));
        }
    }
    let mut lines = grid.blocks();
    lines.extend(said.iter().flat_map(|words| text(words)));
    lines
}

/// An option beside its baseline.
pub(super) struct Beside<'a> {
    /// How a reader should name it.
    pub label: &'a str,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// What it found.
    pub findings: &'a Findings,
    /// For each fund of both, by its key, whether its cost clearly differs from that of the baseline.
    pub moves: Vec<(&'a str, bool)>,
}

/// What of an option's changes has no price and is paid by a fund.
fn changes_without_price(base: &Scenario, option: &Scenario, fund: &str) -> Vec<String> {
    let typed = option.file.funds.as_ref().and_then(|all| all.get(fund));
    let paid = typed.map(|typed| paid_for(&option.file, typed)).unwrap_or_default();
    let concerns = |path: &str| {
        paid.iter().any(|own| {
            path == own
                || path.starts_with(&format!("{own}."))
                || own == "escalation_beds" && path.starts_with("hospital.escalation")
        })
    };
    unpriced(base, option).into_iter().filter(|one| concerns(&one.path)).map(|one| one.label).collect()
}

/// The tables of a comparison, one for each fund of the baseline. With `brief` only options that clearly change
/// what it pays, or overspend it.
pub(super) fn of_options(
    base: (&Scenario, &Findings),
    options: &[Beside<'_>],
    brief: bool,
) -> Vec<Vec<Block>> {
    let names = &base.0.names.funds;
    let mut parts = Vec::new();
    for (i, (name, fund)) in names.iter().zip(&base.0.plan.funds).enumerate() {
        let own = Grain::finer("£", fund.per_year).show(fund.per_year);
        let mut grid = Grid::new(&[&name.label, COLUMNS[0], COLUMNS[1], COLUMNS[2], COLUMNS[3]]);
        grid.row(std::iter::once("As it is".to_owned()).chain(cells(&base.1.funds[i])).collect());
        let mut said: Vec<String> = vec![format!("It holds {own} a year.")];
        let mut all_over: Vec<(String, (String, bool))> =
            overspent(&base.1.funds[i]).map(|by| ("as it is".to_owned(), by)).into_iter().collect();
        let mut left_out = 0;
        for option in options {
            let at = option.scenario.names.funds.iter().position(|own| own.key == name.key);
            let Some(found) = at.map(|at| &option.findings.funds[at]) else {
                said.push(format!("“{}” has no such fund.", option.label));
                continue;
            };
            let over = overspent(found);
            let moves = option.moves.iter().any(|(key, moves)| *key == name.key && *moves);
            let unknown = changes_without_price(base.0, option.scenario, &name.key);
            if brief && !moves && over.is_none() && unknown.is_empty() {
                left_out += 1;
                continue;
            }
            let mark = if unknown.is_empty() { "" } else { " (not all priced)" };
            grid.row(std::iter::once(format!("{}{mark}", option.label)).chain(cells(found)).collect());
            if !unknown.is_empty() {
                let what = in_a_row(&unknown);
                said.push(format!("With “{}” it is not priced what this takes: {what}.", option.label));
            }
            all_over.extend(over.map(|by| (format!("with “{}”", option.label), by)));
        }
        if left_out > 0 {
            said.push(format!(
                "{} {} what this fund pays.",
                thousands(f64::from(left_out), 0),
                if left_out == 1 {
                    "other option does not clearly change"
                } else {
                    "other options do not clearly change"
                }
            ));
        }
        said.extend(overspending(&name.label, &all_over));
        let without = without(base.0, i);
        if !without.is_empty() {
            said.push(format!("It pays for what has no price: {}.", in_a_row(&without)));
        }
        let mut lines = grid.blocks();
        lines.extend(said.iter().flat_map(|words| text(words)));
        parts.push(lines);
    }
    if !parts.is_empty() {
        parts.push(text(&how(base.1.days)));
    }
    parts
}
