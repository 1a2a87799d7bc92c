//! The contents of the files of a search.

use std::io;

use serde_json::{Map, Value, json};

use super::Optimised;
use crate::experiment::address::Address;
use crate::experiment::optimise::selection::Verdict;
use crate::experiment::optimise::{Estimated, Searched, Side, Target};
use crate::experiment::vary::Axis;
use crate::measures::outcome::SYSTEM;
use crate::report::csv::{Table, number};
use crate::report::growing::{NO_EQUILIBRIUM, column, growing, tell};
use crate::report::json::{difference, estimate, of_study, outcomes, settings};
use crate::report::study::Report;

/// The whole of `results.json`.
pub fn results(all: &Optimised<'_>) -> Value {
    let (found, names) = (all.found, &all.base.names);
    let mut results = of_study(json!({
        "seed": all.stores[0].seed(),
        "base": { "name": names.scenario, "fingerprint": all.base.fingerprint, "fresh": estimated(&found.base) },
        "minimise": all.asked.minimise.typed(names),
        "minimised": all.minimised_in_words(),
        "not_priced": all.unpriced.iter().map(|one| &one.label).collect::<Vec<_>>(),
        "called_cheapest": all.is_cheapest() && found.selection.chosen.is_some(),
        "targets": all.asked.targets.iter().zip(&found.tolerances.1).map(|(target, tolerance)| json!({
            "outcome": target.outcome.typed(names),
            "side": if target.side == Side::AtMost { "<=" } else { ">=" },
            "value": target.value,
            "tolerance": tolerance,
        })).collect::<Vec<_>>(),
        "confidence": all.asked.confidence,
        "tolerance": found.tolerances.0,
        "decided": found.selection.decided,
        "met": all.is_met(),
        "search_runs": found.spent,
        "fresh_runs": all.asked.fresh,
        "frontier": found.frontier,
        "today": { "point": found.today.1, "means": means(all, &found.today.0) },
        "points": (0..all.points.len()).map(|i| point(all, i)).collect::<Vec<_>>(),
    }));
    tell(&mut results["base"], &growing(all.base));
    if let Some(chance) = all.asked.chance {
        results["chance"] = chance.into();
    }
    if let Some(lost) = &found.lost {
        let regrets = lost.table.regrets();
        results["regret"] = json!({
            "unit": "£",
            "mixes": lost.points.iter().zip(&regrets).map(|(point, regret)| json!({
                "point": point, "expected": regret.expected, "worst": regret.worst,
            })).collect::<Vec<_>>(),
            "least_expected": lost.points[lost.table.least(|regret| regret.expected)],
            "least_worst": lost.points[lost.table.least(|regret| regret.worst)],
        });
    }
    if let (Some(chosen), Some(fresh)) = (found.selection.chosen, &found.chosen) {
        results["chosen"] = json!({
            "point": chosen,
            "settings": settings(&all.points[chosen].settings),
            "edges": all.edges.iter().map(|edge| json!({
                "path": all.axes[edge.axis].name(),
                "value": all.points[chosen].settings[edge.axis].value,
                "end": if edge.largest { "most" } else { "least" },
            })).collect::<Vec<_>>(),
            "fresh": estimated(fresh),
        });
    }
    if let Some((next, fresh, dearer)) = &found.next {
        results["next"] = json!({
            "point": next,
            "settings": settings(&all.points[*next].settings),
            "fresh": estimated(fresh),
            "difference_from_chosen": dearer.as_ref().map(difference),
        });
    }
    if let Some(standing) = all.standing_json() {
        results["longer_warm_up"] = standing;
    }
    if let Some(other) = &found.other_view {
        let [chosen, this] =
            other.means.map(|[spent, total]| json!({ "cost_spent": spent, "cost_total": total }));
        let [spent, total] = other.differences.each_ref().map(|d| d.as_ref().map(difference));
        results["counted_the_other_way"] = json!({
            "minimise": other.minimise.typed(names),
            "point": other.point,
            "settings": settings(&all.points[other.point].settings),
            "search_runs_of_both": other.runs,
            "means": this,
            "means_of_chosen": chosen,
            "difference_from_chosen": { "cost_spent": spent, "cost_total": total },
        });
    }
    results
}

fn estimated(of: &Estimated) -> Value {
    let years = of.single_years;
    let each = of.holds.iter().zip(&of.targets);
    json!({
        "outcomes": outcomes(&of.system),
        "minimised": estimate(&of.minimised),
        "targets": each.map(|(target, of)| json!({
            "bound": target.bound, "holds": target.holds, "n": target.n, "outcome": estimate(of),
        })).collect::<Vec<_>>(),
        "single_runs_that_meet_all": {
            "share": years.map(|(share, _)| share),
            "precision95": years.map(|(_, interval)| interval),
            "n": of.complete,
        },
    })
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Meets => "meets",
        Verdict::Fails => "fails",
        Verdict::Open => "open",
    }
}

