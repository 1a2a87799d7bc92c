//! The contents of the files of a calibration.

use std::io;

use serde_json::{Value, json};

use super::Fitted;
use crate::experiment::calibrate::TOGETHER;
use crate::experiment::calibrate::fit::AT;
use crate::report::csv::{Table, number};
use crate::report::json::of_study;

/// The whole of `results.json`.
pub fn results(all: &Fitted<'_>) -> Value {
    let (found, fit) = (all.found, all.fit);
    let parameters = (0..all.parameters().len()).map(|j| {
        let [best, low, high] = all.values(j);
        let input = &all.parameters()[j].input;
        json!({
            "paths": input.paths,
            "operation": input.operation.sign(),
            "range": input.ends.each_ref().map(ToString::to_string),
            "best": best.to_string(),
            "range90": [low.to_string(), high.to_string()],
            "learned": found.learned(j),
        })
    });
    let drawn = all.drawn.parameters.iter().map(|parameter| {
        let input = &parameter.input;
        json!({ "paths": input.paths, "operation": input.operation.sign(), "range": input.ends.each_ref().map(ToString::to_string) })
    });
    let waves = found.waves.iter().map(|wave| {
        json!({ "runs": wave.runs, "explained": wave.explained, "nearest": wave.nearest, "left": wave.left })
    });
    let taught = found
        .taught
        .iter()
        .map(|taught| json!({ "targets": taught.of, "count": taught.count, "explained": taught.explained }));
    let together = together(all).into_iter().map(|(a, b, correlation)| {
        json!({ "paths": [all.parameters()[a].input.key(), all.parameters()[b].input.key()], "correlation": correlation })
    });
    let contradictions = all.contradictions.iter().map(|one| {
        let [(a, x), (b, y)] = &one.accounts;
        json!({ "of": one.of, "accounts": [{ "says": a, "number": x }, { "says": b, "number": y }] })
    });
    let stood_in = found.stood_in.iter().map(|&(j, x)| {
        let target = &all.targets().all[j];
        json!({ "target": target.label, "observed": target.shown(target.observed), "used": target.shown(x) })
    });
    let services = &all.base.names.services;
    let hidden =
        all.hidden.iter().map(|one| json!({ "service": services[one.service].key, "in_use": one.used }));
    let held = fit.held(all.targets());
    of_study(json!({
        "seed": all.seed,
        "scenario": { "name": all.base.names.scenario, "fingerprint": all.base.fingerprint },
        "observed": { "from": all.history.first.to_string(), "to": all.history.last().to_string(), "notes": all.notes },
        "contradictions": contradictions.collect::<Vec<_>>(),
        "parameters": parameters.collect::<Vec<_>>(),
        "drawn": drawn.collect::<Vec<_>>(),
        "waves": waves.collect::<Vec<_>>(),
        "taught": taught.collect::<Vec<_>>(),
        "together": together.collect::<Vec<_>>(),
        "unreached": found.unreached.iter().map(|&j| all.targets().all[j].label.clone()).collect::<Vec<_>>(),
        "nearest_used": stood_in.collect::<Vec<_>>(),
        "full_services": hidden.collect::<Vec<_>>(),
        "inflation": found.inflation,
        "worlds": found.worlds.len(),
        "fit": {
            "targets": held[1],
            "targets_within_90": held[0],
            "days_within_90": fit.covered[0],
            "days_within_50": fit.covered[1],
            "months": fit.months[0],
            "months_within_10_percent": fit.months[1],
        },
    }))
}

/// Pairs of parameters that what was observed hardly tells apart, with their correlation over the worlds.
pub fn together(all: &Fitted<'_>) -> Vec<(usize, usize, f64)> {
    let count = all.parameters().len();
    let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
    let mut found: Vec<(usize, usize, f64)> = pairs
        .map(|(a, b)| (a, b, all.found.correlation(a, b)))
        .filter(|(.., correlation)| correlation.abs() >= TOGETHER)
        .collect();
    found.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()));
    found
}

/// `targets.csv`: a row a target.
pub fn targets(all: &Fitted<'_>) -> io::Result<Vec<u8>> {
    let mut table = Table::new();
    table.row(["target", "observed", "low90", "low50", "median", "high50", "high90", "within90"])?;
    for (target, band) in all.targets().all.iter().zip(&all.fit.targets) {
        let shown = band.map(|band| band.map(|x| target.shown(x)));
        let within = band.map(|band| (band[0]..=band[4]).contains(&target.observed));
        let cells = [target.label.clone(), number(Some(target.shown(target.observed)))].into_iter();
        let bands = (0..AT.len()).map(|i| number(shown.map(|shown| shown[i])));
        let within = within.map_or_else(String::new, |within| within.to_string());
        table.row(cells.chain(bands).chain([within]))?;
    }
    table.finish()
}

/// `days.csv`: people remaining, observed and over the worlds.
pub fn days(all: &Fitted<'_>) -> io::Result<Vec<u8>> {
    let mut table = Table::new();
    table.row(["date", "observed", "low90", "low50", "median", "high50", "high90"])?;
    for (day, (seen, band)) in all.history.remaining.iter().zip(&all.fit.days).enumerate() {
        let cells = [all.history.date(day).to_string(), number(*seen)].into_iter();
        table.row(cells.chain((0..AT.len()).map(|i| number(band.map(|band| band[i])))))?;
    }
    table.finish()
}
