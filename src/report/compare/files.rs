//! The contents of the files of a comparison. The layout of `results.json` is relied on from outside.

use std::io;

use serde_json::{Map, Value, json};

use super::decision::Told;
use super::{Compared, fairness, ranking};
use crate::experiment::compare::{Difference, Differences, Part};
use crate::experiment::levers::{Size, sizes};
use crate::measures::outcome::{FUND, GROUP, Key, Outcome, PATHWAY, SERVICE, SYSTEM, System};
use crate::report::Run;
use crate::report::csv::{Table, number};
use crate::report::json::{difference, estimate, of_study, reached};
use crate::report::run::files as csv;
use crate::report::run::results::results as of_one;
use crate::report::study::File;
use crate::report::{doubt, money, stands};

/// The whole of `results.json`.
pub fn results(all: &Compared<'_>) -> Value {
    let each = all.stems.iter().enumerate();
    let scenarios: Map<String, Value> = each.map(|(i, stem)| (stem.clone(), of_one(&run(all, i)))).collect();
    let options = all.stems[1..].iter().enumerate();
    let mut results = of_study(json!({
        "runs": all.how.runs,
        "seed": all.how.seed,
        "base": all.stems[0],
        "by": all.by().name,
        "options": all.comparison.options.len(),
        "ranking": all.comparison.ranked().into_iter().map(|i| &all.stems[i + 1]).collect::<Vec<_>>(),
        "scenarios": scenarios,
        "differences": options.map(|(option, stem)| (stem.clone(), differences(all, option))).collect::<Map<_, _>>(),
    }));
    if let Some(many) = all.many {
        results["ranked"] = ranking::ranked(all);
        results["ranking_by_pounds"] = ranking::by_pounds(all);
        results["left_out"] = ranking::left_out(many);
    }
    if let Some(of) = &all.comparison.reached {
        results["precision"] = reached(of, all.stems[1..].iter().cloned());
    }
    if let Some(told) = Told::of(all) {
        results["decision"] = told.json();
    }
    if let Some(repeated) = stands::repeated(all.again, all.answer_stands()) {
        results["longer_warm_up"] = repeated;
    }
    results
}

/// One scenario as a run of its own.
pub(super) fn run<'a>(all: &Compared<'a>, i: usize) -> Run<'a> {
    Run {
        scenario: &all.scenarios[i],
        replications: &all.comparison.replications[i],
        findings: &all.findings[i],
        observed: &[],
    }
}

fn differences(all: &Compared<'_>, option: usize) -> Value {
    let of = &all.comparison.options[option];
    let mut told = changes(of);
    if let Some(ranking) = told["outcomes"].get_mut(all.by().name).and_then(Value::as_object_mut) {
        ranking.insert("clear_adjusted".to_owned(), of.clear_adjusted.into());
        if let Some(effect) = all.effect_again(option) {
            ranking.insert("longer_warm_up".to_owned(), stands::judged(all.again, effect));
        }
    }
    let amount = |x: f64| x.is_finite().then_some(x);
    let sizes = sizes(&all.scenarios[0], &all.scenarios[option + 1]);
    let size =
        |size: &Size| json!({ "path": size.path, "label": size.label, "amounts": size.amounts.map(amount) });
    told["sizes"] = sizes.iter().map(size).collect::<Vec<_>>().into();
    let days = System::NctrBedDays.of(&of.system).as_ref();
    told["beds_on_every_day"] = days.map(|d| d.mean / f64::from(all.findings[0].days)).into();
    told["fairness"] = fairness::json(&of.waiters);
    if let Some(found) = of.money.as_ref().filter(|_| all.again.is_needed()) {
        told["money"] = stands::money_json(all.again, found, all.price_again(option));
    }
    told
}

/// What an option changes.
pub fn changes(option: &Differences) -> Value {
    let mut all = json!({
        "outcomes": table(SYSTEM, &option.system),
        "pathways": parts(PATHWAY, &option.pathways),
        "groups": parts(GROUP, &option.groups),
        "services": parts(SERVICE, &option.services),
        "reasons": option.reasons.iter().map(|p| (p.name.key.clone(), difference(&p.differences))).collect::<Map<_, _>>(),
    });
    if !option.funds.is_empty() {
        all["funds"] = parts(FUND, &option.funds).into();
    }
    if let Some(found) = &option.money {
        all["money"] = money::json(found);
        for (outcome, d) in SYSTEM.iter().zip(&option.system) {
            if let (Some(d), Some(told)) = (d, all["outcomes"].get_mut(outcome.name)) {
                *told = money::with_not_priced(told.take(), d.unit, Some(found));
            }
        }
    }
    if let Some(moved) = &option.moved {
        all["people"] = json!({
            "delayed_in_base": estimate(&moved.delayed),
            "no_longer_per_100": estimate(&moved.no_longer),
            "newly_per_100": estimate(&moved.newly),
        });
    }
    all
}

