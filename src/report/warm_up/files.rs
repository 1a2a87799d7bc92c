//! The contents of the files of a warm-up check. The layout of `results.json` is relied on from outside.

use std::io;

use jiff::ToSpan;
use serde_json::{Map, Value, json};

use super::WarmedUp;
use crate::experiment::warm_up::MOST_RUNS;
use crate::experiment::warm_up::agreement::{Coupling, Kind};
use crate::report::csv::Table;
use crate::report::json::{estimate, of_scenario, warning};

/// The whole of `results.json`.
pub fn results(all: &WarmedUp<'_>) -> Value {
    let found = all.found;
    let kinds = found.kinds.iter().map(|kind| {
        let mut told = coupling(&kind.exactly, found.days);
        told["within_one_person"] = coupling(&kind.within_one, found.days);
        (kind.kind.key().to_owned(), told)
    });
    let counts = found.counts.iter().map(|remembered| {
        let mut told = coupling(&remembered.coupling, found.days);
        told["apart_at_end"] = remembered.apart_at_end.into();
        (all.key(remembered.count), told)
    });
    let services = all.scenario.names.services.numbered().map(|(s, name)| {
        let (people, queue) = found.over_full.at(s);
        (name.key.clone(), json!({ "people": people, "queue": queue }))
    });
    let own = json!({
        "runs": found.how.runs,
        "seed": found.how.seed,
        "from": found.from.to_string(),
        "warm_up_days": found.warm_up,
        "measured_days": found.measured,
        "days_looked_at": found.days,
        "starts_with_people": found.starts_with_people,
        "suggested_days": found.suggested(),
        "enough": found.is_enough(),
        "coupling": kinds.collect::<Map<_, _>>(),
        "counts": counts.collect::<Map<_, _>>(),
        "longest": found.longest().into_iter().map(|remembered| all.key(remembered.count)).collect::<Vec<_>>(),
        "past_ready_faded_to_half_day": found.faded_to(0.5),
        "past_ready_faded_to_tenth_day": found.faded_to(0.1),
        "past_ready_in_measured_days": {
            "from_empty": estimate(&found.left_over.empty),
            "from_over_full": estimate(&found.left_over.over_full),
            "difference": estimate(&found.left_over.difference),
            "within_one_person": {
                "runs": found.left_over.forgotten(),
                "share_of_midnights": found.left_over.within_one,
                "difference_by_run": found.left_over.by_run,
            },
        },
        "over_full": {
            "in_beds": found.over_full.hospital,
            "past_ready": found.over_full.ready,
            "services": services.collect::<Map<_, _>>(),
        },
        "mser5": match &found.mser {
            Ok(mser) => json!({ "days": mser.cut, "mean": mser.mean, "at_limit": mser.at_limit }),
            Err(why) => json!({ "not_shown": why }),
        },
        "warnings": found.warning().iter().map(warning).collect::<Vec<_>>(),
    });
    of_scenario(all.scenario, own)
}

fn coupling(of: &Coupling, days: u32) -> Value {
    json!({
        "median_day": of.day_by(0.5),
        "p90_day": of.day_by(0.9),
        "p95_day": of.day_by(MOST_RUNS),
        "share": of.share_by(days),
        "days_by_run": of.days,
    })
}

/// `warm-up.csv`: one row for each midnight.
pub fn by_day(all: &WarmedUp<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    let mut header = vec!["day".to_owned(), "date".to_owned()];
    for kind in Kind::ALL {
        let words = ["agree", "agree_for_good", "within_one_person_for_good"];
        header.extend(words.map(|word| format!("{}_{word}", kind.key())));
    }
    header.extend(["past_ready_from_empty", "past_ready_from_over_full"].map(str::to_owned));
    out.row(&header)?;
    for day in 0..=all.found.days {
        let date = all.found.from.saturating_add(i64::from(day).days());
        let at = day as usize;
        let mut row = vec![day.to_string(), date.to_string()];
        for kind in &all.found.kinds {
            let shares = [kind.agree[at], kind.exactly.share_by(day), kind.within_one.share_by(day)];
            row.extend(shares.map(|share| share.to_string()));
        }
        row.extend(all.found.ready.iter().map(|by_day| by_day[at].to_string()));
        out.row(&row)?;
    }
    out.finish()
}
