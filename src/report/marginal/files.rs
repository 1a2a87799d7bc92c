//! The contents of the files of what one more of each changes.

use std::io;

use serde_json::{Map, Value, json};

use super::Marginal;
use crate::measures::outcome::{Key, System};
use crate::report::csv::{Table, number};
use crate::report::growing::{NO_EQUILIBRIUM, column, newly, tell};
use crate::report::json::{difference, of_study};
use crate::report::{doubt, money, stands};
use crate::scenario::unstable::Unstable;

/// The outcomes of the files.
const OUTCOMES: &[System] = &[
    System::NctrBedDays,
    System::DelayDaysMean,
    System::BedWaitHoursMean,
    System::AcuteOccupancy,
    System::CostTotal,
];

/// The whole of `results.json`.
pub fn results(all: &Marginal<'_>) -> Value {
    let base = Unstable::of(all.base);
    let levers = all.levers.iter().enumerate().map(|(i, lever)| {
        let cost = all.money[i].as_ref();
        let changes = OUTCOMES.iter().filter_map(|outcome| {
            let d = all.change(i, *outcome)?;
            Some((outcome.outcome().name.to_owned(), money::with_not_priced(difference(&d), d.unit, cost)))
        });
        let mut told = json!({
            "path": lever.path,
            "amount": lever.amount,
            "differences": changes.collect::<Map<_, _>>(),
            "clear_adjusted": all.clear[i],
            "money": cost.map(|cost| stands::money_json(all.again, cost, all.price_again(i))),
        });
        tell(&mut told, &newly(&base, &all.points[i].unstable));
        if let Some(effect) = all.effect_again(i) {
            told["longer_warm_up"] = stands::judged(all.again, effect);
        }
        told
    });
    let mut results = of_study(json!({
        "base": { "name": all.base.names.scenario, "fingerprint": all.base.fingerprint },
        "runs": all.runs,
        "seed": all.store.seed(),
        "levers": levers.collect::<Vec<_>>(),
    }));
    if let Some(repeated) = stands::repeated(all.again, all.answer_stands()) {
        results["longer_warm_up"] = repeated;
    }
    results
}

/// `marginal.csv`: one row for each capacity and outcome.
pub fn table(all: &Marginal<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    let mut header: Vec<String> = [
        "path",
        "amount",
        "outcome",
        "unit",
        "difference",
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
    let base = Unstable::of(all.base);
    let grows = column(all.points.iter().map(|point| newly(&base, &point.unstable)).collect());
    header.extend(doubt::columns(all.base, ""));
    header.extend(grows.iter().map(|_| NO_EQUILIBRIUM.to_owned()));
    if all.again.is_needed() {
        header.extend(stands::columns("effect").into_iter().chain(stands::columns("price")));
        header.push("stands_why".to_owned());
    }
    out.row(header)?;
    for (i, lever) in all.levers.iter().enumerate() {
        for outcome in OUTCOMES {
            let Some(d) = all.change(i, *outcome) else { continue };
            let adjusted =
                if *outcome == System::NctrBedDays { all.clear[i].to_string() } else { String::new() };
            let unpriced = money::unpriced_of(d.unit, all.money[i].as_ref());
            // What is not all priced is left empty.
            let priced = |text: String| if unpriced.is_empty() { text } else { String::new() };
            let mut row: Vec<String> = [
                lever.path.as_str(),
                &lever.amount.to_string(),
                outcome.outcome().name,
                d.unit,
                &priced(d.mean.to_string()),
                &priced(number(d.precision95.map(|r| r[0]))),
                &priced(number(d.precision95.map(|r| r[1]))),
                &priced(d.sd.to_string()),
                &d.n.to_string(),
                &priced(d.clear.to_string()),
                &adjusted,
                &money::cell(unpriced),
            ]
            .map(str::to_owned)
            .to_vec();
            row.extend(doubt::cells(all.base, d.doubt).into_iter().map(priced));
            row.extend(grows.as_ref().map(|cells| cells[i].clone()));
            if all.again.is_needed() {
                let judged = [all.effect_again(i), all.price_again(i)];
                row.extend(stands::cells_of(all.again, judged, *outcome == System::NctrBedDays));
            }
            out.row(row)?;
        }
    }
    out.finish()
}
