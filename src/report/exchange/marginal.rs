//! What one more of each capacity changes: the list of prices that a steering group can act on.

use std::io;

use serde_json::{Map, Value, json};

use crate::experiment::compare::Difference;
use crate::experiment::lead::Lead;
use crate::experiment::levers::{Lever, usual_outcome};
use crate::experiment::money::Money;
use crate::experiment::sweep::{Later, Sweep};
use crate::measures::outcome::{Key, System};
use crate::report::charts::{Chart, Dot, Dots, Frame};
use crate::report::compare::files::one;
use crate::report::csv::Table;
use crate::report::differences::{NCTR, signed, signed_range, words_of};
use crate::report::grid::Grid;
use crate::report::json::SCHEMA;
use crate::report::money;
use crate::report::paths::so_many;
use crate::report::pictures::Picture;
use crate::report::steadiness::{between_these, marked, note_of_these};
use crate::report::words::{Grain, count, period, wrapped};
use crate::scenario::Scenario;
use crate::scenario::unstable::Unstable;

/// What there is to report.
#[derive(Clone, Copy)]
pub struct Marginal<'a> {
    /// The scenario as it is.
    pub base: &'a Scenario,
    /// What one more was added to.
    pub levers: &'a [Lever],
    /// The scenario with each.
    pub points: &'a [Later],
    /// What was found for each.
    pub found: &'a Sweep,
    /// What each costs and avoids.
    pub money: &'a [Option<Money>],
    /// Which saves most delayed bed-days, as far as that is clear.
    pub lead: Option<&'a Lead>,
    /// Whether the change of bed-days is clear with all of them taken together (Holm).
    pub clear: &'a [bool],
    /// How many replications.
    pub runs: u64,
    /// The seed of all luck.
    pub seed: u64,
}

/// The outcomes of the table.
const OUTCOMES: &[System] = &[
    System::NctrBedDays,
    System::DelayDaysMean,
    System::BedWaitHoursMean,
    System::AcuteOccupancy,
    System::CostTotal,
];

impl Marginal<'_> {
    fn label(&self, i: usize) -> String {
        so_many(self.base, &self.levers[i].path, self.levers[i].amount)
    }

    fn change(&self, i: usize, outcome: System) -> Option<Difference> {
        self.found.points[i].differences.as_ref().and_then(|d| *outcome.of(&d.system))
    }

    /// Those that clearly save bed-days, the most first.
    fn savers(&self) -> Vec<usize> {
        let saves =
            |i: &usize| self.clear[*i] && self.change(*i, System::NctrBedDays).is_some_and(|d| d.mean < 0.0);
        self.ranked().into_iter().filter(saves).collect()
    }

    /// Whether one of several clearly saves more than every other.
    fn is_first(&self, i: usize) -> bool {
        self.levers.len() > 1 && self.lead.is_some_and(|lead| lead.first == i && lead.is_clear())
    }

    /// By bed-days saved, the most first.
    fn ranked(&self) -> Vec<usize> {
        let key = |&i: &usize| self.change(i, System::NctrBedDays).map_or(f64::INFINITY, |d| d.mean);
        let mut order: Vec<usize> = (0..self.levers.len()).collect();
        order.sort_by(|a, b| key(a).total_cmp(&key(b)));
        order
    }
}

