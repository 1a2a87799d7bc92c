//! The contents of the files of a sensitivity analysis.

use std::io;

use serde_json::{Map, Value, json};

use super::{Probed, shown};
use crate::experiment::compare::Difference;
use crate::experiment::sensitivity::morris::Screened;
use crate::experiment::sensitivity::{End, Input, NotMoved, Why};
use crate::measures::outcome::SYSTEM;
use crate::report::csv::Table;
use crate::report::growing::{NO_EQUILIBRIUM, column, growing, tell};
use crate::report::json::{difference, estimate, of_study, reached};
use crate::scenario::SourceKind;

/// The whole of `results.json`.
pub fn results(all: &Probed<'_>) -> Value {
    let mut results = of_study(json!({
        "seed": all.how.seed,
        "start": all.base.plan.calendar.start().to_string(),
        "days": all.base.plan.calendar.measured_days(),
        "on": all.found.on.iter().map(|&o| SYSTEM[o].name).collect::<Vec<_>>(),
        "base": {
            "name": all.base.names.scenario,
            "fingerprint": all.base.fingerprint,
            "runs": all.found.base.runs,
            "outcomes": by_outcome(all, |i| Some(estimate(&all.found.base.system[all.found.on[i]]))),
        },
        "inputs": all.found.order.iter().map(|&i| input(all, i)).collect::<Vec<_>>(),
        "not_moved": all.not_moved.iter().map(not_moved).collect::<Vec<_>>(),
    }));
    if let (Some(screened), Some(screening)) = (&all.found.screened, &all.design.screening) {
        let each = all.found.screened_order().into_iter().map(|i| {
            let outcomes = by_outcome(all, |o| screened[o][i].as_ref().map(screened_input));
            json!({ "paths": all.design.inputs[i].paths, "label": all.label(i), "outcomes": outcomes })
        });
        results["morris"] = json!({
            "trajectories": screening.trajectories.len(),
            "levels": 4,
            "step": 2.0 / 3.0,
            "faulty_places": screening.faulty().map_or(0, |(n, _)| n),
            "inputs": each.collect::<Vec<_>>(),
        });
        let places = all.growing_places();
        if places > 0 {
            results["morris"]["places_without_equilibrium"] = places.into();
        }
    }
    tell(&mut results["base"], &growing(all.base));
    if let Some(of) = &all.found.reached {
        results["precision"] = reached(of, std::iter::once(all.first().name.to_owned()));
    }
    results
}

/// What is known of the outcomes that are followed, by name.
fn by_outcome(all: &Probed<'_>, of: impl Fn(usize) -> Option<Value>) -> Map<String, Value> {
    (0..all.found.on.len()).filter_map(|i| Some((all.outcome(i).name.to_owned(), of(i)?))).collect()
}

fn input(all: &Probed<'_>, i: usize) -> Value {
    let (input, moved) = (&all.design.inputs[i], &all.found.moved[i]);
    let differences = |of: &[Option<Difference>]| by_outcome(all, |o| of[o].as_ref().map(difference));
    let end = |e: usize| {
        let end = &all.design.ends[i][e];
        let mut told =
            json!({ "value": shown(input, &end.value), "differences": differences(&moved.ends[e]) });
        if let Err(why) = &end.point {
            told["fault"] = why.clone().into();
        }
        tell(&mut told, &all.growing_at(end));
        told
    };
    json!({
        "paths": input.paths,
        "label": all.label(i),
        "kind": input.kind.map(SourceKind::word),
        "source": input.source,
        "base": input.base.as_ref().map(|base| shown(input, base)),
        "low": end(0),
        "high": end(1),
        "low_to_high": differences(&moved.across),
        "swing": by_outcome(all, |o| Some(moved.swing(o).into())),
    })
}

