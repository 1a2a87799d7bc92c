//! The contents of the files of a dashboard. The layouts are relied on from outside; `since` reads `dashboard.csv`.

use std::io;

use serde_json::{Map, Value, json};

use super::{Dashboard, flag};
use crate::experiment::dashboard::{Ahead, Panel};
use crate::experiment::findings::Band;
use crate::experiment::spc::{LEAST_POINTS, Spc};
use crate::measures::outcome::Better;
use crate::report::charts::Flag;
use crate::report::csv::{Table, number};
use crate::report::json::of_scenario;

/// The columns of `dashboard.csv`.
pub const COLUMNS: [&str; 14] = [
    "date", "days", "measure", "kind", "value", "mean", "low", "high", "flag", "p5", "p25", "p50", "p75",
    "p95",
];
/// What happened, in the column `kind`.
const HISTORY: &str = "history";
/// What is expected.
pub const FORECAST: &str = "forecast";

fn edges(band: &Band) -> [Option<f64>; 5] {
    [band.p5, band.p25, band.p50, band.p75, band.p95]
}

/// `dashboard.csv`: for each measure a row for each point that was reported, then one for each point and each day
/// ahead.
pub fn table(all: &Dashboard<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    out.row(COLUMNS)?;
    for panel in all.panels {
        let name = all.name(panel);
        history(&mut out, all, panel, &name)?;
        let same = panel.points.first().is_some_and(|ahead| ahead.days == 1);
        let points = if same { &[][..] } else { &panel.points };
        for ahead in points.iter().chain(&panel.days) {
            let mut row =
                vec![ahead.date.to_string(), ahead.days.to_string(), name.clone(), FORECAST.to_owned()];
            row.push(number(Some(ahead.band.mean)));
            row.extend(std::iter::repeat_n(String::new(), 4));
            row.extend(edges(&ahead.band).map(number));
            out.row(&row)?;
        }
    }
    out.finish()
}

fn history(out: &mut Table, all: &Dashboard<'_>, panel: &Panel, name: &str) -> io::Result<()> {
    let Some(spc) = &panel.spc else { return Ok(()) };
    for (i, (day, value)) in spc.points.iter().enumerate() {
        let level = spc.on(*day);
        let rules = spc.signals.iter().filter(|signal| signal.points.contains(&i));
        let mut keys: Vec<&str> = rules.map(|signal| signal.rule.key()).collect();
        keys.dedup();
        let (date, days) = (all.reported.date(*day).to_string(), spc.grain.days().to_string());
        let mut row = vec![date, days, name.to_owned(), HISTORY.to_owned(), number(Some(*value))];
        row.push(number(level.map(|level| level.mean)));
        row.extend([0, 1].map(|end| number(level.map(|level| level.limits[end]))));
        row.push(keys.join("+"));
        row.extend(std::iter::repeat_n(String::new(), 5));
        out.row(&row)?;
    }
    Ok(())
}

/// The whole of `results.json`.
pub fn results(all: &Dashboard<'_>) -> Value {
    let measures = all.panels.iter().map(|panel| (all.name(panel), measure(all, panel)));
    let own = json!({
        "runs": all.replications.len(),
        "seed": all.seed,
        "reported": { "first": all.reported.first.to_string(), "days": all.reported.days },
        "today": all.reported.today().to_string(),
        "baseline": all.baseline.map(|days| days.map(|day| day.to_string())),
        "steps": all.steps.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "begins_as_counted": all.is_counted(),
        "least_points": LEAST_POINTS,
        "signs": {
            "measures": all.panels.len(), "judged": all.judged(), "concern": all.with(Flag::Concern),
            "improvement": all.with(Flag::Improvement), "change": all.with(Flag::Change),
        },
        "measures": measures.collect::<Map<_, _>>(),
        "since": all.since.map(|since| json!({
            "today": since.today.to_string(),
            "changed": since.changed,
            "measures": since.held.iter().map(|(name, held)| (name.clone(), json!({
                "days": held.days, "within90": held.within(), "below": held.below, "above": held.above,
                "outside": held.below + held.above,
            }))).collect::<Map<_, _>>(),
        })),
    });
    of_scenario(all.scenario, own)
}

fn measure(all: &Dashboard<'_>, panel: &Panel) -> Value {
    let told = all.told(panel);
    let spc = panel.spc.as_ref();
    let date = |day: usize| all.reported.date(day).to_string();
    let last = spc.and_then(|spc| {
        let (day, value) = spc.points.last()?;
        Some(json!({ "date": date(*day), "days": spc.grain.days(), "value": value }))
    });
    let limits = spc.and_then(Spc::now).map(|level| {
        json!({
            "mean": level.mean, "lower_limit": level.limits[0], "upper_limit": level.limits[1],
            "points": level.points, "of_fixed_baseline": level.fixed, "from": date(level.from),
        })
    });
    let signals = spc.into_iter().flat_map(|spc| {
        spc.signals.iter().map(|signal| {
            json!({
                "rule": signal.rule.key(), "side": signal.side.key(),
                "means": flag(told.better, signal.side).words(), "points": signal.points.len(),
                "from": date(spc.points[signal.first()].0), "to": date(spc.points[signal.last()].0),
                "for_this_meeting": all.recent(panel).any(|recent| recent == signal),
            })
        })
    });
    json!({
        "words": told.words,
        "better": match told.better { Better::Lower => "lower", Better::Higher => "higher", Better::Neither => "neither" },
        "last": last,
        "limits": limits,
        "signals": signals.collect::<Vec<_>>(),
        "expected": panel.expected().map(expected),
    })
}

fn expected(ahead: &Ahead) -> Value {
    let [p5, p25, p50, p75, p95] = edges(&ahead.band);
    json!({
        "date": ahead.date.to_string(), "days": ahead.days, "mean": ahead.band.mean,
        "p5": p5, "p25": p25, "p50": p50, "p75": p75, "p95": p95,
        "runs_below_limits": ahead.beyond.map(|beyond| beyond[0]),
        "runs_above_limits": ahead.beyond.map(|beyond| beyond[1]),
    })
}