/// Outcomes that were asked for and are no column of the system, with their means at a point.
fn others(all: &Optimised<'_>, of: &Searched) -> Vec<(String, Option<f64>)> {
    let targets = all.asked.targets.iter().map(|target| target.outcome).zip(of.targets.iter().copied());
    let asked = std::iter::once((all.asked.minimise, of.minimised)).chain(targets);
    let mut told: Vec<Address> = Vec::new();
    let mut others = Vec::new();
    for (address, mean) in asked.filter(|(address, _)| !address.is_system()) {
        if !told.contains(&address) {
            told.push(address);
            others.push((address.typed(&all.base.names), mean));
        }
    }
    others
}

fn means(all: &Optimised<'_>, of: &Searched) -> Map<String, Value> {
    let system = SYSTEM.iter().zip(&of.system).map(|(o, mean)| (o.name.to_owned(), json!(mean)));
    system.chain(others(all, of).into_iter().map(|(name, mean)| (name, json!(mean)))).collect()
}

fn point(all: &Optimised<'_>, i: usize) -> Value {
    let judged = &all.found.selection.designs[i];
    let mut told = json!({
        "settings": settings(&all.points[i].settings),
        "fingerprint": all.points[i].scenario.fingerprint,
        "runs": judged.runs,
        "targets": verdict(judged.verdict),
        "targets_between": targets_between(all, i),
        "beaten_by": judged.beaten_by,
        "means": means(all, &all.found.means[i]),
    });
    if all.asked.chance.is_some() {
        told["chance"] = json!(all.found.means[i].chance);
    }
    tell(&mut told, &growing(&all.points[i].scenario));
    told
}

/// Between what the mean of each target's outcome lies at a point, by the search.
fn targets_between(all: &Optimised<'_>, i: usize) -> Vec<Option<[f64; 2]>> {
    let each = all.asked.targets.iter().zip(&all.found.selection.beyond[i]);
    let of = |(target, beyond): (&Target, &Option<[f64; 2]>)| {
        beyond.map(|[low, high]| match target.side {
            // Of a chance: between what the share lies.
            _ if all.asked.chance.is_some() => {
                all.asked.chance.map_or([low, high], |chance| [chance - high, chance - low])
            }
            Side::AtMost => [target.value + low, target.value + high],
            Side::AtLeast => [target.value - high, target.value - low],
        })
    };
    each.map(of).collect()
}

/// `points.csv`: one row for each mix, with the means of the search.
pub fn table(all: &Optimised<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    let names: Vec<String> = all.axes.iter().map(Axis::name).collect();
    let plain = ["runs", "targets", "beaten_by", "chosen", "frontier"];
    let header = ["point"].into_iter().chain(names.iter().map(String::as_str)).chain(plain);
    let header = header.chain(SYSTEM.iter().map(|o| o.name)).map(str::to_owned);
    let header = header.chain(others(all, &all.found.today.0).into_iter().map(|(name, _)| name));
    let header = header.chain(all.asked.chance.map(|_| "chance".to_owned()));
    let grows = column(all.points.iter().map(|point| growing(&point.scenario)).collect());
    let header = header.chain(grows.iter().map(|_| NO_EQUILIBRIUM.to_owned()));
    out.row(header.chain(all.again.is_needed().then(|| "choice_stands".to_owned())))?;
    for (i, point) in all.points.iter().enumerate() {
        let judged = &all.found.selection.designs[i];
        let mut row = vec![i.to_string()];
        row.extend(point.settings.iter().map(|setting| setting.value.clone()));
        row.extend([
            judged.runs.to_string(),
            verdict(judged.verdict).to_owned(),
            judged.beaten_by.map_or_else(String::new, |other| other.to_string()),
            (all.found.selection.chosen == Some(i)).to_string(),
            all.found.frontier.contains(&i).to_string(),
        ]);
        let means = &all.found.means[i];
        let others = others(all, means).into_iter().map(|(_, mean)| mean);
        let means = means.system.iter().copied().chain(others);
        row.extend(means.map(|mean| mean.map_or_else(String::new, |x| x.to_string())));
        row.extend(all.asked.chance.map(|_| number(all.found.means[i].chance)));
        row.extend(grows.as_ref().map(|cells| cells[i].clone()));
        if all.again.is_needed() {
            let of = all.again.found().filter(|_| all.found.selection.chosen == Some(i));
            row.push(of.and_then(|of| of.choice).map_or_else(String::new, |stands| stands.to_string()));
        }
        out.row(row)?;
    }
    out.finish()
}