/// The page. `written` says where the files are.
pub fn page(all: &Marginal<'_>, written: &str, width: usize) -> String {
    let calendar = &all.base.plan.calendar;
    let mut lines =
        wrapped(&format!("{}: what one more of each changes", all.base.names.scenario), "", width);
    let (start, days) = (calendar.start(), calendar.measured_days());
    let (period, runs) = (period(start, days), count(all.runs, "run"));
    lines.extend(wrapped(&format!("{period}, {runs} of each"), "", width));
    lines.extend(wrapped(NCTR, "", width));
    lines.push(String::new());
    for sentence in answers(all) {
        lines.extend(wrapped(&sentence, "  * ", width));
    }
    let of_base = Unstable::of(all.base);
    let points = all.points.iter().map(|point| &point.unstable);
    let each: Vec<_> = std::iter::once(&of_base).chain(points).map(|one| (&all.base.names, one)).collect();
    let steady = note_of_these(&each, "nctr_bed_days");
    lines.extend(steady.into_iter().flat_map(|text| wrapped(&text, "  * ", width)));
    lines.push(String::new());
    let mut grid =
        Grid::new(&["One more", "bed-days", "how sure of it", "spent", "worth", "£/bed-day", "wait, h"]);
    for i in all.ranked() {
        let cost = all.money[i].as_ref();
        let told = |what: Option<String>| what.unwrap_or_else(|| "-".to_owned());
        let unsteady = between_these(&of_base, &all.points[i].unstable, "nctr_bed_days");
        let mut row = vec![marked(&all.label(i), unsteady)];
        match all.change(i, System::NctrBedDays) {
            Some(d) => {
                let grain = Grain::of("bed-days", d.mean);
                let mark = if all.clear[i] { "" } else { "(" };
                let end = if all.clear[i] { "" } else { ")" };
                row.extend([
                    format!("{mark}{}{end}", signed(grain, d.mean)),
                    signed_range(grain, d.precision95),
                ]);
            }
            None => row.extend(["-", "-"].map(str::to_owned)),
        }
        row.push(told(cost.map(money::spent)));
        row.push(told(cost.and_then(|m| m.worth.as_ref()).map(money::pounds)));
        row.push(told(cost.filter(|_| all.clear[i]).map(money::price)));
        row.push(all.change(i, System::BedWaitHoursMean).map_or_else(
            || "-".to_owned(),
            |d| if d.clear { signed(Grain::finer("hours", d.mean), d.mean) } else { "unclear".to_owned() },
        ));
        grid.row(row);
    }
    lines.extend(grid.lines(30, width));
    lines.push(String::new());
    lines.extend(wrapped(
        "Each is added alone, to the whole timetable or roster, with the same people in every run. In brackets: no clear \
         difference, with all of them taken together (Holm's rule). Spent: on services, open beds and staff; not priced \
         where the scenario gives no price of it. Worth: the bed-days avoided at the cost of an acute bed-day; nobody pays it back. \
         £/bed-day: spent for each bed-day avoided, where that is clear; where a service costs by the people in it, more \
         of it costs only what more people use. Wait: of an emergency for a bed, in hours. The ranges hold luck only. What one more does \
         says little about what ten more do: `wardflow sweep` and `wardflow exchange` follow one further.",
        "",
        width,
    ));
    lines.push(String::new());
    lines.extend(wrapped(written, "", width));
    lines.join("\n") + "\n"
}

