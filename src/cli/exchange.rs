//! `wardflow exchange`: how many of one buys what one of the other does; `wardflow marginal`: what one
//! more of each capacity changes.

use std::ffi::OsString;

use super::Exit;
use super::arguments;
use super::common::{not_too_many, replications};
use super::finish::{Clock, Made};
use super::messages::{complain, faulty};
use super::study::{Kind, Study, fixed, variants, wrong};
use crate::base::statistics::holm;
use crate::experiment::address::Address;
use crate::experiment::exchange::{Trade, exchange as rates, usual_outcome};
use crate::experiment::lead::Lead;
use crate::experiment::levers::levers;
use crate::experiment::money::Money;
use crate::experiment::points::Points;
use crate::experiment::sweep::{self, Later, Point};
use crate::experiment::unpriced::unpriced_of_several;
use crate::experiment::vary::{Axis, MOST_POINTS};
use crate::measures::outcome::{Key, System};
use crate::report::exchange::marginal::{self, Marginal};
use crate::report::exchange::{Traded, files, page, picture};
use crate::report::manifest::{fingerprint, fingerprint_of, of_study};
use crate::report::source::{Source, runs_of_each};
use crate::scenario::{Scenario, Setting};

/// The level of claims taken together.
const LEVEL: f64 = 0.05;

/// Does what was typed; `words` are for the manifest.
pub fn exchange(typed: &arguments::Exchange, words: &[OsString]) -> Exit {
    trade(typed, words).unwrap_or_else(|exit| exit)
}

fn trade(typed: &arguments::Exchange, words: &[OsString]) -> Result<Exit, Exit> {
    let mut clock = Clock::start();
    let common = &typed.common;
    fixed(common)?;
    let variants = variants(Some(&typed.base), common)?;
    let base = variants.base();
    paths(typed)?;
    let trade = Trade {
        give: typed.give.clone(),
        give_amounts: amounts("--amounts", &typed.amounts)?,
        buy: typed.buy.clone(),
        buy_amounts: amounts("--for-amounts", &typed.for_amounts)?,
    };
    not_too_many(1 + trade.give_amounts.len() + trade.buy_amounts.len(), common)?;
    let points = trade.points(&variants).map_err(|faults| {
        let typed_as = [("--give", &typed.give), ("--for", &typed.buy)];
        let flag = |path: &str| typed_as.iter().find(|(_, typed)| *typed == path).map(|(flag, _)| *flag);
        faulty(&faults.of_flags(flag), Some(&typed.base))
    })?;
    let name = typed.on.clone().unwrap_or_else(|| usual_outcome(&trade).outcome().name.to_owned());
    let on = Address::parse(&name, &base.names).map_err(|what| {
        complain(&format!("error: --on {name}: {what}"));
        Exit::Wrong
    })?;

    let print =
        format!("{} {name}", fingerprint(std::iter::once(base).chain(points.iter().map(|p| &p.scenario))));
    let print = blake3::hash(print.as_bytes()).to_hex().to_string();
    let kind = Kind {
        command: "exchange",
        name: format!("exchange-{}", base.stem),
        fingerprint: &print,
        searches: false,
        resume: typed.resume,
    };
    let study = Study::begin(common, &kind)?;
    let mut store = study.points();
    let runs = replications(common).runs;
    let found = clock.simulating(|| {
        study.run(|how| rates(base, (&trade, &points), on, sweep::Runs::Number(runs), &mut store, how))
    })?;

    let money = money(base, &points, &store);
    let unpriced = unpriced_of_several(base, points.iter().map(|point| &point.scenario));
    let all = Traded {
        base,
        trade: &trade,
        points: &points,
        exchange: &found,
        money: &money,
        unpriced: &unpriced,
        on,
        asked: typed.on.is_some(),
        runs,
        seed: store.seed(),
    };
    let made = Made {
        results: files::results(&all),
        files: vec![("exchange.csv".to_owned(), files::table(&all))],
        pictures: picture::pictures(&all),
        source: Source { scenario: base, runs: runs_of_each([runs], "amount"), seed: all.seed },
    };
    let manifest = |names: &[String]| {
        let how = clock.circumstances(words, Some(&typed.base), common);
        of_study(base, (&print, all.seed, runs), store.replications(), &how, names)
    };
    let said = study.finish(common, made, manifest, |written, width| page(&all, written, width))?;
    Ok(said)
}

/// Refuses paths that can be no trade.
fn paths(typed: &arguments::Exchange) -> Result<(), Exit> {
    let refused = |what: String| {
        complain(&format!("error: {what}"));
        Err(Exit::Wrong)
    };
    for (flag, path) in [("--give", &typed.give), ("--for", &typed.buy)] {
        if Setting::is_too_deep(path) {
            return refused(format!("{flag}: the path leads deeper than any scenario"));
        }
    }
    Ok(())
}