fn screened_input(one: &Screened) -> Value {
    json!({
        "n": one.n,
        "mu": one.mu,
        "mu_star": one.mu_star,
        "mu_star_error": one.mu_star_error,
        "sigma": one.sigma,
        "sigma_of_luck": one.luck,
    })
}

fn not_moved(one: &NotMoved) -> Value {
    let why = match one.why {
        Why::NoRange => "no range is stated",
        Why::InPart => "no range is stated for the whole; figures in it are moved",
        Why::NoFit => "the range does not fit what stands there",
    };
    json!({ "path": one.entry.path, "kind": one.entry.kind.word(), "source": one.entry.source, "why": why })
}

/// `sensitivity.csv`: one row for each input, outcome and end.
pub fn table(all: &Probed<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    let header = [
        "paths", "label", "kind", "base", "end", "value", "outcome", "unit", "mean", "low95", "high95", "sd",
        "n", "clear", "fault",
    ];
    // For each input its low and its high end.
    let ends = all.design.ends.iter().flatten();
    let grows = column(ends.map(|end| all.growing_at(end)).collect());
    out.row(header.into_iter().chain(grows.iter().map(|_| NO_EQUILIBRIUM)))?;
    for &i in &all.found.order {
        let (input, moved) = (&all.design.inputs[i], &all.found.moved[i]);
        for (o, &outcome) in all.found.on.iter().enumerate() {
            for (e, name) in ["low", "high"].into_iter().enumerate() {
                let end = &all.design.ends[i][e];
                let mut row = first_cells(all, i, input);
                row.extend([name.to_owned(), shown(input, &end.value)]);
                row.extend([SYSTEM[outcome].name, SYSTEM[outcome].unit].map(str::to_owned));
                row.extend(cells(moved.ends[e][o].as_ref(), end));
                row.extend(grows.as_ref().map(|cells| cells[2 * i + e].clone()));
                out.row(row)?;
            }
        }
    }
    out.finish()
}

fn first_cells(all: &Probed<'_>, i: usize, input: &Input) -> Vec<String> {
    vec![
        input.paths.join(" "),
        all.label(i),
        input.kind.map_or("", SourceKind::word).to_owned(),
        input.base.as_ref().map_or_else(String::new, |base| shown(input, base)),
    ]
}

fn cells(d: Option<&Difference>, end: &End) -> Vec<String> {
    let of = |pick: &dyn Fn(&Difference) -> Option<String>| d.and_then(pick).unwrap_or_default();
    vec![
        of(&|d| Some(d.mean.to_string())),
        of(&|d| Some(d.precision95?[0].to_string())),
        of(&|d| Some(d.precision95?[1].to_string())),
        of(&|d| Some(d.sd.to_string())),
        of(&|d| Some(d.n.to_string())),
        of(&|d| Some(d.clear.to_string())),
        end.point.as_ref().err().cloned().unwrap_or_default(),
    ]
}

/// `morris.csv`: one row for each input and outcome; nothing where no trajectories were asked.
pub fn morris(all: &Probed<'_>) -> Option<io::Result<Vec<u8>>> {
    let screened = all.found.screened.as_ref()?;
    let write = || {
        let mut out = Table::new();
        out.row([
            "paths",
            "label",
            "outcome",
            "unit",
            "n",
            "mu",
            "mu_star",
            "mu_star_error",
            "sigma",
            "sigma_of_luck",
        ])?;
        for i in all.found.screened_order() {
            for (o, of) in screened.iter().enumerate() {
                let Some(one) = of[i] else { continue };
                let figures = [one.mu, one.mu_star, one.mu_star_error, one.sigma, one.luck];
                let outcome = all.outcome(o);
                let mut row = vec![all.design.inputs[i].paths.join(" "), all.label(i)];
                row.extend([outcome.name.to_owned(), outcome.unit.to_owned(), one.n.to_string()]);
                row.extend(figures.map(|x| x.to_string()));
                out.row(row)?;
            }
        }
        out.finish()
    };
    Some(write())
}