/// What saves most, as far as that is clear, and what acute beds do.
fn answers(all: &Marginal<'_>) -> Vec<String> {
    let savers = all.savers();
    let told = |i: usize| format!("{}: {}", capital(&all.label(i)), saved(all, i));
    let mut said = vec![match savers.as_slice() {
        [] => "No single addition clearly saves bed-days with NCTR.".to_owned(),
        [first, ..] if all.is_first(*first) => {
            format!(
                "Of these additions, unlike as they are, this saves most bed-days with NCTR. {}.",
                told(*first)
            )
        }
        [only] => format!("One addition clearly saves bed-days with NCTR. {}.", told(*only)),
        [first, second, ..] => format!(
            "{} clearly save bed-days with NCTR; which of them most is not clear. {}. {}.",
            count(savers.len() as u64, "addition"),
            told(*first),
            told(*second)
        ),
    }];
    let others = (0..all.levers.len()).filter_map(|i| {
        let outcome = usual_outcome([all.levers[i].path.as_str()]);
        let d = all.change(i, outcome).filter(|_| outcome != System::NctrBedDays)?;
        let grain = Grain::finer(d.unit, d.mean);
        let label = capital(&all.label(i));
        let what = words_of(outcome.outcome()).to_lowercase();
        Some(if d.clear {
            let range = signed_range(grain, d.precision95);
            format!("{label}, judged by what it is for, {what}: {} ({range}).", signed(grain, d.mean))
        } else {
            format!("{label}, judged by what it is for, {what}: no clear difference.")
        })
    });
    said.extend(others);
    said
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn saved(all: &Marginal<'_>, i: usize) -> String {
    all.change(i, System::NctrBedDays).map_or_else(String::new, |d| {
        let days = f64::from(all.base.plan.calendar.measured_days());
        let grain = Grain::of("bed-days", d.mean);
        let beds = d.mean.abs() / days;
        let side = if d.mean < 0.0 { "fewer" } else { "more" };
        format!(
            "about {} bed-days {side}, as if {} beds were {} on every day",
            grain.show(d.mean.abs()),
            Grain::of("beds", beds).show(beds),
            if d.mean < 0.0 { "free" } else { "lost" }
        )
    })
}

/// The whole of `results.json`.
pub fn results(all: &Marginal<'_>) -> Value {
    let levers = all.levers.iter().enumerate().map(|(i, lever)| {
        let cost = all.money[i].as_ref();
        let changes = OUTCOMES.iter().filter_map(|outcome| {
            let d = all.change(i, *outcome)?;
            Some((outcome.outcome().name.to_owned(), money::with_not_priced(one(&d), d.unit, cost)))
        });
        json!({
            "path": lever.path,
            "amount": lever.amount,
            "differences": changes.collect::<Map<_, _>>(),
            "clear_adjusted": all.clear[i],
            "money": cost.map(money::json),
        })
    });
    json!({
        "schema": SCHEMA,
        "wardflow": env!("CARGO_PKG_VERSION"),
        "base": { "name": all.base.names.scenario, "fingerprint": all.base.fingerprint },
        "runs": all.runs,
        "seed": all.seed,
        "levers": levers.collect::<Vec<_>>(),
    })
}

/// `marginal.csv`: one row for each capacity and outcome.
pub fn table(all: &Marginal<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    out.row([
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
    ])?;
    let number = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    for (i, lever) in all.levers.iter().enumerate() {
        for outcome in OUTCOMES {
            let Some(d) = all.change(i, *outcome) else { continue };
            let adjusted =
                if *outcome == System::NctrBedDays { all.clear[i].to_string() } else { String::new() };
            let unpriced = money::unpriced_of(d.unit, all.money[i].as_ref());
            // What is not all priced is left empty.
            let priced = |text: String| if unpriced.is_empty() { text } else { String::new() };
            out.row([
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
            ])?;
        }
    }
    out.finish()
}

/// The chart: bed-days saved by one more of each.
pub fn picture(all: &Marginal<'_>) -> Picture {
    let dots: Vec<Dot> = (all.ranked().into_iter())
        .filter_map(|i| {
            let d = all.change(i, System::NctrBedDays)?;
            Some(Dot {
                label: capital(&all.label(i)),
                value: d.mean,
                interval: d.precision95.map(|[low, high]| (low, high)),
                clear: all.clear[i],
            })
        })
        .collect();
    let title = match all.savers().as_slice() {
        [] => "No single addition clearly saves bed-days with NCTR".to_owned(),
        [first, ..] if all.is_first(*first) => {
            format!("{} more saves most bed-days with NCTR", capital(&all.label(*first)))
        }
        [only] => format!("{} more clearly saves bed-days with NCTR", capital(&all.label(*only))),
        several => format!(
            "{} clearly save bed-days with NCTR, none clearly the most",
            count(several.len() as u64, "addition")
        ),
    };
    let calendar = &all.base.plan.calendar;
    let each: Vec<String> = dots.iter().map(|dot| format!("{}: {:+.0}", dot.label, dot.value)).collect();
    Picture {
        name: "marginal",
        chart: Chart::Dots(Dots {
            frame: Frame {
                subtitle: format!(
                    "Bed-days with NCTR, one more of each alone, {}",
                    period(calendar.start(), calendar.measured_days())
                ),
                description: format!("{title}. {}.", each.join("; ")),
                title,
                ..Frame::default()
            },
            measure: "Bed-days with NCTR".to_owned(),
            unit: "bed-days".to_owned(),
            sides: ["fewer than today".to_owned(), "more than today".to_owned()],
            dots,
            note: format!(
                "Lines: how sure the mean difference is (95%). Grey rings: no clear difference, all taken together. {NCTR}"
            ),
        }),
    }
}