/// Amounts above 0, the least first.
fn amounts(flag: &str, typed: &str) -> Result<Vec<f64>, Exit> {
    let axis = Axis::parse(&format!("amount={typed}")).map_err(|error| wrong(&error))?;
    let numbers = axis.numbers().filter(|all| !all.is_empty() && all.iter().all(|x| *x > 0.0));
    let mut numbers = numbers.ok_or_else(|| {
        complain(&format!("error: {flag} {typed}: expected numbers above 0, as in 1,2,5 or 2..10:2"));
        Exit::Wrong
    })?;
    numbers.sort_by(f64::total_cmp);
    numbers.dedup();
    if numbers.len() > MOST_POINTS {
        complain(&format!(
            "error: {flag}: {} amounts are too many; expected at most {MOST_POINTS}",
            numbers.len()
        ));
        return Err(Exit::Wrong);
    }
    Ok(numbers)
}

fn money(base: &Scenario, points: &[Point], store: &Points) -> Vec<Option<Money>> {
    let before = store.of(base);
    points.iter().map(|p| Money::of((base, before), (&p.scenario, store.of(&p.scenario)))).collect()
}

/// Does what was typed; `words` are for the manifest.
pub fn marginal(typed: &arguments::Marginal, words: &[OsString]) -> Exit {
    one_more(typed, words).unwrap_or_else(|exit| exit)
}

fn one_more(typed: &arguments::Marginal, words: &[OsString]) -> Result<Exit, Exit> {
    let mut clock = Clock::start();
    let common = &typed.common;
    fixed(common)?;
    let variants = variants(Some(&typed.base), common)?;
    let base = variants.base();
    let levers = levers(base);
    if levers.is_empty() {
        complain("error: nothing in this scenario is limited, so nothing can be added to");
        return Err(Exit::Wrong);
    }
    not_too_many(1 + levers.len(), common)?;
    let design = levers.iter().map(|lever| vec![lever.one_more()]).collect();
    let points = sweep::later(&variants, design).map_err(|faults| faulty(&faults, Some(&typed.base)))?;

    let each = std::iter::once(&base.fingerprint).chain(points.iter().map(|point| &point.fingerprint));
    let print = fingerprint_of(each.map(String::as_str));
    let kind = Kind {
        command: "marginal",
        name: format!("marginal-{}", base.stem),
        fingerprint: &print,
        searches: false,
        resume: typed.resume,
    };
    let study = Study::begin(common, &kind)?;
    let mut store = study.points();
    let runs = replications(common).runs;
    let mut money = vec![None; points.len()];
    let mut count_money = |point: usize, scenario: &Scenario, store: &Points| {
        money[point] = Money::of((base, store.of(base)), (scenario, store.of(scenario)));
    };
    let runs_of_each_point = sweep::Runs::Number(runs);
    let found = clock.simulating(|| {
        study.run(|how| {
            sweep::sweep_in_turn(&variants, &points, runs_of_each_point, &mut store, how, &mut count_money)
        })
    })?;

    let days = System::NctrBedDays.index();
    let claims: Vec<Option<f64>> = (found.points.iter())
        .map(|point| point.differences.as_ref().and_then(|d| d.system[days]).and_then(|d| d.p))
        .collect();
    let clear = holm(&claims, LEVEL);
    let change = |point: &Later| -> Vec<Option<f64>> {
        let pairs = store.of(base).iter().zip(store.named(&point.fingerprint));
        pairs.map(|(b, a)| Some(a.system[days]? - b.system[days]?)).collect()
    };
    let lead = Lead::least(&points.iter().map(change).collect::<Vec<_>>());
    let all = Marginal {
        base,
        levers: &levers,
        points: &points,
        found: &found,
        money: &money,
        lead: lead.as_ref(),
        clear: &clear,
        runs,
        seed: store.seed(),
    };
    let made = Made {
        results: marginal::results(&all),
        files: vec![("marginal.csv".to_owned(), marginal::table(&all))],
        pictures: vec![marginal::picture(&all)],
        source: Source { scenario: base, runs: runs_of_each([runs], "point"), seed: all.seed },
    };
    let manifest = |names: &[String]| {
        let how = clock.circumstances(words, Some(&typed.base), common);
        of_study(base, (&print, all.seed, runs), store.replications(), &how, names)
    };
    let said = study.finish(common, made, manifest, |written, width| marginal::page(&all, written, width))?;
    Ok(said)
}