fn parts(outcomes: &[Outcome], parts: &[Part<Vec<Option<Difference>>>]) -> Map<String, Value> {
    parts.iter().map(|part| (part.name.key.clone(), table(outcomes, &part.differences).into())).collect()
}

/// What has no value in either scenario is left out.
fn table(outcomes: &[Outcome], found: &[Option<Difference>]) -> Map<String, Value> {
    let known = outcomes.iter().zip(found).filter_map(|(o, d)| Some((o, d.as_ref()?)));
    known.map(|(o, d)| (o.name.to_owned(), difference(d))).collect()
}

/// `differences.csv`: one row for each option and outcome.
pub fn table_of_differences(all: &Compared<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    let mut header: Vec<String> = [
        "option",
        "kind",
        "name",
        "outcome",
        "unit",
        "mean",
        "low95",
        "high95",
        "sd",
        "n",
        "clear",
        "clear_adjusted",
        "not_priced",
    ]
    .map(str::to_owned)
    .to_vec();
    header.extend(doubt::columns(&all.scenarios[0], ""));
    if all.again.is_needed() {
        header.extend(stands::columns("effect").into_iter().chain(stands::columns("price")));
        header.push("stands_why".to_owned());
    }
    out.row(header)?;
    for (i, (stem, option)) in all.stems[1..].iter().zip(&all.comparison.options).enumerate() {
        let mut rows: Vec<([&str; 3], &Difference)> = Vec::new();
        let known = |outcomes: &'static [Outcome], found| {
            let found: &[Option<Difference>] = found;
            outcomes.iter().zip(found).filter_map(|(o, d)| Some((o.name, d.as_ref()?)))
        };
        rows.extend(known(SYSTEM, &option.system).map(|(name, d)| (["system", "", name], d)));
        for (kind, outcomes, parts) in [
            ("pathway", PATHWAY, &option.pathways),
            ("group", GROUP, &option.groups),
            ("service", SERVICE, &option.services),
            ("fund", FUND, &option.funds),
        ] {
            for part in parts {
                let each = known(outcomes, &part.differences);
                rows.extend(each.map(|(name, d)| ([kind, part.name.key.as_str(), name], d)));
            }
        }
        for part in &option.reasons {
            rows.push((["reason", &part.name.key, "nctr_bed_days"], &part.differences));
        }
        for ([kind, name, outcome], d) in rows {
            let ranks = kind == "system" && outcome == all.by().name;
            let adjusted = if ranks { option.clear_adjusted.to_string() } else { String::new() };
            // What a service costs is its own; what all costs is left empty where not all is priced.
            let money = option.money.as_ref().filter(|_| kind == "system");
            let unpriced = money::unpriced_of(d.unit, money);
            let priced = |text: String| if unpriced.is_empty() { text } else { String::new() };
            let mut row: Vec<String> = [
                stem.as_str(),
                kind,
                name,
                outcome,
                d.unit,
                &priced(number(Some(d.mean))),
                &priced(number(d.precision95.map(|[low, _]| low))),
                &priced(number(d.precision95.map(|[_, high]| high))),
                &priced(number(Some(d.sd))),
                &d.n.to_string(),
                &priced(d.clear.to_string()),
                &adjusted,
                &money::cell(unpriced),
            ]
            .map(str::to_owned)
            .to_vec();
            row.extend(doubt::cells(&all.scenarios[0], d.doubt).into_iter().map(priced));
            if all.again.is_needed() {
                let judged = [all.effect_again(i), all.price_again(i)];
                row.extend(stands::cells_of(all.again, judged, ranks));
            }
            out.row(row)?;
        }
    }
    out.finish()
}

/// The tables of one run, for every scenario.
pub fn tables_of_each(all: &Compared<'_>) -> Vec<File> {
    let each = all.stems.iter().enumerate();
    each.flat_map(|(i, stem)| {
        let run = run(all, i);
        [
            File::of(format!("runs/{stem}.csv"), csv::runs(&run)),
            File::of(format!("daily/{stem}.csv"), csv::daily(&run)),
        ]
    })
    .collect()
}
