//! The contents of the files of a sweep.

use std::io;

use serde_json::{Map, Value, json};

use super::Swept;
use crate::experiment::compare::Difference;
use crate::experiment::sweep::{At, Cheapest};
use crate::experiment::vary::Axis;
use crate::measures::outcome::SYSTEM;
use crate::report::csv::{Table, ends, number};
use crate::report::growing::{NO_EQUILIBRIUM, column, growing, tell};
use crate::report::json::{difference, of_study, outcomes, settings};
use crate::report::{doubt, money, stands};

/// The whole of `results.json`.
pub fn results(all: &Swept<'_>) -> Value {
    let mut results = of_study(json!({
        "seed": all.store.seed(),
        "start": all.base.plan.calendar.start().to_string(),
        "days": all.base.plan.calendar.measured_days(),
        "by": all.by().name,
        "base": { "name": all.base.names.scenario, "fingerprint": all.base.fingerprint, "runs": all.found.base.runs,
                  "outcomes": outcomes(&all.found.base.system) },
        "axes": all.axes.iter().map(axis).collect::<Vec<_>>(),
        "points": (0..all.points.len()).map(|i| point(all, i)).collect::<Vec<_>>(),
    }));
    tell(&mut results["base"], &growing(all.base));
    let costs = [("least_cost", &all.costs.total), ("least_spent", &all.costs.spent)];
    for (name, cheapest) in costs {
        if let Some(found) = cheapest {
            results[name] = least(found);
        }
    }
    let labels: Vec<String> = all.costs.unpriced.iter().map(|one| one.label.clone()).collect();
    if !labels.is_empty() {
        results["not_priced"] = labels.into();
    }
    if let Some(repeated) = stands::repeated(all.again, all.answer_stands()) {
        results["longer_warm_up"] = repeated;
    }
    results
}

/// Where a cost is least: a point, or the scenario as it is (no point).
fn least(cheapest: &Cheapest) -> Value {
    let point = |at: &At| if let At::Point(point) = at { Some(*point) } else { None };
    json!({
        "point": point(&cheapest.at),
        "as_it_is": cheapest.at == At::Today,
        "not_clearly_dearer": cheapest.rivals.iter().filter_map(point).collect::<Vec<_>>(),
        "as_it_is_not_clearly_dearer": cheapest.rivals.contains(&At::Today),
    })
}

fn axis(axis: &Axis) -> Value {
    json!({ "path": axis.path, "operation": axis.operation.sign(), "values": axis.values })
}

fn point(all: &Swept<'_>, i: usize) -> Value {
    let (point, found) = (&all.points[i], &all.found.points[i]);
    let mut value = json!({
        "settings": settings(&point.settings),
        "fingerprint": point.scenario.fingerprint,
        "runs": found.runs,
        "outcomes": outcomes(&found.system),
    });
    if let Some(differences) = &found.differences {
        let known = SYSTEM.iter().zip(&differences.system).filter_map(|(o, d)| Some((o, d.as_ref()?)));
        value["differences"] = known
            .map(|(o, d)| {
                let told = money::with_not_priced(difference(d), o.unit, differences.money.as_ref());
                (o.name.to_owned(), told)
            })
            .collect::<Map<_, _>>()
            .into();
    }
    if let Some(reached) = &found.reached {
        value["precision"] =
            json!({ "asked": reached.asked.precision, "met": reached.met, "reached": reached.precision[0] });
    }
    tell(&mut value, &growing(&point.scenario));
    if let Some(effect) = all.effect_again(i) {
        value["longer_warm_up"] = stands::judged(all.again, effect);
    }
    value
}

/// `sweep.csv`: one row for each point and outcome.
pub fn table(all: &Swept<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    let names: Vec<String> = all.axes.iter().map(Axis::name).collect();
    let plain = [
        "runs",
        "outcome",
        "unit",
        "mean",
        "low95",
        "high95",
        "sd",
        "n",
        "low90_single",
        "high90_single",
        "difference",
        "difference_low95",
        "difference_high95",
        "clear",
        "not_priced",
    ];
    let header = ["point"].into_iter().chain(names.iter().map(String::as_str)).chain(plain);
    let mut header: Vec<String> = header.map(str::to_owned).collect();
    let grows = column(all.points.iter().map(|point| growing(&point.scenario)).collect());
    header.extend(doubt::columns(all.base, "").into_iter().chain(doubt::columns(all.base, "difference_")));
    header.extend(grows.iter().map(|_| NO_EQUILIBRIUM.to_owned()));
    if all.again.is_needed() {
        header.extend(stands::columns("effect"));
        header.push("stands_why".to_owned());
    }
    out.row(header)?;
    for (i, (point, found)) in all.points.iter().zip(&all.found.points).enumerate() {
        for (o, (outcome, e)) in SYSTEM.iter().zip(&found.system).enumerate() {
            let difference: Option<&Difference> =
                found.differences.as_ref().and_then(|d| d.system[o].as_ref());
            let mut row = vec![i.to_string()];
            row.extend(point.settings.iter().map(|setting| setting.value.clone()));
            row.extend([found.runs.to_string(), outcome.name.into(), outcome.unit.into(), number(e.mean)]);
            row.extend(ends(e.precision95));
            row.extend([e.sd.to_string(), e.n.to_string()]);
            row.extend(ends(e.range90));
            let unpriced = all.unpriced(i, outcome.unit);
            // What is not all priced is left empty.
            let difference = difference.filter(|_| unpriced.is_empty());
            row.push(number(difference.map(|d| d.mean)));
            row.extend(ends(difference.and_then(|d| d.precision95)));
            row.push(difference.map_or_else(String::new, |d| d.clear.to_string()));
            row.push(money::cell(unpriced));
            row.extend(doubt::cells(all.base, e.doubt));
            row.extend(doubt::cells(all.base, difference.and_then(|d| d.doubt)));
            row.extend(grows.as_ref().map(|cells| cells[i].clone()));
            if all.again.is_needed() {
                let is_about = o == all.by && all.ends.contains(&i);
                row.extend(stands::cells_of(all.again, [all.effect_again(i)], is_about));
            }
            out.row(row)?;
        }
    }
    out.finish()
}
